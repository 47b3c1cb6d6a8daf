/* Blocks of bills against what went in; bytes by hand from the description in
 * billblock.h. */
#include <stdlib.h>
#include <string.h>

#include "billblock.h"
#include "tap.h"
#include "xalloc.h"

static int
same_row(const struct billrow *a, const struct billrow *b)
{
	return a->id_len == b->id_len && memcmp(a->id, b->id, a->id_len) == 0 &&
	       a->from == b->from && a->to == b->to && a->status == b->status &&
	       a->billing == b->billing && memcmp(a->v, b->v, sizeof a->v) == 0;
}

/* 1 if the rows come back. */
static int
there_and_back(const struct billrow *r, size_t n, size_t *bytes)
{
	struct chunk_bytes out = {0};
	struct billblock b;
	struct billrow got;
	int good;

	billblock_encode(r, n, &out);
	*bytes = out.n;
	good = billblock_open(&b, out.p, out.n) == 0;
	for (size_t i = 0; good && i < n; i++)
		good = billblock_next(&b, &got) == 1 && same_row(&got, &r[i]);
	good = good && billblock_next(&b, &got) == 0;
	free(out.p);
	return good;
}

static void
test_bytes(void)
{
	static const uint8_t want[] = {1, 0, 2, 2,	   /* two rows, cents */
	    0, 2, 'A', '1', 0xA0, 0x9C, 1, 56, 0xDC, 0x12, /* 1198 */
	    1, 1, '2', 3, 60, 1}; /* one day before, 30 days, -0.01 */
	const struct billrow r[] = {
	    {"A1", 2, 10000, 10028, 0, 0, {11.98, NAN, NAN, NAN}},
	    {"A2", 2, 9998, 10028, 0, 0, {-0.01, NAN, NAN, NAN}}};
	struct chunk_bytes out = {0};

	billblock_encode(r, 2, &out);
	ok(out.n == sizeof want && memcmp(out.p, want, sizeof want) == 0,
	    "the bytes are those of the description");
	free(out.p);
}

/* A large volume that is whole in cents is not in tenths of a litre, which
 * another of its block needs. */
static void
test_scales(void)
{
	const struct billrow r[] = {
	    {"A", 1, 1, 2, 0, 0, {45035996273704.97, NAN, NAN, NAN}},
	    {"B", 1, 1, 2, 0, 0, {0.0001, NAN, NAN, NAN}}};
	size_t bytes;

	ok(there_and_back(r, 2, &bytes), "large beside small");
}

static uint32_t seed = 20260301;

static uint32_t
draw(uint32_t below)
{
	seed = seed * 1664525 + 1013904223;
	return (uint32_t)(((uint64_t)seed * below) >> 32);
}

static double
any_number(void)
{
	switch (draw(5)) {
	case 0:
		return NAN;
	case 1:
		return draw(100000) / 100.0;
	case 2:
		return -(double)draw(1000);
	case 3:
		return (double)draw(1u << 31) * 1e9 / 7;
	default:
		return draw(1000000) / 1000.0;
	}
}

static void
any_row(struct billrow *r, char *id, size_t room)
{
	uint32_t len = draw(10) == 0 ? draw((uint32_t)room) : 8;

	for (uint32_t i = 0; i < len; i++)
		id[i] = (char)('0' + draw(i < 6 ? 1 : 10));
	*r = (struct billrow){id, len, (int32_t)draw(50000) - 10000, 0,
	    (uint8_t)draw(5), (uint8_t)draw(3),
	    {any_number(), any_number(), any_number(), any_number()}};
	r->to = r->from + (int32_t)draw(2000) - 100;
	if (isnan(r->v[0]))
		r->v[0] = 0;
}

static void
test_any(void)
{
	enum { MANY = 300, ROOM = 400 };
	static struct billrow r[MANY];
	static char id[MANY][ROOM];
	int good = 1;
	size_t bytes;

	for (int round = 0; round < 200; round++) {
		size_t n = 1 + draw(MANY);

		for (size_t i = 0; i < n; i++)
			any_row(&r[i], id[i], ROOM);
		good &= there_and_back(r, n, &bytes);
	}
	ok(good, "any rows come back to the last bit");
}

static void
test_size(void)
{
	static struct billrow r[BILLBLOCK_ROWS];
	static char id[BILLBLOCK_ROWS][12];
	size_t bytes;

	for (int i = 0; i < BILLBLOCK_ROWS; i++) {
		snprintf(id[i], sizeof id[i], "A%07d", i);
		r[i] = (struct billrow){id[i], 8, 20000 + (int32_t)draw(28), 0,
		    0, 0, {draw(5000) / 100.0, NAN, NAN, NAN}};
		r[i].to = r[i].from + 20 + (int32_t)draw(20);
	}
	ok(there_and_back(r, BILLBLOCK_ROWS, &bytes), "a whole block");
	ok(bytes < 9 * BILLBLOCK_ROWS, "... of less than nine bytes a bill");
}

/* Every block cut short, and every byte changed: refused or read, no more. */
static void
test_damage(void)
{
	const struct billrow r[] = {
	    {"A1", 2, 10000, 10028, 1, 1, {11.98, 1, 2, NAN}},
	    {"A2", 2, 9998, 10028, 2, 0, {1e300, NAN, NAN, 0.5}}};
	struct chunk_bytes out = {0};
	struct billblock b;
	struct billrow got;
	int cut = 0, seen = 0;

	billblock_encode(r, 2, &out);
	for (size_t n = 0; n < out.n; n++) {
		uint8_t *part = xmalloc(n + 1); /* so that a reader who goes
						 * too far is seen */
		int what = 1;

		memcpy(part, out.p, n);
		if (billblock_open(&b, part, n) == 0)
			while ((what = billblock_next(&b, &got)) > 0)
				;
		cut += what != 0;
		free(part);
	}
	ok(cut == (int)out.n, "a block cut short is refused");
	for (size_t i = 0; i < out.n; i++)
		for (int byte = 0; byte < 256; byte++) {
			uint8_t was = out.p[i];

			out.p[i] = (uint8_t)byte;
			if (billblock_open(&b, out.p, out.n) == 0)
				while (billblock_next(&b, &got) > 0)
					seen += got.id_len <= out.n;
			out.p[i] = was;
		}
	ok(seen > 0, "a block with any byte changed is refused or read");
	free(out.p);
}

int
main(void)
{
	test_bytes();
	test_scales();
	test_any();
	test_size();
	test_damage();
	return tap_done();
}
