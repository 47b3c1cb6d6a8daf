/*
 * Numbers of a day drawn by hand: Q = a P + b with a known pattern, and a leak
 * that raises each of the three by just as much.
 */
#include <math.h>
#include <stdlib.h>

#include "leakprofile.h"
#include "tap.h"

enum { SLOTS = 24, FIRST = 20454 /* 2026-01-01, a Thursday */, DAYS = 60 };

/* 20 by night and 60 from 6 to 22; on Sundays two hours later. */
static double
course(int d, int s)
{
	int late = (d + 3) % 7 == 6 ? 2 : 0;

	return s >= 6 + late && s < 22 + late ? 60 : 20;
}

static void
take(struct leakprofile *p, int d, double leak, double factor, int turn)
{
	double q[SLOTS];
	struct leak_day day = {FIRST + d, (d + 3) % 7, 0, q};

	for (int s = 0; s < SLOTS; s++)
		q[s] = factor * course(d, (s + turn) % SLOTS) + leak;
	leakprofile_take(p, &day);
}

static struct leakprofile *
learnt(void)
{
	struct leakprofile *p = malloc(sizeof *p);

	leakprofile_init(p, SLOTS, 2, 5);
	for (int d = 0; d < DAYS; d++)
		take(p, d, 0, d % 2 ? 1.02 : 0.98, 0);
	return p;
}

static double
number(const struct leakprofile *p, enum leak_indicator i, long ago)
{
	return leakprofile_back(p, p->x[i], ago);
}

static void
a_leak(void)
{
	struct leakprofile *p = learnt();
	double n, d, b;

	take(p, DAYS, 0, 1, 0);
	n = number(p, LEAK_N, 0);
	d = number(p, LEAK_D, 0);
	b = number(p, LEAK_B, 0);
	near(n, 20, 0.5, "the night mean of an ordinary day");
	/* 16 hours of 60 and 8 of 20: by hand 46.67 */
	near(d, 46.67, 1, "its daily mean");
	take(p, DAYS + 1, 7, 1, 0);
	near(number(p, LEAK_N, 0) - n, 7, 0.5, "a leak of 7 raises the night");
	near(number(p, LEAK_D, 0) - d, 7, 1, "and the day");
	near(number(p, LEAK_B, 0) - b, 7, 1, "and what does not follow it");
	near(leakprofile_back(p, p->a, 0), leakprofile_back(p, p->a, 1), 1.5,
	    "the course is as large as before");
	take(p, DAYS + 2, 0, 1.3, 0);
	near(leakprofile_back(p, p->a, 0) / leakprofile_back(p, p->a, 2), 1.3,
	    0.05, "a larger use enlarges the course");
	near(number(p, LEAK_B, 0), b, 1.5, "and not the rest");
	free(p);
}

static void
medians(void)
{
	struct leakprofile *p = learnt();

	/* days alternate between 0.98 and 1.02 of the course; the last is odd
	 */
	near(leakprofile_median(p, p->mean, 0, 1), 1.02 * 46.6667, 0.01,
	    "the last day's mean");
	near(leakprofile_median(p, p->mean, 0, 8), 46.6667, 0.01,
	    "the median of eight days is the middle of both");
	ok(isnan(leakprofile_back(p, p->mean, DAYS)),
	    "of a day before the first there is nothing");
	free(p);
}

static void
a_clock(void)
{
	struct leakprofile *p = learnt();
	double q[SLOTS], gain;
	struct leak_day day = {FIRST + DAYS, (DAYS + 3) % 7, 0, q};

	for (int s = 0; s < SLOTS; s++)
		q[s] = course(DAYS, (s - 2 + SLOTS) % SLOTS);
	ok(leakprofile_lag(p, &day, &gain) == 2 && gain > 1.5,
	    "a day that runs two hours late");
	for (int s = 0; s < SLOTS; s++)
		q[s] = course(DAYS, s);
	ok(leakprofile_lag(p, &day, &gain) == 0, "one that does not");
	free(p);
}

static void
gaps(void)
{
	struct leakprofile *p = learnt();
	double q[SLOTS];
	struct leak_day day = {FIRST + DAYS, (DAYS + 3) % 7, 0, q};

	for (int s = 0; s < SLOTS; s++)
		q[s] = s < 8 ? course(DAYS, s) : NAN;
	leakprofile_take(p, &day);
	near(number(p, LEAK_N, 0), 20, 0.5, "with its night a day has an N");
	ok(isnan(number(p, LEAK_D, 0)) && isnan(number(p, LEAK_B, 0)),
	    "but a third of it gives neither D nor B");
	free(p);
}

int
main(void)
{
	a_leak();
	medians();
	a_clock();
	gaps();
	return tap_done();
}
