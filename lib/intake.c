#include "intake.h"

#include <err.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "alias.h"
#include "csvin.h"
#include "fill.h"
#include "intake_fast.h"
#include "intake_readings.h"
#include "network.h"
#include "num.h"
#include "param.h"
#include "registry.h"
#include "reject.h"
#include "store_bill.h"
#include "xalloc.h"

const struct intake_opts intake_defaults = {.max_rejects = 1, .percent = 1};

/* --- columns: where in the row each of ours stands --- */

/* Our column that the mapping gives column i of theirs, or -1. */
static int
mapped_column(const struct intake *k, size_t i)
{
	const struct map *m = k->map;

	for (size_t c = 0; c < m->ncolumn; c++)
		for (size_t n = 0; n < m->column[c].ntheirs; n++)
			if (intake_is_column(k, m->column[c].theirs[n], i))
				return table_col(m->table, m->column[c].ours);
	return -1;
}

static int
is_ignored(const struct intake *k, size_t i)
{
	for (size_t n = 0; n < k->map->nignore; n++)
		if (intake_is_column(k, k->map->ignore[n], i))
			return 1;
	return 0;
}

/* 1 if the mapping says where column c of ours comes from. */
static int
is_given(const struct intake *k, int c)
{
	const struct map *m = k->map;
	const char *name = m->table->col[c].name;

	if (k->constant[c] != NULL || (m->date && strcmp(name, "time") == 0))
		return 1;
	for (size_t i = 0; i < m->ncolumn; i++)
		if (strcmp(m->column[i].ours, name) == 0)
			return 1;
	return 0;
}

/* Our column that a heading is the name of, or (in a foreign file) an alias of
 * one that comes from nowhere else; -1.  A wide file has the time alone. */
static int
named_column(const struct intake *k, const char *heading)
{
	const struct table *t = k->map->table;
	int c = table_col(t, heading);

	if (c < 0 && k->map->csv.foreign) {
		c = alias_column(t, heading);
		if (c >= 0 &&
		    (is_given(k, c) || csvin_col(k->in, t->col[c].name) >= 0))
			return -1;
	}
	if (c >= 0 && k->map->nwide > 0 && strcmp(t->col[c].name, "time") != 0)
		return -1;
	return c;
}

static int
take_column(struct intake *k, size_t i, int ours)
{
	if (k->at[ours] >= 0)
		return csvin_warn(k->in, "two columns for '%s': '%s' and '%s'",
		    k->map->table->col[ours].name, k->in->col[k->at[ours]],
		    k->in->col[i]);
	k->at[ours] = (int)i;
	return 0;
}

/* 1 if the column is one of two that hold the time. */
static int
time_part(struct intake *k, size_t i)
{
	const struct map *m = k->map;

	if (m->date != NULL && k->date < 0 && intake_is_column(k, m->date, i)) {
		k->date = (int)i;
		return 1;
	}
	if (m->clock != NULL && k->clock < 0 &&
	    intake_is_column(k, m->clock, i)) {
		k->clock = (int)i;
		return 1;
	}
	return 0;
}

static int
bind_column(struct intake *k, size_t i)
{
	const char *heading = k->in->col[i];
	int got, ours = mapped_column(k, i);

	if (ours >= 0)
		return take_column(k, i, ours);
	if (time_part(k, i) || is_ignored(k, i))
		return 0;
	if ((got = intake_wide_column(k, i, 0)) != 0)
		return got < 0 ? -1 : 0;
	if (k->map->csv.foreign && *heading == '\0')
		return 0;
	if ((ours = named_column(k, heading)) >= 0)
		return take_column(k, i, ours);
	if ((got = intake_wide_column(k, i, 1)) != 0)
		return got < 0 ? -1 : 0;
	if (k->map->ignore_all)
		return 0;
	if (k->map->nwide > 0 && table_col(k->map->table, heading) >= 0)
		return csvin_warn(k->in,
		    "column '%s' has no place in a wide file: name it under "
		    "[wide] or [ignore]",
		    heading);
	return csvin_warn(k->in, "unknown column '%s' (nearest: '%s')", heading,
	    table_nearest(k->map->table, heading));
}

