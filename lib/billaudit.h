/*
 * The ledger of a store, looked over: findings, structure of use, reading.
 */
#ifndef WB_BILLAUDIT_H
#define WB_BILLAUDIT_H

#include "billgroup.h"
#include "meterloss.h"
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

/* --- what meters miss --- */

struct bill_sales { /* accounts of a zone and those inside, or all */
	double meters[METER_CLASSES], old[METER_CLASSES];
	double m3[METER_CLASSES]; /* volume of accounts with a meter */
	double metered_m3;	  /* of them what is billed */
	double days;		  /* of bills */
	int classless;		  /* 1: some of it is of no class */
};

/* By zone of the network, and behind them all together, n->nzone + 1 of them,
 * to be freed: open meters, those older than the rule meter_old allows, and
 * the volume of days [from, to). */
struct bill_sales *
billaudit_sales(struct billaudit *b, int32_t from, int32_t to);

/* --- reading --- */

struct bill_reading { /* of a route and month; counts */
	double active, due, read, estimated, no_access, missed, zero;
};

/* Months from the one of *first on, routes by the number of their text:
 * out[route * *months + month], to be freed. */
struct bill_reading *billaudit_reading(
    struct billaudit *b, int64_t from, int64_t to, size_t *months);

#endif
