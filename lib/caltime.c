#include "caltime.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#include "num.h"
#include "xalloc.h"

struct change {
	int64_t at;	/* from this instant on ... */
	int32_t offset; /* ... so many seconds east */
};

struct zone {
	char *name;
	struct change *change;
	size_t n;
};

/* Instants are those of 1970 to 2099; a day may be older, as mains are. */
enum { YEAR_FIRST = 1800, YEAR_END = 2100 };

/* --- zones --- */

/* glibc takes an unknown name for UTC without a word: look first. */
static int
zone_known(const char *name)
{
	const char *dir = getenv("TZDIR");
	char *path;
	int known;

	if (strcmp(name, "UTC") == 0 || strcmp(name, "UTC0") == 0)
		return 1;
	if (name[0] == '\0' || name[0] == '/' || strstr(name, "..") != NULL)
		return 0;
	path = xasprintf("%s/%s", dir ? dir : "/usr/share/zoneinfo", name);
	known = access(path, R_OK) == 0;
	free(path);
	/* A POSIX rule such as CST-8 has a digit and no slash. */
	return known || (strchr(name, '/') == NULL &&
			    strpbrk(name, "0123456789") != NULL);
}

static int32_t
system_offset(int64_t t)
{
	time_t tt = (time_t)t;
	struct tm tm;

	localtime_r(&tt, &tm);
	return (int32_t)tm.tm_gmtoff;
}

static void
add_change(struct zone *z, size_t *cap, int64_t at, int32_t offset)
{
	z->change = xgrow(z->change, z->n, cap, sizeof *z->change);
	z->change[z->n++] = (struct change){at, offset};
}

/* Looks at every week and halves the weeks in which the offset changes: no
 * zone changes twice within one. */
static void
find_changes(struct zone *z)
{
	/* Clocks were put back for a fast of a month, never for less. */
	const int64_t step = 14 * CAL_DAY_S;
	int64_t end = cal_day(YEAR_END, 1, 1) * CAL_DAY_S, lo, hi, mid;
	int32_t offset = system_offset(0), next;
	size_t cap = 0;

	add_change(z, &cap, INT64_MIN, offset);
	for (int64_t t = 0; t < end; t += step) {
		next = system_offset(t + step);
		if (next == offset)
			continue;
		for (lo = t, hi = t + step; hi - lo > 1;) {
			mid = lo + (hi - lo) / 2;
			if (system_offset(mid) == offset)
				lo = mid;
			else
				hi = mid;
		}
		add_change(z, &cap, hi, next);
		offset = next;
	}
}

struct zone *
zone_new(const char *name)
{
	struct zone *z;
	const char *env = getenv("TZ");
	char *old = env ? xstrdup(env) : NULL;

	if (!zone_known(name)) {
		free(old);
		return NULL;
	}
	z = xcalloc(1, sizeof *z);
	z->name = xstrdup(name);
	setenv("TZ", name, 1);
	tzset();
	find_changes(z);
	if (old != NULL)
		setenv("TZ", old, 1);
	else
		unsetenv("TZ");
	tzset();
	free(old);
	return z;
}

void
zone_free(struct zone *z)
{
	if (z == NULL)
		return;
	free(z->name);
	free(z->change);
	free(z);
}

const char *
zone_name(const struct zone *z)
{
	return z->name;
}

const char *
zone_system(void)
{
	static char link[256];
	const char *tz = getenv("TZ"), *p;
	ssize_t n;

	if (tz != NULL && tz[0] != '\0')
		return tz[0] == ':' ? tz + 1 : tz;
	if (tz != NULL)
		return "UTC";
	n = readlink("/etc/localtime", link, sizeof link - 1);
	if (n <= 0)
		return "UTC";
	link[n] = '\0';
	p = strstr(link, "zoneinfo/");
	return p ? p + strlen("zoneinfo/") : "UTC";
}

int32_t
zone_offset(const struct zone *z, int64_t t)
{
	size_t lo = 0, hi = z->n;

	while (hi - lo > 1) {
		size_t mid = (lo + hi) / 2;

		if (z->change[mid].at <= t)
			lo = mid;
		else
			hi = mid;
	}
	return z->change[lo].offset;
}