/* What each of our columns holds in every row. */
static void
bind_constants(struct intake *k)
{
	const struct table *t = k->map->table;

	free(k->at);
	free(k->constant);
	k->at = xcalloc(t->ncol, sizeof *k->at);
	k->constant = xcalloc(t->ncol, sizeof *k->constant);
	k->date = k->clock = -1;
	for (size_t c = 0; c < t->ncol; c++) {
		k->at[c] = -1;
		k->constant[c] = map_constant(k->map, t->col[c].name);
	}
	if (k->file_point != NULL)
		k->constant[0] = k->file_point;
	free(k->mapping);
	k->mapping = k->file_point ?
			 xasprintf("%s %s", k->map->id, k->file_point) :
			 xstrdup(k->map->id);
}

int
intake_bind(struct intake *k)
{
	const struct table *t = k->map->table;

	if (intake_file_point(k) < 0 || intake_units_line(k) < 0)
		return -1;
	bind_constants(k);
	for (size_t i = 0; i < k->in->ncol; i++)
		if (bind_column(k, i) < 0)
			return -1;
	if (strcmp(t->name, "readings") == 0)
		return intake_readings_complete(k);
	for (size_t c = 0; c < t->ncol; c++)
		if (t->col[c].required && k->at[c] < 0 &&
		    k->constant[c] == NULL)
			return csvin_warn(
			    k->in, "column '%s' is missing", t->col[c].name);
	return 0;
}

/* --- fields --- */

static char *
trim(char *s)
{
	char *end = s + strlen(s);

	while (end > s && (end[-1] == ' ' || end[-1] == '\t'))
		*--end = '\0';
	return s + strspn(s, " \t");
}

const char *
intake_field(struct intake *k, int at)
{
	char *s = k->in->field[at].s;

	if (k->map->trim)
		s = trim(s);
	return map_is_missing(k->map, s) ? "" : s;
}

/* Our column c of this row. */
static const char *
column_text(struct intake *k, size_t c)
{
	if (k->at[c] >= 0 && (size_t)k->at[c] < k->in->nfield)
		return intake_field(k, k->at[c]);
	return k->constant[c] ? k->constant[c] : "";
}

void
intake_reject(
    struct intake *k, const char *column, const char *reason, const char *text)
{
	reject_add(k->reject, k->in->name, k->in->line, column, reason, text);
	k->im.rejected++;
}

static void
intake_reject_meant(struct intake *k, const char *column, const char *reason,
    const char *text, const struct nearest *meant)
{
	reject_add_meant(
	    k->reject, k->in->name, k->in->line, column, reason, text, meant);
	k->im.rejected++;
}

void
intake_reject_row(
    struct intake *k, const char *column, const char *reason, const char *text)
{
	int64_t lost = k->nwide > 0 ? (int64_t)k->nwide : 1;

	intake_reject(k, column, reason, text);
	k->im.rows += lost;
	k->im.rejected += lost - 1;
}

/* A number as the export writes it, in our form; NULL: it is none. */
static const char *
local_number(struct intake *k, const char *s, char *buf, size_t size)
{
	if (k->map->decimal == '.' && k->map->thousands == '\0')
		return s;
	if (strlen(s) >= size)
		return NULL;
	strcpy(buf, s);
	return num_delocal(buf, k->map->decimal, k->map->thousands) < 0 ? NULL :
									  buf;
}

int
intake_number(
    struct intake *k, const char *s, double num, double den, double *out)
{
	char buf[64];
	const char *p = local_number(k, s, buf, sizeof buf);

	return p == NULL ? -1 : num_scaled(p, num, den, out);
}

/* NULL, or what is wrong.  A day alone is its midnight. */
const char *
intake_time(struct intake *k, const char *s, int64_t after, int64_t *t)
{
	struct cal_stamp stamp = {0};
	int got;

	if (k->map->time_format != NULL)
		got = cal_parse_format(s, k->map->time_format, &stamp);
	else
		got = cal_parse_stamp(s, &stamp);
	if (got < 0 && (k->wide || k->map->time_format != NULL ||
			   cal_parse_day(s, &stamp.day) < 0))
		return "is not a time";
	if (cal_instant(&stamp, k->zone, after, t) < 0)
		return "does not exist: the clocks went forward";
	if (*t < 0 || *t >= cal_day(2100, 1, 1) * CAL_DAY_S)
		return "is not between 1970 and 2099";
	return NULL;
}

