/*
 * Columns of a table on a sheet: which, of what kind, headed how, how wide.
 */
#ifndef WB_REPORT_COLUMN_H
#define WB_REPORT_COLUMN_H

#include "report_grid.h"

/* Those of the key `columns`, else all of the frame. */
void report_columns(struct grid *g);

/* The width that heading and cells need, or that the definition says. */
void report_column_width(const struct grid *g, struct grid_col *c);

#endif
