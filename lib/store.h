/*
 * The store: one SQLite file, append-only.  The only user of SQLite.
 *
 * Every import is a numbered event, and what was known at any import can be
 * had again: nothing is ever overwritten or deleted.
 *
 *   import    one row per event; a retraction is an event too
 *   chunk     readings: one BLOB per local day, point and import (chunk.h)
 *             under the key  day << 46 | point << 24 | import  with days from
 *             1900-01-01 (17 bits), points 22 bits, imports 24 bits: one day
 *             lies together, a merge is a range scan, and no index beside it
 *   bill_block  bills: one BLOB for some thousand, as they came (store_bill.h)
 *   mapping   the text of each mapping that was used, by its id
 *   zones ... the other eight tables, their columns as wb-csv(5) names them,
 *             with import_id; days as text, instants as seconds since 1970 UTC
 *
 * On the same instant, or the same key, the later import stands.  One import
 * is one transaction: all of it or nothing, whatever happens.
 *
 * Only a compaction gives up history: the chunks of a point and day become one,
 * under the key of the newest, that answers as of import `since` and later.
 */
#ifndef WB_STORE_H
#define WB_STORE_H

#include <stddef.h>
#include <stdint.h>

#include "caltime.h"
#include "chunk.h"
#include "table.h"

struct store;

enum { STORE_IMPORT_MAX = (1 << 24) - 1, STORE_POINT_MAX = (1 << 22) - 1 };

/* How long to wait for another writer, unless store_wait says otherwise. */
enum { STORE_WAIT_MS = 10000 };

/* What the ledger calls events that brought no rows. */
#define STORE_RETRACTION "retraction"
#define STORE_COMPACTION "compaction"

/* Opens for reading.  NULL: has said why. */
struct store *store_open(const char *path);

/* Opens for writing; makes the store, in time zone tz, where there is none
 * (tz NULL: it must be there).  path ":memory:" lives as long as the
 * handle, what is more than 2 MB of it in a temporary file (TMPDIR).
 * NULL: has said why. */
struct store *store_open_rw(const char *path, const char *tz);
void store_close(struct store *s);

/* Another handle on the same connection, for another thread: they share its
 * cache, and wait for each other while SQLite finds a row, not while it is
 * decoded.  Of a store without a name, which nobody else can open.  To be
 * closed first; NULL: has said why. */
struct store *store_sibling(const struct store *s);

/* How long store_begin waits for another writer. */
void store_wait(struct store *s, int ms);

/* Brings the store of an older schema up to this one, all of it or nothing.
 * *from: the schema it had.  0, or -1: has said why. */
int store_migrate(const char *path, int wait_ms, int *from, int *to);

/* Keeps a write-ahead log (1) or a rollback journal (0, the default) from now
 * on.  With the log readers never wait for a writer, and two more files lie
 * beside the store while it is in use.  0, or -1: has said why. */
int store_wal(struct store *s, int wal);

const struct zone *store_zone(const struct store *s);
const char *store_path(const struct store *s);

/* From now on the store answers as it did after import `as_of` ("17"), or at
 * the end of a local day ("2026-03-01").  0, or -1: has said why. */
int store_as_of(struct store *s, const char *as_of);

/* That import; INT64_MAX: the store answers as it stands. */
int64_t store_as_of_import(const struct store *s);

/* As `as` answers, also if something was imported meanwhile. */
int store_as_of_same(struct store *s, const struct store *as);

/* Of the imports that count, only those with a 1 count from now on, n of them
 * from import 0; NULL: all again.  0, or -1: has said why. */
int store_only(struct store *s, const char *only, size_t n);

/* 1 if the import counts: not after as-of, and not taken back. */
int store_counts(const struct store *s, int64_t import);

/* Copies the tables other than readings, with or without the bills, of another
 * store into this one, as one import.  0, or -1: has said why. */
int store_copy_registry(struct store *s, struct store *from, int bills);

/* --- imports --- */

struct store_import {
	int64_t id;
	char *source, *sha256, *table, *mapping, *at, *version;
	int64_t bytes, rows, added, repeated, changed, empty, rejected;
	int64_t first, last;  /* instants of readings; INT64_MIN: none */
	int64_t retracted_by; /* 0: stands */
	const char *map_id; /* for store_commit: the mapping's, and its text; */
	const char *map_text; /* NULL: it has none */
	int64_t merged_by;    /* the compaction that merged some of its
			       * readings with others'; 0: none */
};

/* Begins an import: takes the write lock (waits, then says who holds it) and
 * returns its number, or -1.  Ended by store_commit or store_rollback. */
int64_t store_begin(struct store *s);

/* The import being made, or 0. */
int64_t store_current(const struct store *s);

/* Writes the import's row and commits.  `at` is filled in by the store. */
int store_commit(struct store *s, const struct store_import *im);
void store_rollback(struct store *s);

/* The import with those bytes under that mapping which stands, or 0. */
int64_t store_known(struct store *s, const char *sha256, const char *table,
    const char *mapping);

/* The text of a mapping by its id, to be freed; NULL: it is not kept (schemas
 * before 8 kept none). */
char *store_mapping(struct store *s, const char *id);

/* Takes an import back: an event of its own, from which on the import does not
 * count; nothing is deleted, and as of an earlier import it still counts.  The
 * event's number, or -1: has said why. */
int64_t store_retract(struct store *s, int64_t id, const char *version);

