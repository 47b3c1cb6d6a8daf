#include "zoneoutlet.h"

#include <math.h>
#include <string.h>

#include "zoneflow.h"

enum { HOURS = 25, HOUR_S = 3600 };

static const double MPA_OF_M = 0.00980665; /* of a metre of water */
static const double ENOUGH = 0.9;

struct hour { /* all plants of an hour of a day */
	double pq, q;
	int no_p, no_q; /* some deliver without known pressure; volume */
};

struct sums {
	double pq, q;
	size_t both, pressures; /* hours */
};

void
zoneoutlet_init(
    struct zoneoutlet *o, struct store *s, struct zonepressure *pressure)
{
	*o = (struct zoneoutlet){
	    .n = pressure->n, .pressure = pressure, .zone = -1};
	pointday_init(&o->day, s, pressure->n);
}

void
zoneoutlet_release(struct zoneoutlet *o)
{
	pointday_release(&o->day);
	gridday_release(&o->p);
	gridday_release(&o->q);
}

long
zoneoutlet_meter(const struct network *n, size_t plant)
{
	const char *meter = n->point[plant].meter_id;
	long found = -1;

	if (*meter == '\0')
		return -1;
	for (size_t i = 0; i < n->npoint; i++) {
		if (!network_flows(&n->point[i]) ||
		    strcmp(n->point[i].meter_id, meter) != 0)
			continue;
		found = (long)i;
		if (strcmp(n->point[i].quantity, "flow") == 0)
			break;
	}
	return found;
}

/* The hourly means of a point's day; n 0: none. */
static int
read_hours(struct zoneoutlet *o, size_t zone, size_t point, int64_t day,
    struct gridday *g)
{
	double cover = network_num(o->n, "night_coverage", (long)zone, day);
	long got = pointday_read(&o->day, point, day);

	g->n = 0;
	if (got <= 0 || o->day.interval > HOUR_S)
		return got < 0 ? -1 : 0;
	return pointday_measured(&o->day, g, HOUR_S, cover);
}

static double
at(const struct gridday *g, size_t h)
{
	return h < g->n ? g->v[h] : NAN;
}

static int
add_plant(struct zoneoutlet *o, const struct net_edge *e, size_t meter,
    int64_t day, struct hour hour[HOURS])
{
	if (read_hours(o, e->zone, e->point, day, &o->p) < 0 ||
	    read_hours(o, e->zone, meter, day, &o->q) < 0)
		return -1;
	for (size_t h = 0; h < HOURS; h++) {
		double p = at(&o->p, h), q = at(&o->q, h);

		if (q <= 0) /* it does not deliver */
			continue;
		hour[h].no_p |= isnan(p);
		hour[h].no_q |= isnan(q);
		hour[h].pq += p * q;
		hour[h].q += q;
	}
	return 0;
}

/* 1; 0: a plant has no meter; -1: the store failed. */
static int
add_day(struct zoneoutlet *o, size_t zone, int64_t day, struct sums *sum)
{
	struct hour hour[HOURS] = {{0}};
	int plants = 0;

	for (size_t i = o->n->edge_at[zone]; i < o->n->edge_at[zone + 1]; i++) {
		const struct net_edge *e = &o->n->edge[i];
		long meter;

		if (e->role != EDGE_PLANT_OUTLET || !zoneflow_holds(e, day))
			continue;
		if ((meter = zoneoutlet_meter(o->n, e->point)) < 0)
			return 0;
		if (add_plant(o, e, (size_t)meter, day, hour) < 0)
			return -1;
		plants++;
	}
	for (size_t h = 0; plants > 0 && h < HOURS; h++) {
		int both = !hour[h].no_p && !hour[h].no_q && hour[h].q > 0;

		sum->pressures += both || (!hour[h].no_p && hour[h].no_q);
		sum->both += both;
		sum->pq += both ? hour[h].pq : 0;
		sum->q += both ? hour[h].q : 0;
	}
	return 1;
}

/* NaN: too few volumes are known. */
static int
mean_by_volume(
    struct zoneoutlet *o, size_t zone, int64_t from, int64_t to, double *mean_m)
{
	struct sums sum = {0};
	int got = 1;

	*mean_m = NAN;
	for (int64_t d = from; got > 0 && d < to; d++)
		got = add_day(o, zone, d, &sum);
	if (got > 0 && sum.both > 0 &&
	    (double)sum.both >= ENOUGH * (double)sum.pressures)
		*mean_m = sum.pq / sum.q;
	return got < 0 ? -1 : 0;
}

static int
mean_by_weight(
    struct zoneoutlet *o, size_t zone, int64_t from, int64_t to, double *mean_m)
{
	double sum = 0, v = NAN;
	size_t days = 0;

	for (int64_t d = from; d < to; d++) {
		if (zonepressure_role(
			o->pressure, zone, d, EDGE_PLANT_OUTLET, &v) < 0)
			return -1;
		sum += isnan(v) ? 0 : v;
		days += !isnan(v);
	}
	*mean_m = days > 0 ? sum / (double)days : NAN;
	return 0;
}

int
zoneoutlet_mean(struct zoneoutlet *o, size_t zone, int64_t from, int64_t to,
    double *mpa, int *by_volume)
{
	double m;

	if (o->zone != (long)zone || o->from != from || o->to != to) {
		if (mean_by_volume(o, zone, from, to, &m) < 0)
			return -1;
		o->by_volume = !isnan(m);
		if (isnan(m) && mean_by_weight(o, zone, from, to, &m) < 0)
			return -1;
		o->zone = (long)zone;
		o->from = from;
		o->to = to;
		o->mpa = m * MPA_OF_M;
	}
	*mpa = o->mpa;
	*by_volume = o->by_volume;
	return 0;
}
