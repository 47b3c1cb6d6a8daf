/*
 * Rows of the registries, and of bills and balances.
 */
#include "intake_private.h"

#include <err.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alias.h"
#include "network.h"
#include "num.h"
#include "param.h"
#include "registry.h"
#include "sought.h"
#include "store_bill.h"
#include "xalloc.h"

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
		return intake_local_number(k, s, buf, size);
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
	const char *s = intake_text(k, c), *p, *why;
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

static const char no_zone[] = "is not a registered zone";
static const char no_point[] = "is not a registered point";

/* An edge joins a zone and a point that are registered, in a role that fits
 * what the point measures. */
static const char *
edge_wrong(struct intake *k, const char *const *value, int *col)
{
	const struct table *t = k->map->table;
	struct store_point p;

	if (!store_has(k->store, table_find("zones"), value[0])) {
		*col = 0;
		return no_zone;
	}
	*col = table_col(t, "point_id");
	if (store_point(k->store, value[*col], &p) < 0 || p.n == 0)
		return no_point;
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

/* An id of a registry that is not in it. */
static void
reject_id(struct intake *k, const char *registry, const char *column,
    const char *why, const char *id)
{
	struct store_rows *r = store_rows_open(k->store, table_find(registry));
	struct nearest meant = nearest_to(id);
	char *best = NULL;

	while (r != NULL && store_rows_next(r) > 0) {
		char *other = xstrdup(store_rows_text(r, 0));

		nearest_try(&meant, other);
		if (meant.best == other) {
			free(best);
			best = other;
		} else {
			free(other);
		}
	}
	store_rows_close(r);
	intake_reject_meant(k, column, why, id, &meant);
	free(best);
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
	} else if (why == no_zone || why == no_point) {
		reject_id(k, why == no_zone ? "zones" : "points",
		    t->col[col].name, why, value[col]);
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

int
intake_registries_check(const struct intake *k)
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

/* A row that would come in, where rows are looked for. */
static void
show_row(struct intake *k, const char *const *value)
{
	char *key = registry_key(k->map->table, value);

	sought_see_row(k->sought, key, k->in->line);
	free(key);
}

int
intake_registry_row(struct intake *k)
{
	const struct table *t = k->map->table;
	const char *value[32] = {NULL}, *why;
	enum store_put what;
	char buf[32][64];
	int col = 0;

	if (k->sought != NULL && !sought_begins(k->sought, intake_text(k, 0)))
		return 0;
	for (size_t c = 0; c < t->ncol; c++) {
		value[c] = registry_field(k, c, buf[c], sizeof buf[c]);
		if (value[c] == NULL)
			return 0;
	}
	if ((why = row_wrong(k, value, &col)) != NULL) {
		reject_value(k, col, why, value);
		return 0;
	}
	if (k->sought != NULL) {
		show_row(k, value);
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
