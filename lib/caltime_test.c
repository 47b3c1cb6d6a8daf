#include "caltime.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "tap.h"

static void
test_civil(void)
{
	int y, m, d, all = 1;
	int64_t n;

	ok(cal_day(1970, 1, 1) == 0, "the epoch");
	ok(cal_day(2000, 3, 1) == 11017, "2000-03-01 is day 11017");
	for (int64_t i = -1000; i < 60000; i++) {
		cal_civil(i, &y, &m, &d);
		all &= cal_day(y, m, d) == i;
	}
	ok(all, "every day there and back");
	ok(cal_parse_day("2026-02-30", &n) == -1, "no 30th of February");
	ok(cal_parse_day("2024-02-29", &n) == 0 && n == 19782, "a leap day");
	ok(cal_parse_day("2026-2-3", &n) == -1, "two digits, always");
}

static void
test_periods(void)
{
	int64_t a, b;

	ok(cal_parse_month("2026-12", &a, &b) == 0 && b - a == 31, "December");
	ok(cal_parse_month("2026-13", &a, &b) == -1, "no 13th month");
	ok(cal_parse_quarter("2026-Q1", &a, &b) == 0 && b - a == 90, "Q1");
	ok(cal_parse_quarter("2026-Q5", &a, &b) == -1, "no fifth quarter");
	ok(cal_parse_year("2024", &a, &b) == 0 && b - a == 366, "a leap year");
}

static void
test_stamp(void)
{
	struct cal_stamp s;

	ok(cal_parse_stamp("2026-03-01T03:05:00+08:00", &s) == 0 &&
		s.has_offset && s.offset == 28800 && s.clock == 11100,
	    "RFC 3339 with offset");
	ok(cal_parse_stamp("2026-03-01 03:05", &s) == 0 && !s.has_offset,
	    "a blank and no seconds");
	ok(cal_parse_stamp("2026-03-01 24:00", &s) == 0 && s.clock == 86400,
	    "24:00");
	ok(cal_parse_stamp("2026-03-01 24:01", &s) == -1, "not 24:01");
	ok(cal_parse_stamp("2026-03-01 03:05:00.500", &s) == -1,
	    "no half seconds");
	ok(cal_parse_stamp("2026-03-01 03:05:00.000", &s) == 0,
	    "a fraction that is nothing");
	ok(cal_parse_stamp("2026-03-01", &s) == -1, "a day is not a time");
	ok(cal_parse_format("1/3/2026 4:07", "%d/%m/%Y %H:%M", &s) == 0 &&
		s.day == cal_day(2026, 3, 1) && s.clock == 4 * 3600 + 7 * 60,
	    "a pattern, short numbers");
	ok(cal_parse_format("2026年3月1日 04:07", "%Y年%m月%d日 %H:%M", &s) ==
		    0 &&
		s.clock == 4 * 3600 + 7 * 60,
	    "a Chinese pattern");
	ok(cal_parse_format("01/03/2026 4:07 x", "%d/%m/%Y %H:%M", &s) == -1,
	    "nothing may follow");
	/* 1772306700 is 2026-02-28T19:25:00Z; Excel shows 46082.142361111 as
	 * 2026-03-01 03:25. */
	ok(cal_parse_format("1772306700", "epoch", &s) == 0 && s.has_offset &&
		s.offset == 0 && s.day == cal_day(2026, 2, 28) &&
		s.clock == 19 * 3600 + 25 * 60,
	    "seconds since 1970");
	ok(cal_parse_format("-1", "epoch", &s) == -1, "none before");
	ok(cal_parse_format("46082.142361111", "excel", &s) == 0 &&
		!s.has_offset && s.day == cal_day(2026, 3, 1) &&
		s.clock == 3 * 3600 + 25 * 60,
	    "Excel's days");
	ok(cal_parse_format("46082", "excel", &s) == 0 && s.clock == 0,
	    "Excel's midnight");
	ok(cal_parse_format("1772306700999", "epoch_ms", &s) == 0 &&
		s.day == 20512 && s.clock == 19 * 3600 + 25 * 60,
	    "milliseconds are cut to seconds");
	/* day 20513 is 2026-03-01: python3 date.toordinal less 719163 */
	ok(cal_parse_format(
	       "Mar 1, 2026 12:07:09 AM", "%b %e, %Y %I:%M:%S %p", &s) == 0 &&
		s.day == 20513 && s.clock == 7 * 60 + 9,
	    "a month by name; half past midnight is 12:30 AM");
	ok(cal_parse_format("1-MARCH-26 12:00pm", "%d-%B-%y %I:%M%p", &s) ==
		    0 &&
		s.day == 20513 && s.clock == 12 * 3600,
	    "names in any case; noon is 12 PM");
	ok(cal_parse_format("2026年3月1日 星期日 下午3:05",
	       "%Y年%m月%d日 %A %p%I:%M", &s) == 0 &&
		s.day == 20513 && s.clock == 15 * 3600 + 300,
	    "Chinese halves and weekdays");
	ok(cal_parse_format("2026060 0405", "%Y%j %H%M", &s) == 0 &&
		s.day == 20513 && s.clock == 4 * 3600 + 300,
	    "day 60 of a year");
	ok(cal_parse_format("2026366", "%Y%j", &s) == -1 &&
		cal_parse_format("2028366", "%Y%j", &s) == 0,
	    "day 366 only in a leap year");
	ok(cal_parse_format("2026-03-01   04:05:06.123", "%F%n%T.%f", &s) ==
		    0 &&
		s.clock == 4 * 3600 + 306 &&
		cal_parse_format("2026-03-01 04:05:06", "%F%n%T%f", &s) == 0 &&
		cal_parse_format(
		    "2026-03-01 04:05:06,000Z", "%F%n%T%f%z", &s) == 0,
	    "%f cuts a fraction, blanks may be many");
	ok(cal_parse_format("2026-03-01 04:05:06.123", "%F %T", &s) == -1 &&
		cal_parse_format("2026-03-01 04:05:06.000", "%F %T", &s) == 0,
	    "without %f a fraction must be 0");
	ok(cal_parse_format("13:00 PM 2026-03-01", "%I:%M %p %F", &s) == -1 &&
		cal_parse_format("0:00 AM 2026-03-01", "%I:%M %p %F", &s) == -1,
	    "twelve hours are 1 to 12");
	ok(cal_parse_format("03/01/26 24:00", "%D %R", &s) == 0 &&
		s.day == 20513 && s.clock == 86400,
	    "24:00 in any pattern");
	ok(!cal_format_valid("%F %I:%M") && !cal_format_valid("%F %H:%M %p") &&
		cal_format_valid("%F %I:%M %p"),
	    "twelve hours need their half, and the half twelve hours");
	ok(!cal_format_valid("%d/%m"), "a pattern needs a year");
	ok(!cal_format_valid("%Y%m%d %Q"), "an unknown field");
}

