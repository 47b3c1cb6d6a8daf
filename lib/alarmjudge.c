#include "alarmjudge.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "alarmscore.h"
#include "alarmtable.h"
#include "column.h"
#include "xalloc.h"

enum { DAY_S = 86400 };

struct sheet {
	const struct alarmjudge *j;
	struct score_event *e;
	struct score_alarm *a;
	size_t ne, na;
};

static int
related(void *ctx, size_t a, size_t b)
{
	const struct network *n = ctx;

	return network_inside(n, a, b) || network_inside(n, b, a);
}

static int64_t
clip(int64_t t, int64_t most)
{
	return t < most ? t : most;
}

static int
ours(const struct alarmjudge *j, long zone)
{
	return zone >= 0 && j->wanted[zone];
}

static void
add_events(struct sheet *s)
{
	const struct alarmjudge *j = s->j;
	int64_t from = zone_midnight(j->tz, j->from);
	int64_t to = zone_midnight(j->tz, j->to);

	s->e = xcalloc(j->events->n + 1, sizeof *s->e);
	for (size_t i = 0; i < j->events->n; i++) {
		const struct alarmevent *e = &j->events->e[i];
		struct score_event *out = &s->e[s->ne];

		if (!alarmevent_is_leak(e) || !ours(j, e->zone) ||
		    e->start >= to || e->start < from)
			continue;
		*out = (struct score_event){.zone = (size_t)e->zone,
		    .start = e->start,
		    .alive = clip(e->end, to)};
		out->end = j->within > 0 ?
			       clip(out->alive,
				   e->start + (int64_t)j->within * DAY_S) :
			       out->alive;
		s->ne++;
	}
}

static int
by_time(const void *a, const void *b)
{
	const struct score_alarm *x = a, *y = b;

	return x->at != y->at	  ? (x->at < y->at ? -1 : 1) :
	       x->zone != y->zone ? (x->zone < y->zone ? -1 : 1) :
				    0;
}

static void
add_alarms(struct sheet *s, const struct alarms *l)
{
	const struct alarmjudge *j = s->j;
	int64_t from = zone_midnight(j->tz, j->from);
	int64_t to = zone_midnight(j->tz, j->to);

	s->a = xcalloc(l->n + 1, sizeof *s->a);
	for (size_t i = 0; i < l->n; i++) {
		const struct alarm *a = &l->a[i];
		long z = strmap_get(&j->n->zone_of, a->zone_id);

		if (alarm_is_leak(a) && alarmtable_counts(a) &&
		    a->state != ALARM_PROVISIONAL &&
		    !(a->flags & ALARM_SCALE) && ours(j, z) &&
		    a->detected >= from && a->detected <= to)
			s->a[s->na++] = (struct score_alarm){
			    .zone = (size_t)z, .at = a->detected};
	}
	qsort(s->a, s->na, sizeof *s->a, by_time);
}

/* 1 if an event of the zone goes on during the day. */
static int
is_busy(const struct sheet *s, size_t zone, int64_t from, int64_t to)
{
	for (size_t i = 0; i < s->ne; i++)
		if (s->e[i].start < to && s->e[i].alive > from &&
		    related((void *)s->j->n, s->e[i].zone, zone))
			return 1;
	return 0;
}

static void
count_days(const struct sheet *s, size_t zone, struct score *out)
{
	const struct alarmjudge *j = s->j;

	for (int64_t d = j->from; d < j->to; d++) {
		int64_t from = zone_midnight(j->tz, d);
		int64_t to = zone_midnight(j->tz, d + 1);
		int bad = 0;

		out->zone_days++;
		if (!is_busy(s, zone, from, to))
			out->free_days++;
		for (size_t i = 0; i < s->na; i++)
			bad |= s->a[i].verdict == SCORE_FALSE &&
			       s->a[i].zone == zone && s->a[i].at > from &&
			       s->a[i].at <= to;
		out->false_days += bad;
	}
}

