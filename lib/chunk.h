/*
 * A chunk: the readings of one point and local day as a few bytes.
 *
 * Exact: what goes in comes out to the last bit.  A presence bitmap over the
 * day's grid (or the list of odd times), the values as whole numbers k with
 *
 *     value = k * num / (den * 10^scale)
 *
 * stored as zigzag-varint differences, and the few readings whose quality is
 * not the usual one.  Values that are no short decimals are kept as doubles.
 * About 1.7 bytes a reading for five-minute flows with two decimals.
 *
 *     byte 0   version (high half), 0 grid | 1 list (low half)
 *     byte 1   scale 0..9, +0x40 with num and den (varints) | 0xFF doubles
 *     grid     varint first, step, slots; bitmap, low bit first
 *     list     varint n, first, then n - 1 distances
 *     values   n zigzag varints, each from the one before | n doubles, LE
 *     quality  varint count; per exception varint distance in index, quality
 */
#ifndef WB_CHUNK_H
#define WB_CHUNK_H

#include <stddef.h>
#include <stdint.h>

enum { QUALITY_GOOD = 192, QUALITY_MAX = 65535 };

struct reading {
	double v;
	int32_t off;	  /* seconds since the local midnight, 0..90000 */
	uint16_t quality; /* OPC: 192..255 good, 64..191 uncertain, bad */
};

/* 1 if the source called the reading good. */
static inline int
reading_good(const struct reading *r)
{
	return (r->quality & 0xC0) == 0xC0;
}

struct chunk_bytes {
	uint8_t *p;
	size_t n, cap;
};

/* Encodes n > 0 readings in order of distinct times into out (emptied first,
 * grown as needed, freed by the caller).  num/den is the factor the values were
 * converted with (1/1: none), a hint for a short form. */
void chunk_encode(const struct reading *r, size_t n, double num, double den,
    struct chunk_bytes *out);

/* The distance of most of the readings, seconds, where the head of the chunk
 * shows it: a grid that more than half of the distances are the step of; else
 * 0. */
int32_t chunk_step(const uint8_t *p, size_t n);

/* The number of readings, which *out (of room *cap, grown) then holds, or -1
 * if the bytes are no chunk. */
long
chunk_decode(const uint8_t *p, size_t n, struct reading **out, size_t *cap);

#endif
