/*
 * The schema: what a new store holds, and how an older one gets it.
 */
#include "store_private.h"

#include <err.h>
#include <inttypes.h>
#include <stdio.h>

#include "store_backup.h"

enum {
	APPLICATION_ID = 0x77627431, /* "wbt1" */
	SCHEMA_VERSION = 8
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

#define MAPPING                                     \
	"CREATE TABLE mapping(id TEXT PRIMARY KEY," \
	" text TEXT NOT NULL) WITHOUT ROWID;"

/* From each schema to the next; what a new store has from the beginning. */
static const char *const migrations[SCHEMA_VERSION] = {NULL,
    "ALTER TABLE import ADD COLUMN merged_by INTEGER;"
    "ALTER TABLE chunk ADD COLUMN since INTEGER;",
    "ALTER TABLE events ADD COLUMN aware INTEGER;"
    "ALTER TABLE events ADD COLUMN hole_cm2 REAL;"
    "ALTER TABLE events ADD COLUMN dn_mm REAL;"
    "ALTER TABLE events ADD COLUMN pressure_m REAL;",
    "ALTER TABLE points ADD COLUMN meter_id TEXT;", RUN_TABLES, BILL_BLOCK,
    "ALTER TABLE events ADD COLUMN pipe_id TEXT;", MAPPING};

/* What SQL alone cannot do, after it. */
static int (*const migrate_more[SCHEMA_VERSION])(struct store *) = {
    [5] = store_bill_migrate};

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
    " data BLOB NOT NULL, since INTEGER);" RUN_TABLES BILL_BLOCK MAPPING;

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

int
store_create(struct store *s, const char *tz)
{
	if (store_run(s, "PRAGMA page_size = 8192; BEGIN IMMEDIATE") < 0)
		return -1;
	if (create_all(s, tz) < 0) {
		store_rollback(s);
		return -1;
	}
	return store_run(s, "COMMIT");
}

int
store_check_version(struct store *s)
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

int
store_check_schema(struct store *s)
{
	if (store_check_version(s) < 0)
		return -1;
	if (s->schema == SCHEMA_VERSION)
		return 0;
	warnx("%s: has the older schema %d: run wb-import -d %s --migrate",
	    s->path, s->schema, s->path);
	return -1;
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
	struct store *s = store_start(path);
	int got;

	if (s == NULL)
		return -1;
	store_wait(s, wait_ms);
	got = store_run(s, "BEGIN IMMEDIATE");
	if (got == 0) {
		got = store_check_version(s) < 0 ? -1 : run_migrations(s);
		if (got < 0)
			store_rollback(s);
	}
	*from = s->schema;
	*to = SCHEMA_VERSION;
	store_close(s);
	return got;
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
