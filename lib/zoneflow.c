#include "zoneflow.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "assume.h"
#include "longfill.h"
#include "pointday.h"
#include "validate.h"
#include "xalloc.h"

struct zoneflow_meter {
	const struct net_edge *e;
	double sign;
	struct pointday day;
	struct gridday g;
	struct pointday counter; /* of the same meter, and its flow; */
	struct gridday counted;	 /* counted.n == 0: it has none */
	double err_pct, mean;	 /* of the day; mean without weight */
};

void
zoneflow_init(struct zoneflow *f, struct store *s, const struct network *n)
{
	*f = (struct zoneflow){.s = s, .n = n};
}

void
zoneflow_release(struct zoneflow *f)
{
	for (size_t i = 0; i < f->cap; i++) {
		pointday_release(&f->meter[i].day);
		pointday_release(&f->meter[i].counter);
		gridday_release(&f->meter[i].counted);
		gridday_release(&f->meter[i].g);
	}
	if (f->longfill != NULL)
		longfill_release(f->longfill);
	free(f->longfill);
	free(f->meter);
	gridday_release(&f->flow);
	gridday_release(&f->filled);
	gridday_release(&f->one);
	gridday_release(&f->before);
}

int
zoneflow_holds(const struct net_edge *e, int64_t day)
{
	return day >= e->from && day < e->to;
}

static struct zoneflow_meter *
next_meter(struct zoneflow *f)
{
	if (f->nmeter == f->cap) {
		size_t old = f->cap;

		f->cap = old ? 2 * old : 8;
		f->meter = xrealloc(f->meter, f->cap, sizeof *f->meter);
		memset(f->meter + old, 0, (f->cap - old) * sizeof *f->meter);
		for (size_t i = old; i < f->cap; i++) {
			pointday_init(&f->meter[i].day, f->s, f->n);
			pointday_init(&f->meter[i].counter, f->s, f->n);
		}
	}
	return &f->meter[f->nmeter++];
}

/* 1 if the edge tells what flows into the zone on that day. */
static int
counts(const struct net_edge *e, int64_t day)
{
	return zoneflow_holds(e, day) &&
	       (e->role == EDGE_INFLOW || e->role == EDGE_OUTFLOW ||
		   (e->role == EDGE_STORAGE && e->weight != 0));
}

static double
accuracy(const struct zoneflow *f, const struct net_edge *e)
{
	double pct = f->n->point[e->point].accuracy_pct;

	return isnan(pct) ?
		   network_num(f->n, "err_flow_pct", (long)f->zone, f->day) :
		   pct;
}

static enum zoneflow_got
read_meters(struct zoneflow *f)
{
	enum zoneflow_got what = ZONEFLOW_OK;
	int flows = 0;

	f->nmeter = 0;
	f->found = 0;
	for (size_t i = f->n->edge_at[f->zone]; i < f->n->edge_at[f->zone + 1];
	     i++) {
		const struct net_edge *e = &f->n->edge[i];
		struct zoneflow_meter *m;
		long got;

		if (!counts(e, f->day))
			continue;
		m = next_meter(f);
		m->e = e;
		m->sign = e->role == EDGE_INFLOW ? 1 : -1;
		m->err_pct = accuracy(f, e);
		flows |= e->role != EDGE_STORAGE;
		if ((got = pointday_read(&m->day, e->point, f->day)) < 0)
			return ZONEFLOW_FAILED;
		f->found |= m->day.found;
		if (got == 0)
			what = ZONEFLOW_NO_DATA;
	}
	return flows ? what : ZONEFLOW_NO_METERS;
}

/* The coarsest of the meters' intervals. */
static int32_t
common_step(const struct zoneflow *f)
{
	int32_t step = 1;

	for (size_t i = 0; i < f->nmeter; i++)
		if (f->meter[i].day.interval > step)
			step = f->meter[i].day.interval;
	return step;
}

/* The day as the meter's counter has it, on the steps of its flow. */
static int
read_counter(struct zoneflow *f, struct zoneflow_meter *m)
{
	long counter = f->n->point[m->e->point].counter;

	m->counted.n = 0;
	if (counter < 0)
		return 0;
	if (pointday_read(&m->counter, (size_t)counter, f->day) < 0)
		return -1;
	pointday_filled(&m->counter, &m->g, &m->counted, f->cover);
	return 0;
}

/* 1 if flow and counter of a meter tell different volumes. */
static int
is_mismatch(const struct zoneflow_meter *m)
{
	static const double MOST = 0.05;
	double flow = 0, counted = 0;
	size_t both = 0;

	for (size_t i = 0; i < m->counted.n && i < m->g.n; i++) {
		if (isnan(m->g.v[i]) || isnan(m->counted.v[i]))
			continue;
		flow += m->g.v[i];
		counted += m->counted.v[i];
		both++;
	}
	return 2 * both >= m->g.n && both > 0 &&
	       fabs(flow - counted) > MOST * fabs(counted);
}

static int
add_measured(struct zoneflow *f)
{
	int32_t step = common_step(f);

	f->flow.n = 0;
	for (size_t i = 0; i < f->nmeter; i++) {
		struct zoneflow_meter *m = &f->meter[i];
		int got;

		if (m->e->role == EDGE_STORAGE)
			got = pointday_rise(&m->day, &m->g, step);
		else
			got = pointday_measured(&m->day, &m->g, step, f->cover);
		if (got < 0 || read_counter(f, m) < 0)
			return -1;
		if (is_mismatch(m))
			f->found |= VALID_MISMATCH;
		m->mean = gridday_mean(&m->g, 0, f->length, 0, NULL);
		gridday_add(&f->flow, &m->g, m->sign * m->e->weight);
	}
	return 0;
}

