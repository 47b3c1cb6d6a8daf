/*
 * Order statistics: what a few wild values cannot move.
 */
#ifndef WB_RANK_H
#define WB_RANK_H

#include <stddef.h>

/* The value of rank k (0..n-1) of n > k values, none of them NaN; reorders v.
 * O(n) on the mean. */
double rank_select(double *v, size_t n, size_t k);

/* The median; NaN of none.  Reorders v. */
double rank_median(double *v, size_t n);

/* Robust standard deviation about `mid`: 1.4826 times the median distance.
 * Turns v into the distances. */
double rank_sigma(double *v, size_t n, double mid);

#endif
