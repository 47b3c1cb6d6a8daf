#include "pressstat.h"

#include <math.h>
#include <stdlib.h>

#include "xalloc.h"

struct sum {
	double sum;
	size_t n;
};

struct press {
	struct press_opts o;
	double *v;
	size_t n, cap, expected;
	double min, max;
	int64_t min_at, max_at;
	struct sum night, peak, range, day, day2;
	size_t stable, negative, qualified, steps;
	double step_mmin;
	struct rainflow flow;
	double last;
	int64_t last_at;
};

void
press_clear(struct press *p, const struct press_opts *o)
{
	double *v = p->v;
	size_t cap = p->cap;

	rainflow_release(&p->flow);
	*p = (struct press){.o = *o,
	    .v = v,
	    .cap = cap,
	    .min = INFINITY,
	    .max = -INFINITY,
	    .last = NAN};
	rainflow_init(&p->flow, o->cycle_m);
}

struct press *
press_new(const struct press_opts *o)
{
	struct press *p = xcalloc(1, sizeof *p);

	press_clear(p, o);
	return p;
}

void
press_free(struct press *p)
{
	if (p == NULL)
		return;
	rainflow_release(&p->flow);
	free(p->v);
	free(p);
}

static double
mean_of(const struct sum *s)
{
	return s->n > 0 ? s->sum / (double)s->n : NAN;
}

static int
inside(const struct press_span *s, int32_t off, int32_t interval)
{
	return off >= s->from && off + interval <= s->to;
}

/* 1 if the reading's interval touches masked time; *k moves on with off. */
static int
masked(const struct press_day *d, size_t *k, int32_t off, int32_t interval)
{
	while (*k < d->nmask && d->mask[*k].to <= off)
		(*k)++;
	return *k < d->nmask && d->mask[*k].from < off + interval;
}

/* Readings that the day should have. */
static size_t
expected(const struct press_day *d, int32_t interval)
{
	size_t n = 0, k = 0;

	if (d->nmask == 0)
		return (size_t)(d->length / interval);
	for (int32_t off = 0; off + interval <= d->length; off += interval)
		n += !masked(d, &k, off, interval);
	return n;
}

/* What a reading is to the one before; not across a gap. */
static void
look_back(struct press *p, double v, int64_t at)
{
	double dp = fabs(v - p->last);

	if (!isnan(p->last) && at - p->last_at < 3 * p->o.interval / 2) {
		double rate = dp * 60 / (double)(at - p->last_at);

		p->steps += dp > p->o.step_m;
		p->step_mmin = rate > p->step_mmin ? rate : p->step_mmin;
	}
	p->last = v;
	p->last_at = at;
}

static void
add_reading(struct press *p, const struct press_day *d, const struct reading *r)
{
	const double v = r->v;
	const int64_t at = d->midnight + r->off;

	if (v < p->min) {
		p->min = v;
		p->min_at = at;
	}
	if (v > p->max) {
		p->max = v;
		p->max_at = at;
	}
	if (inside(&d->night, r->off, p->o.interval)) {
		p->night.sum += v;
		p->night.n++;
	} else if (inside(&d->peak, r->off, p->o.interval)) {
		p->peak.sum += v;
		p->peak.n++;
	}
	p->qualified += v >= p->o.required_m;
	p->negative += v < 0;
	look_back(p, v, at);
	rainflow_add(&p->flow, v);
	p->v[p->n++] = v;
}

/* The values of the day, which stand at the end. */
static void
end_day(struct press *p, size_t first, size_t wanted)
{
	double lo = INFINITY, hi = -INFINITY, sum = 0, mean;
	size_t n = p->n - first;

	for (size_t i = first; i < p->n; i++) {
		sum += p->v[i];
		lo = p->v[i] < lo ? p->v[i] : lo;
		hi = p->v[i] > hi ? p->v[i] : hi;
	}
	if (n == 0)
		return;
	mean = sum / (double)n;
	for (size_t i = first; i < p->n; i++)
		p->stable += fabs(p->v[i] - mean) <= p->o.stable_m;
	if ((double)n < p->o.cover * (double)wanted - 1e-9)
		return;
	p->range.sum += hi - lo;
	p->range.n++;
	p->day.sum += mean;
	p->day2.sum += mean * mean;
	p->day.n++;
}

void
press_add(struct press *p, const struct press_day *d)
{
	size_t first = p->n, wanted = expected(d, p->o.interval), k = 0;

	p->expected += wanted;
	/* as much again is spare room for the quantiles */
	if (2 * (p->n + d->n) > p->cap) {
		p->cap = 4 * (p->n + d->n);
		p->v = xrealloc(p->v, p->cap, sizeof *p->v);
	}
	for (size_t i = 0; i < d->n; i++)
		if (reading_good(&d->r[i]) &&
		    !masked(d, &k, d->r[i].off, p->o.interval))
			add_reading(p, d, &d->r[i]);
	end_day(p, first, wanted);
}

/* --- quantiles --- */

static void
swap(double *a, double *b)
{
	double t = *a;

	*a = *b;
	*b = t;
}

/* Puts the k-th smallest of v[0..n) in its place, smaller ones before it and
 * greater ones behind. */
