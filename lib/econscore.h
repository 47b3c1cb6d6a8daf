/*
 * Several keys as one score.
 *
 *     score_i = sum_k w_k (key_ik - least_k)/(greatest_k - least_k) / sum_k w_k
 *
 * over the zones i that are compared; least and greatest are those of the
 * zones, taken as exact, and a key that is the same in all of them is no part
 * of it.  A score of which a key of some weight is not known is not known.
 * (Domain section 7.4.)
 */
#ifndef WB_ECONSCORE_H
#define WB_ECONSCORE_H

#include <stddef.h>

#include "bound.h"

/* key[i * nkey + k], v NaN: not known; score[n]; part[n * nkey], what each key
 * adds to it, NULL: not asked for. */
void econ_score(const struct bound *key, size_t n, size_t nkey,
    const double *weight, struct bound *score, double *part);

/* Weights from a table `key, weight`; a name that is not in it has none.  0, or
 * -1: has said why. */
int econ_weights(
    const char *path, const char *const *name, size_t n, double *weight);

#endif
