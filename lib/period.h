/*
 * A span of days in steps of the clock or the calendar, and the span that each
 * step is compared with.
 *
 * Steps of the clock are counted from the local midnight in elapsed seconds;
 * the last of a day ends with the day.  Steps of the calendar are whole local
 * days, months or years, cut to the span.
 */
#ifndef WB_PERIOD_H
#define WB_PERIOD_H

#include <stdint.h>

#include "caltime.h"

enum period_kind { PERIOD_CLOCK, PERIOD_DAY, PERIOD_MONTHS, PERIOD_ALL };

struct period_step {
	enum period_kind kind;
	int32_t n; /* seconds; months: 1 or 12 */
};

/* "15min", "1h" (a part of 24 h), "1d", "1mon", "1y", or "all", the whole span.
 * 0, or -1. */
int period_parse(const char *s, struct period_step *out);

/* A step: days from <= d < to, or seconds a <= t < b after the midnight of
 * `from`, to being the day after. */
struct period {
	int64_t from, to;
	int32_t a, b; /* both 0: whole days */
};

/* Advances p within days up to `to`; begin with p->from = p->to = the first
 * day.  1, or 0: no more. */
int period_next(const struct period_step *s, const struct zone *z, int64_t to,
    struct period *p);

/* The same step a year before: the same dates and clock (-1: a 29 February
 * alone has none).  Of months and longer spans both ends move, one that falls
 * behind the end of a month to its last day. */
int period_year_before(
    const struct period_step *s, const struct period *p, struct period *out);

/* The step just before: as long in seconds, days or months; for PERIOD_ALL as
 * many months if it is whole months, else as many days. */
void period_before(const struct period_step *s, const struct zone *z,
    const struct period *p, struct period *out);

/* Its two instants. */
int64_t period_start(const struct period *p, const struct zone *z);
int64_t period_end(const struct period *p, const struct zone *z);

#endif
