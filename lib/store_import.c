/*
 * The ledger of imports: what came, what was taken back, which of it counts.
 */
#include "store_private.h"

#include <err.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "store_bill.h"
#include "xalloc.h"

/* Those up to as_of not taken back by then. */
int
store_refresh(struct store *s)
{
	sqlite3_stmt *st = store_prepare(
	    s, "SELECT id, coalesce(retracted_by, 0) FROM import ORDER BY id");
	int got;

	if (st == NULL)
		return -1;
	free(s->visible);
	s->visible = NULL;
	s->nvisible = 0;
	while ((got = sqlite3_step(st)) == SQLITE_ROW) {
		int64_t id = sqlite3_column_int64(st, 0);
		int64_t by = sqlite3_column_int64(st, 1);

		if (id < s->nvisible || id > STORE_IMPORT_MAX) {
			sqlite3_finalize(st);
			return store_damaged(s, "its ledger of imports");
		}
		s->visible = xrealloc(s->visible, (size_t)id + 1, 1);
		memset(s->visible + s->nvisible, 0,
		    (size_t)(id + 1 - s->nvisible));
		s->visible[id] = id <= s->as_of && (by == 0 || by > s->as_of);
		s->nvisible = id + 1;
	}
	sqlite3_finalize(st);
	return got == SQLITE_DONE ? 0 : store_say(s);
}

int
store_visible(const struct store *s, int64_t import)
{
	if (import == s->current)
		return 1;
	return import >= 0 && import < s->nvisible && s->visible[import];
}

int
store_as_of(struct store *s, const char *as_of)
{
	int64_t day, id;
	sqlite3_stmt *st;

	if (num_int(as_of, 0, STORE_IMPORT_MAX, &id) == 0) {
		s->as_of = id;
		return store_refresh(s);
	}
	if (cal_parse_day(as_of, &day) < 0) {
		warnx("--as-of '%s' is neither an import nor a day", as_of);
		return -1;
	}
	st = store_prepare(s,
	    "SELECT coalesce(max(id), 0) FROM import WHERE at <"
	    " strftime('%Y-%m-%dT%H:%M:%SZ', ?, 'unixepoch')");
	if (st == NULL)
		return -1;
	sqlite3_bind_int64(st, 1, zone_midnight(s->zone, day + 1));
	if (sqlite3_step(st) == SQLITE_ROW)
		s->as_of = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	return store_refresh(s);
}

int
store_as_of_same(struct store *s, const struct store *as)
{
	s->as_of = as->as_of < as->nvisible ? as->as_of : as->nvisible - 1;
	return store_refresh(s);
}

int64_t
store_as_of_import(const struct store *s)
{
	return s->as_of;
}

int
store_only(struct store *s, const char *only, size_t n)
{
	if (store_refresh(s) < 0)
		return -1;
	for (int64_t i = 0; only != NULL && i < s->nvisible; i++)
		s->visible[i] &= (size_t)i < n && only[i];
	return 0;
}

int
store_counts(const struct store *s, int64_t import)
{
	return store_visible(s, import);
}

int64_t
store_begin(struct store *s)
{
	sqlite3_stmt *st;
	int64_t first;

	store_rest(s);
	ahead_free(s->ahead);
	s->ahead = NULL;
	if (store_run(s, "BEGIN IMMEDIATE") < 0)
		return -1;
	if (store_refresh(s) < 0 ||
	    (st = store_prepare(
		 s, "SELECT coalesce(max(id), 0) + 1 FROM import")) == NULL) {
		store_rollback(s);
		return -1;
	}
	if (sqlite3_step(st) == SQLITE_ROW)
		s->current = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	if (s->current <= 0 || s->current > STORE_IMPORT_MAX) {
		warnx("%s: no import number is left", s->path);
		store_rollback(s);
		return -1;
	}
	if (store_span(s, &first, &s->last_day) < 0)
		s->last_day = INT64_MIN;
	return s->current;
}

int64_t
store_current(const struct store *s)
{
	return s->current;
}

void
store_rollback(struct store *s)
{
	store_bill_drop(s);
	later_drop(s);
	sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	s->current = 0;
}

static void
bind_instant(sqlite3_stmt *st, int i, int64_t t)
{
	if (t == INT64_MIN)
		sqlite3_bind_null(st, i);
	else
		sqlite3_bind_int64(st, i, t);
}