/* --- rows of the registries --- */

/* A field in our form, as the mapping says; NULL: it has none. */
static const char *
our_form(struct intake *k, const struct table_col *col, const char *s,
    char *buf, size_t size)
{
	const struct map *m = k->map;
	const struct unit *u;
	struct cal_stamp stamp;

	if (*s == '\0' || !m->csv.foreign)
		return s;
	if (col->type == TABLE_NUM)
		return local_number(k, s, buf, size);
	if (col->type == TABLE_DAY && m->day_format != NULL)
		return cal_parse_format(s, m->day_format, &stamp) < 0 ?
			   NULL :
			   cal_day_text(stamp.day, buf);
	if (col->type == TABLE_WORD) {
		s = map_word(m, s, col->words);
		if (strcmp(col->name, "unit") == 0 &&
		    (u = alias_unit(s)) != NULL)
			return u->name;
	}
	return s;
}

/* A value that is no word of its column, or of its parameter. */
static void
reject_word(struct intake *k, const char *column, const char *why,
    const char *s, const char *words)
{
	struct nearest meant = nearest_to(s);
	char *copy = xstrdup(words);

	nearest_try_words(&meant, copy);
	intake_reject_meant(k, column, why, s, &meant);
	free(copy);
}

/* The canonical text of a field; NULL: rejected. */
static const char *
registry_field(struct intake *k, size_t c, char *buf, size_t size)
{
	const struct table_col *col = &k->map->table->col[c];
	const char *s = column_text(k, c), *p, *why;
	int64_t t;

	p = our_form(k, col, s, buf, size);
	if (p == NULL) {
		intake_reject(k, col->name,
		    col->type == TABLE_DAY ? "is not a day of day_format" :
					     "is not a number",
		    s);
		return NULL;
	}
	why = table_wrong(col, p);
	if (why != NULL && col->type == TABLE_WORD) {
		reject_word(k, col->name, why, p, col->words);
		return NULL;
	}
	if (why == NULL && col->type == TABLE_TIME && *p != '\0') {
		why = intake_time(k, p, INT64_MIN, &t);
		if (why == NULL) {
			snprintf(buf, size, "%" PRId64, t);
			return buf;
		}
	}
	if (why != NULL) {
		intake_reject(k, col->name, why, s);
		return NULL;
	}
	return p;
}

static const char *
parameter_wrong(const char *name, const char *value)
{
	const struct param *p = param_find(name);

	return p ? param_wrong(p, value) : "names no parameter";
}

/* 1 if columns a and b of the row are both there, and b not after a. */
static int
ends_early(const struct table *t, const char *const *value, const char *a,
    const char *b)
{
	int from = table_col(t, a), to = table_col(t, b);

	if (from < 0 || to < 0 || !*value[from] || !*value[to])
		return 0;
	if (t->col[from].type == TABLE_TIME)
		return strtoll(value[to], NULL, 10) <
		       strtoll(value[from], NULL, 10);
	return strcmp(value[from], value[to]) >= 0;
}

/* An edge joins a zone and a point that are registered, in a role that fits
 * what the point measures. */
static const char *
edge_wrong(struct intake *k, const char *const *value, int *col)
{
	const struct table *t = k->map->table;
	struct store_point p;

	if (!store_has(k->store, table_find("zones"), value[0])) {
		*col = 0;
		return "is not a registered zone";
	}
	*col = table_col(t, "point_id");
	if (store_point(k->store, value[*col], &p) < 0 || p.n == 0)
		return "is not a registered point";
	*col = table_col(t, "role");
	if (!network_role_fits(value[*col], p.quantity))
		return "does not fit what the point measures";
	return NULL;
}

/* What one column alone cannot tell; *col is the culprit. */
static const char *
row_wrong(struct intake *k, const char *const *value, int *col)
{
	static const char *const spans[][2] = {
	    {"from", "to"}, {"valid_from", "valid_to"}, {"start", "end"}};
	const struct table *t = k->map->table;

	for (int i = 0; i < 3; i++) {
		if (ends_early(t, value, spans[i][0], spans[i][1])) {
			*col = table_col(t, spans[i][1]);
			return "ends before it begins";
		}
	}
	if (strcmp(t->name, "params") == 0) {
		*col = param_find(value[0]) ? table_col(t, "value") : 0;
		return parameter_wrong(value[0], value[2]);
	}
	if (strcmp(t->name, "edges") == 0)
		return edge_wrong(k, value, col);
	return NULL;
}

