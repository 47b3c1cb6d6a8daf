/*
 * Rows of a table as they came, import after import: for those who sum up
 * millions of them and would rather not have them sorted.  A row that a later
 * one of the same key supersedes comes too; the caller must notice, and then
 * ask store_rows_open, which knows what stands.
 */
#ifndef WB_STORE_SCAN_H
#define WB_STORE_SCAN_H

#include "store.h"

struct store_scan;

/* Columns by name, at most STORE_SCAN_COLUMNS, ended by NULL.  NULL: has said
 * why. */
enum { STORE_SCAN_COLUMNS = 16 };
struct store_scan *
store_scan_open(struct store *s, const struct table *t, const char *const *col);

/* Those of the rows numbered [first, end) only; they are numbered from 1 as
 * they came. */
struct store_scan *store_scan_between(struct store *s, const struct table *t,
    const char *const *col, int64_t first, int64_t end);

/* The number of the last row, 0 none; -1: has said why. */
int64_t store_scan_last(struct store *s, const struct table *t);

int store_scan_next(struct store_scan *r); /* 1, 0 end, -1 failed */
const char *store_scan_text(const struct store_scan *r, int i); /* "" none */
double store_scan_num(const struct store_scan *r, int i);	/* NaN none */
void store_scan_close(struct store_scan *r);

#endif
