#include "rank.h"

#include <math.h>

static const double MAD_SIGMA = 1.4826; /* of a normal distribution */

double
rank_select(double *v, size_t n, size_t k)
{
	size_t lo = 0, hi = n - 1;

	while (lo < hi) {
		double pivot = v[lo + (hi - lo) / 2];
		size_t i = lo, j = hi;

		/* Hoare: afterwards lo..j <= pivot <= j+1..hi, j < hi. */
		for (;;) {
			double t;

			while (v[i] < pivot)
				i++;
			while (v[j] > pivot)
				j--;
			if (i >= j)
				break;
			t = v[i];
			v[i++] = v[j];
			v[j--] = t;
		}
		if (k <= j)
			hi = j;
		else
			lo = j + 1;
	}
	return v[k];
}

double
rank_median(double *v, size_t n)
{
	double hi, lo;

	if (n == 0)
		return NAN;
	hi = rank_select(v, n, n / 2);
	if (n % 2)
		return hi;
	lo = v[0]; /* nothing before the middle is larger */
	for (size_t i = 1; i < n / 2; i++)
		lo = v[i] > lo ? v[i] : lo;
	return (hi + lo) / 2;
}

double
rank_sigma(double *v, size_t n, double mid)
{
	for (size_t i = 0; i < n; i++)
		v[i] = fabs(v[i] - mid);
	return MAD_SIGMA * rank_median(v, n);
}
