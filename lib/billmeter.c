#include "billmeter.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pointday.h"
#include "xalloc.h"

enum { HOUR = 3600 };

void
bill_trace_day(struct bill_trace *t, const struct meterpoint *p,
    const double *m3h, size_t n, size_t night_from, size_t night_to)
{
	double least = INFINITY;
	int known = night_from < night_to && night_to <= n;

	for (size_t i = 0; i < n; i++) {
		int night = i >= night_from && i < night_to;

		known &= !night || !isnan(m3h[i]);
		if (isnan(m3h[i]))
			continue;
		t->hours++;
		t->m3 += m3h[i];
		if (m3h[i] < p->q2)
			t->below_q2_m3 += m3h[i];
		t->above_q3_h += m3h[i] > p->q3;
		t->most_m3h = fmax(t->most_m3h, m3h[i]);
		if (night)
			least = fmin(least, m3h[i]);
	}
	if (!known)
		return;
	t->nights++;
	if (least > p->q1) {
		t->night_flows++;
		t->night_least_m3h = fmin(t->night_least_m3h, least);
	}
}

/* --- rules --- */

struct seen {
	const struct bill_trace *t;
	const struct ledger_account *a;
	int32_t from, to;
	struct bill_findings *out;
};

static struct bill_finding *
find(const struct seen *s, enum bill_rule rule, int variant)
{
	struct bill_finding *f = bill_find(s->out, rule);

	f->account = s->a;
	f->meter = s->a->meter_id;
	f->from = s->from;
	f->to = s->to;
	f->variant = variant;
	return f;
}

static void
size_rules(
    const struct seen *s, const struct meterpoint *p, const struct billrules *r)
{
	const double *over = r->v[RULE_OVERSIZED];
	const double *under = r->v[RULE_UNDERSIZED];
	double low = 100 * s->t->below_q2_m3 / s->t->m3;
	double hours = s->t->above_q3_h * 24 / s->t->hours;
	struct bill_finding *f;

	if (r->on[RULE_OVERSIZED] && s->a->dn >= over[OVERSIZED_DN] &&
	    low > over[OVERSIZED_LOW_PCT]) {
		f = find(s, RULE_OVERSIZED, 1);
		f->observed = low;
		f->expected = over[OVERSIZED_LOW_PCT];
		f->m3 = s->t->below_q2_m3 * over[OVERSIZED_LOSS] / 100;
	}
	if (r->on[RULE_UNDERSIZED] &&
	    (hours > under[UNDERSIZED_HOURS] || s->t->most_m3h > p->q4)) {
		f = find(s, RULE_UNDERSIZED,
		    hours > under[UNDERSIZED_HOURS] ? 1 : 2);
		f->observed = f->variant == 1 ? hours : s->t->most_m3h;
		f->expected = f->variant == 1 ? under[UNDERSIZED_HOURS] : p->q4;
		f->m3 = s->t->m3 * under[UNDERSIZED_LOSS] / 100;
	}
}

void
bill_trace_rules(const struct bill_trace *t, const struct meterpoint *p,
    const struct ledger_account *a, int32_t from, int32_t to,
    const struct billrules *r, struct bill_findings *out)
{
	const struct seen s = {t, a, from, to, out};
	const double *v = r->v[RULE_NIGHT_FLOW];
	struct bill_finding *f;

	size_rules(&s, p, r);
	if (!r->on[RULE_NIGHT_FLOW] || !(a->dn <= v[NIGHT_DN]) ||
	    (double)t->night_flows < v[NIGHT_NIGHTS])
		return;
	f = find(&s, RULE_NIGHT_FLOW, 0);
	f->observed = t->night_least_m3h;
	f->expected = p->q1;
	f->n = (double)t->night_flows;
	f->x = (double)t->nights;
	f->m3 = f->observed * 24 * f->n;
}

/* --- the store --- */

struct hours {
	struct pointday d;
	struct gridday g;
	const struct network *n;
	int64_t from, to;
};

static int
trace_point(struct hours *h, size_t point, const struct meterpoint *p,
    struct bill_trace *t)
{
	*t = (struct bill_trace){.night_least_m3h = NAN};
	for (int64_t day = h->from; day < h->to; day++) {
		long got = pointday_read(&h->d, point, day);

		if (got <= 0) {
			if (got < 0)
				return -1;
			continue;
		}
		if (pointday_measured(&h->d, &h->g, HOUR,
			network_num(h->n, "night_coverage", -1, day)) < 0)
			return -1;
		bill_trace_day(t, p, h->g.v, h->g.n,
		    (size_t)network_clock(h->n, "night_from", -1, day) / HOUR,
		    (size_t)network_clock(h->n, "night_to", -1, day) / HOUR);
	}
	return 0;
}

static int
is_user(const struct network *n, size_t point)
{
	for (size_t i = 0; i < n->nuser; i++)
		if (n->edge[n->user[i]].point == point)
			return 1;
	return 0;
}

static const char *
zone_of_user(const struct network *n, size_t point)
{
	for (size_t i = 0; i < n->nuser; i++)
		if (n->edge[n->user[i]].point == point)
			return n->zone[n->edge[n->user[i]].zone].id;
	return "";
}

static void
no_account(
    const struct hours *h, size_t point, double m3, struct bill_findings *out)
{
	struct bill_finding *f = bill_find(out, RULE_METER_NO_ACCOUNT);

	f->meter = h->n->point[point].id;
	f->zone = zone_of_user(h->n, point);
	f->from = (int32_t)h->from;
	f->to = (int32_t)h->to;
	f->variant = h->from >= h->to;
	if (f->variant) {
		f->from = f->to = LEDGER_NEVER;
		return;
	}
	f->n = (double)(h->to - h->from);
	f->observed = f->m3 = m3;
}

static int
one_meter(struct hours *h, size_t point, const struct ledger_account *a,
    const struct billrules *r, struct bill_findings *out)
{
	struct meterpoint p = {NAN, NAN, NAN, NAN, 0};
	struct bill_trace t;

	if (a == NULL && !is_user(h->n, point))
		return 0;
	if (a != NULL)
		p = meterpoint_of(a->q3, a->ratio, a->dn);
	if (trace_point(h, point, &p, &t) < 0)
		return -1;
	if (a != NULL)
		bill_trace_rules(
		    &t, &p, a, (int32_t)h->from, (int32_t)h->to, r, out);
	else if (r->on[RULE_METER_NO_ACCOUNT])
		no_account(h, point, t.m3, out);
	return 0;
}

int
bill_meters(const struct ledger *l, struct store *s, const struct network *n,
    int64_t from, int64_t to, const struct billrules *r,
    struct bill_findings *out)
{
	const struct ledger_account **of = xcalloc(n->npoint + 1, sizeof *of);
	struct hours h = {.n = n, .from = from, .to = to, .g = GRIDDAY_INIT};
	int got = 0;

	for (size_t i = 0; n->npoint > 0 && i < l->naccount; i++) {
		const char *meter = l->account[i].meter_id;
		long p = meter && *meter ? strmap_get(&n->point_of, meter) : -1;

		if (p >= 0)
			of[p] = &l->account[i];
	}
	pointday_init(&h.d, s, n);
	for (size_t p = 0; got == 0 && p < n->npoint; p++)
		if (network_flows(&n->point[p]))
			got = one_meter(&h, p, of[p], r, out);
	pointday_release(&h.d);
	gridday_release(&h.g);
	free(of);
	return got;
}
