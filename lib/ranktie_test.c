#include "ranktie.h"

#include <stdlib.h>

#include "tap.h"

static int
is(struct ranktie r, size_t first, size_t last)
{
	return r.first == first && r.last == last;
}

/* By the definition: every pair. */
static struct ranktie
by_pairs(const double *lo, const double *hi, size_t n, int down, size_t i)
{
	size_t before = 0, behind = 0, known = 0;

	if (isnan(lo[i]))
		return (struct ranktie){0, 0};
	for (size_t k = 0; k < n; k++) {
		if (isnan(lo[k]))
			continue;
		known++;
		before += down ? lo[k] > hi[i] : hi[k] < lo[i];
		behind += down ? hi[k] < lo[i] : lo[k] > hi[i];
	}
	return (struct ranktie){before + 1, known - behind};
}

static void
test_by_hand(void)
{
	/* 4-6 is surely before 7-9 and 7.5-10, which overlap. */
	const double lo[] = {7, 4, NAN, 7.5}, hi[] = {9, 6, NAN, 10};
	struct ranktie r[4];

	ranktie(lo, hi, 4, 0, r);
	ok(is(r[1], 1, 1) && is(r[0], 2, 3) && is(r[3], 2, 3),
	    "overlapping bounds share their ranks");
	ok(is(r[2], 0, 0), "what is not known has none");
	ranktie(lo, hi, 4, 1, r);
	ok(is(r[1], 3, 3) && is(r[0], 1, 2) && is(r[3], 1, 2),
	    "downwards the greatest is first");
}

static void
test_touching(void)
{
	const double lo[] = {1, 2, 2}, hi[] = {2, 3, 2};
	struct ranktie r[3];

	ranktie(lo, hi, 3, 0, r);
	ok(is(r[0], 1, 3) && is(r[1], 1, 3) && is(r[2], 1, 3),
	    "bounds that touch overlap");
	ranktie(lo, hi, 0, 0, r);
	ok(is(r[0], 1, 3), "of none nothing is written");
}

static void
test_pairs(void)
{
	enum { N = 200 };
	double lo[N], hi[N];
	struct ranktie r[N];
	unsigned x = 1;
	int same = 1;

	for (int i = 0; i < N; i++) {
		x = x * 1103515245u + 12345;
		lo[i] = x >> 24;
		hi[i] = lo[i] + (x >> 20 & 7);
		if (i % 17 == 0)
			lo[i] = hi[i] = NAN;
	}
	for (int down = 0; down < 2; down++) {
		ranktie(lo, hi, N, down, r);
		for (size_t i = 0; i < N; i++) {
			struct ranktie w = by_pairs(lo, hi, N, down, i);

			same &= is(r[i], w.first, w.last);
		}
	}
	ok(same, "as every pair of two hundred says, both ways");
}

int
main(void)
{
	test_by_hand();
	test_touching();
	test_pairs();
	return tap_done();
}
