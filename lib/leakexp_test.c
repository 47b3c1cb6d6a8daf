/*
 * Exponents against the published chart, the step test and closed forms.
 */
#include "leakexp.h"

#include "tap.h"

/* Chart values by the formula, WE-19: rows ILI, columns p 0 20 40 60 80 100. */
static void
chart(void)
{
	static const double ili[] = {1, 1.25, 2, 3, 4, 6, 8, 10};
	static const double want[][6] = {
	    {1.500, 1.430, 1.360, 1.290, 1.220, 1.150},
	    {1.500, 1.404, 1.308, 1.212, 1.116, 1.020},
	    {1.500, 1.365, 1.230, 1.095, 0.960, 0.825},
	    {1.500, 1.343, 1.187, 1.030, 0.873, 0.717},
	    {1.500, 1.333, 1.165, 0.998, 0.830, 0.662},
	    {1.500, 1.322, 1.143, 0.965, 0.787, 0.608},
	    {1.500, 1.316, 1.133, 0.949, 0.765, 0.581},
	    {1.500, 1.313, 1.126, 0.939, 0.752, 0.565}};
	int good = 1;

	for (int i = 0; i < 8; i++)
		for (int k = 0; k < 6; k++)
			good &= fabs(leakexp_ili(ili[i], 20 * k) -
				     want[i][k]) <= 0.0006;
	ok(good, "the chart's 48 values");
	near(leakexp_ili(5, 40), 1.152, 1e-9, "its arrow");
	near(leakexp_ili(0.3, 100), 1.15, 1e-9, "an ILI below 1 is 1");
	ok(isnan(leakexp_ili(NAN, 50)) && isnan(leakexp_ili(3, NAN)),
	    "nothing from nothing");
}

/* Two steady parts of a test: the slope between them. */
static double
step(double l0, double l1, double p0, double p1)
{
	const struct leak_point pt[] = {{l0, p0, 0, 0}, {l1, p1, 0, 0}};
	static const struct leak_shared none = {0, 0, 0};
	struct leakexp e;

	leakexp_fit(pt, 2, &none, &e);
	return e.state == LEAKEXP_FITTED ? e.fit.b : NAN;
}

static void
steps(void)
{
	near(step(25, 21.6, 48, 41.5), 1.00464, 5e-6, "step 1");
	near(step(21.6, 18.2, 41.5, 35), 1.00544, 5e-6, "step 2");
	near(step(25, 18.2, 48, 35), 1.00507, 5e-6, "both");
	near(step(25, 20, 40, 40), NAN, 0, "none without a step");
}

/* L = 3 P^0.5: any fit of exact points finds 0.5. */
static void
orifice(void)
{
	static const double p[] = {20, 30, 35, 50};
	static const struct leak_shared none = {0, 0, 0}, use = {2, 0, 0};
	struct leak_point pt[5];
	struct leakexp e;
	double up, down;

	for (int i = 0; i < 4; i++)
		pt[i] = (struct leak_point){3 * sqrt(p[i]), p[i], 0.4, 0.3};
	pt[4] = (struct leak_point){-1, 40, 0.4, 0.3};
	leakexp_fit(pt, 5, &none, &e);
	ok(e.state == LEAKEXP_FITTED && e.left_out == 1 && e.fit.n == 4,
	    "a night without leakage is left out");
	near(e.fit.b, 0.5, 1e-9, "a pure orifice has exponent 0.5");
	near(e.fit.r2, 1, 1e-12, "exactly");
	leakexp_fit(pt, 2, &use, &e);
	ok(isnan(e.half), "two points have no interval");
	/* With use off by 2 m3/h, by two points at 20 and 50: */
	up = log((3 * sqrt(50) + 2) / (3 * sqrt(20) + 2)) / log(2.5);
	down = log((3 * sqrt(50) - 2) / (3 * sqrt(20) - 2)) / log(2.5);
	leakexp_fit(pt, 4, &use, &e);
	ok(e.half > (down - up) / 2 * 0.9, "an unsure use widens the interval");
	for (int i = 0; i < 4; i++)
		pt[i].p = 40 + 0.4 * i;
	leakexp_fit(pt, 4, &none, &e);
	ok(e.state == LEAKEXP_STILL && isnan(e.fit.b),
	    "refused where the pressure hardly moved");
	leakexp_fit(pt + 4, 1, &none, &e);
	ok(e.state == LEAKEXP_FEW, "refused without points");
}

int
main(void)
{
	chart();
	steps();
	orifice();
	return tap_done();
}
