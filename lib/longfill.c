#include "longfill.h"

#include <math.h>
#include <stdlib.h>

#include "xalloc.h"

enum { WEEKS = 4, ENOUGH = 2 };

void
longfill_init(struct longfill *w, struct store *s, const struct network *n)
{
	*w = (struct longfill){0};
	pointday_init(&w->day, s, n);
}

void
longfill_release(struct longfill *w)
{
	pointday_release(&w->day);
	gridday_release(&w->g);
	for (int k = 0; k < 3; k++) {
		free(w->at[k].q);
		free(w->at[k].sum);
		free(w->at[k].n);
	}
}

static void
begin(struct longfill *w, size_t steps)
{
	w->steps = steps;
	for (int k = 0; k < 3; k++) {
		struct longfill_day *d = &w->at[k];

		if (steps > w->cap) {
			d->q = xrealloc(d->q, steps, sizeof *d->q);
			d->sum = xrealloc(d->sum, steps, sizeof *d->sum);
			d->n = xrealloc(d->n, steps, sizeof *d->n);
		}
		for (size_t i = 0; i < steps; i++) {
			d->q[i] = NAN;
			d->sum[i] = 0;
			d->n[i] = 0;
		}
	}
	w->cap = steps > w->cap ? steps : w->cap;
}

/* A day's flow into w->g; 0: it has none; -1. */
static int
read_day(
    struct longfill *w, size_t point, int64_t day, int32_t step, double cover)
{
	long got = pointday_read(&w->day, point, day);

	if (got <= 0)
		return (int)got;
	return pointday_measured(&w->day, &w->g, step, cover) < 0 ? -1 : 1;
}

/* The weekday's usual course, from the weeks around. */
static int
read_weeks(struct longfill *w, struct longfill_day *d, size_t point,
    int64_t day, int32_t step, double cover)
{
	for (int k = -WEEKS; k <= WEEKS; k++) {
		int got = 0;

		if (k != 0 && (got = read_day(w, point, day + 7 * (int64_t)k,
				   step, cover)) < 0)
			return -1;
		for (size_t i = 0; got > 0 && i < w->g.n && i < w->steps; i++)
			if (!isnan(w->g.v[i])) {
				d->sum[i] += w->g.v[i];
				d->n[i]++;
			}
	}
	return 0;
}

static int
read_all(struct longfill *w, size_t point, int64_t day,
    const struct gridday *today, double cover)
{
	for (int k = 0; k < 3; k++) {
		struct longfill_day *d = &w->at[k];
		const struct gridday *g = k == 1 ? today : &w->g;
		int got = 1;

		if (k != 1)
			got =
			    read_day(w, point, day + k - 1, today->step, cover);
		if (got < 0)
			return -1;
		for (size_t i = 0; got > 0 && i < g->n && i < w->steps; i++)
			d->q[i] = g->v[i];
		if (read_weeks(w, d, point, day + k - 1, today->step, cover) <
		    0)
			return -1;
	}
	return 0;
}

/* NaN: too few weeks have the step. */
static double
usual(const struct longfill_day *d, size_t i)
{
	return d->n[i] < ENOUGH ? NAN : d->sum[i] / (double)d->n[i];
}

/* How the days around compare with what is usual; NaN: not known. */
static double
level(const struct longfill *w)
{
	double q = 0, p = 0;

	for (int k = 0; k < 3; k++)
		for (size_t i = 0; i < w->steps; i++) {
			double u = usual(&w->at[k], i);

			if (isnan(u) || isnan(w->at[k].q[i]))
				continue;
			q += w->at[k].q[i];
			p += u;
		}
	return p > 0 ? q / p : NAN;
}

/* Steps missing without a break, from one end of a day. */
static size_t
missing_at(const struct longfill_day *d, size_t steps, int end)
{
	size_t n = 0;

	while (n < steps && isnan(d->q[end ? steps - 1 - n : n]))
		n++;
	return n;
}

static void
fill_run(const struct longfill *w, struct gridday *g, size_t from, size_t to,
    double by)
{
	size_t gap = to - from;

	if (from == 0)
		gap += missing_at(&w->at[0], w->steps, 1);
	if (to == g->n)
		gap += missing_at(&w->at[2], w->steps, 0);
	if ((int64_t)gap * g->step > LONGFILL_MOST_S)
		return;
	for (size_t i = from; i < to; i++)
		g->v[i] = by * usual(&w->at[1], i);
}

int
longfill_day(struct longfill *w, size_t point, int64_t day, double cover,
    struct gridday *g)
{
	double by;

	begin(w, g->n);
	if (read_all(w, point, day, g, cover) < 0)
		return -1;
	by = level(w);
	for (size_t i = 0, k; i < g->n; i = k) {
		for (k = i; k < g->n && isnan(g->v[k]); k++)
			continue;
		if (k > i)
			fill_run(w, g, i, k, by);
		else
			k++;
	}
	return 0;
}
