#include "store_scan.h"

#include <math.h>
#include <stdlib.h>

#include "store_private.h"
#include "xalloc.h"

struct store_scan {
	struct store *s;
	sqlite3_stmt *st;
};

struct store_scan *
store_scan_open(struct store *s, const struct table *t, const char *const *col)
{
	return store_scan_between(s, t, col, 1, INT64_MAX);
}

int64_t
store_scan_last(struct store *s, const struct table *t)
{
	char *sql = sqlite3_mprintf("SELECT max(rowid) FROM \"%w\"", t->name);
	sqlite3_stmt *st = store_prepare(s, sql);
	int64_t last = -1;

	sqlite3_free(sql);
	if (st == NULL)
		return -1;
	if (sqlite3_step(st) == SQLITE_ROW)
		last = sqlite3_column_int64(st, 0);
	else
		store_say(s);
	sqlite3_finalize(st);
	return last;
}

struct store_scan *
store_scan_between(struct store *s, const struct table *t,
    const char *const *col, int64_t first, int64_t end)
{
	struct store_scan *r = xcalloc(1, sizeof *r);
	sqlite3_str *sql = sqlite3_str_new(s->db);
	char *text;

	r->s = s;
	sqlite3_str_appendall(sql, "SELECT import_id");
	for (; *col != NULL; col++)
		sqlite3_str_appendf(sql, ", \"%w\"", *col);
	/* Without an order the rows come as they lie: by rowid. */
	sqlite3_str_appendf(sql,
	    " FROM \"%w\" NOT INDEXED WHERE rowid >= %lld AND rowid < %lld",
	    t->name, (long long)first, (long long)end);
	text = sqlite3_str_finish(sql);
	r->st = store_prepare(s, text);
	sqlite3_free(text);
	if (r->st == NULL) {
		free(r);
		return NULL;
	}
	return r;
}

int
store_scan_next(struct store_scan *r)
{
	int got;

	while ((got = sqlite3_step(r->st)) == SQLITE_ROW)
		if (store_visible(r->s, sqlite3_column_int64(r->st, 0)))
			return 1;
	return got == SQLITE_DONE ? 0 : store_say(r->s);
}

const char *
store_scan_text(const struct store_scan *r, int i)
{
	const char *s = (const char *)sqlite3_column_text(r->st, i + 1);

	return s ? s : "";
}

double
store_scan_num(const struct store_scan *r, int i)
{
	return sqlite3_column_type(r->st, i + 1) == SQLITE_NULL ?
		   NAN :
		   sqlite3_column_double(r->st, i + 1);
}

void
store_scan_close(struct store_scan *r)
{
	if (r == NULL)
		return;
	sqlite3_finalize(r->st);
	free(r);
}