static void
select_kth(double *v, size_t n, size_t k)
{
	while (n > 1) {
		double pivot = v[n / 2];
		size_t lo = 0, hi = n - 1;

		for (;;) {
			while (v[lo] < pivot)
				lo++;
			while (v[hi] > pivot)
				hi--;
			if (lo >= hi)
				break;
			swap(&v[lo++], &v[hi--]);
		}
		/* v[0..lo) <= pivot <= v[lo..n) */
		if (lo == 0)
			lo = 1;
		if (k < lo) {
			n = lo;
		} else {
			v += lo;
			n -= lo;
			k -= lo;
		}
	}
}

/* The value at place h (0..n - 1) of n > 0 values in order, on the line between
 * two of them. */
static double
at_place(double *v, size_t n, double h)
{
	double next = INFINITY;
	size_t k = (size_t)h;

	select_kth(v, n, k);
	if (k + 1 >= n || h == (double)k)
		return v[k];
	for (size_t i = k + 1; i < n; i++)
		next = v[i] < next ? v[i] : next;
	return v[k] + (h - (double)k) * (next - v[k]);
}

double
press_quantile(double *v, size_t n, double share)
{
	return n > 0 ? at_place(v, n, (double)(n - 1) * share) : NAN;
}

/* Values in cells of equal width, so that a quantile looks at few of them. */
enum { CELLS = 256 };

struct cells {
	double low, per_m; /* of the first; cells per metre */
	size_t n[CELLS];
};

static inline size_t
cell_of(const struct cells *c, double v)
{
	return (size_t)((v - c->low) * c->per_m);
}

static void
fill_cells(const double *v, size_t n, double low, double high, struct cells *c)
{
	*c = (struct cells){.low = low};
	/* the highest falls into the last cell, however it rounds */
	c->per_m = high > low ? (CELLS - 0.5) / (high - low) : 0;
	for (size_t i = 0; i < n; i++)
		c->n[cell_of(c, v[i])]++;
}

/* The quantile of v[0..n), of which c was filled; spare has room for n. */
static double
quantile_of(const double *v, size_t n, double share, const struct cells *c,
    double *spare)
{
	double h = (double)(n - 1) * share;
	size_t k = (size_t)h, before = 0, first = 0, last, got = 0;

	while (before + c->n[first] <= k)
		before += c->n[first++];
	last = first;
	if (before + c->n[first] == k + 1 && k + 1 < n)
		do /* the next value lies in a later cell */
			last++;
		while (c->n[last] == 0);
	for (size_t i = 0; i < n; i++) {
		size_t cell = cell_of(c, v[i]);

		spare[got] = v[i];
		got += cell >= first && cell <= last;
	}
	return at_place(spare, got, h - (double)before);
}

/* --- results --- */

static void
put_spread(struct press *p, struct press_stat *out)
{
	double sum = 0, square = 0, below = 0, *spare = p->v + p->n;
	struct cells c;

	for (size_t i = 0; i < p->n; i++)
		sum += p->v[i];
	out->mean = sum / (double)p->n;
	for (size_t i = 0; i < p->n; i++) {
		double d = p->v[i] - out->mean;

		square += d * d;
		below += d;
	}
	/* below: what rounding left of the sum of the differences */
	square -= below * below / (double)p->n;
	out->sd = sqrt(square > 0 ? square / (double)p->n : 0);
	fill_cells(p->v, p->n, p->min, p->max, &c);
	out->p05 = quantile_of(p->v, p->n, 0.05, &c, spare);
	out->p95 = quantile_of(p->v, p->n, 0.95, &c, spare);
}

static void
put_days(const struct press *p, struct press_stat *out)
{
	double n = (double)p->day.n, var;

	out->days = p->day.n;
	out->day_mean = mean_of(&p->day);
	out->range = mean_of(&p->range);
	out->day_sd = NAN;
	if (p->day.n < 2)
		return;
	var = (p->day2.sum - n * out->day_mean * out->day_mean) / (n - 1);
	out->day_sd = sqrt(var > 0 ? var : 0);
}

static void
put_service(const struct press *p, struct press_stat *out)
{
	double n = (double)p->n, hours = p->o.interval / 3600.0;

	out->negative_h = (double)p->negative * hours;
	if (isnan(p->o.required_m))
		return;
	out->qualified = (double)p->qualified;
	out->qualified_pct = 100 * (double)p->qualified / n;
	out->below_h = (double)(p->n - p->qualified) * hours;
	out->worst = p->min < p->o.required_m ? p->min : NAN;
	out->surplus = out->mean - p->o.required_m;
}

void
press_result(struct press *p, struct press_stat *out)
{
	*out = (struct press_stat){p->n, p->expected, NAN, NAN, NAN, NAN, NAN,
	    NAN, -1, -1, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, 0, NAN, NAN,
	    NAN, NAN, 0, NAN, NAN};
	if (p->n == 0)
		return;
	put_spread(p, out);
	put_days(p, out);
	put_service(p, out);
	out->min = p->min;
	out->max = p->max;
	out->min_at = p->min_at;
	out->max_at = p->max_at;
	out->night = mean_of(&p->night);
	out->peak = mean_of(&p->peak);
	out->steps = p->steps;
	out->step_mmin = p->n > 1 ? p->step_mmin : NAN;
	out->cycles = rainflow_cycles(&p->flow);
	out->stable_pct = 100 * (double)p->stable / (double)p->n;
}
