#include "zonesub.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "xalloc.h"
#include "zoneflow.h"

struct share { /* of one point in the difference */
	double weight;
	double night, day; /* mean flow, m3/h */
	double err_pct;
};

struct zonesub_work {
	struct store *s;
	const struct network *n;
	struct zoneflow flow;
	struct share *share; /* by point */
};

struct zonesub_work *
zonesub_new(struct store *s, const struct network *n)
{
	struct zonesub_work *w = xcalloc(1, sizeof *w);

	w->s = s;
	w->n = n;
	zoneflow_init(&w->flow, s, n);
	w->share = xcalloc(n->npoint + 1, sizeof *w->share);
	return w;
}

void
zonesub_free(struct zonesub_work *w)
{
	if (w == NULL)
		return;
	zoneflow_release(&w->flow);
	free(w->share);
	free(w);
}

/* The meters of the zone at hand, for the parent (sign 1) or a child (-1). */
static void
add_shares(struct zonesub_work *w, const struct zonenight *zn, double sign)
{
	for (size_t i = 0; i < w->flow.nmeter; i++) {
		struct zoneflow_part p =
		    zoneflow_part(&w->flow, i, zn->at, zn->at + zn->width);
		struct share *s = &w->share[p.point];

		s->weight += sign * p.weight;
		s->night = p.q;
		s->day = zoneflow_part(&w->flow, i, 0, w->flow.length).q;
		s->err_pct = p.err_pct;
	}
}

/* Mean flow in the parent's hour, and volume of the day; NaN: not known. */
static int
zone_figures(struct zonesub_work *w, size_t zone, const struct zonenight *zn,
    double *night, double *day)
{
	double cover = network_num(w->n, "night_coverage", (long)zone, zn->day);
	const struct gridday *g;

	*night = *day = NAN;
	switch (zoneflow_day(&w->flow, zone, zn->day, cover)) {
	case ZONEFLOW_FAILED:
		return -1;
	case ZONEFLOW_OK:
		break;
	default:
		return 0;
	}
	g = zoneflow_filled(&w->flow);
	if (zn->at >= 0)
		*night = gridday_mean_around(
		    &w->flow.flow, zn->at, zn->at + zn->width, cover);
	*day = gridday_mean(g, 0, w->flow.length, cover, NULL) *
	       (double)w->flow.length / 3600;
	return 0;
}

static int
is_child(const struct network *n, size_t zone, size_t parent, int64_t day)
{
	const struct net_zone *z;

	return network_first(n, zone) &&
	       (z = network_zone(n, zone, day)) != NULL && z->parent >= 0 &&
	       (size_t)z->parent == parent;
}

static struct bound
difference(double own, double sub, double variance)
{
	return bound_input(own - sub, 0, sqrt(variance));
}

static void
compare(const struct zonesub_work *w, struct zonesub *out)
{
	double hours = (double)w->flow.length / 3600, night = 0, day = 0;

	for (size_t i = 0; i < w->n->npoint; i++) {
		const struct share *s = &w->share[i];
		double e = s->weight * s->err_pct / 100;

		if (s->weight == 0)
			continue;
		night += pow(s->night * e, 2);
		day += pow(s->day * hours * e, 2);
	}
	out->night.diff = difference(out->night.own, out->night.sub, night);
	out->day.diff = difference(out->day.own, out->day.sub, day);
}

int
zonesub_day(struct zonesub_work *w, size_t zone, const struct zonenight *zn,
    struct zonesub *out)
{
	double night, day;

	*out = (struct zonesub){0};
	memset(w->share, 0, w->n->npoint * sizeof *w->share);
	for (size_t c = 0; c < w->n->nzone; c++) {
		if (!is_child(w->n, c, zone, zn->day))
			continue;
		if (zone_figures(w, c, zn, &night, &day) < 0)
			return -1;
		add_shares(w, zn, -1);
		out->children++;
		out->silent += isnan(day) || (zn->at >= 0 && isnan(night));
		out->night.sub += night;
		out->day.sub += day;
	}
	if (out->children == 0)
		return 0;
	if (zone_figures(w, zone, zn, &out->night.own, &out->day.own) < 0)
		return -1;
	add_shares(w, zn, 1);
	compare(w, out);
	return 1;
}

int
zonesub_finding(const struct zonesub *z)
{
	if (bound_lo(&z->night.diff) > 0 || bound_lo(&z->day.diff) > 0)
		return 1;
	return bound_hi(&z->night.diff) < 0 || bound_hi(&z->day.diff) < 0 ? -1 :
									    0;
}
