#include "zonesupply.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "supply.h"
#include "xalloc.h"

struct zonesupply_work {
	struct store *s;
	const struct network *n;
	const struct dailyflow *days;
	struct zoneflow flow;
	size_t *edge0; /* by zone: its first edge */
};

struct zonesupply_work *
zonesupply_new(
    struct store *s, const struct network *n, const struct dailyflow *days)
{
	struct zonesupply_work *w = xcalloc(1, sizeof *w);

	w->s = s;
	w->n = n;
	w->days = days;
	zoneflow_init(&w->flow, s, n);
	w->edge0 = xcalloc(n->nzone + 1, sizeof *w->edge0);
	for (size_t i = n->nedge; i-- > 0;)
		w->edge0[n->edge[i].zone] = i;
	return w;
}

void
zonesupply_free(struct zonesupply_work *w)
{
	if (w == NULL)
		return;
	zoneflow_release(&w->flow);
	free(w->edge0);
	free(w);
}

void
zonesupply_release(struct zonesupply *z)
{
	free(z->meter);
	*z = (struct zonesupply){0};
}

static void
add_meter(void *zonesupply, size_t point, double m3, double pct)
{
	struct zonesupply *z = zonesupply;

	for (size_t i = 0; i < z->nmeter; i++) {
		if (z->meter[i].point == point) {
			z->meter[i].m3 += m3;
			return;
		}
	}
	z->meter = xgrow(z->meter, z->nmeter, &z->cap, sizeof *z->meter);
	z->meter[z->nmeter++] =
	    (struct zonesupply_meter){.point = point, .m3 = m3, .pct = pct};
}

/* --- from readings --- */

static int
from_readings(struct zonesupply_work *w, size_t zone, int64_t from, int64_t to,
    double cover, struct zonesupply *out)
{
	const struct supply_meters add = {add_meter, out};
	struct supply s;

	if (supply_readings(&w->flow, zone, from, to, cover, &add, &s) < 0)
		return -1;
	out->meters = s.meters;
	out->assumed = s.assumed;
	out->m3 = s.m3;
	out->coverage = s.coverage;
	out->filled = s.filled_m3;
	return 0;
}

/* --- from days --- */

static int
is_meter(const struct net_edge *e)
{
	return e->role == EDGE_INFLOW || e->role == EDGE_OUTFLOW;
}

/* Net inflow of a day by the points of the zone, their volumes into m3[]; NaN
 * where one is not known.  *meters counts them. */
static double
points_day(struct zonesupply_work *w, size_t zone, int64_t day,
    struct zonesupply *out, int put)
{
	const struct zone *tz = store_zone(w->s);
	double sum = 0, hours;

	hours = (double)(zone_midnight(tz, day + 1) - zone_midnight(tz, day)) /
		3600;
	for (size_t i = w->edge0[zone];
	     i < w->n->nedge && w->n->edge[i].zone == zone; i++) {
		const struct net_edge *e = &w->n->edge[i];
		const struct net_point *p = &w->n->point[e->point];
		const struct daily *d = dailyflow_point(w->days, p->id);
		double m3, pct = p->accuracy_pct;

		if (!is_meter(e) || !zoneflow_holds(e, day))
			continue;
		out->meters = 1;
		m3 = d ? daily_at(d, d->flow, day) * hours * e->weight : NAN;
		m3 = e->role == EDGE_OUTFLOW ? -m3 : m3;
		sum += m3;
		if (isnan(pct))
			pct =
			    network_num(w->n, "err_flow_pct", (long)zone, day);
		if (put)
			add_meter(out, e->point, m3, pct);
	}
	return out->meters ? sum : NAN;
}

/* One day; NaN: not known. */
static double
one_day(struct zonesupply_work *w, size_t zone, int64_t day,
    struct zonesupply *out, int put)
{
	const struct daily *d = dailyflow_zone(w->days, w->n->zone[zone].id);

	if (d == NULL)
		return points_day(w, zone, day, out, put);
	out->meters = 1;
	return daily_at(d, d->flow, day);
}

