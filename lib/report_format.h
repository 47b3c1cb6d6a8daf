/*
 * How a column's figures are shown, and what they mean.
 */
#ifndef WB_REPORT_FORMAT_H
#define WB_REPORT_FORMAT_H

#include "report_part.h"

/* Excel's format for a column: the definition's, else by its unit. */
const char *
report_format(const struct report *r, const char *sheet, const char *col);

/* Formula, unit and source of a term, for a note, to be freed; NULL: nothing
 * to say. */
char *report_note(const struct report *r, const char *col);

#endif
