/* Rules on jumps: against the same period last year, and the median. */
#include <math.h>
#include <stdlib.h>

#include "billscan_private.h"
#include "rank.h"

enum { YEAR = 365, YEAR_SLACK = 20 };

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
base_of(const struct bill_scan_work *s, size_t i, struct base *out)
{
	enum { LEAST = 4 };
	const double FLOOR = 0.1; /* of the median, that counts as scatter */
	const struct bill_view *v = s->v;
	size_t most = (size_t)bill_scan_limit(s, RULE_SPIKE, JUMP_BEFORE);
	size_t n = i < most ? i : most;
	const struct bill_use *last = year_before(v, i);

	if (n < LEAST)
		return 0;
	for (size_t k = 0; k < n; k++)
		s->scratch[k] = bill_use_rate(&v->u[i - n + k]);
	out->median = rank_median(s->scratch, n);
	out->sigma =
	    fmax(rank_sigma(s->scratch, n, out->median), FLOOR * out->median);
	out->median_only = last == NULL || !(last->m3 > 0);
	out->m3d = out->median_only ? out->median : bill_use_rate(last);
	return out->median > 0;
}

/* 1 up, -1 down, 0. */
static int
jumps(const struct bill_scan_work *s, size_t i, struct base *base)
{
	const struct bill_use *u = &s->v->u[i];
	double r = bill_use_rate(u), far;
	enum bill_rule rule;

	if (!(u->m3 > 0) || !base_of(s, i, base))
		return 0;
	rule = r > base->m3d ? RULE_SPIKE : RULE_DROP;
	far = bill_scan_limit(s, rule, JUMP_RATIO);
	if (fabs(r - base->m3d) * (u->to - u->from) <
		bill_scan_limit(s, rule, JUMP_M3) ||
	    fabs(r - base->median) <=
		bill_scan_limit(s, rule, JUMP_MADS) * base->sigma)
		return 0;
	/* An odd month of last year makes no jump of this one. */
	if (rule == RULE_SPIKE)
		return r > far * base->m3d && r > sqrt(far) * base->median;
	return -(r < base->m3d / far && r < base->median / sqrt(far));
}

static void
found_jump(const struct bill_scan_work *s, size_t i, int up,
    const struct base *base, struct bill_finding **open)
{
	const struct bill_use *u = &s->v->u[i];
	enum bill_rule rule = up > 0 ? RULE_SPIKE : RULE_DROP;
	struct bill_finding *f = *open;
	double days = u->to - u->from;

	if (!s->r->on[rule])
		return;
	if (f == NULL || f->rule != rule || f->to != u->from) {
		f = bill_scan_find(s, rule, u->from, u->to);
		f->observed = bill_use_rate(u);
		f->expected = base->m3d;
		f->n = f->observed / f->expected;
		f->variant = base->median_only;
		f->m3 = 0;
		*open = f;
	}
	f->to = u->to;
	f->m3 += fabs(bill_use_rate(u) - base->m3d) * days;
}

void
bill_scan_jump_rules(const struct bill_scan_work *s)
{
	struct bill_finding *open = NULL;
	struct base base;

	for (size_t i = 0; i < s->v->nu; i++) {
		int up = jumps(s, i, &base);

		if (up != 0)
			found_jump(s, i, up, &base, &open);
	}
}
