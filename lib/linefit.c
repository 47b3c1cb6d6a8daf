#include "linefit.h"

#include <math.h>

/* Values whose squares about their mean are a smaller share of the square of
 * the mean differ by rounding alone. */
static const double SAME = 1e-24;

static const struct linefit NONE = {0, NAN, NAN, NAN, NAN, NAN, NAN, NAN};

void
linefit_least(const double *x, const double *y, size_t n, struct linefit *out)
{
	double sxx = 0, sxy = 0, syy = 0, rest = 0;

	*out = NONE;
	out->n = n;
	if (n < 2)
		return;
	out->mx = out->my = 0;
	for (size_t i = 0; i < n; i++) {
		out->mx += x[i] / (double)n;
		out->my += y[i] / (double)n;
	}
	for (size_t i = 0; i < n; i++) {
		double dx = x[i] - out->mx, dy = y[i] - out->my;

		sxx += dx * dx;
		sxy += dx * dy;
		syy += dy * dy;
	}
	if (!(sxx > SAME * (double)n * out->mx * out->mx))
		return;
	out->b = sxy / sxx;
	out->a = out->my - out->b * out->mx;
	for (size_t i = 0; i < n; i++)
		rest += pow(y[i] - out->a - out->b * x[i], 2);
	out->r2 = syy > 0 ? 1 - rest / syy : NAN;
	out->rms = sqrt(rest / (double)n);
	if (n > 2)
		out->se_b = sqrt(rest / (double)(n - 2) / sxx);
}

/* The quantities of York's iteration for a slope b. */
struct york {
	double mx, my, num, den, var, chi2;
};

static double
weight(double b, double sx, double sy)
{
	return 1 / (sy * sy + b * b * sx * sx);
}

static void
york_centre(double b, const double *x, const double *sx, const double *y,
    const double *sy, size_t n, struct york *k)
{
	double sum = 0;

	*k = (struct york){0};
	for (size_t i = 0; i < n; i++) {
		double w = weight(b, sx[i], sy[i]);

		sum += w;
		k->mx += w * x[i];
		k->my += w * y[i];
	}
	k->mx /= sum;
	k->my /= sum;
}

/* One turn: the next slope is num/den. */
static void
york_step(double b, const double *x, const double *sx, const double *y,
    const double *sy, size_t n, struct york *k)
{
	double mbeta = 0, sum = 0;

	york_centre(b, x, sx, y, sy, n, k);
	for (size_t i = 0; i < n; i++) {
		double w = weight(b, sx[i], sy[i]);
		double u = x[i] - k->mx, v = y[i] - k->my;
		double beta = w * (u * sy[i] * sy[i] + b * v * sx[i] * sx[i]);

		k->num += w * beta * v;
		k->den += w * beta * u;
		k->chi2 += w * (v - b * u) * (v - b * u);
		mbeta += w * beta;
		sum += w;
	}
	mbeta /= sum;
	for (size_t i = 0; i < n; i++) {
		double w = weight(b, sx[i], sy[i]);
		double u = x[i] - k->mx, v = y[i] - k->my;
		double beta = w * (u * sy[i] * sy[i] + b * v * sx[i] * sx[i]);

		k->var += w * (beta - mbeta) * (beta - mbeta);
	}
}

void
linefit_york(const double *x, const double *sx, const double *y,
    const double *sy, size_t n, struct linefit *out)
{
	struct york k;
	double b, excess;

	linefit_least(x, y, n, out);
	if (isnan(out->b) || n < 1)
		return;
	if (!(sx[0] > 0) && !(sy[0] > 0))
		return;
	b = out->b;
	for (int turn = 0; turn < 200; turn++) {
		double old = b;

		york_step(b, x, sx, y, sy, n, &k);
		if (!(k.den != 0))
			break;
		b = k.num / k.den;
		if (fabs(b - old) <= 1e-14 * fabs(b))
			break;
	}
	york_step(b, x, sx, y, sy, n, &k);
	out->b = b;
	out->a = k.my - b * k.mx;
	out->mx = k.mx;
	out->my = k.my;
	excess = n > 2 ? k.chi2 / (double)(n - 2) : 1;
	out->se_b = sqrt((excess > 1 ? excess : 1) / k.var);
}
