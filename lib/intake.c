#include "intake.h"

#include <err.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "csvin.h"
#include "fill.h"
#include "intake_fast.h"
#include "intake_private.h"
#include "reject.h"
#include "sought.h"
#include "store_bill.h"
#include "xalloc.h"

const struct intake_opts intake_defaults = {.max_rejects = 1, .percent = 1};

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
	return intake_registry_row(k);
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

static int
table_rows(struct intake *k)
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
	int got, refused = too_many(k);

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
	if (!refused && intake_registries_check(k) < 0) {
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
	k->im.map_id = k->map->id;
	k->im.map_text = k->map->text;
	k->im.version = (char *)(k->opts->version ? k->opts->version : "");
	out->id = k->im.id;
	got = store_commit(k->store, &k->im);
	k->im.sha256 = NULL;
	return got;
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

/* Where the rejects grow: beside the store; NULL: nobody wants them, or the
 * store is in memory and nobody said where. */
static char *
rejects_part(const struct store *s, const struct intake_opts *o)
{
	const char *beside = store_path(s);

	if (strcmp(beside, ":memory:") == 0)
		beside = o->rejects;
	if (beside == NULL || (o->rejects != NULL && *o->rejects == '\0'))
		return NULL;
	return xasprintf("%s.rejects-part-%ld", beside, (long)getpid());
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
	    table_rows(&k) < 0 || tables_finish(&k) < 0) {
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

int
intake_seek(struct store *s, const struct map *map, const char *path,
    const char *file_point, struct sought *q)
{
	struct intake_opts o = intake_defaults;
	struct map m = *map;
	struct intake k;
	int got = -1;

	m.csv.unhashed = m.csv.unsealed = 1;
	o.quiet = 1;
	sought_ready(q);
	if (intake_start(&k, s, path, &m, &o) == 0) {
		k.sought = q;
		k.file_point = file_point ? xstrdup(file_point) : NULL;
		k.reject = reject_new(NULL);
		table_start(&k);
		if (csvin_table(k.in) == CSVIN_ROW && intake_bind(&k) == 0)
			got = table_rows(&k);
	}
	intake_end(&k);
	return got;
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
			intake_print_column(&k, i, fp);
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

/* Says why the heading is none; -1. */
static int
no_table(struct csvin *in)
{
	const char *odd, *lacks;
	const struct table *t = table_meant(in->col, in->ncol, &odd, &lacks);

	if (odd != NULL && lacks != NULL)
		return csvin_warn(in,
		    "this heading is none of the tables that go in: '%s' is no "
		    "column of %s, which needs '%s'",
		    odd, t->name, lacks);
	if (odd != NULL)
		return csvin_warn(in,
		    "this heading is none of the tables that go in: '%s' is no "
		    "column of %s",
		    odd, t->name);
	if (lacks != NULL)
		return csvin_warn(in,
		    "this heading is none of the tables that go in: %s needs "
		    "'%s'",
		    t->name, lacks);
	return csvin_warn(in, "this heading is none of the tables that go in");
}

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
		return no_table(k->in);
	if (tables != NULL)
		*tables |= 1U << (t - table_all);
	m = map_canonical(t);
	k->map = m;
	table_start(k);
	got = intake_bind(k) < 0 || table_rows(k) < 0 ? -1 : 0;
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
	if (got < 0 || k.im.rejected > 0 || intake_registries_check(&k) < 0) {
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
