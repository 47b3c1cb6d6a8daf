#include "zoneslots.h"

#include <math.h>
#include <string.h>

enum { DAY_S = 86400, HOUR_S = 3600, QUARTER_S = 900, LONG_HOLIDAY = 5 };

static const double COVER = 0.5;

void
zoneslots_init(struct zoneslots *z, struct store *s, const struct network *n,
    const struct alarmevents *events)
{
	*z = (struct zoneslots){.events = events};
	zoneflow_init(&z->flow, s, n);
}

void
zoneslots_release(struct zoneslots *z)
{
	zoneflow_release(&z->flow);
}

static int
bounds(const struct net_edge *e, size_t zone, int64_t day)
{
	return e->zone == zone && zoneflow_holds(e, day) &&
	       (e->role == EDGE_INFLOW || e->role == EDGE_OUTFLOW);
}

int
zoneslots_count(const struct network *n, size_t zone, int64_t day)
{
	int32_t step = 0;

	for (size_t i = n->edge_at[zone]; i < n->edge_at[zone + 1]; i++) {
		int32_t own;

		if (!bounds(&n->edge[i], zone, day))
			continue;
		own = network_interval(&n->point[n->edge[i].point]);
		step = own > step ? own : step;
	}
	if (step == 0)
		return 0;
	for (int32_t s = QUARTER_S; s < HOUR_S; s *= 2)
		if (s % step == 0)
			return DAY_S / s;
	return DAY_S / HOUR_S;
}

/* 1 if a meter of the zone counts, or is a tank. */
static int
needs_tomorrow(const struct network *n, size_t zone, int64_t day)
{
	for (size_t i = n->edge_at[zone]; i < n->edge_at[zone + 1]; i++) {
		const struct net_edge *e = &n->edge[i];

		if (e->zone == zone && zoneflow_holds(e, day) &&
		    (e->role == EDGE_STORAGE ||
			(bounds(e, zone, day) &&
			    strcmp(n->point[e->point].quantity, "volume") ==
				0)))
			return 1;
	}
	return 0;
}

/* Steps of the flow into slots by the clock; finer steps are averaged, a
 * coarser one fills all slots that it covers. */
static void
spread(struct zoneslots *z, int slots)
{
	const struct gridday *g = &z->flow.flow;
	const struct zone *tz = store_zone(z->flow.s);
	double sum[LEAK_SLOTS] = {0};
	int n[LEAK_SLOTS] = {0}, slot_s = DAY_S / slots;
	int per = g->step < slot_s ? slot_s / g->step : 1;

	for (size_t i = 0; i < g->n; i++) {
		int64_t at = z->flow.midnight + (int64_t)i * g->step;
		int64_t clock =
		    z->flow.length == DAY_S ?
			(int64_t)i * g->step :
			at + zone_offset(tz, at) - z->flow.day * DAY_S;

		for (int64_t c = clock; c < clock + g->step && c >= 0;
		     c += slot_s) {
			int64_t k = c / slot_s;

			if (k >= slots || isnan(g->v[i]))
				continue;
			sum[k] += g->v[i];
			n[k]++;
		}
	}
	for (int k = 0; k < slots; k++) {
		z->q[k] = n[k] > 0 && n[k] >= COVER * per - 1e-9 ?
			      sum[k] / n[k] :
			      NAN;
		z->any |= n[k] > 0;
	}
}

static void
mask(struct zoneslots *z, size_t zone, int slots)
{
	const struct network *n = z->flow.n;
	struct net_events l = network_zone_events(n, zone);
	int slot_s = DAY_S / slots;

	for (size_t i = 0; i < l.n; i++) {
		const struct net_event *e = &n->event[l.i[i]];

		if (!e->mask ||
		    !network_event_hits(n, e, zone, z->flow.midnight,
			z->flow.midnight + z->flow.length))
			continue;
		for (int k = 0; k < slots; k++) {
			int64_t at = z->flow.midnight + (int64_t)k * slot_s;

			if (e->start < at + slot_s && e->end > at)
				z->q[k] = NAN;
		}
	}
}

int
zoneslots_day(struct zoneslots *z, size_t zone, int64_t day, int slots)
{
	enum zoneflow_got got = zoneflow_day(&z->flow, zone, day, COVER);
	const struct alarmevent *holiday;

	if (got == ZONEFLOW_FAILED)
		return -1;
	z->any = 0;
	z->slots = slots;
	for (int k = 0; k < LEAK_SLOTS; k++)
		z->q[k] = NAN;
	if (got == ZONEFLOW_OK && z->flow.flow.n > 0) {
		spread(z, slots);
		mask(z, zone, slots);
		if (needs_tomorrow(z->flow.n, zone, day))
			z->q[slots - 1] = NAN;
	}
	holiday = alarmevents_holiday(z->events, z->flow.n, zone,
	    z->flow.midnight, z->flow.midnight + z->flow.length);
	z->d = (struct leak_day){.day = day,
	    .weekday = holiday ? LEAK_HOLIDAY : (int)((day % 7 + 10) % 7),
	    .odd =
		holiday != NULL && holiday->end != INT64_MAX &&
		holiday->end - holiday->start >= (int64_t)LONG_HOLIDAY * DAY_S,
	    .q = z->q};
	return 0;
}
