#include "zoneuse.h"

#include <math.h>

#include "zoneflow.h"

void
zoneuse_init(struct zoneuse *u, struct store *s, const struct network *n)
{
	*u = (struct zoneuse){.n = n};
	pointday_init(&u->day, s, n);
}

void
zoneuse_release(struct zoneuse *u)
{
	pointday_release(&u->day);
	gridday_release(&u->point);
}

int
zoneuse_counts(
    const struct network *n, const struct net_edge *e, size_t zone, int64_t day)
{
	if (e->role != EDGE_USER || !zoneflow_holds(e, day) ||
	    !network_inside(n, e->zone, zone))
		return 0;
	for (size_t i = 0; e->again && i < n->nuser; i++) {
		const struct net_edge *o = &n->edge[n->user[i]];

		if (o->point == e->point && o->zone != e->zone &&
		    zoneflow_holds(o, day) &&
		    network_inside(n, e->zone, o->zone) &&
		    network_inside(n, o->zone, zone))
			return 0;
	}
	return 1;
}

struct at { /* the zone and night at hand */
	struct zoneuse *u;
	const struct zoneset *set;
	size_t zone;
	const struct net_zone *z;
	double cover;
	struct zonenight *out;
};

static double
param(const struct at *a, enum zoneset_param i)
{
	return a->set->v[i];
}

/* Mean flow in the hour of the minimum of the users in the zone and the zones
 * inside it, m3/h; *error its half-width.  NaN: there are none, or (flagged)
 * one has no readings; infinite: there is no such hour. */
static int
measured_users(struct at *a, double *flow, double *error)
{
	struct zoneuse *w = a->u;
	const struct zonenight *out = a->out;
	double all = param(a, P_ERR_FLOW_PCT), e2 = 0;

	*flow = NAN;
	*error = 0;
	for (size_t i = 0; i < w->n->nuser; i++) {
		const struct net_edge *e = &w->n->edge[w->n->user[i]];
		const struct net_point *p = &w->n->point[e->point];
		double q, pct = p->accuracy_pct;

		if (!zoneuse_counts(w->n, e, a->zone, a->out->day))
			continue;
		if (isnan(out->mnf_m3h)) { /* no hour to ask about */
			*flow = INFINITY;
			break;
		}
		if (pointday_read(&w->day, e->point, a->out->day) < 0 ||
		    pointday_measured(
			&w->day, &w->point, w->day.interval, a->cover) < 0)
			return -1;
		q = gridday_mean_around(
		    &w->point, out->at, out->at + out->width, a->cover);
		*flow = (isnan(*flow) ? 0 : *flow) + q * e->weight;
		e2 += pow(q * e->weight * (isnan(pct) ? all : pct) / 100, 2);
		if (isnan(q)) {
			a->out->flags |= ZN_USER_MISSING;
			break;
		}
	}
	*error = sqrt(e2);
	return 0;
}

static void
describe_use(struct at *a)
{
	struct night_use *u = &a->out->use;

	u->population = a->z->population;
	u->properties = a->z->properties;
	u->active_pct = param(a, P_LNU_ACTIVE_PCT);
	u->l_use = param(a, P_LNU_L_USE);
	u->l_property = param(a, P_LNU_L_PROPERTY);
	u->nonhousehold_m3h = param(a, P_LNU_NONHOUSEHOLD_M3H);
	u->weekday_pct = a->set->v[P_LNU_MON_PCT + cal_weekday(a->out->day)];
	for (int g = 0; g < NIGHT_GROUPS; g++) {
		u->group_n[g] = a->z->group_n[g];
		u->group_l[g] = a->set->v[P_LNU_GROUP_A + g];
	}
	if (isnan(u->nonhousehold_m3h) && !a->z->accounts &&
	    !(isnan(u->population) && isnan(u->properties)))
		a->out->flags |= ZN_LNU_RESIDENTIAL;
}

/* A measured user errs by its meter, the rest by err_lnu_pct. */
static int
find_use(struct at *a)
{
	struct zonenight *out = a->out;
	struct night_use *u = &out->use;
	struct night_lnu *lnu = &out->lnu;
	double measured, error, rest;

	describe_use(a);
	u->exceptional_m3h = param(a, P_LNU_EXCEPTIONAL_M3H);
	error = 0;
	measured = NAN;
	if (isnan(u->exceptional_m3h)) {
		if (measured_users(a, &measured, &error) < 0)
			return -1;
		u->exceptional_m3h = measured;
	}
	nightloss_lnu(u, lnu);
	if (out->flags & ZN_USER_MISSING || isinf(measured))
		lnu->total = lnu->exceptional = NAN;
	else if (isnan(lnu->total))
		out->flags |= ZN_NO_LNU;
	out->in.lnu_m3h = lnu->total;
	rest = lnu->total - (isnan(measured) ? 0 : measured);
	rest *= param(a, P_ERR_LNU_PCT) / 100;
	out->in.err_lnu_pct =
	    lnu->total > 0 ?
		100 * sqrt(rest * rest + error * error) / lnu->total :
		0;
	return 0;
}

int
zoneuse_find(struct zoneuse *u, const struct zoneset *set, size_t zone,
    struct zonenight *zn)
{
	struct at a = {.u = u,
	    .set = set,
	    .zone = zone,
	    .z = network_zone(u->n, zone, zn->day),
	    .cover = set->v[P_NIGHT_COVERAGE],
	    .out = zn};

	return find_use(&a);
}
