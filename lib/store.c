#include "store_private.h"

#include <err.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "holder.h"
#include "num.h"
#include "store_backup.h"
#include "store_bill.h"
#include "xalloc.h"

enum {
	APPLICATION_ID = 0x77627431, /* "wbt1" */
	SCHEMA_VERSION = 7
};

/* The ledger of runs (store_run.h). */
#define RUN_TABLES                                                          \
	"CREATE TABLE run(id INTEGER PRIMARY KEY, parent INTEGER,"          \
	" job TEXT NOT NULL, period TEXT NOT NULL, step TEXT NOT NULL,"     \
	" command TEXT NOT NULL, who TEXT NOT NULL, host TEXT NOT NULL,"    \
	" version TEXT NOT NULL, pid INTEGER NOT NULL,"                     \
	" started INTEGER NOT NULL, import INTEGER NOT NULL, seconds REAL," \
	" status INTEGER, rows_in INTEGER, rows_out INTEGER,"               \
	" rejected INTEGER, inputs TEXT);"                                  \
	"CREATE TABLE alarm_act(seq INTEGER PRIMARY KEY,"                   \
	" alarm_id TEXT NOT NULL, act TEXT NOT NULL, who TEXT NOT NULL,"    \
	" note TEXT NOT NULL, at INTEGER NOT NULL);"

#define BILL_BLOCK                                                           \
	"CREATE TABLE bill_block(k INTEGER PRIMARY KEY, n INTEGER NOT NULL," \
	" again INTEGER NOT NULL, id_lo TEXT NOT NULL, id_hi TEXT NOT NULL," \
	" from_lo INTEGER NOT NULL, from_hi INTEGER NOT NULL,"               \
	" data BLOB NOT NULL);"

/* From each schema to the next; what a new store has from the beginning. */
static const char *const migrations[SCHEMA_VERSION] = {NULL,
    "ALTER TABLE import ADD COLUMN merged_by INTEGER;"
    "ALTER TABLE chunk ADD COLUMN since INTEGER;",
    "ALTER TABLE events ADD COLUMN aware INTEGER;"
    "ALTER TABLE events ADD COLUMN hole_cm2 REAL;"
    "ALTER TABLE events ADD COLUMN dn_mm REAL;"
    "ALTER TABLE events ADD COLUMN pressure_m REAL;",
    "ALTER TABLE points ADD COLUMN meter_id TEXT;", RUN_TABLES, BILL_BLOCK,
    "ALTER TABLE events ADD COLUMN pipe_id TEXT;"};

/* What SQL alone cannot do, after it. */
static int (*const migrate_more[SCHEMA_VERSION])(struct store *) = {
    [5] = store_bill_migrate};

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

sqlite3_stmt *
store_prepare(struct store *s, const char *sql)
{
	sqlite3_stmt *st = NULL;

	if (sqlite3_prepare_v3(s->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &st,
		NULL) != SQLITE_OK)
		store_say(s);
	return st;
}

/* 0, or -1: has said why. */
static int
pragma(struct store *s, const char *name, int64_t *out)
{
	char sql[64];
	sqlite3_stmt *st;
	int got;

	snprintf(sql, sizeof sql, "PRAGMA %s", name);
	if ((st = store_prepare(s, sql)) == NULL)
		return -1;
	if ((got = sqlite3_step(st)) == SQLITE_ROW)
		*out = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	return got == SQLITE_ROW ? 0 : store_say(s);
}

/* --- schema --- */

static const char schema[] =
    "CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL)"
    " WITHOUT ROWID;"
    "CREATE TABLE import(id INTEGER PRIMARY KEY, source TEXT NOT NULL,"
    " sha256 TEXT NOT NULL, bytes INTEGER NOT NULL, \"table\" TEXT NOT NULL,"
    " mapping TEXT NOT NULL, rows INTEGER NOT NULL, added INTEGER NOT NULL,"
    " repeated INTEGER NOT NULL, changed INTEGER NOT NULL,"
    " rejected INTEGER NOT NULL, first_time INTEGER, last_time INTEGER,"
    " at TEXT NOT NULL, tool_version TEXT NOT NULL, retracted_by INTEGER,"
    " empty INTEGER NOT NULL, merged_by INTEGER);"
    "CREATE INDEX import_sha256 ON import(sha256);"
    "CREATE TABLE point_key(n INTEGER PRIMARY KEY,"
    " point_id TEXT NOT NULL UNIQUE);"
    "CREATE TABLE chunk(k INTEGER PRIMARY KEY, n INTEGER NOT NULL,"
    " valid INTEGER NOT NULL, vsum REAL, vmin REAL, vmax REAL,"
    " data BLOB NOT NULL, since INTEGER);" RUN_TABLES BILL_BLOCK;

