#include "econrank.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <string.h>

#include "tap.h"

enum { MOST = 60 };

static void
test_exact(void)
{
	struct bound key[4] = {
	    bound_exact(1), bound_exact(3), bound_none(), bound_exact(2)};
	struct econrank r[4];

	econrank(key, 4, 1, 1, 100, r);
	ok(r[1].rank == 1 && r[3].rank == 2 && r[0].rank == 3,
	    "greatest first");
	ok(r[0].lo == 3 && r[0].hi == 3, "known for sure");
	ok(r[2].rank == 0 && r[2].draws == NULL, "not known: no rank");
	near(r[1].p_first, 1, 1e-9, "and the first");
	econrank_release(r, 4);
}

/* Two zones of three differ by 10, errors of lnu 6 and flow 4 in each: the
 * difference errs by hypot(6, 4, 6, 4) = 10.2; without lnu by 5.7. */
static void
test_ties(void)
{
	struct bound key[3] = {
	    bound_exact(100), bound_exact(90), bound_exact(10)};
	struct econrank r[3];

	for (int i = 0; i < 3; i++) {
		key[i].e[0] = 4;
		key[i].e[1] = 6;
	}
	econrank(key, 3, 2, 7, 2000, r);
	ok(econrank_tied(&key[0], &key[1]), "cannot be told apart");
	ok(!econrank_tied(&key[1], &key[2]), "can");
	ok(r[0].tied == 1 && r[0].nearest == 1, "the nearest");
	ok(r[0].apart == 2, "the larger error alone would do");
	ok(r[2].tied == 0 && r[2].nearest == -1 && r[2].lo == 3 && r[2].hi == 3,
	    "the third is the third");
	near(r[0].p + r[1].p_first, 1, 1e-9, "one of the two is first");
	econrank_release(r, 3);
}

static void
test_same(void)
{
	struct econrank a[5], b[5];
	struct bound key[5];
	int same = 1;

	for (int i = 0; i < 5; i++)
		key[i] = bound_input(i, 0, 2);
	econrank(key, 5, 1, 3, 500, a);
	econrank(key, 5, 1, 3, 500, b);
	for (int i = 0; i < 5; i++)
		same &= memcmp(a[i].draws, b[i].draws, 5 * sizeof(double)) == 0;
	ok(same, "the same seed, the same ranks");
	econrank_release(a, 5);
	econrank_release(b, 5);
}

/* Zones whose truth is known: how many of the intervals hold the true rank. */
static double
covered(gsl_rng *rng, size_t n, double spread, int lognormal)
{
	double truth[MOST], hit = 0, all = 0;
	struct bound key[MOST];
	struct econrank r[MOST];

	for (int round = 0; round < 25; round++) {
		for (size_t i = 0; i < n; i++) {
			double z = gsl_ran_gaussian(rng, 1);
			double s = exp(gsl_ran_gaussian(rng, 0.4));

			truth[i] = spread * (lognormal ? exp(z) / 2.16 : z);
			key[i] = bound_input(
			    truth[i] + gsl_ran_gaussian(rng, s), 0, 1.96 * s);
		}
		econrank(key, n, 1, (unsigned)round + 1, 500, r);
		for (size_t i = 0; i < n; i++) {
			size_t rank = 1;

			for (size_t k = 0; k < n; k++)
				rank += truth[k] > truth[i];
			hit += rank >= r[i].lo && rank <= r[i].hi;
			all++;
		}
		econrank_release(r, n);
	}
	return hit / all;
}

static void
test_coverage(void)
{
	static const double spread[] = {0.1, 0.5, 1, 3};
	static const size_t zones[] = {12, 40};
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);

	gsl_rng_set(rng, 20260301);
	for (int k = 0; k < 16; k++) {
		double s = spread[k % 4], c;
		size_t n = zones[k / 4 % 2];

		c = covered(rng, n, s, k / 8);
		ok(c >= 0.9 && c <= 0.99, "intervals hold the true rank");
		printf("# %zu zones, spread %g of the errors, %s: %.3f\n", n, s,
		    k / 8 ? "lognormal" : "normal", c);
	}
	gsl_rng_free(rng);
}

int
main(void)
{
	test_exact();
	test_ties();
	test_same();
	test_coverage();
	return tap_done();
}
