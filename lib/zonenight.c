#include "zonenight.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pointday.h"
#include "validate.h"
#include "xalloc.h"
#include "zoneclock.h"
#include "zoneflow.h"
#include "zoneloss.h"
#include "zoneset.h"
#include "zoneuse.h"

enum { PAST = 7 }; /* nights of the percentile */

struct zonenight_work {
	struct store *s;
	const struct network *n;
	struct zoneflow flow;
	struct zoneloss loss;
	struct pointday day;
	struct gridday point;
	struct zoneset set;
	struct zoneuse use;
	struct zoneclock clock;
	enum zonenight_method method;
	int p20;
	struct {
		size_t zone;
		int64_t day; /* INT64_MIN: none */
		double mnf;
	} past[PAST]; /* moving minima, by day */
};

struct zonenight_work *
zonenight_new(struct store *s, const struct network *n)
{
	struct zonenight_work *w = xcalloc(1, sizeof *w);

	w->s = s;
	w->n = n;
	for (int i = 0; i < PAST; i++)
		w->past[i].day = INT64_MIN;
	zoneflow_init(&w->flow, s, n);
	zoneloss_init(&w->loss, s, n);
	zoneuse_init(&w->use, s, n);
	zoneclock_init(&w->clock, s, n);
	pointday_init(&w->day, s, n);
	return w;
}

void
zonenight_method(
    struct zonenight_work *w, enum zonenight_method method, int p20)
{
	w->method = w->loss.method = method;
	w->p20 = p20 || method == ZN_P20;
}

void
zonenight_free(struct zonenight_work *w)
{
	if (w == NULL)
		return;
	zoneflow_release(&w->flow);
	zoneloss_release(&w->loss);
	zoneuse_release(&w->use);
	zoneclock_release(&w->clock);
	gridday_release(&w->point);
	pointday_release(&w->day);
	free(w);
}

/* What a day and zone stand for while they are computed. */
struct at {
	struct zonenight_work *w;
	size_t zone;
	const struct net_zone *z;
	int64_t day, midnight, length;
	double cover;
	struct night_window window;
	struct zonenight *out;
};

/* --- flow --- */

static void
no_night(struct zonenight *out)
{
	out->min.mnf = out->min.fixed = out->min.lowest = NAN;
	out->min.at = out->min.lowest_at = -1;
	out->mnf_m3h = NAN;
	out->at = -1;
}

/* The minimum that the figures come from, by the method. */
static void
choose_minimum(struct at *a)
{
	struct zonenight *out = a->out;
	const struct night_min *min = &out->min;

	out->mnf_m3h = min->mnf;
	out->at = min->at;
	out->width = a->window.width;
	switch (a->w->method) {
	case ZN_MOVING:
		break;
	case ZN_FIXED:
		out->mnf_m3h = min->fixed;
		out->at = a->window.fixed_from;
		out->width = a->window.fixed_to - a->window.fixed_from;
		break;
	case ZN_ABSOLUTE:
		out->mnf_m3h = min->lowest;
		out->at = min->lowest_at;
		out->width = a->w->flow.flow.step;
		break;
	case ZN_P20:
		out->mnf_m3h = isnan(min->mnf) ? NAN : out->p20_m3h;
		break;
	}
	if (isnan(out->mnf_m3h))
		out->at = -1;
}

/* What validation left out of the day's readings. */
static void
note_left_out(struct at *a)
{
	static const struct {
		unsigned found, flag;
	} word[] = {{VALID_RANGE, ZN_RANGE}, {VALID_NEGATIVE, ZN_NEGATIVE},
	    {VALID_SPIKE, ZN_SPIKE}, {VALID_FLATLINE, ZN_FLATLINE},
	    {VALID_RESET, ZN_RESET}, {VALID_CHANGED, ZN_CHANGED},
	    {VALID_MISMATCH, ZN_MISMATCH}};

	for (size_t i = 0; i < sizeof word / sizeof *word; i++)
		if (a->w->flow.found & word[i].found)
			a->out->flags |= word[i].flag;
}

static void
find_minimum(struct at *a)
{
	struct zonenight *out = a->out;
	const struct gridday *g = &a->w->flow.flow;
	struct night_grid grid = {g->step, g->n, g->v};
	struct night_min *min = &out->min;

	nightmin_day(&grid, &a->window, min);
	out->coverage =
	    min->expected ? (double)min->valid / (double)min->expected : 0;
	if (min->valid < min->expected)
		out->flags |= ZN_GAPS;
	if ((double)min->night_valid <
	    a->cover * (double)min->night_expected - 1e-9)
		out->flags |= ZN_NIGHT_SHORT;
	note_left_out(a);
}

/* The day's volume, short gaps filled; long ones where else there is none.
 * -1: the store failed. */
