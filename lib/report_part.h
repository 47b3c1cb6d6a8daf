/*
 * The parts of a report; private to report*.c.
 */
#ifndef WB_REPORT_PART_H
#define WB_REPORT_PART_H

#include "frame.h"
#include "report.h"
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
	const char *id, *name;
	int depth; /* 0: the whole system */
};

struct report {
	const struct frames *in;
	const struct report_opts *o;
	struct xlsx *x;
	int zh;
	struct rzone *zone; /* as the tree has them, parents first */
	size_t nzone;
	char *title;		/* with the period */
	char period[40];	/* of provenance */
	char day[16];		/* daily: the day that is shown */
	const char *shown;	/* the table whose columns are explained */
	const char *sheet_data; /* name of the sheet with the charts' data */
};

/* The word of the report's language. */
const char *report_word(const struct report *r, const char *zh, const char *en);

/* The name of a column, item or flag in that language. */
const char *report_term(const struct report *r, const char *id);

/* Flags as words, joined; to be freed. */
char *report_flags(const struct report *r, const char *flags);

/* "name (id)", to be freed. */
char *report_zone_name(const struct report *r, const struct rzone *z);

/* Heading and footer of every sheet. */
struct xlsx_sheet *report_sheet(struct report *r, const char *name,
    const char *subtitle, int landscape, int one_page, int repeat_to);

/* A key figure at the top: a value of a row, its bounds below it. */
struct card {
	const char *col, *lo, *hi; /* of the frame; lo NULL: no bounds */
	const char *num;	   /* Excel format, with its unit */
	int grade;		   /* 1: a grade in words */
};
void
report_cards(struct report *r, struct xlsx_sheet *s, uint32_t row, int columns,
    const struct frame *f, size_t frow, const struct card *c, size_t n);

/* The table with one row per zone. */
enum rcol_kind { RC_ZONE, RC_ID, RC_NUM, RC_TIME, RC_MET, RC_GRADE, RC_FLAGS };

struct rcol {
	enum rcol_kind kind;
	const char *id, *lo, *hi; /* columns of the frame */
	double width;
	const char *num;
};

/* Draws the heading at `row` (two rows) and the rows of pick[] (frame row of
 * each zone, or -1) below; *at gets the sheet column of each rcol.  Returns the
 * row after the last. */
uint32_t report_table(struct report *r, struct xlsx_sheet *s, uint32_t row,
    const struct frame *f, const long *pick, const struct rcol *c, size_t n,
    uint16_t *at);

/* The frame's row of a zone where col has that text; the last one, or -1. */
long report_pick(const struct frame *f, const char *zone_id, const char *col,
    const char *value);

/* Sheets that both kinds have. */
void report_night(struct report *r);
void report_meaning(struct report *r);
void report_sources(struct report *r);

void report_daily(struct report *r, const struct frame *night);
void report_monthly(struct report *r, const struct frame *kpi);

#endif
