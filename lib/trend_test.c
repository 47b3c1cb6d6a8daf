/* Series with a planted slope and planted steps. */
#include "trend.h"

#include <stdint.h>

#include "tap.h"

enum { N = 120 };

static int64_t day[N];
static double v[N];
static struct trend t;
static uint32_t seed;

/* About normal, sd 1: the sum of twelve uniform ones. */
static double
noise(void)
{
	double sum = -6;

	for (int i = 0; i < 12; i++) {
		seed = seed * 1664525 + 1013904223;
		sum += (seed >> 8) / 16777216.0;
	}
	return sum;
}

static void
fill(double slope, double sd)
{
	for (int i = 0; i < N; i++) {
		day[i] = 1000 + i;
		v[i] = 20 + slope * i + sd * noise();
	}
}

static void
test_exact(void)
{
	fill(0.05, 0);
	v[7] = NAN;
	trend_find(day, v, N, 0.5, &t);
	ok(t.n == N - 1 && t.nstep == 0, "a line has no steps");
	near(t.slope, 0.05, 1e-12, "its slope");
	near(t.level, 20 + 0.05 * (N - 1), 1e-9, "its level now");
	trend_find(day, v, 4, 0.5, &t);
	ok(isnan(t.slope) && !isnan(t.level), "four nights have no slope");
	trend_find(day, v, 0, 0.5, &t);
	ok(isnan(t.level) && t.n == 0, "none have nothing");
}

static void
test_steps(void)
{
	seed = 3;
	fill(0.02, 0.5);
	for (int i = 40; i < N; i++)
		v[i] += 10;
	for (int i = 70; i < N; i++)
		v[i] -= 8;
	v[20] += 15; /* one wild night */
	trend_find(day, v, N, 0.5, &t);
	ok(t.nstep == 2 && t.step[0].day == 1040 && t.step[1].day == 1070,
	    "a burst and its repair, on their nights");
	near(t.step[0].size, 10, 1, "size of the burst");
	near(t.step[1].size, -8, 1, "of the repair");
	near(t.slope, 0.02, 0.01, "the slow rise between them");
	near(t.level, 24.4, 0.5, "the level after them");
}

/* The true slope lies inside the bounds in 95 of 100 series, the true level
 * too: of 400, 95 % are 380, less 3 standard deviations of 4.4 are 366. */
static void
test_coverage(void)
{
	int slope = 0, level = 0, steps = 0;

	for (uint32_t i = 0; i < 400; i++) {
		seed = 100 + 7919 * i;
		fill(0.01, 1);
		trend_find(day, v, N, 0.5, &t);
		slope += t.slope_lo <= 0.01 && 0.01 <= t.slope_hi;
		level += fabs(t.level - (20 + 0.01 * (N - 1))) <= t.level_half;
		steps += t.nstep > 0;
	}
	ok(slope >= 366, "the slope's bounds hold");
	ok(level >= 366, "the level's bounds hold");
	ok(steps <= 20, "few steps where there are none");
	printf("# slope %d, level %d, false steps %d of 400\n", slope, level,
	    steps);
}

int
main(void)
{
	test_exact();
	test_steps();
	test_coverage();
	return tap_done();
}
