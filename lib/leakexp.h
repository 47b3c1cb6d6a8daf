/*
 * The exponent N1 of leakage, L1/L0 = (P1/P0)^N1, and where it comes from.
 *
 *     default    the parameter n1 (1.15, mean of published zones)
 *     ili        1.5 - (1 - 0.65/ILI) p/100, p the share of rigid pipe in %;
 *                an ILI below 1 counts as 1 (A. Lambert's chart)
 *     step       slope of ln L on ln P over the steps of a pressure test
 *     nights     the same over nights between which the pressure changed
 *
 * (Thornton, Sturm, Kunkel, Water Loss Control, 2nd ed., ch. 10.)
 */
#ifndef WB_LEAKEXP_H
#define WB_LEAKEXP_H

#include <stddef.h>

#include "linefit.h"

/* NaN where ILI or share is not known. */
double leakexp_ili(double ili, double rigid_pct);

struct leak_point {    /* one steady part of a test, or one night */
	double l, p;   /* leakage m3/h, pressure m; both > 0 */
	double sl, sp; /* their own standard errors; 0: none */
};

/* What all points share, moved as one. */
struct leak_shared {
	double l;     /* 95 % half-width of legitimate use, m3/h */
	double p;     /* of the pressure's offset, m */
	size_t spent; /* degrees of freedom already taken from the points */
};

struct leakexp {
	struct linefit fit; /* of ln L on ln P */
	double half;	    /* 95 %, with what the points share; NaN: two */
	double p_lo, p_hi;  /* range of the pressures */
	size_t left_out;    /* points without leakage or pressure above 0 */
	enum {
		LEAKEXP_FITTED,
		LEAKEXP_FEW,   /* less than two usable points */
		LEAKEXP_STILL, /* pressures span less than 5 % of their
				* mean: no fit */
	} state;
};

/* Fits by York's method (linefit.h), by least squares where no point has an
 * error of its own.  The interval joins the fit's own and the shift of the
 * slope when use and pressure go to their limits, in quadrature. */
void leakexp_fit(const struct leak_point *pt, size_t n,
    const struct leak_shared *shared, struct leakexp *out);

#endif
