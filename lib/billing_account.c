/*
 * Accounts and their zones, by id.
 */
#include "billing_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

static uint32_t
zone_number(struct billing *b, const char *id)
{
	size_t len = strlen(id);
	uint64_t word = billids_word(id, len);
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
	b->zone[b->nzone] = (struct own_zone){
	    .from = INT64_MIN, .to = INT64_MAX, .around = NO_ZONE};
	strmap_put(&b->zone_of, id, (long)b->nzone);
	return (uint32_t)b->nzone++;
}

void
billing_zone_span(struct billing *b, const char *zone_id, const char *around,
    int64_t from, int64_t to)
{
	uint32_t at = zone_number(b, zone_id);
	uint32_t outer = zone_number(b, around);
	struct own_zone *z = &b->zone[at];

	z->from = from;
	z->to = to;
	z->around = outer;
	b->plain = 0;
}

void
billing_profile(struct billing *b, const char *zone_id, int64_t first,
    const double *m3, size_t n)
{
	uint32_t at = zone_number(b, zone_id);
	struct own_zone *z = &b->zone[at];

	b->plain = 0;
	free(z->cum);
	z->cum = xcalloc(n + 1, sizeof *z->cum);
	z->first = first;
	z->n = n;
	for (size_t i = 0; i < n; i++)
		z->cum[i + 1] = z->cum[i] + (m3[i] > 0 ? m3[i] : 0);
}

/* --- accounts --- */

/* Puts the newest row of an account between the others, by validity. */
static int
chain(struct billing *b, uint32_t first, uint32_t fresh)
{
	int32_t at = (int32_t)first, before = -1;
	int32_t from = b->account[fresh].from;

	while (at >= 0 && b->account[at].from < from) {
		before = at;
		at = b->account[at].next;
	}
	if (at >= 0 && b->account[at].from == from)
		return -1;
	b->account[fresh].next = at;
	if (before >= 0)
		b->account[before].next = (int32_t)fresh;
	else
		billids_last_first(&b->ids);
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
	size_t n = b->ids.n;
	uint32_t first;

	if (a->len == 0 || a->len > BILLIDS_MAX)
		return -1;
	b->account = xgrow(b->account, n, &b->account_cap, sizeof *b->account);
	b->state = xgrow(b->state, n, &b->state_cap, sizeof *b->state);
	b->state[n] = state_none;
	b->account[n] = (struct account){.zone = zone_number(b, a->zone),
	    .from = a->from,
	    .to = a->to,
	    .next = -1,
	    .use = use_of(a->class),
	    .closed = (uint8_t)a->closed};
	first = billids_add(&b->ids, a->id, a->len);
	return first == BILLIDS_NONE ? 0 : chain(b, first, (uint32_t)n);
}

const struct billids *
billing_ids(const struct billing *b)
{
	return &b->ids;
}