/* A row in which the value of a column is wrong. */
static void
reject_value(
    struct intake *k, int col, const char *why, const char *const *value)
{
	const struct table *t = k->map->table;
	const struct param *p = NULL;
	struct nearest meant;

	if (strcmp(t->name, "params") == 0)
		p = param_find(value[0]);
	if (p != NULL && p->type == PARAM_WORD) {
		reject_word(k, t->col[col].name, why, value[col], p->words);
	} else if (p == NULL && strcmp(t->name, "params") == 0 && col == 0) {
		meant = param_nearest(value[0]);
		intake_reject_meant(k, t->col[0].name, why, value[0], &meant);
	} else {
		intake_reject(k, t->col[col].name, why, value[col]);
	}
}

/* Where the row with that key stands, for registry_check. */
static void
note_line(struct intake *k, const char *const *value)
{
	const struct table *t = k->map->table;
	struct strmap *line = &k->line[t - table_all];
	char *key;

	if (!registry_has_rules(t))
		return;
	key = registry_key(t, value);
	if (strmap_get(line, key) < 0)
		strmap_put(line, key, (long)k->in->line);
	free(key);
}

struct faults {
	const struct intake *k;
	const struct strmap *line;
	long n;
};

/* The first twenty. */
static void
say_fault(void *ctx, const char *key, const char *what)
{
	enum { SAID = 20 };
	struct faults *f = ctx;

	if (f->n++ < SAID)
		warnx("%s:%ld: %s", f->k->in->name, strmap_get(f->line, key),
		    tr(what));
}

/* The registries that this import touched, as wholes; 0, or -1: has said why.
 */
static int
check_registries(const struct intake *k)
{
	int got = 0;

	for (int i = 0; i < TABLES; i++) {
		struct faults f = {k, &k->line[i], 0};

		if (k->line[i].n > 0 &&
		    registry_check(k->store, &table_all[i], say_fault, &f) != 0)
			got = -1;
	}
	return got;
}

static void
count_put(struct store_import *im, enum store_put what)
{
	im->added += what == STORE_ADDED;
	im->repeated += what == STORE_REPEATED;
	im->changed += what == STORE_CHANGED;
}

static const char contradicts[] = "contradicts an earlier row of the same file";

/* Bills are held against those before them later: store_bill.h. */
static void
told_bill(void *ctx, enum store_put what, const char *id, uint64_t line)
{
	struct intake *k = ctx;

	count_put(&k->im, what);
	if (what == STORE_CONFLICT)
		reject_add(
		    k->late, k->in->name, line, "account_id", contradicts, id);
}

static int
registry_row(struct intake *k)
{
	const struct table *t = k->map->table;
	const char *value[32], *why;
	enum store_put what;
	char buf[32][64];
	int col = 0;

	for (size_t c = 0; c < t->ncol; c++) {
		value[c] = registry_field(k, c, buf[c], sizeof buf[c]);
		if (value[c] == NULL)
			return 0;
	}
	if ((why = row_wrong(k, value, &col)) != NULL) {
		reject_value(k, col, why, value);
		return 0;
	}
	note_line(k, value);
	if (k->bills)
		return store_bill_put(
		    k->store, value, k->in->line, told_bill, k);
	what = store_put_row(k->store, t, value);
	if (what == STORE_CONFLICT)
		intake_reject(k, t->col[0].name, contradicts, value[0]);
	count_put(&k->im, what);
	return what == STORE_FAILED ? -1 : 0;
}

/* --- a table of rows --- */

static void
table_start(struct intake *k)
{
	k->bills = strcmp(k->map->table->name, "bills") == 0;
	intake_readings_start(k);
	if ((k->bills || k->readings) && k->late == NULL)
		k->late = reject_new_beside(k->reject);
}

/* After the last table: conflicts behind the other rejects. */
static int
tables_finish(struct intake *k)
{
	if (intake_readings_finish(k) < 0 || store_bill_flush(k->store) < 0)
		return -1;
	if (k->late == NULL)
		return 0;
	k->im.rejected += (int64_t)reject_count(k->late);
	return reject_join(k->reject, k->late);
}

