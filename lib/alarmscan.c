#include "alarmscan.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

enum {
	DAY_S = 86400,
	CLOCK_DAYS = 14,
	SAME_DAYS = 5,
	GROWTH_DAYS = 35,
	COMMON_LEAST = 5,
	LOOK_BACK = 21
};

static const double CLOCK_GAIN = 1.5, COMMON_SHARE = 0.3, BOUNDARY_PCT = 25;
static const double INNER_LEAST = 0.4, INNER_MOST = 2.5;

/* What of the network is asked for every day. */
static void
link_up(struct alarmscan *c)
{
	const struct network *n = c->n;

	c->edge_of = xcalloc(n->npoint + 1, sizeof *c->edge_of);
	c->next_edge = xcalloc(n->nedge + 1, sizeof *c->next_edge);
	c->outer = xcalloc(n->nzone + 1, 1);
	c->moved = xcalloc(n->nzone + 1, sizeof *c->moved);
	for (size_t i = 0; i < n->npoint; i++)
		c->edge_of[i] = -1;
	for (size_t i = n->nedge; i-- > 0;) {
		c->next_edge[i] = c->edge_of[n->edge[i].point];
		c->edge_of[n->edge[i].point] = (long)i;
	}
	for (size_t i = 0; i < n->nzone; i++)
		if (n->zone[i].parent >= 0)
			c->outer[n->zone[i].parent] = 1;
}

struct alarmscan *
alarmscan_new(
    struct store *s, const struct network *n, const struct watchlist *watch)
{
	struct alarmscan *c = xcalloc(1, sizeof *c);

	c->s = s;
	c->n = n;
	c->watch = watch;
	c->horizon = INT64_MAX;
	c->zone = xcalloc(n->nzone + 1, sizeof *c->zone);
	c->point = xcalloc(n->npoint + 1, sizeof *c->point);
	zoneslots_init(&c->slots, s, n, &c->events);
	pointday_init(&c->day, s, n);
	link_up(c);
	if (alarmevents_load(&c->events, s, n) < 0) {
		alarmscan_free(c);
		return NULL;
	}
	return c;
}

static void
drop(const struct alarmscan *c, void *p)
{
	const char *from = c->arena, *at = p;

	if (at < from || at >= from + c->arena_bytes)
		free(p);
}

void
alarmscan_free(struct alarmscan *c)
{
	if (c == NULL)
		return;
	for (size_t i = 0; i < c->n->nzone; i++)
		drop(c, c->zone[i]);
	for (size_t i = 0; i < c->n->npoint; i++)
		drop(c, c->point[i]);
	free(c->arena);
	free(c->zone);
	free(c->point);
	free(c->flag);
	free(c->edge_of);
	free(c->next_edge);
	free(c->outer);
	free(c->moved);
	alarmevents_release(&c->events);
	alarms_release(&c->alarms);
	zoneslots_release(&c->slots);
	pointday_release(&c->day);
	free(c);
}

void
alarmscan_settings(
    const struct network *n, size_t zone, int64_t day, struct leakwatch_opts *o)
{
	*o = leakwatch_default;
	o->far = network_num(n, "alarm_far", (long)zone, day);
	o->min_pct = network_num(n, "alarm_min_pct", (long)zone, day);
	o->min_m3h = network_num(n, "alarm_min_m3h", (long)zone, day);
}

/* --- alarms --- */

/* The local minute as digits. */
static void
digits(const struct zone *tz, int64_t t, char out[16])
{
	char text[CAL_BUF];
	int n = 0;

	cal_instant_text(tz, t, text);
	for (const char *p = text; n < 12; p++)
		if (*p >= '0' && *p <= '9')
			out[n++] = *p;
	out[n] = '\0';
}

static void
put(struct alarmscan *c, struct alarm *a, const char *what, const char *word)
{
	char minute[16];
	int made;

	digits(store_zone(c->s), a->start, minute);
	a->id = xasprintf("%s-%s-%s", what, minute, word);
	a->at = c->today;
	alarms_put(&c->alarms, a, &made);
	if (c->changed != NULL && c->changed(c->ctx, a) < 0)
		c->failed = 1;
	free(a->id);
}

