/*
 * The civil calendar, and times as we write them.
 */
#include "caltime_private.h"

#include <stdio.h>
#include <string.h>

/* --- civil dates --- */

/* Days of the months before, counting years from March: then the odd day of a
 * leap year comes last and needs no case of its own. */
int64_t
cal_day(int year, int month, int mday)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t yoe = y - era * 400;
	int64_t doy =
	    (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + mday - 1;

	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

void
cal_civil(int64_t day, int *year, int *month, int *mday)
{
	int64_t z = day + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;

	*mday = (int)(doy - (153 * mp + 2) / 5 + 1);
	*month = (int)(mp < 10 ? mp + 3 : mp - 9);
	*year = (int)(yoe + era * 400) + (*month <= 2);
}

static int
leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int
cal_year_days(int year)
{
	return leap(year) ? 366 : 365;
}

int
cal_weekday(int64_t day)
{
	enum { THURSDAY = 3 }; /* 1970-01-01 */

	return (int)(((day + THURSDAY) % 7 + 7) % 7);
}

int
cal_valid(int year, int month, int mday)
{
	static const int len[] = {
	    31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return year >= CAL_YEAR_FIRST && year < CAL_YEAR_END && month >= 1 &&
	       month <= 12 && mday >= 1 &&
	       mday <= len[month - 1] + (month == 2 && leap(year));
}

/* --- text --- */

static int
date(const char **s, int64_t *day)
{
	int y, m, d;

	if ((y = cal_digits(s, 4)) < 0 || !cal_take(s, '-') ||
	    (m = cal_digits(s, 2)) < 0 || !cal_take(s, '-') ||
	    (d = cal_digits(s, 2)) < 0 || !cal_valid(y, m, d))
		return -1;
	*day = cal_day(y, m, d);
	return 0;
}

int
cal_zero_fraction(const char **s)
{
	if (!cal_take(s, '.'))
		return 0;
	if (**s != '0')
		return -1;
	while (cal_take(s, '0'))
		;
	return **s >= '1' && **s <= '9' ? -1 : 0;
}

int
cal_clock_ok(int h, int m, int sec)
{
	return (h < 24 && m < 60 && sec < 60) ||
	       (h == 24 && m == 0 && sec == 0);
}

static int
clock_time(const char **s, int32_t *clock)
{
	int h, m, sec = 0;

	if ((h = cal_digits(s, 2)) < 0 || !cal_take(s, ':') ||
	    (m = cal_digits(s, 2)) < 0)
		return -1;
	if (cal_take(s, ':') &&
	    ((sec = cal_digits(s, 2)) < 0 || cal_zero_fraction(s) < 0))
		return -1;
	if (!cal_clock_ok(h, m, sec))
		return -1;
	*clock = h * 3600 + m * 60 + sec;
	return 0;
}

int
cal_utc_offset(const char **s, int32_t *offset)
{
	int sign = 1, h, m = 0;

	*offset = 0;
	if (cal_take(s, 'Z') || cal_take(s, 'z'))
		return 0;
	if (cal_take(s, '-'))
		sign = -1;
	else if (!cal_take(s, '+'))
		return -1;
	if ((h = cal_digits(s, 2)) < 0)
		return -1;
	if (**s != '\0') {
		cal_take(s, ':');
		if ((m = cal_digits(s, 2)) < 0)
			return -1;
	}
	if (h > 14 || m > 59)
		return -1;
	*offset = sign * (h * 3600 + m * 60);
	return 0;
}

int
cal_parse_day(const char *s, int64_t *day)
{
	int64_t d;

	if (date(&s, &d) < 0 || *s != '\0')
		return -1;
	*day = d;
	return 0;
}

int
cal_parse_clock(const char *s, int32_t *clock)
{
	int32_t c;

	if (clock_time(&s, &c) < 0 || *s != '\0')
		return -1;
	*clock = c;
	return 0;
}

/* `months` months from the first day of month m of year y. */
static int
span(int y, int m, int months, int64_t *from, int64_t *to)
{
	int last = m + months;

	if (!cal_valid(y, m, 1))
		return -1;
	*from = cal_day(y, m, 1);
	*to = last > 12 ? cal_day(y + 1, last - 12, 1) : cal_day(y, last, 1);
	return 0;
}

int
cal_parse_month(const char *s, int64_t *from, int64_t *to)
{
	int y, m;

	if ((y = cal_digits(&s, 4)) < 0 || !cal_take(&s, '-') ||
	    (m = cal_digits(&s, 2)) < 0 || *s != '\0')
		return -1;
	return span(y, m, 1, from, to);
}

int
cal_parse_quarter(const char *s, int64_t *from, int64_t *to)
{
	int y, q;

	if ((y = cal_digits(&s, 4)) < 0 || !cal_take(&s, '-') ||
	    !cal_take(&s, 'Q') || (q = cal_digits(&s, 1)) < 1 || q > 4 ||
	    *s != '\0')
		return -1;
	return span(y, 3 * q - 2, 3, from, to);
}

int
cal_parse_year(const char *s, int64_t *from, int64_t *to)
{
	int y;

	if ((y = cal_digits(&s, 4)) < 0 || *s != '\0')
		return -1;
	return span(y, 1, 12, from, to);
}

int
cal_parse_stamp(const char *s, struct cal_stamp *out)
{
	struct cal_stamp st = {0};

	if (date(&s, &st.day) < 0 ||
	    (!cal_take(&s, 'T') && !cal_take(&s, ' ')) ||
	    clock_time(&s, &st.clock) < 0)
		return -1;
	if (*s != '\0') {
		st.has_offset = 1;
		if (cal_utc_offset(&s, &st.offset) < 0 || *s != '\0')
			return -1;
	}
	*out = st;
	return 0;
}

int
cal_instant(
    const struct cal_stamp *s, const struct zone *z, int64_t after, int64_t *t)
{
	int64_t first, later;

	if (s->has_offset) {
		*t = s->day * CAL_DAY_S + s->clock - s->offset;
		return 0;
	}
	if (zone_instant(z, s->day, s->clock, &first, &later) < 0)
		return -1;
	*t = first > after ? first : later;
	return 0;
}

static void
two_digits(char *p, int n)
{
	p[0] = (char)('0' + n / 10);
	p[1] = (char)('0' + n % 10);
}

const char *
cal_day_text(int64_t day, char *buf)
{
	int y, m, d;

	cal_civil(day, &y, &m, &d);
	if (y < 0 || y > 9999) {
		snprintf(buf, CAL_BUF, "%04d-%02d-%02d", y, m, d);
		return buf;
	}
	two_digits(buf, y / 100);
	two_digits(buf + 2, y % 100);
	buf[4] = buf[7] = '-';
	two_digits(buf + 5, m);
	two_digits(buf + 8, d);
	buf[10] = '\0';
	return buf;
}

/* "HH:MM" behind a separator; where it ends. */
static char *
clock_text(char *p, char before, int sec)
{
	p[0] = before;
	two_digits(p + 1, sec / 3600);
	p[3] = ':';
	two_digits(p + 4, sec / 60 % 60);
	return p + 6;
}

const char *
cal_instant_text(const struct zone *z, int64_t t, char *buf)
{
	int32_t off = zone_offset(z, t);
	int64_t day = zone_day(z, t);
	int sec = (int)(t + off - day * CAL_DAY_S);
	char *p;

	cal_day_text(day, buf);
	p = clock_text(buf + strlen(buf), 'T', sec);
	p[0] = ':';
	two_digits(p + 1, sec % 60);
	p = clock_text(p + 3, off < 0 ? '-' : '+', off < 0 ? -off : off);
	*p = '\0';
	return buf;
}

const char *
cal_text(struct cal_text *c, int64_t t)
{
	enum { CLOCK = 11 }; /* of "YYYY-MM-DDT" */
	int sec;

	if (t < c->from || t >= c->to) {
		int64_t day = zone_day(c->z, t);

		c->from = zone_midnight(c->z, day);
		c->to = zone_midnight(c->z, day + 1);
		/* A day on which the clock is changed is not kept. */
		if (c->to - c->from != CAL_DAY_S)
			c->to = c->from;
		return cal_instant_text(c->z, t, c->buf);
	}
	sec = (int)(t - c->from);
	two_digits(c->buf + CLOCK, sec / 3600);
	two_digits(c->buf + CLOCK + 3, sec / 60 % 60);
	two_digits(c->buf + CLOCK + 6, sec % 60);
	return c->buf;
}
