/*
 * The tables as they stand, for SQL: temporary views that have the names of
 * the tables and stand before them, without the rows that were replaced or
 * taken back and without import_id.  The tables themselves, with all that ever
 * came in, are main.zones and so on.
 *
 * wb_time(T) is the instant T, seconds since 1970 UTC, as wb-csv(5) writes it.
 */
#include "store_private.h"

#include <inttypes.h>
#include <stdio.h>

static void
wb_time(sqlite3_context *out, int argc, sqlite3_value **argv)
{
	const struct store *s = sqlite3_user_data(out);
	int64_t t = sqlite3_value_int64(argv[0]);
	char buf[CAL_BUF];

	(void)argc;
	/* What a time zone can say; else NULL. */
	if (sqlite3_value_numeric_type(argv[0]) == SQLITE_INTEGER &&
	    t > -5000000000 && t < 5000000000)
		sqlite3_result_text(out, cal_instant_text(s->zone, t, buf), -1,
		    SQLITE_TRANSIENT);
}

/* The condition that the import of a row counts. */
static void
append_counts(sqlite3_str *sql, const struct store *s, const char *row)
{
	sqlite3_str_appendf(sql,
	    "%s.import_id IN (SELECT id FROM main.import WHERE id <= %lld"
	    " AND (retracted_by IS NULL OR retracted_by > %lld))",
	    row, (long long)s->as_of, (long long)s->as_of);
}

static void
append_view(sqlite3_str *sql, const struct store *s, const struct table *t)
{
	sqlite3_str_appendf(sql, "CREATE TEMP VIEW \"%w\" AS SELECT", t->name);
	for (size_t i = 0; i < t->ncol; i++)
		sqlite3_str_appendf(sql,
		    t->col[i].type == TABLE_TIME ? "%s wb_time(\"%w\") AS %s" :
						   "%s \"%w\" AS \"%w\"",
		    i ? "," : "", t->col[i].name, t->col[i].name);
	sqlite3_str_appendf(sql, " FROM main.\"%w\" AS a WHERE ", t->name);
	append_counts(sql, s, "a");
	sqlite3_str_appendf(sql,
	    " AND NOT EXISTS (SELECT 1 FROM main.\"%w\" AS b WHERE"
	    " b.rowid > a.rowid",
	    t->name);
	for (size_t i = 0; i < t->ncol; i++)
		if (t->col[i].key)
			sqlite3_str_appendf(sql, " AND b.\"%w\" = a.\"%w\"",
			    t->col[i].name, t->col[i].name);
	sqlite3_str_appendall(sql, " AND ");
	append_counts(sql, s, "b");
	sqlite3_str_appendall(sql, ");");
}

/* Bills have no index by key.  Where none came twice they all stand, as they
 * lie; else the latest of each key is found by sorting them. */
static void
append_bills(sqlite3_str *sql, const struct store *s)
{
	static const char again[] =
	    "EXISTS (SELECT 1 FROM main.bill_block WHERE again)";
	static const char cols[] =
	    "account_id, \"from\", \"to\", volume_m3, index_from, index_to,"
	    " status, billing, amount_yuan";

	sqlite3_str_appendf(sql,
	    "CREATE TEMP VIEW bills AS SELECT %s FROM main.bills AS a"
	    " WHERE NOT %s AND ",
	    cols, again);
	append_counts(sql, s, "a");
	sqlite3_str_appendf(sql,
	    " UNION ALL SELECT %s FROM (SELECT *, row_number() OVER"
	    " (PARTITION BY account_id, \"from\", \"to\""
	    " ORDER BY rowid DESC) AS nth FROM main.bills AS b WHERE %s AND ",
	    cols, again);
	append_counts(sql, s, "b");
	sqlite3_str_appendall(sql, ") WHERE nth = 1;");
}

int
store_add_views(struct store *s)
{
	sqlite3_str *sql;
	char *text;
	int got;

	if (sqlite3_create_function_v2(s->db, "wb_time", 1,
		SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, s,
		wb_time, NULL, NULL, NULL) != SQLITE_OK)
		return store_say(s);
	sql = sqlite3_str_new(s->db);
	for (int i = 0; i < TABLES; i++)
		if (store_is_rows(&table_all[i]))
			append_view(sql, s, &table_all[i]);
	append_bills(sql, s);
	text = sqlite3_str_finish(sql);
	got = store_run(s, text);
	sqlite3_free(text);
	return got;
}