static int64_t
instant(const struct alarmscan *c, int64_t day, int step, int slots)
{
	int64_t t;

	zone_instant(store_zone(c->s), day + step / slots,
	    (int32_t)(step % slots * (DAY_S / slots)), &t, NULL);
	return t;
}

static enum alarm_state
state_of(const struct leakcase *k)
{
	static const enum alarm_state of[] = {ALARM_PROVISIONAL, ALARM_OPEN,
	    ALARM_GROWN, ALARM_CLOSED, ALARM_SHORT};

	if (k->inner && k->state != LEAK_OVER)
		return ALARM_MERGED;
	return of[k->state];
}

static void
case_alarm(const struct alarmscan *c, size_t zone, const struct leakcase *k,
    struct alarm *a)
{
	const struct leak_report *r = &k->r;
	int slots = c->zone[zone]->w.p.slots;
	int over = k->state == LEAK_CLOSED || k->state == LEAK_OVER;

	*a = (struct alarm){.zone_id = c->n->zone[zone].id,
	    .point_id = (char *)"",
	    .kind = r->nature != LEAK_LEAK ? ALARM_FLOW_STEP :
		    r->grew		   ? ALARM_NIGHT_RISE :
					     ALARM_NIGHT_STEP,
	    .state = state_of(k),
	    .start = instant(c, r->day, r->step, slots),
	    .detected = instant(c, r->found_day, r->found_step, slots),
	    .end =
		over ? instant(c, k->end_day, k->end_step, slots) : INT64_MIN,
	    .size = r->size,
	    .lo = r->lo,
	    .hi = r->hi,
	    .mean = r->mean,
	    .base = r->base,
	    .sigma = r->sigma,
	    .night = r->night,
	    .evidence = r->evidence,
	    .slope = r->nature == LEAK_SCALE ? r->factor : r->slope,
	    .limit = NAN,
	    .volume = k->volume,
	    .path = (int)r->path,
	    .by = (int)r->by,
	    .hours = r->hours,
	    .flags = (unsigned)k->flags};
	if (r->nature == LEAK_DEMAND)
		a->flags |= ALARM_DEMAND;
	if (r->nature == LEAK_SCALE)
		a->flags |= ALARM_SCALE;
	if (r->doubt)
		a->flags |= ALARM_DOUBT;
}

static void
put_case(struct alarmscan *c, size_t zone, const struct leakcase *k)
{
	struct alarm a;

	case_alarm(c, zone, k, &a);
	put(c, &a, a.zone_id, "leak");
}

/* --- zones --- */

void
alarmscan_start(struct leakwatch *w, const struct network *n, size_t zone,
    int64_t day, int slots)
{
	int slot_s = DAY_S / slots;

	leakwatch_init(w, slots,
	    network_clock(n, "alarm_night_from", (long)zone, day) / slot_s,
	    network_clock(n, "alarm_night_to", (long)zone, day) / slot_s);
}

static void
start_zone(struct alarmscan *c, size_t zone, int slots)
{
	struct scan_zone *z = xcalloc(1, sizeof *z);

	z->clock_since = INT64_MIN;
	alarmscan_start(&z->w, c->n, zone, c->today, slots);
	c->zone[zone] = z;
}

static void
put_clock(struct alarmscan *c, size_t zone, int64_t end)
{
	struct scan_zone *z = c->zone[zone];
	struct alarm a = {.zone_id = c->n->zone[zone].id,
	    .point_id = (char *)"",
	    .kind = ALARM_CLOCK,
	    .mean = NAN,
	    .base = NAN,
	    .sigma = NAN,
	    .night = NAN,
	    .evidence = NAN,
	    .slope = NAN,
	    .volume = NAN,
	    .state = end == INT64_MIN ? ALARM_OPEN : ALARM_CLOSED,
	    .start = zone_midnight(store_zone(c->s), z->clock_since),
	    .detected = zone_midnight(store_zone(c->s), z->clock_since + 2),
	    .end = end,
	    .size = z->lag,
	    .lo = NAN,
	    .hi = NAN,
	    .limit = NAN};

	put(c, &a, a.zone_id, "clock");
}

