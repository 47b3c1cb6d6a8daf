#include "pointday.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"
#include "validate.h"
#include "xalloc.h"

/* The bit whose lack makes a good reading uncertain. */
static const unsigned SET_ASIDE = 0x80;

static int
is_left_out(unsigned flag)
{
	return flag & VALID_LEFT_OUT && !(flag & VALID_QUALITY);
}

uint16_t
pointday_quality(const struct reading *r, unsigned flag)
{
	return (
	    uint16_t)(is_left_out(flag) ? r->quality | SET_ASIDE : r->quality);
}

void
pointday_init(struct pointday *d, struct store *s, const struct network *n)
{
	*d = (struct pointday){.s = s, .n = n};
	for (int i = 0; i < 3; i++)
		d->raw[i].day = INT64_MIN;
}

void
pointday_release(struct pointday *d)
{
	for (int i = 0; i < 3; i++) {
		free(d->raw[i].r);
		free(d->raw[i].flag);
	}
	free(d->span);
	free(d->series);
	free(d->series_flag);
}

/* --- a day of the store --- */

static enum validate_kind
kind_of(const struct net_point *p)
{
	if (strcmp(p->quantity, "flow") == 0)
		return VALIDATE_FLOW;
	if (strcmp(p->quantity, "pressure") == 0)
		return VALIDATE_PRESSURE;
	return VALIDATE_OTHER;
}

static struct validate_rules
rules_of(const struct pointday *d, int64_t day)
{
	const struct zone *tz = store_zone(d->s);

	return (struct validate_rules){.kind = kind_of(d->p),
	    .min = d->p->min,
	    .max = d->p->max,
	    .interval = d->interval,
	    .closed = network_closed(d->n, d->p, zone_midnight(tz, day),
		zone_midnight(tz, day + 1))};
}

/* Sets aside what validation excludes. */
static void
judge(const struct pointday *d, struct pointday_raw *raw)
{
	const struct validate_rules v = rules_of(d, raw->day);

	if (raw->n > raw->flag_cap) {
		raw->flag_cap = raw->cap > raw->n ? raw->cap : raw->n;
		raw->flag =
		    xrealloc(raw->flag, raw->flag_cap, sizeof *raw->flag);
	}
	raw->found = validate_day(&v, raw->r, raw->n, raw->flag);
	if (raw->found & VALID_LEFT_OUT)
		for (size_t i = 0; i < raw->n; i++)
			if (is_left_out(raw->flag[i]))
				raw->r[i].quality &= (uint16_t)~SET_ASIDE;
}

/* Three days in a row have places of their own. */
static size_t
slot_of(int64_t day)
{
	return (size_t)(((day % 3) + 3) % 3);
}

/* NULL: the store failed. */
static struct pointday_raw *
load(struct pointday *d, int64_t day)
{
	struct pointday_raw *raw = &d->raw[slot_of(day)];
	long got;

	if (raw->day == day && raw->point == d->p->n)
		return raw;
	raw->day = INT64_MIN;
	if ((got = store_day(d->s, d->p->n, day, &raw->r, &raw->cap)) < 0)
		return NULL;
	raw->n = (size_t)got;
	raw->point = d->p->n;
	raw->day = day;
	raw->found = 0;
	if (raw->n > 0 && !d->totaliser)
		judge(d, raw);
	return raw;
}

/* --- several days in a row --- */

static void
append(struct pointday *d, size_t *n, const struct reading *r, size_t k,
    int64_t shift)
{
	if (*n + k > d->series_cap) {
		d->series_cap = 2 * (*n + k);
		d->series =
		    xrealloc(d->series, d->series_cap, sizeof *d->series);
	}
	for (size_t i = 0; i < k; i++) {
		d->series[*n] = r[i];
		d->series[(*n)++].off += (int32_t)shift;
	}
}

/* The day with the days around it, in seconds after its own midnight; *first is
 * the index of its first reading.  -1: the store failed. */