static void
test_odd_days(void)
{
	struct zone *z = zone_new("Europe/Rome");
	int64_t spring = cal_day(2021, 3, 28), autumn = cal_day(2021, 10, 31);
	int64_t t, later;
	struct cal_stamp s = {.day = autumn, .clock = 2 * 3600};
	char buf[CAL_BUF];

	ok(z != NULL, "Europe/Rome is known");
	ok(zone_midnight(z, spring + 1) - zone_midnight(z, spring) == 23 * 3600,
	    "a day of 23 hours");
	ok(zone_midnight(z, autumn + 1) - zone_midnight(z, autumn) == 25 * 3600,
	    "a day of 25 hours");
	ok(zone_instant(z, spring, 2 * 3600 + 1800, &t, NULL) == -1 &&
		t == 1616893200,
	    "02:30 does not exist in spring");
	ok(zone_instant(z, autumn, 2 * 3600, &t, &later) == 0 &&
		t == 1635638400 && later == 1635642000,
	    "02:00 twice in autumn");
	cal_instant(&s, z, INT64_MIN, &t);
	ok(t == 1635638400, "the first 02:00 first");
	cal_instant(&s, z, t, &t);
	ok(t == 1635642000, "then the second");
	ok(!strcmp(cal_instant_text(z, t, buf), "2021-10-31T02:00:00+01:00"),
	    "printed with its offset");
	ok(zone_day(z, zone_midnight(z, autumn + 1) - 1) == autumn,
	    "the last second of a long day");
	zone_free(z);
	ok(zone_new("Europe/Atlantis") == NULL, "an unknown zone is refused");
	ok(zone_new("") == NULL, "so is no name");
}

/* Against the C library, at random instants in odd zones. */
static void
test_against_libc(void)
{
	static const char *const names[] = {"Asia/Shanghai", "Europe/Rome",
	    "America/Sao_Paulo", "Australia/Lord_Howe", "Africa/Casablanca",
	    "CST-8"};
	unsigned long long r = 7;
	int all = 1;

	for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
		struct zone *z = zone_new(names[k]);

		setenv("TZ", names[k], 1);
		tzset();
		for (int i = 0; i < 20000; i++) {
			struct tm tm;
			time_t t;
			int64_t day, first, later;

			r = r * 6364136223846793005ULL + 1442695040888963407ULL;
			t = (time_t)((r >> 20) % 4000000000ULL);
			localtime_r(&t, &tm);
			day = zone_day(z, t);
			all &= tm.tm_gmtoff == zone_offset(z, t) &&
			       day == cal_day(tm.tm_year + 1900, tm.tm_mon + 1,
					  tm.tm_mday) &&
			       zone_midnight(z, day) <= t &&
			       t < zone_midnight(z, day + 1);
			all &=
			    zone_instant(z, day,
				tm.tm_hour * 3600 + tm.tm_min * 60 + tm.tm_sec,
				&first, &later) == 0 &&
			    (first == t || later == t);
		}
		zone_free(z);
	}
	unsetenv("TZ");
	tzset();
	ok(all, "offset, day and instant agree with the C library");
}

/* Five years by odd steps, summer and winter time. */
static void
test_text(void)
{
	static const char *const names[] = {
	    "Asia/Shanghai", "Europe/Berlin", "America/St_Johns", "UTC"};
	char buf[CAL_BUF];
	int all = 1;

	for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
		struct zone *z = zone_new(names[k]);
		struct cal_text c = {.z = z};

		for (int64_t t = 1577836800; t < 1735689600; t += 1801)
			all &= strcmp(cal_text(&c, t),
				   cal_instant_text(z, t, buf)) == 0;
		all &=
		    strcmp(cal_text(&c, 0), cal_instant_text(z, 0, buf)) == 0;
		zone_free(z);
	}
	ok(all, "many instants: the text of each");
}

int
main(void)
{
	test_civil();
	test_periods();
	test_stamp();
	test_odd_days();
	test_against_libc();
	test_text();
	return tap_done();
}