/* 1 if the day is one of a clock that went wrong. */
static int
clock_wrong(struct alarmscan *c, size_t zone, const struct leak_day *d)
{
	struct scan_zone *z = c->zone[zone];
	double gain;
	int lag = d->odd || d->weekday == LEAK_HOLIDAY || z->w.p.count < 14 ?
		      0 :
		      leakprofile_lag(&z->w.p, d, &gain);

	if (lag == 0 || gain < CLOCK_GAIN ||
	    (z->clock_since != INT64_MIN && lag != z->lag)) {
		if (z->clock_open)
			put_clock(
			    c, zone, zone_midnight(store_zone(c->s), d->day));
		z->clock_since = INT64_MIN;
		z->clock_open = 0;
		if (lag == 0 || gain < CLOCK_GAIN)
			return 0;
	}
	if (z->clock_since == INT64_MIN)
		z->clock_since = d->day;
	z->lag = lag;
	if (d->day - z->clock_since == 1) {
		z->clock_open = 1;
		put_clock(c, zone, INT64_MIN);
	}
	return d->day - z->clock_since < CLOCK_DAYS;
}

static const struct {
	const char *word;
	unsigned flag;
} outcomes[] = {{"confirmed", ALARM_CONFIRMED},
    {"nothing_found", ALARM_NOTHING_FOUND}, {"operation", ALARM_OPERATION},
    {"sensor_fault", ALARM_SENSOR_FAULT}};

/* Closes what an event with an outcome that ended today tells to close. */
static void
by_person(
    struct alarmscan *c, size_t zone, const struct alarmevent *e, int *changed)
{
	struct scan_zone *z = c->zone[zone];
	int64_t midnight = zone_midnight(store_zone(c->s), c->today);
	int slots = z->w.p.slots, best = -1;
	int64_t least = INT64_MAX;

	for (int i = 0; i < z->cases.n; i++) {
		struct leakcase *k = &z->cases.c[i];
		int64_t apart =
		    llabs(instant(c, k->r.day, k->r.step, slots) - e->start);

		if (k->state == LEAK_TENTATIVE || k->state == LEAK_OVER ||
		    instant(c, k->r.day, k->r.step, slots) >= e->end ||
		    apart >= least)
			continue;
		if (k->state == LEAK_CLOSED && !changed[i])
			continue;
		best = i;
		least = apart;
	}
	if (best < 0)
		return;
	leakcase_close(&z->cases.c[best], c->today,
	    (int)((e->end - midnight) * slots / DAY_S), slots);
	z->cases.c[best].flags |= ALARM_PERSON;
	for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++)
		if (strcmp(e->outcome, outcomes[i].word) == 0)
			z->cases.c[best].flags |= (int)outcomes[i].flag;
	changed[best] = 1;
}

static void
look_at_events(struct alarmscan *c, size_t zone, int *changed)
{
	const struct zone *tz = store_zone(c->s);
	int64_t from = zone_midnight(tz, c->today);
	int64_t to = zone_midnight(tz, c->today + 1);

	for (size_t i = 0; i < c->events.n && c->events.e[i].start < to; i++) {
		const struct alarmevent *e = &c->events.e[i];

		if (e->end < from || e->end >= to || *e->outcome == '\0' ||
		    strcmp(e->outcome, "unknown") == 0 || e->zone < 0 ||
		    *e->point_id != '\0' ||
		    !network_inside(c->n, (size_t)e->zone, zone))
			continue;
		by_person(c, zone, e, changed);
	}
}

static int
watch_zone(struct alarmscan *c, size_t zone)
{
	int *changed = c->moved[zone];
	struct leak_report r[LEAK_REPORTS];
	struct leakwatch_opts o;
	struct scan_zone *z;
	int slots, n = 0;

	slots = c->zone[zone] ? c->zone[zone]->w.p.slots :
				zoneslots_count(c->n, zone, c->today);
	if (slots == 0)
		return 0;
	if (zoneslots_day(&c->slots, zone, c->today, slots) < 0)
		return -1;
	if (c->zone[zone] == NULL) {
		if (!c->slots.any)
			return 0;
		start_zone(c, zone, slots);
	}
	z = c->zone[zone];
	if (c->slots.any && !clock_wrong(c, zone, &c->slots.d)) {
		alarmscan_settings(c->n, zone, c->today, &o);
		n = leakwatch_day(&z->w, &o, &c->slots.d, r);
	}
	leakcases_day(&z->cases, &z->w, r, n, c->today, changed);
	for (int i = 0; i < z->cases.n; i++)
		if (changed[i] && c->slots.d.odd &&
		    z->cases.c[i].r.found_day == c->today)
			z->cases.c[i].flags |= ALARM_HOLIDAY;
	for (int i = 0; i < n; i++)
		if (!r[i].rise && r[i].what == LEAK_CHANGE &&
		    r[i].nature == LEAK_LEAK)
			z->fall = r[i];
	look_at_events(c, zone, changed);
	return 0;
}

