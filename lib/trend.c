#include "trend.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "rank.h"
#include "xalloc.h"

static const double SIGMAS = 5;
static const double MEDIAN_SD = 1.2533; /* of a median, over that of a mean */
static const double Z95 = 1.96;

enum { WINDOW = 7, ENOUGH = 5, LEAST_SIDE = 3 };

struct series {
	int64_t *day;
	double *v, *room; /* room for n * n / 2 slopes */
	size_t n;
	size_t cut[TREND_STEPS + 2]; /* parts begin here; the last is n */
	size_t nparts;
	double noise, week; /* sd of a night; rise a day */
};

static double
median_of(struct series *s, size_t from, size_t to)
{
	memcpy(s->room, s->v + from, (to - from) * sizeof *s->v);
	return rank_median(s->room, to - from);
}

/* Of a night, from the differences of neighbours, each of two nights. */
static double
noise_of(struct series *s)
{
	for (size_t i = 1; i < s->n; i++)
		s->room[i - 1] = s->v[i] - s->v[i - 1];
	return s->n > 1 ? rank_sigma(s->room, s->n - 1, 0) / sqrt(2) : NAN;
}

static double
weekly_rise(struct series *s)
{
	size_t k = 0;

	for (size_t i = WINDOW; i < s->n; i++)
		s->room[k++] = (s->v[i] - s->v[i - WINDOW]) /
			       (double)(s->day[i] - s->day[i - WINDOW]);
	return k > 0 ? rank_median(s->room, k) : 0;
}

/* --- steps --- */

/* The difference of the levels before and from night k, within the part a..b,
 * and its standard deviation. */
static double
step_at(struct series *s, size_t a, size_t b, size_t k, double *sd)
{
	size_t from = k - a > WINDOW ? k - WINDOW : a;
	size_t to = b - k > WINDOW ? k + WINDOW : b;
	double days = (double)(s->day[to - 1] + s->day[k] - s->day[k - 1] -
			       s->day[from]) /
		      2;

	*sd = MEDIAN_SD * s->noise *
	      sqrt(1.0 / (double)(k - from) + 1.0 / (double)(to - k));
	return median_of(s, k, to) - median_of(s, from, k) - s->week * days;
}

static double
spread(const struct series *s, size_t from, size_t to, double mid)
{
	double sum = 0;

	for (size_t i = from; i < to; i++)
		sum += fabs(s->v[i] - mid);
	return sum;
}

/* Windows blur the place: of the nights around k, the one at which two levels
 * fit best. */
static size_t
sharpen(struct series *s, size_t a, size_t b, size_t k)
{
	size_t from = k - a > WINDOW ? k - WINDOW : a;
	size_t to = b - k > WINDOW ? k + WINDOW : b;
	size_t best = k;
	double least = INFINITY;

	for (size_t i = from + LEAST_SIDE; i + LEAST_SIDE <= to; i++) {
		double bad = spread(s, from, i, median_of(s, from, i)) +
			     spread(s, i, to, median_of(s, i, to));

		if (bad < least - 1e-12) {
			least = bad;
			best = i;
		}
	}
	return best;
}

/* The largest step of all parts; 0: there is none. */
static int
largest_step(struct series *s, double least, size_t *part, size_t *at)
{
	double worst = 0;

	for (size_t p = 0; p < s->nparts; p++)
		for (size_t k = s->cut[p] + TREND_APART;
		     k + LEAST_SIDE <= s->cut[p + 1]; k++) {
			double sd, d = fabs(step_at(
				       s, s->cut[p], s->cut[p + 1], k, &sd));

			if (d > SIGMAS * sd && d > least && d > worst) {
				worst = d;
				*part = p;
				*at = k;
			}
		}
	return worst > 0;
}

static void
find_steps(struct series *s, double least)
{
	size_t p = 0, k = 0;

	while (s->nparts <= TREND_STEPS && largest_step(s, least, &p, &k)) {
		k = sharpen(s, s->cut[p], s->cut[p + 1], k);
		memmove(s->cut + p + 2, s->cut + p + 1,
		    (s->nparts - p) * sizeof *s->cut);
		s->cut[p + 1] = k;
		s->nparts++;
	}
}

