/*
 * A straight line through points: y = a + b x.
 *
 * Least squares,
 *
 *     b = sum((x - mx)(y - my)) / sum((x - mx)^2),  a = my - b mx
 *     se_b = sqrt(sum(r^2) / (n - 2) / sum((x - mx)^2))
 *     R2 = 1 - sum(r^2) / sum((y - my)^2)
 *
 * or, where both coordinates err, York's solution (York et al., Am. J. Phys.
 * 72, 367, 2004) with independent errors, whose standard error is multiplied by
 * sqrt(chi2/(n - 2)) where the points scatter more than their errors say.
 * What cannot be said is NaN: fewer than two points or all x equal, and the
 * standard error of two points without errors.
 */
#ifndef WB_LINEFIT_H
#define WB_LINEFIT_H

#include <stddef.h>

struct linefit {
	size_t n;
	double a, b, se_b, r2, rms;
	double mx, my; /* the centre: the line passes through it */
};

void
linefit_least(const double *x, const double *y, size_t n, struct linefit *out);

/* sx, sy: standard errors of each coordinate, all > 0 or one side all 0. */
void linefit_york(const double *x, const double *sx, const double *y,
    const double *sy, size_t n, struct linefit *out);

#endif