/* What a compaction did. */
struct store_compaction {
	int64_t id;	      /* the event's number; 0: there was nothing */
	int64_t chunks, left; /* chunks that were merged, and into how many */
	int64_t since;	      /* as of which import those days answer */
};

/* Merges, for each point and each day of [from, to), what several imports left
 * into one chunk that holds what stands, and drops what was taken back.  As of
 * import `since` and later every answer is the same; as of an earlier one those
 * days are refused, and an import that was merged cannot be taken back any
 * more.  An event of its own.  dry_run: counts only.  0, or -1: has said why.
 */
int store_compact(struct store *s, int64_t from, int64_t to, int dry_run,
    const char *version, struct store_compaction *out);

/* Gives the pages that are free back to the file system; needs room for a
 * second store meanwhile.  *saved: bytes.  0, or -1: has said why; nothing is
 * lost. */
int store_shrink(struct store *s, int64_t *saved);

/* All imports in order; to be freed with store_imports_free. */
size_t store_imports(struct store *s, struct store_import **out);
void store_imports_free(struct store_import *im, size_t n);

/* What putting a row did. */
enum store_put {
	STORE_FAILED = -1,
	STORE_ADDED,	/* a new key */
	STORE_REPEATED, /* the key was there with these values */
	STORE_CHANGED,	/* ... with others: this row now stands */
	STORE_CONFLICT, /* ... with others, from this very import: the
			 * earlier row stands, this one is not kept */
	STORE_LATER	/* a bill: store_bill.h tells */
};

/* One row of a table other than readings; value[i] is canonical text for
 * column i ("" not known; TABLE_TIME as seconds). */
enum store_put
store_put_row(struct store *s, const struct table *t, const char *const *value);

/* 1 if a row with that value in the first column stands (or is being
 * imported). */
int store_has(struct store *s, const struct table *t, const char *key);

/* --- points and readings --- */

struct store_point {
	int64_t n; /* its number; 0: the point is not registered */
	char quantity[16];
	char unit[8];
};

/* Looks a point up in the registry as it stands. */
int store_point(struct store *s, const char *point_id, struct store_point *out);

/* The number of a point, which it gets here if it has none and an import is
 * under way; 0: it has none; -1: has said why. */
int64_t store_point_number(struct store *s, const char *point_id);

/* Calls f for each point that ever had a row or a reading, with its number.
 * 0 or -1: has said why. */
int store_point_numbers(struct store *s,
    void (*f)(void *ctx, const char *point_id, int64_t n), void *ctx);

/* A point that stands in the registry. */
struct store_listed {
	char *id;
	struct store_point p;
};

/* All of them by id, to be freed with store_points_free.  -1: has said why. */
int store_points(struct store *s, struct store_listed **out, size_t *n);
void store_points_free(struct store_listed *list, size_t n);

/* Adds readings (in order of time, distinct) of a point and local day to this
 * import (first: 1 if it has none of that point and day yet), counting into *im
 * what they are to the imports before.  A reading whose time this import has
 * already is put aside: its index in the array goes to `conflict` if the value
 * differs.  num/den as for chunk_encode. */
int store_put_day(struct store *s, int64_t point, int64_t day,
    const struct reading *r, size_t n, int first, double num, double den,
    struct store_import *im, void (*conflict)(void *ctx, size_t i), void *ctx);

/* The readings of a point and local day as they stand, in order of time.
 * *out is grown and belongs to the caller.  Their number, or -1. */
long store_day(struct store *s, int64_t point, int64_t day,
    struct reading **out, size_t *cap);

/* For each of the n readings of a point and day, as store_day gives them, the
 * import it is from.  0 or -1: has said why. */
int store_day_imports(struct store *s, int64_t point, int64_t day,
    const struct reading *r, size_t n, int64_t *import);

/* The distance of most readings of that day, seconds, if they came with one
 * import that shows it without decoding (chunk_step); 0: it does not, -1: has
 * said why. */
int32_t store_day_step(struct store *s, int64_t point, int64_t day);

/* Fetches the chunks of points (by number) over the days [from, to) in pieces
 * of a day, so that store_day need not search for each: of neighbours a tenth
 * of the time.  At most 4 MB: of later days store_day asks as ever.  The next
 * call forgets them, and store_begin.  0 or -1: has said why. */
int store_ahead(
    struct store *s, const int64_t *point, size_t n, int64_t from, int64_t to);

/* on: many readings are read under one lock, which is given back after a
 * moment, and by store_rest: to be called before waiting for anything. */
void store_hurry(struct store *s, int on);
void store_rest(struct store *s);

/* First and last day with readings; -1: there is none. */
int store_span(struct store *s, int64_t *first, int64_t *last);

/* --- rows of the other tables, as they stand, by key --- */

struct store_rows;

/* NULL: has said why. */
struct store_rows *store_rows_open(struct store *s, const struct table *t);
int store_rows_next(struct store_rows *r); /* 1, 0 end, -1 failed */
const char *store_rows_text(const struct store_rows *r, int col); /* "" none */
double store_rows_num(const struct store_rows *r, int col);	  /* NaN none */
int64_t store_rows_day(const struct store_rows *r, int col, int64_t none);
int64_t store_rows_time(const struct store_rows *r, int col, int64_t none);
int64_t store_rows_import(const struct store_rows *r); /* that it is from */
void store_rows_close(struct store_rows *r);

#endif
