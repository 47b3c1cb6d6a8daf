#include "billscan_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "meterpoint.h"
#include "rank.h"

enum { YEAR = 365 };

static const double YEAR_DAYS = 365.25;

/* --- uses and figures --- */

int
bill_was_read(const struct ledger_bill *b)
{
	return b->status == BILL_ACTUAL || b->status == BILL_REPLACED;
}

size_t
bill_uses(const struct ledger_bill *b, size_t n, struct bill_use *out)
{
	size_t nu = 0;

	for (size_t i = 0; i < n; i++) {
		struct bill_use *last = nu > 0 ? &out[nu - 1] : NULL;

		if (last != NULL && !last->read && last->to == b[i].from) {
			last->to = b[i].to;
			last->m3 += b[i].m3;
			last->read = bill_was_read(&b[i]);
			continue;
		}
		out[nu++] = (struct bill_use){
		    b[i].from, b[i].to, b[i].m3, bill_was_read(&b[i])};
	}
	return nu;
}

double
bill_use_rate(const struct bill_use *u)
{
	return u->m3 / (u->to - u->from);
}

void
bill_view_figures(struct bill_view *v, double *scratch)
{
	v->year_m3 = v->year_days = 0;
	for (size_t i = 0; i < v->nu; i++) {
		scratch[i] = bill_use_rate(&v->u[i]);
		if (v->u[i].to > v->end - YEAR) {
			v->year_m3 += v->u[i].m3;
			v->year_days += v->u[i].to - v->u[i].from;
		}
	}
	v->mean_m3d = v->year_days > 0 ? v->year_m3 / v->year_days : NAN;
	v->usual_m3d = rank_median(scratch, v->nu);
	for (size_t i = 0; i < v->n; i++)
		scratch[i] = v->b[i].to - v->b[i].from;
	v->cycle = rank_median(scratch, v->n);
}

double
bill_usual(const struct bill_view *v, double days)
{
	return v->usual_m3d * days;
}

/* --- making findings --- */

struct bill_finding *
bill_scan_find(const struct bill_scan_work *s, enum bill_rule rule,
    int32_t from, int32_t to)
{
	struct bill_finding *f = bill_find(s->out, rule);

	f->account = s->v->a;
	f->meter = s->v->a->meter_id ? s->v->a->meter_id : "";
	f->from = from;
	f->to = to;
	return f;
}

double
bill_scan_limit(const struct bill_scan_work *s, enum bill_rule rule, int key)
{
	return s->r->v[rule][key];
}

int
bill_open_at(const struct ledger_account *a, int32_t day)
{
	return day < a->closed && !a->closed_some_day;
}

/* --- the meter --- */

static void
size_rules(const struct bill_scan_work *s)
{
	const struct bill_view *v = s->v;
	struct meterpoint p = meterpoint_of(v->a->q3, v->a->ratio, v->a->dn);
	double flow = v->mean_m3d / 24, pct;
	struct bill_finding *f;

	pct = bill_scan_limit(s, RULE_OVERSIZED, OVERSIZED_Q3_PCT);
	if (s->r->on[RULE_OVERSIZED] && flow > 0 && flow < p.q3 * pct / 100 &&
	    v->a->dn >= bill_scan_limit(s, RULE_OVERSIZED, OVERSIZED_DN)) {
		f = bill_scan_find(s, RULE_OVERSIZED, v->end - YEAR, v->end);
		f->observed = flow;
		f->expected = p.q3 * pct / 100;
		f->n = pct;
		f->m3 = v->year_m3 *
			bill_scan_limit(s, RULE_OVERSIZED, OVERSIZED_LOSS) /
			100;
	}
	pct = bill_scan_limit(s, RULE_UNDERSIZED, UNDERSIZED_Q3_PCT);
	if (s->r->on[RULE_UNDERSIZED] && flow > p.q3 * pct / 100) {
		f = bill_scan_find(s, RULE_UNDERSIZED, v->end - YEAR, v->end);
		f->observed = flow;
		f->expected = p.q3 * pct / 100;
		f->n = pct;
		f->m3 = v->year_m3 *
			bill_scan_limit(s, RULE_UNDERSIZED, UNDERSIZED_LOSS) /
			100;
	}
}

static void
meter_old(const struct bill_scan_work *s)
{
	const struct bill_view *v = s->v;
	int large = v->a->dn > bill_scan_limit(s, RULE_METER_OLD, OLD_DN);
	double most =
	    bill_scan_limit(s, RULE_METER_OLD, large ? OLD_LARGE : OLD_SMALL);
	double age = (v->end - (double)v->a->installed) / YEAR_DAYS;
	struct bill_finding *f;

	if (!(age > most) || !bill_open_at(v->a, v->end))
		return;
	f = bill_scan_find(s, RULE_METER_OLD, v->end - YEAR, v->end);
	f->observed = age;
	f->expected = most;
	f->m3 =
	    v->n == 0 ?
		NAN :
		v->year_m3 * bill_scan_limit(s, RULE_METER_OLD, OLD_LOSS) / 100;
}

