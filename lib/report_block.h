/*
 * Blocks of a sheet: short tables below each other, of the sections [block ID]
 * that the key `blocks` names, each over all columns of the sheet.
 */
#ifndef WB_REPORT_BLOCK_H
#define WB_REPORT_BLOCK_H

#include "report_part.h"

/* From `row` on, over columns of these widths; the row after them. */
uint32_t report_blocks(struct report *r, const struct def_section *d,
    struct xlsx_sheet *s, uint32_t row, const double *width, size_t ncol);

#endif
