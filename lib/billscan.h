/*
 * The rules on one account's bills (domain section 8.4).
 *
 * A bill of m3 over days has the rate m3/days.  Estimated bills and the reading
 * that follows them are one use, spread evenly: a true-up belongs to all of
 * their days.  What an account usually uses is the median of its uses; its mean
 * is that of the last 365 days of the ledger.
 */
#ifndef WB_BILLSCAN_H
#define WB_BILLSCAN_H

#include "billfind.h"

struct bill_use { /* a reading, with the estimates before it */
	int32_t from, to;
	double m3;
	int read; /* 1: it ends with a reading */
};

struct bill_view { /* an account, as the rules look at it */
	const struct ledger_account *a;
	const struct ledger_bill *b; /* in order of time */
	size_t n;
	const struct bill_use *u;
	size_t nu;
	double usual_m3d;   /* median of the uses' rates; NaN: none */
	double cycle;	    /* median of the bills' days; NaN: none */
	double mean_m3d;    /* of the last 365 days; NaN: no bills then */
	double year_m3;	    /* its volume */
	double year_days;   /* days that those bills cover */
	int32_t first, end; /* of the whole ledger */
	int zone_known;
};

/* Estimates put together with the reading after them; out has room for n. */
size_t bill_uses(const struct ledger_bill *b, size_t n, struct bill_use *out);

/* Fills in the figures of v from a, b, n, u, nu, first and end.  scratch has
 * room for n. */
void bill_view_figures(struct bill_view *v, double *scratch);

/* Volume that an account would have used in a time, by its usual rate. */
double bill_usual(const struct bill_view *v, double days);

/* All rules that look at one account alone.  scratch has room for n. */
void bill_scan(const struct bill_view *v, const struct billrules *r,
    double *scratch, struct bill_findings *out);

/* The chance that `run` bills in a row are alike by accident somewhere among
 * `all`, by how often the n other volumes are alike:
 *     p = (equal pairs + 1)/(pairs + 4), (all - run + 1) p^(run - 1).
 */
double bill_alike(const double *v, size_t n, size_t run, size_t all);

#endif
