#include "billids.h"

#include <stdlib.h>

#include "xalloc.h"

enum { ROOM = 8 }; /* behind the last text */

static uint64_t
hash_of(const char *id, size_t len)
{
	uint64_t h = len;

	for (; len > 8; id += 8, len -= 8)
		h = (h ^ billids_word(id, 8)) * 0x9E3779B97F4A7C15u;
	h = (h ^ billids_word(id, len)) * 0x9E3779B97F4A7C15u;
	h = (h ^ h >> 32) * 0x9E3779B97F4A7C15u; /* the low bits count */
	return h ^ h >> 32;
}

static int
compare(const struct billids *d, size_t row, const char *id, size_t len)
{
	const struct billid *i = &d->id[row];
	int got = memcmp(d->text + i->at, id, i->len < len ? i->len : len);

	return got != 0 ? got : (i->len > len) - (i->len < len);
}

/* The slot of an id: its row + 1, or 0. */
static uint32_t *
find_slot(const struct billids *d, const char *id, size_t len)
{
	size_t i = hash_of(id, len) & (d->nslot - 1);

	while (d->slot[i] != 0 && compare(d, d->slot[i] - 1, id, len) != 0)
		i = (i + 1) & (d->nslot - 1);
	return &d->slot[i];
}

/* All ids but the last anew into twice as many slots. */
static void
more_slots(struct billids *d)
{
	d->nslot = d->nslot ? 2 * d->nslot : 1024;
	while (d->nslot < 2 * d->n)
		d->nslot *= 2;
	free(d->slot);
	d->slot = xcalloc(d->nslot, sizeof *d->slot);
	for (uint32_t i = 0; i + 1 < d->n; i++)
		if (d->id[i].first)
			*find_slot(d, d->text + d->id[i].at, d->id[i].len) =
			    i + 1;
}

static void
append(struct billids *d, const char *id, size_t len)
{
	while (d->ntext + len + ROOM > d->text_cap) {
		d->text_cap = d->text_cap ? 2 * d->text_cap : 65536;
		d->text = xrealloc(d->text, d->text_cap, 1);
	}
	memcpy(d->text + d->ntext, id, len);
	memset(d->text + d->ntext + len, 0, ROOM);
	d->id = xgrow(d->id, d->n, &d->cap, sizeof *d->id);
	d->id[d->n++] = (struct billid){(uint32_t)d->ntext, (uint8_t)len, 1};
	d->ntext += len;
}

uint32_t
billids_add(struct billids *d, const char *id, size_t len)
{
	uint32_t row = (uint32_t)d->n, *slot, before;

	append(d, id, len);
	if (!d->descends && (row == 0 || compare(d, row - 1, id, len) < 0))
		return BILLIDS_NONE;
	if (!d->descends || 2 * d->n > d->nslot) {
		d->descends = 1;
		more_slots(d);
	}
	slot = find_slot(d, id, len);
	if (*slot == 0) {
		*slot = row + 1;
		return BILLIDS_NONE;
	}
	before = *slot - 1;
	d->id[row].first = 0;
	return before;
}

void
billids_last_first(struct billids *d)
{
	struct billid *last = &d->id[d->n - 1];
	uint32_t *slot = find_slot(d, d->text + last->at, last->len);

	d->id[*slot - 1].first = 0;
	last->first = 1;
	*slot = (uint32_t)d->n;
}

void
billids_release(struct billids *d)
{
	free(d->id);
	free(d->text);
	free(d->slot);
	*d = (struct billids){0};
}

uint32_t
billids_find(const struct billids *d, const char *id, size_t len)
{
	size_t lo = 0, hi = d->n;

	if (d->descends)
		return *find_slot(d, id, len) - 1;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int got = compare(d, mid, id, len);

		if (got == 0)
			return (uint32_t)mid;
		if (got < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return BILLIDS_NONE;
}

uint32_t
billids_near(const struct billids *d, const char *id, size_t len, uint32_t hint)
{
	for (int g = 0; g < BILLIDS_GUESSES; g++) {
		uint32_t row = hint + billids_guess[g];

		if (row < d->n && d->id[row].len == len &&
		    memcmp(d->text + d->id[row].at, id, len) == 0)
			return billids_first(d, row);
	}
	return billids_find(d, id, len);
}
