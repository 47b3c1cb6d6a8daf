#include "robust.h"

#include <assert.h>
#include <math.h>

#include "rank.h"

size_t
robust_known(const double *v, size_t n, double *out)
{
	size_t m = 0;

	for (size_t i = 0; i < n; i++)
		if (!isnan(v[i]))
			out[m++] = v[i];
	return m;
}

double
robust_median(const double *v, size_t n)
{
	double buf[ROBUST_MAX];

	assert(n <= ROBUST_MAX);
	return rank_median(buf, robust_known(v, n, buf));
}

double
robust_spread(const double *v, size_t n)
{
	double buf[ROBUST_MAX], mid;
	size_t m;

	assert(n <= ROBUST_MAX);
	m = robust_known(v, n, buf);
	mid = rank_median(buf, m);
	return rank_sigma(buf, m, mid);
}

double
robust_slope(const double *v, size_t n)
{
	enum { MOST = 64 };
	double slope[MOST * (MOST - 1) / 2];
	size_t pairs = 0, known = 0;

	assert(n <= MOST);
	for (size_t i = 0; i < n; i++) {
		if (isnan(v[i]))
			continue;
		known++;
		for (size_t k = 0; k < i; k++)
			if (!isnan(v[k]))
				slope[pairs++] =
				    (v[i] - v[k]) / (double)(i - k);
	}
	return known < 3 ? NAN : rank_median(slope, pairs);
}

double
robust_lag1(const double *v, size_t n)
{
	double mid = robust_median(v, n), ab = 0, aa = 0, bb = 0;
	size_t pairs = 0;

	for (size_t i = 1; i < n; i++) {
		double a = v[i - 1] - mid, b = v[i] - mid;

		if (isnan(a) || isnan(b))
			continue;
		ab += a * b;
		aa += a * a;
		bb += b * b;
		pairs++;
	}
	return pairs < 8 || aa * bb <= 0 ? 0 : ab / sqrt(aa * bb);
}
