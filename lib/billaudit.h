/*
 * The ledger of a store, looked over: findings, structure of use, reading.
 */
#ifndef WB_BILLAUDIT_H
#define WB_BILLAUDIT_H

#include "billgroup.h"
#include "network.h"

struct billaudit {
	struct ledger *l;
	const struct network *n;
	struct store *s;
	const struct billrules *r;
	long *zone; /* of each text of the ledger its zone, or -1 */
	struct ledger_bill *bill; /* room for the bills of an account ... */
	struct bill_use *use;
	double *scratch;
	struct bill_findings found;
};

/* NULL: has said why. */
struct billaudit *billaudit_new(
    struct store *s, const struct network *n, const struct billrules *r);
void billaudit_free(struct billaudit *b);

/* Zone of an account by the registry, or -1. */
long billaudit_zone(const struct billaudit *b, const struct ledger_account *a);

/* All findings into b->found, sorted; readings of days [from, to) are looked
 * at.  0; -1: the store failed. */
int billaudit_find(struct billaudit *b, int64_t from, int64_t to);

/* --- structure --- */

struct bill_share { /* accounts that have something in common */
	double accounts, open, billed; /* billed: with bills in the period */
	double m3;
	double mean, p10, median, p90; /* m3/d of those billed */
	double tenth_pct, first_pct;   /* share of m3 that the largest tenth,
					* the largest one takes */
};

/* m3 of the account that falls on days [from, to), bills spread evenly over
 * their days, estimates with the reading after them; *days: of those bills.
 */
double billaudit_volume(struct billaudit *b, const struct ledger_account *a,
    int32_t from, int32_t to, double *days);

/* Of n accounts with m3 and days each (0: no bills); sorts and spoils both. */
void bill_share_of(double *m3, double *m3d, size_t n, struct bill_share *out);

/* --- reading --- */

struct bill_reading { /* of a route and month; counts */
	double active, due, read, estimated, no_access, missed, zero;
};

/* Months from the one of *first on, routes by the number of their text:
 * out[route * *months + month], to be freed. */
struct bill_reading *billaudit_reading(
    struct billaudit *b, int64_t from, int64_t to, size_t *months);

#endif
