/*
 * The rows of bill-scan's tables, of the zones and days that are asked for.
 */
#ifndef WB_BILLOUT_H
#define WB_BILLOUT_H

#include "billaudit.h"
#include "tool.h"

struct billout {
	struct csvout *out;
	const struct tool_opts *o;
	const struct network *n;
	int zh;
};

void billout_heading(struct billout *o, const char *table);

/* Findings whose days touch the period; how many, or -1: the store failed. */
long billout_findings(struct billout *o, struct billaudit *b);

/* Of the period; without one the last 365 days of the bills. */
void billout_structure(struct billout *o, struct billaudit *b);

/* Of the months that the period touches; without one those of the bills. */
void billout_reading(struct billout *o, struct billaudit *b);

#endif
