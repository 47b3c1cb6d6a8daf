/* Every expected flag follows from the rules of validate.h by hand. */
#include "validate.h"

#include <string.h>

#include "tap.h"

enum { STEP = 300, N = 288 };

static struct reading r[N];
static uint16_t flag[N];

static const struct validate_rules FLOW = {VALIDATE_FLOW, 0, 200, STEP, 0};
static const struct validate_rules PRESSURE = {
    VALIDATE_PRESSURE, NAN, NAN, STEP, 0};

/* A day about 20 whose steps are 2 up and 2 down. */
static void
quiet_day(void)
{
	for (int i = 0; i < N; i++)
		r[i] = (struct reading){20 + i % 2 * 2, i * STEP, QUALITY_GOOD};
}

static size_t
flagged(unsigned what)
{
	size_t n = 0;

	for (int i = 0; i < N; i++)
		n += (flag[i] & what) != 0;
	return n;
}

static void
test_range(void)
{
	struct validate_rules free = FLOW;

	quiet_day();
	ok(validate_day(&FLOW, r, N, flag) == 0,
	    "nothing wrong in a quiet day");
	r[10].v = 200;
	r[11].v = 200.5;
	r[12].v = -0.1;
	r[13].v = -5;
	r[13].quality = 0;
	validate_day(&FLOW, r, N, flag);
	ok(!(flag[10] & VALID_RANGE) && flag[11] == VALID_RANGE,
	    "above max is out of range, max is not");
	ok(flag[12] == VALID_NEGATIVE, "below zero where min is 0");
	ok(flag[13] == VALID_QUALITY, "a bad reading is that, and no more");
	/* (what is in range may still be a spike) */
	free.min = -50;
	validate_day(&free, r, N, flag);
	ok(!(flag[12] & (VALID_NEGATIVE | VALID_RANGE)),
	    "a meter that measures both ways may be negative");
	free.min = free.max = NAN;
	validate_day(&free, r, N, flag);
	ok(!(flag[11] & VALID_RANGE) && !(flag[12] & VALID_NEGATIVE),
	    "without limits there is no range");
}

static void
test_spike(void)
{
	quiet_day();
	/* steps of 2: 6 * 1.4826 * 2 = 17.8, above 20 % of 21 */
	r[100].v = 37;
	ok(validate_day(&FLOW, r, N, flag) == 0, "a peak within six sigma");
	r[100].v = 41;
	validate_day(&FLOW, r, N, flag);
	ok(flag[100] == VALID_SPIKE && flagged(VALID_SPIKE) == 1,
	    "a reading that leaps by 19 and comes back");
	quiet_day();
	for (int i = 100; i < N; i++)
		r[i].v += 60;
	ok(validate_day(&FLOW, r, N, flag) == 0,
	    "the first reading of a burst is none");
	quiet_day();
	for (int i = 0; i < 6; i++)
		r[20 + 20 * i].v = 60;
	ok(validate_day(&FLOW, r, N, flag) == 0,
	    "more than one in fifty are the nature of the thing");
	r[120].v = 20;
	validate_day(&FLOW, r, N, flag);
	ok(flagged(VALID_SPIKE) == 5, "five of 288 are spikes");
	quiet_day();
	r[100].v = 50;
	ok(validate_day(&PRESSURE, r, N, flag) == VALID_SPIKE,
	    "a pressure that leaps by more than 10 m");
	r[100].v = 29;
	ok(validate_day(&PRESSURE, r, N, flag) == 0, "by 7 and 9 it may");
}

static void
test_flat(void)
{
	struct validate_rules shut = FLOW;

	quiet_day();
	for (int i = 50; i < 50 + 47; i++)
		r[i].v = 20.5;
	ok(validate_day(&FLOW, r, N, flag) == 0, "flat for 3 h 55");
	r[97].v = 20.5;
	validate_day(&FLOW, r, N, flag);
	ok(flagged(VALID_FLATLINE) == 48 && flag[50] && flag[97],
	    "flat for four hours, all of it");
	shut.max = NAN;
	ok(validate_day(&shut, r, N, flag) == 0, "not to be told without max");
	for (int i = 50; i < 98; i++)
		r[i].v = 0;
	ok(validate_day(&FLOW, r, N, flag) == VALID_FLATLINE,
	    "four hours of 0");
	shut = FLOW;
	shut.closed = 1;
	ok(validate_day(&shut, r, N, flag) == 0, "are legal at a shut inlet");
	quiet_day();
	for (int i = 0; i < 73; i++)
		r[i].v = 20;
	ok(validate_day(&PRESSURE, r, N, flag) == 0,
	    "a flat pressure is not left out");
	validate_marks(&PRESSURE, r, N, -1, flag);
	ok(flagged(VALID_FLATLINE) == 73, "but marked after six hours");
}

static void
test_marks(void)
{
	struct reading few[] = {{5, 600, QUALITY_GOOD}, {5, 900, QUALITY_GOOD},
	    {5, 1500, QUALITY_GOOD}, {-2, 1950, QUALITY_GOOD}};
	uint16_t f[4] = {0};
	struct validate_rules p = PRESSURE;

	validate_marks(&p, few, 4, -1, f);
	ok(!f[0] && !f[1] && f[2] == VALID_GAP && f[3] == VALID_NEGATIVE,
	    "600 s is a gap at 300 s, 450 s is not");
	memset(f, 0, sizeof f);
	validate_marks(&p, few, 4, 300, f);
	ok(f[0] == VALID_GAP, "after a reading of yesterday");
	memset(f, 0, sizeof f);
	validate_marks(&p, few, 4, 86400, f);
	ok(f[0] == (VALID_GAP | VALID_STALE), "silent for more than a day");
}

static void
test_outlier(void)
{
	struct validate_past *p = validate_past_new(STEP);
	struct reading one = {0, 3 * STEP, QUALITY_GOOD};
	uint16_t f;
	unsigned all = 0;

	/* 9, 10, 11 in turn: median 10, MAD 1 (after 8 days of 0, 1, 2
	 * deviations), limit 3 * 1.4826 = 4.45 */
	for (int d = 0; d < 27; d++) {
		one.v = 9 + d % 3;
		f = 0;
		validate_past_day(p, d, &one, 1, &f);
		all |= f;
	}
	ok(all == 0, "days like one another have none");
	one.v = 14.4;
	f = 0;
	validate_past_day(p, 27, &one, 1, &f);
	ok(f == 0, "4.4 away from the median");
	one.v = 14.5;
	f = 0;
	validate_past_day(p, 28, &one, 1, &f);
	ok(f == VALID_OUTLIER, "4.5 away");
	one.v = 100;
	f = 0;
	validate_past_day(p, 100, &one, 1, &f);
	ok(f == 0, "what lies four weeks back says nothing");
	validate_past_free(p);
}

static void
test_words(void)
{
	char buf[VALID_BUF];

	ok(strcmp(validate_words(VALID_SPIKE | VALID_GAP, buf), "spike gap") ==
		0,
	    "words");
	ok(strlen(validate_words((1 << VALID_FLAGS) - 1, buf)) < VALID_BUF - 1,
	    "all of them have room");
}

int
main(void)
{
	test_range();
	test_spike();
	test_flat();
	test_marks();
	test_outlier();
	test_words();
	return tap_done();
}