static int
create_all(struct store *s, const char *tz)
{
	char *sql = sqlite3_mprintf("%s INSERT INTO meta VALUES('tz', %Q);"
				    "PRAGMA application_id = %d;"
				    "PRAGMA user_version = %d",
	    schema, tz, APPLICATION_ID, SCHEMA_VERSION);
	int got = store_run(s, sql);

	sqlite3_free(sql);
	for (int i = 0; got == 0 && i < TABLES; i++)
		if (store_is_rows(&table_all[i]))
			got = store_create_table(s, &table_all[i]);
	return got;
}

static int
create(struct store *s, const char *tz)
{
	if (store_run(s, "PRAGMA page_size = 8192; BEGIN IMMEDIATE") < 0)
		return -1;
	if (create_all(s, tz) < 0) {
		store_rollback(s);
		return -1;
	}
	return store_run(s, "COMMIT");
}

/* --- opening --- */

static int
load_zone(struct store *s)
{
	sqlite3_stmt *st =
	    store_prepare(s, "SELECT value FROM meta WHERE name = 'tz'");
	const char *tz = NULL;

	if (st == NULL)
		return -1;
	if (sqlite3_step(st) == SQLITE_ROW)
		tz = (const char *)sqlite3_column_text(st, 0);
	if (tz == NULL)
		warnx("%s: the store has no time zone", s->path);
	else if ((s->zone = zone_new(tz)) == NULL)
		warnx("%s: time zone '%s' is not known here "
		      "(is tzdata installed?)",
		    s->path, tz);
	sqlite3_finalize(st);
	return s->zone ? 0 : -1;
}

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

static int
check_version(struct store *s)
{
	int64_t app = 0, version = 0;

	if (pragma(s, "application_id", &app) < 0 ||
	    pragma(s, "user_version", &version) < 0)
		return -1;
	if (app != APPLICATION_ID) {
		warnx("%s: is not a store of this toolkit", s->path);
		return -1;
	}
	if (version > SCHEMA_VERSION || version < 1) {
		warnx("%s: has schema %" PRId64 ", this program knows 1 to %d: "
		      "use the programs that made it",
		    s->path, version, SCHEMA_VERSION);
		return -1;
	}
	s->schema = (int)version;
	return 0;
}

/* A store is brought up to date only when asked for. */
static int
check_schema(struct store *s)
{
	if (check_version(s) < 0)
		return -1;
	if (s->schema == SCHEMA_VERSION)
		return 0;
	warnx("%s: has the older schema %d: run wb-import -d %s --migrate",
	    s->path, s->schema, s->path);
	return -1;
}

void
store_wait(struct store *s, int ms)
{
	s->wait_ms = ms;
	sqlite3_busy_timeout(s->db, ms);
}

static int
is_memory(const char *path)
{
	return strcmp(path, ":memory:") == 0;
}

static struct store *
store_start(const char *path, int flags)
{
	struct store *s = xcalloc(1, sizeof *s);

	s->path = xstrdup(path);
	s->as_of = INT64_MAX;
	/* A database without a name: in memory, and what has no room there in
	 * a file that is gone when it is closed.  Its siblings share the
	 * connection (store_sibling); any other belongs to one thread at a
	 * time and needs no locks. */
	if (is_memory(path)) {
		path = "";
		flags |= SQLITE_OPEN_FULLMUTEX;
	} else {
		flags |= SQLITE_OPEN_NOMUTEX;
	}
	if (sqlite3_open_v2(path, &s->db, flags, NULL) != SQLITE_OK) {
		store_say(s);
		store_close(s);
		return NULL;
	}
	sqlite3_extended_result_codes(s->db, 1);
	store_wait(s, STORE_WAIT_MS);
	return s;
}

/* What SQLite would only say in its own words, or only later. */
static int
path_wrong(const char *path)
{
	struct stat st;

	if (stat(path, &st) < 0) {
		warn("%s", path);
		return -1;
	}
	if (S_ISDIR(st.st_mode)) {
		warnx("%s: is a directory", path);
		return -1;
	}
	if (st.st_size == 0) {
		warnx("%s: is empty, not a store", path);
		return -1;
	}
	if (access(path, R_OK) < 0) {
		warn("%s", path);
		return -1;
	}
	return 0;
}

