/*
 * Accounts and bills in memory: the billing ledger by account.
 *
 * Of an account that has several rows the last by valid_from tells what it is
 * now.  It is closed from valid_to of that row, or where that is open and the
 * row says closed, from valid_from, else from a day that is not known.  Of
 * bills of one account with the same days the latest import stands.
 */
#ifndef WB_BILLDATA_H
#define WB_BILLDATA_H

#include <stddef.h>
#include <stdint.h>

#include "billpack.h"
#include "store.h"
#include "strmap.h"
#include "textpool.h"

/* Days that are not known. */
enum { LEDGER_NEVER = INT32_MAX, LEDGER_ALWAYS = INT32_MIN };

struct ledger_account {
	const char *id, *meter_id;		  /* "" none */
	uint32_t zone, route;			  /* texts of the ledger */
	double dn, q3, ratio, digits, multiplier; /* NaN: not known */
	int32_t installed;			  /* LEDGER_NEVER: not known */
	int32_t row_from;			  /* valid_from of the row */
	int32_t closed;	     /* first day on which it is; LEDGER_NEVER: open */
	int closed_some_day; /* 1: it is closed, nobody says since when */
	char class;	     /* h, n, p, u; 0: not known */
	struct billchain bills;
};

struct ledger {
	struct ledger_account *account;
	size_t naccount, account_cap;
	struct billpack bills;
	size_t nbill;
	struct textpool ids;
	char **text; /* ids of zones and routes; text 0 is "" */
	size_t ntext, text_cap;
	struct strmap text_of, account_of;
	size_t most;	    /* bills of one account */
	int32_t first, end; /* first day and the day after the last of bills */
};

/* Accounts and bills of the store.  A bill of an account that is not registered
 * makes an account without a row (row_from LEDGER_NEVER).  NULL: has said why.
 */
struct ledger *ledger_load(struct store *s);
void ledger_free(struct ledger *l);

/* The bills of an account in order of time into out, which has room for
 * l->most.  How many. */
size_t ledger_bills(const struct ledger *l, const struct ledger_account *a,
    struct ledger_bill *out);

/* "household" ... of a class letter; "" of 0. */
const char *ledger_class(char class);

#endif
