/*
 * The watch of a made zone: what it must find, what it must not, and that its
 * state is all it needs.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "leakwatch.h"
#include "tap.h"

enum { SLOTS = 96, DAYS = 120, FIRST = 20454 /* 2026-01-01 */ };

static uint64_t seed;

/* About normal, variance 1. */
static double
noise(void)
{
	double sum = -6;

	for (int i = 0; i < 12; i++) {
		seed = seed * 6364136223846793005U + 1442695040888963407U;
		sum += (double)(seed >> 40) / (1 << 24);
	}
	return sum;
}

/* A zone of 40 m3/h with a morning and an evening and quiet nights. */
static void
draw(double (*q)[SLOTS])
{
	seed = 7;
	for (int d = 0; d < DAYS; d++) {
		double level = 1 + 0.01 * noise();

		for (int s = 0; s < SLOTS; s++)
			q[d][s] =
			    level * 40 *
				(1 - 0.6 * cos(6.283185 * (s - 14) / SLOTS)) +
			    noise();
	}
}

struct seen {
	struct leak_report r[64];
	int n;
};

static void
run(double (*q)[SLOTS], int from, int to, struct leakwatch *w, struct seen *out)
{
	struct leak_report r[LEAK_REPORTS];

	for (int d = from; d < to; d++) {
		struct leak_day day = {FIRST + d, (d + 3) % 7, 0, q[d]};
		int n = leakwatch_day(w, &leakwatch_default, &day, r);

		for (int i = 0; i < n && out->n < 64; i++)
			out->r[out->n++] = r[i];
	}
}

static struct seen
watch(double (*q)[SLOTS])
{
	struct leakwatch *w = malloc(sizeof *w);
	struct seen out = {.n = 0};

	leakwatch_init(w, SLOTS, 8, 20);
	run(q, 0, DAYS, w, &out);
	free(w);
	return out;
}

static int
count(const struct seen *s, enum leak_what what, int rise)
{
	int n = 0;

	for (int i = 0; i < s->n; i++)
		n += s->r[i].what == what && s->r[i].rise == rise;
	return n;
}

static const struct leak_report *
change(const struct seen *s, int rise)
{
	static const struct leak_report none;

	for (int i = 0; i < s->n; i++)
		if (s->r[i].what == LEAK_CHANGE && s->r[i].rise == rise)
			return &s->r[i];
	return &none;
}

static const struct leak_report *
largest_fall(const struct seen *s)
{
	const struct leak_report *best = change(s, 0);

	for (int i = 0; i < s->n; i++)
		if (s->r[i].what == LEAK_CHANGE && !s->r[i].rise &&
		    s->r[i].size > best->size)
			best = &s->r[i];
	return best;
}

static double (*fresh(void))[SLOTS]
{
	static double q[DAYS][SLOTS];

	draw(q);
	return q;
}

static void
quiet(void)
{
	struct seen s = watch(fresh());

	ok(count(&s, LEAK_CHANGE, 1) == 0, "nothing happens: no alarm");
}

static void
burst(void)
{
	double(*q)[SLOTS] = fresh();
	const struct leak_report *r;
	struct seen s;

	for (int d = 60; d < 80; d++) /* 12 m3/h from day 60 14:00 on */
		for (int k = d == 60 ? 56 : 0; k < SLOTS; k++)
			q[d][k] += 12;
	s = watch(q);
	r = change(&s, 1);
	ok(count(&s, LEAK_CHANGE, 1) == 1, "a burst is one change");
	ok(r->path == LEAK_FAST && r->nature == LEAK_LEAK, "found at once");
	ok(r->found_day == FIRST + 60 && r->found_step <= 56 + 24,
	    "within six hours");
	near((double)(r->day * SLOTS + r->step), (FIRST + 60) * SLOTS + 56.0,
	    12, "its onset within three hours");
	near(r->size, 12, 2.4, "its size within a fifth");
	ok(r->lo < 12 && r->hi > 12, "which lies within the bounds");
	r = largest_fall(&s);
	near((double)r->day, FIRST + 80, 1, "the repair is a fall");
	near(r->size, 12, 2.4, "of that size");
}

