#include "billing.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "strmap.h"
#include "xalloc.h"

struct account {
	uint32_t zone;	  /* its number here; NO_ZONE */
	uint32_t id;	  /* where its id begins */
	int32_t from, to; /* validity */
	int32_t next;	  /* the row of its later validity, or -1 */
	uint8_t len;	  /* of id */
	uint8_t use;	  /* enum use */
	uint8_t closed;
	uint8_t first; /* 1: the first row of its id */
};

/* What its bills change. */
struct state {
	int32_t billed;	  /* the day after the last billed one */
	int32_t waiting;  /* index of its estimated bills, or -1 */
	float rate;	  /* m3/d of the last bill */
	uint8_t unbilled; /* its last bill was */
};

struct sum { /* compensated (Neumaier, Knuth's two-sum) */
	double s, c;
};

enum use { HOUSEHOLD, NONHOUSEHOLD, UNBILLED, USES };

struct sums { /* of a zone's own accounts in a period */
	struct sum use[USES];
	double estimated, prorated, days, bills;
};

struct waiting { /* estimated bills of an account, one behind the other */
	int32_t from, to;
	double m3;
	uint8_t unbilled;
};

struct own_zone {
	int64_t from, to; /* days it holds */
	double *cum;	  /* inflow before day first + i; NULL: even */
	int64_t first;
	size_t n;
	double always; /* accounts without limits of validity */
};

struct near { /* a zone that was looked up: its id if that is a word */
	uint64_t word;
	uint32_t zone;
};

enum { NEAR = 4096, NEAR_SHIFT = 64 - 12 };

struct billing {
	const struct spans *ps;
	int64_t day0, day1;	/* of all periods */
	int sorted;		/* 1: each begins after the one before, ... */
	int joined;		/* ... where it ends */
	uint32_t *first_period; /* by day from day0 */
	struct account *account;
	struct state *state; /* by account */
	size_t naccount, account_cap, state_cap;
	char *ids;
	size_t nids, ids_cap;
	int ascending;	/* 1: so far each id came after the one before, ... */
	uint32_t *slot; /* ... else hash: account + 1 */
	size_t nslot;
	struct own_zone *zone;
	size_t nzone, zone_cap;
	struct strmap zone_of;
	struct near near[NEAR];
	struct sums *sums; /* by zone, period */
	size_t nsums;
	struct waiting *wait;
	size_t nwait, wait_cap;
	double stray, stray_m3;
	struct billed *out;
};

enum { NO_ZONE = UINT32_MAX };

static inline void
add(struct sum *a, double x)
{
	double t = a->s + x, z = t - a->s;

	a->c += (a->s - (t - z)) + (x - z);
	a->s = t;
}

static double
total(const struct sum *a)
{
	return a->s + a->c;
}

/* --- making --- */

static int
is_span(const struct span *p)
{
	return p->minus_a < 0;
}

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

/* --- zones --- */

static inline uint64_t
word_at(const char *s, size_t n)
{
	uint64_t w = 0;

	memcpy(&w, s, n < 8 ? n : 8);
	return w;
}

static uint32_t
own_zone(struct billing *b, const char *id)
{
	size_t len = strlen(id);
	uint64_t word = word_at(id, len);
	struct near *near = &b->near[word * 0x9E3779B97F4A7C15u >> NEAR_SHIFT];
	long z;

	if (len == 0)
		return NO_ZONE;
	if (len <= 8 && near->word == word)
		return near->zone;
	if ((z = strmap_get(&b->zone_of, id)) >= 0) {
		if (len <= 8)
			*near = (struct near){word, (uint32_t)z};
		return (uint32_t)z;
	}
	b->zone = xgrow(b->zone, b->nzone, &b->zone_cap, sizeof *b->zone);
	b->zone[b->nzone] =
	    (struct own_zone){.from = INT64_MIN, .to = INT64_MAX};
	strmap_put(&b->zone_of, id, (long)b->nzone);
	return (uint32_t)b->nzone++;
}

void
billing_zone_span(
    struct billing *b, const char *zone_id, int64_t from, int64_t to)
{
	uint32_t at = own_zone(b, zone_id);
	struct own_zone *z = &b->zone[at];

	z->from = from;
	z->to = to;
}

void
billing_profile(struct billing *b, const char *zone_id, int64_t first,
    const double *m3, size_t n)
{
	uint32_t at = own_zone(b, zone_id);
	struct own_zone *z = &b->zone[at];

	free(z->cum);
	z->cum = xcalloc(n + 1, sizeof *z->cum);
	z->first = first;
	z->n = n;
	for (size_t i = 0; i < n; i++)
		z->cum[i + 1] = z->cum[i] + (m3[i] > 0 ? m3[i] : 0);
}

