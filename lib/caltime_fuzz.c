/* A stamp that reads gives an instant whose text reads as that instant. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "caltime.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static struct zone *z;
	struct cal_stamp s;
	char text[64], out[CAL_BUF];
	int64_t t, back, day, to;
	int32_t clock;

	if (z == NULL)
		z = zone_new("Europe/Rome");
	if (n >= sizeof text)
		return 0;
	memcpy(text, p, n);
	text[n] = '\0';
	cal_parse_clock(text, &clock);
	cal_parse_month(text, &day, &to);
	cal_parse_quarter(text, &day, &to);
	cal_parse_year(text, &day, &to);
	cal_parse_format(text, "%d/%m/%y %H:%M:%S", &s);
	if (cal_parse_day(text, &day) == 0 &&
	    strcmp(cal_day_text(day, out), text) != 0)
		abort();
	if (cal_parse_stamp(text, &s) < 0 ||
	    cal_instant(&s, z, INT64_MIN, &t) < 0)
		return 0;
	cal_instant_text(z, t, out);
	if (cal_parse_stamp(out, &s) == 0 &&
	    (cal_instant(&s, z, INT64_MIN, &back) < 0 || back != t))
		abort();
	return 0;
}
