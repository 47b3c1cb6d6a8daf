/*
 * Real loss of a day between two nights.
 *
 * NNL NDF takes the leakage of one night for the whole day, though leaks start,
 * grow and are repaired by day, and one night's use is not the usual one.
 * Between the middles of two nights' minima, S hours apart, leakage is taken to
 * run on a straight line; R hours remain of the day of D hours after the first:
 *
 *     w = R^2 / (2 S D)        the second night's weight, some 0.35
 *     loss = ((1 - w) NNL + w NNL of the next night) NDF          m3/d
 *
 * Errors of meters and night use are taken as the same in both nights.
 */
#ifndef WB_NIGHTLINE_H
#define WB_NIGHTLINE_H

#include "zonenight.h"

/* NaN where either night has no NNL. */
struct bound
nightline(const struct zonenight *night, const struct zonenight *next);

#endif
