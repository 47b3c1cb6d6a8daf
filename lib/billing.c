#include "billing_private.h"

#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

/* --- making --- */

struct billing *
billing_new(const struct spans *ps)
{
	struct billing *b = xcalloc(1, sizeof *b);

	b->ps = ps;
	b->day0 = INT32_MAX;
	b->day1 = INT32_MIN;
	b->sorted = b->joined = b->ascending = 1;
	for (size_t i = 0; i < ps->n; i++) {
		if (i > 0 && ps->p[i].from < ps->p[i - 1].to)
			b->sorted = 0;
		if (!is_span(&ps->p[i]) ||
		    (i > 0 && ps->p[i].from != ps->p[i - 1].to))
			b->joined = 0;
		if (ps->p[i].from < b->day0)
			b->day0 = ps->p[i].from;
		if (ps->p[i].to > b->day1)
			b->day1 = ps->p[i].to;
	}
	b->first_period =
	    xcalloc((size_t)(b->day1 - b->day0) + 1, sizeof *b->first_period);
	for (int64_t d = b->day0; d < b->day1; d++) {
		uint32_t i = 0;

		while (i < ps->n && ps->p[i].to <= d)
			i++;
		b->first_period[d - b->day0] = i;
	}
	return b;
}

void
billing_free(struct billing *b)
{
	if (b == NULL)
		return;
	for (size_t i = 0; i < b->nzone; i++)
		free(b->zone[i].cum);
	strmap_release(&b->zone_of);
	free(b->first_period);
	free(b->account);
	free(b->state);
	free(b->ids);
	free(b->slot);
	free(b->zone);
	free(b->sums);
	free(b->wait);
	free(b->out);
	free(b);
}

/* --- bills --- */

static double
inflow_before(const struct own_zone *z, int64_t day)
{
	int64_t i = day - z->first;

	return z->cum[i < 0 ? 0 : i > (int64_t)z->n ? (int64_t)z->n : i];
}

/* The share of a bill [a, b) that falls on [from, to) within it. */
static inline double
share(const struct own_zone *z, int32_t a, int32_t b, int32_t from, int32_t to)
{
	double all;

	if (z->cum == NULL || a < z->first || b > z->first + (int64_t)z->n ||
	    !((all = inflow_before(z, b) - inflow_before(z, a)) > 0))
		return (double)(to - from) / (double)(b - a);
	return (inflow_before(z, to) - inflow_before(z, from)) / all;
}

/* What a bill puts into a period; without branches, as nobody foresees what the
 * next account is. */
static inline void
put(struct sums *s, const struct account *a, const struct bill *x, double m3,
    int32_t days)
{
	s->days += days;
	s->bills++;
	add(&s->use[x->unbilled ? UNBILLED : a->use], m3);
	s->estimated += x->estimated * m3;
	s->prorated += (days < x->to - x->from) * m3;
}

/* Periods that follow one another, evenly. */
static inline void
spread_even(struct billing *b, const struct account *a, const struct bill *x,
    int32_t from, int32_t to)
{
	size_t i = b->first_period[from - b->day0];
	const struct span *p = &b->ps->p[i];
	struct sums *s = &b->sums[a->zone * b->ps->n + i];
	double all = x->to - x->from;

	for (; from < to; p++, s++) {
		int32_t end = earlier(to, p->to), days = end - from;

		put(s, a, x, x->m3 * (days / all), days);
		from = end;
	}
}

/* The part of a bill that falls on [from, to) goes to the zone of one row of
 * its account. */
static inline void
spread_row(struct billing *b, const struct account *a, const struct bill *x,
    int32_t from, int32_t to)
{
	const struct own_zone *z;
	struct sums *s;

	if (a->zone == NO_ZONE) {
		b->stray++;
		b->stray_m3 += x->m3;
		return;
	}
	z = &b->zone[a->zone];
	from = later(later(from, z->from), b->day0);
	to = earlier(earlier(to, z->to), b->day1);
	if (from >= to)
		return;
	if (b->joined && z->cum == NULL) {
		spread_even(b, a, x, from, to);
		return;
	}
	s = &b->sums[a->zone * b->ps->n];
	for (size_t i = b->first_period[from - b->day0]; i < b->ps->n; i++) {
		const struct span *p = &b->ps->p[i];
		int32_t lo = later(from, p->from), hi = earlier(to, p->to);

		if (lo < hi && is_span(p))
			put(&s[i], a, x,
			    x->m3 * share(z, x->from, x->to, lo, hi), hi - lo);
		else if (b->sorted && p->from >= to)
			break;
	}
}

