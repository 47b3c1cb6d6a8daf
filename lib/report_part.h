/*
 * The parts of a report; private to report*.c.
 */
#ifndef WB_REPORT_PART_H
#define WB_REPORT_PART_H

#include "frame.h"
#include "report.h"
#include "strmap.h"
#include "xlsx.h"

/* One dark blue for headings, greys for what is secondary, and the colours of
 * a traffic light, softened. */
enum {
	INK = 0x1F3864,
	GREY = 0x7F7F7F,
	RULE = 0xD0D5DD,
	PALE = 0xF2F6FC,
	WHITE = 0xFFFFFF,
	GREEN = 0xDDF0D9,
	YELLOW = 0xFFF2B3,
	ORANGE = 0xFBD5B5,
	RED = 0xF8CBC6,
	DARK_RED = 0xC00000,
	DARK_GREEN = 0x2E7D32,
	BAR = 0xF4B183
};

struct rzone {
	const char *id, *name, *owner;
	int depth; /* 0: the whole system */
};

struct report {
	const struct frames *in;
	const struct report_opts *o;
	const struct def *def;
	struct xlsx *x;
	int zh, large;
	struct rzone *zone; /* as the tree has them, parents first */
	size_t nzone;
	struct strmap zone_at; /* index by id */
	char *title;	       /* with the period */
	char period[40];       /* of provenance */
	char day[16];	       /* the day, or the first of the period */
	const char *shown;     /* the report's own table */
};

/* The word of the report's language. */
const char *report_word(const struct report *r, const char *zh, const char *en);

/* "provisional" or "final": as --final says, or the balance's own bill_state on
 * all its rows of the report's period. */
const char *report_state(const struct report *r);

/* The name of a column, item or flag in that language. */
const char *report_term(const struct report *r, const char *id);

/* Flags as words, joined; to be freed. */
char *report_flags(const struct report *r, const char *flags);

/* A word of a table (metered, azp ...) as it is read; s where it is none. */
const char *report_value(const struct report *r, const char *s);
const char *report_grade(const struct report *r, const char *grade);

/* "name (id)", to be freed. */
char *report_zone_name(const struct rzone *z);

/* Index of a zone by its id, or -1. */
long report_zone(const struct report *r, const char *id);

/* A new sheet with title, subtitle, heading and footer; rows up to repeat_to
 * are printed on every page. */
struct xlsx_sheet *report_sheet(struct report *r, const struct def_section *d,
    const char *name, const char *about, int repeat_to);

/* The sheet of a definition: its name and what it is about. */
struct xlsx_sheet *
report_sheet_of(struct report *r, const struct def_section *d, int repeat_to);

/* The table of a sheet: supplied, or asked from the store into *own (to be
 * released).  NULL: not supplied; *failed: has said why. */
const struct frame *report_frame(struct report *r, const struct def_section *d,
    struct frame *own, int *failed);

/* The column that tells a row's day or period, or -1. */
int report_when(const struct frame *f);

/* A column's bounds in the table, -1 where there are none. */
void report_bounds(const struct frame *f, const char *col, int *lo, int *hi);

/* Excel's format for a column; NULL: text. */
const char *
report_format(const struct report *r, const char *sheet, const char *col);

/* Formula, unit and source of a term, for a note; NULL: nothing to say. */
char *report_note(const struct report *r, const char *col);

/* The first sheet of that layout; NULL: none. */
const struct def_section *
report_find_sheet(const struct report *r, const char *layout);

/* Charts of a zone begin in this row of their sheet. */
uint32_t report_chart_row(size_t k);

/* Row of the frame for a zone (or any value of its column `of`) and a day or
 * period; -1: none. */
long report_pick(const struct frame *f, int of, const char *value, int when,
    const char *day);

/* Layouts: draw the sheets of a section.  0, or -1: has said why. */
int report_table(
    struct report *r, const struct def_section *d, const struct frame *f);
void report_cover(
    struct report *r, const struct def_section *d, const struct frame *f);
void report_balance(
    struct report *r, const struct def_section *d, const struct frame *f);
void report_charts(
    struct report *r, const struct def_section *d, const struct frame *f);
void report_meaning(struct report *r, const struct def_section *d);
void report_sources(struct report *r, const struct def_section *d);

/* Key figures in a row of cards over columns of these widths. */
void report_cards(struct report *r, const struct def_section *d,
    struct xlsx_sheet *s, uint32_t row, const double *width, size_t ncol,
    const struct frame *f, long frow);

/* Does a row meet the condition `where` of a sheet? */
int
report_where(const struct def_section *d, const struct frame *f, size_t row);

/* Lines of the key `note`, from `row` on; the row after them. */
uint32_t report_notes(struct report *r, const struct def_section *d,
    struct xlsx_sheet *s, uint32_t row);

#endif
