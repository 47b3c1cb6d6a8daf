/*
 * Statements, and what is said when SQLite refuses one.
 */
#include "store_private.h"

#include <err.h>
#include <stdlib.h>

#include "holder.h"
#include "xalloc.h"

/* Where SQLite locks a store that is being written: a byte of the file, or,
 * with a write-ahead log, of the file beside it (sqlite.org/lockingv3.html,
 * sqlite.org/walformat.html). */
enum { RESERVED_BYTE = 0x40000001, WAL_WRITE_BYTE = 120 };

/* Says who writes, after having waited in vain; -1. */
static int
say_busy(const struct store *s)
{
	char *shm = xasprintf("%s-shm", s->path);
	char *who = holder_find(s->path, RESERVED_BYTE);

	if (who == NULL)
		who = holder_find(shm, WAL_WRITE_BYTE);
	warnx("%s: %s is writing; waited %g s: try again later", s->path,
	    who ? who : tr("another program"), s->wait_ms / 1000.0);
	free(shm);
	free(who);
	return -1;
}

int
store_say(const struct store *s)
{
	int code = sqlite3_extended_errcode(s->db);

	if ((code & 0xFF) == SQLITE_BUSY)
		return say_busy(s);
	if (code == SQLITE_READONLY_ROLLBACK ||
	    code == SQLITE_READONLY_RECOVERY) {
		warnx("%s: an import was cut off, and you may not put that "
		      "right: any program run by one who may write will",
		    s->path);
		return -1;
	}
	warnx("%s: %s", s->path, sqlite3_errmsg(s->db));
	return -1;
}

int
store_damaged(const struct store *s, const char *what)
{
	warnx("%s: %s is damaged", s->path, tr(what));
	return -1;
}

int
store_run(struct store *s, const char *sql)
{
	return sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK ?
		   0 :
		   store_say(s);
}

char *
store_dup(sqlite3_stmt *st, int i)
{
	const char *text = (const char *)sqlite3_column_text(st, i);

	return xstrdup(text ? text : "");
}

int64_t
store_int(sqlite3_stmt *st, int i, int64_t null)
{
	return sqlite3_column_type(st, i) == SQLITE_NULL ?
		   null :
		   sqlite3_column_int64(st, i);
}

sqlite3_stmt *
store_prepare(struct store *s, const char *sql)
{
	sqlite3_stmt *st = NULL;

	if (sqlite3_prepare_v3(s->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &st,
		NULL) != SQLITE_OK)
		store_say(s);
	return st;
}
