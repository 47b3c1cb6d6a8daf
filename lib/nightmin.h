/*
 * Minimum night flow (MNF).
 *
 * In the small hours little water is used, so what still flows is mostly
 * leakage.  Over one local day on a regular grid of readings, each the mean
 * flow of the interval that begins at its stamp, this module finds
 *
 *     MNF   = min over t of the mean of the readings in (t - width, t]
 *             for windows that end with a reading and lie inside [from, to)
 *     fixed = mean of the readings in [fixed_from, fixed_to)
 *     lowest = the least reading of [from, to)
 *     mean  = mean of the readings of the day
 *
 * A window with less than `cover` of its readings does not count, and with
 * less than `night_cover` of the readings of [from, to) the night has no
 * minimum: what is left may have missed it.  A mean over readings of one
 * grid weighs by time.  A reading belongs to a window if its whole interval
 * lies in it, and as many are expected as the window can hold: what it reaches
 * beyond the day is expected too, and missing.  The moving hour is the usual
 * choice; many utilities report a fixed window such as 03:00 to 04:00.
 */
#ifndef WB_NIGHTMIN_H
#define WB_NIGHTMIN_H

#include <stddef.h>
#include <stdint.h>

/* One local day: reading i is the mean over [i*step, (i+1)*step) seconds after
 * local midnight, NaN where there is none.  A day of 23 or 25 hours has fewer
 * or more readings. */
struct night_grid {
	int32_t step;	 /* seconds, > 0 */
	size_t n;	 /* readings that the day should have */
	const double *q; /* m3/h */
};

/* Windows in elapsed seconds since local midnight (the caller has turned the
 * clock times into these, so that odd days are right). */
struct night_window {
	int32_t from, to; /* half-open; the moving minimum's window */
	int32_t width;	  /* seconds averaged over */
	int32_t fixed_from, fixed_to;
	double cover;	    /* share of an averaging window needed, 0..1 */
	double night_cover; /* share of [from, to) needed, 0..1 */
};

/* A window of no length, a width shorter than a step or longer than the night
 * have no reading or no place, and yield NaN. */
struct night_min {
	double mnf;    /* m3/h, NaN: none */
	int32_t at;    /* start of the minimum, s after midnight; -1: none */
	double fixed;  /* m3/h, NaN: none */
	double lowest; /* m3/h, NaN: none */
	int32_t lowest_at; /* its start, s after midnight; -1: none */
	double mean;	   /* m3/h over the valid readings, NaN: no reading */
	size_t valid, expected;		    /* readings of the day */
	size_t night_valid, night_expected; /* readings of [from, to) */
};

/* O(n), exact to rounding.  The earliest of equal minima wins (equal: within
 * 1e-12 of each other), so that `at` is the same everywhere. */
void nightmin_day(const struct night_grid *g, const struct night_window *w,
    struct night_min *out);

/* The 20th percentile of the minima of seven nights (UKWIR 99/WM/08/21): linear
 * between the order statistics, h = (n - 1) p.  NaN are nights without; fewer
 * than four others have no percentile.  n <= 7. */
double nightmin_p20(const double *mnf, size_t n);

#endif
