#include "steps.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lanes.h"
#include "validate.h"

#define NO_DAY INT64_MIN

void
steps_init(struct steps *w, struct store *s, const struct network *n)
{
	*w = (struct steps){.s = s, .n = n, .day = NO_DAY};
	pointday_init(&w->point, s, n);
	zoneflow_init(&w->zone, s, n);
}

void
steps_release(struct steps *w)
{
	pointday_release(&w->point);
	zoneflow_release(&w->zone);
	gridday_release(&w->measured);
	gridday_release(&w->filled);
}

void
steps_none(struct step_value *out, unsigned flags)
{
	*out = (struct step_value){.mean = NAN,
	    .min = NAN,
	    .max = NAN,
	    .m3 = NAN,
	    .half = NAN,
	    .coverage = NAN,
	    .flags = flags};
}

static double
hours(const struct steps *w, const struct period *p)
{
	const struct zone *z = store_zone(w->s);

	return (double)(period_end(p, z) - period_start(p, z)) / 3600;
}

/* What coverage says, when all else is there. */
static void
judge(struct step_value *out, double cover)
{
	if (!(out->coverage > 0)) {
		out->flags |= out->flags & STEP_NO_METERS ? 0 : STEP_NO_DATA;
		out->mean = out->m3 = out->half = NAN;
	} else if (out->coverage < 1) {
		out->flags |= STEP_GAPS;
	}
	if (out->coverage > 0 && out->coverage < cover - 1e-9) {
		out->flags |= STEP_SHORT;
		out->mean = out->m3 = out->half = NAN;
	}
}

/* --- points --- */

static int
is_flow(const struct net_point *p)
{
	return strcmp(p->quantity, "flow") == 0 ||
	       strcmp(p->quantity, "volume") == 0;
}

static double
cover_of(const struct steps *w, long zone, int64_t day)
{
	return network_num(w->n, "night_coverage", zone, day);
}

static double
error_of(const struct steps *w, size_t point, int64_t day)
{
	double pct = w->n->point[point].accuracy_pct;

	return (isnan(pct) ? network_num(w->n, "err_flow_pct", -1, day) : pct) /
	       100;
}

/* The grids of a point's day, in steps that part both its interval and
 * `step`. */
static int
point_day(struct steps *w, size_t point, int64_t day, int32_t step)
{
	double cover = cover_of(w, -1, day);
	const struct net_point *p = &w->n->point[point];
	long got;

	if (w->day == day && w->at == point)
		return 0;
	w->day = NO_DAY;
	if ((got = pointday_read(&w->point, point, day)) < 0)
		return -1;
	w->have = got > 0;
	w->found = (int)w->point.found;
	step = gridday_part(gridday_part(step, 3600), network_interval(p));
	if (w->have &&
	    pointday_measured(&w->point, &w->measured, step, cover) < 0)
		return -1;
	if (w->have && is_flow(p))
		pointday_filled(&w->point, &w->measured, &w->filled, cover);
	w->day = day;
	w->at = point;
	return 0;
}

struct sum { /* over a period; seconds with a value, and that there are */
	struct exact whole; /* of the values that hold for ... */
	int64_t step;	    /* ... so many seconds: a step of the grid */
	double part;	    /* of others, times their seconds */
	double min, max;
	int64_t known, whole_s, due;
};

static const struct sum nothing = {.min = NAN, .max = NAN};

/* Adds what of the grid lies within [from, to) seconds of the day. */
static void
add_grid(struct sum *a, const struct gridday *g, int64_t from, int64_t to)
{
	if (a->known == 0)
		a->step = g->step;
	for (size_t i = (size_t)(from / g->step);
	     i < g->n && (int64_t)i * g->step < to; i++) {
		int64_t lo = (int64_t)i * g->step, hi = lo + g->step;

		lo = lo > from ? lo : from;
		hi = hi < to ? hi : to;
		a->due += hi - lo;
		if (isnan(g->v[i]))
			continue;
		if (hi - lo == a->step) {
			exact_add(&a->whole, g->v[i]);
			a->whole_s += a->step;
		} else {
			a->part += g->v[i] * (double)(hi - lo);
		}
		a->min = fmin(a->min, g->v[i]);
		a->max = fmax(a->max, g->v[i]);
		a->known += hi - lo;
	}
}

static double
share(const struct sum *a)
{
	return a->due ? (double)a->known / (double)a->due : NAN;
}

static double
mean(const struct sum *a)
{
	double whole = a->whole.hi;

	if (a->known == 0)
		return NAN;
	if (a->known == a->whole_s) /* to the last bit gridday_mean */
		return whole / (double)(a->known / a->step);
	return (whole * (double)a->step + a->part) / (double)a->known;
}

static void
put_sum(struct step_value *out, const struct sum *a)
{
	out->coverage = share(a);
	out->mean = mean(a);
	out->min = a->min;
	out->max = a->max;
}

/* The volume of a step within a day, from a flow with short gaps filled; half
 * is that of the mean by the meters alone. */
static void
put_volume(struct step_value *out, const struct sum *filled, double hours_,
    double half)
{
	out->mean = mean(filled);
	out->m3 = out->mean * hours_;
	out->half = hypot(
	    half * hours_, SUPPLY_FILLED_ERR * out->m3 * (1 - share(filled)));
}

