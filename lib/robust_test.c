/*
 * Robust statistics against values worked out by hand and by a slow way.
 */
#include <stdint.h>
#include <stdlib.h>

#include "robust.h"
#include "tap.h"

static int
ascending(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* By sorting. */
static double
slow_median(const double *v, size_t n)
{
	double w[ROBUST_MAX] = {0};

	for (size_t i = 0; i < n; i++)
		w[i] = v[i];
	qsort(w, n, sizeof *w, ascending);
	return n % 2 ? w[n / 2] : (w[n / 2 - 1] + w[n / 2]) / 2;
}

static void
by_hand(void)
{
	static const double v[] = {1, 9, NAN, 2, 4, 3};
	static const double line[] = {2, 4, NAN, 8, 100, 12};
	static const double swing[] = {1, -1, 1, -1, 1, -1, 1, -1, 1, -1};

	near(robust_median(v, 6), 3, 0, "median of 1 2 3 4 9");
	near(robust_median(v, 2), 5, 0, "of an even number the mean of two");
	ok(isnan(robust_median(v + 2, 1)), "of nothing: not known");
	/* distances from 3: 2 6 1 1 0, their median 1 */
	near(robust_spread(v, 6), 1.4826, 1e-12, "spread");
	near(robust_slope(line, 6), 2, 0, "slope 2 in spite of an outlier");
	ok(isnan(robust_slope(line, 2)), "no slope of two values");
	near(robust_lag1(swing, 10), -1, 1e-12, "to and fro");
	near(robust_lag1(swing, 5), 0, 0, "too few pairs: none");
}

static void
against_sorting(void)
{
	uint64_t s = 12345;
	double v[101];
	int good = 1;

	for (int round = 0; round < 2000; round++) {
		size_t n = 1 + (size_t)round % 101;

		for (size_t i = 0; i < n; i++) {
			s = s * 6364136223846793005U + 1442695040888963407U;
			v[i] = (double)(s >> 58); /* many are equal */
		}
		good &= robust_median(v, n) == slow_median(v, n);
	}
	ok(good, "2000 medians as by sorting");
}

int
main(void)
{
	by_hand();
	against_sorting();
	return tap_done();
}