int
zone_instant(const struct zone *z, int64_t day, int32_t clock, int64_t *t,
    int64_t *later)
{
	int64_t local = day * CAL_DAY_S + clock;
	const struct change *end = &z->change[z->n - 1];
	/* The offsets in force a day before and after: all that can apply. */
	int32_t a, b;
	int64_t ta, tb;
	int fits_a, fits_b;

	if (local - CAL_DAY_S - 43200 >= end->at) {
		*t = local - end->offset;
		if (later != NULL)
			*later = *t;
		return 0;
	}
	a = zone_offset(z, local - CAL_DAY_S - 43200);
	b = zone_offset(z, local + CAL_DAY_S + 43200);
	ta = local - a;
	tb = local - b;
	fits_a = zone_offset(z, ta) == a;
	fits_b = zone_offset(z, tb) == b;
	if (!fits_a && !fits_b) {
		/* In the gap: the change lies between the two readings. */
		int64_t lo = tb < ta ? tb : ta, hi = tb < ta ? ta : tb;

		*t = lo;
		for (size_t i = 0; i < z->n; i++)
			if (z->change[i].at >= lo && z->change[i].at <= hi)
				*t = z->change[i].at;
		return -1;
	}
	if (fits_a && fits_b) {
		*t = ta < tb ? ta : tb;
		if (later != NULL)
			*later = ta < tb ? tb : ta;
		return 0;
	}
	*t = fits_a ? ta : tb;
	if (later != NULL)
		*later = *t;
	return 0;
}

int64_t
zone_midnight(const struct zone *z, int64_t day)
{
	int64_t t;

	zone_instant(z, day, 0, &t, NULL);
	return t;
}

int64_t
zone_day(const struct zone *z, int64_t t)
{
	int64_t local = t + zone_offset(z, t);

	return local >= 0 ? local / CAL_DAY_S :
			    -((-local + CAL_DAY_S - 1) / CAL_DAY_S);
}

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

	return year >= YEAR_FIRST && year < YEAR_END && month >= 1 &&
	       month <= 12 && mday >= 1 &&
	       mday <= len[month - 1] + (month == 2 && leap(year));
}

/* --- text --- */

/* Exactly n digits at *s; moves on.  -1 if they are not there. */
static int
digits(const char **s, int n)
{
	int v = 0;

	for (; n > 0; n--, (*s)++) {
		if (**s < '0' || **s > '9')
			return -1;
		v = v * 10 + (**s - '0');
	}
	return v;
}

static int
take(const char **s, char c)
{
	if (**s != c)
		return 0;
	(*s)++;
	return 1;
}

static int
date(const char **s, int64_t *day)
{
	int y, m, d;

	if ((y = digits(s, 4)) < 0 || !take(s, '-') || (m = digits(s, 2)) < 0 ||
	    !take(s, '-') || (d = digits(s, 2)) < 0 || !cal_valid(y, m, d))
		return -1;
	*day = cal_day(y, m, d);
	return 0;
}

/* A fraction of a second must be nothing: time is whole seconds here. */
static int
zero_fraction(const char **s)
{
	if (!take(s, '.'))
		return 0;
	if (**s != '0')
		return -1;
	while (take(s, '0'))
		;
	return **s >= '1' && **s <= '9' ? -1 : 0;
}

static int
clock_ok(int h, int m, int sec)
{
	return (h < 24 && m < 60 && sec < 60) ||
	       (h == 24 && m == 0 && sec == 0);
}

static int
clock_time(const char **s, int32_t *clock)
{
	int h, m, sec = 0;

	if ((h = digits(s, 2)) < 0 || !take(s, ':') || (m = digits(s, 2)) < 0)
		return -1;
	if (take(s, ':') && ((sec = digits(s, 2)) < 0 || zero_fraction(s) < 0))
		return -1;
	if (!clock_ok(h, m, sec))
		return -1;
	*clock = h * 3600 + m * 60 + sec;
	return 0;
}