static int
find_volume(struct at *a)
{
	struct zonenight *out = a->out;
	const struct gridday *g = zoneflow_filled(&a->w->flow);
	size_t known;

	out->adf_m3h = gridday_mean(g, 0, a->length, a->cover, &known);
	if (isnan(out->adf_m3h)) {
		if ((g = zoneflow_filled_long(&a->w->flow, &out->long_m3)) ==
		    NULL)
			return -1;
		out->adf_m3h = gridday_mean(g, 0, a->length, a->cover, &known);
		if (!isnan(out->adf_m3h))
			out->flags |= ZN_FILLED_LONG;
	}
	out->inflow_m3 = out->adf_m3h * ((double)a->length / 3600);
	if (isnan(out->adf_m3h))
		out->flags |= ZN_DAY_SHORT;
	else if (known > out->min.valid && !(out->flags & ZN_FILLED_LONG))
		out->flags |= ZN_FILLED;
	return 0;
}

/* --- a wrong clock --- */

/* 1 if the minimum lies at the edge of the window and the flow beyond it is
 * less by a tenth, or next to it inside more by one, so that the true minimum
 * may lie outside. */
static int
at_the_edge(const struct at *a)
{
	static const double LESS = 0.9;
	const struct gridday *g = &a->w->flow.flow;
	const struct night_min *min = &a->out->min;
	const int32_t width = a->window.width, to = a->window.to;

	if (isnan(min->mnf))
		return 0;
	if (min->at == a->window.from)
		return LESS * gridday_mean(g, min->at + width,
				  min->at + 2 * width, 0, NULL) >
		       min->mnf;
	return min->at + width == to &&
	       gridday_mean(g, to, to + width, 0, NULL) < LESS * min->mnf;
}

/* A night whose minimum lies at the edge of the window because a logger's clock
 * is wrong has none.  -1: the store failed. */
static int
look_at_clock(struct at *a)
{
	int got =
	    at_the_edge(a) ? zoneclock_day(&a->w->clock, a->zone, a->day) : 0;

	if (got > 0) {
		a->out->flags |= ZN_CLOCK;
		no_night(a->out);
	}
	return got < 0 ? -1 : 0;
}

/* --- events --- */

static void
note_event(struct zonenight *out, const char *kind)
{
	size_t n = strlen(out->events);

	if (strstr(out->events, kind) != NULL)
		return;
	snprintf(out->events + n, sizeof out->events - n, "%s%s", n ? " " : "",
	    kind);
}

static void
look_at_events(struct at *a)
{
	const struct network *n = a->w->n;

	struct net_events l = network_zone_events(n, a->zone);

	for (size_t i = 0; i < l.n; i++) {
		const struct net_event *e = &n->event[l.i[i]];

		if (e->mask && network_event_hits(n, e, a->zone,
				   a->midnight + a->window.from,
				   a->midnight + a->window.to)) {
			a->out->flags |= ZN_MASKED;
			note_event(a->out, e->kind);
		} else if (e->mark &&
			   network_event_hits(n, e, a->zone, a->midnight,
			       a->midnight + a->length)) {
			note_event(a->out, e->kind);
		}
	}
}

/* --- the whole --- */

/* 0: the zone does not hold on that day. */
static int
begin_day(struct at *a, struct zonenight_work *w, size_t zone, int64_t day,
    struct zonenight *out)
{
	*a = (struct at){.w = w, .zone = zone, .day = day, .out = out};
	if ((a->z = network_zone(w->n, zone, day)) == NULL)
		return 0;
	a->midnight = zone_midnight(store_zone(w->s), day);
	a->length = zone_midnight(store_zone(w->s), day + 1) - a->midnight;
	zoneset_load(&w->set, w->n, (long)zone, day);
	if (zoneset_window(
		&w->set, store_zone(w->s), day, a->length, &a->window) < 0)
		return -1;
	a->cover = a->window.cover;
	*out = (struct zonenight){.day = day,
	    .midnight = a->midnight,
	    .inflow_m3 = NAN,
	    .adf_m3h = NAN,
	    .p20_m3h = NAN};
	no_night(out);
	return 1;
}

/* The minima of the day, unless an event masks it.  -1: the store failed. */
static int
find_night(struct at *a)
{
	struct zonenight *out = a->out;

	switch (zoneflow_day(&a->w->flow, a->zone, a->day, a->cover)) {
	case ZONEFLOW_FAILED:
		return -1;
	case ZONEFLOW_NO_METERS:
		out->flags |= ZN_NO_METERS;
		break;
	case ZONEFLOW_NO_DATA:
		out->flags |= ZN_NO_DATA;
		break;
	case ZONEFLOW_OK:
		if (a->w->flow.assumed > 0)
			out->flags |= ZN_ASSUMED;
		find_minimum(a);
		if (look_at_clock(a) < 0)
			return -1;
		break;
	}
	look_at_events(a);
	if (out->flags & ZN_MASKED)
		no_night(out);
	return 0;
}