/* 1 if fields beyond the heading forbid the row. */
static int
has_surplus(const struct intake *k)
{
	const struct csvin *in = k->in;

	if (in->nfield <= in->ncol || k->map->surplus == SURPLUS_IGNORE)
		return 0;
	if (k->map->surplus == SURPLUS_REFUSE)
		return 1;
	for (size_t i = in->ncol; i < in->nfield; i++)
		if (in->field[i].s[strspn(in->field[i].s, " \t")] != '\0')
			return 1;
	return 0;
}

static int
one_row(struct intake *k)
{
	if (k->in->nfield < k->in->ncol) {
		intake_reject_row(k, "", "fewer fields than the heading", "");
		return 0;
	}
	/* No reading needs two lines: a quote that should not be there. */
	if (k->readings && k->in->last > k->in->line) {
		intake_reject_row(k, "", "is more than one line", "");
		return 0;
	}
	if (has_surplus(k)) {
		intake_reject_row(k, "", "more fields than the heading",
		    k->in->field[k->in->ncol].s);
		return 0;
	}
	if (k->readings)
		return intake_readings_row(k);
	k->im.rows++;
	return registry_row(k);
}

/* A row that is refused may have swallowed others, by a quote that closes
 * lines later: each of its lines counts. */
static void
reject_lines(struct intake *k)
{
	int64_t more = (int64_t)(k->in->last - k->in->line);
	char *reason;

	if (more == 0)
		return;
	reason = xasprintf("a quote in it is open until line %" PRIu64
			   ": %" PRId64 " more lost",
	    k->in->last, more);
	intake_reject_row(k, "", reason, "");
	free(reason);
	more = (more - 1) * (k->nwide > 0 ? (int64_t)k->nwide : 1);
	k->im.rows += more;
	k->im.rejected += more;
}

int
intake_rows(struct intake *k)
{
	struct intake_fast *fast =
	    k->opts->slow || !map_is_plain(k->map) ? NULL : intake_fast_new(k);
	enum csvin_got got = CSVIN_ROW;
	int failed = 0;

	while (!failed && got > 0) {
		int64_t before = k->im.rejected;

		if (fast != NULL && intake_fast_rows(fast, k) < 0) {
			failed = 1;
			break;
		}
		progress_tick(&k->progress, csvin_bytes(k->in), k->im.rows);
		got = csvin_next(k->in);
		if (got == CSVIN_BAD)
			intake_reject_row(k, "", csvin_reason(k->in), "");
		else if (got == CSVIN_ROW)
			failed = one_row(k) < 0;
		if (got > 0 && k->im.rejected > before)
			reject_lines(k);
	}
	intake_fast_free(fast);
	return failed || got == CSVIN_FAILED ? -1 : 0;
}

/* --- a file --- */

static int
intake_start(struct intake *k, struct store *s, const char *path,
    const struct map *m, const struct intake_opts *o)
{
	*k = (struct intake){.store = s, .opts = o, .map = m};
	k->im = (struct store_import){.first = INT64_MIN, .last = INT64_MIN};
	k->zone = store_zone(s);
	if (m->zone != NULL) {
		k->zone = k->own_zone = zone_new(m->zone);
		if (k->zone == NULL) {
			warnx("time zone '%s' is not known here "
			      "(is tzdata installed?)",
			    m->zone);
			return -1;
		}
	}
	progress_start(&k->progress, path ? path : "-", o->progress);
	k->in = csvin_open(path, &m->csv);
	return k->in ? 0 : -1;
}

static void
intake_end(struct intake *k)
{
	progress_end(&k->progress, k->im.rows);
	intake_readings_release(k);
	reject_free(k->late);
	reject_free(k->reject);
	csvin_free(k->in);
	zone_free(k->own_zone);
	for (int i = 0; i < TABLES; i++)
		strmap_release(&k->line[i]);
	free(k->at);
	free(k->constant);
	free(k->mapping);
}

static int
too_many(const struct intake *k)
{
	double limit = k->opts->percent ?
			   k->opts->max_rejects / 100 * (double)k->im.rows :
			   k->opts->max_rejects;

	return (double)k->im.rejected > limit;
}

/* Puts the rejects where --rejects says, else beside the store: named after the
 * import, or after the file if it is refused. */
