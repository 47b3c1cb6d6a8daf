/*
 * Night use from a sample of customers' own meters.
 *
 * Meter i of n used y_i litres an hour in the hours of the zone's minima and
 * x_i m3 a day, both means over the period.  Of the meters, each one
 * observation,
 *
 *     y = mean of y_i,  95 % half-width  t s / sqrt(n)
 *     y_i = slope x_i + intercept by least squares, R2
 *
 * with t = z + (z^3 + z)/(4 (n - 1)), z = 1.96, near Student's.  A leak behind
 * a meter is use to the zone, and counts.  (A study of 17 000 meters
 * found 7.876 x
 * + 0.446, R2 0.76: domain section 5.2.)
 */
#ifndef WB_LNUFIT_H
#define WB_LNUFIT_H

#include <stddef.h>

struct lnufit {
	size_t n;
	double mean, half;	     /* L/h per property; half NaN for n < 2 */
	double day_m3;		     /* mean use, m3 a day */
	double slope, intercept, r2; /* NaN for n < 3 or equal x */
};

/* NaN in either: not used. */
void lnufit(
    const double *day_m3, const double *night_l, size_t n, struct lnufit *out);

#endif
