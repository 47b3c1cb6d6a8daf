#include "zoneflow.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

struct zoneflow_meter {
	const struct net_edge *e;
	double sign;
	struct reading *r;
	size_t n, cap;
	int32_t interval;
	struct gridday g;
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
		free(f->meter[i].r);
		gridday_release(&f->meter[i].g);
	}
	free(f->meter);
	gridday_release(&f->flow);
}

int
zoneflow_holds(const struct net_edge *e, int64_t day)
{
	return day >= e->from && day < e->to;
}

int32_t
zoneflow_interval(const struct net_point *p)
{
	return isnan(p->interval_s) ? 3600 : (int32_t)p->interval_s;
}

static struct zoneflow_meter *
next_meter(struct zoneflow *f)
{
	if (f->nmeter == f->cap) {
		size_t old = f->cap;

		f->cap = old ? 2 * old : 8;
		f->meter = xrealloc(f->meter, f->cap, sizeof *f->meter);
		memset(f->meter + old, 0, (f->cap - old) * sizeof *f->meter);
	}
	return &f->meter[f->nmeter++];
}

static enum zoneflow_got
read_meters(struct zoneflow *f)
{
	enum zoneflow_got what = ZONEFLOW_OK;

	f->nmeter = 0;
	for (size_t i = 0; i < f->n->nedge; i++) {
		const struct net_edge *e = &f->n->edge[i];
		const struct net_point *p = &f->n->point[e->point];
		struct zoneflow_meter *m;
		long got;

		if (e->zone != f->zone || !zoneflow_holds(e, f->day) ||
		    (e->role != EDGE_INFLOW && e->role != EDGE_OUTFLOW))
			continue;
		m = next_meter(f);
		m->e = e;
		m->sign = e->role == EDGE_OUTFLOW ? -1 : 1;
		got = store_day(f->s, p->n, f->day, &m->r, &m->cap);
		if (got < 0)
			return ZONEFLOW_FAILED;
		m->n = (size_t)got;
		m->interval = zoneflow_interval(p);
		if (m->n == 0)
			what = ZONEFLOW_NO_DATA;
	}
	return f->nmeter == 0 ? ZONEFLOW_NO_METERS : what;
}

enum zoneflow_got
zoneflow_day(struct zoneflow *f, size_t zone, int64_t day, double cover)
{
	const struct zone *tz = store_zone(f->s);
	enum zoneflow_got got;
	int32_t step = 1;

	f->zone = zone;
	f->day = day;
	f->cover = cover;
	f->midnight = zone_midnight(tz, day);
	f->length = zone_midnight(tz, day + 1) - f->midnight;
	f->flow.n = 0;
	if ((got = read_meters(f)) != ZONEFLOW_OK)
		return got;
	for (size_t i = 0; i < f->nmeter; i++)
		if (f->meter[i].interval > step)
			step = f->meter[i].interval;
	for (size_t i = 0; i < f->nmeter; i++) {
		struct zoneflow_meter *m = &f->meter[i];

		gridday_fill(
		    &m->g, step, f->length, m->r, m->n, m->interval, cover);
		gridday_add(&f->flow, &m->g, m->sign * m->e->weight);
	}
	return ZONEFLOW_OK;
}

static double
accuracy(const struct zoneflow *f, const struct zoneflow_meter *m)
{
	double pct = f->n->point[m->e->point].accuracy_pct;

	return isnan(pct) ?
		   network_num(f->n, "err_flow_pct", (long)f->zone, f->day) :
		   pct;
}

double
zoneflow_error(const struct zoneflow *f, int64_t from, int64_t to)
{
	double sum = 0;

	for (size_t i = 0; i < f->nmeter; i++) {
		const struct zoneflow_meter *m = &f->meter[i];
		double q = gridday_mean(&m->g, from, to, 0, NULL);
		double e = q * m->e->weight * accuracy(f, m) / 100;

		sum += e * e;
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
	*err_pct = accuracy(f, m);
	*point = m->e->point;
	return sum * m->sign * m->e->weight * m->g.step / 3600;
}
