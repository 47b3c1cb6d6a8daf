/*
 * Rainflow: how many swings of pressure a pipe has been through.
 *
 * The turning points of a series are paired into cycles as ASTM E1049-85
 * (5.4.4) does it: a swing that a greater one follows is a cycle, or half of
 * one where it begins the series; what is left in the end are halves.
 *
 * Swings smaller than what is counted never matter to greater ones, in which
 * they are contained, so that they are passed over as the series goes by.
 */
#ifndef WB_RAINFLOW_H
#define WB_RAINFLOW_H

#include <stddef.h>

struct rainflow {
	double least;	  /* only cycles of at least this range count */
	double cycles;	  /* closed ones: whole 1, halves 0.5 */
	int way;	  /* of the swing under way: 1, -1; 0: none yet */
	double low, high; /* its extreme; of none yet, both */
	double *turn;	  /* turning points still open */
	size_t n, cap;
};

/* A series of which cycles with a range of `least` or more count (range: from
 * trough to crest, in the unit of the values; > 0). */
void rainflow_init(struct rainflow *f, double least);

/* The next n values; those that are NaN are passed over. */
void rainflow_add(struct rainflow *f, const double *v, size_t n);

/* The cycles so far, with the halves that are still open. */
double rainflow_cycles(const struct rainflow *f);
void rainflow_release(struct rainflow *f);

#endif