/* Into f->one the meter's day with its gaps filled, by its counter first. */
static void
fill_meter(struct zoneflow *f, const struct zoneflow_meter *m)
{
	if (m->counted.n == 0) {
		pointday_filled(&m->day, &m->g, &f->one, f->cover);
		return;
	}
	gridday_copy(&f->one, &m->g);
	for (size_t i = 0; i < f->one.n && i < m->counted.n; i++)
		if (isnan(f->one.v[i]))
			f->one.v[i] = m->counted.v[i];
	gridday_bridge(&f->one, POINTDAY_BRIDGE_S);
}

static void
add_filled(struct zoneflow *f)
{
	f->filled.n = 0;
	for (size_t i = 0; i < f->nmeter; i++) {
		const struct zoneflow_meter *m = &f->meter[i];
		const struct gridday *g = &m->g;

		if (m->e->role != EDGE_STORAGE) {
			fill_meter(f, m);
			g = &f->one;
		}
		gridday_add(&f->filled, g, m->sign * m->e->weight);
	}
}

enum zoneflow_got
zoneflow_day(struct zoneflow *f, size_t zone, int64_t day, double cover)
{
	const struct zone *tz = store_zone(f->s);
	enum zoneflow_got got;

	f->zone = zone;
	f->day = day;
	f->cover = cover;
	f->midnight = zone_midnight(tz, day);
	f->length = zone_midnight(tz, day + 1) - f->midnight;
	f->flow.n = 0;
	f->assumed = 0;
	if ((got = read_meters(f)) != ZONEFLOW_OK)
		return got;
	if (add_measured(f) < 0)
		return ZONEFLOW_FAILED;
	f->assumed =
	    assume_flow(f->n->assume, f->n, zone, f->midnight, &f->flow);
	return ZONEFLOW_OK;
}

static int
complete(const struct gridday *g)
{
	for (size_t i = 0; i < g->n; i++)
		if (isnan(g->v[i]))
			return 0;
	return 1;
}

const struct gridday *
zoneflow_filled(struct zoneflow *f)
{
	if (complete(&f->flow))
		return &f->flow;
	add_filled(f);
	assume_flow(f->n->assume, f->n, f->zone, f->midnight, &f->filled);
	return &f->filled;
}

/* Fills f->one, a day of meter m; NaN steps that remain stay so.  What was put
 * in, m3; -1: the store failed. */
static double
fill_long(struct zoneflow *f, const struct zoneflow_meter *m)
{
	double sum = 0;

	gridday_copy(&f->before, &f->one);
	if (f->longfill == NULL) {
		f->longfill = xmalloc(sizeof *f->longfill);
		longfill_init(f->longfill, f->s, f->n);
	}
	if (longfill_day(f->longfill, m->e->point, f->day, f->cover, &f->one) <
	    0)
		return -1;
	for (size_t i = 0; i < f->one.n; i++)
		if (isnan(f->before.v[i]) && !isnan(f->one.v[i]))
			sum += fabs(f->one.v[i]);
	return sum * f->one.step / 3600 * fabs(m->e->weight);
}

const struct gridday *
zoneflow_filled_long(struct zoneflow *f, double *long_m3)
{
	*long_m3 = 0;
	f->filled.n = 0;
	for (size_t i = 0; i < f->nmeter; i++) {
		const struct zoneflow_meter *m = &f->meter[i];
		double put = 0;

		if (m->e->role == EDGE_STORAGE)
			gridday_copy(&f->one, &m->g);
		else
			fill_meter(f, m);
		if (m->e->role != EDGE_STORAGE && !complete(&f->one) &&
		    (put = fill_long(f, m)) < 0)
			return NULL;
		*long_m3 += put;
		gridday_add(&f->filled, &f->one, m->sign * m->e->weight);
	}
	assume_flow(f->n->assume, f->n, f->zone, f->midnight, &f->filled);
	return &f->filled;
}

struct zoneflow_part
zoneflow_part(const struct zoneflow *f, size_t i, int64_t from, int64_t to)
{
	const struct zoneflow_meter *m = &f->meter[i];

	return (struct zoneflow_part){.point = m->e->point,
	    .weight = m->sign * m->e->weight,
	    .q = from <= 0 && to >= f->length ?
		     m->mean :
		     gridday_mean(&m->g, from, to, 0, NULL),
	    .err_pct = m->err_pct};
}

double
zoneflow_error(const struct zoneflow *f, int64_t from, int64_t to)
{
	double sum = 0;

	for (size_t i = 0; i < f->nmeter; i++) {
		const struct zoneflow_part p = zoneflow_part(f, i, from, to);

		sum += pow(p.q * p.weight * p.err_pct / 100, 2);
	}
	return sqrt(sum);
}

double
zoneflow_ratio_error(const struct zoneflow *f, int64_t from, int64_t to,
    double flow_m3h, double day_m3h)
{
	double sum = 0;

	for (size_t i = 0; i < f->nmeter; i++) {
		const struct zoneflow_part p = zoneflow_part(f, i, from, to);
		double all = zoneflow_part(f, i, 0, f->length).q;

		sum += pow((p.q - all * flow_m3h / day_m3h) / day_m3h *
			       p.weight * p.err_pct / 100,
		    2);
	}
	return sqrt(sum);
}

double
zoneflow_meter_m3(
    const struct zoneflow *f, size_t i, double *err_pct, size_t *point)
{
	const struct zoneflow_meter *m = &f->meter[i];
	double sum = 0;

	for (size_t k = 0; k < m->g.n; k++)
		if (!isnan(m->g.v[k]))
			sum += m->g.v[k];
	*err_pct = m->err_pct;
	*point = m->e->point;
	return sum * m->sign * m->e->weight * m->g.step / 3600;
}
