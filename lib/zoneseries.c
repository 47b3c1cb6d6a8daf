#include "zoneseries.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pointday.h"
#include "presspoint.h"
#include "xalloc.h"
#include "zoneflow.h"
#include "zonepressure.h"

struct reader {
	struct zonenight_work *night;
	struct store *s;
	const struct network *n;
	size_t zone;
	int64_t day, midnight, length;
	double cover;
	struct zoneflow flow;
	struct zonepressure pressure;
	struct pointday point;
	struct gridday grid;
	struct zoneseries *out;
};

static int
is_pressure(enum edge_role role)
{
	return role == EDGE_AZP || role == EDGE_CRITICAL ||
	       role == EDGE_INLET || role == EDGE_PLANT_OUTLET;
}

static int32_t
longer(int32_t a, int32_t b)
{
	return a > b ? a : b;
}

static void
add_point(struct zoneseries *z, const struct net_edge *e)
{
	z->point = xrealloc(z->point, z->npoint + 1, sizeof *z->point);
	z->point[z->npoint++] = (struct zoneseries_point){e, NAN, NULL};
}

/* What lowers the zone reaches the critical points of the zones inside. */
static int
belongs(const struct reader *r, const struct net_edge *e)
{
	return e->zone == r->zone ||
	       (e->role == EDGE_CRITICAL &&
		   network_inside(r->n, e->zone, r->zone));
}

/* The zone's pressure points, and the step that all series can have. */
static void
find_points(struct reader *r, int64_t from, int64_t to)
{
	struct zoneseries *out = r->out;

	out->step = 60;
	for (size_t i = 0; i < r->n->nedge; i++) {
		const struct net_edge *e = &r->n->edge[i];

		if (!belongs(r, e) || e->to <= from || e->from >= to)
			continue;
		if (is_pressure(e->role))
			add_point(out, e);
		else if (e->role != EDGE_INFLOW && e->role != EDGE_OUTFLOW &&
			 e->role != EDGE_STORAGE)
			continue;
		out->step =
		    longer(out->step, network_interval(&r->n->point[e->point]));
	}
}

static void
make_room(struct zoneseries *z, size_t more)
{
	double **series[] = {
	    &z->q, &z->azp, &z->nnl, &z->nnl_flow, &z->nnl_lnu, &z->aznp};
	size_t cap = z->n + more;

	if (cap <= z->cap)
		return;
	z->cap = cap = 2 * cap;
	for (size_t i = 0; i < sizeof series / sizeof *series; i++)
		*series[i] = xrealloc(*series[i], cap, sizeof **series[i]);
	for (size_t i = 0; i < z->npoint; i++)
		z->point[i].p =
		    xrealloc(z->point[i].p, cap, sizeof *z->point[i].p);
	z->time = xrealloc(z->time, cap, sizeof *z->time);
	z->clock = xrealloc(z->clock, cap, sizeof *z->clock);
}

static int
masked(const struct reader *r, int64_t from, int64_t to)
{
	struct net_events l = network_zone_events(r->n, r->zone);

	for (size_t i = 0; i < l.n; i++) {
		const struct net_event *e = &r->n->event[l.i[i]];

		if (e->mask && network_event_hits(r->n, e, r->zone, from, to))
			return 1;
	}
	return 0;
}

/* A day's grid, averaged over the steps, into to[0..n). */
static void
put_series(
    const struct reader *r, const struct gridday *g, double *to, size_t n)
{
	int32_t step = r->out->step;

	for (size_t i = 0; i < n; i++)
		to[i] = gridday_mean(g, (int64_t)i * step,
		    (int64_t)(i + 1) * step, r->cover, NULL);
}

static int
put_flow(struct reader *r, size_t n)
{
	struct zoneseries *z = r->out;
	double *q = z->q + z->n;

	switch (zoneflow_day(&r->flow, r->zone, r->day, r->cover)) {
	case ZONEFLOW_FAILED:
		return -1;
	case ZONEFLOW_OK:
		put_series(r, &r->flow.flow, q, n);
		break;
	default:
		for (size_t i = 0; i < n; i++)
			q[i] = NAN;
	}
	if (!masked(r, r->midnight, r->midnight + r->length))
		return 0;
	for (size_t i = 0; i < n; i++)
		if (masked(r, z->time[z->n + i], z->time[z->n + i] + z->step))
			q[i] = NAN;
	return 0;
}

