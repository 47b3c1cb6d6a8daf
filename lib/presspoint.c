#include "presspoint.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pointday.h"
#include "say.h"
#include "validate.h"
#include "words.h"
#include "xalloc.h"
#include "zoneflow.h"

/* What the parameters say of a zone's day. */
struct windows {
	int64_t day; /* INT64_MIN: not known yet */
	struct press_span night, peak;
};

struct presspoint_work {
	struct store *s;
	const struct network *n;
	long zone;		/* the windows are its; -1: of no zone */
	struct windows *window; /* from day `first` on */
	size_t nwindow;
	int64_t first;
	struct pointday day;
	struct press *press;
	struct press_span *mask;
	size_t nmask, mask_cap;
};

struct presspoint_work *
presspoint_new(struct store *s, const struct network *n)
{
	static const struct press_opts none = {.interval = 1};
	struct presspoint_work *w = xcalloc(1, sizeof *w);

	w->s = s;
	w->n = n;
	w->zone = LONG_MIN;
	pointday_init(&w->day, s, n);
	w->press = press_new(&none);
	return w;
}

void
presspoint_free(struct presspoint_work *w)
{
	if (w == NULL)
		return;
	pointday_release(&w->day);
	press_free(w->press);
	free(w->mask);
	free(w->window);
	free(w);
}

double
presspoint_required(
    const struct network *n, const struct net_edge *e, int64_t day)
{
	if (e != NULL && !isnan(e->required_m))
		return e->required_m;
	if (e != NULL && e->role == EDGE_PLANT_OUTLET)
		return NAN;
	return network_num(n, "service_m", e ? (long)e->zone : -1, day);
}

/* --- events --- */

static int
concerns(const struct network *n, const struct net_event *ev, size_t point,
    const struct net_edge *e)
{
	long z;

	if (!ev->mask)
		return 0;
	if (*ev->point_id != '\0')
		return strcmp(ev->point_id, n->point[point].id) == 0;
	if (*ev->zone_id == '\0')
		return 1;
	z = strmap_get(&n->zone_of, ev->zone_id);
	return e != NULL && z >= 0 && network_inside(n, e->zone, (size_t)z);
}

/* The events of which some may concern the point. */
static struct net_events
candidates(const struct network *n, size_t point, const struct net_edge *e)
{
	return e != NULL ? network_zone_events(n, e->zone) :
			   network_point_events(n, point);
}

int
presspoint_masked(const struct network *n, size_t point,
    const struct net_edge *e, int64_t from, int64_t to)
{
	struct net_events l = candidates(n, point, e);

	for (size_t i = 0; i < l.n; i++) {
		const struct net_event *ev = &n->event[l.i[i]];

		if (ev->start < to && ev->end > from &&
		    concerns(n, ev, point, e))
			return 1;
	}
	return 0;
}

static int
by_start(const void *a, const void *b)
{
	const struct press_span *x = a, *y = b;

	return x->from < y->from ? -1 : x->from > y->from;
}

/* Overlapping spans become one. */
static void
join_masks(struct presspoint_work *w)
{
	size_t n = 0;

	if (w->nmask > 1)
		qsort(w->mask, w->nmask, sizeof *w->mask, by_start);
	for (size_t i = 0; i < w->nmask; i++) {
		if (n > 0 && w->mask[i].from <= w->mask[n - 1].to) {
			if (w->mask[i].to > w->mask[n - 1].to)
				w->mask[n - 1].to = w->mask[i].to;
		} else {
			w->mask[n++] = w->mask[i];
		}
	}
	w->nmask = n;
}

static void
note_event(struct presspoint *out, const char *kind)
{
	if (strstr(out->events, kind) == NULL)
		words_add(out->events, sizeof out->events, kind);
}

static void
find_masks(struct presspoint_work *w, int64_t midnight, int64_t length,
    struct presspoint *out)
{
	struct net_events l = candidates(w->n, out->point, out->e);

	w->nmask = 0;
	for (size_t i = 0; i < l.n; i++) {
		const struct net_event *ev = &w->n->event[l.i[i]];
		int64_t from = ev->start - midnight, to = length;

		if (ev->end < midnight + length)
			to = ev->end - midnight;
		if (from >= length || to <= 0 ||
		    !concerns(w->n, ev, out->point, out->e))
			continue;
		w->mask =
		    xgrow(w->mask, w->nmask, &w->mask_cap, sizeof *w->mask);
		w->mask[w->nmask++] = (struct press_span){
		    (int32_t)(from < 0 ? 0 : from), (int32_t)to};
		note_event(out, ev->kind);
	}
	join_masks(w);
}

