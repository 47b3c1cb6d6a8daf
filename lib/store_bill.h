/*
 * Bills in the store: blocks of them (billblock.h), as they came.
 *
 *   bill_block   k = import << 20 | number of the block in its import; n rows;
 *                again: 1 if the key of one was there before; the least and the
 *                greatest id and first day of the rows, so that a search passes
 *                over the block; data
 *
 * In SQL they are the virtual table `bills` (store_billtab.c), with the columns
 * that a table of rows would have, so that whoever asks in SQL need not know.
 */
#ifndef WB_STORE_BILL_H
#define WB_STORE_BILL_H

#include "billblock.h"
#include "store.h"

/* Numbers of the words (billblock.h). */
enum {
	STORE_BILL_ACTUAL = 1,
	STORE_BILL_ESTIMATED,
	STORE_BILL_NO_ACCESS,
	STORE_BILL_REPLACED
};
enum { STORE_BILL_BILLED = 1, STORE_BILL_UNBILLED };

/* --- in --- */

/* Hears what a bill did: in the order in which they were put, line as it was
 * given. */
typedef void store_bill_told(
    void *ctx, enum store_put what, const char *account_id, uint64_t line);

/* One row of the table `bills` into the import that is being made; value[] as
 * for store_put_row.  Bills are held against those that are there by the
 * hundred thousand: what one did is told by and by, at the latest by
 * store_bill_flush or store_commit.  told: the same for all of an import, or
 * NULL.  0, or -1: has said why. */
int store_bill_put(struct store *s, const char *const *value, uint64_t line,
    store_bill_told *told, void *ctx);
int store_bill_flush(struct store *s);

/* --- out --- */

struct store_bills;

/* All rows that count, import after import, as they came: also one that a later
 * one of the same account and days replaces.  The caller must notice, and then
 * ask store_rows_open, which knows what stands.  NULL: has said why. */
struct store_bills *store_bills_open(struct store *s);

/* The same of the blocks with keys from `first` to `last`. */
struct store_bills *
store_bills_between(struct store *s, int64_t first, int64_t last);

/* The keys of the blocks that count, in order, n of them, to be freed.  0, -1:
 * has said why. */
int store_bill_blocks(struct store *s, int64_t **key, size_t *n);

/* 1, 0 end, -1 has said why.  *r stays until the next. */
int store_bills_next(struct store_bills *b, struct billrow *r);
void store_bills_close(struct store_bills *b);

#endif
