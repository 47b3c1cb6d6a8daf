/*
 * Accounts and bills from a stream of tables straight into their sums, without
 * a store between: half a million accounts in half of 64 MB.
 *
 * Plain rows are read by their shape, others by the reader of rows.  What does
 * not come in an order that allows it (bills before accounts, the bills of an
 * account against time, twice the same one) or is wrong in any way is left to
 * the store: `again` is set, and the stream has to be read anew.
 */
#ifndef WB_BILLINGCSV_H
#define WB_BILLINGCSV_H

#include "billline.h"
#include "billqueue.h"
#include "csvin.h"

struct billing_csv {
	struct billing *b;
	int jobs; /* threads, at least 1 */
	struct billline_seen seen;
	struct billqueue queue; /* while a table of bills is read */
	int bills;		/* a table of bills was met */
	int again;		/* 1: does not go */
	char zone[64];		/* of the account before, with its length */
	size_t zone_len;
};

/* Reads the rows of the table whose heading was read.  1: done; 0: it is
 * another table; -1: failed, has said why, or `again`. */
int billing_csv_take(struct billing_csv *c, struct csvin *in);

#endif
