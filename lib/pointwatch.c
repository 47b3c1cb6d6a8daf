#include "pointwatch.h"

#include <math.h>
#include <string.h>

#include "robust.h"
#include "validate.h"

enum {
	HOUR_S = 3600,
	DAY_S = 86400,
	LEARN_DAYS = 14,
	CLEAR_S = 1800,
	APART_S = 7 * DAY_S
};

static const double SWING_M = 5, DROP_M = 5, SPREADS = 6, APART_PCT = 5;

void
pointwatch_init(struct pointwatch *w)
{
	memset(w, 0, sizeof *w);
	w->last = w->hour = INT64_MIN;
	for (int k = 0; k < POINT_KINDS; k++)
		w->run[k].since = w->run[k].spell.since = INT64_MIN;
	for (int d = 0; d < LEARN_DAYS; d++)
		for (int h = 0; h < 24; h++)
			w->mean[d][h] = w->range[d][h] = NAN;
}

struct today {
	struct pointwatch *w;
	const struct point_limits *l;
	int64_t midnight;
	struct point_report *out;
	int n;
};

static struct point_report
report(const struct point_run *run, enum point_kind kind, int64_t end)
{
	return (struct point_report){.kind = kind,
	    .start = run->since,
	    .found = run->found,
	    .end = end,
	    .worst = run->worst,
	    .limit = run->limit,
	    .n = run->n,
	    .watched = run->watched,
	    .times = run->times,
	    .quiet = kind != POINT_GAP && end == INT64_MIN &&
		     run->spell.since == INT64_MIN,
	    .seconds = run->seconds};
}

/* How a run stands, in place of what was said of it earlier in the day. */
static void
put(struct today *t, enum point_kind kind, int64_t end)
{
	struct point_report r = report(&t->w->run[kind], kind, end);
	int i = 0;

	while (
	    i < t->n && (t->out[i].kind != kind || t->out[i].start != r.start))
		i++;
	if (i < POINT_REPORTS)
		t->out[i] = r;
	if (i == t->n && i < POINT_REPORTS)
		t->n++;
}

/* The spell belongs to the run. */
static void
merge(struct point_run *run, const struct point_spell *s)
{
	if (fabs(s->worst - s->limit) > fabs(run->worst - run->limit)) {
		run->worst = s->worst;
		run->limit = s->limit;
	}
	run->n += s->n;
	run->seconds += s->seconds;
}

static void
begin(struct today *t, enum point_kind kind, int64_t found)
{
	struct point_run *run = &t->w->run[kind];
	struct point_spell *s = &run->spell;

	if (!run->open)
		*run = (struct point_run){.since = s->since,
		    .found = found,
		    .worst = s->worst,
		    .limit = s->limit,
		    .open = 1,
		    .watched = t->l->watched &&
			       (kind == POINT_LOW || kind == POINT_HIGH),
		    .spell = *s};
	s->counts = 1;
	run->times++;
}

/* One more bad interval [from, to); an alarm once it lasted `hold`. */
static void
bad(struct today *t, enum point_kind kind, int64_t from, int64_t to,
    double value, double limit, int32_t hold)
{
	struct point_run *run = &t->w->run[kind];
	struct point_spell *s = &run->spell;
	struct point_spell one = {.since = from,
	    .seconds = to - from,
	    .worst = value,
	    .limit = limit,
	    .n = 1};

	if (s->since != INT64_MIN && !s->counts) {
		one.since = s->since;
		one.n += s->n;
		one.seconds += s->seconds;
		if (fabs(s->worst - s->limit) >= fabs(value - limit)) {
			one.worst = s->worst;
			one.limit = s->limit;
		}
	}
	if (!s->counts) {
		*s = one;
		if (to - s->since < hold)
			return;
		begin(t, kind, to);
		put(t, kind, INT64_MIN);
	}
	merge(run, &one);
	run->last = to;
}

/* All is well at `now`: the spell is over after `clear` seconds of that, the
 * alarm after `apart`. */