/* --- a period --- */

static double
param(const struct presspoint_work *w, const struct presspoint *p,
    const char *name, int64_t day)
{
	return network_num(w->n, name, p->e ? (long)p->e->zone : -1, day);
}

static void
begin(struct presspoint_work *w, int64_t day, struct presspoint *out)
{
	const struct press_opts o = {.required_m = out->required,
	    .step_m = param(w, out, "large_step_m", day),
	    .stable_m = param(w, out, "stable_m", day),
	    .cycle_m = param(w, out, "cycle_m", day),
	    .cover = param(w, out, "night_coverage", day),
	    .interval = network_interval(&w->n->point[out->point])};

	press_clear(w->press, &o);
}

/* The parameter's time of the clock, seconds after midnight. */
static int32_t
elapsed(const struct presspoint_work *w, const char *name, int64_t day)
{
	const struct zone *tz = store_zone(w->s);
	int64_t t;

	zone_instant(
	    tz, day, network_clock(w->n, name, w->zone, day), &t, NULL);
	return (int32_t)(t - zone_midnight(tz, day));
}

/* Points of a zone have their windows in common. */
static void
make_windows(struct presspoint_work *w, long zone, int64_t from, int64_t to)
{
	size_t n = (size_t)(to - from);

	if (w->zone == zone && w->first == from && w->nwindow == n)
		return;
	w->window = xrealloc(w->window, n, sizeof *w->window);
	for (size_t i = 0; i < n; i++)
		w->window[i].day = INT64_MIN;
	w->zone = zone;
	w->first = from;
	w->nwindow = n;
}

static const struct windows *
windows_of(struct presspoint_work *w, int64_t day)
{
	struct windows *k = &w->window[day - w->first];

	if (k->day == day)
		return k;
	k->day = day;
	k->night.from = elapsed(w, "quiet_from", day);
	k->night.to = elapsed(w, "quiet_to", day);
	k->peak.from = elapsed(w, "peak_from", day);
	k->peak.to = elapsed(w, "peak_to", day);
	return k;
}

static int
add_day(struct presspoint_work *w, int64_t day, struct presspoint *out)
{
	struct press_day d = {0};

	if (pointday_read(&w->day, out->point, day) < 0)
		return -1;
	out->found |= w->day.found;
	d.midnight = w->day.midnight;
	d.length = w->day.length;
	d.night = windows_of(w, day)->night;
	d.peak = windows_of(w, day)->peak;
	d.r = w->day.r;
	d.n = w->day.nr;
	find_masks(w, d.midnight, d.length, out);
	d.mask = w->mask;
	d.nmask = w->nmask;
	press_add(w->press, &d);
	return 0;
}

int
presspoint_read(struct presspoint_work *w, size_t point,
    const struct net_edge *e, int64_t from, int64_t to, struct presspoint *out)
{
	*out = (struct presspoint){.point = point, .e = e};
	if (e != NULL && e->from > from)
		from = e->from;
	if (e != NULL && e->to < to)
		to = e->to;
	if (from >= to)
		return 0;
	out->required = presspoint_required(w->n, e, to - 1);
	begin(w, from, out);
	make_windows(w, e ? (long)e->zone : -1, from, to);
	for (int64_t day = from; day < to; day++)
		if (add_day(w, day, out) < 0)
			return -1;
	press_result(w->press, &out->s);
	return 1;
}

/* --- words --- */

const char *
presspoint_words(const struct presspoint *p)
{
	const unsigned found = p->found & ~(unsigned)VALID_QUALITY;
	static char buf[128 + sizeof p->events + VALID_BUF];
	char valid[VALID_BUF];

	buf[0] = '\0';
	if (p->s.valid == 0)
		words_add(buf, sizeof buf, "no_data");
	else if (p->s.valid < p->s.expected)
		words_add(buf, sizeof buf, "gaps");
	if (p->s.negative_h > 0)
		words_add(buf, sizeof buf, "negative_pressure");
	words_add(buf, sizeof buf, validate_words(found, valid));
	words_add(buf, sizeof buf, p->events);
	return buf;
}

const char *
presspoint_role(const struct net_edge *e)
{
	switch (e ? e->role : EDGE_QUALITY) {
	case EDGE_AZP:
		return N_("azp");
	case EDGE_CRITICAL:
		return N_("critical");
	case EDGE_INLET:
		return N_("inlet");
	case EDGE_PLANT_OUTLET:
		return N_("plant_outlet");
	default:
		return "";
	}
}
