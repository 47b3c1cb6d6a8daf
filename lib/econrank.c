#include "econrank.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdlib.h>

#include "xalloc.h"

struct item {		 /* a key that is known */
	size_t at;	 /* its zone */
	double v, s;	 /* key, standard error */
	double mean, sd; /* of what it really may be */
	double draw;
};

struct work {
	struct item *item;
	size_t n;
};

static double
half_of(const struct bound *b)
{
	double h = bound_half(b);

	return isnan(h) ? 0 : h;
}

int
econrank_tied(const struct bound *a, const struct bound *b)
{
	return fabs(a->v - b->v) <= hypot(half_of(a), half_of(b));
}

/* --- what the keys really may be --- */

static double
weighted_mean(const struct work *w, double t2)
{
	double sum = 0, weights = 0;

	for (size_t i = 0; i < w->n; i++) {
		double k = 1 / (t2 + w->item[i].s * w->item[i].s);

		sum += k * w->item[i].v;
		weights += k;
	}
	return sum / weights;
}

/* What Paule and Mandel want to be n - 1; falls with t2. */
static double
spread(const struct work *w, double t2)
{
	double m = weighted_mean(w, t2), sum = 0;

	for (size_t i = 0; i < w->n; i++) {
		double s = w->item[i].s, d = w->item[i].v - m;

		sum += d * d / (t2 + s * s);
	}
	return sum;
}

/* The variance between the zones; s none of them 0. */
static double
between(const struct work *w)
{
	double want = (double)w->n - 1, lo = 0, hi = 0;

	for (size_t i = 0; i < w->n; i++)
		hi = fmax(hi, w->item[i].s);
	if (spread(w, hi * hi * 1e-12) <= want)
		return 0;
	for (hi *= hi; spread(w, hi) > want; hi *= 2)
		lo = hi;
	for (int i = 0; i < 100; i++) {
		double mid = (lo + hi) / 2;

		if (spread(w, mid) > want)
			lo = mid;
		else
			hi = mid;
	}
	return hi;
}

static void
shrink(struct work *w)
{
	double t2, m;

	for (size_t i = 0; i < w->n; i++) {
		w->item[i].mean = w->item[i].v;
		w->item[i].sd = w->item[i].s;
	}
	for (size_t i = 0; i < w->n; i++)
		if (!(w->item[i].s > 0))
			return; /* one is exact: the keys stand */
	if (w->n < 3)
		return; /* nothing tells how zones differ */
	t2 = between(w);
	m = weighted_mean(w, t2);
	for (size_t i = 0; i < w->n; i++) {
		struct item *it = &w->item[i];
		double b = t2 / (t2 + it->s * it->s);

		it->mean = m + b * (it->v - m);
		it->sd = sqrt(b) * it->s;
	}
}

/* --- draws --- */

static int
by_key(const void *a, const void *b)
{
	const struct item *x = a, *y = b;

	if (x->v != y->v)
		return x->v > y->v ? -1 : 1;
	return x->at < y->at ? -1 : x->at > y->at;
}

static int
by_draw(const void *a, const void *b)
{
	const struct item *const *x = a, *const *y = b;

	if ((*x)->draw != (*y)->draw)
		return (*x)->draw > (*y)->draw ? -1 : 1;
	return (*x)->at < (*y)->at ? -1 : (*x)->at > (*y)->at;
}

/* Where zones are alike (t2 0), any order of them is as likely. */
static void
draw(struct work *w, gsl_rng *rng, struct item **order)
{
	for (size_t i = 0; i < w->n; i++) {
		struct item *it = &w->item[i];
		double z = gsl_ran_gaussian_ratio_method(rng, 1);

		it->draw =
		    it->sd > 0 || !(it->s > 0) ? it->mean + it->sd * z : z;
		order[i] = it;
	}
	qsort(order, w->n, sizeof *order, by_draw);
}

static void
count_draws(struct work *w, unsigned seed, size_t draws, struct econrank *out)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	struct item **order = xcalloc(w->n + 1, sizeof *order);

	gsl_rng_set(rng, seed);
	for (size_t d = 0; d < draws; d++) {
		draw(w, rng, order);
		for (size_t k = 0; k < w->n; k++)
			out[order[k]->at].draws[k] += 1 / (double)draws;
	}
	gsl_rng_free(rng);
	free(order);
}

static void
find_bounds(const struct work *w, struct econrank *r)
{
	double below = 0;

	r->lo = r->hi = r->rank;
	for (size_t k = 0; k < w->n; k++) {
		double up = below + r->draws[k];

		/* the ranks at the two points, and what lies between */
		if (up >= 0.025 && below < 0.025 && k + 1 < r->lo)
			r->lo = k + 1;
		if (up >= 0.975 && below < 0.975 && k + 1 > r->hi)
			r->hi = k + 1;
		below = up;
	}
	r->p = r->draws[r->rank - 1];
	r->p_first = r->draws[0];
}

/* --- ties --- */

/* The inputs that, the largest first, must go for the rest to tell. */
static unsigned
apart(const struct bound *a, const struct bound *b, int inputs)
{
	double d = fabs(a->v - b->v), left = 0, var[BOUND_INPUTS];
	unsigned gone = 0;

	for (int i = 0; i < inputs; i++)
		left += var[i] = a->e[i] * a->e[i] + b->e[i] * b->e[i];
	while (d > 0 && sqrt(fmax(left, 0)) >= d) {
		int most = -1;

		for (int i = 0; i < inputs; i++)
			if (!(gone >> i & 1) && var[i] > 0 &&
			    (most < 0 || var[i] > var[most]))
				most = i;
		if (most < 0)
			break;
		gone |= 1u << most;
		left -= var[most];
	}
	return gone;
}

static void
find_ties(const struct bound *key, const struct work *w, size_t i, int inputs,
    struct econrank *r)
{
	size_t me = w->item[i].at;
	double best = INFINITY;

	for (size_t k = 0; k < w->n; k++) {
		size_t other = w->item[k].at;
		double d = fabs(key[me].v - key[other].v);

		if (k == i || !econrank_tied(&key[me], &key[other]))
			continue;
		r->tied++;
		if (d < best) {
			best = d;
			r->nearest = (long)other;
		}
	}
	if (r->nearest >= 0)
		r->apart = apart(&key[me], &key[r->nearest], inputs);
}

void
econrank(const struct bound *key, size_t n, int inputs, unsigned seed,
    size_t draws, struct econrank *out)
{
	struct work w = {xcalloc(n + 1, sizeof *w.item), 0};

	for (size_t i = 0; i < n; i++) {
		out[i] =
		    (struct econrank){.p = NAN, .p_first = NAN, .nearest = -1};
		if (isnan(key[i].v))
			continue;
		w.item[w.n++] = (struct item){
		    .at = i, .v = key[i].v, .s = half_of(&key[i]) / 1.96};
	}
	qsort(w.item, w.n, sizeof *w.item, by_key);
	shrink(&w);
	for (size_t i = 0; i < w.n; i++)
		out[w.item[i].at].draws = xcalloc(n, sizeof(double));
	count_draws(&w, seed, draws, out);
	for (size_t i = 0; i < w.n; i++) {
		struct econrank *r = &out[w.item[i].at];

		r->rank = i + 1;
		find_bounds(&w, r);
		find_ties(key, &w, i, inputs, r);
	}
	free(w.item);
}

void
econrank_release(struct econrank *r, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(r[i].draws);
}
