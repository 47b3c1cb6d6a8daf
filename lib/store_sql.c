#include "store_sql.h"

#include <err.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nearest.h"
#include "store_private.h"
#include "xalloc.h"

struct store_sql {
	struct store *s;
	sqlite3_stmt *st;
	char **name;
	int ncol;
	char *hex; /* the last BLOB as text */
};

/* --- what is allowed --- */

/* Pragmas that only tell. */
static int
pragma_tells(const char *name)
{
	static const char *const tells[] = {"table_info", "table_xinfo",
	    "table_list", "index_list", "index_info", "index_xinfo",
	    "database_list", "function_list", "collation_list",
	    "compile_options", "integrity_check", "quick_check"};

	for (size_t i = 0; i < sizeof tells / sizeof *tells; i++)
		if (strcasecmp(tells[i], name) == 0)
			return 1;
	return 0;
}

static int
authorize(void *ctx, int action, const char *a, const char *b, const char *c,
    const char *d)
{
	(void)ctx;
	(void)c;
	(void)d;
	switch (action) {
	case SQLITE_SELECT:
	case SQLITE_READ:
	case SQLITE_RECURSIVE:
		return SQLITE_OK;
	case SQLITE_FUNCTION:
		return strcasecmp(b, "load_extension") == 0 ? SQLITE_DENY :
							      SQLITE_OK;
	case SQLITE_PRAGMA:
		return pragma_tells(a) ? SQLITE_OK : SQLITE_DENY;
	}
	return SQLITE_DENY;
}

/* --- interruption --- */

enum { OPS_BETWEEN_LOOKS = 100000 };

static void
ending_signals(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGINT);
	sigaddset(set, SIGTERM);
	sigaddset(set, SIGHUP);
}

/* 1 if one of them waits: SQLite then gives up. */
static int
interrupted(void *ctx)
{
	sigset_t waiting;

	(void)ctx;
	sigpending(&waiting);
	return sigismember(&waiting, SIGINT) ||
	       sigismember(&waiting, SIGTERM) || sigismember(&waiting, SIGHUP);
}

static int
sql_failed(const struct store_sql *q)
{
	if (sqlite3_errcode(q->s->db) == SQLITE_AUTH)
		warnx("--sql: %s: the store is read here, not changed",
		    sqlite3_errmsg(q->s->db));
	else
		warnx("--sql: %s", sqlite3_errmsg(q->s->db));
	return -1;
}

/* --- what may have been meant --- */

enum { NAME = 100 };

/* The name at the end of a message of SQLite, if that says that there is none;
 * 0: it says something else. */
static int
unknown_name(const char *message, const char *lead, char name[NAME])
{
	size_t n = strlen(lead);

	if (strncmp(message, lead, n) != 0)
		return 0;
	message += n + strspn(message + n, "\"");
	snprintf(name, NAME, "%.*s", (int)strcspn(message, "\" "), message);
	return 1;
}

/* Without the table before it. */
static const char *
bare(const char *name)
{
	const char *dot = strrchr(name, '.');

	return dot ? dot + 1 : name;
}

/* The names that a query gives, with the statement as its argument, are tried;
 * what is nearest is to be freed. */
static char *
nearest_of(
    struct store *s, const char *query, const char *sql, struct nearest *meant)
{
	sqlite3_stmt *st = NULL;
	char *best = NULL;

	/* Tables that tell of tables are declared by their first use. */
	sqlite3_set_authorizer(s->db, NULL, NULL);
	sqlite3_prepare_v2(s->db, query, -1, &st, NULL);
	sqlite3_set_authorizer(s->db, authorize, NULL);
	if (st == NULL)
		return NULL;
	sqlite3_bind_text(st, 1, sql, -1, SQLITE_STATIC);
	while (sqlite3_step(st) == SQLITE_ROW) {
		char *name = xstrdup((const char *)sqlite3_column_text(st, 0));

		nearest_try(meant, name);
		if (meant->best == name) {
			free(best);
			best = name;
		} else {
			free(name);
		}
	}
	sqlite3_finalize(st);
	return best;
}

/* `reading` is in no list. */
#define ALL_TABLES                                    \
	"(SELECT name, schema FROM pragma_table_list" \
	" WHERE name NOT LIKE 'sqlite%' UNION SELECT 'reading', 'main')"

/* A table or a column that there is none of, and what may be meant: tables of
 * the store; columns of those that the statement names.  0: the message says
 * something else. */
static int
say_unknown(struct store *s, const char *message, const char *sql)
{
	static const char tables[] =
	    "SELECT name FROM " ALL_TABLES
	    " WHERE ?1 <> '' ORDER BY schema DESC, name";
	static const char columns[] =
	    "SELECT DISTINCT c.name FROM " ALL_TABLES
	    " t, pragma_table_xinfo(t.name, t.schema) c"
	    " WHERE instr(lower(?1), lower(t.name)) > 0 ORDER BY 1";
	char name[NAME], hint[NEAREST_HINT];
	int table = unknown_name(message, "no such table: ", name);
	struct nearest meant;
	char *best;

	if (!table && !unknown_name(message, "no such column: ", name))
		return 0;
	meant = nearest_to(bare(name));
	best = nearest_of(s, table ? tables : columns, sql, &meant);
	nearest_hint(&meant, hint);
	if (table)
		warnx("--sql: there is no table '%s'%s", name, hint);
	else
		warnx("--sql: there is no column '%s' here%s", name, hint);
	free(best);
	return 1;
}