/* --- accounts --- */

static inline uint64_t
hash_of(const char *id, size_t len)
{
	uint64_t h = len;

	for (; len > 8; id += 8, len -= 8)
		h = (h ^ word_at(id, 8)) * 0x9E3779B97F4A7C15u;
	h = (h ^ word_at(id, len)) * 0x9E3779B97F4A7C15u;
	h = (h ^ h >> 32) * 0x9E3779B97F4A7C15u; /* the low bits count */
	return h ^ h >> 32;
}

/* memcmp for a few bytes, in line. */
static inline int
same(const char *a, const char *b, size_t n)
{
	for (; n >= 8; a += 8, b += 8, n -= 8) {
		uint64_t x, y;

		memcpy(&x, a, 8);
		memcpy(&y, b, 8);
		if (x != y)
			return 0;
	}
	for (; n > 0; a++, b++, n--)
		if (*a != *b)
			return 0;
	return 1;
}

static inline int
is_account(const struct billing *b, uint32_t i, const char *id, size_t len)
{
	const struct account *a = &b->account[i];

	return a->len == len && same(b->ids + a->id, id, len);
}

/* The slot of an id: its first account + 1, or 0. */
static uint32_t *
find_slot(const struct billing *b, const char *id, size_t len)
{
	size_t i = hash_of(id, len) & (b->nslot - 1);

	while (b->slot[i] != 0 && !is_account(b, b->slot[i] - 1, id, len))
		i = (i + 1) & (b->nslot - 1);
	return &b->slot[i];
}

/* All ids anew into twice as many slots. */
static void
more_slots(struct billing *b)
{
	size_t need = b->nslot ? 2 * b->nslot : 1024;

	while (need < 2 * (b->naccount + 1))
		need *= 2;
	free(b->slot);
	b->nslot = need;
	b->slot = xcalloc(b->nslot, sizeof *b->slot);
	for (uint32_t i = 0; i < b->naccount; i++) {
		const struct account *a = &b->account[i];

		if (a->first)
			*find_slot(b, b->ids + a->id, a->len) = i + 1;
	}
}

static int
compare(const struct billing *b, const struct account *a, const char *id,
    size_t len)
{
	size_t n = a->len < len ? a->len : len;
	int got = memcmp(b->ids + a->id, id, n);

	return got != 0 ? got : (a->len > len) - (a->len < len);
}

