/*
 * The ids of accounts, by the number of their row, and the row of an id.
 *
 * Bills come month by month in the order of the accounts, some missing, or
 * account by account: whoever knows the row of the bill before guesses that of
 * the next, and compares.  Else ids that came in ascending order are found by
 * halving, others by a hash.
 */
#ifndef WB_BILLIDS_H
#define WB_BILLIDS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { BILLIDS_NONE = UINT32_MAX, BILLIDS_MAX = UINT8_MAX /* letters */ };

/* What is added to the row of the bill before. */
enum { BILLIDS_GUESSES = 3 };
static const uint8_t billids_guess[BILLIDS_GUESSES] = {1, 0, 2};

struct billid {
	uint32_t at; /* where it begins */
	uint8_t len;
	uint8_t first; /* 1: the row that stands for its id */
};

struct billids {
	struct billid *id; /* by row */
	size_t n, cap;
	char *text;
	size_t ntext, text_cap;
	int descends;	/* 1: some id did not come after the one before */
	uint32_t *slot; /* hash, then: row + 1 */
	size_t nslot;
};

/* The first letters as one word, zeros behind. */
static inline uint64_t
billids_word(const char *s, size_t len)
{
	uint64_t w = 0;

	memcpy(&w, s, len < 8 ? len : 8);
	return w;
}

/* One more row, of an id of 1..BILLIDS_MAX letters.  The row that stands for
 * the id, if there was one before, or BILLIDS_NONE: it is this one. */
uint32_t billids_add(struct billids *d, const char *id, size_t len);
void billids_release(struct billids *d);

/* From now on the last row stands for its id. */
void billids_last_first(struct billids *d);

/* The row that stands for an id, or BILLIDS_NONE. */
uint32_t billids_find(const struct billids *d, const char *id, size_t len);

/* The same, for a bill whose neighbour was of the row `hint`. */
uint32_t billids_near(
    const struct billids *d, const char *id, size_t len, uint32_t hint);

/* The row that stands for the id of another row. */
static inline uint32_t
billids_first(const struct billids *d, uint32_t row)
{
	const struct billid *i = &d->id[row];

	return i->first ? row : billids_find(d, d->text + i->at, i->len);
}

/* 1 if the text at p begins with the row's id: memcmp in line.  Of p so many
 * letters can be read, and at least 8. */
static inline int
billids_here(const struct billids *d, uint32_t row, const char *p)
{
	const char *id = d->text + d->id[row].at;
	size_t len = d->id[row].len;
	uint64_t x, y;

	memcpy(&x, p, 8);
	memcpy(&y, id, 8); /* behind the last text there is room */
	if (len <= 8)
		return (x ^ y) << (64 - 8 * len) == 0;
	for (size_t i = 8; i < len && x == y; i += 8) {
		size_t k = i + 8 < len ? i : len - 8;

		memcpy(&x, p + k, 8);
		memcpy(&y, id + k, 8);
	}
	return x == y;
}

/* The row of the id that begins at p and ends with a comma, if it is the one
 * after `hint`, or nearly so; else BILLIDS_NONE.  BILLIDS_MAX + 8 letters can
 * be read. */
static inline uint32_t
billids_next(const struct billids *d, const char *p, uint32_t hint)
{
	for (int g = 0; g < BILLIDS_GUESSES; g++) {
		uint32_t row = hint + billids_guess[g];

		if (row < d->n && p[d->id[row].len] == ',' &&
		    billids_here(d, row, p))
			return billids_first(d, row);
	}
	return BILLIDS_NONE;
}

/* billids_near for text of which at least 8 letters can be read. */
static inline uint32_t
billids_beside(
    const struct billids *d, const char *id, size_t len, uint32_t hint)
{
	for (int g = 0; g < BILLIDS_GUESSES; g++) {
		uint32_t row = hint + billids_guess[g];

		if (row < d->n && d->id[row].len == len &&
		    billids_here(d, row, id))
			return billids_first(d, row);
	}
	return billids_find(d, id, len);
}

#endif