static long
around(struct pointday *d, size_t *first)
{
	const struct zone *tz = store_zone(d->s);
	const struct pointday_raw *raw;
	size_t n = 0;

	*first = 0;
	for (int64_t day = d->day - 1; day <= d->day + 1; day++) {
		if ((raw = load(d, day)) == NULL)
			return -1;
		if (day == d->day)
			*first = n;
		append(d, &n, raw->r, raw->n,
		    zone_midnight(tz, day) - d->midnight);
	}
	return (long)n;
}

static struct gridday_span *
room_for_spans(struct pointday *d, size_t n)
{
	if (n > d->span_cap) {
		d->span_cap = 2 * n;
		d->span = xrealloc(d->span, d->span_cap, sizeof *d->span);
	}
	return d->span;
}

/* --- totalisers --- */

static struct totaliser
totaliser_of(const struct net_point *p)
{
	return (struct totaliser){
	    .modulus = pow(10, p->digits) * p->factor, .max = p->max};
}

/* The times from which the counter is not the same; to be freed. */
static struct totaliser_cut *
cuts_of(const struct pointday *d, size_t *ncut)
{
	struct net_events l =
	    network_point_events(d->n, (size_t)(d->p - d->n->point));
	struct totaliser_cut *cut = NULL;
	size_t cap = 0;

	*ncut = 0;
	for (size_t i = 0; i < l.n; i++) {
		const struct net_event *e = &d->n->event[l.i[i]];

		if (!network_changes_meter(e) ||
		    strcmp(e->point_id, d->p->id) != 0)
			continue;
		cut = xgrow(cut, *ncut, &cap, sizeof *cut);
		cut[(*ncut)++] = (struct totaliser_cut){e->start - d->midnight,
		    e->end == INT64_MAX ? INT64_MAX : e->end - d->midnight};
	}
	return cut;
}

/* The flow between the counter's readings, into d->span; how many spans touch
 * the day.  -1: the store failed. */
static long
read_totaliser(struct pointday *d)
{
	const struct totaliser t = totaliser_of(d->p);
	struct totaliser_cut *cut;
	size_t ncut, first, all, last;
	long n = around(d, &first);

	if (n < 0)
		return -1;
	d->r = d->series + first;
	if ((size_t)n > d->series_flag_cap) {
		d->series_flag_cap = 2 * (size_t)n;
		d->series_flag = xrealloc(
		    d->series_flag, d->series_flag_cap, sizeof *d->series_flag);
	}
	cut = cuts_of(d, &ncut);
	all = totaliser_spans(&t, d->series, (size_t)n, cut, ncut,
	    room_for_spans(d, (size_t)n + 1), d->series_flag);
	free(cut);
	for (size_t i = first; i < (size_t)n; i++)
		if (d->series[i].off <= d->length)
			d->found |= d->series_flag[i];
	for (first = 0; first < all && d->span[first].to <= 0; first++)
		continue;
	for (last = first; last < all && d->span[last].from < d->length; last++)
		continue;
	memmove(d->span, d->span + first, (last - first) * sizeof *d->span);
	return (long)(d->nspan = last - first);
}

long
pointday_read(struct pointday *d, size_t point, int64_t day)
{
	const struct zone *tz = store_zone(d->s);
	const struct pointday_raw *raw;

	d->p = &d->n->point[point];
	d->day = day;
	d->midnight = zone_midnight(tz, day);
	d->length = zone_midnight(tz, day + 1) - d->midnight;
	d->interval = network_interval(d->p);
	d->totaliser = strcmp(d->p->quantity, "volume") == 0;
	d->found = 0;
	if ((raw = load(d, day)) == NULL)
		return -1;
	d->nr = raw->n;
	if (d->totaliser)
		return read_totaliser(d);
	d->r = raw->r;
	d->found = raw->found & ~(unsigned)VALID_QUALITY;
	return (long)d->nr;
}

/* --- grids --- */

