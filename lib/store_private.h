/*
 * What the files of the store share: store.c opens it, store_schema.c makes it
 * and brings it up to date, store_import.c keeps the ledger of imports,
 * store_table.c the registries, store_reading.c the chunks.
 */
#ifndef WB_STORE_PRIVATE_H
#define WB_STORE_PRIVATE_H

/* In wbstore.so SQLite is that of the program which loads it. */
#ifdef WB_EXTENSION
#include <sqlite3ext.h>
extern const sqlite3_api_routines *sqlite3_api;
#else
#include <sqlite3.h>
#endif

#include "store.h"

struct store {
	sqlite3 *db;
	char *path;
	int schema;  /* its version */
	int wait_ms; /* for another writer */
	struct zone *zone;
	int64_t as_of;	  /* the last import that counts */
	int64_t current;  /* the import being written, 0: none */
	int64_t last_day; /* with readings before it */
	char *visible;	  /* by import number; 1: counts */
	int64_t nvisible;
	sqlite3_stmt *day_select, *day_insert, *day_update, *point_select,
	    *number_select, *number_insert;
	sqlite3_stmt *row_select[TABLES], *row_insert[TABLES];
	struct store_batch *batch; /* bills that come in */
	struct later *later;	   /* chunks that wait to be written, or NULL */
	struct reading *old, *one; /* of store_put_day and store_day */
	size_t old_cap, one_cap;
	struct chunk_bytes bytes;
	int64_t decoded;     /* chunks read so far */
	struct ahead *ahead; /* NULL: none were read ahead */
	int hurry, held;     /* one lock for many reads: wanted; held ... */
	int64_t held_at;     /* ... since, in ms */
	int guest;   /* 1: db belongs to the program that loaded us, ... */
	int sibling; /* ... or to another store, which stays open */
};

/* The store on a connection of somebody else's, which store_close leaves open.
 * NULL: has said why. */
struct store *store_on(sqlite3 *db);

/* A store of this or an older schema, to be copied or checked, not asked. NULL:
 * has said why. */
struct store *store_open_any(const char *path);

/* A handle on the file at path, of which nothing is known yet.  NULL: has said
 * why. */
struct store *store_start(const char *path);

/* What a new store holds; 0 or -1: has said why. */
int store_create(struct store *s, const char *tz);

/* s->schema, if the programs know it; of this schema, which a store is brought
 * to only when asked for.  0 or -1: has said why. */
int store_check_version(struct store *s);
int store_check_schema(struct store *s);

/* Which imports count, read anew; 0 or -1: has said why. */
int store_refresh(struct store *s);

/* Ends the statements that are kept; they come back when needed. */
void store_idle(struct store *s);

/* What the virtual tables have in common (store_module.c). */
struct store_vtab {
	sqlite3_vtab base;
	struct store *s;
};

/* A virtual table of that name on the connection of the store; drop(s), if not
 * NULL, when it goes.  0 or -1: has said why. */
int store_module_add(struct store *s, const char *name, const sqlite3_module *m,
    void (*drop)(void *));

/* xConnect, with the table as CREATE TABLE has it; xDisconnect. */
int store_module_connect(
    sqlite3 *db, struct store *s, const char *columns, sqlite3_vtab **out);
int store_module_disconnect(sqlite3_vtab *base);
struct store *store_module_store(const sqlite3_vtab *base);

/* Leaves word for SQLite to say; SQLITE_ERROR. */
int store_module_fail(sqlite3_vtab *base, const char *what);

/* The conditions that kind_of knows, a letter each: they become the arguments
 * of xFilter in order, and the letters its string.  NULL: no memory. */
char *store_module_plan(sqlite3_index_info *info,
    char (*kind_of)(const struct sqlite3_index_constraint *));

/* Shows the store on its connection: the virtual table `reading`
 * (store_vtab.c), the tables as they stand as views, and wb_time()
 * (store_view.c).  0 or -1: has said why. */
