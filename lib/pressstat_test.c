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

/* R's type 7 of n values in order. */
static double
quantile(const double *v, size_t n, double share)
{
	double h = (double)(n - 1) * share;
	size_t k = (size_t)h;

	return k + 1 < n ? v[k] + (h - (double)k) * (v[k + 1] - v[k]) : v[k];
}

/* The quantiles of a point are those of its values put in order; some days
 * lack readings. */
static void
quantiles(void)
{
	struct press_opts o = usual;
	struct press *p = press_new(&o);
	int good = 1;

	srand(3);
	for (int round = 0; round < 2000; round++) {
		size_t days = 1 + (size_t)(rand() % 80), n = 0;
		double all[4 * 80] = {0}, v[4];
		struct press_stat s;

		press_clear(p, &o);
		for (size_t d = 0; d < days; d++) {
			for (size_t i = 0; i < 4; i++) {
				v[i] = round % 3 == 0 ? rand() % 3 :
							rand() % 9000 / 100.0;
				if (d + i > 0 && rand() % 8 == 0)
					v[i] = NAN;
				else
					all[n++] = v[i];
			}
			day_of(p, (int64_t)d, v, NULL, 0);
		}
		press_result(p, &s);
		qsort(all, n, sizeof *all, by_size);
		good &= s.p05 == quantile(all, n, 0.05) &&
			s.p95 == quantile(all, n, 0.95);
	}
	ok(good, "quantiles of a point as of its values put in order");
	press_free(p);
}

int
main(void)
{
	by_hand();
	odd_cases();
	quantiles();
	return tap_done();
}
