/*
 * What the pressure of one point was over a period.
 *
 * Readings come day by day and in order of time; each stands for the interval
 * that begins at its stamp.  Time that is masked counts nowhere, neither as
 * read nor as expected.  Pressures in metres of water.
 *
 *     qualification = readings at or above the requirement / readings * 100
 *         (CJ/T 316-2009, supply service rules; force majeure is masked)
 *     surplus       = mean(P - requirement)
 *     night - day   = mean of 02:00-04:00 less the mean of the peak hours
 *     stability     = readings within +-stable_m of their day's mean * 100
 *     range         = mean over the days of highest - lowest
 *     steps         = neighbours more than step_m apart; across a gap none
 *     cycles        = rainflow cycles of cycle_m and more (rainflow.h)
 *
 * Quantiles are R's type 7: linear between order statistics at (n - 1) p.
 * Readings every 15 minutes cannot show transients.
 */
#ifndef WB_PRESSSTAT_H
#define WB_PRESSSTAT_H

#include <stddef.h>
#include <stdint.h>

#include "chunk.h"
#include "rainflow.h"

struct press_span { /* seconds after local midnight, half-open */
	int32_t from, to;
};

struct press_opts {
	double required_m; /* NaN: none */
	double step_m, stable_m, cycle_m;
	double cover;	  /* share of a day needed for its range and mean */
	int32_t interval; /* seconds, > 0 */
};

struct press_day {		  /* one local day of the point */
	int64_t midnight, length; /* instant; seconds */
	struct press_span night, peak;
	const struct press_span *mask; /* in order, apart */
	size_t nmask;
	const struct reading *r; /* in order of time */
	size_t n;
};

struct press_stat { /* NaN or -1 where there is nothing to say it of */
	size_t valid, expected;
	double mean, min, max, p05, p95, sd;
	int64_t min_at, max_at; /* instants, of equals the first */
	double night, peak;	/* means */
	double qualified;	/* readings at or above the requirement */
	double qualified_pct, below_h, worst, surplus;
	double negative_h;
	size_t steps;
	double step_mmin; /* the greatest |dP/dt| of neighbours, m/min */
	double cycles, range, stable_pct;
	size_t days;		 /* with enough readings */
	double day_mean, day_sd; /* of their means; sample sd, NaN for one */
};

struct press;

struct press *press_new(const struct press_opts *o);
void press_add(struct press *p, const struct press_day *d);
void press_result(struct press *p, struct press_stat *out);

/* Forgets all readings; for another point or period. */
void press_clear(struct press *p, const struct press_opts *o);
void press_free(struct press *p);

#endif
