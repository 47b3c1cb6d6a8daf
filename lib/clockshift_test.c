/*
 * Clocks that are wrong, and days that are merely unusual.
 */
#include <math.h>
#include <stdlib.h>

#include "clockshift.h"
#include "tap.h"

enum { H = CLOCKSHIFT_HOURS, MONDAY = 19723 /* 2024-01-01 */ };

/* Workdays with peaks at 7 and 19, weekends with one at 10 and one at 19; noise
 * of some per cent, the same for a day whenever it is asked for. */
static void
course(
    int64_t day, int turned, int weekend, double scale, double leak, double *c)
{
	static const int work[H] = {4, 3, 2, 2, 3, 6, 14, 20, 16, 12, 11, 12,
	    13, 12, 10, 10, 12, 15, 18, 20, 17, 13, 9, 6};
	static const int rest[H] = {6, 4, 3, 2, 2, 3, 5, 9, 15, 19, 20, 18, 16,
	    14, 12, 11, 12, 14, 17, 18, 16, 13, 10, 8};

	for (int h = 0; h < H; h++) {
		int at = (h - turned + H) % H;
		double noise =
		    (double)((day * 7919 + at * 104729) % 101) / 100 - 0.5;

		c[h] = scale * (weekend ? rest : work)[at] * (1 + 0.1 * noise) +
		       leak;
	}
}

static int
is_weekend(int64_t day)
{
	return (day - MONDAY) % 7 >= 5;
}

static void
put_days(struct clockshift *k, int64_t from, int64_t to, int turned)
{
	double c[H];

	for (int64_t d = from; d < to; d++) {
		course(d, turned, is_weekend(d), 1, 0, c);
		clockshift_put(k, d, c);
	}
}

int
main(void)
{
	static struct clockshift k;
	int64_t d = MONDAY + 28;
	double c[H];
	int right = 1, quiet = 1;

	clockshift_init(&k);
	ok(!clockshift_has(&k, d), "nothing is there");
	course(d, 5, 0, 1, 0, c);
	ok(clockshift_find(&k, d, c) == 0, "no past, no finding");
	put_days(&k, MONDAY, d, 0);
	ok(clockshift_has(&k, d - 1) && !clockshift_has(&k, d), "four weeks");
	for (int w = 0; w < 7; w++)
		for (int s = -11; s <= 11; s++) {
			course(d + w, s, is_weekend(d + w), 1, 0, c);
			right &= clockshift_find(&k, d + w, c) == s;
		}
	ok(right, "every shift of every weekday, and none where there is none");
	course(d, 3, 0, 1.5, 30, c);
	ok(clockshift_find(&k, d, c) == 3, "half as much again, and a leak");
	course(d + 1, 0, 1, 1, 0, c);
	ok(clockshift_find(&k, d + 1, c) == 0, "a holiday in the week");
	course(d + 5, 0, 0, 1, 0, c);
	ok(clockshift_find(&k, d + 5, c) == 0, "a workday at the weekend");
	for (int h = 0; h < H; h++)
		c[h] = 5 + (h * 7 + 3) % 11;
	quiet &= clockshift_find(&k, d, c) == 0;
	for (int h = 0; h < H; h++)
		c[h] = 5;
	quiet &= clockshift_find(&k, d, c) == 0;
	ok(quiet, "what has no likeness at all is no clock");
	course(d, 4, 0, 1, 0, c);
	for (int h = 2; h < 9; h++)
		c[h] = NAN;
	ok(clockshift_find(&k, d, c) == 0, "seven hours missing");
	put_days(&k, d, d + 5, 6);
	course(d + 7, 6, 0, 1, 0, c);
	ok(clockshift_find(&k, d + 7, c) == 6, "still wrong after a week");
	put_days(&k, d, d + 21, 6);
	course(d + 21, 6, 0, 1, 0, c);
	ok(clockshift_find(&k, d + 21, c) == 0, "after three it is the rule");
	return tap_done();
}
