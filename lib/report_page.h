/*
 * Sheets of a report: title, subtitle, print set-up, notes.
 */
#ifndef WB_REPORT_PAGE_H
#define WB_REPORT_PAGE_H

#include "report_part.h"

/* "provisional" or "final": as --final says, or the balance's own bill_state on
 * all its rows of the report's period. */
const char *report_state(const struct report *r);

/* A new sheet with title, subtitle (a line of each language), heading and
 * footer; its own begins in row r->top.  Rows up to repeat_to are printed on
 * every page. */
struct xlsx_sheet *report_sheet(struct report *r, const struct def_section *d,
    const char *name, const char *zh, const char *en, int repeat_to);

/* The same with what the definition says the sheet is about; of that name, or
 * of its own. */
struct xlsx_sheet *report_sheet_named(struct report *r,
    const struct def_section *d, const char *name, int repeat_to);
struct xlsx_sheet *
report_sheet_of(struct report *r, const struct def_section *d, int repeat_to);

/* The notes of the key `note` over columns of these widths, from `row` on; the
 * row after them. */
uint32_t report_notes(struct report *r, const struct def_section *d,
    struct xlsx_sheet *s, uint32_t row, const double *width, size_t ncol);

/* How many rows these notes take. */
size_t report_note_rows(const struct report *r, const struct def_section *d);

/* A row as high as these texts need that wrap in columns of these widths. */
void report_fit_row(struct xlsx_sheet *s, uint32_t row, const char *const *text,
    const double *width, size_t n);

/* The first sheet of that layout; NULL: none. */
const struct def_section *
report_find_sheet(const struct report *r, const char *layout);

#endif