/* --- zones among each other --- */

static int
is_new(const struct leakcase *k, int64_t day)
{
	return k->r.found_day == day && k->r.nature == LEAK_LEAK &&
	       (k->state == LEAK_OPEN || k->state == LEAK_TENTATIVE);
}

/* 1 if the zone has a new alarm today. */
static int
rose(const struct alarmscan *c, size_t zone)
{
	const struct scan_zone *z = c->zone[zone];

	for (int i = 0; z != NULL && i < z->cases.n; i++)
		if (c->moved[zone][i] && is_new(&z->cases.c[i], c->today))
			return 1;
	return 0;
}

static int
same_level(double a, double b)
{
	return a == b || (isnan(a) && isnan(b));
}

/* Marks the new alarms of the day where many zones of their level rose. */
static void
mark_common(struct alarmscan *c)
{
	for (size_t z = 0; z < c->n->nzone; z++) {
		int zones = 0, up = 0;

		if (!rose(c, z))
			continue;
		for (size_t k = 0; k < c->n->nzone; k++)
			if (c->zone[k] != NULL &&
			    same_level(
				c->n->zone[k].level, c->n->zone[z].level)) {
				zones++;
				up += rose(c, k);
			}
		if (zones < COMMON_LEAST || up < COMMON_SHARE * zones)
			continue;
		for (int i = 0; i < c->zone[z]->cases.n; i++)
			if (c->moved[z][i] &&
			    is_new(&c->zone[z]->cases.c[i], c->today))
				c->zone[z]->cases.c[i].flags |= ALARM_COMMON;
	}
}

/* 1 if two alarms, of a zone and of one inside it, can be of one leak by their
 * onsets: a growing one is seen at other times in a larger flow, and a festival
 * hides one. */
static int
same_time(const struct leakcase *a, const struct leakcase *b)
{
	int64_t apart = llabs(a->r.day - b->r.day);
	int slow =
	    a->r.grew || b->r.grew || ((a->flags | b->flags) & ALARM_HOLIDAY);

	return apart <= (slow ? GROWTH_DAYS : SAME_DAYS);
}

/* 1 if alarms of zones inside explain that of a zone around them: one alone, or
 * those that are open together. */
static int
has_inner(const struct alarmscan *c, size_t zone, const struct leakcase *k)
{
	double sum = 0;

	for (size_t z = 0; z < c->n->nzone; z++) {
		if (z == zone || c->zone[z] == NULL ||
		    !network_inside(c->n, z, zone))
			continue;
		for (int i = 0; i < c->zone[z]->cases.n; i++) {
			const struct leakcase *in = &c->zone[z]->cases.c[i];
			double ratio = k->r.size / in->r.size;

			if (in->r.nature != LEAK_LEAK ||
			    in->state == LEAK_OVER || !same_time(k, in))
				continue;
			if (ratio >= INNER_LEAST && ratio <= INNER_MOST)
				return 1;
			if (in->state != LEAK_CLOSED && !in->inner)
				sum += in->r.size;
		}
	}
	return sum >= k->r.size / INNER_MOST && sum <= k->r.size / INNER_LEAST;
}

static void
mark_inner(struct alarmscan *c)
{
	for (size_t z = 0; z < c->n->nzone; z++)
		for (int i = 0; c->zone[z] && i < c->zone[z]->cases.n; i++) {
			struct leakcase *k = &c->zone[z]->cases.c[i];

			if (!c->outer[z] || k->inner || k->state == LEAK_OVER ||
			    c->today - k->r.found_day > LOOK_BACK ||
			    !has_inner(c, z, k))
				continue;
			k->inner = 1;
			k->flags |= ALARM_INNER;
			c->moved[z][i] = 1;
		}
}

