/*
 * The interval of a point, found in its readings where no registry tells it.
 */
#include "network_private.h"

#include <math.h>
#include <stdlib.h>

#include "xalloc.h"

static int
by_value(const void *a, const void *b)
{
	const int32_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* 1 if more than half of the values are v[0]. */
static int
mostly_first(const int32_t *v, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += v[i] == v[0];
	return 2 * count > n;
}

/* The commonest of n values, of equals the least; 0 for none. */
static int32_t
commonest(int32_t *v, size_t n)
{
	size_t count = 0, best = 0;
	int32_t found = 0;

	if (n > 0 && mostly_first(v, n)) /* as is usual */
		return v[0];
	if (n > 0)
		qsort(v, n, sizeof *v, by_value);
	for (size_t i = 0; i < n; i++) {
		count = i > 0 && v[i] == v[i - 1] ? count + 1 : 1;
		if (count > best) {
			best = count;
			found = v[i];
		}
	}
	return found;
}

/* The interval of a point that the registry is silent about: the commonest
 * distance between its readings over the first days of all.  -1: the store
 * failed. */
static int
find_interval(struct store *s, struct net_point *p, int64_t first, int64_t last)
{
	enum { ENOUGH = 96 }; /* distances */
	struct reading *r = NULL;
	int32_t *gap = NULL, found;
	size_t cap = 0, ngap = 0;
	long got = 0;

	for (int64_t d = first; got >= 0 && ngap < ENOUGH && d <= last; d++) {
		if ((got = store_day(s, p->n, d, &r, &cap)) < 2)
			continue;
		gap = xrealloc(gap, ngap + (size_t)got, sizeof *gap);
		for (long i = 1; i < got; i++)
			gap[ngap++] = r[i].off - r[i - 1].off;
	}
	if ((found = commonest(gap, ngap)) > 0)
		p->interval_s = found;
	free(gap);
	free(r);
	return got < 0 ? -1 : 0;
}

/* Most first days show it at a glance. */
static int
glance(struct network *n, struct store *s, int64_t first)
{
	int64_t *number = NULL;
	size_t count = 0;
	int32_t step = 0;

	for (size_t i = 0; i < n->npoint; i++)
		if (isnan(n->point[i].interval_s))
			number = network_number(n, i, number, &count);
	if (count > 0)
		step = store_ahead(s, number, count, first, first + 1);
	free(number);
	for (size_t i = 0; step >= 0 && count > 0 && i < n->npoint; i++)
		if (isnan(n->point[i].interval_s) &&
		    (step = store_day_step(s, n->point[i].n, first)) > 0)
			n->point[i].interval_s = step;
	return step < 0 ? -1 : 0;
}

int
network_find_intervals(struct network *n, struct store *s)
{
	int64_t first, last;

	if (store_span(s, &first, &last) < 0)
		return 0; /* no readings */
	if (glance(n, s, first) < 0)
		return -1;
	for (size_t i = 0; i < n->npoint; i++)
		if (isnan(n->point[i].interval_s) &&
		    find_interval(s, &n->point[i], first, last) < 0)
			return -1;
	return 0;
}

int32_t
network_interval(const struct net_point *p)
{
	return isnan(p->interval_s) ? 3600 : (int32_t)p->interval_s;
}