static void
good(struct today *t, enum point_kind kind, int64_t now, int32_t clear,
    int32_t apart)
{
	struct point_run *run = &t->w->run[kind];
	struct point_spell *s = &run->spell;

	if (s->counts && now - run->last < clear)
		return;
	if (s->since != INT64_MIN) {
		int counted = s->counts;

		*s = (struct point_spell){.since = INT64_MIN};
		if (counted && apart > 0)
			put(t, kind, INT64_MIN);
	}
	if (!run->open || now - run->last < apart)
		return;
	put(t, kind, run->last);
	*run = (struct point_run){
	    .since = INT64_MIN, .spell = {.since = INT64_MIN}};
}

/* --- the meter and its line --- */

static void
look_at_flags(struct today *t, int64_t at, double v, unsigned flag)
{
	static const struct {
		unsigned flag;
		enum point_kind kind;
	} of[] = {{VALID_FLATLINE, POINT_FLATLINE}, {VALID_SPIKE, POINT_SPIKE},
	    {VALID_RANGE, POINT_RANGE}, {VALID_NEGATIVE, POINT_NEGATIVE},
	    {VALID_RESET, POINT_MISMATCH}};

	for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
		if (flag & of[i].flag)
			bad(t, of[i].kind, at, at + t->l->interval, v, 0, 0);
		else
			good(t, of[i].kind, at, DAY_S, 0);
	}
}

static int64_t
gap_limit(const struct today *t)
{
	int64_t three = 3 * (int64_t)t->l->interval;

	return three > 2 * HOUR_S ? three : 2 * HOUR_S;
}

/* Nothing good since w->last, and it is `now`. */
static void
look_at_gap(struct today *t, int64_t now, int back)
{
	struct pointwatch *w = t->w;
	struct point_run *run = &w->run[POINT_GAP];

	if (w->last != INT64_MIN && now - w->last > gap_limit(t)) {
		if (run->since == INT64_MIN) {
			*run = (struct point_run){.since = w->last,
			    .found = w->last + gap_limit(t),
			    .open = 1,
			    .times = 1,
			    .spell = {.since = INT64_MIN}};
			put(t, POINT_GAP, INT64_MIN);
		}
		run->last = now;
	}
	if (back && run->since != INT64_MIN) {
		put(t, POINT_GAP, now);
		run->since = INT64_MIN;
		run->open = 0;
	}
}

/* --- limits --- */

static void
look_at_limits(struct today *t, int64_t at, double v)
{
	const struct point_limits *l = t->l;
	int64_t to = at + l->interval;

	if (v < l->low)
		bad(t, POINT_LOW, at, to, v, l->low, l->hold);
	else if (v > l->low + l->release || !t->w->run[POINT_LOW].spell.counts)
		good(t, POINT_LOW, to, CLEAR_S, APART_S);
	if (v > l->high)
		bad(t, POINT_HIGH, at, to, v, l->high, l->hold);
	else if (v < l->high - l->release ||
		 !t->w->run[POINT_HIGH].spell.counts)
		good(t, POINT_HIGH, to, CLEAR_S, APART_S);
}

/* Median and spread of an hour of the day over the days learnt. */
static int
usual(const float v[LEARN_DAYS][24], int hour, double *median, double *spread)
{
	double day[LEARN_DAYS], known[LEARN_DAYS];

	for (int d = 0; d < LEARN_DAYS; d++)
		day[d] = (double)v[d][hour];
	*median = robust_median(day, LEARN_DAYS);
	*spread = robust_spread(day, LEARN_DAYS);
	return robust_known(day, LEARN_DAYS, known) >= LEARN_DAYS / 2;
}

static int
hour_of(const struct today *t, int64_t at)
{
	int64_t h = (at - t->midnight) / HOUR_S;

	return h < 0 ? 0 : h > 23 ? 23 : (int)h;
}

/* Lower than this is a drop; NaN: not learnt. */
static double
drop_limit(const struct today *t, int hour)
{
	double median, spread;

	if (!usual(t->w->mean, hour, &median, &spread))
		return NAN;
	return median - (SPREADS * spread > DROP_M ? SPREADS * spread : DROP_M);
}

