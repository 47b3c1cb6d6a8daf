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
	b->sorted = b->joined = 1;
	b->period_end = xcalloc(ps->n, sizeof *b->period_end);
	for (size_t i = 0; i < ps->n; i++) {
		b->period_end[i] = (int32_t)ps->p[i].to;
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
	b->plain = b->joined;
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
billing_forget(struct billing *b)
{
	for (size_t i = 0; i < b->ids.n; i++)
		b->state[i] = state_none;
	free(b->sums);
	b->sums = NULL;
	b->nsums = b->nwait = 0;
	b->stray = 0;
	b->stray_m3 = (struct exactsum){0};
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
	free(b->period_end);
	free(b->account);
	free(b->state);
	billids_release(&b->ids);
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

	if (z->cum == NULL || a < z->from || b > z->to || a < z->first ||
	    b > z->first + (int64_t)z->n ||
	    !((all = inflow_before(z, b) - inflow_before(z, a)) > 0))
		return (double)(to - from) / (double)(b - a);
	return (inflow_before(z, to) - inflow_before(z, from)) / all;
}

/* What a bill puts into a period. */
static inline void
put(struct sums *s, const struct account *a, const struct bill *x,
    double volume, int32_t days)
{
	struct exactsum m3 = exactsum_of(volume);

	s->days += days;
	s->bills++;
	exactsum_add(&s->use[x->unbilled ? UNBILLED : a->use], m3);
	if (x->estimated)
		exactsum_add(&s->estimated, m3);
	if (days < x->to - x->from)
		exactsum_add(&s->prorated, m3);
}

/* Periods that follow one another, evenly. */
static inline void
spread_even(struct billing *b, uint32_t zone, const struct account *a,
    const struct bill *x, int32_t from, int32_t to)
{
	size_t i = b->first_period[from - b->day0];
	const int32_t *p = &b->period_end[i];
	struct sums *s = &b->sums[zone * b->ps->n + i];
	double all = x->to - x->from;

	for (; from < to; p++, s++) {
		int32_t end = earlier(to, *p), days = end - from;

		put(s, a, x, x->m3 * (days / all), days);
		from = end;
	}
}

static void
add_stray(struct billing *b, const struct bill *x)
{
	b->stray++;
	exactsum_add(&b->stray_m3, exactsum_of(x->m3));
}

/* The part of a bill on [from, to), days on which the zone holds. */
static inline void
spread_zone(struct billing *b, uint32_t zone, const struct account *a,
    const struct bill *x, int32_t from, int32_t to)
{
	const struct own_zone *z = &b->zone[zone];
	struct sums *s;

	from = later(from, b->day0);
	to = earlier(to, b->day1);
	if (from >= to)
		return;
	if (b->joined && z->cum == NULL) {
		spread_even(b, zone, a, x, from, to);
		return;
	}
	s = &b->sums[zone * b->ps->n];
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

/* Days on which a zone does not hold are those of the one around it. */
static void
spread_around(struct billing *b, uint32_t zone, const struct account *a,
    const struct bill *x, int32_t from, int32_t to)
{
	while (zone != NO_ZONE && from < to) {
		const struct own_zone *z = &b->zone[zone];

		if (z->to < to) {
			spread_around(
			    b, z->around, a, x, later(from, z->to), to);
			to = earlier(to, z->to);
		}
		if (z->from <= from) {
			spread_zone(b, zone, a, x, from, to);
			return;
		}
		if (z->from < to)
			spread_zone(b, zone, a, x, later(from, z->from), to);
		to = earlier(to, z->from);
		zone = z->around;
	}
}

/* The part of a bill that falls on [from, to) goes to the zone of one row of
 * its account. */
static inline void
spread_row(struct billing *b, const struct account *a, const struct bill *x,
    int32_t from, int32_t to)
{
	const struct own_zone *z;

	if (a->zone == NO_ZONE) {
		add_stray(b, x);
		return;
	}
	z = &b->zone[a->zone];
	if (z->from <= from && to <= z->to)
		spread_zone(b, a->zone, a, x, from, to);
	else
		spread_around(b, a->zone, a, x, from, to);
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
	for (size_t i = 0; i < b->ids.n; i++)
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

/* Where the bills of a part begin. */
static inline void
note_first(struct billing *b, const struct bill *x)
{
	if (b->first != NULL && b->state[x->account].billed == INT32_MIN)
		b->first[x->account] = x->from;
}

enum billing_got
billing_add(struct billing *b, const struct bill *x)
{
	struct state *a;

	/* An old store may hold a volume that none can have. */
	if (x->account == BILLIDS_NONE || !(fabs(x->m3) <= EXACTSUM_MOST)) {
		add_stray(b, x);
		return BILLING_UNKNOWN;
	}
	a = &b->state[x->account];
	if (x->from < a->billed && !x->any_order)
		return BILLING_ORDER;
	if (b->nsums < b->nzone * b->ps->n)
		billing_room(b);
	note_first(b, x);
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

	if (x->account == BILLIDS_NONE)
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

/* 1: a bill that was read, of an account that stays in one zone, with nothing
 * waiting; most are so. */
static inline int
is_simple(const struct billing *b, const struct bill *x)
{
	const struct account *a;
	const struct state *s;

	if (x->account == BILLIDS_NONE)
		return 0;
	a = &b->account[x->account];
	s = &b->state[x->account];
	return a->next < 0 && a->zone != NO_ZONE && s->waiting < 0 &&
	       x->from >= s->billed && !x->estimated &&
	       fabs(x->m3) <= EXACTSUM_MOST;
}

/* billing_add for such a bill where the zones are plain, too. */
static inline void
add_simple(struct billing *b, const struct bill *x)
{
	const struct account *a = &b->account[x->account];
	struct state *s = &b->state[x->account];
	int32_t from = later(x->from, b->day0), to = earlier(x->to, b->day1);
	int32_t all = x->to - x->from;
	enum use use = x->unbilled ? UNBILLED : (enum use)a->use;
	struct sums *t;
	size_t i;

	note_first(b, x);
	s->billed = x->to;
	s->unbilled = x->unbilled;
	s->rate = (float)(x->m3 / all);
	if (from >= to)
		return;
	i = b->first_period[from - b->day0];
	t = &b->sums[a->zone * b->ps->n + i];
	for (; from < to; i++, t++) {
		int32_t end = earlier(to, b->period_end[i]), days = end - from;
		struct exactsum m3 = exactsum_of(x->m3 * ((double)days / all));

		t->days += days;
		t->bills++;
		exactsum_add(&t->use[use], m3);
		if (days < all)
			exactsum_add(&t->prorated, m3);
		from = end;
	}
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
		if (b->plain && is_simple(b, &x[i]))
			add_simple(b, &x[i]);
		else
			got = billing_add(b, &x[i]);
	}
	return got == BILLING_ORDER ? got : BILLING_OK;
}