/* No day is before the first that a key can name. */
static int
check_keys(struct store *s)
{
	sqlite3_stmt *st =
	    store_prepare(s, "SELECT min(k) FROM chunk WHERE k < 0");
	int got;

	if (st == NULL)
		return -1;
	got = sqlite3_step(st);
	if (got != SQLITE_ROW)
		store_say(s);
	else if (sqlite3_column_type(st, 0) != SQLITE_NULL)
		got = store_damaged(s, "its index of readings");
	sqlite3_finalize(st);
	return got == SQLITE_ROW ? 0 : -1;
}

static struct store *
finish_open(struct store *s)
{
	if (check_schema(s) < 0 || load_zone(s) < 0 || check_keys(s) < 0 ||
	    store_refresh(s) < 0 || store_add_bills(s) < 0) {
		store_close(s);
		return NULL;
	}
	return s;
}

struct store *
store_open(const char *path)
{
	struct store *s;

	if (path_wrong(path) < 0)
		return NULL;
	/* Writable if it may be, so that what a killed import left behind can
	 * be rolled back; but nothing is written on purpose. */
	s = store_start(path, SQLITE_OPEN_READWRITE);
	if (s != NULL && store_run(s, "PRAGMA query_only = 1") < 0) {
		store_close(s);
		return NULL;
	}
	return s ? finish_open(s) : NULL;
}

/* Makes the file, and says whether it was this call that did.  One that is
 * there and empty may be another program's, about to be filled: wait. */
static int
make_file(const char *path)
{
	enum { TRIES = 200, PAUSE_US = 10000 };
	struct stat st;
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0640);

	if (fd >= 0) {
		close(fd);
		return 1;
	}
	for (int i = 0; i < TRIES; i++) {
		if (stat(path, &st) < 0 || st.st_size > 0)
			break;
		usleep(PAUSE_US);
	}
	return 0;
}

static int
zone_exists(const char *tz)
{
	struct zone *z = zone_new(tz);

	if (z == NULL)
		warnx("time zone '%s' is not known here (is tzdata installed?)",
		    tz);
	zone_free(z);
	return z != NULL;
}

/* 12 MB, about six million readings: while an import fits in, it shuts no
 * reader out before its end. */
static const char write_cache[] = "PRAGMA cache_size = -12288";

/* One reader, the writer itself: more would only be memory. */
static const char memory_cache[] = "PRAGMA cache_size = -2048";

struct store *
store_open_rw(const char *path, const char *tz)
{
	int memory = is_memory(path), make = memory;
	struct stat st;
	struct store *s;

	if (tz != NULL && (memory || stat(path, &st) < 0 || st.st_size == 0)) {
		if (!zone_exists(tz))
			return NULL;
		make = memory || make_file(path);
	}
	if (!make && path_wrong(path) < 0)
		return NULL;
	s = store_start(path, SQLITE_OPEN_READWRITE);
	if (s == NULL)
		return NULL;
	if (store_run(s, memory ? memory_cache : write_cache) < 0 ||
	    (make && create(s, tz) < 0)) {
		store_close(s);
		return NULL;
	}
	return finish_open(s);
}

static struct store *
open_guest(sqlite3 *db, const char *path, int64_t as_of)
{
	struct store *s = xcalloc(1, sizeof *s);

	s->path = xstrdup(path ? path : "");
	s->as_of = as_of;
	s->db = db;
	s->guest = 1;
	return finish_open(s);
}

struct store *
store_on(sqlite3 *db)
{
	return open_guest(db, sqlite3_db_filename(db, "main"), INT64_MAX);
}

struct store *
store_sibling(const struct store *s)
{
	return open_guest(s->db, s->path, s->as_of);
}

static void
end_statement(sqlite3_stmt **st)
{
	sqlite3_finalize(*st);
	*st = NULL;
}

void
store_idle(struct store *s)
{
	end_statement(&s->day_select);
	end_statement(&s->day_insert);
	end_statement(&s->day_update);
	end_statement(&s->point_select);
	end_statement(&s->number_select);
	for (int i = 0; i < TABLES; i++) {
		end_statement(&s->row_select[i]);
		end_statement(&s->row_insert[i]);
	}
}

