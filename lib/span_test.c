/*
 * Periods: weeks, cuts, the year to date, comparisons.  Dates by hand, weeks
 * of ISO 8601 checked with GNU date +%G-W%V.
 */
#include "span.h"

#include <string.h>

#include "caltime.h"
#include "tap.h"

static int
is(const struct span *s, int y, int m, int d, int64_t days, const char *name)
{
	return s->from == cal_day(y, m, d) && s->to - s->from == days &&
	       strcmp(s->name, name) == 0;
}

static void
weeks(void)
{
	int64_t a, b;

	ok(span_parse_week("2026-W01", &a, &b) == 0 &&
		a == cal_day(2025, 12, 29) && b == a + 7,
	    "begins in the year before");
	ok(span_parse_week("2020-W53", &a, &b) == 0 &&
		a == cal_day(2020, 12, 28),
	    "a year of 53 weeks");
	ok(span_parse_week("2026-W53", &a, &b) == 0 &&
		a == cal_day(2026, 12, 28),
	    "2026 has one too");
	ok(span_parse_week("2025-W53", &a, &b) < 0, "2025 has none");
	ok(span_parse_week("2026-W00", &a, &b) < 0 &&
		span_parse_week("2026-10", &a, &b) < 0 &&
		span_parse_week("2026-W1", &a, &b) < 0 &&
		span_parse_week("2026-W10x", &a, &b) < 0,
	    "no weeks");
}

static void
cuts(void)
{
	struct spans s = {0};

	ok(spans_cut(&s, cal_day(2026, 1, 15), cal_day(2026, 3, 1), "month") ==
		0,
	    "by month");
	ok(s.n == 2 && is(&s.p[0], 2026, 1, 15, 17, "2026-01-15..2026-01-31") &&
		is(&s.p[1], 2026, 2, 1, 28, "2026-02"),
	    "a part of January, February");
	spans_release(&s);
	ok(spans_cut(&s, cal_day(2026, 1, 1), cal_day(2026, 1, 13), "week") ==
		0,
	    "by week");
	ok(s.n == 3 && is(&s.p[0], 2026, 1, 1, 4, "2026-01-01..2026-01-04") &&
		is(&s.p[1], 2026, 1, 5, 7, "2026-W02") &&
		is(&s.p[2], 2026, 1, 12, 1, "2026-01-12"),
	    "Monday is the first");
	spans_release(&s);
	spans_cut(&s, cal_day(2024, 1, 1), cal_day(2026, 1, 1), "year");
	ok(s.n == 2 && is(&s.p[0], 2024, 1, 1, 366, "2024"), "by year");
	spans_release(&s);
	spans_cut(&s, cal_day(2026, 1, 1), cal_day(2027, 1, 1), "quarter");
	ok(s.n == 4 && is(&s.p[3], 2026, 10, 1, 92, "2026-Q4"), "by quarter");
	spans_release(&s);
	ok(spans_cut(&s, 0, 10, "fortnight") < 0, "by what?");
}

static void
compare(void)
{
	struct spans s = {0};
	int64_t a, b;

	ok(span_parse_ytd("2024-02-29", &a, &b) == 0 &&
		a == cal_day(2024, 1, 1) && b == cal_day(2024, 3, 1),
	    "to a leap day");
	ok(span_parse_ytd("2026-03", &a, &b) == 0 && b == cal_day(2026, 4, 1),
	    "to a month's end");
	ok(span_parse_ytd("2026", &a, &b) < 0, "to where?");

	spans_add(&s, cal_day(2024, 2, 1), cal_day(2024, 3, 1), "2024-02");
	ok(spans_compare(&s, "last-year", 0) == 0 && s.n == 3 &&
		is(&s.p[1], 2023, 2, 1, 28, "2023-02"),
	    "the whole February of a year without leap day");
	ok(s.p[2].minus_a == 0 && s.p[2].minus_b == 1 &&
		strcmp(s.p[2].name, "2024-02 - 2023-02") == 0,
	    "and the difference by name");
	spans_release(&s);
	spans_add(&s, cal_day(2026, 1, 1), cal_day(2026, 4, 1), "ytd 2026-Q1");
	spans_compare(&s, "previous", 1);
	ok(s.n == 3 && s.p[1].to == cal_day(2026, 3, 1) &&
		s.p[1].from == cal_day(2026, 1, 1),
	    "the year to date of the month before");
	spans_release(&s);
	spans_add(&s, cal_day(2026, 1, 1), cal_day(2026, 2, 1), "ytd");
	spans_compare(&s, "previous", 1);
	ok(s.n == 1, "before January there is none");
	spans_release(&s);
	spans_add(&s, cal_day(2026, 3, 1), cal_day(2026, 4, 1), "2026-03");
	spans_compare(&s, "previous", 0);
	ok(is(&s.p[1], 2026, 2, 1, 28, "2026-02"), "the month before");
	spans_release(&s);
	spans_add(&s, cal_day(2026, 3, 10), cal_day(2026, 3, 15), "five days");
	spans_compare(&s, "previous", 0);
	ok(is(&s.p[1], 2026, 3, 5, 5, "2026-03-05..2026-03-09"),
	    "as many days before");
	ok(spans_compare(&s, "never", 0) < 0, "with what?");
	spans_release(&s);
}

int
main(void)
{
	weeks();
	cuts();
	compare();
	return tap_done();
}