/* A part of a day. */
static int
point_clock(struct steps *w, size_t point, const struct period *p,
    struct step_value *out)
{
	struct sum a = nothing, f = nothing;

	if (point_day(w, point, p->from, p->b - p->a) < 0)
		return -1;
	out->found = (unsigned)w->found;
	if (!w->have)
		return 0;
	add_grid(&a, &w->measured, p->a, p->b);
	put_sum(out, &a);
	if (!is_flow(&w->n->point[point]))
		return 0;
	add_grid(&f, &w->filled, p->a, p->b);
	put_volume(
	    out, &f, hours(w, p), mean(&f) * error_of(w, point, p->from));
	return 0;
}

/* Whole days. */
static int
point_days(struct steps *w, size_t point, const struct period *p,
    struct step_value *out)
{
	struct supply_days q = {0};
	struct sum a = nothing;
	int flow = is_flow(&w->n->point[point]), got = 0;
	double filled, coverage;
	size_t missing = 0;

	for (int64_t d = p->from; got == 0 && d < p->to; d++) {
		if ((got = point_day(w, point, d, 3600)) < 0)
			break;
		out->found |= (unsigned)w->found;
		if (!w->have) {
			missing++;
			continue;
		}
		add_grid(&a, &w->measured, 0, INT64_MAX);
		if (flow)
			supply_day(&q, &w->measured, &w->filled);
	}
	a.due += (int64_t)missing * CAL_DAY_S;
	put_sum(out, &a);
	if (flow) {
		supply_missing(&q, missing);
		out->m3 = supply_volume(&q, &coverage, &filled);
		out->mean = out->m3 / hours(w, p);
		out->half = hypot(out->m3 * error_of(w, point, p->from),
		    SUPPLY_FILLED_ERR * filled);
	}
	supply_release(&q);
	return got;
}

int
steps_point(struct steps *w, size_t point, const struct period *p,
    struct step_value *out)
{
	steps_none(out, 0);
	if ((p->b > 0 ? point_clock : point_days)(w, point, p, out) < 0)
		return -1;
	judge(out, cover_of(w, -1, p->from));
	return 0;
}

/* --- zones --- */

static int
zone_day_(struct steps *w, size_t zone, int64_t day)
{
	enum zoneflow_got got;

	if (w->day == day && w->at == zone)
		return 0;
	w->day = NO_DAY;
	if (network_zone(w->n, zone, day) == NULL)
		got = ZONEFLOW_NO_METERS;
	else
		got = zoneflow_day(
		    &w->zone, zone, day, cover_of(w, (long)zone, day));
	if (got == ZONEFLOW_FAILED)
		return -1;
	w->have = got == ZONEFLOW_OK;
	w->found = got != ZONEFLOW_NO_METERS;
	if (w->have)
		gridday_copy(&w->filled, zoneflow_filled(&w->zone));
	w->day = day;
	w->at = zone;
	return 0;
}

static int
zone_clock(struct steps *w, size_t zone, const struct period *p,
    struct step_value *out)
{
	const struct gridday *g = &w->zone.flow;
	struct sum a = nothing, f = nothing;

	if (zone_day_(w, zone, p->from) < 0)
		return -1;
	if (!w->found)
		out->flags |= STEP_NO_METERS;
	else
		out->found = w->zone.found;
	if (!w->have)
		return 0;
	add_grid(&a, g, p->a, p->b);
	put_sum(out, &a);
	add_grid(&f, &w->filled, p->a, p->b);
	put_volume(out, &f, hours(w, p),
	    zoneflow_error(&w->zone, p->a / g->step * g->step,
		(p->b + g->step - 1) / g->step * g->step));
	return 0;
}

static int
zone_days(struct steps *w, size_t zone, const struct period *p,
    struct step_value *out)
{
	struct supply q;

	if (supply_zone(&w->zone, zone, p->from, p->to, &q) < 0)
		return -1;
	out->m3 = q.m3;
	out->mean = q.m3 / hours(w, p);
	out->half = q.half;
	out->coverage = q.coverage;
	out->found = q.found;
	if (!q.meters)
		out->flags |= STEP_NO_METERS;
	return 0;
}

int
steps_zone(struct steps *w, size_t zone, const struct period *p,
    struct step_value *out)
{
	steps_none(out, 0);
	if ((p->b > 0 ? zone_clock : zone_days)(w, zone, p, out) < 0)
		return -1;
	judge(out, cover_of(w, (long)zone, p->from));
	return 0;
}

/* --- words --- */

const char *
steps_words(unsigned flags, unsigned found)
{
	static const char *const word[] = {
	    "no_meters", "no_data", "short", "gaps", "no_base"};
	static char buf[VALID_BUF + 64];
	char more[VALID_BUF];
	size_t n = 0;

	buf[0] = '\0';
	for (size_t i = 0; i < sizeof word / sizeof *word; i++)
		if (flags >> i & 1)
			n += (size_t)snprintf(buf + n, sizeof buf - n, "%s%s",
			    n ? " " : "", word[i]);
	validate_words(found, more);
	if (*more != '\0')
		snprintf(buf + n, sizeof buf - n, "%s%s", n ? " " : "", more);
	return buf;
}
