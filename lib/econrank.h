/*
 * Which zone comes first, and how surely.
 *
 * Each zone has a key with its error.  Ranks by the keys alone say nothing of
 * the errors, and ranks of keys to which errors were drawn anew spread too far
 * apart: the estimates already do by their own errors (80 % of the intervals
 * of 40 much alike zones held the true rank, where 95 % should).  So the draws
 * are of what the keys really may be, given all zones:
 *
 *     key_i | true_i ~ N(true_i, s_i^2),  true_i ~ N(m, t^2)
 *     true_i | all keys ~ N(m + B_i (key_i - m), B_i s_i^2)
 *     B_i = t^2 / (t^2 + s_i^2),  s_i = half-width / 1.96
 *
 * with m the mean weighted by 1/(t^2 + s_i^2) and t^2 by Paule and Mandel
 * (1982): sum (key_i - m)^2 / (t^2 + s_i^2) = n - 1, 0 if that has no root.
 * (Laird and Louis 1989, ranks by empirical Bayes.)  A rank's bounds are the
 * 2.5 and 97.5 % points of its draws, widened to hold the rank of the key
 * itself.  Errors of different zones are taken as independent.  Keys without
 * a known error are exact.
 *
 * The generator is GSL's mt19937, the normal its ratio method: the same seed
 * gives the same ranks on every machine.
 *
 * Two zones are tied where their keys differ by less than the 95 % half-width
 * of the difference.
 */
#ifndef WB_ECONRANK_H
#define WB_ECONRANK_H

#include <stddef.h>

#include "bound.h"

struct econrank {
	size_t rank, lo, hi; /* from 1; 0: the key is not known */
	double p, p_first;   /* that it has its rank; that it is the first */
	double *draws;	     /* share of the draws by rank - 1; n of them */
	size_t tied;	     /* with so many others */
	long nearest;	     /* of them, by the key; -1: none */
	unsigned apart;	     /* inputs (bit i) whose errors, were they
			      * none in both, would tell it from that one */
};

enum { ECONRANK_DRAWS = 10000 };

/* Ranks n keys, the greatest first; where two are equal the earlier.  v NaN:
 * no rank.  inputs: of the keys' bounds, how many.  out[n], to be released. */
void econrank(const struct bound *key, size_t n, int inputs, unsigned seed,
    size_t draws, struct econrank *out);
void econrank_release(struct econrank *r, size_t n);

/* 1 if the two keys cannot be told apart. */
int econrank_tied(const struct bound *a, const struct bound *b);

#endif
