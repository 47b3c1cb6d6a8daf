#include "billscan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "meterpoint.h"
#include "rank.h"

enum { YEAR = 365, YEAR_SLACK = 20 };

static const double YEAR_DAYS = 365.25;

/* --- uses and figures --- */

static int
was_read(const struct ledger_bill *b)
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
			last->read = was_read(&b[i]);
			continue;
		}
		out[nu++] = (struct bill_use){
		    b[i].from, b[i].to, b[i].m3, was_read(&b[i])};
	}
	return nu;
}

static double
rate(const struct bill_use *u)
{
	return u->m3 / (u->to - u->from);
}

void
bill_view_figures(struct bill_view *v, double *scratch)
{
	v->year_m3 = v->year_days = 0;
	for (size_t i = 0; i < v->nu; i++) {
		scratch[i] = rate(&v->u[i]);
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

struct scan {
	const struct bill_view *v;
	const struct billrules *r;
	struct bill_findings *out;
	double *scratch;
};

static struct bill_finding *
find(const struct scan *s, enum bill_rule rule, int32_t from, int32_t to)
{
	struct bill_finding *f = bill_find(s->out, rule);

	f->account = s->v->a;
	f->meter = s->v->a->meter_id ? s->v->a->meter_id : "";
	f->from = from;
	f->to = to;
	return f;
}

static double
limit(const struct scan *s, enum bill_rule rule, int key)
{
	return s->r->v[rule][key];
}

static int
open_at(const struct ledger_account *a, int32_t day)
{
	return day < a->closed && !a->closed_some_day;
}

/* --- runs of bills --- */

static int
no_advance(const struct ledger_bill *b)
{
	if (b->status != BILL_ACTUAL)
		return 0;
	if (!isnan(b->index_from) && !isnan(b->index_to))
		return b->index_from == b->index_to;
	return b->m3 == 0;
}

/* Mean rate of the bills before i; NaN: there are none. */
static double
rate_before(const struct bill_view *v, size_t i)
{
	double m3 = 0, days = 0;

	for (size_t k = 0; k < i; k++) {
		m3 += v->b[k].m3;
		days += v->b[k].to - v->b[k].from;
	}
	return days > 0 ? m3 / days : NAN;
}

static void
found_zero(const struct scan *s, size_t i, size_t end)
{
	const struct ledger_bill *b = s->v->b;
	struct bill_finding *f =
	    find(s, RULE_ZERO_USE, b[i].from, b[end - 1].to);

	f->n = (double)(end - i);
	f->observed = 0;
	f->expected = rate_before(s->v, i);
	f->m3 = f->expected * (f->to - f->from);
	f->variant = !(f->expected > 0);
	if (f->variant)
		f->m3 = NAN;
	if (f->n >= limit(s, RULE_ZERO_USE, ZERO_VISIT))
		f->severity = SEVERITY_HIGH;
}

static void
zero_use(const struct scan *s)
{
	const struct bill_view *v = s->v;
	size_t end;

	for (size_t i = 0; i < v->n; i = end) {
		end = i + 1;
		if (!no_advance(&v->b[i]) || !open_at(v->a, v->b[i].from))
			continue;
		while (end < v->n && no_advance(&v->b[end]))
			end++;
		if ((double)(end - i) >= limit(s, RULE_ZERO_USE, ZERO_READINGS))
			found_zero(s, i, end);
	}
}

static void
found_estimated(const struct scan *s, size_t i, size_t end, double m3)
{
	const struct ledger_bill *b = s->v->b;
	struct bill_finding *f;

	if (s->r->on[RULE_ESTIMATED] &&
	    (double)(end - i) > limit(s, RULE_ESTIMATED, ESTIMATED_BILLS)) {
		f = find(s, RULE_ESTIMATED, b[i].from, b[end - 1].to);
		f->observed = f->m3 = m3;
		f->n = (double)(end - i);
	}
	if (s->r->on[RULE_TRUE_UP] && end < s->v->n && b[end].m3 < 0 &&
	    was_read(&b[end]) && b[end].from == b[end - 1].to) {
		f = find(s, RULE_TRUE_UP, b[i].from, b[end].to);
		f->observed = b[end].m3;
		f->m3 = -b[end].m3;
		f->expected = (m3 + b[end].m3) / (b[end].to - b[i].from);
		f->n = (double)(end - i);
	}
}

static void
estimated(const struct scan *s)
{
	const struct bill_view *v = s->v;
	size_t end;

	for (size_t i = 0; i < v->n; i = end) {
		double m3 = v->b[i].m3;

		end = i + 1;
		if (was_read(&v->b[i]))
			continue;
		for (; end < v->n && !was_read(&v->b[end]); end++)
			m3 += v->b[end].m3;
		found_estimated(s, i, end, m3);
	}
}

double
bill_alike(const double *v, size_t n, size_t run, size_t all)
{
	double equal = 0, pairs = (double)n * ((double)n - 1) / 2;

	for (size_t i = 0; i < n; i++)
		for (size_t k = i + 1; k < n; k++)
			equal += v[i] == v[k];
	return (double)(all - run + 1) *
	       pow((equal + 1) / (pairs + 4), (double)run - 1);
}

static int
same_as(const struct ledger_bill *a, const struct ledger_bill *b)
{
	return b->status == BILL_ACTUAL && b->m3 == a->m3;
}

static void
found_same(const struct scan *s, size_t i, size_t end)
{
	const struct bill_view *v = s->v;
	struct bill_finding *f;
	size_t n = 0;

	for (size_t k = 0; k < v->n; k++)
		if ((k < i || k >= end) && v->b[k].status == BILL_ACTUAL)
			s->scratch[n++] = v->b[k].m3;
	if (bill_alike(s->scratch, n, end - i, v->n) >
	    limit(s, RULE_SAME_VOLUME, SAME_CHANCE))
		return;
	f = find(s, RULE_SAME_VOLUME, v->b[i].from, v->b[end - 1].to);
	f->n = (double)(end - i);
	f->observed = v->b[i].m3;
	f->m3 = f->n * f->observed;
}

static void
same_volume(const struct scan *s)
{
	const struct bill_view *v = s->v;
	size_t end;

	for (size_t i = 0; i < v->n; i = end) {
		end = i + 1;
		if (v->b[i].status != BILL_ACTUAL || !(v->b[i].m3 > 0))
			continue;
		while (end < v->n && same_as(&v->b[i], &v->b[end]))
			end++;
		if ((double)(end - i) >= limit(s, RULE_SAME_VOLUME, SAME_BILLS))
			found_same(s, i, end);
	}
}

/* --- the register --- */

static double
multiplier(const struct ledger_account *a)
{
	return isnan(a->multiplier) ? 1 : a->multiplier;
}

/* What is missing in a bill of `days` that tells m3, against the usual. */
static double
missing(const struct bill_view *v, double m3, double days)
{
	double usual = bill_usual(v, days) - (isnan(m3) ? 0 : m3);

	return usual > 0 ? usual : 0;
}

/* The advance, m3, if the register rolled over; NaN: it did not. */
static double
rolled(const struct scan *s, double from, double to, double days)
{
	const struct ledger_account *a = s->v->a;
	double range = pow(10, a->digits), m3;
	double believed =
	    limit(s, RULE_ROLLOVER, ROLLOVER_RATIO) * bill_usual(s->v, days);

	if (!(from > limit(s, RULE_ROLLOVER, ROLLOVER_SHARE) * range) ||
	    from > range)
		return NAN;
	m3 = (to + range - from) * multiplier(a);
	return m3 <= believed ||
		       to < (1 - limit(s, RULE_ROLLOVER, ROLLOVER_SHARE)) *
				range ?
		   m3 :
		   NAN;
}

static void
went_back(const struct scan *s, const struct ledger_bill *b, double from,
    double to, int variant)
{
	double days = b->to - b->from, m3 = rolled(s, from, to, days);
	enum bill_rule rule = isnan(m3) ? RULE_NEGATIVE_ADVANCE : RULE_ROLLOVER;
	struct bill_finding *f;

	if (!s->r->on[rule])
		return;
	f = find(s, rule, b->from, b->to);
	f->observed = to;
	f->expected = from;
	f->n = m3;
	f->x = b->m3;
	if (rule == RULE_ROLLOVER) {
		f->m3 = fabs(m3 - b->m3);
	} else {
		f->variant = variant;
		f->m3 = missing(s->v, b->m3, days);
	}
}

/* Between a bill and the one before it, which may be NULL. */
static void
index_between(const struct scan *s, const struct ledger_bill *before,
    const struct ledger_bill *b)
{
	double gap = (b->index_from - before->index_to) * multiplier(s->v->a);
	struct bill_finding *f;

	if (before->status == BILL_REPLACED || b->status == BILL_REPLACED)
		return;
	if (gap < 0) {
		went_back(s, b, before->index_to, b->index_from, 1);
	} else if (s->r->on[RULE_INDEX_GAP] &&
		   gap >= limit(s, RULE_INDEX_GAP, INDEX_M3)) {
		f = find(s, RULE_INDEX_GAP, before->to, b->from);
		f->to += f->from == f->to;
		f->observed = b->index_from;
		f->expected = before->index_to;
		f->m3 = gap;
	}
}

static void
index_within(const struct scan *s, const struct ledger_bill *b, int after_guess)
{
	double m3 = (b->index_to - b->index_from) * multiplier(s->v->a);
	struct bill_finding *f;

	if (b->status == BILL_REPLACED)
		return;
	if (m3 < 0 && !after_guess) {
		went_back(s, b, b->index_from, b->index_to, 0);
	} else if (s->r->on[RULE_INDEX_VOLUME] && b->status == BILL_ACTUAL &&
		   !after_guess &&
		   fabs(m3 - b->m3) > limit(s, RULE_INDEX_VOLUME, INDEX_M3)) {
		f = find(s, RULE_INDEX_VOLUME, b->from, b->to);
		f->observed = b->m3;
		f->expected = m3;
		f->m3 = fabs(m3 - b->m3);
	}
}

/* An estimate is a guess at the register too, which the reading after it sets
 * right. */
static void
index_rules(const struct scan *s)
{
	const struct bill_view *v = s->v;

	for (size_t i = 0; i < v->n; i++) {
		int guess = i > 0 && !was_read(&v->b[i - 1]);

		if (i > 0 && !guess && was_read(&v->b[i]))
			index_between(s, &v->b[i - 1], &v->b[i]);
		index_within(s, &v->b[i], guess);
	}
}

/* --- jumps --- */

struct base {
	double m3d, median, sigma;
	int median_only; /* 1: there is no same period last year */
};

static const struct bill_use *
year_before(const struct bill_view *v, size_t i)
{
	int32_t mid = (v->u[i].from + v->u[i].to) / 2 - YEAR;
	const struct bill_use *best = NULL;
	int32_t away = YEAR_SLACK + 1;

	for (size_t k = i; k-- > 0;) {
		int32_t d = abs((v->u[k].from + v->u[k].to) / 2 - mid);

		if (d < away) {
			away = d;
			best = &v->u[k];
		}
	}
	return best;
}

/* What use i is held against; 0: too little came before it. */
static int
base_of(const struct scan *s, size_t i, struct base *out)
{
	enum { LEAST = 4 };
	const double FLOOR = 0.1; /* of the median, that counts as scatter */
	const struct bill_view *v = s->v;
	size_t most = (size_t)limit(s, RULE_SPIKE, JUMP_BEFORE);
	size_t n = i < most ? i : most;
	const struct bill_use *last = year_before(v, i);

	if (n < LEAST)
		return 0;
	for (size_t k = 0; k < n; k++)
		s->scratch[k] = rate(&v->u[i - n + k]);
	out->median = rank_median(s->scratch, n);
	out->sigma =
	    fmax(rank_sigma(s->scratch, n, out->median), FLOOR * out->median);
	out->median_only = last == NULL || !(last->m3 > 0);
	out->m3d = out->median_only ? out->median : rate(last);
	return out->median > 0;
}

/* 1 up, -1 down, 0. */
static int
jumps(const struct scan *s, size_t i, struct base *base)
{
	const struct bill_use *u = &s->v->u[i];
	double r = rate(u), far;
	enum bill_rule rule;

	if (!(u->m3 > 0) || !base_of(s, i, base))
		return 0;
	rule = r > base->m3d ? RULE_SPIKE : RULE_DROP;
	far = limit(s, rule, JUMP_RATIO);
	if (fabs(r - base->m3d) * (u->to - u->from) < limit(s, rule, JUMP_M3) ||
	    fabs(r - base->median) <= limit(s, rule, JUMP_MADS) * base->sigma)
		return 0;
	/* An odd month of last year makes no jump of this one. */
	if (rule == RULE_SPIKE)
		return r > far * base->m3d && r > sqrt(far) * base->median;
	return -(r < base->m3d / far && r < base->median / sqrt(far));
}

static void
found_jump(const struct scan *s, size_t i, int up, const struct base *base,
    struct bill_finding **open)
{
	const struct bill_use *u = &s->v->u[i];
	enum bill_rule rule = up > 0 ? RULE_SPIKE : RULE_DROP;
	struct bill_finding *f = *open;
	double days = u->to - u->from;

	if (!s->r->on[rule])
		return;
	if (f == NULL || f->rule != rule || f->to != u->from) {
		f = find(s, rule, u->from, u->to);
		f->observed = rate(u);
		f->expected = base->m3d;
		f->n = f->observed / f->expected;
		f->variant = base->median_only;
		f->m3 = 0;
		*open = f;
	}
	f->to = u->to;
	f->m3 += fabs(rate(u) - base->m3d) * days;
}

static void
jump_rules(const struct scan *s)
{
	struct bill_finding *open = NULL;
	struct base base;

	for (size_t i = 0; i < s->v->nu; i++) {
		int up = jumps(s, i, &base);

		if (up != 0)
			found_jump(s, i, up, &base, &open);
	}
}

/* --- the meter --- */

static void
size_rules(const struct scan *s)
{
	const struct bill_view *v = s->v;
	struct meterpoint p = meterpoint_of(v->a->q3, v->a->ratio, v->a->dn);
	double flow = v->mean_m3d / 24, pct;
	struct bill_finding *f;

	pct = limit(s, RULE_OVERSIZED, OVERSIZED_Q3_PCT);
	if (s->r->on[RULE_OVERSIZED] && flow > 0 && flow < p.q3 * pct / 100 &&
	    v->a->dn >= limit(s, RULE_OVERSIZED, OVERSIZED_DN)) {
		f = find(s, RULE_OVERSIZED, v->end - YEAR, v->end);
		f->observed = flow;
		f->expected = p.q3 * pct / 100;
		f->n = pct;
		f->m3 =
		    v->year_m3 * limit(s, RULE_OVERSIZED, OVERSIZED_LOSS) / 100;
	}
	pct = limit(s, RULE_UNDERSIZED, UNDERSIZED_Q3_PCT);
	if (s->r->on[RULE_UNDERSIZED] && flow > p.q3 * pct / 100) {
		f = find(s, RULE_UNDERSIZED, v->end - YEAR, v->end);
		f->observed = flow;
		f->expected = p.q3 * pct / 100;
		f->n = pct;
		f->m3 = v->year_m3 *
			limit(s, RULE_UNDERSIZED, UNDERSIZED_LOSS) / 100;
	}
}

static void
meter_old(const struct scan *s)
{
	const struct bill_view *v = s->v;
	int large = v->a->dn > limit(s, RULE_METER_OLD, OLD_DN);
	double most = limit(s, RULE_METER_OLD, large ? OLD_LARGE : OLD_SMALL);
	double age = (v->end - (double)v->a->installed) / YEAR_DAYS;
	struct bill_finding *f;

	if (!(age > most) || !open_at(v->a, v->end))
		return;
	f = find(s, RULE_METER_OLD, v->end - YEAR, v->end);
	f->observed = age;
	f->expected = most;
	f->m3 = v->n == 0 ?
		    NAN :
		    v->year_m3 * limit(s, RULE_METER_OLD, OLD_LOSS) / 100;
}

/* --- the account --- */

static void
account_rules(const struct scan *s)
{
	const struct bill_view *v = s->v;
	struct bill_finding *f;

	if (!open_at(v->a, v->end))
		return;
	if (s->r->on[RULE_ACCOUNT_NO_METER] && *v->a->meter_id == '\0') {
		f = find(s, RULE_ACCOUNT_NO_METER, v->end - YEAR, v->end);
		f->observed = v->mean_m3d;
		f->variant = v->n == 0;
		f->m3 = v->n == 0 ? NAN : v->year_m3;
	}
	if (s->r->on[RULE_ACCOUNT_NO_ZONE] && !v->zone_known) {
		f = find(s, RULE_ACCOUNT_NO_ZONE, v->end - YEAR, v->end);
		f->variant = v->a->zone != 0;
		f->m3 = v->n == 0 ? NAN : v->year_m3;
	}
}

static void
closed_use(const struct scan *s)
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
			f = find(s, RULE_CLOSED_USE, v->b[i].from, v->b[i].to);
			f->observed = f->n = 0;
		}
		f->to = v->b[i].to;
		f->observed += v->b[i].m3;
		f->m3 = f->observed;
		f->n++;
	}
}

