#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "column.h"
#include "num.h"
#include "query.h"
#include "steps.h"
#include "term.h"
#include "unit.h"
#include "xalloc.h"

const char *const query_tables[] = {"wb-query readings --step",
    "wb-query readings --compare", "wb-query demand",
    "wb-query demand --compare", "wb-query last",
    "wb-query readings --validated", "wb-query runs", "wb-query terms", NULL};

void
query_heading(const struct query *q, const char *name)
{
	const struct term_table *t = term_table(name);

	csvout_table(q->out, t->col, t->ncol);
}

/* --- steps --- */

/* What a table of steps is made of. */
struct rows {
	const struct query *q;
	int zones;		/* 1: of zones, 0: of points */
	struct steps now, base; /* of the step, of what it is compared with */
	int64_t from, to;	/* days */
};

/* A day, or a time where steps are parts of a day. */
static void
put_bounds(const struct rows *w, const struct period *p)
{
	const struct zone *z = store_zone(w->q->s);
	char buf[CAL_BUF];

	if (p == NULL) {
		csvout_text(w->q->out, "");
		csvout_text(w->q->out, "");
	} else if (p->b > 0) {
		csvout_text(
		    w->q->out, cal_instant_text(z, period_start(p, z), buf));
		csvout_text(
		    w->q->out, cal_instant_text(z, period_end(p, z), buf));
	} else {
		csvout_text(w->q->out, cal_day_text(p->from, buf));
		csvout_text(w->q->out, cal_day_text(p->to, buf));
	}
}

static const char *
unit_of(const struct net_point *p)
{
	return strcmp(p->quantity, "volume") == 0 ?
		   "m3/h" :
		   unit_stored(p->quantity)->name;
}

static int
value(const struct rows *w, struct steps *s, size_t at, const struct period *p,
    struct step_value *out)
{
	return w->zones ? steps_zone(s, at, p, out) :
			  steps_point(s, at, p, out);
}

static void
put_alone(const struct rows *w, size_t at, const struct step_value *v)
{
	struct csvout *out = w->q->out;

	column_num(out, w->zones ? "flow_m3h" : "mean", v->mean);
	if (!w->zones) {
		column_num(out, "min", v->min);
		column_num(out, "max", v->max);
		csvout_text(out, unit_of(&w->q->choice.n->point[at]));
	}
	column_num(out, "volume_m3", v->m3);
	column_num(out, "lo", v->m3 - v->half);
	column_num(out, "hi", v->m3 + v->half);
	column_num(out, "coverage", v->coverage);
	csvout_text(out, steps_words(v->flags, v->found));
}

static double
per_cent(double v, double base)
{
	return base != 0 ? 100 * (v - base) / fabs(base) : NAN;
}

static void
put_compared(const struct rows *w, size_t at, const struct step_value *v,
    const struct step_value *b)
{
	struct csvout *out = w->q->out;

	column_num(out, w->zones ? "flow_m3h" : "mean", v->mean);
	column_num(out, w->zones ? "base_m3h" : "base_mean", b->mean);
	column_num(out, w->zones ? "flow_pct" : "mean_pct",
	    per_cent(v->mean, b->mean));
	if (!w->zones)
		csvout_text(out, unit_of(&w->q->choice.n->point[at]));
	column_num(out, "volume_m3", v->m3);
	column_num(out, "base_m3", b->m3);
	column_num(out, "diff_m3", v->m3 - b->m3);
	column_num(out, "diff_pct", per_cent(v->m3, b->m3));
	column_num(out, "coverage", v->coverage);
	column_num(out, "base_coverage", b->coverage);
	csvout_text(
	    out, steps_words(v->flags | (isnan(b->mean) ? STEP_NO_BASE : 0),
		     v->found | b->found));
}

/* The step that p is compared with; NULL: there is none. */
static const struct period *
base_of(const struct rows *w, const struct period *p, struct period *base)
{
	const struct query *q = w->q;

	if (q->compare == QUERY_PREVIOUS)
		period_before(&q->step, store_zone(q->s), p, base);
	else if (period_year_before(&q->step, p, base) < 0)
		return NULL;
	return base;
}

/* The row of one step. */
static int
print_step(struct rows *w, const char *id, size_t at, const struct period *p)
{
	struct step_value v, b;
	struct period before;
	const struct period *base = NULL;

	if (value(w, &w->now, at, p, &v) < 0)
		return -1;
	if (w->q->compare != QUERY_ALONE) {
		base = base_of(w, p, &before);
		steps_none(&b, 0);
		if (base != NULL && value(w, &w->base, at, base, &b) < 0)
			return -1;
	}
	csvout_text(w->q->out, id);
	put_bounds(w, p);
	if (w->q->compare == QUERY_ALONE) {
		put_alone(w, at, &v);
	} else {
		put_bounds(w, base);
		put_compared(w, at, &v, &b);
	}
	csvout_row(w->q->out);
	return 0;
}

