/* Rules on the register: back, over, gaps, volumes that do not follow from it.
 */
#include <math.h>

#include "billscan_private.h"

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
rolled(const struct bill_scan_work *s, double from, double to, double days)
{
	const struct ledger_account *a = s->v->a;
	double range = pow(10, a->digits), m3;
	double believed = bill_scan_limit(s, RULE_ROLLOVER, ROLLOVER_RATIO) *
			  bill_usual(s->v, days);

	if (!(from >
		bill_scan_limit(s, RULE_ROLLOVER, ROLLOVER_SHARE) * range) ||
	    from > range)
		return NAN;
	m3 = (to + range - from) * multiplier(a);
	return m3 <= believed || to < (1 - bill_scan_limit(s, RULE_ROLLOVER,
					       ROLLOVER_SHARE)) *
					  range ?
		   m3 :
		   NAN;
}

static void
went_back(const struct bill_scan_work *s, const struct ledger_bill *b,
    double from, double to, int variant)
{
	double days = b->to - b->from, m3 = rolled(s, from, to, days);
	enum bill_rule rule = isnan(m3) ? RULE_NEGATIVE_ADVANCE : RULE_ROLLOVER;
	struct bill_finding *f;

	if (!s->r->on[rule])
		return;
	f = bill_scan_find(s, rule, b->from, b->to);
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
index_between(const struct bill_scan_work *s, const struct ledger_bill *before,
    const struct ledger_bill *b)
{
	double gap = (b->index_from - before->index_to) * multiplier(s->v->a);
	struct bill_finding *f;

	if (before->status == BILL_REPLACED || b->status == BILL_REPLACED)
		return;
	if (gap < 0) {
		went_back(s, b, before->index_to, b->index_from, 1);
	} else if (s->r->on[RULE_INDEX_GAP] &&
		   gap >= bill_scan_limit(s, RULE_INDEX_GAP, INDEX_M3)) {
		f = bill_scan_find(s, RULE_INDEX_GAP, before->to, b->from);
		f->to += f->from == f->to;
		f->observed = b->index_from;
		f->expected = before->index_to;
		f->m3 = gap;
	}
}

static void
index_within(const struct bill_scan_work *s, const struct ledger_bill *b,
    int after_guess)
{
	double m3 = (b->index_to - b->index_from) * multiplier(s->v->a);
	struct bill_finding *f;

	if (b->status == BILL_REPLACED)
		return;
	if (m3 < 0 && !after_guess) {
		went_back(s, b, b->index_from, b->index_to, 0);
	} else if (s->r->on[RULE_INDEX_VOLUME] && b->status == BILL_ACTUAL &&
		   !after_guess &&
		   fabs(m3 - b->m3) >
		       bill_scan_limit(s, RULE_INDEX_VOLUME, INDEX_M3)) {
		f = bill_scan_find(s, RULE_INDEX_VOLUME, b->from, b->to);
		f->observed = b->m3;
		f->expected = m3;
		f->m3 = fabs(m3 - b->m3);
	}
}

/* An estimate is a guess at the register too, which the reading after it sets
 * right. */
void
bill_scan_index_rules(const struct bill_scan_work *s)
{
	const struct bill_view *v = s->v;

	for (size_t i = 0; i < v->n; i++) {
		int guess = i > 0 && !bill_was_read(&v->b[i - 1]);

		if (i > 0 && !guess && bill_was_read(&v->b[i]))
			index_between(s, &v->b[i - 1], &v->b[i]);
		index_within(s, &v->b[i], guess);
	}
}
