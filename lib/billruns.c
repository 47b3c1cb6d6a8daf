/* Rules on runs of bills: no use, estimates, one volume again and again. */
#include <math.h>

#include "billscan_private.h"

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
found_zero(const struct bill_scan_work *s, size_t i, size_t end)
{
	const struct ledger_bill *b = s->v->b;
	struct bill_finding *f =
	    bill_scan_find(s, RULE_ZERO_USE, b[i].from, b[end - 1].to);

	f->n = (double)(end - i);
	f->observed = 0;
	f->expected = rate_before(s->v, i);
	f->m3 = f->expected * (f->to - f->from);
	f->variant = !(f->expected > 0);
	if (f->variant)
		f->m3 = NAN;
	if (f->n >= bill_scan_limit(s, RULE_ZERO_USE, ZERO_VISIT))
		f->severity = SEVERITY_HIGH;
}

void
bill_scan_zero_use(const struct bill_scan_work *s)
{
	const struct bill_view *v = s->v;
	size_t end;

	for (size_t i = 0; i < v->n; i = end) {
		end = i + 1;
		if (!no_advance(&v->b[i]) || !bill_open_at(v->a, v->b[i].from))
			continue;
		while (end < v->n && no_advance(&v->b[end]))
			end++;
		if ((double)(end - i) >=
		    bill_scan_limit(s, RULE_ZERO_USE, ZERO_READINGS))
			found_zero(s, i, end);
	}
}

static void
found_estimated(const struct bill_scan_work *s, size_t i, size_t end, double m3)
{
	const struct ledger_bill *b = s->v->b;
	struct bill_finding *f;

	if (s->r->on[RULE_ESTIMATED] &&
	    (double)(end - i) >
		bill_scan_limit(s, RULE_ESTIMATED, ESTIMATED_BILLS)) {
		f = bill_scan_find(s, RULE_ESTIMATED, b[i].from, b[end - 1].to);
		f->observed = f->m3 = m3;
		f->n = (double)(end - i);
	}
	if (s->r->on[RULE_TRUE_UP] && end < s->v->n && b[end].m3 < 0 &&
	    bill_was_read(&b[end]) && b[end].from == b[end - 1].to) {
		f = bill_scan_find(s, RULE_TRUE_UP, b[i].from, b[end].to);
		f->observed = b[end].m3;
		f->m3 = -b[end].m3;
		f->expected = (m3 + b[end].m3) / (b[end].to - b[i].from);
		f->n = (double)(end - i);
	}
}

void
bill_scan_estimated(const struct bill_scan_work *s)
{
	const struct bill_view *v = s->v;
	size_t end;

	for (size_t i = 0; i < v->n; i = end) {
		double m3 = v->b[i].m3;

		end = i + 1;
		if (bill_was_read(&v->b[i]))
			continue;
		for (; end < v->n && !bill_was_read(&v->b[end]); end++)
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
found_same(const struct bill_scan_work *s, size_t i, size_t end)
{
	const struct bill_view *v = s->v;
	struct bill_finding *f;
	size_t n = 0;

	for (size_t k = 0; k < v->n; k++)
		if ((k < i || k >= end) && v->b[k].status == BILL_ACTUAL)
			s->scratch[n++] = v->b[k].m3;
	if (bill_alike(s->scratch, n, end - i, v->n) >
	    bill_scan_limit(s, RULE_SAME_VOLUME, SAME_CHANCE))
		return;
	f = bill_scan_find(s, RULE_SAME_VOLUME, v->b[i].from, v->b[end - 1].to);
	f->n = (double)(end - i);
	f->observed = v->b[i].m3;
	f->m3 = f->n * f->observed;
}

void
bill_scan_same_volume(const struct bill_scan_work *s)
{
	const struct bill_view *v = s->v;
	size_t end;

	for (size_t i = 0; i < v->n; i = end) {
		end = i + 1;
		if (v->b[i].status != BILL_ACTUAL || !(v->b[i].m3 > 0))
			continue;
		while (end < v->n && same_as(&v->b[i], &v->b[end]))
			end++;
		if ((double)(end - i) >=
		    bill_scan_limit(s, RULE_SAME_VOLUME, SAME_BILLS))
			found_same(s, i, end);
	}
}
