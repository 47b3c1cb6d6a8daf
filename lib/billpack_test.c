#include "billpack.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tap.h"

enum { ACCOUNTS = 50, EACH = 40 };

static uint64_t seed = 20260401;

static unsigned
any(unsigned below)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(seed >> 33) % below;
}

/* A volume or register of any kind, odd ones as well. */
static double
number(void)
{
	static const double odd[] = {0, -0.0, NAN, INFINITY, -1e300, 5e-324,
	    0.1, 1e15, 1e15 + 2, 999999999999999, -12.345, 1.0 / 3};

	switch (any(4)) {
	case 0:
		return odd[any(sizeof odd / sizeof *odd)];
	case 1:
		return (double)any(100000) / 1000;
	case 2:
		return -(double)any(1000) / 100;
	default:
		return any(99999);
	}
}

static struct ledger_bill
bill(const struct ledger_bill *before)
{
	struct ledger_bill b = {.from = before->to,
	    .m3 = any(3) ? any(40) : number(),
	    .index_from = any(5) ? before->index_to : number(),
	    .status = (uint8_t)any(4),
	    .unbilled = (uint8_t)any(2)};

	if (any(5) == 0)
		b.from = (int32_t)any(UINT32_MAX) - 1000000000;
	b.to = b.from + 1 + (int32_t)any(any(5) ? 90 : 1000000000);
	b.index_to = any(5) ? b.index_from + b.m3 : number();
	return b;
}

static int
equal(double a, double b)
{
	return isnan(a) ? isnan(b) : memcmp(&a, &b, sizeof a) == 0;
}

static int
alike(const struct ledger_bill *a, const struct ledger_bill *b)
{
	return a->from == b->from && a->to == b->to && equal(a->m3, b->m3) &&
	       equal(a->index_from, b->index_from) &&
	       equal(a->index_to, b->index_to) && a->status == b->status &&
	       a->unbilled == b->unbilled;
}

/* Bills of accounts in any order come back to the bit. */
static void
test_any(void)
{
	static struct ledger_bill in[ACCOUNTS][EACH];
	struct billchain c[ACCOUNTS] = {{0}};
	struct billpack p = BILLPACK_INIT;
	size_t bad = 0, n = 0;

	for (int i = 0; i < ACCOUNTS * EACH / 2; i++) {
		unsigned a = any(ACCOUNTS);
		const struct ledger_bill none = {.to = 0, .index_to = NAN};

		if (c[a].n == EACH)
			continue;
		in[a][c[a].n] = bill(c[a].n ? &in[a][c[a].n - 1] : &none);
		billpack_add(&p, &c[a], &in[a][c[a].n]);
	}
	for (int a = 0; a < ACCOUNTS; a++) {
		struct billpack_reader r = billpack_read(&p, &c[a]);

		for (uint32_t i = 0; i < c[a].n; i++, n++) {
			struct ledger_bill b = billpack_next(&r);

			bad += !alike(&in[a][i], &b);
		}
	}
	ok(n > 900 && bad == 0, "bills come back as they went in");
	billpack_release(&p);
}

/* What is usual takes little: 24 months in whole m3, four bytes each. */
static void
test_small(void)
{
	struct billpack p = BILLPACK_INIT;
	struct billchain c = {0};
	struct ledger_bill b = {.to = 19723, .index_to = 1000};

	for (int i = 0; i < 24; i++) {
		b.from = b.to;
		b.to += 30 + i % 2;
		b.m3 = 8 + i;
		b.index_from = b.index_to;
		b.index_to += b.m3;
		billpack_add(&p, &c, &b);
	}
	ok(p.n <= 4, "24 bills in 4 blocks of 32 bytes");
	printf("# %zu blocks\n", p.n);
	billpack_release(&p);
}

int
main(void)
{
	test_any();
	test_small();
	return tap_done();
}