static int
print_steps(struct rows *w, const char *id, size_t at)
{
	const struct zone *z = store_zone(w->q->s);
	struct period p = {.from = w->from, .to = w->from};
	int got = 0;

	while (got == 0 && period_next(&w->q->step, z, w->to, &p))
		got = print_step(w, id, at, &p);
	return got;
}

void
query_days(const struct query *q, int clip, int64_t *from, int64_t *to)
{
	const struct tool_opts *o = q->choice.o;
	int64_t first = 0, last = -1;

	store_span(q->s, &first, &last);
	*from = o->from != TOOL_NO_DAY ? o->from : first;
	*to = o->to != TOOL_NO_DAY ? o->to : last + 1;
	if (clip && *from < first)
		*from = first;
	if (clip && *to > last + 1)
		*to = last + 1;
}

static void
rows_start(struct rows *w, const struct query *q, int zones)
{
	*w = (struct rows){.q = q, .zones = zones};
	steps_init(&w->now, q->s, q->choice.n);
	steps_init(&w->base, q->s, q->choice.n);
	query_days(q, 0, &w->from, &w->to);
	query_heading(
	    q, query_tables[2 * zones + (q->compare == QUERY_ALONE ? 0 : 1)]);
}

static void
rows_end(struct rows *w)
{
	steps_release(&w->now);
	steps_release(&w->base);
}

int
query_points(const struct query *q)
{
	const struct network *n = q->choice.n;
	size_t *order = network_points_by_id(n);
	struct rows w;
	int got = 0;

	rows_start(&w, q, 0);
	for (size_t i = 0; got == 0 && i < n->npoint; i++)
		if (choice_point(&q->choice, n->point[order[i]].id))
			got = print_steps(&w, n->point[order[i]].id, order[i]);
	rows_end(&w);
	free(order);
	return got;
}

int
query_zones(const struct query *q)
{
	const struct network *n = q->choice.n;
	const struct tool_opts *o = q->choice.o;
	struct rows w;
	int got = 0;

	rows_start(&w, q, 1);
	for (size_t i = 0; got == 0 && i < n->nzone; i++)
		if (network_first(n, i) && tool_zone_wanted(o, n->zone[i].id) &&
		    (o->level < 0 || n->zone[i].level == o->level))
			got = print_steps(&w, n->zone[i].id, i);
	rows_end(&w);
	return got;
}

/* --- last values --- */

struct last {
	int64_t t; /* INT64_MIN: the point has none */
	struct reading r;
};

/* The last reading of a point before the day `to`. */
static int
find_last(const struct query *q, int64_t point, int64_t first, int64_t to,
    struct reading **r, size_t *cap, struct last *out)
{
	out->t = INT64_MIN;
	for (int64_t d = to - 1; d >= first && out->t == INT64_MIN; d--) {
		long n = store_day(q->s, point, d, r, cap);

		if (n < 0)
			return -1;
		if (n == 0)
			continue;
		out->r = (*r)[n - 1];
		out->t = zone_midnight(store_zone(q->s), d) + out->r.off;
	}
	return 0;
}

static void
put_last(const struct query *q, const struct store_listed *p,
    const struct last *l, int64_t now)
{
	const struct unit *u = unit_find(p->p.unit);
	char buf[CAL_BUF], text[NUM_BUF];

	csvout_text(q->out, p->id);
	if (l->t == INT64_MIN) {
		csvout_text(q->out, "");
		csvout_number(q->out, "");
		csvout_text(q->out, u->name);
		csvout_number(q->out, "");
		csvout_number(q->out, "");
	} else {
		csvout_text(
		    q->out, cal_instant_text(store_zone(q->s), l->t, buf));
		csvout_number(
		    q->out, num_unscaled(l->r.v, u->num, u->den, text));
		csvout_text(q->out, u->name);
		csvout_int(q->out, l->r.quality);
		column_num(q->out, "age_h", (double)(now - l->t) / 3600);
	}
	csvout_row(q->out);
}

int
query_last(const struct query *q)
{
	const struct tool_opts *o = q->choice.o;
	int64_t first = 0, last = -1, to, now = INT64_MIN;
	struct reading *r = NULL;
	struct store_listed *p;
	size_t n, cap = 0;
	struct last *l;
	int got = store_points(q->s, &p, &n);

	store_span(q->s, &first, &last);
	to = o->to != TOOL_NO_DAY && o->to <= last ? o->to : last + 1;
	l = xcalloc(n + 1, sizeof *l);
	for (size_t i = 0; got == 0 && i < n; i++) {
		got = find_last(q, p[i].p.n, first, to, &r, &cap, &l[i]);
		now = l[i].t > now ? l[i].t : now;
	}
	if (o->to != TOOL_NO_DAY)
		now = zone_midnight(store_zone(q->s), o->to);
	query_heading(q, "wb-query last");
	for (size_t i = 0; got == 0 && i < n; i++)
		if (choice_point(&q->choice, p[i].id))
			put_last(q, &p[i], &l[i], now);
	store_points_free(p, n);
	free(l);
	free(r);
	return got;
}
