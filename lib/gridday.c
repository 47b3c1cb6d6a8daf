#include "gridday.h"

#include <math.h>
#include <stdlib.h>

#include "lanes.h"
#include "xalloc.h"

static void
reset(struct gridday *g, int32_t step, size_t n)
{
	g->step = step;
	g->n = n;
	g->v = xrealloc(g->v, n, sizeof *g->v);
}

static void
forget(struct gridday *g, size_t from, size_t to)
{
	for (size_t i = from; i < to && i < g->n; i++)
		g->v[i] = NAN;
}

/* A point's own interval: each step has one reading. */
static int
fill_own(struct gridday *g, const struct reading *r, size_t n)
{
	size_t slot = 0;

	for (size_t i = 0; i < n;) { /* those one step apart together */
		size_t to = (size_t)(r[i].off / g->step), most;
		int32_t off = r[i].off;

		if (off % g->step != 0)
			return 0;
		if (to >= g->n)
			break;
		forget(g, slot, to);
		slot = to;
		most = n - i < g->n - slot ? n - i : g->n - slot;
		for (size_t end = i + most; i < end && r[i].off == off; i++) {
			g->v[slot] = r[i].v;
			if (!reading_good(&r[i]))
				g->v[slot] = NAN;
			slot++;
			off += g->step;
		}
	}
	forget(g, slot, g->n);
	return 1;
}

static int
is_regular(const struct reading *r, size_t n, int32_t interval)
{
	for (size_t i = 0; i < n; i++)
		if (r[i].off % interval != 0)
			return 0;
	return 1;
}

/* A coarser grid: the means of what each step has. */
static void
fill_means(struct gridday *g, const struct reading *r, size_t n,
    double expected, double cover)
{
	double sum = 0;
	size_t count = 0, at = 0;

	forget(g, 0, g->n);
	for (size_t i = 0; i < n; i++) {
		size_t slot = (size_t)(r[i].off / g->step);

		if (!reading_good(&r[i]) || slot >= g->n)
			continue;
		if (slot != at || count == 0) {
			sum = 0;
			count = 0;
			at = slot;
		}
		sum += r[i].v;
		count++;
		if ((double)count >= cover * expected - 1e-9)
			g->v[slot] = sum / (double)count;
	}
}

int
gridday_fill(struct gridday *g, int32_t step, int64_t length,
    const struct reading *r, size_t n, int32_t interval, double cover)
{
	reset(g, step, (size_t)(length / step));
	if (interval == step)
		return fill_own(g, r, n);
	if (step % interval != 0 || !is_regular(r, n, interval))
		return 0;
	fill_means(g, r, n, step / interval, cover);
	return 1;
}

/* The value of one step: the mean by time of the spans that touch it.  *k is
 * the first that may, and moves on. */
static double
step_mean(const struct gridday_span *span, size_t n, size_t *k, int64_t from,
    int64_t to, double cover)
{
	double sum = 0;
	int64_t known = 0;

	while (*k < n && span[*k].to <= from)
		(*k)++;
	for (size_t i = *k; i < n && span[i].from < to; i++) {
		int64_t a = span[i].from > from ? span[i].from : from;
		int64_t b = span[i].to < to ? span[i].to : to;

		sum += span[i].v * (double)(b - a);
		known += b - a;
	}
	if (known == 0 || (double)known < cover * (double)(to - from) - 1e-9)
		return NAN;
	return sum / (double)known;
}

void
gridday_spans(struct gridday *g, int32_t step, int64_t length,
    const struct gridday_span *span, size_t n, double cover)
{
	size_t k = 0;

	reset(g, step, (size_t)(length / step));
	for (size_t i = 0; i < g->n; i++)
		g->v[i] = step_mean(span, n, &k, (int64_t)i * step,
		    (int64_t)(i + 1) * step, cover);
}

size_t
gridday_bridge(struct gridday *g, int32_t longest)
{
	size_t filled = 0;

	for (size_t i = 1, k; i < g->n; i = k + 1) {
		double a = g->v[i - 1];

		if (!isnan(g->v[k = i]))
			continue;
		while (k < g->n && isnan(g->v[k]))
			k++;
		if (isnan(a) || k == g->n ||
		    (int64_t)(k - i) * g->step > longest)
			continue;
		for (size_t m = i; m < k; m++)
			g->v[m] = a + (g->v[k] - a) * (double)(m - i + 1) /
					  (double)(k - i + 1);
		filled += k - i;
	}
	return filled;
}

int32_t
gridday_part(int32_t a, int32_t b)
{
	return b == 0 ? a : gridday_part(b, a % b);
}

void
gridday_coarsen(struct gridday *g, int32_t by)
{
	g->n /= (size_t)by;
	g->step *= by;
	for (size_t i = 0; i < g->n; i++) {
		double sum = 0;

		for (size_t k = 0; k < (size_t)by; k++)
			sum += g->v[i * (size_t)by + k];
		g->v[i] = sum / by;
	}
}

void
gridday_copy(struct gridday *g, const struct gridday *from)
{
	reset(g, from->step, from->n);
	for (size_t i = 0; i < g->n; i++)
		g->v[i] = from->v[i];
}

void
gridday_add(struct gridday *sum, const struct gridday *g, double weight)
{
	if (sum->v == NULL || sum->n == 0) {
		reset(sum, g->step, g->n);
		for (size_t i = 0; i < g->n; i++)
			sum->v[i] = weight * g->v[i];
		return;
	}
	for (size_t i = 0; i < sum->n && i < g->n; i++)
		sum->v[i] += weight * g->v[i];
}

/* The sum of the values there are, and how many. */
static double
sum_known(const double *v, size_t n, size_t *known)
{
	struct lanes_exact two = {0};
	struct exact sum = {0};
	masks none = {0};
	size_t i = 0;

	for (; i + LANES <= n; i += LANES) {
		const lanes q = lanes_load(v + i);
		const masks is = q == q;

		none -= ~is;
		lanes_exact_add(&two, (lanes)((masks)q & is));
	}
	*known = i - masks_count(none);
	exact_add_lanes(&sum, &two);
	for (; i < n; i++)
		if (!isnan(v[i])) {
			exact_add(&sum, v[i]);
			++*known;
		}
	return sum.hi;
}

double
gridday_mean(const struct gridday *g, int64_t from, int64_t to, double cover,
    size_t *valid)
{
	size_t first, end, n = 0;
	double sum;

	if (valid != NULL)
		*valid = 0;
	if (g->n == 0 || to <= from)
		return NAN;
	first = from > 0 ? (size_t)((from + g->step - 1) / g->step) : 0;
	end = to > 0 ? (size_t)(to / g->step) : 0;
	end = end < g->n ? end : g->n;
	if (first >= end)
		return NAN;
	sum = sum_known(g->v + first, end - first, &n);
	if (valid != NULL)
		*valid = n;
	if (n == 0 || (double)n < cover * (double)(end - first) - 1e-9)
		return NAN;
	return sum / (double)n;
}

double
gridday_mean_around(
    const struct gridday *g, int64_t from, int64_t to, double cover)
{
	return gridday_mean(g, from / g->step * g->step,
	    (to + g->step - 1) / g->step * g->step, cover, NULL);
}

void
gridday_release(struct gridday *g)
{
	free(g->v);
	*g = (struct gridday)GRIDDAY_INIT;
}
