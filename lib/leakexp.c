#include "leakexp.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#include "xalloc.h"

/* Pressures must span this share of their mean. */
static const double LEAST_SPAN = 0.05;

double
leakexp_ili(double ili, double rigid_pct)
{
	if (isnan(ili) || isnan(rigid_pct))
		return NAN;
	return 1.5 - (1 - 0.65 / (ili < 1 ? 1 : ili)) * rigid_pct / 100;
}

/* ln P, ln L and their errors of the usable points, use and pressure moved by
 * dl and dp. */
static void
fit_moved(const struct leak_point *pt, size_t n, double dl, double dp,
    struct linefit *out)
{
	double *x = xmalloc(4 * (n + 1) * sizeof *x);
	double *sx = x + n + 1, *y = sx + n + 1, *sy = y + n + 1;
	size_t m = 0;

	for (size_t i = 0; i < n; i++) {
		double l = pt[i].l + dl, p = pt[i].p + dp;

		if (!(pt[i].l > 0 && pt[i].p > 0 && l > 0 && p > 0))
			continue;
		x[m] = log(p);
		sx[m] = pt[i].sp / p;
		y[m] = log(l);
		sy[m++] = pt[i].sl / l;
	}
	linefit_york(x, sx, y, sy, m, out);
	free(x);
}

/* Half of what the slope moves between the two limits of a shared input; where
 * one limit leaves points without leakage, the whole of the other side. */
static double
moved(const struct leak_point *pt, size_t n, double dl, double dp,
    const struct linefit *fit)
{
	struct linefit up, down;

	fit_moved(pt, n, dl, dp, &up);
	fit_moved(pt, n, -dl, -dp, &down);
	if (up.n == fit->n && down.n == fit->n)
		return fabs(up.b - down.b) / 2;
	if (up.n == fit->n)
		return fabs(up.b - fit->b);
	return INFINITY;
}

/* Half-width of the fit itself, of points that cost `spent` degrees of freedom
 * before. */
static double
own_half(const struct linefit *f, size_t spent)
{
	double had, left;

	if (f->n < 3 + spent)
		return NAN;
	had = (double)f->n - 2;
	left = had - (double)spent;
	return gsl_cdf_tdist_Pinv(0.975, left) * f->se_b * sqrt(had / left);
}

static void
find_range(const struct leak_point *pt, size_t n, struct leakexp *out)
{
	out->p_lo = INFINITY;
	out->p_hi = -INFINITY;
	for (size_t i = 0; i < n; i++) {
		if (!(pt[i].l > 0 && pt[i].p > 0)) {
			out->left_out++;
			continue;
		}
		out->p_lo = fmin(out->p_lo, pt[i].p);
		out->p_hi = fmax(out->p_hi, pt[i].p);
	}
}

void
leakexp_fit(const struct leak_point *pt, size_t n,
    const struct leak_shared *shared, struct leakexp *out)
{
	double mean, a, b;

	*out = (struct leakexp){.half = NAN};
	linefit_least(NULL, NULL, 0, &out->fit);
	find_range(pt, n, out);
	if (n - out->left_out < 2) {
		out->p_lo = out->p_hi = NAN;
		out->state = LEAKEXP_FEW;
		return;
	}
	out->fit.n = n - out->left_out;
	mean = (out->p_hi + out->p_lo) / 2;
	if (out->p_hi - out->p_lo < LEAST_SPAN * mean) {
		out->state = LEAKEXP_STILL;
		return;
	}
	out->state = LEAKEXP_FITTED;
	fit_moved(pt, n, 0, 0, &out->fit);
	a = moved(pt, n, shared->l, 0, &out->fit);
	b = moved(pt, n, 0, shared->p, &out->fit);
	out->half =
	    sqrt(pow(own_half(&out->fit, shared->spent), 2) + a * a + b * b);
}