static void
put_steps(struct series *s, struct trend *out)
{
	out->nstep = s->nparts - 1;
	for (size_t i = 0; i < out->nstep; i++) {
		double sd;
		size_t k = s->cut[i + 1];

		out->step[i].size =
		    step_at(s, s->cut[i], s->cut[i + 2], k, &sd);
		out->step[i].half = Z95 * sd;
		out->step[i].day = s->day[k];
	}
}

/* --- slope and level --- */

static size_t
pair_slopes(struct series *s, double *variance)
{
	size_t k = 0;

	*variance = 0;
	for (size_t p = 0; p < s->nparts; p++) {
		double n = (double)(s->cut[p + 1] - s->cut[p]);

		*variance += n * (n - 1) * (2 * n + 5) / 18;
		for (size_t i = s->cut[p]; i < s->cut[p + 1]; i++)
			for (size_t j = i + 1; j < s->cut[p + 1]; j++)
				s->room[k++] = (s->v[j] - s->v[i]) /
					       (double)(s->day[j] - s->day[i]);
	}
	return k;
}

static void
find_slope(struct series *s, struct trend *out)
{
	double variance, c;
	size_t k = pair_slopes(s, &variance), lo, hi;

	if (s->n < ENOUGH || k < ENOUGH)
		return;
	c = Z95 * sqrt(variance);
	c = c < (double)k - 1 ? c : (double)k - 1;
	lo = (size_t)(((double)k - 1 - c) / 2);
	hi = k - 1 - lo;
	out->slope = rank_median(s->room, k);
	out->slope_lo = rank_select(s->room, k, lo);
	out->slope_hi = rank_select(s->room, k, hi);
}

static double
level_of_part(struct series *s, size_t from, size_t to, double slope)
{
	for (size_t i = from; i < to; i++)
		s->room[i - from] =
		    s->v[i] - slope * (double)(s->day[i] - s->day[to - 1]);
	return rank_median(s->room, to - from);
}

static void
find_level(struct series *s, struct trend *out)
{
	double slope = isnan(out->slope) ? 0 : out->slope;
	double half, way;
	size_t a = 0, b = s->n, k = 0;

	for (size_t p = 0; p < s->nparts; p++) {
		a = s->cut[p];
		b = s->cut[p + 1];
		out->level = level_of_part(s, a, b, slope);
		for (size_t i = a; i < b; i++)
			s->room[s->n + k++] =
			    s->v[i] - out->level -
			    slope * (double)(s->day[i] - s->day[b - 1]);
	}
	out->sigma = rank_sigma(s->room + s->n, k, 0);
	way = (double)(s->day[b - 1] - s->day[a]) / 2;
	half = Z95 * MEDIAN_SD * out->sigma / sqrt((double)(b - a));
	if (!isnan(out->slope))
		half = hypot(half, way * (out->slope_hi - out->slope_lo) / 2);
	out->level_half = s->n < ENOUGH ? NAN : half;
}

void
trend_find(const int64_t *day, const double *v, size_t n, double least,
    struct trend *out)
{
	struct series s = {.nparts = 1};

	*out = (struct trend){.level = NAN,
	    .level_half = NAN,
	    .slope = NAN,
	    .slope_lo = NAN,
	    .slope_hi = NAN,
	    .sigma = NAN};
	s.day = xmalloc((n + 1) * sizeof *s.day);
	s.v = xmalloc((n + 1) * sizeof *s.v);
	s.room = xmalloc((n * n / 2 + 2 * n + 1) * sizeof *s.room);
	for (size_t i = 0; i < n; i++)
		if (!isnan(v[i])) {
			s.day[s.n] = day[i];
			s.v[s.n++] = v[i];
		}
	out->n = s.cut[1] = s.n;
	if (s.n > 0) {
		s.noise = noise_of(&s);
		s.week = weekly_rise(&s);
		find_steps(&s, least);
		put_steps(&s, out);
		find_slope(&s, out);
		find_level(&s, out);
	}
	free(s.day);
	free(s.v);
	free(s.room);
}