static void
from_days(struct zonesupply_work *w, size_t zone, int64_t from, int64_t to,
    struct zonesupply *out)
{
	const struct daily *d = dailyflow_zone(w->days, w->n->zone[zone].id);
	double sum = 0;
	size_t known = 0, due = 0;

	for (int64_t day = from; day < to; day++) {
		double m3;

		if (network_zone(w->n, zone, day) == NULL)
			continue;
		due++;
		m3 = one_day(w, zone, day, out, 0);
		if (isnan(m3))
			continue;
		sum += m3;
		known++;
		if (d == NULL)
			one_day(w, zone, day, out, 1);
	}
	if (due > 0 && out->meters)
		out->coverage = (double)known / (double)due;
	if (known == 0)
		return;
	out->m3 = sum * (double)due / (double)known;
	out->filled = out->m3 - sum;
	/* Of the zone as a whole its meters are not told: as one. */
	if (d != NULL)
		out->half =
		    fabs(sum) *
		    network_num(w->n, "err_flow_pct", (long)zone, from) / 100;
}

/* --- both --- */

static int
has_days(const struct zonesupply_work *w, size_t zone)
{
	if (w->days == NULL)
		return 0;
	if (dailyflow_zone(w->days, w->n->zone[zone].id) != NULL)
		return 1;
	for (size_t i = w->edge0[zone];
	     i < w->n->nedge && w->n->edge[i].zone == zone; i++)
		if (is_meter(&w->n->edge[i]) &&
		    dailyflow_point(
			w->days, w->n->point[w->n->edge[i].point].id) != NULL)
			return 1;
	return 0;
}

/* Each meter by its accuracy, in quadrature, and what was filled in; what was
 * filled in errs with the meters, too. */
static void
find_half(struct zonesupply *z)
{
	double known = z->m3 - z->filled, up = known != 0 ? z->m3 / known : 1;
	double sum =
	    pow(z->filled * SUPPLY_FILLED_ERR, 2) + pow(z->half * up, 2);

	for (size_t i = 0; i < z->nmeter; i++) {
		z->meter[i].measured = z->meter[i].m3;
		z->meter[i].m3 *= up;
		sum += pow(z->meter[i].m3 * z->meter[i].pct / 100, 2);
	}
	z->half = sqrt(sum);
}

int
zonesupply_get(struct zonesupply_work *w, size_t zone, int64_t from, int64_t to,
    struct zonesupply *out)
{
	double cover = network_num(w->n, "night_coverage", (long)zone, from);

	*out = (struct zonesupply){
	    .meter = out->meter, .cap = out->cap, .m3 = NAN, .coverage = NAN};
	if (has_days(w, zone))
		from_days(w, zone, from, to, out);
	else if (from_readings(w, zone, from, to, cover, out) < 0)
		return -1;
	find_half(out);
	if (!(out->coverage >= cover - 1e-9))
		out->m3 = out->half = NAN;
	return 0;
}

int
zonesupply_days(struct zonesupply_work *w, size_t zone, int64_t from,
    int64_t to, double *m3)
{
	struct zonesupply z = {0};

	for (int64_t d = from; d < to; d++) {
		if (zonesupply_get(w, zone, d, d + 1, &z) < 0)
			return -1;
		m3[d - from] = z.m3;
	}
	zonesupply_release(&z);
	return 0;
}

double
zonesupply_joint_half(const struct zonesupply *const *zone, const double *k,
    size_t n, size_t npoint)
{
	double *e = xcalloc(npoint + 1, sizeof *e), sum = 0;

	for (size_t i = 0; i < n; i++) {
		double own = pow(k[i] * zone[i]->half, 2);

		for (size_t m = 0; m < zone[i]->nmeter; m++) {
			const struct zonesupply_meter *q = &zone[i]->meter[m];
			double x = q->m3 * q->pct / 100;

			e[q->point] += k[i] * x;
			own -= pow(k[i] * x, 2);
		}
		sum += own > 0 ? own : 0; /* what no meter tells */
	}
	for (size_t p = 0; p < npoint; p++)
		sum += e[p] * e[p];
	free(e);
	return sqrt(sum);
}
