/*
 * Words that stand in the cells of tables, as people read them.
 */
#ifndef WB_REPORT_VALUE_H
#define WB_REPORT_VALUE_H

#include "report_part.h"

/* A word of a column (metered, night_step, zero_use ...); s where it is
 * none. */
const char *
report_value(const struct report *r, const char *col, const char *s);

/* The grade of CJJ 92: 1, 2 or fail. */
const char *report_grade(const struct report *r, const char *grade);

#endif
