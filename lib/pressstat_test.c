/*
 * Statistics of a point, by hand and by brute force.
 */
#include "pressstat.h"

#include <stdlib.h>

#include "tap.h"

static const struct press_opts usual = {.required_m = 20,
    .step_m = 5,
    .stable_m = 5,
    .cycle_m = 5,
    .cover = 0.9,
    .interval = 21600};

/* Four readings a day, quality 192. */
static void
day_of(struct press *p, int64_t day, const double v[4],
    const struct press_span *mask, size_t nmask)
{
	struct reading r[4];
	struct press_day d = {.midnight = day * 86400,
	    .length = 86400,
	    .night = {0, 21600},
	    .peak = {43200, 64800},
	    .mask = mask,
	    .nmask = nmask,
	    .r = r};

	for (int i = 0; i < 4; i++)
		if (!isnan(v[i]))
			r[d.n++] = (struct reading){v[i], i * 21600, 192};
	press_add(p, &d);
}

static void
by_hand(void)
{
	static const double a[] = {30, 24, 18, 28}, b[] = {32, 26, -2, 24};
	struct press *p = press_new(&usual);
	struct press_stat s;

	day_of(p, 0, a, NULL, 0);
	day_of(p, 1, b, NULL, 0);
	press_result(p, &s);
	near(s.mean, 22.5, 1e-12, "mean");
	near(s.min, -2, 0, "minimum");
	ok(s.min_at == 86400 + 43200, "its time");
	ok(s.max_at == 86400 && s.max == 32, "maximum and its time");
	/* deviations 7.5 1.5 -4.5 5.5 9.5 3.5 -24.5 1.5: squares add to 814 */
	near(s.sd, sqrt(814 / 8.0), 1e-12, "population sd");
	near(s.night, 31, 1e-12, "night");
	near(s.peak, 8, 1e-12, "peak hours");
	near(s.qualified_pct, 75, 1e-12, "qualification");
	near(s.below_h, 12, 1e-12, "hours below");
	near(s.worst, -2, 0, "worst value below");
	near(s.surplus, 2.5, 1e-12, "surplus");
	near(s.negative_h, 6, 1e-12, "hours of negative pressure");
	/* 30 24 18 28 32 26 -2 24: 6 6 10 4 6 28 26 */
	ok(s.steps == 6, "large steps");
	near(s.step_mmin, 28 / 360.0, 1e-12, "fastest step");
	near(s.range, (12 + 34) / 2.0, 1e-12, "daily range");
	near(s.day_mean, (25 + 20) / 2.0, 1e-12, "mean of the days");
	near(s.day_sd, 5 / sqrt(2), 1e-12, "sd of the days");
	/* within 5 of 25: 30 24 28; of 20: 24 */
	near(s.stable_pct, 50, 1e-12, "stability");
	press_free(p);
}

static void
odd_cases(void)
{
	static const double a[] = {30, NAN, 18, 28}, c[] = {25, 25, 25, 25};
	static const struct press_span mask[] = {{40000, 50000}};
	struct press_opts o = usual;
	struct press *p = press_new(&o);
	struct press_stat s;

	press_result(p, &s);
	ok(s.valid == 0 && isnan(s.mean) && isnan(s.qualified_pct),
	    "no readings, no figures");
	day_of(p, 0, a, mask, 1);
	press_result(p, &s);
	/* readings at 6 h (its interval reaches the mask) and 12 h are masked
	 */
	ok(s.expected == 2 && s.valid == 2, "masked time is not expected");
	near(s.mean, 29, 1e-12, "nor counted");
	ok(s.steps == 0, "no step across a gap");
	o.required_m = NAN;
	press_clear(p, &o);
	day_of(p, 0, c, NULL, 0);
	press_result(p, &s);
	near(s.sd, 0, 0, "a constant pressure has no spread");
	near(s.p05, 25, 0, "and is its own quantile");
	near(s.cycles, 0, 0, "and has no cycles");
	ok(isnan(s.qualified_pct) && isnan(s.surplus), "nothing is required");
	press_free(p);
}

static int
by_size(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* The quantiles of a point are those of its values put in order. */
static void
of_a_point(void)
{
	struct press_opts o = usual;
	struct press *p = press_new(&o);
	int good = 1;

	srand(3);
	for (int round = 0; round < 500; round++) {
		size_t days = 1 + (size_t)(rand() % 80), n = 4 * days;
		double v[4 * 80], p05, p95;
		struct press_stat s;

		press_clear(p, &o);
		for (size_t d = 0; d < days; d++) {
			for (size_t i = 0; i < 4; i++)
				v[4 * d + i] = round % 3 == 0 ?
						   rand() % 3 :
						   rand() % 9000 / 100.0;
			day_of(p, (int64_t)d, v + 4 * d, NULL, 0);
		}
		press_result(p, &s);
		p05 = press_quantile(v, n, 0.05);
		p95 = press_quantile(v, n, 0.95);
		good &= s.p05 == p05 && s.p95 == p95;
	}
	ok(good, "quantiles of a point as of its values");
	press_free(p);
}

static void
quantiles(void)
{
	double v[200], w[200];
	int good = 1;

	srand(7);
	for (int round = 0; round < 2000; round++) {
		size_t n = 1 + (size_t)(rand() % 200);
		double q = (rand() % 101) / 100.0, h = (double)(n - 1) * q;
		size_t k = (size_t)h;
		double want, got;

		for (size_t i = 0; i < n; i++)
			v[i] = w[i] = rand() % (round % 2 ? 5 : 1000);
		qsort(w, n, sizeof *w, by_size);
		want = k + 1 < n ? w[k] + (h - (double)k) * (w[k + 1] - w[k]) :
				   w[k];
		got = press_quantile(v, n, q);
		good &= fabs(got - want) < 1e-9;
	}
	ok(good, "quantiles as after sorting");
	ok(isnan(press_quantile(v, 0, 0.5)), "none of nothing");
}

int
main(void)
{
	by_hand();
	odd_cases();
	quantiles();
	of_a_point();
	return tap_done();
}
