#include "gridday.h"

#include <math.h>
#include <stdlib.h>

#include "xalloc.h"

static void
reset(struct gridday *g, int32_t step, size_t n)
{
	g->step = step;
	g->n = n;
	g->v = xrealloc(g->v, n, sizeof *g->v);
	for (size_t i = 0; i < n; i++)
		g->v[i] = NAN;
}

void
gridday_fill(struct gridday *g, int32_t step, int64_t length,
    const struct reading *r, size_t n, int32_t interval, double cover)
{
	double expected =
	    interval > 0 && interval < step ? (double)step / interval : 1;
	double sum = 0;
	size_t count = 0, at = 0;

	reset(g, step, (size_t)(length / step));
	for (size_t i = 0; i < n; i++) {
		size_t slot = (size_t)(r[i].off / step);

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

double
gridday_mean(const struct gridday *g, int64_t from, int64_t to, double cover,
    size_t *valid)
{
	double sum = 0;
	size_t n = 0, expected = 0;

	for (size_t i = 0; i < g->n; i++) {
		int64_t t = (int64_t)i * g->step;

		if (t < from || t + g->step > to)
			continue;
		expected++;
		if (isnan(g->v[i]))
			continue;
		sum += g->v[i];
		n++;
	}
	if (valid != NULL)
		*valid = n;
	if (n == 0 || (double)n < cover * (double)expected - 1e-9)
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