/* --- the account --- */

static void
account_rules(const struct bill_scan_work *s)
{
	const struct bill_view *v = s->v;
	struct bill_finding *f;

	if (!bill_open_at(v->a, v->end))
		return;
	if (s->r->on[RULE_ACCOUNT_NO_METER] && *v->a->meter_id == '\0') {
		f = bill_scan_find(
		    s, RULE_ACCOUNT_NO_METER, v->end - YEAR, v->end);
		f->observed = v->mean_m3d;
		f->variant = v->n == 0;
		f->m3 = v->n == 0 ? NAN : v->year_m3;
	}
	if (s->r->on[RULE_ACCOUNT_NO_ZONE] && !v->zone_known) {
		f = bill_scan_find(
		    s, RULE_ACCOUNT_NO_ZONE, v->end - YEAR, v->end);
		f->variant = v->a->zone != 0;
		f->m3 = v->n == 0 ? NAN : v->year_m3;
	}
}

static void
closed_use(const struct bill_scan_work *s)
{
	const struct bill_view *v = s->v;
	int32_t closed = v->a->closed;
	struct bill_finding *f = NULL;

	/* Nobody says since when: a bill of the last cycle is too late. */
	if (v->a->closed_some_day && v->n > 0)
		closed = (int32_t)(v->end - 1.5 * v->cycle);
	for (size_t i = 0; i < v->n; i++) {
		if (v->b[i].from < closed || !(v->b[i].m3 > 0))
			continue;
		if (f == NULL) {
			f = bill_scan_find(
			    s, RULE_CLOSED_USE, v->b[i].from, v->b[i].to);
			f->observed = f->n = 0;
		}
		f->to = v->b[i].to;
		f->observed += v->b[i].m3;
		f->m3 = f->observed;
		f->n++;
	}
}

static void
not_read_between(
    const struct bill_scan_work *s, int32_t from, int32_t to, int variant)
{
	const struct bill_view *v = s->v;
	double days = to - from;
	struct bill_finding *f;

	if (days <=
	    bill_scan_limit(s, RULE_NOT_READ, NOT_READ_CYCLES) * v->cycle)
		return;
	f = bill_scan_find(s, RULE_NOT_READ, from, to);
	f->variant = variant;
	f->observed = days;
	f->expected = v->cycle;
	f->n = floor(days / v->cycle);
	f->m3 = bill_usual(v, days);
}

static void
not_read(const struct bill_scan_work *s)
{
	const struct bill_view *v = s->v;
	int32_t end = v->end < v->a->closed ? v->end : v->a->closed;
	int32_t since = v->a->row_from > v->first ? v->a->row_from : v->first;

	for (size_t i = 1; i < v->n; i++)
		if (v->b[i].from > v->b[i - 1].to && v->b[i].from <= end)
			not_read_between(s, v->b[i - 1].to, v->b[i].from, 2);
	if (v->a->closed_some_day)
		return;
	if (v->n > 0)
		not_read_between(s, v->b[v->n - 1].to, end, 0);
	else if (end - (double)since >
		 bill_scan_limit(s, RULE_NOT_READ, NOT_READ_DAYS))
		bill_scan_find(s, RULE_NOT_READ, since, end)->variant = 1;
}

static void
bill_no_account(const struct bill_scan_work *s)
{
	const struct bill_view *v = s->v;
	struct bill_finding *f;

	f = bill_scan_find(
	    s, RULE_BILL_NO_ACCOUNT, v->b[0].from, v->b[v->n - 1].to);
	f->n = (double)v->n;
	f->m3 = 0;
	for (size_t i = 0; i < v->n; i++)
		f->m3 += v->b[i].m3;
	f->observed = f->m3;
}

void
bill_scan(const struct bill_view *v, const struct billrules *r, double *scratch,
    struct bill_findings *out)
{
	static const struct {
		enum bill_rule rule; /* BILL_RULES: several, which ask */
		void (*run)(const struct bill_scan_work *s);
	} step[] = {{RULE_ZERO_USE, bill_scan_zero_use},
	    {BILL_RULES, bill_scan_index_rules},
	    {RULE_SAME_VOLUME, bill_scan_same_volume},
	    {BILL_RULES, bill_scan_estimated},
	    {BILL_RULES, bill_scan_jump_rules}, {BILL_RULES, size_rules},
	    {RULE_METER_OLD, meter_old}, {BILL_RULES, account_rules},
	    {RULE_CLOSED_USE, closed_use}, {RULE_NOT_READ, not_read}};
	const struct bill_scan_work s = {v, r, out, scratch};

	if (v->a->row_from == LEDGER_NEVER) { /* it is not registered */
		if (r->on[RULE_BILL_NO_ACCOUNT])
			bill_no_account(&s);
		return;
	}
	for (size_t i = 0; i < sizeof step / sizeof *step; i++)
		if (step[i].rule == BILL_RULES || r->on[step[i].rule])
			step[i].run(&s);
}
