/*
 * Robust statistics of short lists: what a few wrong days cannot spoil.
 *
 * Values that are not known (NaN) do not count.  Where nothing is left the
 * answer is NaN.
 */
#ifndef WB_ROBUST_H
#define WB_ROBUST_H

#include <stddef.h>

/* The longest list. */
enum { ROBUST_MAX = 512 };

/* Copies what is known to out (room for n); how many. */
size_t robust_known(const double *v, size_t n, double *out);

/* The median; of an even number the mean of the middle two. */
double robust_median(const double *v, size_t n);

/* 1.4826 times the median distance from the median: the standard deviation
 * where the values are normal. */
double robust_spread(const double *v, size_t n);

/* Theil-Sen: the median of the slopes between all pairs, per step of the list;
 * NaN with less than three values.  n <= 64. */
double robust_slope(const double *v, size_t n);

/* Correlation of each value with the one before it, about the median; both
 * known.  0 with less than eight pairs. */
double robust_lag1(const double *v, size_t n);

#endif
