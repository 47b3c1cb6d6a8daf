#include "chunk.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "num.h"
#include "rnd.h"
#include "tap.h"

/* There and back; the bytes it took, or -1. */
static long
round_trip(const struct reading *r, size_t n, double num, double den)
{
	static struct reading *out;
	static size_t cap;
	struct chunk_bytes b = {0};
	long got, size;

	chunk_encode(r, n, num, den, &b);
	got = chunk_decode(b.p, b.n, &out, &cap);
	size = (long)b.n;
	for (size_t i = 0; got == (long)n && i < n; i++)
		if (memcmp(&out[i].v, &r[i].v, 8) || out[i].off != r[i].off ||
		    out[i].quality != r[i].quality)
			got = -1;
	free(b.p);
	return got == (long)n ? size : -1;
}

static void
test_flows(void)
{
	struct reading r[288];
	double v = 80;
	long size;

	for (int i = 0; i < 288; i++) {
		v += (rnd(200) - 100.0) / 100;
		r[i] = (struct reading){
		    floor(v * 100) / 100, i * 300, QUALITY_GOOD};
	}
	size = round_trip(r, 288, 1, 1);
	ok(size > 0 && size <= 288 * 2.5,
	    "a day of two-decimal flows takes under 2.5 bytes a reading");
	for (int i = 0; i < 288; i++)
		num_scaled(i % 2 ? "0.352" : "0.348", 1e8, 980665, &r[i].v);
	size = round_trip(r, 288, 1e8, 980665);
	ok(size > 0 && size <= 288 * 2.5, "so do pressures that came in MPa");
}

static void
test_step(void)
{
	struct reading r[288];
	struct chunk_bytes b = {0};
	size_t n = 0;

	for (int i = 0; i < 288; i++)
		if (i % 4 != 1)
			r[n++] = (struct reading){i, i * 300, QUALITY_GOOD};
	chunk_encode(r, n, 1, 1, &b);
	ok(chunk_step(b.p, b.n) == 300, "three of four slots show the step");
	for (n = 0; n < 96; n++)
		r[n] = (struct reading){
		    (double)n, (int32_t)n * (n < 40 ? 300 : 900), QUALITY_GOOD};
	chunk_encode(r, n, 1, 1, &b);
	ok(chunk_step(b.p, b.n) == 0, "less than half do not");
	ok(chunk_step(b.p, 3) == 0, "nor does what was cut off");
	free(b.p);
}

static void
test_hard_values(void)
{
	static const double hard[] = {0.1, 123.450, -0.0, 0.0, 1e-3, 1e15,
	    12345678901234567.0, 0.30000000000000004, 5e-324, 1.7e308, -1e300,
	    1.0 / 3};
	struct reading r[12];

	for (size_t i = 0; i < 12; i++) {
		r[i] = (struct reading){hard[i], (int32_t)i * 7, 192};
		ok(round_trip(&r[i], 1, 1, 1) > 0, "a value alone");
	}
	ok(round_trip(r, 12, 18, 5) > 0, "all of them together");
}

/* Random days: grids with gaps, odd times, qualities, scales. */
/* What is no small whole number at any scale, among many that are. */
static void
test_odd_ones(void)
{
	static const double odd[] = {NAN, -NAN, INFINITY, -INFINITY, -0.0,
	    2251799813685248.0, -4503599627370497.0, 9007199254740993.0, 1e300,
	    5e-324, 0.1 + 0.2};
	struct reading r[40];
	int good = 1;

	for (size_t k = 0; k < sizeof odd / sizeof *odd; k++)
		for (size_t at = 0; at < 40; at++) {
			for (int i = 0; i < 40; i++)
				r[i] = (struct reading){
				    i * 0.25, i * 300, QUALITY_GOOD};
			r[at].v = odd[k];
			good &= round_trip(r, 40, 1, 1) > 0 &&
				round_trip(r, 40, 1e8, 980665) > 0;
			for (int i = 0; i < 40; i++)
				r[i].v = odd[k];
			good &= round_trip(r, 40, 1, 1) > 0;
		}
	ok(good, "odd values come back, wherever they stand");
}

static void
test_random(void)
{
	struct reading r[2000];
	int all = 1;

	for (int k = 0; k < 3000; k++) {
		size_t n = 1 + rnd(k % 10 ? 300 : 2000);
		int32_t step = 1 + (int32_t)rnd(40), off = 0;
		int odd = rnd(3) == 0, scale = (int)rnd(7);

		for (size_t i = 0; i < n; i++) {
			r[i].off = off;
			off += odd ? 1 + (int32_t)rnd(40) :
				     step * (1 + (rnd(9) == 0));
			r[i].v = (int)(rnd(2000000) - 1000000) / pow(10, scale);
			r[i].quality = rnd(50) ? 192 : (uint16_t)rnd(65536);
		}
		all &= round_trip(r, n, 1, 1) > 0;
	}
	ok(all, "3,000 random days come back to the last bit");
}

/* A damaged chunk is refused or decodes to something; it never crashes (run
 * under the sanitizers). */
static void
test_damage(void)
{
	struct reading r[50], *out = NULL;
	size_t cap = 0;
	struct chunk_bytes b = {0};
	int all = 1;

	for (int i = 0; i < 50; i++)
		r[i] = (struct reading){i * 1.5, i * 300, 192};
	chunk_encode(r, 50, 1, 1, &b);
	for (size_t n = 0; n < b.n; n++)
		all &= chunk_decode(b.p, n, &out, &cap) == -1;
	ok(all, "a chunk cut short anywhere is refused");
	for (int k = 0; k < 20000; k++) {
		uint8_t *copy = malloc(b.n);

		memcpy(copy, b.p, b.n);
		for (unsigned i = 0; i <= rnd(4); i++)
			copy[rnd((unsigned)b.n)] = (uint8_t)rnd(256);
		chunk_decode(copy, b.n, &out, &cap);
		free(copy);
	}
	ok(1, "20,000 damaged chunks without a crash");
	free(b.p);
	free(out);
}

int
main(void)
{
	test_flows();
	test_step();
	test_hard_values();
	test_odd_ones();
	test_random();
	test_damage();
	return tap_done();
}
