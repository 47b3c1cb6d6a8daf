/*
 * A zone's water balance over a period: meters, bills, events and the rows of
 * `balance` come together.
 *
 * The supply is that of zonesupply.h, what was billed that of billing.h; with
 * less than 90 % of the accounts' days billed nothing is said of losses.
 * Leakage is that of leakvolume.h, background leakage the sampled unit night
 * flow background_m3kmh times mains and hours.  A row of `balance` stands
 * above what is derived, by its days within the period where it reaches beyond
 * it; of what flows every day the rows of an item must have each day of the
 * period once, or the item is not known.  A zone that began or ended in the
 * period counts for its days.
 */
#ifndef WB_ZONEBALANCE_H
#define WB_ZONEBALANCE_H

#include "balance.h"
#include "billing.h"
#include "dailyflow.h"
#include "indicator.h"
#include "leakvolume.h"
#include "network.h"
#include "zonesupply.h"

enum zonebalance_flag {
	ZB_NO_METERS = 1 << 0,
	ZB_SUPPLY_GAPS = 1 << 1,
	ZB_BILLING_SHORT = 1 << 2,
	ZB_PROVISIONAL = 1 << 3,
	ZB_ESTIMATED = 1 << 4,
	ZB_R1_FROM_BILLS = 1 << 5,
	ZB_PART_OF_PERIOD = 1 << 6,
	ZB_NEGATIVE_INPUT = 1 << 7,
	ZB_LEFT_OUT = 1 << 8,
	ZB_AZP_PARAM = 1 << 9,
	ZB_ASSUMED = 1 << 10,	   /* the supply is lowered by an assumption */
	ZB_R3_BY_WEIGHT = 1 << 11, /* outlets by weight, not by volume */
	ZB_ROWS_SHORT = 1 << 12,   /* rows of `balance` miss some days, ... */
	ZB_ROWS_TWICE = 1 << 13,   /* ... give some more than once */
	ZB_NO_ACCOUNTS = 1 << 14,  /* zones inside lack their accounts */
	ZB_BILLED_TWICE = 1 << 15,
	ZB_AZP_GAPS = 1 << 16 /* the mean pressure is of some days only */
};

/* What a row of `balance` can give: the items of CJJ 92, and these. */
enum leaf {
	LEAF_HOUSEHOLD_READ = CJJ_ITEMS,
	LEAF_UNAUTHORISED,
	LEAF_CUSTOMER_METER,
	LEAF_DATA_HANDLING,
	LEAF_APPARENT,
	LEAVES
};

struct zonebalance { /* what holds whatever the standard */
	int64_t from, to;
	size_t zone;		   /* first row of its id */
	double days;		   /* of the period on which it holds */
	struct bound leaf[LEAVES]; /* m3; v NaN: not known */
	enum basis basis[LEAVES];
	double own_err_pct, imported_err_pct, exported_err_pct;
	struct bound cmi_pct;
	struct zonesupply supply; /* when metered; else m3 NaN */
	double coverage;	  /* of the flow readings; NaN: none */
	double billed_share;	  /* of the accounts' days; NaN: none */
	double estimated_share, prorated_share;	  /* of the billed volume */
	double forecast_m3, forecast_unbilled_m3; /* use not yet billed */
	double bills_metered_m3, bills_unbilled_m3, due_days;
	double mains_km, connections, private_km, hours_supply, target_pct,
	    policy_pct;
	double outlet_mpa, frost_m;
	struct bound azp_m;    /* mean of the period */
	double region_rbl_pct; /* of a sum of zones; else NaN */
	unsigned flags;
};

struct zonebalance_work;

struct zonebalance_source {
	struct store *s;
	const struct network *n;
	const struct spans *periods;
	struct billing *billing;      /* closed */
	const struct dailyflow *days; /* or NULL */
};

/* NULL: has said why. */
struct zonebalance_work *zonebalance_new(const struct zonebalance_source *src);
void zonebalance_free(struct zonebalance_work *w);

/* Rows of `balance` of zones that are not registered: how many, and the first
 * such zone. */
size_t zonebalance_stray(const struct zonebalance_work *w, const char **id);

/* One zone (first row of its id) and period.  1: *out is filled, to be
 * released; 0: the zone does not hold on any day of it; -1: the store failed,
 * has said why. */
int zonebalance_zone(struct zonebalance_work *w, size_t zone, size_t period,
    struct zonebalance *out);
void zonebalance_release(struct zonebalance *zb);

/* What its events have lost, by kind. */
void zonebalance_leaks(struct zonebalance_work *w, const struct zonebalance *zb,
    struct leak_sum sum[LEAK_KINDS]);

/* The sum of zones, each times k (1, or -1 for one that is left out): errors of
 * the same meter count once, others are independent; pressure by connections;
 * the loss rate R_BL is weighted by supply, sum(R_i Qs_i)/sum(Qs_i). */
void
zonebalance_sum(struct zonebalance_work *w, const struct zonebalance *const *zb,
    const double *k, size_t n, struct zonebalance *out);

const struct network *zonebalance_network(const struct zonebalance_work *w);
struct zonesupply_work *zonebalance_supply(struct zonebalance_work *w);

#endif
