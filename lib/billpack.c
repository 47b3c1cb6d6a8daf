#include "billpack.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

enum { PAYLOAD = 28 };

struct billpack_block {
	uint32_t next; /* from 1; 0: none */
	uint8_t byte[PAYLOAD];
};

/* A bill's first byte; numbers that are not told by it follow in this order:
 * days from the end of the one before, days, m3, index_from, index_to. */
enum {
	STATUS = 3, /* two bits */
	UNBILLED = 1 << 2,
	NEXT_DAY = 1 << 3,   /* from is the `to` before */
	SAME_INDEX = 1 << 4, /* index_from is the index_to before */
	ADVANCE = 1 << 5,    /* index_to is index_from + m3 */
	SCALE = 6	     /* two bits: m3 has so many decimals, 3: in full */
};

/* The byte before a number in full. */
enum { FULL_NONE = 4, FULL_DOUBLE = 5 }; /* else so many decimals */

static const double scale_of[] = {1, 10, 100, 1000};

/* --- writing --- */

static void
put(struct billpack *p, struct billchain *c, unsigned byte)
{
	if (c->last == 0 || c->used == PAYLOAD) {
		p->block = xgrow(p->block, p->n, &p->cap, sizeof *p->block);
		p->block[p->n++] = (struct billpack_block){0};
		if (c->last == 0)
			c->first = (uint32_t)p->n;
		else
			p->block[c->last - 1].next = (uint32_t)p->n;
		c->last = (uint32_t)p->n;
		c->used = 0;
	}
	p->block[c->last - 1].byte[c->used++] = (uint8_t)byte;
}

static void
put_int(struct billpack *p, struct billchain *c, int64_t v)
{
	uint64_t u = (uint64_t)v << 1 ^ (v < 0 ? UINT64_MAX : 0);

	for (; u >= 0x80; u >>= 7)
		put(p, c, (unsigned)(u & 0x7F) | 0x80);
	put(p, c, (unsigned)u);
}

static int
same(double a, double b)
{
	return memcmp(&a, &b, sizeof a) == 0 || (isnan(a) && isnan(b));
}

/* The decimals with which v is a whole number, 0 to most; -1: none. */
static int
decimals(double v, int most)
{
	static const double MANY = 1e15; /* whole and exact below */

	for (int k = 0; k <= most; k++) {
		double m = v * scale_of[k];

		if (fabs(m) < MANY && m == nearbyint(m) &&
		    same(m / scale_of[k], v) && !(m == 0 && signbit(m)))
			return k;
	}
	return -1;
}

static void
put_full(struct billpack *p, struct billchain *c, double v)
{
	int k = isnan(v) ? FULL_NONE : decimals(v, 3);
	unsigned char raw[sizeof v];

	put(p, c, k < 0 ? FULL_DOUBLE : (unsigned)k);
	if (k >= 0 && k < FULL_NONE)
		put_int(p, c, (int64_t)(v * scale_of[k]));
	memcpy(raw, &v, sizeof v);
	for (size_t i = 0; k < 0 && i < sizeof raw; i++)
		put(p, c, raw[i]);
}

void
billpack_add(
    struct billpack *p, struct billchain *c, const struct ledger_bill *b)
{
	double index = c->n ? c->index : NAN;
	int32_t to = c->n ? c->to : 0;
	int k = decimals(b->m3, 2);
	int next = b->from == to, at = same(b->index_from, index);
	int up = same(b->index_to, b->index_from + b->m3);

	put(p, c,
	    (b->status & STATUS) | (b->unbilled ? UNBILLED : 0) |
		(next ? NEXT_DAY : 0) | (at ? SAME_INDEX : 0) |
		(up ? ADVANCE : 0) | (unsigned)(k < 0 ? 3 : k) << SCALE);
	if (!next)
		put_int(p, c, (int64_t)b->from - to);
	put_int(p, c, (int64_t)b->to - b->from);
	if (k >= 0)
		put_int(p, c, (int64_t)(b->m3 * scale_of[k]));
	else
		put_full(p, c, b->m3);
	if (!at)
		put_full(p, c, b->index_from);
	if (!up)
		put_full(p, c, b->index_to);
	c->n++;
	c->to = b->to;
	c->index = b->index_to;
}

/* --- reading --- */

struct billpack_reader
billpack_read(const struct billpack *p, const struct billchain *c)
{
	return (struct billpack_reader){
	    .p = p, .block = c->first, .last = {.index_to = NAN}};
}

static unsigned
get(struct billpack_reader *r)
{
	const struct billpack_block *b = &r->p->block[r->block - 1];

	if (r->at == PAYLOAD) {
		r->block = b->next;
		r->at = 0;
		b = &r->p->block[r->block - 1];
	}
	return b->byte[r->at++];
}

static int64_t
get_int(struct billpack_reader *r)
{
	uint64_t u = 0;
	unsigned byte;
	int shift = 0;

	do {
		byte = get(r);
		u |= (uint64_t)(byte & 0x7F) << shift;
		shift += 7;
	} while (byte & 0x80);
	return (int64_t)(u >> 1 ^ (0 - (u & 1)));
}

static double
get_full(struct billpack_reader *r)
{
	unsigned k = get(r);
	unsigned char raw[sizeof(double)];
	double v;

	if (k == FULL_NONE)
		return NAN;
	if (k < FULL_NONE)
		return (double)get_int(r) / scale_of[k];
	for (size_t i = 0; i < sizeof raw; i++)
		raw[i] = (unsigned char)get(r);
	memcpy(&v, raw, sizeof v);
	return v;
}

struct ledger_bill
billpack_next(struct billpack_reader *r)
{
	unsigned how = get(r), k = how >> SCALE;
	struct ledger_bill b = {.status = how & STATUS,
	    .unbilled = (how & UNBILLED) != 0,
	    .from = r->last.to,
	    .index_from = r->last.index_to};

	if (!(how & NEXT_DAY))
		b.from = (int32_t)(b.from + get_int(r));
	b.to = (int32_t)(b.from + get_int(r));
	b.m3 = k < 3 ? (double)get_int(r) / scale_of[k] : get_full(r);
	if (!(how & SAME_INDEX))
		b.index_from = get_full(r);
	b.index_to = how & ADVANCE ? b.index_from + b.m3 : get_full(r);
	r->last = b;
	return b;
}

void
billpack_release(struct billpack *p)
{
	free(p->block);
	*p = (struct billpack)BILLPACK_INIT;
}
