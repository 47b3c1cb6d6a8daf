#include "alarmtable.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "alarmtext.h"
#include "column.h"
#include "xalloc.h"
#include "zoneflow.h"

enum { OVERDUE_DAYS = 10, DAY_S = 86400 };

int
alarmtable_counts(const struct alarm *a)
{
	if (a->state == ALARM_PROVISIONAL && a->flags & ALARM_COMMON)
		return 0;
	return a->state <= ALARM_CLOSED && !(a->flags & ALARM_DEMAND);
}

static double
price(const struct alarmtable *t, const struct alarm *a)
{
	long z = strmap_get(&t->n->zone_of, a->zone_id);

	return z < 0 ? NAN : network_num(t->n, "cv_yuan_m3", z, t->to - 1);
}

struct pick {
	const struct alarm *a;
	double score;
};

static int
by_score(const void *a, const void *b)
{
	const struct pick *x = a, *y = b;

	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	if (x->a->start != y->a->start)
		return x->a->start < y->a->start ? -1 : 1;
	return strcmp(x->a->id, y->a->id);
}

static int
by_zone(const void *a, const void *b)
{
	const struct alarm *x = ((const struct pick *)a)->a;
	const struct alarm *y = ((const struct pick *)b)->a;
	int zone = strcmp(x->zone_id, y->zone_id);
	int point = strcmp(x->point_id, y->point_id);

	if (zone != 0 || point != 0)
		return zone ? zone : point;
	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return strcmp(x->id, y->id);
}

static int
is_open(const struct alarm *a)
{
	return a->state <= ALARM_GROWN;
}

/* What somebody did about it means on the day after the period. */
static unsigned
act_flag(const struct alarmtable *t, const struct alarm *a)
{
	const struct alarmact *act = alarmacts_find(t->acts, a->id);

	return act ? alarmact_flag(act, a, t->to) : 0;
}

static int
listed(const struct alarmtable *t, const struct alarm *a)
{
	int64_t from = zone_midnight(t->tz, t->from);
	int64_t to = zone_midnight(t->tz, t->to);

	if (a->start >= to || (a->end != INT64_MIN && a->end < from))
		return 0;
	if ((t->open_only || t->budget >= 0) &&
	    (!is_open(a) || act_flag(t, a) == ALARM_SHELVED))
		return 0;
	return t->everything || alarmtable_counts(a);
}

/* Rows of one cause: the common rises of a day count once. */
static int
same_cause(const struct alarm *a, const struct alarm *b)
{
	return a->flags & b->flags & ALARM_COMMON &&
	       llabs(a->detected - b->detected) < DAY_S;
}

static size_t
merge_causes(struct pick *p, size_t n)
{
	size_t m = 0;

	for (size_t i = 0; i < n; i++) {
		int again = 0;

		for (size_t k = 0; k < m; k++)
			again |= same_cause(p[k].a, p[i].a);
		if (!again)
			p[m++] = p[i];
	}
	return m;
}

static void
put_instant(struct csvout *out, const struct zone *tz, int64_t t)
{
	char buf[CAL_BUF];

	csvout_text(out, t == INT64_MIN ? "" : cal_instant_text(tz, t, buf));
}

/* 1 if a meter that bounds the alarm's zone has an open gap. */
static int
unseen(
    const struct alarmtable *t, const struct alarms *l, const struct alarm *a)
{
	const struct network *n = t->n;
	long z = strmap_get(&n->zone_of, a->zone_id);

	for (size_t i = z < 0 ? n->nedge : n->edge_at[z];
	     i < n->nedge && n->edge[i].zone == (size_t)z; i++) {
		const struct net_edge *e = &n->edge[i];

		if ((e->role != EDGE_INFLOW && e->role != EDGE_OUTFLOW) ||
		    !zoneflow_holds(e, t->to - 1))
			continue;
		for (size_t k = 0; k < l->n; k++)
			if (l->a[k].kind == ALARM_GAP && is_open(&l->a[k]) &&
			    strcmp(l->a[k].point_id, n->point[e->point].id) ==
				0)
				return 1;
	}
	return 0;
}

