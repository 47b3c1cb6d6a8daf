/*
 * Lines against published fits.
 */
#include "linefit.h"

#include "tap.h"

/* Pearson's data with York's weights (York 1966; York et al. 2004, table II):
 * slope -0.480533, intercept 5.47991, standard error of the slope 0.057985,
 * chi2/(n-2) 1.4833, so that ours is 0.057985 sqrt(1.4833) */
static void
york(void)
{
	static const double x[] = {
	    0.0, 0.9, 1.8, 2.6, 3.3, 4.4, 5.2, 6.1, 6.5, 7.4};
	static const double y[] = {
	    5.9, 5.4, 4.4, 4.6, 3.5, 3.7, 2.8, 2.8, 2.4, 1.5};
	static const double wx[] = {
	    1000, 1000, 500, 800, 200, 80, 60, 20, 1.8, 1};
	static const double wy[] = {1, 1.8, 4, 8, 20, 20, 70, 70, 100, 500};
	double sx[10], sy[10], none[10] = {0};
	struct linefit f, g;

	for (int i = 0; i < 10; i++) {
		sx[i] = 1 / sqrt(wx[i]);
		sy[i] = 1 / sqrt(wy[i]);
	}
	linefit_york(x, sx, y, sy, 10, &f);
	near(f.b, -0.480533, 1e-6, "York's slope");
	near(f.a, 5.47991, 1e-5, "and intercept");
	near(f.se_b, 0.057985 * sqrt(1.4833), 2e-5, "and its standard error");
	linefit_least(x, y, 10, &f);
	/* awk: -0.5395773, 5.7611852 */
	near(f.b, -0.539577, 1e-6, "least squares, slope");
	near(f.a, 5.761185, 1e-6, "and intercept");
	linefit_york(x, none, y, none, 10, &g);
	near(g.b, f.b, 0, "without errors it is least squares");
}

/* A step test: flows 25, 21.6, 18.2 at 48, 41.5, 35 m; slope of ln L on ln P
 * 1.0050801, coefficient 0.5107021, R2 0.99999995, standard error 2.289e-4. */
static void
step_test(void)
{
	static const double p[] = {48, 41.5, 35}, l[] = {25, 21.6, 18.2};
	double x[3], y[3];
	struct linefit f;

	for (int i = 0; i < 3; i++) {
		x[i] = log(p[i]);
		y[i] = log(l[i]);
	}
	linefit_least(x, y, 3, &f);
	near(f.b, 1.0050801, 5e-8, "exponent of a step test");
	near(exp(f.a), 0.5107021, 5e-8, "its coefficient");
	near(f.r2, 0.99999995, 5e-9, "R2");
	near(f.se_b, 2.289e-4, 5e-8, "standard error");
}

static void
nothing(void)
{
	static const double x[] = {1, 1, 1}, y[] = {1, 2, 3};
	struct linefit f;

	linefit_least(x, y, 3, &f);
	ok(isnan(f.b), "no slope where x does not move");
	linefit_least((const double[]){0.1 + 0.2, 0.3, 0.3}, y, 3, &f);
	ok(isnan(f.b), "nor where it moves by rounding");
	linefit_least(x, y, 1, &f);
	ok(isnan(f.b), "none of one point");
	linefit_least((const double[]){1, 2}, y, 2, &f);
	near(f.b, 1, 1e-15, "two points have a slope");
	ok(isnan(f.se_b), "of unknown error");
}

int
main(void)
{
	york();
	step_test();
	nothing();
	return tap_done();
}
