#include "alarmscan_private.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

enum { DAY_S = 86400, CLOCK_DAYS = 14 };

static const double CLOCK_GAIN = 1.5;

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

void
scan_put(
    struct alarmscan *c, struct alarm *a, const char *what, const char *word)
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
	scan_put(c, &a, a.zone_id, "leak");
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

	scan_put(c, &a, a.zone_id, "clock");
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
		if (changed[i] && z->cases.c[i].r.found_day == c->today)
			z->cases.c[i].flags |=
			    (c->slots.d.odd ? ALARM_HOLIDAY : 0) |
			    (leakwatch_learns(&z->w, c->today) ?
				    ALARM_LEARNING :
				    0);
	for (int i = 0; i < n; i++)
		if (!r[i].rise && r[i].what == LEAK_CHANGE &&
		    r[i].nature == LEAK_LEAK)
			z->fall = r[i];
	look_at_events(c, zone, changed);
	return 0;
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
	scan_cross(c);
	put_moved(c);
	for (size_t p = 0; p < c->n->npoint; p++)
		if (scan_point(c, p) < 0)
			return -1;
	return c->failed ? -1 : 0;
}

void
alarmscan_open(struct alarmscan *c)
{
	int (*changed)(void *, const struct alarm *) = c->changed;

	c->changed = NULL;
	for (size_t z = 0; z < c->n->nzone; z++) {
		if (c->zone[z] == NULL)
			continue;
		for (int i = 0; i < c->zone[z]->cases.n; i++)
			put_case(c, z, &c->zone[z]->cases.c[i]);
		if (c->zone[z]->clock_open)
			put_clock(c, z, INT64_MIN);
	}
	for (size_t p = 0; p < c->n->npoint; p++)
		scan_point_open(c, p);
	c->changed = changed;
}
