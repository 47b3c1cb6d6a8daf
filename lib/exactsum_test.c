/*
 * Sums that do not depend on the order.
 */
#include "exactsum.h"

#include <stdlib.h>

#include "tap.h"

enum { TERMS = 20000 };

static uint64_t seed = 1;

static double
draw(void)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (double)(seed >> 11) * 0x1p-53;
}

static struct exactsum
sum(const double *x, size_t n)
{
	struct exactsum s = {0};

	for (size_t i = 0; i < n; i++)
		exactsum_add(&s, exactsum_of(x[i]));
	return s;
}

static void
shuffle(double *x, size_t n)
{
	for (size_t i = n; i > 1; i--) {
		size_t k = (size_t)(draw() * (double)i);
		double t = x[k];

		x[k] = x[i - 1];
		x[i - 1] = t;
	}
}

static int
same(struct exactsum a, struct exactsum b)
{
	return a.hi == b.hi && a.lo == b.lo;
}

/* Volumes of all sizes and both signs; long double as the judge. */
static void
any_order(void)
{
	static double x[TERMS];
	struct exactsum all, part;
	long double want = 0;
	int fits = 1;

	for (int i = 0; i < TERMS; i++)
		x[i] = (draw() - 0.3) * pow(10, 12 * draw() - 4);
	all = sum(x, TERMS);
	for (int k = 0; k < 20; k++) {
		size_t cut = (size_t)(draw() * TERMS);

		shuffle(x, TERMS);
		part = sum(x, cut);
		exactsum_add(&part, sum(x + cut, TERMS - cut));
		fits &= same(part, all) && same(sum(x, TERMS), all);
	}
	ok(fits, "any order, any parts: the same bits");
	for (int i = 0; i < TERMS; i++)
		want += x[i];
	near(exactsum_value(&all), (double)want, fabs((double)want) * 1e-15,
	    "what long double makes of it");
}

static void
small_cases(void)
{
	struct exactsum s = {0};

	ok(exactsum_value(&s) == 0, "nothing");
	for (int i = 0; i < 10; i++)
		exactsum_add(&s, exactsum_of(0.1));
	near(exactsum_value(&s), 1, 1e-15, "ten tenths");
	for (int i = 0; i < 10; i++)
		exactsum_add(&s, exactsum_of(-0.1));
	ok(exactsum_value(&s) == 0, "and taken off again: nothing");
	exactsum_add(&s, exactsum_of(-2.5));
	ok(exactsum_value(&s) == -2.5, "below zero");
	exactsum_add(&s, exactsum_of(EXACTSUM_MOST));
	ok(exactsum_value(&s) == 9999999997.5, "the largest term");
	exactsum_add(&s, exactsum_of(-EXACTSUM_MOST));
	ok(exactsum_value(&s) == -2.5, "and back");
}

int
main(void)
{
	any_order();
	small_cases();
	return tap_done();
}
