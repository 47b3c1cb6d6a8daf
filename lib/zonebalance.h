/*
 * A zone's water balance over a period: meters, bills and the rows of `balance`
 * come together and become the tables of waterbalance.
 *
 * Supply is the sum of the inflow meters less the outflow meters; a step
 * without value is filled with the mean of the same time of day over the
 * period, as long as coverage is at least night_coverage (the filled volume is
 * given a 95 % error of 20 %).  Bills are spread evenly over their days
 * [from, to), each day's share belonging to the period it lies in (Thornton,
 * Sturm, Kunkel, p. 258); the accounts of a zone are those of the zones inside
 * it too.  With less than 90 % of the accounts' days billed nothing is said of
 * losses.  A row of `balance` stands above what is derived, by its days within
 * the period where it reaches beyond it.
 */
#ifndef WB_ZONEBALANCE_H
#define WB_ZONEBALANCE_H

#include "cjj92.h"
#include "network.h"

enum zonebalance_flag {
	ZB_NO_METERS = 1 << 0,
	ZB_SUPPLY_GAPS = 1 << 1,
	ZB_BILLING_SHORT = 1 << 2,
	ZB_PROVISIONAL = 1 << 3,
	ZB_ESTIMATED = 1 << 4,
	ZB_R1_FROM_BILLS = 1 << 5
};

enum zonebalance_basis {
	ZB_NONE,
	ZB_METERED,
	ZB_ESTIMATED_BASIS,
	ZB_SAMPLED,
	ZB_DEFAULT,
	ZB_COMPUTED
};

struct zonebalance {
	int64_t from, to; /* days, half-open */
	struct cjj_in in;
	struct cjj_out out;
	enum zonebalance_basis basis[CJJ_ITEMS];
	double coverage;	 /* of the flow readings; NaN: none */
	double billed_share;	 /* of the accounts' days; NaN: none */
	double estimated_share;	 /* of the billed volume */
	double metered_sales_m3; /* billed and metered */
	double azp_m;		 /* mean of the period; NaN */
	double mains_km, connections, private_km, target_pct;
	double real_m3, real_half; /* NaN unless reported, unreported and
				    * background are all evaluated */
	double uarl_m3, ili, ili_lo, ili_hi;
	double apparent_m3, ali, real_lcd, real_m3kmh, real_lcdm;
	unsigned flags;
};

struct zonebalance_work;

/* Reads the bills and balance rows of the period, for all zones in one pass.
 * NULL: has said why. */
struct zonebalance_work *zonebalance_new(
    struct store *s, const struct network *n, int64_t from, int64_t to);
void zonebalance_free(struct zonebalance_work *w);

/* One zone (first row of its id).  1: *out is filled; 0: the zone does not
 * hold on any day of the period; -1: the store failed, has said why. */
int zonebalance_zone(
    struct zonebalance_work *w, size_t zone, struct zonebalance *out);

/* The words of the flags, blank between them; static until the next call. */
const char *zonebalance_words(const struct zonebalance *zb);

/* "metered" ...; "" for none. */
const char *zonebalance_basis(enum zonebalance_basis basis);

/* "1", "2", "fail"; "" where it cannot be graded. */
const char *zonebalance_grade(const struct zonebalance *zb);

#endif
