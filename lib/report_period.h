/*
 * The day or period that a report shows, and the rows of a table that are of
 * it.
 *
 * A row's period is its columns `from` and `to`, or its `day`.  A report of a
 * year may have years and months in one table: then it is of the last whole
 * year, and a row that begins with it but ends before is of a month.
 */
#ifndef WB_REPORT_PERIOD_H
#define WB_REPORT_PERIOD_H

#include "report_part.h"

/* Finds the report's period: that of the last row of its table, or the one that
 * begins with --day. */
void report_set_period(struct report *r, const struct frame *f);

/* Is a row of the report's day or period?  Without days it is of any. */
int
report_is_current(const struct report *r, const struct frame *f, size_t row);

/* Is it of a single month, that lies in the report's period? */
int report_is_month(const struct frame *f, size_t row);
int report_is_within(const struct report *r, const struct frame *f, size_t row);

/* The last row of this zone and the report's period, so many months earlier;
 * -1: none. */
long report_zone_row(const struct report *r, const struct frame *f,
    const char *zone_id, int months);

/* Of each row the one of the same zone a year before it, -1: none; to be
 * freed. */
long *report_year_before(const struct frame *f);

#endif
