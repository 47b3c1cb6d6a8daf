/*
 * The columns of our own tables: a value printed with the digits that the
 * dictionary (term.h) gives its column.
 */
#ifndef WB_COLUMN_H
#define WB_COLUMN_H

#include "bound.h"
#include "csvout.h"

void column_num(struct csvout *out, const char *col, double v);

/* The two bounds; value and bounds. */
void column_bounds(struct csvout *out, const char *col, const struct bound *v);
void column_bounded(struct csvout *out, const char *col, const struct bound *v);

#endif