static void
end_hour(struct today *t)
{
	struct pointwatch *w = t->w;
	double range = w->hour_max - w->hour_min, median, spread, limit;
	int hour;

	if (w->hour == INT64_MIN || w->hour_n == 0)
		return;
	hour = hour_of(t, w->hour);
	if (usual(w->range, hour, &median, &spread)) {
		limit = SPREADS * median > SWING_M ? SPREADS * median : SWING_M;
		if (range > limit)
			bad(t, POINT_SWING, w->hour, w->hour + HOUR_S, range,
			    limit, 2 * HOUR_S);
		else
			good(t, POINT_SWING, w->hour + HOUR_S, HOUR_S, APART_S);
	}
	w->mean[w->days % LEARN_DAYS][hour] = (float)(w->hour_sum / w->hour_n);
	w->range[w->days % LEARN_DAYS][hour] = (float)range;
	w->hour = INT64_MIN;
}

static void
look_at_course(struct today *t, int64_t at, double v)
{
	struct pointwatch *w = t->w;
	int64_t hour = t->midnight + (at - t->midnight) / HOUR_S * HOUR_S;
	double limit;

	if (hour != w->hour) {
		end_hour(t);
		w->hour = hour;
		w->hour_n = 0;
		w->hour_sum = 0;
		w->hour_min = w->hour_max = v;
	}
	w->hour_n++;
	w->hour_sum += v;
	w->hour_min = v < w->hour_min ? v : w->hour_min;
	w->hour_max = v > w->hour_max ? v : w->hour_max;
	limit = drop_limit(t, hour_of(t, at));
	if (v < limit)
		bad(t, POINT_DROP, at, at + t->l->interval, v, limit, CLEAR_S);
	else
		good(t, POINT_DROP, at + t->l->interval, CLEAR_S, APART_S);
}

int
pointwatch_day(struct pointwatch *w, const struct point_limits *l,
    int64_t midnight, int64_t length, const struct reading *r,
    const uint16_t *flag, size_t n, struct point_report out[POINT_REPORTS])
{
	struct today t = {w, l, midnight, out, 0};
	float *mean = w->mean[++w->days % LEARN_DAYS];
	float *range = w->range[w->days % LEARN_DAYS];

	for (int h = 0; h < 24; h++)
		mean[h] = range[h] = NAN;
	for (size_t i = 0; i < n; i++) {
		int64_t at = midnight + r[i].off;

		look_at_flags(&t, at, r[i].v, flag[i]);
		if (flag[i] & VALID_QUALITY)
			continue;
		look_at_gap(&t, at, 1);
		w->last = at + l->interval;
		if (flag[i] & VALID_LEFT_OUT)
			continue;
		look_at_limits(&t, at, r[i].v);
		if (l->learn)
			look_at_course(&t, at, r[i].v);
	}
	if (l->learn)
		end_hour(&t);
	look_at_gap(&t, midnight + length, 0);
	return t.n;
}

int
pointwatch_volume(struct pointwatch *w, int64_t midnight, int64_t length,
    double counted, double flowed, struct point_report *out)
{
	static const struct point_limits none = {.interval = HOUR_S};
	struct today t = {w, &none, midnight, out, 0};
	double pct = 100 * fabs(flowed - counted) / counted;

	if (!(counted > 0) || isnan(flowed))
		return 0;
	if (pct > APART_PCT)
		bad(&t, POINT_MISMATCH, midnight, midnight + length, pct,
		    APART_PCT, 0);
	else
		good(&t, POINT_MISMATCH, midnight + length, 0, 0);
	return t.n;
}

int
pointwatch_open(
    const struct pointwatch *w, struct point_report out[POINT_KINDS])
{
	int n = 0;

	for (int k = 0; k < POINT_KINDS; k++) {
		const struct point_run *run = &w->run[k];

		if (run->open)
			out[n++] = report(run, (enum point_kind)k, INT64_MIN);
	}
	return n;
}