static unsigned
flags_now(
    const struct alarmtable *t, const struct alarms *l, const struct alarm *a)
{
	int64_t now = zone_midnight(t->tz, t->to);
	unsigned act = act_flag(t, a);

	if (is_open(a) && !(act & (ALARM_ACKNOWLEDGED | ALARM_SHELVED)) &&
	    now - a->detected >= (int64_t)OVERDUE_DAYS * DAY_S)
		act |= ALARM_OVERDUE;
	if (is_open(a) && alarm_is_leak(a) && unseen(t, l, a))
		act |= ALARM_UNSEEN;
	return a->flags | act;
}

/* Who did what about it last, when, until when, and why. */
static void
put_act(const struct alarmtable *t, const struct alarm *a, struct csvout *out)
{
	const struct alarmact *act = alarmacts_find(t->acts, a->id);
	char buf[CAL_BUF];

	csvout_text(out, act ? act->who : "");
	put_instant(out, t->tz, act ? act->at : INT64_MIN);
	csvout_text(out, act && act->until != INT64_MIN ?
			     cal_day_text(act->until, buf) :
			     "");
	csvout_text(out, act ? act->why : "");
}

static void
put_sizes(const struct alarm *a, double score, struct csvout *out)
{
	int leak = alarm_is_leak(a) && !(a->flags & ALARM_SCALE);

	column_num(out, "size_m3h", leak ? a->size : NAN);
	column_num(out, "size_lo", leak ? a->lo : NAN);
	column_num(out, "size_hi", leak ? a->hi : NAN);
	column_num(out, "size_pct", leak ? 100 * a->size / a->mean : NAN);
	column_num(out, "volume_m3", leak ? a->volume : NAN);
	column_num(out, "score", score);
	csvout_int(out, alarm_severity(a));
}

static void
put_row(const struct alarmtable *t, const struct alarms *l,
    const struct pick *p, struct csvout *out)
{
	const struct alarm *a = p->a;
	struct alarm now = *a;
	char words[ALARM_WORDS], *why;
	double m3 =
	    alarm_is_leak(a) && !(a->flags & ALARM_SCALE) ? a->volume : NAN;

	now.flags = flags_now(t, l, a);
	why = alarmtext(&now, t->tz, t->zh);
	csvout_text(out, a->id);
	csvout_text(out, alarm_kind_word(a->kind));
	csvout_text(out, a->zone_id);
	csvout_text(out, a->point_id);
	put_instant(out, t->tz, a->start);
	put_instant(out, t->tz, a->detected);
	put_instant(out, t->tz, a->end);
	csvout_text(out, alarm_state_word(a->state));
	put_sizes(a, p->score, out);
	csvout_text(out, why);
	csvout_text(out, alarm_words(now.flags, words));
	column_num(out, "volume_lo", m3 * fmax(a->lo, 0) / a->size);
	column_num(out, "volume_hi", m3 * a->hi / a->size);
	column_num(out, "lost_yuan", m3 * price(t, a));
	put_act(t, a, out);
	csvout_row(out);
	free(why);
}

int
alarmtable_put(const struct alarmtable *t, const struct alarms *l,
    int (*wanted)(void *ctx, const char *zone_id), void *ctx,
    struct csvout *out)
{
	struct pick *p = xmalloc((l->n + 1) * sizeof *p);
	size_t n = 0;
	int open = 0;

	for (size_t i = 0; i < l->n; i++)
		if (listed(t, &l->a[i]) &&
		    (wanted == NULL || wanted(ctx, l->a[i].zone_id)))
			p[n++] = (struct pick){&l->a[i],
			    alarm_score(&l->a[i], price(t, &l->a[i]))};
	qsort(p, n, sizeof *p, t->budget >= 0 ? by_score : by_zone);
	if (t->budget >= 0)
		n = merge_causes(p, n);
	for (size_t i = 0; i < n; i++) {
		if (t->budget >= 0 && i >= (size_t)t->budget)
			break;
		put_row(t, l, &p[i], out);
		open += is_open(p[i].a) && act_flag(t, p[i].a) != ALARM_SHELVED;
	}
	free(p);
	return open;
}