int store_add_vtab(struct store *s);
int store_add_views(struct store *s);

/* The virtual table `bills` (store_billtab.c).  0 or -1: has said why. */
int store_add_bills(struct store *s);

/* Forgets the bills that came in and were not written. */
void store_bill_drop(struct store *s);

/* The bills that a store of schema 5 keeps as rows into blocks, in the
 * transaction at hand.  0 or -1: has said why. */
int store_bill_migrate(struct store *s);

/* Says what SQLite says; -1. */
int store_say(const struct store *s);

/* Says that the file is; -1. */
int store_damaged(const struct store *s, const char *what);

/* A column of a row: its text, to be freed, "" for NULL; its whole number. */
char *store_dup(sqlite3_stmt *st, int i);
int64_t store_int(sqlite3_stmt *st, int i, int64_t null);

/* A statement to keep, NULL: has said why. */
sqlite3_stmt *store_prepare(struct store *s, const char *sql);

/* Runs statements without results; 0 or -1: has said why. */
int store_run(struct store *s, const char *sql);

/* 1 if the import counts: not after as-of, not taken back, or being made. */
int store_visible(const struct store *s, int64_t import);

/* 1 if the table is kept as rows: all but the readings and the bills. */
int store_is_rows(const struct table *t);

/* Makes a registry table in a new store. */
int store_create_table(struct store *s, const struct table *t);

/* Commits what was begun as an event that brought no rows. */
int store_commit_event(struct store *s, const char *event, const char *source,
    const char *version);

struct chunk_row { /* of the table `chunk` */
	int64_t key;
	size_t n;
	int64_t valid; /* good readings; none: what follows is empty */
	double sum, min, max;
	const uint8_t *bytes;
	size_t nbytes;
};

/* Writes it by st, which inserts or updates: parameters ?1 to ?7 are the
 * columns in order.  0 or -1: has said why. */
int
store_write_row(struct store *s, sqlite3_stmt *st, const struct chunk_row *row);

/* Makes the row of n > 0 readings, and writes it. */
int store_write_chunk(struct store *s, sqlite3_stmt *st, int64_t key,
    const struct reading *r, size_t n, double num, double den);

int64_t store_chunk_key(int64_t day, int64_t point, int64_t import);

/* import << STORE_BLOCK_SHIFT | number: the key of a block of bills. */
enum { STORE_BLOCK_SHIFT = 20 };

/* The chunks with keys first..last, in order: k, data, since.  To be reset;
 * NULL: has said why. */
sqlite3_stmt *store_seek(struct store *s, int64_t first, int64_t last);

/* --- chunks that wait (store_later.c) --- */

/* Inserts a chunk of the present import, now or later; the bytes are copied.
 * 0 or -1: has said why. */
int later_put(struct store *s, const struct chunk_row *row);

/* Writes all that wait. */
int later_write(struct store *s);

/* Forgets them. */
void later_drop(struct store *s);

/* --- chunks read ahead (store_ahead.c) --- */

struct ahead_chunk {
	int64_t key;
	int64_t since; /* -1: none */
	size_t at, n;  /* bytes */
};

/* What a row of store_seek says of a chunk. */
void ahead_row(sqlite3_stmt *st, struct ahead_chunk *c);

/* 1 if the point and day were read ahead; then *first is the first chunk at or
 * behind the key, *end the end of the day's. */
int ahead_find(const struct ahead *a, int64_t point, int64_t day, int64_t key,
    const struct ahead_chunk **first, const struct ahead_chunk **end);
const uint8_t *ahead_bytes(const struct ahead *a, const struct ahead_chunk *c);
void ahead_free(struct ahead *a);

/* First and last day of the keys. */
enum { KEY_DAY_SHIFT = 46, KEY_POINT_SHIFT = 24, KEY_DAY_FIRST = -25567 };

#endif