/* Each row of the account takes its days of the bill. */
static void
spread(struct billing *b, uint32_t first, const struct bill *x)
{
	int32_t from = x->from;

	for (int32_t i = (int32_t)first; i >= 0;) {
		const struct account *a = &b->account[i];
		int32_t to = x->to;

		if (a->next >= 0)
			to = earlier(to, b->account[a->next].from);
		if (from < to) {
			spread_row(b, a, x, from, to);
			from = to;
		}
		i = a->next;
	}
}

/* Takes estimated bills out of the waiting room. */
static void
release(struct billing *b, uint32_t account)
{
	struct state *a = &b->state[account];
	const struct waiting *w = &b->wait[a->waiting];
	struct bill x = {.from = w->from,
	    .to = w->to,
	    .m3 = w->m3,
	    .estimated = 1,
	    .unbilled = w->unbilled};

	a->waiting = -1;
	spread(b, account, &x);
}

void
billing_release_all(struct billing *b)
{
	for (size_t i = 0; i < b->naccount; i++)
		if (b->state[i].waiting >= 0)
			release(b, (uint32_t)i);
}

static void
wait_for_reading(struct billing *b, uint32_t account, const struct bill *x)
{
	b->wait = xgrow(b->wait, b->nwait, &b->wait_cap, sizeof *b->wait);
	b->wait[b->nwait] =
	    (struct waiting){x->from, x->to, x->m3, x->unbilled};
	b->state[account].waiting = (int32_t)b->nwait++;
}

/* A bill of an account that has estimated ones, or is estimated. */
static void
settle(struct billing *b, uint32_t account, struct bill x)
{
	struct state *a = &b->state[account];
	struct waiting *w = a->waiting < 0 ? NULL : &b->wait[a->waiting];

	if (w != NULL && (w->to != x.from || w->unbilled != x.unbilled)) {
		release(b, account);
		w = NULL;
	}
	if (w != NULL) {
		x.from = w->from;
		x.m3 += w->m3;
	}
	if (!x.estimated) {
		a->waiting = -1;
		spread(b, account, &x);
	} else if (w != NULL) {
		w->to = x.to;
		w->m3 = x.m3;
	} else {
		wait_for_reading(b, account, &x);
	}
	a->rate = (float)(x.m3 / (x.to - x.from));
}

void
billing_room(struct billing *b)
{
	size_t n = b->nzone * b->ps->n;

	if (n <= b->nsums)
		return;
	b->sums = xrealloc(b->sums, n, sizeof *b->sums);
	memset(b->sums + b->nsums, 0, (n - b->nsums) * sizeof *b->sums);
	b->nsums = n;
}

enum billing_got
billing_add(struct billing *b, const struct bill *x)
{
	struct state *a;

	if (x->account == BILLING_NOBODY) {
		b->stray++;
		b->stray_m3 += x->m3;
		return BILLING_UNKNOWN;
	}
	a = &b->state[x->account];
	if (x->from < a->billed && !x->any_order)
		return BILLING_ORDER;
	if (b->nsums < b->nzone * b->ps->n)
		billing_room(b);
	a->billed = later(x->to, a->billed);
	a->unbilled = x->unbilled;
	if (x->estimated || a->waiting >= 0) {
		settle(b, x->account, *x);
	} else {
		a->rate = (float)(x->m3 / (x->to - x->from));
		spread(b, x->account, x);
	}
	return BILLING_OK;
}

/* The sums lie anywhere: they are fetched while other bills are added. */
static inline void
fetch(const struct billing *b, const struct bill *x)
{
	const struct account *a;
	const struct sums *s;
	int32_t day;

	if (x->account == BILLING_NOBODY)
		return;
	a = &b->account[x->account];
	day = later(earlier(x->from, b->day1), b->day0);
	if (a->zone == NO_ZONE)
		return;
	s = &b->sums[a->zone * b->ps->n + b->first_period[day - b->day0]];
	__builtin_prefetch(s);
	__builtin_prefetch((const char *)s + 64);
	__builtin_prefetch((const char *)s + 128);
}

enum billing_got
billing_add_all(struct billing *b, const struct bill *x, size_t n)
{
	enum { AHEAD = 12 };
	enum billing_got got = BILLING_OK;

	billing_room(b);
	for (size_t i = 0; got != BILLING_ORDER && i < n; i++) {
		if (i + AHEAD < n)
			fetch(b, &x[i + AHEAD]);
		got = billing_add(b, &x[i]);
	}
	return got == BILLING_ORDER ? got : BILLING_OK;
}