/* Z, +08:00, +0800, +08 */
static int
utc_offset(const char **s, int32_t *offset)
{
	int sign = 1, h, m = 0;

	*offset = 0;
	if (take(s, 'Z') || take(s, 'z'))
		return 0;
	if (take(s, '-'))
		sign = -1;
	else if (!take(s, '+'))
		return -1;
	if ((h = digits(s, 2)) < 0)
		return -1;
	if (**s != '\0') {
		take(s, ':');
		if ((m = digits(s, 2)) < 0)
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

	if ((y = digits(&s, 4)) < 0 || !take(&s, '-') ||
	    (m = digits(&s, 2)) < 0 || *s != '\0')
		return -1;
	return span(y, m, 1, from, to);
}

int
cal_parse_quarter(const char *s, int64_t *from, int64_t *to)
{
	int y, q;

	if ((y = digits(&s, 4)) < 0 || !take(&s, '-') || !take(&s, 'Q') ||
	    (q = digits(&s, 1)) < 1 || q > 4 || *s != '\0')
		return -1;
	return span(y, 3 * q - 2, 3, from, to);
}

int
cal_parse_year(const char *s, int64_t *from, int64_t *to)
{
	int y;

	if ((y = digits(&s, 4)) < 0 || *s != '\0')
		return -1;
	return span(y, 1, 12, from, to);
}

int
cal_parse_stamp(const char *s, struct cal_stamp *out)
{
	struct cal_stamp st = {0};

	if (date(&s, &st.day) < 0 || (!take(&s, 'T') && !take(&s, ' ')) ||
	    clock_time(&s, &st.clock) < 0)
		return -1;
	if (*s != '\0') {
		st.has_offset = 1;
		if (utc_offset(&s, &st.offset) < 0 || *s != '\0')
			return -1;
	}
	*out = st;
	return 0;
}

/* One or more digits, at most n; -1 if none. */
static int
number(const char **s, int n)
{
	int v = digits(s, 1);

	if (v < 0)
		return -1;
	while (--n > 0 && **s >= '0' && **s <= '9')
		v = v * 10 + digits(s, 1);
	return v;
}

struct fields {
	int y, m, d, h, min, s;
	int yday; /* 0: none */
	int half; /* of the day: 0 none, 1 before noon, 2 after it */
	int has_offset;
	int32_t offset;
};

/* The index of the word that s begins with, in any case; -1. */
static int
word_of(const char **s, const char *const *word, int n)
{
	for (int i = 0; i < n; i++) {
		size_t len = strlen(word[i]);

		if (strncasecmp(*s, word[i], len) == 0) {
			*s += len;
			return i;
		}
	}
	return -1;
}

/* A month by name, whole or its first three letters: 1..12, or -1. */
static int
month_name(const char **s)
{
	static const char *const month[] = {"january", "february", "march",
	    "april", "may", "june", "july", "august", "september", "october",
	    "november", "december", "jan", "feb", "mar", "apr", "may", "jun",
	    "jul", "aug", "sep", "oct", "nov", "dec"};
	int i = word_of(s, month, 24);

	return i < 0 ? -1 : i % 12 + 1;
}

static int
weekday_name(const char **s)
{
	static const char *const day[] = {"monday", "tuesday", "wednesday",
	    "thursday", "friday", "saturday", "sunday", "mon", "tue", "wed",
	    "thu", "fri", "sat", "sun", "星期一", "星期二", "星期三", "星期四",
	    "星期五", "星期六", "星期日", "星期天", "周一", "周二", "周三",
	    "周四", "周五", "周六", "周日"};

	return word_of(s, day, sizeof day / sizeof *day);
}

static int
half_of_day(const char **s)
{
	static const char *const half[] = {
	    "am", "a.m.", "上午", "凌晨", "pm", "p.m.", "下午", "晚上"};
	int i = word_of(s, half, 8);

	return i < 0 ? -1 : 1 + i / 4;
}

/* A fraction, if there is one, is cut off. */
static int
fraction(const char **s)
{
	if (take(s, '.') || take(s, ','))
		if (digits(s, 1) < 0)
			return -1;
	while (**s >= '0' && **s <= '9')
		++*s;
	return 0;
}

static int
blanks(const char **s)
{
	while (**s == ' ' || **s == '\t')
		++*s;
	return 0;
}

static int
read_field(const char **s, char spec, struct fields *f)
{
	switch (spec) {
	case 'Y':
		return (f->y = digits(s, 4));
	case 'y':
		f->y = digits(s, 2);
		f->y += f->y < 0 ? 0 : f->y < 69 ? 2000 : 1900;
		return f->y;
	case 'm':
		return (f->m = number(s, 2));
	case 'b':
	case 'B':
	case 'h':
		return (f->m = month_name(s));
	case 'e':
		blanks(s);
		/* FALLTHROUGH */
	case 'd':
		return (f->d = number(s, 2));
	case 'j':
		return (f->yday = number(s, 3));
	case 'a':
	case 'A':
		return weekday_name(s);
	case 'I':
	case 'H':
		return (f->h = number(s, 2));
	case 'p':
	case 'P':
		return (f->half = half_of_day(s));
	case 'M':
		return (f->min = number(s, 2));
	case 'S':
		return (f->s = number(s, 2));
	case 'f':
		return fraction(s);
	case 'z':
		f->has_offset = 1;
		return utc_offset(s, &f->offset);
	case 'n':
	case 't':
		return blanks(s);
	case '%':
		return take(s, '%') ? 0 : -1;
	}
	return -1;
}

/* What one letter stands for in terms of others, or NULL. */
static const char *
composed(char spec)
{
	switch (spec) {
	case 'F':
		return "%Y-%m-%d";
	case 'D':
		return "%m/%d/%y";
	case 'T':
		return "%H:%M:%S";
	case 'R':
		return "%H:%M";
	}
	return NULL;
}

static int
read_pattern(const char **s, const char *format, struct fields *f)
{
	for (; *format != '\0'; format++) {
		if (strncmp(format, ".%f", 3) == 0 ||
		    strncmp(format, ",%f", 3) == 0)
			format++; /* %f takes it */
		if (*format != '%') {
			if (!take(s, *format))
				return -1;
			continue;
		}
		if (*++format == '\0')
			return -1;
		if (composed(*format) != NULL) {
			if (read_pattern(s, composed(*format), f) < 0)
				return -1;
		} else if (read_field(s, *format, f) < 0) {
			return -1;
		} else if (*format == 'S') {
			const char *rest = *s;

			if (zero_fraction(s) < 0)
				*s = rest;
		}
	}
	return 0;
}

/* Twelve hours and a half of the day become 24; -1: there is no such hour. */
static int
whole_day(struct fields *f)
{
	if (f->half == 0)
		return 0;
	if (f->h < 1 || f->h > 12)
		return -1;
	f->h = f->h % 12 + (f->half == 2 ? 12 : 0);
	return 0;
}

static int
parse_pattern(const char *s, const char *format, struct cal_stamp *out)
{
	struct fields f = {.m = 1, .d = 1};

	if (read_pattern(&s, format, &f) < 0 || *s != '\0' ||
	    !cal_valid(f.y, f.m, f.d) || whole_day(&f) < 0 ||
	    !clock_ok(f.h, f.min, f.s) || f.yday > cal_year_days(f.y))
		return -1;
	out->day = f.yday > 0 ? cal_day(f.y, 1, 1) + f.yday - 1 :
				cal_day(f.y, f.m, f.d);
	out->clock = f.h * 3600 + f.min * 60 + f.s;
	out->has_offset = f.has_offset;
	out->offset = f.offset;
	return 0;
}

/* Seconds since 1970 times `per`. */
static int
parse_epoch(const char *s, int64_t per, struct cal_stamp *out)
{
	int64_t t;

	if (num_int(s, 0, cal_day(YEAR_END, 1, 1) * CAL_DAY_S * per - 1, &t) <
	    0)
		return -1;
	t /= per;
	*out =
	    (struct cal_stamp){t / CAL_DAY_S, (int32_t)(t % CAL_DAY_S), 1, 0};
	return 0;
}

/* Excel's day 25569 is 1970-01-01 (its false 29 February 1900 lies before). */
static int
parse_excel(const char *s, struct cal_stamp *out)
{
	double v;
	int64_t t;

	if (num_parse(s, &v) < 0 || v < 25569 || v >= 73051)
		return -1;
	t = llround((v - 25569) * CAL_DAY_S);
	*out =
	    (struct cal_stamp){t / CAL_DAY_S, (int32_t)(t % CAL_DAY_S), 0, 0};
	return 0;
}

int
cal_parse_format(const char *s, const char *format, struct cal_stamp *out)
{
	if (strcmp(format, "epoch") == 0)
		return parse_epoch(s, 1, out);
	if (strcmp(format, "epoch_ms") == 0)
		return parse_epoch(s, 1000, out);
	if (strcmp(format, "excel") == 0)
		return parse_excel(s, out);
	return parse_pattern(s, format, out);
}

int
cal_format_is_word(const char *format)
{
	return strcmp(format, "epoch") == 0 ||
	       strcmp(format, "epoch_ms") == 0 || strcmp(format, "excel") == 0;
}

int
cal_format_valid(const char *format)
{
	int year = 0, month = 0, mday = 0, half = 0, twelve = 0;

	if (cal_format_is_word(format))
		return 1;
	for (; *format != '\0'; format++) {
		if (*format != '%')
			continue;
		if (*++format == '\0' ||
		    strchr("YymbBhdejaAIHpPMSfzntFDTR%", *format) == NULL)
			return 0;
		year |= strchr("YyFD", *format) != NULL;
		month |= strchr("mbBhjFD", *format) != NULL;
		mday |= strchr("dejFD", *format) != NULL;
		half |= strchr("pP", *format) != NULL;
		twelve |= *format == 'I';
	}
	return year && month && mday && half == twelve;
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
