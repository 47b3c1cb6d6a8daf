/*
 * Key figures of a sheet: cards abreast above its table, each with its name,
 * value, unit and bounds.
 */
#ifndef WB_REPORT_CARDS_H
#define WB_REPORT_CARDS_H

#include "report_part.h"

enum { CARD_ROWS = 4 }; /* with an empty one below */

/* The columns of the key `cards`, of row frow (-1: none, nothing is drawn),
 * over columns of these widths. */
void report_cards(struct report *r, const struct def_section *d,
    struct xlsx_sheet *s, uint32_t row, const double *width, size_t ncol,
    const struct frame *f, long frow);

#endif
