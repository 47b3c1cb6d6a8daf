#include "ranktie.h"

#include <math.h>
#include <stdlib.h>

#include "xalloc.h"

static int
ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* How many of the sorted values are below v; with equal 1, or equal to it. */
static size_t
below(const double *sorted, size_t n, double v, int equal)
{
	size_t from = 0, to = n;

	while (from < to) {
		size_t mid = from + (to - from) / 2;

		if (sorted[mid] < v || (equal && sorted[mid] == v))
			from = mid + 1;
		else
			to = mid;
	}
	return from;
}

void
ranktie(
    const double *lo, const double *hi, size_t n, int down, struct ranktie *out)
{
	double *low = xcalloc(n + 1, sizeof *low);
	double *high = xcalloc(n + 1, sizeof *high);
	size_t known = 0;

	for (size_t i = 0; i < n; i++) {
		if (isnan(lo[i]) || isnan(hi[i]))
			continue;
		low[known] = lo[i];
		high[known++] = hi[i];
	}
	qsort(low, known, sizeof *low, ascending);
	qsort(high, known, sizeof *high, ascending);
	for (size_t i = 0; i < n; i++) {
		size_t less, more;

		out[i] = (struct ranktie){0, 0};
		if (isnan(lo[i]) || isnan(hi[i]))
			continue;
		less = below(high, known, lo[i], 0);
		more = known - below(low, known, hi[i], 1);
		out[i].first = (down ? more : less) + 1;
		out[i].last = known - (down ? less : more);
	}
	free(low);
	free(high);
}