/* --- statements --- */

/* Views, the virtual tables (declared by their first use), and from then on
 * nothing is changed. */
static int
prepare_store(struct store *s)
{
	sigset_t set;

	if (store_run(s, "PRAGMA query_only = 0") < 0 ||
	    store_add_views(s) < 0 || store_add_vtab(s) < 0 ||
	    store_run(s, "PRAGMA query_only = 1;"
			 "SELECT * FROM reading LIMIT 0;"
			 "SELECT * FROM bills LIMIT 0") < 0)
		return -1;
	ending_signals(&set);
	sigprocmask(SIG_BLOCK, &set, NULL);
	sqlite3_progress_handler(s->db, OPS_BETWEEN_LOOKS, interrupted, NULL);
	sqlite3_set_authorizer(s->db, authorize, NULL);
	return 0;
}

static int
not_prepared(const struct store_sql *q, const char *sql)
{
	char *message = xstrdup(sqlite3_errmsg(q->s->db));
	int said = sqlite3_errcode(q->s->db) != SQLITE_AUTH &&
		   say_unknown(q->s, message, sql);

	if (!said)
		sql_failed(q);
	free(message);
	return -1;
}

static int
prepare(struct store_sql *q, const char *sql)
{
	const char *tail;

	if (sqlite3_prepare_v2(q->s->db, sql, -1, &q->st, &tail) != SQLITE_OK)
		return not_prepared(q, sql);
	if (q->st == NULL) {
		warnx("--sql: there is no statement");
		return -1;
	}
	if (tail[strspn(tail, " \t\r\n;")] != '\0') {
		warnx("--sql: one statement, please; not also '%s'",
		    tail + strspn(tail, " \t\r\n;"));
		return -1;
	}
	if (!sqlite3_stmt_readonly(q->st)) {
		warnx("--sql: the store is read here, not changed");
		return -1;
	}
	if ((q->ncol = sqlite3_column_count(q->st)) == 0) {
		warnx("--sql: the statement gives no table");
		return -1;
	}
	q->name = xcalloc((size_t)q->ncol, sizeof *q->name);
	for (int i = 0; i < q->ncol; i++)
		q->name[i] = xstrdup(sqlite3_column_name(q->st, i));
	return 0;
}

struct store_sql *
store_sql_open(struct store *s, const char *sql)
{
	struct store_sql *q = xcalloc(1, sizeof *q);

	q->s = s;
	if (prepare_store(s) < 0 || prepare(q, sql) < 0) {
		store_sql_close(q);
		return NULL;
	}
	return q;
}

void
store_sql_close(struct store_sql *q)
{
	if (q == NULL)
		return;
	sqlite3_finalize(q->st);
	for (int i = 0; i < q->ncol; i++)
		free(q->name[i]);
	free(q->name);
	free(q->hex);
	free(q);
}

int
store_sql_next(struct store_sql *q)
{
	int got = sqlite3_step(q->st);

	if (got == SQLITE_ROW)
		return 1;
	return got == SQLITE_DONE ? 0 : sql_failed(q);
}

int
store_sql_ncol(const struct store_sql *q)
{
	return q->ncol;
}

const char *
store_sql_name(const struct store_sql *q, int col)
{
	return q->name[col];
}

enum store_sql_type
store_sql_type(const struct store_sql *q, int col)
{
	switch (sqlite3_column_type(q->st, col)) {
	case SQLITE_NULL:
		return STORE_SQL_NULL;
	case SQLITE_INTEGER:
		return STORE_SQL_INT;
	case SQLITE_FLOAT:
		return STORE_SQL_NUM;
	}
	return STORE_SQL_TEXT;
}

int64_t
store_sql_int(const struct store_sql *q, int col)
{
	return sqlite3_column_int64(q->st, col);
}

double
store_sql_num(const struct store_sql *q, int col)
{
	return sqlite3_column_double(q->st, col);
}

static const char *
hexadecimal(struct store_sql *q, const unsigned char *p, size_t n)
{
	free(q->hex);
	q->hex = xmalloc(2 * n + 1);
	for (size_t i = 0; i < n; i++)
		snprintf(q->hex + 2 * i, 3, "%02x", p[i]);
	q->hex[2 * n] = '\0';
	return q->hex;
}

const char *
store_sql_text(struct store_sql *q, int col)
{
	const char *text;

	if (sqlite3_column_type(q->st, col) == SQLITE_BLOB)
		return hexadecimal(q, sqlite3_column_blob(q->st, col),
		    (size_t)sqlite3_column_bytes(q->st, col));
	text = (const char *)sqlite3_column_text(q->st, col);
	return text ? text : "";
}
