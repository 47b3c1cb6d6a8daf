/*
 * How often each kind of pipe bursts, by what kinds have in common.
 *
 * Of one kind there are seldom bursts enough to tell its rate.  So material,
 * diameter and age each have an effect on it, and an effect is drawn towards
 * none by as much as the data do not ask for it:
 *
 *     n ~ Poisson(E exp(b + u_material + u_dn + u_age)),  u ~ N(0, t^2)
 *
 * E the exposure, km years.  b and u at the mode, by Newton's method, with the
 * covariance of the inverse of the information there (Laplace); t by the
 * greatest marginal likelihood times t, which keeps it off 0 (Chung et al.,
 * Psychometrika 78, 2013), 0.5 for fewer than ASSETS_LEAST bursts.
 *
 *     rate = exp(x'b),  bounds exp(x'b -+ 1.96 sqrt(x' C x))
 */
#ifndef WB_ASSETFIT_H
#define WB_ASSETFIT_H

#include <stddef.h>

struct asset_cell {	  /* of a kind */
	size_t effect[3]; /* numbers below `effects`, each of another sort */
	double bursts, exposure;
	double rate, lo, hi; /* what comes out */
};

/* Returns t; NaN where there is no burst or no exposure: no rate is known. */
double assetfit(struct asset_cell *cell, size_t n, size_t effects, int few);

#endif
