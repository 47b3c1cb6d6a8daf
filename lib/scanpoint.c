#include "alarmscan_private.h"

#include <math.h>
#include <string.h>

#include "xalloc.h"

/* Limits of water quality at the tap, GB 5749-2022: NTU, pH, free chlorine
 * mg/L; beyond them for half an hour. */
static const struct {
	const char *quantity;
	double low, high;
} drinking[] = {{"turbidity", NAN, 1}, {"ph", 6.5, 8.5}, {"chlorine", 0.05, 2}};

enum { QUALITY_HOLD_S = 1800, LAST_HOUR_S = 3600 };

/* The edge of the point that holds today and asks most of it, or -1. */
static long
edge_today(const struct alarmscan *c, size_t point)
{
	long best = -1;

	for (long e = c->edge_of[point]; e >= 0; e = c->next_edge[e])
		if (zoneflow_holds(&c->n->edge[e], c->today) &&
		    (best < 0 ||
			c->n->edge[e].required_m >
			    c->n->edge[best].required_m ||
			isnan(c->n->edge[best].required_m)))
			best = e;
	return best;
}

static void
pressure_limits(
    const struct alarmscan *c, const struct net_edge *e, struct point_limits *l)
{
	long zone = (long)e->zone;

	l->pressure = l->learn = 1;
	l->release = 1;
	l->low = e->required_m;
	if (isnan(l->low) && (e->role == EDGE_CRITICAL || e->role == EDGE_AZP))
		l->low = network_num(c->n, "service_m", zone, c->today);
	l->high = network_num(c->n, "alarm_high_m", zone, c->today);
	l->hold =
	    (int32_t)(60 * network_num(c->n, "alarm_hold_min", zone, c->today));
}

static void
limits_of(const struct alarmscan *c, size_t point, struct point_limits *l)
{
	const struct net_point *p = &c->n->point[point];
	const struct watch *w = watchlist_find(c->watch, p->id, c->today);
	long e = edge_today(c, point);

	*l = (struct point_limits){.low = NAN,
	    .high = NAN,
	    .hold = QUALITY_HOLD_S,
	    .interval = network_interval(p)};
	if (strcmp(p->quantity, "pressure") == 0 && e >= 0)
		pressure_limits(c, &c->n->edge[e], l);
	for (size_t i = 0; i < sizeof drinking / sizeof *drinking; i++)
		if (strcmp(p->quantity, drinking[i].quantity) == 0) {
			l->low = drinking[i].low;
			l->high = drinking[i].high;
		}
	if (w != NULL) {
		l->low = w->low;
		l->high = w->high;
		l->hold = (int32_t)(60 * w->hold_min);
		l->watched = 1;
	}
	if (!l->pressure)
		l->release = 0.01 * fabs(isnan(l->high) ? l->low : l->high);
}

static enum alarm_kind
kind_of(enum point_kind k, int pressure)
{
	static const enum alarm_kind of[POINT_KINDS] = {ALARM_GAP,
	    ALARM_FLATLINE, ALARM_SPIKE, ALARM_RANGE, ALARM_NEGATIVE,
	    ALARM_MISMATCH, ALARM_LOW_PRESSURE, ALARM_HIGH_PRESSURE,
	    ALARM_PRESSURE_DROP, ALARM_PRESSURE_SWING};

	return !pressure && (k == POINT_LOW || k == POINT_HIGH) ? ALARM_LIMIT :
								  of[k];
}

static void
put_point(struct alarmscan *c, size_t point, int pressure,
    const struct point_report *r)
{
	long e = c->edge_of[point];
	struct alarm a = {
	    .zone_id = e < 0 ? (char *)"" : c->n->zone[c->n->edge[e].zone].id,
	    .point_id = c->n->point[point].id,
	    .kind = kind_of(r->kind, pressure),
	    .state = r->end == INT64_MIN ? ALARM_OPEN : ALARM_CLOSED,
	    .start = r->start,
	    .detected = r->found,
	    .end = r->end,
	    .size = r->worst,
	    .lo = NAN,
	    .hi = NAN,
	    .mean = NAN,
	    .base = (double)r->seconds / 3600,
	    .sigma = NAN,
	    .night = NAN,
	    .evidence = NAN,
	    .slope = NAN,
	    .limit = r->limit,
	    .volume = r->n,
	    .hours = r->times,
	    .flags = (r->watched ? ALARM_WATCHED : 0U) |
		     (r->quiet ? ALARM_QUIET : 0U)};

	scan_put(c, &a, a.point_id,
	    r->kind == POINT_LOW && !pressure  ? "low" :
	    r->kind == POINT_HIGH && !pressure ? "high" :
						 alarm_kind_word(a.kind));
}

/* The day's volume of a point, m3, where nine tenths of it are known. */
static int
volume(struct alarmscan *c, size_t point, double *m3)
{
	static const double cover = 0.9;
	struct gridday g = GRIDDAY_INIT;
	int64_t length;
	long got = pointday_read(&c->day, point, c->today);

	*m3 = NAN;
	if (got > 0) {
		length = c->day.length;
		if (pointday_measured(&c->day, &g,
			network_interval(&c->n->point[point]), 0) < 0)
			got = -1;
		*m3 = gridday_mean(&g, 0, length, cover, NULL) *
		      (double)length / 3600;
		gridday_release(&g);
	}
	return got < 0 ? -1 : 0;
}

static int
compare_counter(struct alarmscan *c, size_t point)
{
	const struct zone *tz = store_zone(c->s);
	int64_t from = zone_midnight(tz, c->today);
	double flowed, counted;
	struct point_report r;

	if (c->n->point[point].counter < 0)
		return 0;
	if (volume(c, point, &flowed) < 0 ||
	    volume(c, (size_t)c->n->point[point].counter, &counted) < 0)
		return -1;
	if (pointwatch_volume(c->point[point], from,
		zone_midnight(tz, c->today + 1) - from, counted, flowed, &r))
		put_point(c, point, 0, &r);
	return 0;
}

/* Seconds of the day of which there may be news. */
static int64_t
known_to(const struct alarmscan *c)
{
	int64_t length = c->day.length, news = c->horizon - c->day.midnight;

	return news < length - LAST_HOUR_S ? news : length;
}

int
scan_point(struct alarmscan *c, size_t point)
{
	struct point_report out[POINT_REPORTS];
	struct point_limits l;
	int n;
	long got = pointday_read(&c->day, point, c->today);

	if (got < 0)
		return -1;
	if (c->point[point] == NULL) {
		if (got == 0)
			return 0;
		c->point[point] = xcalloc(1, sizeof *c->point[point]);
		pointwatch_init(c->point[point]);
	}
	if (c->day.nr > c->flag_cap) {
		c->flag_cap = 2 * c->day.nr;
		c->flag = xrealloc(c->flag, c->flag_cap, sizeof *c->flag);
	}
	if (c->day.nr > 0)
		pointday_flags(&c->day, INT64_MIN, c->flag);
	limits_of(c, point, &l);
	n = pointwatch_day(c->point[point], &l, c->day.midnight, known_to(c),
	    c->day.r, c->flag, c->day.nr, out);
	for (int i = 0; i < n; i++)
		put_point(c, point, l.pressure, &out[i]);
	return compare_counter(c, point);
}

void
scan_point_open(struct alarmscan *c, size_t point)
{
	struct point_report r[POINT_KINDS];
	struct point_limits l;
	int n = c->point[point] ? pointwatch_open(c->point[point], r) : 0;

	limits_of(c, point, &l);
	for (int i = 0; i < n; i++)
		put_point(c, point, l.pressure, &r[i]);
}
