/*
 * Times as others write them: patterns of strftime(3), and words for counts of
 * seconds or days.
 */
#include "caltime_private.h"

#include <math.h>
#include <string.h>
#include <strings.h>

#include "num.h"

/* One or more digits, at most n; -1 if none. */
static int
number(const char **s, int n)
{
	int v = cal_digits(s, 1);

	if (v < 0)
		return -1;
	while (--n > 0 && **s >= '0' && **s <= '9')
		v = v * 10 + cal_digits(s, 1);
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
	if (cal_take(s, '.') || cal_take(s, ','))
		if (cal_digits(s, 1) < 0)
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
		return (f->y = cal_digits(s, 4));
	case 'y':
		f->y = cal_digits(s, 2);
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
		return cal_utc_offset(s, &f->offset);
	case 'n':
	case 't':
		return blanks(s);
	case '%':
		return cal_take(s, '%') ? 0 : -1;
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
			if (!cal_take(s, *format))
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

			if (cal_zero_fraction(s) < 0)
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
	    !cal_clock_ok(f.h, f.min, f.s) || f.yday > cal_year_days(f.y))
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

	if (num_int(s, 0, cal_day(CAL_YEAR_END, 1, 1) * CAL_DAY_S * per - 1,
		&t) < 0)
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