static int
keep_rejects(const struct intake *k, const char *path, int refused)
{
	const char *base = strrchr(path, '/');
	char *name;
	int got;

	if (k->im.rejected == 0 || k->opts->dry_run)
		return 0;
	if (k->opts->rejects != NULL)
		name = *k->opts->rejects ? xstrdup(k->opts->rejects) : NULL;
	else if (refused)
		name = xasprintf("%s.refused-%s", store_path(k->store),
		    base ? base + 1 : path);
	else
		name = xasprintf("%s.rejects-%" PRId64 ".csv",
		    store_path(k->store), k->im.id);
	got = name ? reject_keep(k->reject, name) : 0;
	if (got == 0 && name != NULL && !k->opts->quiet)
		warnx("%s: rejected rows: %" PRId64 ", kept in %s", path,
		    k->im.rejected, name);
	free(name);
	return got;
}

/* After the last row: refuse, or write the import down. */
static int
settle(struct intake *k, const char *path, struct intake_result *out)
{
	char sha[65];
	int64_t known;
	int refused = too_many(k);

	csvin_sha256(k->in, sha);
	known = store_known(k->store, sha, k->map->table->name, k->mapping);
	if (known > 0) {
		store_rollback(k->store);
		out->already = 1;
		out->id = known;
		return 0;
	}
	if (k->im.rejected > 0 && !k->opts->quiet)
		reject_say(k->reject);
	if (!refused && check_registries(k) < 0) {
		warnx("%s: nothing imported", path);
		store_rollback(k->store);
		return -1;
	}
	if (k->opts->dry_run && !refused) {
		out->id = k->im.id;
		store_rollback(k->store);
		return 0;
	}
	if (keep_rejects(k, path, refused) < 0 || refused) {
		store_rollback(k->store);
		if (refused)
			warnx("%s: %" PRId64 " of %" PRId64 " rows rejected, "
			      "more than %g%s: nothing imported",
			    path, k->im.rejected, k->im.rows,
			    k->opts->max_rejects, k->opts->percent ? " %" : "");
		return -1;
	}
	k->im.source = (char *)path;
	k->im.sha256 = sha;
	k->im.bytes = (int64_t)k->in->bytes;
	k->im.table = (char *)k->map->table->name;
	k->im.mapping = k->mapping;
	k->im.version = (char *)(k->opts->version ? k->opts->version : "");
	out->id = k->im.id;
	return store_commit(k->store, &k->im);
}

static void
report(const struct intake *k, struct intake_result *out)
{
	out->rows = k->im.rows;
	out->added = k->im.added;
	out->repeated = k->im.repeated;
	out->changed = k->im.changed;
	out->empty = k->im.empty;
	out->rejected = k->im.rejected;
	out->cut = k->in ? k->in->cut : 0;
}

/* Where the rejects grow; NULL: nobody wants them, or the store is in memory.
 */
static char *
rejects_part(const struct store *s, const struct intake_opts *o)
{
	if ((o->rejects != NULL && *o->rejects == '\0') ||
	    strcmp(store_path(s), ":memory:") == 0)
		return NULL;
	return xasprintf("%s.rejects-part-%ld", store_path(s), (long)getpid());
}

int
intake_file(struct store *s, const struct map *m, const char *path,
    const struct intake_opts *o, struct intake_result *out)
{
	struct intake k;
	char *part;
	int got = -1;

	*out = (struct intake_result){0};
	if (intake_start(&k, s, path, m, o) < 0)
		goto done;
	if ((k.im.id = store_begin(s)) < 0)
		goto done;
	part = rejects_part(s, o);
	k.reject = reject_new(part);
	free(part);
	table_start(&k);
	if (csvin_table(k.in) != CSVIN_ROW || intake_bind(&k) < 0 ||
	    intake_rows(&k) < 0 || tables_finish(&k) < 0) {
		intake_readings_stop(&k);
		store_rollback(s);
		goto done;
	}
	switch (csvin_table(k.in)) {
	case CSVIN_ROW:
	case CSVIN_BAD:
		csvin_warn(k.in, "a second table in the file");
		/* FALLTHROUGH */
	case CSVIN_FAILED:
		store_rollback(s);
		goto done;
	case CSVIN_END:
		break;
	}
	progress_end(&k.progress, k.im.rows);
	got = settle(&k, path, out);
done:
	report(&k, out);
	intake_end(&k);
	return got;
}

