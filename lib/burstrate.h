/*
 * Bursts: how often, with what certainty, and whether pressure has to do with
 * it.
 *
 * A count n over an exposure E is n/E; its 95 % bounds are Garwood's exact ones
 * for a Poisson count,
 *
 *     lo = qgamma(0.025; n)/E,  hi = qgamma(0.975; n + 1)/E
 *
 * The ratio of two rates is judged by the binomial that two Poisson counts
 * form given their sum (Clopper and Pearson's interval).
 *
 * The regression is ln(mu_i) = ln(E_i) + b0 + sum_k bk x_ik with Poisson
 * counts, by iteratively reweighted least squares; where counts scatter more
 * than Poisson, standard errors grow by the square root of the dispersion
 * (quasi-Poisson; Pearson's chi2/(n - k)).
 */
#ifndef WB_BURSTRATE_H
#define WB_BURSTRATE_H

#include <stddef.h>

struct burst_rate {
	double rate, lo, hi; /* per unit of exposure; NaN where it is <= 0 */
};

struct burst_rate burst_rate(size_t count, double exposure);

/* after/before; NaN where there was none before or an exposure is <= 0 (hi
 * may be infinite). */
struct burst_rate burst_ratio(
    size_t before, double before_exposure, size_t after, double after_exposure);

enum { BURST_TERMS = 4 }; /* at most, the constant included */

struct burst_row {
	size_t count;
	double exposure;	   /* > 0 */
	double x[BURST_TERMS - 1]; /* all known */
};

struct burst_model {
	enum {
		BURST_FITTED,
		BURST_FEW,  /* less than BURST_LEAST bursts or too few rows */
		BURST_FLAT, /* a pressure term hardly varies, or terms go
			     * together: cannot be told apart */
	} state;
	size_t rows, bursts;
	double b[BURST_TERMS], se[BURST_TERMS]; /* b[0] the constant */
	double half[BURST_TERMS];		/* 95 % */
	double dispersion;
};

enum { BURST_LEAST = 10 }; /* bursts a term, the constant aside */

/* terms: of x, 0 .. BURST_TERMS - 1. */
void burst_fit(
    const struct burst_row *row, size_t n, int terms, struct burst_model *out);

#endif
