/* Cells are where they were put, whatever the numbers of points and slots. */
#include "sweepday.h"

#include <stdlib.h>

#include "rnd.h"
#include "tap.h"
#include "xalloc.h"

enum { DAY = 86400 };

/* What a point's slot holds in these tests; some are empty. */
static uint64_t
cell_of(size_t point, size_t slot)
{
	return (point * 31 + slot * 17) % 10 == 0 ?
		   SWEEP_NONE :
		   sweep_cell((double)point + (double)slot / 4096);
}

static void
put_all(struct sweepday *s, size_t from, size_t to)
{
	for (size_t i = 0; i < s->slots; i++) {
		uint64_t *at =
		    sweepday_at(s, s->from + s->phase + (int64_t)i * s->step);

		for (size_t p = from; p < to; p++)
			at[p] = cell_of(p, i);
	}
}

static int
is_point(size_t point, const uint64_t *cell, size_t slots)
{
	for (size_t i = 0; i < slots; i++)
		if (cell[i] != cell_of(point, i))
			return 0;
	return 1;
}

/* 1 if all points come out as they were put in. */
static int
gathers(struct sweepday *s, size_t points)
{
	uint64_t *out[SWEEP_BLOCK];
	int good = 1;

	for (size_t k = 0; k < SWEEP_BLOCK; k++)
		out[k] = xmalloc(s->slots * sizeof **out);
	for (size_t p = 0; p < points; p += SWEEP_BLOCK) {
		sweepday_gather(s, p, out);
		for (size_t k = 0; k < SWEEP_BLOCK && p + k < points; k++)
			good &= is_point(p + k, out[k], s->slots);
	}
	for (size_t k = 0; k < SWEEP_BLOCK; k++)
		free(out[k]);
	return good;
}

static int
round_trip(struct sweepday *s, size_t points, size_t more)
{
	int32_t step = 300 * (1 + (int32_t)rnd(12));
	int32_t phase = (int32_t)rnd((unsigned)step);
	int good = sweepday_begin(s, 7, 1000, DAY, phase, step, points) == 0;

	put_all(s, 0, points);
	good &= sweepday_widen(s, points + more) == 0;
	put_all(s, points, points + more);
	good &= gathers(s, points + more);
	sweepday_end(s);
	return good;
}

static void
test_round_trips(void)
{
	struct sweepday s = {.day = INT64_MIN};
	int good = 1;

	for (int k = 0; k < 200; k++)
		good &= round_trip(&s, 1 + rnd(60), rnd(40));
	ok(good, "200 days come out as they went in");
	sweepday_free(&s);
}

static void
test_instants(void)
{
	struct sweepday s = {.day = INT64_MIN};
	uint64_t column[96], eight[SWEEP_BLOCK][96], *out[SWEEP_BLOCK];
	size_t first;

	sweepday_begin(&s, 7, 100000, DAY, 60, 900, 10);
	ok(s.slots == 96, "a quarter of an hour has 96 a day");
	ok(sweepday_has(&s, 100000) && !sweepday_has(&s, 99999),
	    "a day begins with its first instant");
	ok(sweepday_has(&s, 186399) && !sweepday_has(&s, 186400),
	    "and ends before the next");
	ok(sweepday_at(&s, 100000) == NULL && sweepday_at(&s, 100061) == NULL,
	    "no cells before the grid, or beside it");
	ok(sweepday_at(&s, 100060 + 95 * 900) ==
		sweepday_at(&s, 100060) + 95 * s.stride,
	    "the last instant has the last cells");
	sweepday_end(&s);

	sweepday_begin(&s, 8, 100000, DAY, 60, 900, 10);
	ok(sweepday_slots(&s, &first) == 0, "a new day has no cells");
	sweepday_at(&s, 100060 + 3 * 900)[3] = sweep_cell(-0.0);
	sweepday_at(&s, 100060 + 5 * 900)[2] = sweep_cell(7);
	ok(sweepday_slots(&s, &first) == 3 && first == 3,
	    "cells from the first instant that came to the last");
	for (int k = 0; k < SWEEP_BLOCK; k++)
		out[k] = eight[k];
	sweepday_gather(&s, 0, out);
	ok(eight[3][0] == sweep_cell(-0.0) && eight[3][1] == SWEEP_NONE &&
		eight[2][2] == sweep_cell(7) && eight[2][0] == SWEEP_NONE,
	    "between them there is nothing");
	sweepday_leave(&s, 4);
	sweepday_take(&s, 3, column);
	ok(column[0] == sweep_cell(-0.0) && column[1] == SWEEP_NONE &&
		column[2] == SWEEP_NONE,
	    "a point's cells are taken, signs and all");
	ok(sweepday_at(&s, 100060 + 3 * 900)[3] == SWEEP_ELSEWHERE &&
		sweepday_at(&s, 100060 + 4 * 900)[4] == SWEEP_ELSEWHERE &&
		sweepday_at(&s, 100060 + 4 * 900)[5] == SWEEP_NONE,
	    "what comes behind them goes elsewhere");
	sweepday_widen(&s, 200);
	ok(sweepday_at(&s, 100060 + 3 * 900)[3] == SWEEP_ELSEWHERE &&
		sweepday_at(&s, 100060 + 5 * 900)[2] == sweep_cell(7) &&
		sweepday_at(&s, 100060 + 6 * 900)[3] == SWEEP_ELSEWHERE &&
		sweepday_at(&s, 100060 + 6 * 900)[199] == SWEEP_NONE,
	    "and does so when there are more points");
	sweepday_end(&s);
	ok(!sweepday_has(&s, 100000), "a day that is over has no instants");
	ok(sweepday_begin(&s, 7, 0, DAY, 0, 1, 1000) < 0 &&
		!sweepday_has(&s, 0),
	    "a thousand points by the second are too many cells");
	sweepday_free(&s);
}

int
main(void)
{
	rnd_seed = 5;
	test_round_trips();
	test_instants();
	return tap_done();
}