static void
not_read_between(const struct scan *s, int32_t from, int32_t to, int variant)
{
	const struct bill_view *v = s->v;
	double days = to - from;
	struct bill_finding *f;

	if (days <= limit(s, RULE_NOT_READ, NOT_READ_CYCLES) * v->cycle)
		return;
	f = find(s, RULE_NOT_READ, from, to);
	f->variant = variant;
	f->observed = days;
	f->expected = v->cycle;
	f->n = floor(days / v->cycle);
	f->m3 = bill_usual(v, days);
}

static void
not_read(const struct scan *s)
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
	else if (end - (double)since > limit(s, RULE_NOT_READ, NOT_READ_DAYS))
		find(s, RULE_NOT_READ, since, end)->variant = 1;
}

static void
bill_no_account(const struct scan *s)
{
	const struct bill_view *v = s->v;
	struct bill_finding *f;

	f = find(s, RULE_BILL_NO_ACCOUNT, v->b[0].from, v->b[v->n - 1].to);
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
		void (*run)(const struct scan *s);
	} step[] = {{RULE_ZERO_USE, zero_use}, {BILL_RULES, index_rules},
	    {RULE_SAME_VOLUME, same_volume}, {BILL_RULES, estimated},
	    {BILL_RULES, jump_rules}, {BILL_RULES, size_rules},
	    {RULE_METER_OLD, meter_old}, {BILL_RULES, account_rules},
	    {RULE_CLOSED_USE, closed_use}, {RULE_NOT_READ, not_read}};
	const struct scan s = {v, r, out, scratch};

	if (v->a->row_from == LEDGER_NEVER) { /* it is not registered */
		if (r->on[RULE_BILL_NO_ACCOUNT])
			bill_no_account(&s);
		return;
	}
	for (size_t i = 0; i < sizeof step / sizeof *step; i++)
		if (step[i].rule == BILL_RULES || r->on[step[i].rule])
			step[i].run(&s);
}