/* The mapping of an import, once for all that used it. */
static int
put_mapping(struct store *s, const struct store_import *im)
{
	sqlite3_stmt *st;
	int got;

	if (im->map_text == NULL)
		return 0;
	st = store_prepare(
	    s, "INSERT OR IGNORE INTO mapping(id, text) VALUES(?, ?)");
	if (st == NULL)
		return -1;
	sqlite3_bind_text(st, 1, im->map_id, -1, SQLITE_STATIC);
	sqlite3_bind_text(st, 2, im->map_text, -1, SQLITE_STATIC);
	got = sqlite3_step(st);
	sqlite3_finalize(st);
	return got == SQLITE_DONE ? 0 : store_say(s);
}

char *
store_mapping(struct store *s, const char *id)
{
	sqlite3_stmt *st =
	    store_prepare(s, "SELECT text FROM mapping WHERE id = ?");
	char *text = NULL;

	if (st == NULL)
		return NULL;
	sqlite3_bind_text(st, 1, id, -1, SQLITE_STATIC);
	if (sqlite3_step(st) == SQLITE_ROW)
		text = store_dup(st, 0);
	sqlite3_finalize(st);
	return text;
}

int
store_commit(struct store *s, const struct store_import *im)
{
	sqlite3_stmt *st = store_prepare(s,
	    "INSERT INTO import(id, source, sha256, bytes, \"table\", mapping,"
	    " rows, added, repeated, changed, rejected, first_time, last_time,"
	    " at, tool_version, empty)"
	    " VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,"
	    " strftime('%Y-%m-%dT%H:%M:%SZ', 'now'),?14,?15)");
	int got;

	if (st == NULL || store_bill_flush(s) < 0 || later_write(s) < 0 ||
	    put_mapping(s, im) < 0) {
		sqlite3_finalize(st);
		store_rollback(s);
		return -1;
	}
	store_bill_drop(s);
	later_drop(s);
	sqlite3_bind_int64(st, 1, s->current);
	sqlite3_bind_text(st, 2, im->source, -1, SQLITE_STATIC);
	sqlite3_bind_text(st, 3, im->sha256, -1, SQLITE_STATIC);
	sqlite3_bind_int64(st, 4, im->bytes);
	sqlite3_bind_text(st, 5, im->table, -1, SQLITE_STATIC);
	sqlite3_bind_text(st, 6, im->mapping, -1, SQLITE_STATIC);
	sqlite3_bind_int64(st, 7, im->rows);
	sqlite3_bind_int64(st, 8, im->added);
	sqlite3_bind_int64(st, 9, im->repeated);
	sqlite3_bind_int64(st, 10, im->changed);
	sqlite3_bind_int64(st, 11, im->rejected);
	bind_instant(st, 12, im->first);
	bind_instant(st, 13, im->last);
	sqlite3_bind_text(st, 14, im->version, -1, SQLITE_STATIC);
	sqlite3_bind_int64(st, 15, im->empty);
	got = sqlite3_step(st);
	sqlite3_finalize(st);
	if (got != SQLITE_DONE ||
	    sqlite3_exec(s->db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK) {
		store_say(s);
		store_rollback(s);
		return -1;
	}
	s->current = 0;
	return store_refresh(s);
}

/* 1 if that is the table of an import, not an event of another kind. */
static int
is_import(const char *table)
{
	return strcmp(table, STORE_RETRACTION) != 0 &&
	       strcmp(table, STORE_COMPACTION) != 0;
}

/* Why an import cannot be taken back; NULL: it can.  To be freed. */
static char *
retract_wrong(struct store *s, int64_t id)
{
	sqlite3_stmt *st = store_prepare(s,
	    "SELECT \"table\", retracted_by, merged_by FROM import"
	    " WHERE id = ?");
	char *why = NULL;

	if (st == NULL)
		return xstrdup(tr("cannot be looked up"));
	sqlite3_bind_int64(st, 1, id);
	if (sqlite3_step(st) != SQLITE_ROW)
		why = xstrdup(tr("there is no such import"));
	else if (sqlite3_column_type(st, 1) != SQLITE_NULL)
		why = xstrdup(tr("was taken back before"));
	else if (sqlite3_column_type(st, 2) != SQLITE_NULL)
		why = xasprintf(tr("readings of it were merged with others "
				   "(compaction %" PRId64
				   "): it can no longer be taken back"),
		    (int64_t)sqlite3_column_int64(st, 2));
	else if (!is_import((const char *)sqlite3_column_text(st, 0)))
		why = xstrdup(strcmp((const char *)sqlite3_column_text(st, 0),
				  STORE_RETRACTION) == 0 ?
				  tr("is itself a retraction") :
				  tr("is itself a compaction"));
	sqlite3_finalize(st);
	return why;
}

static int
mark_retracted(struct store *s, int64_t id, int64_t by)
{
	sqlite3_stmt *st =
	    store_prepare(s, "UPDATE import SET retracted_by = ? WHERE id = ?");
	int got;

	if (st == NULL)
		return -1;
	sqlite3_bind_int64(st, 1, by);
	sqlite3_bind_int64(st, 2, id);
	got = sqlite3_step(st);
	sqlite3_finalize(st);
	return got == SQLITE_DONE ? 0 : store_say(s);
}

int
store_commit_event(
    struct store *s, const char *event, const char *source, const char *version)
{
	struct store_import im = {.source = (char *)source,
	    .sha256 = (char *)"",
	    .table = (char *)event,
	    .mapping = (char *)"",
	    .version = (char *)version,
	    .first = INT64_MIN,
	    .last = INT64_MIN};

	return store_commit(s, &im);
}

int64_t
store_retract(struct store *s, int64_t id, const char *version)
{
	int64_t by = store_begin(s);
	char *text;
	int got;

	if (by < 0)
		return -1;
	if ((text = retract_wrong(s, id)) != NULL) {
		warnx("%s: import %" PRId64 ": %s", s->path, id, text);
		free(text);
		store_rollback(s);
		return -1;
	}
	if (mark_retracted(s, id, by) < 0) {
		store_rollback(s);
		return -1;
	}
	text = xasprintf("import %" PRId64, id);
	got = store_commit_event(s, STORE_RETRACTION, text, version);
	free(text);
	return got < 0 ? -1 : by;
}

int64_t
store_known(
    struct store *s, const char *sha256, const char *table, const char *mapping)
{
	sqlite3_stmt *st = store_prepare(s,
	    "SELECT id FROM import WHERE sha256 = ? AND \"table\" = ?"
	    " AND mapping = ? AND retracted_by IS NULL ORDER BY id");
	int64_t id = 0;

	if (st == NULL)
		return 0;
	sqlite3_bind_text(st, 1, sha256, -1, SQLITE_STATIC);
	sqlite3_bind_text(st, 2, table, -1, SQLITE_STATIC);
	sqlite3_bind_text(st, 3, mapping, -1, SQLITE_STATIC);
	if (sqlite3_step(st) == SQLITE_ROW)
		id = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	return id;
}

size_t
store_imports(struct store *s, struct store_import **out)
{
	sqlite3_stmt *st = store_prepare(s,
	    "SELECT id, source, sha256, bytes, \"table\", mapping, rows, added,"
	    " repeated, changed, rejected, first_time, last_time, at,"
	    " tool_version, coalesce(retracted_by, 0), empty,"
	    " coalesce(merged_by, 0)"
	    " FROM import ORDER BY id");
	size_t n = 0, cap = 0;

	*out = NULL;
	while (st != NULL && sqlite3_step(st) == SQLITE_ROW) {
		*out = xgrow(*out, n, &cap, sizeof **out);
		(*out)[n++] = (struct store_import){
		    .id = sqlite3_column_int64(st, 0),
		    .source = store_dup(st, 1),
		    .sha256 = store_dup(st, 2),
		    .bytes = sqlite3_column_int64(st, 3),
		    .table = store_dup(st, 4),
		    .mapping = store_dup(st, 5),
		    .rows = sqlite3_column_int64(st, 6),
		    .added = sqlite3_column_int64(st, 7),
		    .repeated = sqlite3_column_int64(st, 8),
		    .changed = sqlite3_column_int64(st, 9),
		    .rejected = sqlite3_column_int64(st, 10),
		    .first = store_int(st, 11, INT64_MIN),
		    .last = store_int(st, 12, INT64_MIN),
		    .at = store_dup(st, 13),
		    .version = store_dup(st, 14),
		    .retracted_by = sqlite3_column_int64(st, 15),
		    .empty = sqlite3_column_int64(st, 16),
		    .merged_by = sqlite3_column_int64(st, 17),
		};
	}
	sqlite3_finalize(st);
	return n;
}

void
store_imports_free(struct store_import *im, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(im[i].source);
		free(im[i].sha256);
		free(im[i].table);
		free(im[i].mapping);
		free(im[i].at);
		free(im[i].version);
	}
	free(im);
}
