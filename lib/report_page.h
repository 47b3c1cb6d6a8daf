/*
 * Sheets of a report: title, subtitle, print set-up, notes.
 */
#ifndef WB_REPORT_PAGE_H
#define WB_REPORT_PAGE_H

#include "report_part.h"

/* "provisional" or "final": as --final says, or the balance's own bill_state on
 * all its rows of the report's period. */
const char *report_state(const struct report *r);

/* A new sheet with title, subtitle, heading and footer; rows up to repeat_to
 * are printed on every page. */
struct xlsx_sheet *report_sheet(struct report *r, const struct def_section *d,
    const char *name, const char *about, int repeat_to);

/* The sheet of a definition: its name and what it is about. */
struct xlsx_sheet *
report_sheet_of(struct report *r, const struct def_section *d, int repeat_to);

/* Lines of the key `note`, from `row` on; the row after them. */
uint32_t report_notes(struct report *r, const struct def_section *d,
    struct xlsx_sheet *s, uint32_t row);

/* The first sheet of that layout; NULL: none. */
const struct def_section *
report_find_sheet(const struct report *r, const char *layout);

#endif