/* --- what a file's columns become --- */

/* Why column i is our column c. */
static const char *
reason_of(const struct intake *k, size_t i, int c)
{
	if (mapped_column(k, i) == c)
		return "mapping";
	return strcmp(k->in->col[i], k->map->table->col[c].name) == 0 ?
		   "its own name" :
		   "alias";
}

static void
print_column(const struct intake *k, size_t i, FILE *fp)
{
	const struct table *t = k->map->table;

	for (size_t c = 0; c < t->ncol; c++)
		if (k->at[c] == (int)i) {
			fprintf(fp, "%s (%s)", t->col[c].name,
			    reason_of(k, i, (int)c));
			return;
		}
	for (size_t w = 0; w < k->nwide; w++)
		if (k->wide[w].col == i) {
			const char *unit =
			    map_unit(k->map, k->wide[w].id, k->wide[w].unit);

			fprintf(fp, "point %s in %s", k->wide[w].id,
			    unit ? unit : "the point's unit");
			return;
		}
	fputs(k->date == (int)i	 ? "the date" :
	      k->clock == (int)i ? "the clock" :
				   "passed over",
	    fp);
}

int
intake_print_columns(const struct map *m, const char *path, FILE *fp)
{
	struct intake k = {.map = m, .opts = &intake_defaults};
	int got = -1;

	if ((k.in = csvin_open(path, &m->csv)) != NULL &&
	    csvin_table(k.in) == CSVIN_ROW && intake_bind(&k) == 0) {
		fprintf(fp, "\n# the columns of %s:\n", path);
		for (size_t i = 0; i < k.in->ncol; i++) {
			char *name = xstrdup(k.in->col[i]);

			csvin_plain(name);
			fprintf(fp, "# %zu '%s': ", i + 1, name);
			print_column(&k, i, fp);
			fputc('\n', fp);
			free(name);
		}
		if (k.file_point != NULL)
			fprintf(fp, "# its name: point %s\n", k.file_point);
		got = 0;
	}
	intake_end(&k);
	return got;
}

/* --- a stream of our own tables --- */

static int
stream_table(struct intake *k, unsigned *tables)
{
	const struct table *t = table_of(k->in->col, k->in->ncol);
	struct map *m;
	int got = 0;

	if (k->opts->take != NULL)
		got = k->opts->take(k->opts->take_ctx, k->in);
	if (got != 0)
		return got < 0 ? -1 : 0;
	if (t == NULL)
		return csvin_warn(
		    k->in, "this heading is none of the tables that go in");
	if (tables != NULL)
		*tables |= 1U << (t - table_all);
	m = map_canonical(t);
	k->map = m;
	table_start(k);
	got = intake_bind(k) < 0 || intake_rows(k) < 0 ? -1 : 0;
	intake_readings_stop(k);
	map_free(m);
	k->map = NULL;
	return got;
}

int
intake_stream(struct store *s, const char *path, const struct intake_opts *o,
    unsigned *tables, struct intake_result *out)
{
	struct map *m = map_canonical(&table_all[0]);
	struct intake k;
	enum csvin_got more = CSVIN_FAILED;
	int got = -1;

	m->csv.unhashed = 1; /* a stream is no import of its own */
	*out = (struct intake_result){0};
	if (intake_start(&k, s, path, m, o) < 0)
		goto done;
	if ((k.im.id = store_begin(s)) < 0)
		goto done;
	k.reject = reject_new(NULL);
	while ((more = csvin_table(k.in)) == CSVIN_ROW)
		if (stream_table(&k, tables) < 0)
			break;
	got = more == CSVIN_END ? tables_finish(&k) : -1;
	if (k.im.rejected > 0)
		reject_say(k.reject);
	if (got < 0 || k.im.rejected > 0 || check_registries(&k) < 0) {
		got = -1;
		intake_readings_stop(&k);
		store_rollback(s);
		goto done;
	}
	k.im.source = (char *)path;
	k.im.sha256 = k.im.table = k.im.mapping = k.im.version = (char *)"";
	out->id = k.im.id;
	got = store_commit(s, &k.im);
done:
	report(&k, out);
	intake_end(&k);
	map_free(m);
	return got;
}
