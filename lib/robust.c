#include "robust.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

size_t
robust_known(const double *v, size_t n, double *out)
{
	size_t m = 0;

	for (size_t i = 0; i < n; i++)
		if (!isnan(v[i]))
			out[m++] = v[i];
	return m;
}

static int
ascending(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* The k-th smallest to its place, none larger before it (Hoare's FIND). */
static double
nth(double *v, long n, long k)
{
	long lo = 0, hi = n - 1;

	while (lo < hi) {
		double pivot = v[k];
		long i = lo, j = hi;

		do {
			while (v[i] < pivot)
				i++;
			while (pivot < v[j])
				j--;
			if (i <= j) {
				double t = v[i];

				v[i++] = v[j];
				v[j--] = t;
			}
		} while (i <= j);
		if (j < k)
			lo = i;
		if (k < i)
			hi = j;
	}
	return v[k];
}

static double
median_of(double *v, size_t n)
{
	double hi, lo;

	if (n == 0)
		return NAN;
	hi = nth(v, (long)n, (long)n / 2);
	if (n % 2 == 1)
		return hi;
	lo = v[0];
	for (size_t i = 1; i < n / 2; i++)
		lo = v[i] > lo ? v[i] : lo;
	return (lo + hi) / 2;
}

double
robust_median(const double *v, size_t n)
{
	double buf[ROBUST_MAX];

	assert(n <= ROBUST_MAX);
	return median_of(buf, robust_known(v, n, buf));
}

double
robust_quantile(const double *v, size_t n, double p)
{
	double buf[ROBUST_MAX], at;
	size_t m, i;

	assert(n <= ROBUST_MAX);
	if ((m = robust_known(v, n, buf)) == 0)
		return NAN;
	qsort(buf, m, sizeof *buf, ascending);
	at = p * (double)(m - 1);
	i = (size_t)at;
	return i + 1 < m ? buf[i] + (at - (double)i) * (buf[i + 1] - buf[i]) :
			   buf[m - 1];
}

double
robust_spread(const double *v, size_t n)
{
	double buf[ROBUST_MAX], mid;
	size_t m;

	assert(n <= ROBUST_MAX);
	m = robust_known(v, n, buf);
	mid = median_of(buf, m);
	for (size_t i = 0; i < m; i++)
		buf[i] = fabs(buf[i] - mid);
	return 1.4826 * median_of(buf, m);
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
	return known < 3 ? NAN : median_of(slope, pairs);
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