static int
put_azp(struct reader *r, size_t n)
{
	struct zoneseries *z = r->out;
	double p;

	if (zonepressure_day(&r->pressure, r->zone, r->day) < 0)
		return -1;
	if (r->pressure.azp.n > 0) {
		put_series(r, &r->pressure.azp, z->azp + z->n, n);
		return 0;
	}
	p = network_num(r->n, "azp_m", (long)r->zone, r->day);
	z->azp_param |= !isnan(p);
	for (size_t i = 0; i < n; i++)
		z->azp[z->n + i] = p;
	return 0;
}

static int
put_points(struct reader *r, size_t n)
{
	struct zoneseries *z = r->out;

	for (size_t k = 0; k < z->npoint; k++) {
		const struct net_edge *e = z->point[k].e;
		double *p = z->point[k].p + z->n;

		for (size_t i = 0; i < n; i++)
			p[i] = NAN;
		if (!zoneflow_holds(e, r->day))
			continue;
		if (pointday_read(&r->point, e->point, r->day) < 0 ||
		    pointday_measured(&r->point, &r->grid, z->step, r->cover) <
			0)
			return -1;
		for (size_t i = 0; i < n && i < r->grid.n; i++)
			p[i] = r->grid.v[i];
		if (!presspoint_masked(r->n, e->point, e, r->midnight,
			r->midnight + r->length))
			continue;
		for (size_t i = 0; i < n; i++)
			if (presspoint_masked(r->n, e->point, e,
				z->time[z->n + i], z->time[z->n + i] + z->step))
				p[i] = NAN;
	}
	return 0;
}

/* The night of the day: 0 where the zone does not hold. */
static int
put_night(struct reader *r, size_t n)
{
	struct zoneseries *z = r->out;
	struct zonenight zn;
	int got = zonenight_day(r->night, r->zone, r->day, &zn);

	if (got <= 0)
		return got;
	z->days++;
	z->nights += !isnan(zn.loss.nnl.v);
	for (size_t i = z->n; i < z->n + n; i++) {
		z->nnl[i] = zn.loss.nnl.v;
		z->nnl_flow[i] = zn.loss.nnl.e[NIGHT_FLOW];
		z->nnl_lnu[i] = zn.loss.nnl.e[NIGHT_LNU];
		z->aznp[i] = zn.in.aznp_m;
	}
	return 1;
}

static int
read_day(struct reader *r)
{
	const struct zone *tz = store_zone(r->s);
	struct zoneseries *z = r->out;
	size_t n;
	int got;

	r->midnight = zone_midnight(tz, r->day);
	r->length = zone_midnight(tz, r->day + 1) - r->midnight;
	r->cover = network_num(r->n, "night_coverage", (long)r->zone, r->day);
	n = (size_t)(r->length / z->step);
	make_room(z, n);
	for (size_t i = 0; i < n; i++) {
		int64_t t = r->midnight + (int64_t)i * z->step;

		z->time[z->n + i] = t;
		z->clock[z->n + i] =
		    (int32_t)((t + zone_offset(tz, t)) % CAL_DAY_S);
	}
	if ((got = put_night(r, n)) <= 0)
		return got;
	if (put_flow(r, n) < 0 || put_azp(r, n) < 0 || put_points(r, n) < 0)
		return -1;
	z->n += n;
	return 0;
}

int
zoneseries_read(struct zonenight_work *w, struct store *s,
    const struct network *n, size_t zone, int64_t from, int64_t to,
    struct zoneseries *out)
{
	struct reader r = {
	    .night = w, .s = s, .n = n, .zone = zone, .out = out};
	int got = 0;

	*out = (struct zoneseries){0};
	zoneflow_init(&r.flow, s, n);
	zonepressure_init(&r.pressure, s, n);
	pointday_init(&r.point, s, n);
	find_points(&r, from, to);
	for (r.day = from; got == 0 && r.day < to; r.day++)
		got = read_day(&r);
	zoneflow_release(&r.flow);
	zonepressure_release(&r.pressure);
	pointday_release(&r.point);
	gridday_release(&r.grid);
	if (got < 0 || out->days == 0)
		zoneseries_release(out);
	return got < 0 ? -1 : out->days > 0;
}

void
zoneseries_release(struct zoneseries *z)
{
	for (size_t i = 0; i < z->npoint; i++)
		free(z->point[i].p);
	free(z->point);
	free(z->time);
	free(z->clock);
	free(z->q);
	free(z->azp);
	free(z->nnl);
	free(z->nnl_flow);
	free(z->nnl_lnu);
	free(z->aznp);
	*z = (struct zoneseries){0};
}