/* Each reading holds until the next one; the last for its interval. */
static int
spans_of_readings(struct pointday *d)
{
	size_t first;
	long n = around(d, &first);
	struct gridday_span *span;

	if (n < 0)
		return -1;
	span = room_for_spans(d, (size_t)n + 1);
	d->nspan = 0;
	for (long i = 0; i < n; i++) {
		const struct reading *r = &d->series[i];
		int32_t end = r->off + d->interval;

		if (i + 1 < n && 2 * (int64_t)(r[1].off - r->off) <=
				     3 * (int64_t)d->interval)
			end = r[1].off;
		if (reading_good(r))
			span[d->nspan++] =
			    (struct gridday_span){r->off, end, r->v};
	}
	return 0;
}

/* Differences over at most 1.5 intervals, or over all. */
static void
grid_of_differences(const struct pointday *d, struct gridday *g, int32_t step,
    double cover, int all)
{
	struct gridday_span *part = xmalloc((d->nspan + 1) * sizeof *part);
	size_t n = 0;

	for (size_t i = 0; i < d->nspan; i++) {
		int64_t length = d->span[i].to - d->span[i].from;

		if (all || 2 * length <= 3 * (int64_t)d->interval)
			part[n++] = d->span[i];
	}
	gridday_spans(g, step, d->length, part, n, cover);
	free(part);
}

int
pointday_measured(
    struct pointday *d, struct gridday *g, int32_t step, double cover)
{
	if (d->totaliser) {
		grid_of_differences(d, g, step, cover, 0);
	} else if (!gridday_fill(
		       g, step, d->length, d->r, d->nr, d->interval, cover)) {
		if (spans_of_readings(d) < 0)
			return -1;
		gridday_spans(g, step, d->length, d->span, d->nspan, cover);
	}
	return 0;
}

void
pointday_filled(const struct pointday *d, const struct gridday *measured,
    struct gridday *g, double cover)
{
	if (d->totaliser) {
		grid_of_differences(d, g, measured->step, cover, 1);
	} else {
		gridday_copy(g, measured);
		gridday_bridge(g, POINTDAY_BRIDGE_S);
	}
}

/* The level at a time between readings a and b; NaN where they are too far
 * apart. */
static double
level_between(const struct reading *a, const struct reading *b, int64_t t,
    int32_t interval)
{
	int64_t gap = b->off - a->off;

	if (a->off == t)
		return a->v;
	if (2 * gap > 3 * (int64_t)interval)
		return NAN;
	return a->v + (b->v - a->v) * (double)(t - a->off) / (double)gap;
}

int
pointday_rise(struct pointday *d, struct gridday *g, int32_t step)
{
	size_t first, m = 0, k = 0;
	long n = around(d, &first);
	double before = NAN;

	if (n < 0)
		return -1;
	for (long i = 0; i < n; i++)
		if (reading_good(&d->series[i]))
			d->series[m++] = d->series[i];
	gridday_spans(g, step, d->length, NULL, 0, 1);
	for (size_t i = 0; i <= g->n; i++) {
		int64_t t = (int64_t)i * step;
		double level = NAN;

		while (k + 1 < m && d->series[k + 1].off <= t)
			k++;
		if (k < m && d->series[k].off == t)
			level = d->series[k].v;
		else if (k + 1 < m && d->series[k].off < t)
			level = level_between(
			    &d->series[k], &d->series[k + 1], t, d->interval);
		if (i > 0)
			g->v[i - 1] = (level - before) * 3600 / step;
		before = level;
	}
	return 0;
}

void
pointday_flags(const struct pointday *d, int64_t last, uint16_t *flag)
{
	const struct validate_rules v = rules_of(d, d->day);
	const uint16_t *from = d->totaliser ?
				   d->series_flag + (d->r - d->series) :
				   d->raw[slot_of(d->day)].flag;

	if (d->nr == 0)
		return;
	memcpy(flag, from, d->nr * sizeof *flag);
	validate_marks(
	    &v, d->r, d->nr, last == INT64_MIN ? -1 : d->midnight - last, flag);
}