/* In one transaction, begun. */
static int
run_migrations(struct store *s)
{
	char sql[64];

	for (int v = s->schema; v < SCHEMA_VERSION; v++)
		if (store_run(s, migrations[v]) < 0 ||
		    (migrate_more[v] != NULL && migrate_more[v](s) < 0))
			return -1;
	snprintf(sql, sizeof sql, "PRAGMA user_version = %d; COMMIT",
	    SCHEMA_VERSION);
	return store_run(s, sql);
}

int
store_migrate(const char *path, int wait_ms, int *from, int *to)
{
	struct store *s;
	int got;

	if (path_wrong(path) < 0 ||
	    (s = store_start(path, SQLITE_OPEN_READWRITE)) == NULL)
		return -1;
	store_wait(s, wait_ms);
	got = store_run(s, "BEGIN IMMEDIATE");
	if (got == 0) {
		got = check_version(s) < 0 ? -1 : run_migrations(s);
		if (got < 0)
			store_rollback(s);
	}
	*from = s->schema;
	*to = SCHEMA_VERSION;
	store_close(s);
	return got;
}

struct store *
store_open_any(const char *path)
{
	struct store *s;

	if (path_wrong(path) < 0)
		return NULL;
	s = store_start(path, SQLITE_OPEN_READWRITE);
	if (s != NULL && (store_run(s, "PRAGMA query_only = 1") < 0 ||
			     check_version(s) < 0)) {
		store_close(s);
		return NULL;
	}
	return s;
}

int
store_schema(const char *path, int *is, int *known)
{
	struct store *s = store_open_any(path);

	*known = SCHEMA_VERSION;
	if (s == NULL)
		return -1;
	*is = s->schema;
	store_close(s);
	return 0;
}

int
store_wal(struct store *s, int wal)
{
	const char *mode = wal ? "wal" : "delete", *is;
	sqlite3_stmt *st = store_prepare(s,
	    wal ? "PRAGMA journal_mode = wal" : "PRAGMA journal_mode = delete");
	int got;

	if (st == NULL)
		return -1;
	got = sqlite3_step(st) == SQLITE_ROW ? 0 : store_say(s);
	is = (const char *)sqlite3_column_text(st, 0);
	if (got == 0 && strcmp(is ? is : "", mode) != 0) {
		warnx("%s: the journal stays '%s'", s->path, is);
		got = -1;
	}
	sqlite3_finalize(st);
	return got;
}

void
store_close(struct store *s)
{
	if (s == NULL)
		return;
	store_idle(s);
	store_bill_drop(s);
	if (!s->guest)
		sqlite3_close(s->db);
	zone_free(s->zone);
	free(s->visible);
	free(s->old);
	free(s->one);
	free(s->bytes.p);
	ahead_free(s->ahead);
	free(s->path);
	free(s);
}

const struct zone *
store_zone(const struct store *s)
{
	return s->zone;
}

const char *
store_path(const struct store *s)
{
	return s->path;
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

/* --- imports --- */

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

	if (st == NULL || store_bill_flush(s) < 0) {
		sqlite3_finalize(st);
		store_rollback(s);
		return -1;
	}
	store_bill_drop(s);
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
		why =
		    xasprintf(tr("is itself a %s"), sqlite3_column_text(st, 0));
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

static char *
column_dup(sqlite3_stmt *st, int i)
{
	const char *text = (const char *)sqlite3_column_text(st, i);

	return xstrdup(text ? text : "");
}

static int64_t
column_instant(sqlite3_stmt *st, int i)
{
	return sqlite3_column_type(st, i) == SQLITE_NULL ?
		   INT64_MIN :
		   sqlite3_column_int64(st, i);
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
		    .source = column_dup(st, 1),
		    .sha256 = column_dup(st, 2),
		    .bytes = sqlite3_column_int64(st, 3),
		    .table = column_dup(st, 4),
		    .mapping = column_dup(st, 5),
		    .rows = sqlite3_column_int64(st, 6),
		    .added = sqlite3_column_int64(st, 7),
		    .repeated = sqlite3_column_int64(st, 8),
		    .changed = sqlite3_column_int64(st, 9),
		    .rejected = sqlite3_column_int64(st, 10),
		    .first = column_instant(st, 11),
		    .last = column_instant(st, 12),
		    .at = column_dup(st, 13),
		    .version = column_dup(st, 14),
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