static int
ascending(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Median of n values, which are sorted for it; NaN: there is none. */
static double
median(double *v, int n)
{
	qsort(v, (size_t)n, sizeof *v, ascending);
	return n == 0 ? NAN : (v[(n - 1) / 2] + v[n / 2]) / 2;
}

/* zone < 0: all. */
static void
count(const struct sheet *s, long zone, struct score *out)
{
	double *ttd = xmalloc((s->ne + 1) * sizeof *ttd), sum = 0;
	int n = 0;

	*out = (struct score){.chance = NAN};
	for (size_t i = 0; i < s->ne; i++) {
		if (zone >= 0 && s->e[i].zone != (size_t)zone)
			continue;
		out->events++;
		if (s->e[i].found == INT64_MIN) {
			out->missed++;
			continue;
		}
		ttd[n] =
		    fmax(0, (double)(s->e[i].found - s->e[i].start) / 3600);
		sum += ttd[n++];
	}
	out->ttd_mean_h = n ? sum / n : NAN;
	out->ttd_median_h = median(ttd, n);
	for (size_t i = 0; i < s->na; i++) {
		if (zone >= 0 && s->a[i].zone != (size_t)zone)
			continue;
		out->alarms++;
		out->true_alarms += s->a[i].verdict == SCORE_TRUE;
		out->false_alarms += s->a[i].verdict == SCORE_FALSE;
		out->repeats += s->a[i].verdict == SCORE_REPEAT;
	}
	free(ttd);
}

static void
put_shares(const struct score *c, struct csvout *out)
{
	double lo, hi;

	score_share(
	    c->false_alarms, c->true_alarms + c->false_alarms, &lo, &hi);
	column_num(out, "false_share_lo", lo);
	column_num(out, "false_share_hi", hi);
	score_count(c->false_alarms, &lo, &hi);
	column_num(out, "false_rate_lo", 30 * lo / c->zone_days);
	column_num(out, "false_rate_hi", 30 * hi / c->zone_days);
	score_share(c->missed, c->events, &lo, &hi);
	column_num(out, "miss_lo", lo);
	column_num(out, "miss_hi", hi);
	column_num(out, "false_days",
	    c->free_days > 0 ? c->false_days / c->free_days : NAN);
	column_num(out, "chance", c->chance);
}

static void
put_row(const struct sheet *s, const char *scope, const struct score *c,
    const struct trial *t, struct csvout *out)
{
	int told = c->true_alarms + c->false_alarms;
	char buf[CAL_BUF];

	csvout_text(out, scope);
	csvout_text(out, cal_day_text(s->j->from, buf));
	csvout_text(out, cal_day_text(s->j->to, buf));
	csvout_int(out, c->events);
	csvout_int(out, c->alarms);
	csvout_int(out, c->true_alarms);
	csvout_int(out, c->false_alarms);
	csvout_int(out, c->missed);
	column_num(
	    out, "false_share", told ? (double)c->false_alarms / told : NAN);
	column_num(out, "false_rate_pm", 30 * c->false_alarms / c->zone_days);
	column_num(
	    out, "miss_rate", c->events ? (double)c->missed / c->events : NAN);
	column_num(out, "ttd_mean_h", c->ttd_mean_h);
	column_num(out, "ttd_median_h", c->ttd_median_h);
	column_num(out, "resolution_m3h", t ? t->resolution : NAN);
	column_num(
	    out, "resolution_pct", t ? 100 * t->resolution / t->mean : NAN);
	csvout_int(out, c->repeats);
	put_shares(c, out);
	csvout_row(out);
}

void
alarmjudge(
    const struct alarmjudge *j, const struct alarms *l, struct csvout *out)
{
	struct sheet s = {.j = j};
	struct score all, one;
	double zone_days = 0, free_days = 0, false_days = 0;
	struct score *of = xcalloc(j->n->nzone + 1, sizeof *of);

	add_events(&s);
	add_alarms(&s, l);
	score_match(s.e, s.ne, s.a, s.na, related, (void *)j->n);
	for (size_t z = 0; z < j->n->nzone; z++) {
		if (!j->wanted[z])
			continue;
		count(&s, (long)z, &of[z]);
		count_days(&s, z, &of[z]);
		zone_days += of[z].zone_days;
		free_days += of[z].free_days;
		false_days += of[z].false_days;
	}
	count(&s, -1, &all);
	all.zone_days = zone_days;
	all.free_days = free_days;
	all.false_days = false_days;
	all.chance =
	    score_chance(s.e, s.ne, s.a, s.na, zone_midnight(j->tz, j->from),
		zone_midnight(j->tz, j->to), related, (void *)j->n);
	put_row(&s, "all", &all, NULL, out);
	for (size_t z = 0; z < j->n->nzone; z++) {
		one = of[z];
		if (j->wanted[z])
			put_row(&s, j->n->zone[z].id, &one,
			    j->trial ? &j->trial[z] : NULL, out);
	}
	free(of);
	free(s.e);
	free(s.a);
}
