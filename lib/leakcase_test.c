/*
 * The life of alarms, from reports made by hand.
 */
#include <string.h>

#include "leakcase.h"
#include "tap.h"

enum { SLOTS = 24 };

static struct leakwatch w;
static int changed[LEAK_CASES];

/* A rise or fall at the start of a day, found at its end. */
static struct leak_report
report(int day, int rise, double size, enum leak_path path)
{
	return (struct leak_report){.what = LEAK_CHANGE,
	    .path = path,
	    .rise = rise,
	    .day = day,
	    .found_day = day,
	    .found_step = SLOTS,
	    .size = size,
	    .lo = size - 1,
	    .hi = size + 1,
	    .base = rise ? 20 : 20 + size,
	    .sigma = 0.5,
	    .mean = 50};
}

static void
take(struct leakcases *cs, int day, const struct leak_report *r, int n)
{
	leakcases_day(cs, &w, r, n, day, changed);
}

static void
one_burst(void)
{
	struct leakcases cs = {.n = 0};
	struct leak_report r = report(100, 1, 6, LEAK_JUMP);

	take(&cs, 100, &r, 1);
	ok(cs.n == 1 && cs.c[0].state == LEAK_OPEN && changed[0],
	    "a rise opens an alarm");
	near(cs.c[0].volume, 6 * 24, 1e-9, "a day of it");
	take(&cs, 101, NULL, 0);
	near(cs.c[0].volume, 6 * 48, 1e-9, "and another");
	r = report(102, 1, 3, LEAK_CUSUM);
	take(&cs, 102, &r, 1);
	ok(cs.n == 1 && cs.c[0].state == LEAK_GROWN, "a smaller rise grows it");
	near(cs.c[0].r.size, 9, 1e-9, "to the sum");
	r = report(103, 1, 4, LEAK_FAST);
	take(&cs, 103, &r, 1);
	ok(cs.n == 2, "a fast one is another");
	r = report(104, 0, 8.5, LEAK_JUMP);
	r.base = 33; /* of 20, 9 and 4 */
	take(&cs, 104, &r, 1);
	ok(cs.c[0].state == LEAK_CLOSED && cs.c[1].state == LEAK_OPEN &&
		changed[0] && !changed[1],
	    "a fall closes the one of its size");
	near((double)cs.c[0].end_day, 104, 0, "on its day");
	/* 6 on days 100 to 102, 3 more on days 102 and 103 */
	near(cs.c[0].volume, (6 * 4 + 3 * 2) * 24, 1e-9, "what it cost");
	r = report(110, 1, 8, LEAK_CUSUM);
	take(&cs, 110, &r, 1);
	ok(cs.n == 2 && cs.c[0].state != LEAK_CLOSED,
	    "the like within four weeks opens it again");
	leakcase_close(&cs.c[0], 112, 12, SLOTS);
	ok(cs.c[0].state == LEAK_CLOSED && cs.c[0].final, "a person closes it");
	r = report(115, 1, 8, LEAK_CUSUM);
	take(&cs, 115, &r, 1);
	ok(cs.n == 3 && cs.c[0].state == LEAK_CLOSED, "for good");
	leakcases_drop(&cs, 140);
	ok(cs.n == 3, "kept for four weeks");
	leakcases_drop(&cs, 141);
	ok(cs.n == 2, "then forgotten");
}

/* How large and how long after its last rise another one is its own. */
static void
its_own(void)
{
	struct leakcases cs = {.n = 0};
	struct leak_report r = report(100, 1, 6, LEAK_JUMP);

	take(&cs, 100, &r, 1);
	r = report(106, 1, 11, LEAK_CUSUM);
	take(&cs, 106, &r, 1);
	ok(cs.n == 1, "in the first week less than twice the size");
	r = report(141, 1, 16, LEAK_CUSUM);
	take(&cs, 141, &r, 1);
	ok(cs.n == 1, "up to five weeks a smaller one than the 17 it was");
	r = report(149, 1, 34, LEAK_CUSUM);
	take(&cs, 149, &r, 1);
	ok(cs.n == 2, "a larger one than the 33 after a week is another");
	cs.n = 1;
	r = report(177, 1, 1, LEAK_CUSUM);
	take(&cs, 177, &r, 1);
	ok(cs.n == 2, "as is any after more than five");
	cs.n = 1;
	cs.c[0].r.size = 60; /* has crept there meanwhile */
	r = report(150, 1, 34, LEAK_CUSUM);
	take(&cs, 150, &r, 1);
	ok(cs.n == 2, "what it crept to since does not hide a faster one");
}

static void
short_one(void)
{
	struct leakcases cs = {.n = 0};
	struct leak_report r = report(100, 1, 20, LEAK_FAST);

	r.what = LEAK_PROVISIONAL;
	r.step = 9;
	take(&cs, 100, &r, 1);
	ok(cs.n == 1 && cs.c[0].state == LEAK_TENTATIVE, "provisional");
	r.what = LEAK_SHORT;
	take(&cs, 101, &r, 1);
	ok(cs.c[0].state == LEAK_OVER, "short");
	leakcases_drop(&cs, 101);
	ok(cs.n == 0, "and gone");
}

static void
all_back(void)
{
	struct leakcases cs = {.n = 0};
	struct leak_report r = report(100, 1, 6, LEAK_FAST);

	take(&cs, 100, &r, 1);
	r = report(105, 1, 5, LEAK_FAST);
	take(&cs, 105, &r, 1);
	r = report(110, 0, 11, LEAK_JUMP); /* from 31 to 20 */
	take(&cs, 110, &r, 1);
	ok(cs.n == 2 && cs.c[0].state == LEAK_CLOSED &&
		cs.c[1].state == LEAK_CLOSED,
	    "the old level closes all");
}

static void
many(void)
{
	struct leakcases cs = {.n = 0};

	for (int i = 0; i < LEAK_CASES + 3; i++) {
		struct leak_report r = report(100 + i, 1, 5, LEAK_FAST);

		take(&cs, 100 + i, &r, 1);
	}
	ok(cs.n == LEAK_CASES && cs.c[0].r.day == 103,
	    "of too many the oldest are left to the ledger");
}

int
main(void)
{
	leakwatch_init(&w, SLOTS, 2, 5);
	one_burst();
	its_own();
	short_one();
	all_back();
	many();
	return tap_done();
}
