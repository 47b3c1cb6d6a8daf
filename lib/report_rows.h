/*
 * Rows of a table on a sheet: which, in which order, ranked how.
 */
#ifndef WB_REPORT_ROWS_H
#define WB_REPORT_ROWS_H

#include "report_grid.h"

/* Those that the keys `rows` and `where` leave, by `sort`; of them those whose
 * column `each` (-1: none) has that value. */
void report_rows(struct grid *g, int each, const char *value);

/* By the key `rank`: zones of one level among each other (ranktie.h). */
void report_ranks(struct grid *g);

#endif
