/*
 * A report in the making, and the layouts that draw its sheets; private to
 * report*.c.
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

struct rzone;	 /* report_zone.h */
struct wordpool; /* report_word.h */

struct report {
	const struct frames *in;
	const struct report_opts *o;
	const struct def *def;
	struct xlsx *x;
	enum report_lang lang;
	struct wordpool *pool; /* texts that have both languages */
	int large;
	uint32_t top;	    /* the first row below title and subtitle */
	struct rzone *zone; /* as the tree has them, parents first */
	size_t nzone;
	struct strmap zone_at; /* index by id */
	char *title;	       /* with the period */
	char period[40];       /* of provenance */
	char day[16];	       /* the day, or the first of the period */
	char to[16];	       /* of a year: the day behind it; else "" */
	char midnight[24];     /* its first instant, as times are compared */
	int64_t last; /* the last day of the period; INT64_MIN: not known */
	const char *shown; /* the report's own table */
};

/* Layouts: draw the sheets of a section.  0, or -1: has said why. */
int report_table(
    struct report *r, const struct def_section *d, const struct frame *f);
void report_cover(
    struct report *r, const struct def_section *d, const struct frame *f);
void report_digest(struct report *r, const struct def_section *d);
void report_balance(
    struct report *r, const struct def_section *d, const struct frame *f);
void report_charts(
    struct report *r, const struct def_section *d, const struct frame *f);
void report_meaning(struct report *r, const struct def_section *d);
void report_parameters(struct report *r, const struct def_section *d);
void report_sources(struct report *r, const struct def_section *d);

/* Charts of a zone begin in this row of their sheet. */
uint32_t report_chart_row(const struct report *r, size_t k);

#endif
