/*
 * Figures that contradict each other, adjusted by their variances.
 *
 * Each figure is v + sum_i e[i] u[i] (bound.h): the inputs u are independent,
 * their 95 % limits -1 and 1.  That figure a ought to equal figure b is one
 * condition; the least squares solution is the smallest u that fulfils all of
 * them, so what is sure moves little and what is not moves much, and what two
 * figures share moves in both.  Bounds shrink by what the conditions tell.
 */
#ifndef WB_RECONCILE_H
#define WB_RECONCILE_H

#include <stddef.h>

#include "bound.h"

struct reconcile {
	double u[BOUND_INPUTS];			 /* how far each input moves */
	double keep[BOUND_INPUTS][BOUND_INPUTS]; /* what is left unknown */
};

/* gap[k] is to become 0: the difference of two figures, or the sum of some.  0,
 * or -1: a gap without any error, or gaps that are the same. */
int reconcile(const struct bound *gap, size_t n, struct reconcile *out);

/* A figure after that; bounds are those of its inputs and what they share. */
struct bound reconciled(const struct reconcile *r, const struct bound *b);

#endif