/* A neighbour, of the same parent, that fell as much. */
static int
fell_beside(const struct alarmscan *c, size_t zone, const struct leakcase *k)
{
	for (size_t z = 0; z < c->n->nzone; z++) {
		const struct leak_report *f;

		if (z == zone || c->zone[z] == NULL ||
		    c->n->zone[z].parent != c->n->zone[zone].parent ||
		    c->n->zone[z].parent < 0)
			continue;
		f = &c->zone[z]->fall;
		if (f->size > 0 && llabs(f->day - k->r.day) <= 1 &&
		    fabs(f->size - k->r.size) <= BOUNDARY_PCT / 100 * k->r.size)
			return 1;
	}
	return 0;
}

static void
mark_boundary(struct alarmscan *c)
{
	for (size_t z = 0; z < c->n->nzone; z++)
		for (int i = 0; c->zone[z] && i < c->zone[z]->cases.n; i++) {
			struct leakcase *k = &c->zone[z]->cases.c[i];

			if (k->flags & ALARM_BOUNDARY ||
			    k->state == LEAK_CLOSED || k->state == LEAK_OVER ||
			    c->today - k->r.found_day > SAME_DAYS ||
			    !fell_beside(c, z, k))
				continue;
			k->flags |= ALARM_BOUNDARY;
			c->moved[z][i] = 1;
		}
}

/* --- points --- */

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

	put(c, &a, a.point_id,
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

static int
point_day(struct alarmscan *c, size_t point)
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

/* --- the day --- */

int
alarmscan_last(struct alarmscan *c, int64_t day)
{
	int64_t last = INT64_MIN;

	for (size_t p = 0; p < c->n->npoint; p++) {
		long got = pointday_read(&c->day, p, day);
		int64_t t;

		if (got < 0)
			return -1;
		if (c->day.nr == 0)
			continue;
		t = c->day.midnight + c->day.r[c->day.nr - 1].off +
		    c->day.interval;
		last = t > last ? t : last;
	}
	if (last != INT64_MIN)
		c->horizon = last;
	return 0;
}

static void
put_moved(struct alarmscan *c)
{
	for (size_t z = 0; z < c->n->nzone; z++) {
		if (c->zone[z] == NULL)
			continue;
		for (int i = 0; i < c->zone[z]->cases.n; i++)
			if (c->moved[z][i])
				put_case(c, z, &c->zone[z]->cases.c[i]);
		leakcases_drop(&c->zone[z]->cases, c->today);
	}
}

int
alarmscan_day(struct alarmscan *c, int64_t day)
{
	c->today = day;
	memset(c->moved, 0, c->n->nzone * sizeof *c->moved);
	for (size_t z = 0; z < c->n->nzone; z++)
		if (network_first(c->n, z) &&
		    network_zone(c->n, z, day) != NULL && watch_zone(c, z) < 0)
			return -1;
	mark_common(c);
	mark_inner(c);
	mark_boundary(c);
	put_moved(c);
	for (size_t p = 0; p < c->n->npoint; p++)
		if (point_day(c, p) < 0)
			return -1;
	return c->failed ? -1 : 0;
}

void
alarmscan_open(struct alarmscan *c)
{
	int (*changed)(void *, const struct alarm *) = c->changed;
	struct point_report r[POINT_KINDS];
	struct point_limits l;

	c->changed = NULL;
	for (size_t z = 0; z < c->n->nzone; z++) {
		if (c->zone[z] == NULL)
			continue;
		for (int i = 0; i < c->zone[z]->cases.n; i++)
			put_case(c, z, &c->zone[z]->cases.c[i]);
		if (c->zone[z]->clock_open)
			put_clock(c, z, INT64_MIN);
	}
	for (size_t p = 0; p < c->n->npoint; p++) {
		int n = c->point[p] ? pointwatch_open(c->point[p], r) : 0;

		limits_of(c, p, &l);
		for (int i = 0; i < n; i++)
			put_point(c, p, l.pressure, &r[i]);
	}
	c->changed = changed;
}
