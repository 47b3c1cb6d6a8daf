/*
 * Burst rates against tables and a regression solved in another way.
 */
#include "burstrate.h"

#include "tap.h"

static void
rates(void)
{
	/* Garwood's limits in Pearson and Hartley's table 40: 0: 0, 3.689;
	 * 1: 0.0253, 5.572; 5: 1.623, 11.668; 10: 4.795, 18.390 */
	struct burst_rate r = burst_rate(0, 1);

	near(r.lo, 0, 0, "no burst: from 0");
	near(r.hi, 3.689, 5e-4, "up to 3.689");
	r = burst_rate(1, 1);
	near(r.lo, 0.0253, 5e-5, "one burst: from 0.0253");
	near(r.hi, 5.572, 5e-4, "up to 5.572");
	r = burst_rate(10, 2);
	near(r.rate, 5, 0, "ten in two years");
	near(r.lo, 4.795 / 2, 3e-4, "from");
	near(r.hi, 18.390 / 2, 3e-4, "to");
	ok(isnan(burst_rate(3, 0).rate), "no rate without exposure");
	r = burst_ratio(10, 1, 10, 2);
	near(r.rate, 0.5, 1e-15, "half as many");
	/* Clopper-Pearson for 10 of 20: 0.27196, 0.72804 */
	near(r.lo, 0.27196 / 0.72804 / 2, 1e-5, "from");
	near(r.hi, 0.72804 / 0.27196 / 2, 2e-5, "to");
	ok(isnan(burst_ratio(0, 1, 3, 1).rate), "none before: no ratio");
}

/* Two groups: the fit is saturated in the mean of each, so b1 is the log of
 * the ratio of the rates and var(b1) = 1/n0 + 1/n1. */
static void
groups(void)
{
	static const struct burst_row row[] = {{6, 2, {40}}, {4, 2, {40}},
	    {5, 2, {40}}, {10, 2, {50}}, {12, 2, {50}}, {8, 2, {50}}};
	struct burst_model m;

	burst_fit(row, 6, 1, &m);
	ok(m.state == BURST_FITTED && m.bursts == 45, "two groups are fitted");
	near(m.b[1], log(30.0 / 15) / 10, 1e-9, "slope");
	near(m.b[0], log(15.0 / 6) - 4 * log(30.0 / 15), 1e-8, "constant");
	near(m.se[1], sqrt(1.0 / 15 + 1.0 / 30) / 10, 1e-9, "error");
	/* Student's t for 4 degrees of freedom */
	near(m.half[1], 2.776445 * m.se[1], 1e-6, "95 %");
}

/* The score equations hold at the solution: sum x (y - mu) = 0. */
static void
score(void)
{
	struct burst_row row[40];
	struct burst_model m;
	double s[3] = {0};

	for (int i = 0; i < 40; i++) {
		row[i].x[0] = 30 + i % 7 * 3;
		row[i].x[1] = i * 13 % 11;
		row[i].exposure = 1 + i % 3;
		row[i].count = (size_t)(i * 7 % 5 + i % 7);
	}
	burst_fit(row, 40, 2, &m);
	ok(m.state == BURST_FITTED, "two terms are fitted");
	for (int i = 0; i < 40; i++) {
		double mu =
		    row[i].exposure *
		    exp(m.b[0] + m.b[1] * row[i].x[0] + m.b[2] * row[i].x[1]);

		s[0] += (double)row[i].count - mu;
		s[1] += row[i].x[0] * ((double)row[i].count - mu);
		s[2] += row[i].x[1] * ((double)row[i].count - mu);
	}
	ok(fabs(s[0]) + fabs(s[1]) + fabs(s[2]) < 1e-6, "and stand still");
	for (int i = 0; i < 40; i++)
		row[i].x[1] = 2 * row[i].x[0] - 5;
	burst_fit(row, 40, 2, &m);
	ok(m.state == BURST_FLAT, "terms that go together are not told apart");
	for (int i = 0; i < 40; i++)
		row[i].x[0] = 33;
	burst_fit(row, 40, 1, &m);
	ok(m.state == BURST_FLAT, "nor one that does not vary");
	for (int i = 0; i < 40; i++)
		row[i].count = i == 3;
	burst_fit(row, 40, 1, &m);
	ok(m.state == BURST_FEW && isnan(m.b[1]), "too few bursts to tell");
}

int
main(void)
{
	rates();
	groups();
	score();
	return tap_done();
}
