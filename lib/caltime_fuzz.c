/* A stamp that reads gives an instant whose text reads as that instant; a
 * pattern that is one reads any text. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "caltime.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

enum { ZONES = 4 };

static const struct zone *
zone_by(uint8_t which)
{
	static const char *const names[ZONES] = {"Europe/Rome",
	    "Australia/Lord_Howe", "America/Sao_Paulo", "Africa/Casablanca"};
	static struct zone *zones[ZONES];

	which %= ZONES;
	if (zones[which] == NULL)
		zones[which] = zone_new(names[which]);
	return zones[which];
}

static void
stamp(const struct cal_stamp *s, const struct zone *z)
{
	struct cal_stamp again;
	char out[CAL_BUF];
	int64_t t, back;

	if (s->clock < 0 || s->clock > CAL_DAY_S)
		abort();
	if (cal_instant(s, z, INT64_MIN, &t) < 0)
		return;
	cal_instant_text(z, t, out);
	if (cal_parse_stamp(out, &again) == 0 &&
	    (cal_instant(&again, z, INT64_MIN, &back) < 0 || back != t))
		abort();
}

static void
words(const char *text)
{
	int64_t day, to;
	int32_t clock;
	char out[CAL_BUF];

	cal_parse_clock(text, &clock);
	if (cal_parse_month(text, &day, &to) == 0 && to - day > 31)
		abort();
	if (cal_parse_quarter(text, &day, &to) == 0 && to - day > 92)
		abort();
	if (cal_parse_year(text, &day, &to) == 0 && to - day > 366)
		abort();
	if (cal_parse_day(text, &day) == 0 &&
	    strcmp(cal_day_text(day, out), text) != 0)
		abort();
}

/* A zone, a text, and behind a NUL a pattern. */
int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const struct zone *z;
	struct cal_stamp s;
	char text[128];
	const char *format;

	if (n == 0 || n >= sizeof text)
		return 0;
	memcpy(text, p + 1, n - 1);
	text[n - 1] = '\0';
	z = zone_by(p[0]);
	words(text);
	if (cal_parse_stamp(text, &s) == 0)
		stamp(&s, z);
	format = strlen(text) + 1 < n - 1 ? text + strlen(text) + 1 :
					    "%d/%m/%y %H:%M:%S";
	if (cal_format_valid(format) && cal_parse_format(text, format, &s) == 0)
		stamp(&s, z);
	return 0;
}
