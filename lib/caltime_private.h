/*
 * What the files of caltime share: caltime.c has the civil calendar and our own
 * form of text, caltime_zone.c the time zones, caltime_format.c the forms of
 * text that others write.
 */
#ifndef WB_CALTIME_PRIVATE_H
#define WB_CALTIME_PRIVATE_H

#include "caltime.h"

/* Instants are those of 1970 to 2099; a day may be older, as mains are. */
enum { CAL_YEAR_FIRST = 1800, CAL_YEAR_END = 2100 };

/* Exactly n digits at *s; moves on.  -1 if they are not there. */
static inline int
cal_digits(const char **s, int n)
{
	int v = 0;

	for (; n > 0; n--, (*s)++) {
		if (**s < '0' || **s > '9')
			return -1;
		v = v * 10 + (**s - '0');
	}
	return v;
}

/* 1: c was there; moves on. */
static inline int
cal_take(const char **s, char c)
{
	if (**s != c)
		return 0;
	(*s)++;
	return 1;
}

/* A fraction of a second must be nothing: time is whole seconds here.  Moves
 * on; 0 or -1. */
int cal_zero_fraction(const char **s);

/* 1: there is such a time of day, 24:00:00 among them. */
int cal_clock_ok(int h, int m, int sec);

/* Z, +08:00, +0800, +08; moves on.  0 or -1. */
int cal_utc_offset(const char **s, int32_t *offset);

#endif
