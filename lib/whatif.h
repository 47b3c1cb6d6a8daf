/*
 * What lowering the inlet pressure of a zone would have brought: a past period
 * replayed, step by step, without a network solver.
 *
 * Pressure at a point follows the inlet's through a head loss that grows with
 * the zone's flow as Hazen and Williams have it,
 *
 *     P_inlet - P_i = a_i + b_i Q^1.852
 *
 * of which b is fitted from the period itself, and the replay keeps what the
 * fit does not explain:
 *
 *     P_i' = P_i + dP_inlet + b_i (Q^1.852 - Q'^1.852)
 *
 * Leakage and use follow the average zone point:
 *
 *     L  = NNL (P/AZNP)^N1           NNL, AZNP of the night of that day
 *     L' = L (P'/P)^N1
 *     U' = U (1 - s + s (P'/P)^N3)   U = Q - L, s the share that pressure
 * drives Q' = L' + U'                   solved together with P'
 *
 * (Thornton, Sturm, Kunkel, Water Loss Control, 2nd ed., ch. 10; domain
 * section 6.3.)  A scenario is admissible if, at every step and required
 * point, P' stays at or above the requirement with the asked probability,
 *
 *     prob = Phi((P' - required) / sigma)
 *     sigma^2 = sensor^2 + valve^2 + (se_b (Q^1.852 - Q'^1.852))^2
 *
 * m3/h, metres of water, hours.  NaN is "not known": such steps do not count.
 */
#ifndef WB_WHATIF_H
#define WB_WHATIF_H

#include <stddef.h>
#include <stdint.h>

#include "bound.h"
#include "profile.h"

enum whatif_input {
	WHATIF_FLOW,	 /* the flow meters of the zone */
	WHATIF_LNU,	 /* legitimate night use */
	WHATIF_N1,	 /* leakage exponent */
	WHATIF_PRESSURE, /* offset of the pressure at the average zone point */
	WHATIF_VALVE,	 /* how well the valve holds what it is set to */
	WHATIF_HEADLOSS, /* the fitted head loss */
	WHATIF_USE,	 /* the share of use that pressure drives */
	WHATIF_BFF,	 /* bursts per pressure */
	WHATIF_BURSTS,	 /* bursts a year */
	WHATIF_INPUTS
};

struct whatif_point {
	const double *p; /* m, a value a step */
	double b, se_b;	 /* m per (m3/h)^1.852; see whatif_headloss */
	double required; /* m; NaN: nothing is required */
};

struct whatif_in {
	size_t n;				/* steps */
	double dt_h;				/* length of a step */
	const int32_t *clock;			/* seconds of the clock */
	const double *q;			/* flow into the zone */
	const double *nnl, *nnl_flow, *nnl_lnu; /* NNL of the day, and how far
						 * meters and use move it */
	const double *aznp;			/* of the day's night */
	struct whatif_point azp;
	const double *const *inlet; /* pressures at the inlets ... */
	const double *weight;	    /* ... and their weights */
	size_t ninlet;		    /* 0: not measured */
	const struct whatif_point *point;
	size_t npoint;
	double n1, n3, use_share;			       /* 0..1 */
	double err_n1, err_pressure_m, err_valve_m, err_share; /* 95 % */
	const struct profile *profile;
};

struct whatif_result { /* means over the steps that count */
	size_t steps;
	double q0, q1, leak0, leak1, use0, use1; /* m3/h */
	double azp0, azp1, max0, max1;		 /* AZP: mean, highest */
	double inlet_dp;			 /* mean change at the inlet */
	double lift; /* mean of Q' * -dP_inlet: m m3/h no longer lifted */
	/* the point and step nearest to its requirement */
	size_t worst, worst_step; /* worst == npoint: none was looked at */
	double worst_p0, worst_p1, prob; /* prob NaN: none */
};

struct whatif_trace { /* per step; NaN where it does not count */
	double *q, *leak0, *leak, *azp, *dp;
};

/* b and its standard error from the pressures of a point and of the inlet
 * (inlet NULL: taken as constant); b is 0 where the fit has it negative, both 0
 * where the flow does not vary.  R2 may be NULL. */
void whatif_headloss(const double *inlet, const double *p, const double *q,
    size_t n, double *b, double *se_b, double *r2);

/* One run.  trace may be NULL. */
void whatif_run(const struct whatif_in *in, struct whatif_result *out,
    const struct whatif_trace *trace);

/* The pressure of a point at a step of that trace; NaN as there. */
double whatif_pressure(const struct whatif_in *in,
    const struct whatif_point *pt, const struct whatif_trace *trace, size_t i);

/* The probability that it is at or above its requirement; NaN: not known. */
double whatif_prob(const struct whatif_in *in, const struct whatif_point *pt,
    const struct whatif_trace *trace, size_t i);

struct whatif_bounds {		/* means, m3/h, m, per cent */
	struct bound leak, use; /* saved */
	struct bound azp;	/* fall of the mean pressure */
	struct bound max_pct;	/* fall of the highest, per cent */
	struct bound lift;
};

/* The same with 95 % bounds: each input is moved to both of its limits and the
 * period replayed (first order, central differences). */
void whatif_bound(const struct whatif_in *in, struct whatif_bounds *out);

/* The lowest admissible profile by time of day with at most `slots` slots
 * (1..24) that begin on the hour: of all such the one that saves most leakage.
 * prob: asked for.  Within a slot more lowering always saves more, so that its
 * best lies on the constraint, where Brent's method finds it; the borders of
 * the slots are found by trying all (dynamic programming).  Values are whole
 * tenths of a metre, rounded to the safe side.  0, or -1: not even the pressure
 * as it was is admissible, or no point is required. */
int whatif_search(
    const struct whatif_in *in, int slots, double prob, struct profile *out);

#endif
