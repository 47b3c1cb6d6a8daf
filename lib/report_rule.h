/*
 * Colours of a table on a sheet: data bars, and rules that Excel keeps when
 * figures change.
 */
#ifndef WB_REPORT_RULE_H
#define WB_REPORT_RULE_H

#include "report_grid.h"

/* Over the rows row..row2 of the sheet, which begins with the grid's first
 * column. */
void report_rules(
    const struct grid *g, struct xlsx_sheet *s, uint32_t row, uint32_t row2);

#endif
