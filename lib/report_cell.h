/*
 * Cells of a table on a sheet: what they say, and how they look.
 */
#ifndef WB_REPORT_CELL_H
#define WB_REPORT_CELL_H

#include "report_grid.h"

/* The text of a cell, to be freed; NULL: it is a number, *v. */
char *report_cell_text(
    const struct grid *g, size_t i, const struct grid_col *c, double *v);

/* Does a text break at the width of its column? */
int report_cell_wraps(const struct grid_col *c, const char *text);

/* Puts a column of the grid's row i into a cell, or one over several columns;
 * look: that of its row. */
void report_cell(const struct grid *g, struct xlsx_sheet *s, struct xlsx_area a,
    const struct grid_col *c, size_t i, struct xlsx_look look);

#endif
