/*
 * What wb-explain is asked: a figure of a zone and period, an alarm, or a cell.
 *
 *     A2,2026-03-31,enf_m3h        zone, day or period, column or item
 *     A2-202602200000-leak         an alarm_id
 *     2026-03.xlsx!KPI!F12         a cell of a workbook
 *
 * A period is a day, a month, a quarter YYYY-Qn, a year, or two days with ".."
 * between, the second being the day after the last.
 */
#ifndef WB_WHYASK_H
#define WB_WHYASK_H

#include <stdint.h>

enum whyask_kind { WHYASK_FIGURE, WHYASK_ALARM, WHYASK_CELL };

struct whyask {
	enum whyask_kind kind;
	char *zone, *name; /* of a figure; name of an alarm: its id */
	int64_t from, to;
	char *book, *sheet; /* of a cell ... */
	uint32_t row, col;  /* ... both from 0 */
};

/* NULL, or what is wrong with the text. */
const char *whyask_parse(const char *text, struct whyask *out);
void whyask_release(struct whyask *a);

/* The figure that stands for a column: that of which it is a bound (enf_lo), or
 * that it is a verdict on (grade); itself.  *why: the word "bound", "verdict",
 * or "". */
const char *whyask_figure(const char *name, const char **why);

#endif
