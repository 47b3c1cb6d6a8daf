/*
 * A block of bills: some thousand rows of the table, in the order in which they
 * came, as a few bytes each.
 *
 * Exact: what goes in comes out to the last bit.  Neighbours in a file are
 * alike: ids share their beginning, periods begin within a month of each other,
 * volumes are short decimals.  About 9 bytes a bill where rows of SQLite take
 * 100.
 *
 *     byte     version
 *     byte     what is there: 1 words and numbers beside the volume
 *     bytes    scale of each number column, 0..9, or 0xFF: doubles; the volume
 *              alone, or all four
 *     varint   n
 *     n rows:
 *       varint   letters the id shares with that of the row before; one of more
 *                than BILLBLOCK_ID letters shares none, nor does the next
 *       varint   letters that follow; these
 *       zigzag   from, less that of the row before
 *       zigzag   to, less from
 *       number   volume
 *       byte     (1) status | billing << 3, 0 none | which numbers follow
 *       number   (1) each of them
 *
 *     number: zigzag varint k of value = k / 10^scale, or 8 bytes of a double
 */
#ifndef WB_BILLBLOCK_H
#define WB_BILLBLOCK_H

#include <stddef.h>
#include <stdint.h>

#include "chunk.h"

enum {
	BILLBLOCK_ROWS = 2048, /* at most */
	BILLBLOCK_ID = 255     /* letters of an id that the next can share */
};

enum { BILL_VOLUME, BILL_INDEX_FROM, BILL_INDEX_TO, BILL_AMOUNT, BILL_NUMBERS };

/* Words as the number of the word in the column's list; 0: none. */
enum { BILL_STATUS_MAX = 4, BILL_BILLING_MAX = 2 };

struct billrow {
	const char *id; /* not terminated; of a decoder: until the next row,
			 * with room for 8 letters */
	uint32_t id_len;
	int32_t from, to; /* days */
	uint8_t status, billing;
	double v[BILL_NUMBERS]; /* NaN: none */
};

/* Encodes n > 0 rows into out (emptied first, grown as needed, freed by the
 * caller). */
void
billblock_encode(const struct billrow *r, size_t n, struct chunk_bytes *out);

struct billblock {
	const uint8_t *p, *end;
	size_t left; /* rows */
	int more;    /* words and other numbers */
	int scale[BILL_NUMBERS];
	int32_t from;
	uint32_t id_len;
	char id[BILLBLOCK_ID + 8];
};

/* Begins to read a block that stays where it is.  0, -1: it is none. */
int billblock_open(struct billblock *b, const uint8_t *p, size_t n);

/* The next row: 1; 0: there was none; -1: the bytes are no block. */
int billblock_next(struct billblock *b, struct billrow *r);

#endif