/* The first row of an id, or BILLING_NOBODY. */
static uint32_t
look_up(const struct billing *b, const char *id, size_t len)
{
	size_t lo = 0, hi = b->naccount;

	if (!b->ascending)
		return *find_slot(b, id, len) - 1;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int got = compare(b, &b->account[mid], id, len);

		if (got == 0)
			return (uint32_t)mid;
		if (got < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return BILLING_NOBODY;
}

/* Links a later or earlier row of the same account, by validity. */
static int
chain(struct billing *b, uint32_t *slot, uint32_t fresh)
{
	int32_t at = (int32_t)*slot - 1, before = -1;
	int32_t from = b->account[fresh].from;

	while (at >= 0 && b->account[at].from < from) {
		before = at;
		at = b->account[at].next;
	}
	if (at >= 0 && b->account[at].from == from)
		return -1;
	b->account[fresh].next = at;
	if (before >= 0) {
		b->account[before].next = (int32_t)fresh;
		return 0;
	}
	b->account[at].first = 0;
	b->account[fresh].first = 1;
	*slot = fresh + 1;
	return 0;
}

/* Makes the id of the newest account known. */
static int
note_id(struct billing *b)
{
	uint32_t fresh = (uint32_t)b->naccount - 1, *slot;
	struct account *a = &b->account[fresh];

	a->first = 1;
	if (b->ascending &&
	    (fresh == 0 || compare(b, a - 1, b->ids + a->id, a->len) < 0))
		return 0;
	if (b->ascending || 2 * b->naccount > b->nslot) {
		b->ascending = 0;
		a->first = 0; /* it is not among those that are there */
		more_slots(b);
	}
	slot = find_slot(b, b->ids + a->id, a->len);
	if (*slot != 0) {
		a->first = 0;
		return chain(b, slot, fresh);
	}
	a->first = 1;
	*slot = fresh + 1;
	return 0;
}

static uint8_t
use_of(char class)
{
	return class == 'h' ? HOUSEHOLD :
	       class == 'u' ? UNBILLED :
			      NONHOUSEHOLD;
}

int
billing_account(struct billing *b, const struct bill_account *a)
{
	if (a->len == 0 || a->len > UINT8_MAX)
		return -1;
	while (b->nids + a->len > b->ids_cap) {
		b->ids_cap = b->ids_cap ? 2 * b->ids_cap : 65536;
		b->ids = xrealloc(b->ids, b->ids_cap, 1);
	}
	memcpy(b->ids + b->nids, a->id, a->len);
	b->account =
	    xgrow(b->account, b->naccount, &b->account_cap, sizeof *b->account);
	b->state =
	    xgrow(b->state, b->naccount, &b->state_cap, sizeof *b->state);
	b->state[b->naccount] =
	    (struct state){.billed = INT32_MIN, .waiting = -1, .rate = NAN};
	b->account[b->naccount++] =
	    (struct account){.zone = own_zone(b, a->zone),
		.id = (uint32_t)b->nids,
		.len = (uint8_t)a->len,
		.from = a->from,
		.to = a->to,
		.next = -1,
		.use = use_of(a->class),
		.closed = (uint8_t)a->closed};
	b->nids += a->len;
	return note_id(b);
}

size_t
billing_accounts(const struct billing *b)
{
	return b->naccount;
}

/* --- bills --- */

static inline int32_t
later(int64_t a, int64_t b)
{
	return (int32_t)(a > b ? a : b);
}

static inline int32_t
earlier(int64_t a, int64_t b)
{
	return (int32_t)(a < b ? a : b);
}

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

static void
room_for_sums(struct billing *b)
{
	size_t n = b->nzone * b->ps->n;

	if (n <= b->nsums)
		return;
	b->sums = xrealloc(b->sums, n, sizeof *b->sums);
	memset(b->sums + b->nsums, 0, (n - b->nsums) * sizeof *b->sums);
	b->nsums = n;
}

/* A guess may be a later row of the account; the first has its chain. */
static uint32_t
first_row(const struct billing *b, uint32_t i)
{
	const struct account *a = &b->account[i];

	return a->from == INT32_MIN ? i :
				      *find_slot(b, b->ids + a->id, a->len) - 1;
}

/* Bills come month by month in the order of the accounts, some missing, or
 * account by account. */
static const uint32_t guesses[] = {1, 0, 2};

enum { GUESSES = sizeof guesses / sizeof *guesses };

uint32_t
billing_next(
    const struct billing *b, const char **p, const char *end, uint32_t hint)
{
	for (int g = 0; g < GUESSES; g++) {
		uint32_t i = hint + guesses[g];
		size_t len;

		if (i >= b->naccount)
			continue;
		len = b->account[i].len;
		if ((size_t)(end - *p) > len && (*p)[len] == ',' &&
		    is_account(b, i, *p, len)) {
			*p += len + 1;
			return first_row(b, i);
		}
	}
	return BILLING_NOBODY;
}

uint32_t
billing_find(const struct billing *b, const char *id, size_t len, uint32_t hint)
{
	for (int g = 0; g < GUESSES; g++)
		if (hint + guesses[g] < b->naccount &&
		    is_account(b, hint + guesses[g], id, len))
			return first_row(b, hint + guesses[g]);
	return look_up(b, id, len);
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
		room_for_sums(b);
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

	room_for_sums(b);
	for (size_t i = 0; got != BILLING_ORDER && i < n; i++) {
		if (i + AHEAD < n)
			fetch(b, &x[i + AHEAD]);
		got = billing_add(b, &x[i]);
	}
	return got == BILLING_ORDER ? got : BILLING_OK;
}

/* --- the end --- */

/* Days that an account holds in [from, to) in its zone. */
static int32_t
due(const struct billing *b, const struct account *a, int64_t from, int64_t to)
{
	const struct own_zone *z = &b->zone[a->zone];
	int64_t end = a->to;

	if (a->closed)
		return 0;
	if (a->next >= 0)
		end = earlier(end, b->account[a->next].from);
	from = from > a->from ? from : a->from;
	from = from > z->from ? from : z->from;
	to = to < end ? to : end;
	to = to < z->to ? to : z->to;
	return to > from ? (int32_t)(to - from) : 0;
}

/* What the account will be billed in a period, by the rate of its last bill:
 * that stands in the first row of the account. */
static void
forecast(const struct billing *b, const struct account *a,
    const struct state *first, const struct span *p, struct billed *o)
{
	int64_t from = p->from > first->billed ? p->from : first->billed;
	double days;

	days = due(b, a, from, p->to);
	if (first->unbilled || a->use == UNBILLED)
		o->forecast_unbilled += days * first->rate;
	else
		o->forecast += days * first->rate;
	o->ahead_days += days;
}

static void
account_days(struct billing *b, const struct account *a,
    const struct state *first, struct billed *o)
{
	/* Most accounts hold always: their days are counted in one stroke. */
	int always = a->from == INT32_MIN && a->to == INT32_MAX &&
		     a->next < 0 && !a->closed;

	b->zone[a->zone].always += always;
	for (size_t i = 0; i < b->ps->n; i++) {
		const struct span *p = &b->ps->p[i];

		if (!is_span(p))
			continue;
		if (!always)
			o[i].due_days += due(b, a, p->from, p->to);
		if (first->billed < p->to && !isnan(first->rate))
			forecast(b, a, first, p, &o[i]);
	}
}

/* The days of the accounts that hold always. */
static void
days_of_always(struct billing *b, struct billed *own)
{
	for (size_t z = 0; z < b->nzone; z++) {
		const struct account one = {.zone = (uint32_t)z,
		    .from = INT32_MIN,
		    .to = INT32_MAX,
		    .next = -1};

		for (size_t i = 0; i < b->ps->n; i++)
			if (is_span(&b->ps->p[i]))
				own[z * b->ps->n + i].due_days +=
				    b->zone[z].always * due(b, &one,
							    b->ps->p[i].from,
							    b->ps->p[i].to);
	}
}

/* Every row of every account: the days it holds, and what is to come. */
static void
all_days(struct billing *b, struct billed *own)
{
	for (size_t i = 0; i < b->naccount; i++) {
		const struct account *a = &b->account[i];

		if (a->zone != NO_ZONE)
			account_days(b, a, &b->state[first_row(b, (uint32_t)i)],
			    &own[a->zone * b->ps->n]);
	}
}

/* Days that miss between bills, and accounts without any, at the mean rate of
 * the zone. */
static void
fill_gaps(struct billed *o)
{
	double gap = o->due_days - o->days - o->ahead_days;

	if (!(gap > 0) || !(o->days > 0))
		return;
	o->forecast += gap * (o->household + o->nonhousehold) / o->days;
	o->forecast_unbilled += gap * o->unbilled / o->days;
}

static struct billed *
own_sums(struct billing *b)
{
	struct billed *own;

	room_for_sums(b);
	own = xcalloc(b->nzone * b->ps->n + 1, sizeof *own);
	for (size_t i = 0; i < b->nzone * b->ps->n; i++) {
		const struct sums *s = &b->sums[i];

		own[i] = (struct billed){.household = total(&s->use[HOUSEHOLD]),
		    .nonhousehold = total(&s->use[NONHOUSEHOLD]),
		    .unbilled = total(&s->use[UNBILLED]),
		    .estimated = s->estimated,
		    .prorated = s->prorated,
		    .days = s->days,
		    .bills = s->bills};
	}
	all_days(b, own);
	days_of_always(b, own);
	for (size_t i = 0; i < b->nzone * b->ps->n; i++)
		fill_gaps(&own[i]);
	return own;
}

static void
add_billed(struct billed *to, const struct billed *x)
{
	to->household += x->household;
	to->nonhousehold += x->nonhousehold;
	to->unbilled += x->unbilled;
	to->estimated += x->estimated;
	to->prorated += x->prorated;
	to->days += x->days;
	to->due_days += x->due_days;
	to->forecast += x->forecast;
	to->forecast_unbilled += x->forecast_unbilled;
	to->ahead_days += x->ahead_days;
	to->bills += x->bills;
}

void
billing_close(struct billing *b, const struct network *n)
{
	struct billed *own;

	for (size_t i = 0; i < b->naccount; i++)
		if (b->state[i].waiting >= 0)
			release(b, (uint32_t)i);
	own = own_sums(b);
	b->out = xcalloc(n->nzone * b->ps->n + 1, sizeof *b->out);
	/* In the order of the zones, whatever that of the accounts was. */
	for (size_t i = 0; i < n->nzone; i++) {
		long z = strmap_get(&b->zone_of, n->zone[i].id);

		if (z < 0 || !network_first(n, i))
			continue;
		for (long up = (long)i; up >= 0; up = n->zone[up].parent)
			for (size_t p = 0; p < b->ps->n; p++)
				add_billed(&b->out[(size_t)up * b->ps->n + p],
				    &own[(size_t)z * b->ps->n + p]);
	}
	free(own);
}

const struct billed *
billing_zone(const struct billing *b, size_t zone, size_t period)
{
	return &b->out[zone * b->ps->n + period];
}

double
billing_stray(const struct billing *b, double *m3)
{
	*m3 = b->stray_m3;
	return b->stray;
}