static void
ramp(void)
{
	double(*q)[SLOTS] = fresh();
	const struct leak_report *r;
	struct seen s;

	for (int d = 50; d < DAYS; d++) /* to 10 m3/h in 40 days */
		for (int k = 0; k < SLOTS; k++)
			q[d][k] += d < 90 ? 0.25 * (d - 50) : 10;
	s = watch(q);
	r = change(&s, 1);
	ok(r->what == LEAK_CHANGE && r->nature == LEAK_LEAK, "a ramp is found");
	ok(r->found_day < FIRST + 70, "before it is at half its size");
	ok(r->day >= FIRST + 44, "its onset is no earlier than a week before");
}

static void
short_event(void)
{
	double(*q)[SLOTS] = fresh();
	struct seen s;

	for (int k = 40; k < 64; k++)
		q[70][k] += 25;
	s = watch(q);
	ok(count(&s, LEAK_PROVISIONAL, 1) == 1 && count(&s, LEAK_SHORT, 1) == 1,
	    "six hours of a hydrant: provisional, then short");
	ok(count(&s, LEAK_CHANGE, 1) == 0, "and no alarm");
}

static void
by_day(void)
{
	double(*q)[SLOTS] = fresh();
	struct seen s;
	int leaks = 0, demand = 0;

	for (int d = 60; d < DAYS; d++)
		for (int k = 32; k < 80; k++)
			q[d][k] += 10;
	s = watch(q);
	for (int i = 0; i < s.n; i++)
		if (s.r[i].what == LEAK_CHANGE && s.r[i].rise) {
			leaks += s.r[i].nature == LEAK_LEAK;
			demand += s.r[i].nature == LEAK_DEMAND;
		}
	ok(leaks == 0, "more use from 8 to 20: no leak");
	printf("# %d of demand\n", demand);
}

static void
factor(void)
{
	double(*q)[SLOTS] = fresh();
	struct seen s;

	for (int d = 60; d < DAYS; d++)
		for (int k = 0; k < SLOTS; k++)
			q[d][k] *= 2;
	s = watch(q);
	ok(change(&s, 1)->nature == LEAK_SCALE, "twice the flow is a scale");
	near(change(&s, 1)->factor, 2, 0.1, "with its factor");
}

/* Put away and taken out again each day, it tells the same. */
static void
in_pieces(void)
{
	double(*q)[SLOTS] = fresh();
	struct leakwatch *w = malloc(sizeof *w), *other = malloc(sizeof *w);
	struct seen whole, parts = {.n = 0};

	for (int d = 60; d < DAYS; d++)
		for (int k = 0; k < SLOTS; k++)
			q[d][k] += 6;
	whole = watch(q);
	leakwatch_init(w, SLOTS, 8, 20);
	for (int d = 0; d < DAYS; d++) {
		memcpy(other, w, sizeof *w);
		memset(w, 0xA5, sizeof *w);
		run(q, d, d + 1, other, &parts);
		memcpy(w, other, sizeof *w);
	}
	ok(whole.n > 0 && whole.n == parts.n &&
		memcmp(whole.r, parts.r, (size_t)whole.n * sizeof *whole.r) ==
		    0,
	    "day by day is as in one");
	ok(sizeof *w <= 60 * 1024, "the state is small");
	free(w);
	free(other);
}

/* Missing days hold everything. */
static void
gaps(void)
{
	double(*q)[SLOTS] = fresh();
	struct seen s;

	for (int d = 50; d < 60; d++)
		for (int k = 0; k < SLOTS; k++)
			q[d][k] = NAN;
	for (int d = 70; d < 80; d++)
		for (int k = d % 3; k < SLOTS; k += 3)
			q[d][k] = NAN;
	s = watch(q);
	ok(count(&s, LEAK_CHANGE, 1) + count(&s, LEAK_CHANGE, 0) == 0,
	    "gaps are no change");
}

int
main(void)
{
	quiet();
	burst();
	ramp();
	short_event();
	by_day();
	factor();
	in_pieces();
	gaps();
	return tap_done();
}
