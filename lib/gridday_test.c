#include "gridday.h"

#include "tap.h"

enum { DAY = 86400 };

static struct reading
at(int32_t off, double v)
{
	return (struct reading){v, off, QUALITY_GOOD};
}

static void
test_bins(void)
{
	struct gridday g = GRIDDAY_INIT;
	struct reading r[] = {at(0, 10), at(300, 20), at(600, 30), at(900, 40),
	    at(1800, 7), at(2100, 9)};

	gridday_fill(&g, 300, DAY, r, 6, 300, 0.9);
	ok(g.n == 288 && g.v[1] == 20 && isnan(g.v[4]),
	    "on its own interval a reading is itself, a gap is none");
	gridday_fill(&g, 900, DAY, r, 6, 300, 0.9);
	ok(g.v[0] == 20, "three of three are averaged");
	ok(isnan(g.v[1]), "one of three is too few");
	ok(isnan(g.v[2]), "two of three are too few for 0.9");
	gridday_fill(&g, 900, DAY, r, 6, 300, 0.6);
	ok(g.v[2] == 8, "but enough for 0.6");
	r[1].quality = 0;
	gridday_fill(&g, 300, DAY, r, 6, 300, 0.9);
	ok(isnan(g.v[1]), "a reading called bad is none");
	gridday_fill(&g, 3600, 25 * 3600, r, 0, 3600, 0.9);
	ok(g.n == 25, "a day of 25 hours");
	gridday_release(&g);
}

static void
test_sums(void)
{
	struct gridday a = GRIDDAY_INIT, b = GRIDDAY_INIT, sum = GRIDDAY_INIT;
	struct reading ra[] = {at(0, 10), at(3600, 20)};
	struct reading rb[] = {at(0, 3)};

	gridday_fill(&a, 3600, DAY, ra, 2, 3600, 1);
	gridday_fill(&b, 3600, DAY, rb, 1, 3600, 1);
	gridday_add(&sum, &a, 1);
	gridday_add(&sum, &b, -1);
	ok(sum.v[0] == 7, "inflow less outflow");
	ok(isnan(sum.v[1]), "where one is missing there is no sum");
	near(gridday_mean(&a, 0, 7200, 1, NULL), 15, 0, "a mean");
	near(gridday_mean(&a, 0, 3 * 3600, 1, NULL), NAN, 0,
	    "of a window with a gap, all asked for");
	near(gridday_mean(&a, 0, 3 * 3600, 0.6, NULL), 15, 0,
	    "of the same, two thirds asked for");
	near(gridday_mean(&a, 1800, 5400, 0, NULL), NAN, 0,
	    "no step lies wholly inside");
	near(gridday_mean_around(&a, 1800, 5400, 1), 15, 0,
	    "but two steps are touched");
	gridday_release(&a);
	gridday_release(&b);
	gridday_release(&sum);
}

static void
test_spans(void)
{
	struct gridday g = GRIDDAY_INIT;
	const struct reading r[] = {at(120, 1), at(420, 2)};
	const struct gridday_span span[] = {
	    {-100, 120, 10}, {120, 420, 20}, {420, 1020, 30}};

	ok(gridday_fill(&g, 900, DAY, r, 0, 300, 1) &&
		!gridday_fill(&g, 900, DAY, r, 2, 300, 1) &&
		!gridday_fill(&g, 300, DAY, r, 2, 300, 1),
	    "stamps two minutes late are off the grid");
	ok(!gridday_fill(&g, 900, DAY, r, 0, 600, 1),
	    "10 minutes do not make up 15");
	gridday_spans(&g, 300, DAY, span, 3, 0.9);
	near(g.v[0], (120 * 10 + 180 * 20) / 300.0, 1e-12, "a mean by time");
	near(g.v[1], (120 * 20 + 180 * 30) / 300.0, 1e-12, "step by step");
	near(g.v[2], 30, 0, "of one span");
	near(g.v[3], NAN, 0, "two minutes of five are too few");
	gridday_release(&g);
}

static void
test_bridge(void)
{
	struct gridday g = GRIDDAY_INIT;
	const struct reading r[] = {
	    at(3600, 10), at(4 * 3600, 16), at(8 * 3600, 4)};

	gridday_fill(&g, 3600, DAY, r, 3, 3600, 1);
	ok(gridday_bridge(&g, 7200) == 2 && g.v[2] == 12 && g.v[3] == 14,
	    "two hours are bridged on a line");
	ok(isnan(g.v[0]) && isnan(g.v[5]) && isnan(g.v[7]) && isnan(g.v[9]),
	    "three are not, nor the ends of the day");
	gridday_release(&g);
}

static void
test_coarsen(void)
{
	double v[] = {1, 3, 5, NAN, 7, 9, 11};
	struct gridday g = {600, 7, v};

	gridday_coarsen(&g, 2);
	ok(g.step == 1200 && g.n == 3 && g.v[0] == 2 && isnan(g.v[1]) &&
		g.v[2] == 8,
	    "two steps are one, whole or not at all");
	gridday_coarsen(&g, 1);
	ok(g.step == 1200 && g.n == 3 && g.v[2] == 8, "by one: the same");
	ok(gridday_part(900, 600) == 300 && gridday_part(300, 3600) == 300,
	    "the step that parts both");
}

int
main(void)
{
	test_bins();
	test_sums();
	test_spans();
	test_bridge();
	test_coarsen();
	return tap_done();
}
