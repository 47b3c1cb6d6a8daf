#include "pressstat.h"

#include <math.h>
#include <stdlib.h>

#include "lanes.h"
#include "xalloc.h"

struct sum {
	double sum;
	size_t n;
};

struct press {
	struct press_opts o;
	double *v;
	size_t n, cap, expected;
	struct exact sum;
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

/* 1 if the reading's interval touches masked time; *k moves on with off. */
static int
masked(const struct press_day *d, size_t *k, int32_t off, int32_t interval)
{
	while (*k < d->nmask && d->mask[*k].to <= off)
		(*k)++;
	return *k < d->nmask && d->mask[*k].from < off + interval;
}

/* 1 if reading i is good and not masked. */
static int
counts(const struct press *p, const struct press_day *d, size_t *k, size_t i)
{
	return reading_good(&d->r[i]) &&
	       !masked(d, k, d->r[i].off, p->o.interval);
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

/* --- runs: readings one interval apart, none of them left out --- */

/* How the first of a run follows the one before it; not across a gap. */
static void
follow(struct press *p, double v, int64_t at)
{
	double dp = fabs(v - p->last);

	if (!isnan(p->last) && at - p->last_at < 3 * p->o.interval / 2) {
		double rate = dp * 60 / (double)(at - p->last_at);

		p->steps += dp > p->o.step_m;
		p->step_mmin = rate > p->step_mmin ? rate : p->step_mmin;
	}
}

/* The steps within a run. */
static void
add_steps(struct press *p, const double *v, size_t n)
{
	const lanes least = lanes_all(p->o.step_m);
	lanes most = {0};
	masks large = {0};
	double rate, greatest;
	size_t i = 1;

	for (; i + LANES <= n; i += LANES) {
		const lanes d =
		    lanes_abs(lanes_load(v + i) - lanes_load(v + i - 1));

		large -= d > least;
		most = lanes_max(d, most);
	}
	p->steps += masks_count(large);
	greatest = most[0] > most[1] ? most[0] : most[1];
	for (; i < n; i++) {
		double d = fabs(v[i] - v[i - 1]);

		p->steps += d > p->o.step_m;
		greatest = d > greatest ? d : greatest;
	}
	rate = greatest * 60 / p->o.interval;
	p->step_mmin = rate > p->step_mmin ? rate : p->step_mmin;
}

/* How many are at or above the requirement, how many below zero. */
static void
add_service(struct press *p, const double *v, size_t n)
{
	const lanes required = lanes_all(p->o.required_m), zero = {0};
	masks at_least = {0}, below = {0};
	size_t i = 0;

	for (; i + LANES <= n; i += LANES) {
		const lanes q = lanes_load(v + i);

		at_least -= q >= required;
		below -= q < zero;
	}
	p->qualified += masks_count(at_least);
	p->negative += masks_count(below);
	for (; i < n; i++) {
		p->qualified += v[i] >= p->o.required_m;
		p->negative += v[i] < 0;
	}
}

/* Of the run's readings, which begin at `off`, those whose intervals lie in the
 * span: *first <= i < *end. */
static void
inside(const struct press_span *s, int32_t off, int32_t interval, size_t n,
    size_t *first, size_t *end)
{
	int64_t a = ((int64_t)s->from - off + interval - 1) / interval;
	int64_t b = ((int64_t)s->to - off) / interval;

	if (s->from <= off)
		a = 0;
	if (s->to < off || b < a)
		b = a;
	*first = a < (int64_t)n ? (size_t)a : n;
	*end = b < (int64_t)n ? (size_t)b : n;
}

static void
add_windows(struct press *p, const struct press_day *d, int32_t off,
    const double *v, size_t n)
{
	size_t night, day, i, end;

	inside(&d->night, off, p->o.interval, n, &night, &day);
	for (i = night; i < day; i++)
		p->night.sum += v[i];
	p->night.n += day - night;
	inside(&d->peak, off, p->o.interval, n, &i, &end);
	for (; i < end; i++)
		if (i < night || i >= day) {
			p->peak.sum += v[i];
			p->peak.n++;
		}
}

static void
add_run(struct press *p, const struct press_day *d, const struct reading *r,
    size_t n)
{
	double *v = p->v + p->n;

	for (size_t i = 0; i < n; i++)
		v[i] = r[i].v;
	follow(p, v[0], d->midnight + r[0].off);
	add_steps(p, v, n);
	add_service(p, v, n);
	add_windows(p, d, r[0].off, v, n);
	rainflow_add(&p->flow, v, n);
	p->last = v[n - 1];
	p->last_at = d->midnight + r[n - 1].off;
	p->n += n;
}

/* --- days --- */

struct extent {
	double min, max;
	struct exact sum;
};

static struct extent
extent(const double *v, size_t n)
{
	lanes lo = lanes_all(INFINITY), hi = -lo;
	struct lanes_exact sum2 = {0};
	struct extent e = {0};
	size_t i = 0;

	for (; i + LANES <= n; i += LANES) {
		const lanes q = lanes_load(v + i);

		lo = lanes_min(q, lo);
		hi = lanes_max(q, hi);
		lanes_exact_add(&sum2, q);
	}
	exact_add_lanes(&e.sum, &sum2);
	e.min = lo[0] < lo[1] ? lo[0] : lo[1];
	e.max = hi[0] > hi[1] ? hi[0] : hi[1];
	for (; i < n; i++) {
		e.min = v[i] < e.min ? v[i] : e.min;
		e.max = v[i] > e.max ? v[i] : e.max;
		exact_add(&e.sum, v[i]);
	}
	return e;
}

static size_t
stable(const double *v, size_t n, double mean, double most)
{
	const lanes mid = lanes_all(mean), limit = lanes_all(most);
	masks near = {0};
	size_t i = 0, count;

	for (; i + LANES <= n; i += LANES)
		near -= lanes_abs(lanes_load(v + i) - mid) <= limit;
	count = masks_count(near);
	for (; i < n; i++)
		count += fabs(v[i] - mean) <= most;
	return count;
}

/* When the day had the value that it counted. */
static int64_t
time_of(const struct press *p, const struct press_day *d, double v)
{
	size_t k = 0;

	for (size_t i = 0; i < d->n; i++)
		if (counts(p, d, &k, i) && d->r[i].v == v)
			return d->midnight + d->r[i].off;
	return -1;
}

/* The values of the day, which stand at the end. */
static void
end_day(struct press *p, const struct press_day *d, size_t first, size_t wanted)
{
	const double *v = p->v + first;
	size_t n = p->n - first;
	struct extent e;
	double mean;

	if (n == 0)
		return;
	e = extent(v, n);
	if (e.min < p->min) {
		p->min = e.min;
		p->min_at = time_of(p, d, e.min);
	}
	if (e.max > p->max) {
		p->max = e.max;
		p->max_at = time_of(p, d, e.max);
	}
	exact_add(&p->sum, e.sum.hi);
	exact_add(&p->sum, e.sum.lo);
	mean = e.sum.hi / (double)n;
	p->stable += stable(v, n, mean, p->o.stable_m);
	if ((double)n < p->o.cover * (double)wanted - 1e-9)
		return;
	p->range.sum += e.max - e.min;
	p->range.n++;
	p->day.sum += mean;
	p->day2.sum += mean * mean;
	p->day.n++;
}

void
press_add(struct press *p, const struct press_day *d)
{
	size_t first = p->n, wanted = expected(d, p->o.interval), k = 0, end;

	p->expected += wanted;
	/* as much again is spare room for the quantiles */
	if (2 * (p->n + d->n) > p->cap) {
		p->cap = 4 * (p->n + d->n);
		p->v = xrealloc(p->v, p->cap, sizeof *p->v);
	}
	for (size_t i = 0; i < d->n; i = end) {
		end = i + 1;
		if (!counts(p, d, &k, i))
			continue;
		while (end < d->n &&
		       d->r[end].off - d->r[end - 1].off == p->o.interval &&
		       counts(p, d, &k, end))
			end++;
		add_run(p, d, &d->r[i], end - i);
	}
	end_day(p, d, first, wanted);
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

/* Values in cells of equal width, so that a quantile looks at few of them. */
enum { CELLS = 256 };

struct cells {
	size_t n[CELLS];
	uint8_t *of; /* the cell of each value */
};

static void
fill_cells(const double *v, size_t n, double low, double high, struct cells *c)
{
	/* the highest falls into the last cell, however it rounds */
	const double per_m = high > low ? (CELLS - 0.5) / (high - low) : 0;

	*c = (struct cells){.of = xmalloc(n)};
	for (size_t i = 0; i < n; i++) {
		c->of[i] = (uint8_t)(int)((v[i] - low) * per_m);
		c->n[c->of[i]]++;
	}
}

/* 0: none of the eight bytes is x or y; few that are not make it 1, too. */
static inline int
any_of_eight(const uint8_t *p, size_t x, size_t y)
{
	const uint64_t ones = 0x0101010101010101, tops = ones << 7;
	uint64_t w, a, b;

	memcpy(&w, p, 8);
	a = w ^ x * ones;
	b = w ^ y * ones;
	return (((a - ones) & ~a) | ((b - ones) & ~b)) & tops ? 1 : 0;
}

/* The quantile of v[0..n), of which c was filled; spare has room for n. */
static double
quantile_of(const double *v, size_t n, double share, const struct cells *c,
    double *spare)
{
	double h = (double)(n - 1) * share;
	size_t k = (size_t)h, before = 0, first = 0, last, got = 0, i = 0;

	while (before + c->n[first] <= k)
		before += c->n[first++];
	last = first;
	if (before + c->n[first] == k + 1 && k + 1 < n)
		do /* the next value lies in a later cell, none between */
			last++;
		while (c->n[last] == 0);
	for (; i + 8 <= n; i += 8) {
		if (!any_of_eight(c->of + i, first, last))
			continue;
		for (size_t j = i; j < i + 8; j++)
			if (c->of[j] == first || c->of[j] == last)
				spare[got++] = v[j];
	}
	for (; i < n; i++)
		if (c->of[i] == first || c->of[i] == last)
			spare[got++] = v[i];
	return at_place(spare, got, h - (double)before);
}

/* --- results --- */

static void
put_spread(struct press *p, struct press_stat *out)
{
	double *spare = p->v + p->n, square, below;
	lanes sum2 = {0}, sum1 = {0}, mid;
	struct cells c;
	size_t i = 0;

	out->mean = p->sum.hi / (double)p->n;
	mid = lanes_all(out->mean);
	for (; i + LANES <= p->n; i += LANES) {
		const lanes d = lanes_load(p->v + i) - mid;

		sum2 += d * d;
		sum1 += d;
	}
	square = sum2[0] + sum2[1];
	below = sum1[0] + sum1[1];
	for (; i < p->n; i++) {
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
	free(c.of);
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