/* --- the percentile of seven nights --- */

static void
remember(struct zonenight_work *w, size_t zone, int64_t day, double mnf)
{
	size_t i = (size_t)(((day % PAST) + PAST) % PAST);

	w->past[i].zone = zone;
	w->past[i].day = day;
	w->past[i].mnf = mnf;
}

/* The moving minimum of another night, computed where it is not at hand. */
static int
recall(struct zonenight_work *w, size_t zone, int64_t day, double *mnf)
{
	size_t i = (size_t)(((day % PAST) + PAST) % PAST);
	struct zonenight other;
	struct at a;
	int got;

	if (w->past[i].zone != zone || w->past[i].day != day) {
		if ((got = begin_day(&a, w, zone, day, &other)) < 0 ||
		    (got > 0 && find_night(&a) < 0))
			return -1;
		remember(w, zone, day, got > 0 ? other.min.mnf : NAN);
	}
	*mnf = w->past[i].mnf;
	return 0;
}

/* The nights before this one. */
static int
recall_past(struct zonenight_work *w, size_t zone, int64_t day, double *mnf)
{
	for (int i = 1; i < PAST; i++)
		if (recall(w, zone, day - i, &mnf[i]) < 0)
			return -1;
	return 0;
}

int
zonenight_day(
    struct zonenight_work *w, size_t zone, int64_t day, struct zonenight *out)
{
	double mnf[PAST];
	struct at a;
	int got;

	if (w->p20 && recall_past(w, zone, day, mnf) < 0)
		return -1;
	if ((got = begin_day(&a, w, zone, day, out)) <= 0)
		return got;
	if (find_night(&a) < 0)
		return -1;
	if (w->p20) {
		mnf[0] = out->min.mnf;
		remember(w, zone, day, mnf[0]);
		out->p20_m3h = nightmin_p20(mnf, PAST);
	}
	if (!(out->flags & (ZN_NO_METERS | ZN_NO_DATA))) {
		if (find_volume(&a) < 0)
			return -1;
		choose_minimum(&a);
		if (isnan(out->mnf_m3h) &&
		    !(out->flags & (ZN_NIGHT_SHORT | ZN_MASKED | ZN_CLOCK)))
			out->flags |= ZN_NO_MINIMUM;
	}
	out->hour_at = out->at >= 0 ? out->at : a.window.fixed_from;
	out->hour_s =
	    out->at >= 0 ? out->width : a.window.fixed_to - a.window.fixed_from;
	if (zoneuse_find(&w->use, &w->set, zone, out) < 0 ||
	    zoneloss_find(&w->loss, &w->set, zone, &w->flow, out) < 0)
		return -1;
	return 1;
}

int
zonenight_point(
    struct zonenight_work *w, size_t point, int64_t day, struct night_min *out)
{
	int64_t midnight = zone_midnight(store_zone(w->s), day);
	struct night_window window;
	struct night_grid grid;
	long got;

	zoneset_load(&w->set, w->n, -1, day);
	if (zoneset_window(&w->set, store_zone(w->s), day,
		zone_midnight(store_zone(w->s), day + 1) - midnight,
		&window) < 0)
		return -1;
	if ((got = pointday_read(&w->day, point, day)) <= 0)
		return (int)got;
	window.night_cover = 0;
	if (pointday_measured(&w->day, &w->point, w->day.interval, 0) < 0)
		return -1;
	grid = (struct night_grid){w->day.interval, w->point.n, w->point.v};
	nightmin_day(&grid, &window, out);
	return 1;
}

const char *
zonenight_words(const struct zonenight *zn)
{
	static const char *const word[] = {"no_meters", "no_data", "gaps",
	    "day_short", "night_short", "masked", "no_pressure", "azp_param",
	    "no_lnu", "lnu_residential", "user_missing", "no_ubl",
	    "enf_negative", "no_minimum", "filled", "range", "negative",
	    "spike", "flatline", "reset", "changed", "assumed", "mismatch",
	    "azp_sub", "filled_long", "clock", "azp_part"};
	static char buf[400];
	size_t n = 0;

	buf[0] = '\0';
	for (size_t i = 0; i < sizeof word / sizeof *word; i++)
		if (zn->flags >> i & 1)
			n += (size_t)snprintf(buf + n, sizeof buf - n, "%s%s",
			    n ? " " : "", word[i]);
	if (zn->events[0] != '\0')
		snprintf(
		    buf + n, sizeof buf - n, "%s%s", n ? " " : "", zn->events);
	return buf;
}
