/*
 * Tables of a report: where a sheet's comes from, and what stands where in it.
 */
#ifndef WB_REPORT_DATA_H
#define WB_REPORT_DATA_H

#include "report_part.h"

/* The table of a sheet: supplied, or asked from the store into *own (to be
 * released).  NULL: not supplied; *failed: has said why. */
const struct frame *report_frame(struct report *r, const struct def_section *d,
    struct frame *own, int *failed);

/* That a section's table was not supplied; to be freed. */
char *report_not_supplied(const struct report *r, const struct def_section *d);

/* Does a row meet the condition `where` of a sheet? */
int report_where(const struct report *r, const struct def_section *d,
    const struct frame *f, size_t row);

/* The column that tells a row's day or period, or -1. */
int report_when(const struct frame *f);

/* A column's bounds in the table, -1 where there are none. */
void report_bounds(const struct frame *f, const char *col, int *lo, int *hi);

#endif
