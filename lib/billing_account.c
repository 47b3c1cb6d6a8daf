/*
 * Accounts and their zones, by id.  Most files name accounts in an order that
 * can be guessed; ids that come in ascending order need no table.
 */
#include "billing_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

static inline uint64_t
word_at(const char *s, size_t n)
{
	uint64_t w = 0;

	memcpy(&w, s, n < 8 ? n : 8);
	return w;
}

static uint32_t
zone_number(struct billing *b, const char *id)
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
	uint32_t at = zone_number(b, zone_id);
	struct own_zone *z = &b->zone[at];

	z->from = from;
	z->to = to;
}

void
billing_profile(struct billing *b, const char *zone_id, int64_t first,
    const double *m3, size_t n)
{
	uint32_t at = zone_number(b, zone_id);
	struct own_zone *z = &b->zone[at];

	free(z->cum);
	z->cum = xcalloc(n + 1, sizeof *z->cum);
	z->first = first;
	z->n = n;
	for (size_t i = 0; i < n; i++)
		z->cum[i + 1] = z->cum[i] + (m3[i] > 0 ? m3[i] : 0);
}

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
	    (struct account){.zone = zone_number(b, a->zone),
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

/* A guess may be a later row of the account; the first has its chain. */
uint32_t
billing_first_row(const struct billing *b, uint32_t i)
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
			return billing_first_row(b, i);
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
			return billing_first_row(b, hint + guesses[g]);
	return look_up(b, id, len);
}
