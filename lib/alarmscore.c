#include "alarmscore.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

enum { EARLY_S = 7200, TURNS = 40 };

/* The event that the alarm is credited to, or -1. */
static long
credit(const struct score_event *e, size_t ne, const struct score_alarm *a,
    score_related *related, void *ctx)
{
	long best = -1;

	for (size_t i = 0; i < ne; i++)
		if (e[i].found == INT64_MIN && a->at >= e[i].start - EARLY_S &&
		    a->at <= e[i].end && related(ctx, a->zone, e[i].zone) &&
		    (best < 0 || e[i].end < e[best].end))
			best = (long)i;
	return best;
}

static int
repeats(const struct score_event *e, size_t ne, const struct score_alarm *a,
    score_related *related, void *ctx)
{
	for (size_t i = 0; i < ne; i++)
		if (e[i].found != INT64_MIN && a->at >= e[i].start - EARLY_S &&
		    a->at <= e[i].alive && related(ctx, a->zone, e[i].zone))
			return 1;
	return 0;
}

void
score_match(struct score_event *e, size_t ne, struct score_alarm *a, size_t na,
    score_related *related, void *ctx)
{
	for (size_t i = 0; i < ne; i++)
		e[i].found = INT64_MIN;
	for (size_t i = 0; i < na; i++) {
		long at = credit(e, ne, &a[i], related, ctx);

		if (at >= 0)
			e[at].found = a[i].at;
		a[i].verdict = at >= 0 ? SCORE_TRUE :
			       repeats(e, ne, &a[i], related, ctx) ?
					 SCORE_REPEAT :
					 SCORE_FALSE;
	}
}

static int
by_time(const void *a, const void *b)
{
	const struct score_alarm *x = a, *y = b;

	return (x->at > y->at) - (x->at < y->at);
}

double
score_chance(const struct score_event *e, size_t ne,
    const struct score_alarm *a, size_t na, int64_t from, int64_t to,
    score_related *related, void *ctx)
{
	struct score_event *ev = xmalloc((ne + 1) * sizeof *ev);
	struct score_alarm *al = xmalloc((na + 1) * sizeof *al);
	int64_t length = to - from;
	int found = 0;

	for (int k = 1; k <= TURNS && length > 0; k++) {
		for (size_t i = 0; i < na; i++) {
			al[i] = a[i];
			al[i].at =
			    from + (a[i].at - from + length * k / (TURNS + 1)) %
				       length;
		}
		qsort(al, na, sizeof *al, by_time);
		memcpy(ev, e, ne * sizeof *ev);
		score_match(ev, ne, al, na, related, ctx);
		for (size_t i = 0; i < ne; i++)
			found += ev[i].found != INT64_MIN;
	}
	free(ev);
	free(al);
	return (double)found / TURNS;
}

void
score_share(int k, int n, double *lo, double *hi)
{
	double z = 1.959963984540054, p, centre, half;

	*lo = *hi = NAN;
	if (n == 0)
		return;
	p = (double)k / n;
	centre = (p + z * z / (2 * n)) / (1 + z * z / n);
	half =
	    z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4.0 * n * n));
	*lo = centre - half < 0 ? 0 : centre - half;
	*hi = centre + half > 1 ? 1 : centre + half;
}

/* P(X <= k) of Poisson. */
static double
poisson(int k, double mean)
{
	double term = exp(-mean), sum = term;

	for (int i = 1; i <= k; i++)
		sum += term *= mean / i;
	return sum;
}

/* The mean at which P(X <= k) is p. */
static double
mean_at(int k, double p)
{
	double lo = 0, hi = k + 10 * sqrt(k + 1.0) + 10;

	for (int i = 0; i < 100; i++) {
		double mid = (lo + hi) / 2;

		if (poisson(k, mid) > p)
			lo = mid;
		else
			hi = mid;
	}
	return (lo + hi) / 2;
}

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The largest k with P(Binomial(n, 1/2) < k) <= 0.025. */
static size_t
median_rank(size_t n)
{
	double sum = 0, m = (double)n;
	size_t k;

	for (k = 0; k < n; k++) {
		double i = (double)k;

		sum += exp(lgamma(m + 1) - lgamma(i + 1) - lgamma(m - i + 1) -
			   m * log(2));
		if (sum > 0.025)
			break;
	}
	return k;
}

double
score_median(double *v, size_t n, double *lo, double *hi)
{
	size_t k = median_rank(n);
	double mid;

	*lo = *hi = NAN;
	if (n == 0)
		return NAN;
	qsort(v, n, sizeof *v, by_size);
	if (k > 0 && isfinite(v[k - 1]))
		*lo = v[k - 1];
	if (k > 0 && isfinite(v[n - k]))
		*hi = v[n - k];
	mid = (v[(n - 1) / 2] + v[n / 2]) / 2;
	return isfinite(mid) ? mid : NAN;
}

void
score_count(int k, double *lo, double *hi)
{
	*lo = k == 0 ? 0 : mean_at(k - 1, 0.975);
	*hi = mean_at(k, 0.025);
}
