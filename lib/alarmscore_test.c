/*
 * Scoring: matches drawn by hand; bounds against published tables.
 */
#include <stdint.h>
#include <stdlib.h>

#include "alarmscore.h"
#include "tap.h"

enum { H = 3600, D = 86400 };

static int
same(void *ctx, size_t a, size_t b)
{
	(void)ctx;
	return a == b;
}

static void
matches(void)
{
	/* Zone 1: two leaks that overlap; zone 2: one. */
	struct score_event e[] = {
	    {1, 10 * D, 40 * D, 0, 40 * D},
	    {1, 12 * D, 20 * D, 0, 20 * D},
	    {2, 15 * D, 18 * D, 0, 18 * D},
	};
	struct score_alarm a[] = {
	    {1, 5 * D, SCORE_FALSE},	  /* before either: false */
	    {1, 13 * D, SCORE_FALSE},	  /* the one that ends first */
	    {1, 14 * D, SCORE_FALSE},	  /* the other */
	    {1, 16 * D, SCORE_FALSE},	  /* a repeat */
	    {2, 15 * D - H, SCORE_FALSE}, /* an hour early: allowed */
	    {2, 30 * D, SCORE_FALSE},	  /* long after: false */
	};
	double chance;

	score_match(e, 3, a, 6, same, NULL);
	ok(a[0].verdict == SCORE_FALSE && a[5].verdict == SCORE_FALSE, "false");
	ok(a[1].verdict == SCORE_TRUE && e[1].found == 13 * D,
	    "credited to the event that ends first");
	ok(a[2].verdict == SCORE_TRUE && e[0].found == 14 * D,
	    "so that both are found");
	ok(a[3].verdict == SCORE_REPEAT, "a repeat is none of the false");
	ok(a[4].verdict == SCORE_TRUE, "two hours early are allowed");
	chance = score_chance(e, 3, a, 6, 0, 100 * D, same, NULL);
	ok(chance > 0 && chance < 3, "by chance fewer");
}

static void
bounds(void)
{
	double lo, hi;

	/* Agresti and Coull 1998: 0 of 10 is 0 to 0.2775 by Wilson. */
	score_share(0, 10, &lo, &hi);
	near(lo, 0, 1e-12, "Wilson, 0 of 10, lower");
	near(hi, 0.2775, 5e-5, "upper");
	/* python3 -c: (10+1.9208)/(20+3.8415)... = 0.2993 .. 0.7007 */
	score_share(10, 20, &lo, &hi);
	near(lo, 0.2993, 5e-5, "10 of 20, lower");
	near(hi, 0.7007, 5e-5, "upper");
	/* Garwood 1936: 0: 0..3.689; 1: 0.0253..5.572; 10: 4.795..18.39 */
	score_count(0, &lo, &hi);
	near(lo, 0, 0, "Poisson 0, lower");
	near(hi, 3.689, 5e-4, "upper");
	score_count(1, &lo, &hi);
	near(lo, 0.0253, 5e-5, "Poisson 1, lower");
	near(hi, 5.572, 5e-4, "upper");
	score_count(10, &lo, &hi);
	near(lo, 4.795, 5e-4, "Poisson 10, lower");
	near(hi, 18.390, 5e-3, "upper");
	score_share(0, 0, &lo, &hi);
	ok(isnan(lo) && isnan(hi), "nothing of nothing");
}

static void
median(void)
{
	double v[95], lo, hi;

	/* python3, sums of math.comb(95, k)/2**95: ranks 38 and 58 */
	for (int i = 0; i < 95; i++)
		v[i] = (i * 37) % 95 + 1;
	near(score_median(v, 95, &lo, &hi), 48, 0, "median of 1 to 95");
	near(lo, 38, 0, "its lower bound");
	near(hi, 58, 0, "its upper bound");
	/* of six, the least and the greatest: 2/64 is 0.031, 1/64 is less */
	for (int i = 0; i < 6; i++)
		v[i] = i < 4 ? 6 - i : INFINITY;
	near(score_median(v, 6, &lo, &hi), 5.5, 1e-12,
	    "two of six not seen: they count as later");
	near(lo, 3, 0, "the least");
	ok(isnan(hi), "an upper bound that nobody saw is none");
	v[3] = INFINITY;
	ok(isnan(score_median(v, 6, &lo, &hi)), "three of six: not known");
	score_median(v, 5, &lo, &hi);
	ok(isnan(lo) && isnan(hi), "five bound nothing");
	ok(isnan(score_median(v, 0, &lo, &hi)), "nor do none");
}

int
main(void)
{
	matches();
	bounds();
	median();
	return tap_done();
}
