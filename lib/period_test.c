#include "period.h"

#include <string.h>

#include "tap.h"

static int64_t
day(const char *s)
{
	int64_t d = 0;

	cal_parse_day(s, &d);
	return d;
}

static void
test_parse(void)
{
	static const char *const bad[] = {"", "min", "7min", "1", "0min", "24h",
	    "5h", "-1h", "1.5h", "2d", "1 h", "1mons", "1440min",
	    "99999999999999min"};
	struct period_step s = {0};
	int all = 1;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		all &= period_parse(bad[i], &s) == -1;
	ok(all, "what is no step, or does not divide a day, is refused");
	ok(period_parse("15min", &s) == 0 && s.kind == PERIOD_CLOCK &&
		s.n == 900,
	    "15min");
	ok(period_parse("12h", &s) == 0 && s.n == 43200, "12h");
	ok(period_parse("1y", &s) == 0 && s.kind == PERIOD_MONTHS && s.n == 12,
	    "1y");
}

/* The days at which steps begin, as text, blank between them. */
static void
steps(const char *step, const char *from, const char *to, const char *want)
{
	struct zone *z = zone_new("Asia/Shanghai");
	struct period p = {.from = day(from), .to = day(from)};
	struct period_step s;
	char got[400] = "", b[CAL_BUF];
	int64_t end = 0;
	int joined = 1;

	period_parse(step, &s);
	while (period_next(&s, z, day(to), &p)) {
		joined &= end == 0 || end == p.from;
		end = p.to;
		strcat(strcat(got, cal_day_text(p.from, b)), " ");
	}
	ok(strcmp(got, want) == 0 && joined && end == day(to), want);
	zone_free(z);
}

static void
test_steps(void)
{
	steps("1mon", "2025-11-15", "2026-02-10",
	    "2025-11-15 2025-12-01 2026-01-01 2026-02-01 ");
	steps("1y", "2024-03-01", "2026-01-01", "2024-03-01 2025-01-01 ");
	steps("1d", "2026-02-27", "2026-03-02",
	    "2026-02-27 2026-02-28 2026-03-01 ");
	steps("all", "2026-02-27", "2026-03-02", "2026-02-27 ");
}

/* Days of 23 and 25 hours, by the European rule. */
static void
test_clock(void)
{
	static const struct {
		const char *day, *step;
		int n;
		int32_t last; /* length of the last step, s */
	} c[] = {{"2026-03-29", "1h", 23, 3600}, {"2026-10-25", "1h", 25, 3600},
	    {"2026-10-25", "6h", 5, 3600}, {"2026-03-29", "6h", 4, 18000},
	    {"2026-10-26", "15min", 96, 900}};
	struct zone *z = zone_new("Europe/Berlin");
	struct period_step s;

	for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
		struct period p = {.from = day(c[i].day), .to = day(c[i].day)};
		struct period before;
		int64_t end = zone_midnight(z, p.from);
		int n = 0, joined = 1, back = 1;

		period_parse(c[i].step, &s);
		while (period_next(&s, z, day(c[i].day) + 1, &p)) {
			joined &= period_start(&p, z) == end;
			end = period_end(&p, z);
			period_before(&s, z, &p, &before);
			back &= period_end(&before, z) == period_start(&p, z);
			n++;
		}
		ok(n == c[i].n && joined && back && p.b - p.a == c[i].last &&
			end == zone_midnight(z, day(c[i].day) + 1),
		    c[i].day);
	}
	zone_free(z);
}

static void
before(const char *step, int year, const char *from, const char *to,
    const char *want_from, const char *want_to)
{
	struct period p = {.from = day(from), .to = day(to)}, q;
	struct period_step s;
	int got = 0;

	period_parse(step, &s);
	if (year)
		got = period_year_before(&s, &p, &q);
	else
		period_before(&s, NULL, &p, &q);
	ok(want_from == NULL ?
		got == -1 :
		got == 0 && q.from == day(want_from) && q.to == day(want_to),
	    from);
}

static void
test_before(void)
{
	before(
	    "1mon", 0, "2026-03-01", "2026-04-01", "2026-02-01", "2026-03-01");
	before(
	    "1mon", 0, "2026-01-01", "2026-01-16", "2025-12-01", "2025-12-16");
	before(
	    "1mon", 0, "2026-03-01", "2026-03-31", "2026-02-01", "2026-02-28");
	before("1y", 0, "2026-01-01", "2027-01-01", "2025-01-01", "2026-01-01");
	before("1d", 0, "2026-03-01", "2026-03-02", "2026-02-28", "2026-03-01");
	before(
	    "all", 0, "2026-01-01", "2026-04-01", "2025-10-01", "2026-01-01");
	before(
	    "all", 0, "2026-02-16", "2026-02-24", "2026-02-08", "2026-02-16");
	before(
	    "1mon", 1, "2024-02-01", "2024-03-01", "2023-02-01", "2023-03-01");
	before("1d", 1, "2024-02-29", "2024-03-01", NULL, NULL);
	before("1d", 1, "2025-02-28", "2025-03-01", "2024-02-28", "2024-02-29");
	before(
	    "all", 1, "2026-02-16", "2026-02-24", "2025-02-16", "2025-02-24");
}

int
main(void)
{
	test_parse();
	test_steps();
	test_clock();
	test_before();
	return tap_done();
}
