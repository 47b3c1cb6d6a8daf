#include "zonepressure.h"

#include <math.h>
#include <stdlib.h>

#include "assume.h"
#include "xalloc.h"
#include "zoneflow.h"

void
zonepressure_init(
    struct zonepressure *p, struct store *s, const struct network *n)
{
	*p = (struct zonepressure){.s = s, .n = n};
	pointday_init(&p->day, s, n);
}

void
zonepressure_release(struct zonepressure *p)
{
	gridday_release(&p->azp);
	gridday_release(&p->point);
	pointday_release(&p->day);
	free(p->child);
	free(p->child_at);
}

/* What to add to a point's pressure to have that of the zone. */
static double
level_of(const struct net_zone *z, const struct net_point *p)
{
	return p->ground_m - z->ground_m;
}

static int
has_value(const struct gridday *g)
{
	for (size_t i = 0; i < g->n; i++)
		if (!isnan(g->v[i]))
			return 1;
	return 0;
}

/* Adds one point's day, by weight.  0: it was silent all day. */
static int
add_point(
    struct zonepressure *p, const struct net_edge *e, int64_t day, double level)
{
	double cover = network_num(p->n, "night_coverage", (long)e->zone, day);
	int32_t step;

	if (pointday_read(&p->day, e->point, day) < 0)
		return -1;
	step = p->azp.n > 0 ? p->azp.step : p->day.interval;
	if (pointday_measured(&p->day, &p->point, step, cover) < 0)
		return -1;
	if (!has_value(&p->point))
		return 0;
	for (size_t k = 0; k < p->point.n; k++)
		p->point.v[k] += level;
	gridday_add(&p->azp, &p->point, e->weight);
	return 1;
}

/* The weighted mean of the points of a role; where some are silent, of the
 * others, if they have half of the weight, and with `levels`.  -1: the store
 * failed. */
static int
mean_of_role(struct zonepressure *p, size_t zone, int64_t day,
    enum edge_role role, int levels)
{
	const struct net_zone *z = network_zone(p->n, zone, day);
	double weights = 0, silent = 0;
	int got;

	p->azp.n = 0;
	p->part = 0;
	for (size_t i = p->n->edge_at[zone];
	     z != NULL && i < p->n->edge_at[zone + 1]; i++) {
		const struct net_edge *e = &p->n->edge[i];
		double level = level_of(z, &p->n->point[e->point]);

		if (e->role != role || !zoneflow_holds(e, day))
			continue;
		/* An inlet says nothing of the zone without the levels. */
		if (isnan(level) && role == EDGE_INLET)
			continue;
		level = !levels || isnan(level) ? 0 : level;
		if ((got = add_point(p, e, day, level)) < 0)
			return -1;
		*(got > 0 ? &weights : &silent) += e->weight;
	}
	p->part = silent > 0;
	if (silent > 0 && (!levels || weights < silent))
		p->azp.n = 0;
	for (size_t k = 0; k < p->azp.n; k++)
		p->azp.v[k] /= weights;
	return 0;
}

/* --- of the zones inside --- */

/* Rows of zones in order of their parents, made when first asked for. */
static void
find_children(struct zonepressure *p)
{
	const struct network *n = p->n;
	size_t *at = xcalloc(n->nzone + 2, sizeof *at);

	for (size_t i = 0; i < n->nzone; i++)
		if (n->zone[i].parent >= 0)
			at[n->zone[i].parent + 2]++;
	for (size_t i = 2; i < n->nzone + 2; i++)
		at[i] += at[i - 1];
	p->child = xcalloc(n->nzone + 1, sizeof *p->child);
	for (size_t i = 0; i < n->nzone; i++)
		if (n->zone[i].parent >= 0)
			p->child[at[n->zone[i].parent + 1]++] = i;
	p->child_at = at;
}

static size_t
first_row(const struct network *n, size_t row)
{
	while (!network_first(n, row))
		row--;
	return row;
}

/* Both in steps that either's are parts of. */
static void
add_coarse(struct gridday *sum, struct gridday *g, double weight)
{
	int32_t part = sum->n > 0 ? gridday_part(sum->step, g->step) : g->step;
	int32_t old = sum->step;

	if (sum->n > 0) {
		gridday_coarsen(sum, g->step / part);
		gridday_coarsen(g, old / part);
	}
	gridday_add(sum, g, weight);
}

/* Adds the mean of a zone inside.  Connections of those that have pressure and
 * of all go to weight[0] and [1]. */
static int
add_inner(struct zonepressure *p, size_t row, int64_t day, struct gridday *sum,
    double weight[2])
{
	const struct net_zone *z = &p->n->zone[row];

	if (day < z->from || day >= z->to || !(z->connections > 0))
		return 0;
	weight[1] += z->connections;
	if (zonepressure_day(p, first_row(p->n, row), day) < 0)
		return -1;
	if (p->azp.n == 0)
		return 0;
	weight[0] += z->connections;
	add_coarse(sum, &p->azp, z->connections);
	return 0;
}

static int
mean_of_inner(struct zonepressure *p, size_t zone, int64_t day)
{
	struct gridday sum = GRIDDAY_INIT, old;
	double weight[2] = {0, 0};
	int got = 0, part = 0;

	if (p->child == NULL)
		find_children(p);
	for (size_t i = p->child_at[zone];
	     got == 0 && i < p->child_at[zone + 1]; i++) {
		got = add_inner(p, p->child[i], day, &sum, weight);
		part |= p->part;
	}
	for (size_t k = 0; k < sum.n; k++)
		sum.v[k] /= weight[0];
	if (2 * weight[0] < weight[1])
		sum.n = 0;
	old = p->azp;
	p->azp = sum;
	gridday_release(&old);
	p->inner = p->azp.n > 0;
	p->part = p->inner && (part || weight[0] < weight[1]);
	return got;
}

int
zonepressure_day(struct zonepressure *p, size_t zone, int64_t day)
{
	static const enum edge_role order[] = {EDGE_AZP, EDGE_INLET};

	p->inner = 0;
	for (int i = 0; i < 2; i++) {
		if (mean_of_role(p, zone, day, order[i], 1) < 0)
			return -1;
		if (has_value(&p->azp)) {
			assume_pressure(p->n->assume, p->n, zone,
			    zone_midnight(store_zone(p->s), day), &p->azp);
			return 0;
		}
	}
	p->azp.n = 0;
	p->part = 0;
	return mean_of_inner(p, zone, day);
}

int
zonepressure_role(struct zonepressure *p, size_t zone, int64_t day,
    enum edge_role role, double *mean_m)
{
	if (mean_of_role(p, zone, day, role, 0) < 0)
		return -1;
	*mean_m = gridday_mean(&p->azp, 0, INT64_MAX, 0, NULL);
	return 0;
}
