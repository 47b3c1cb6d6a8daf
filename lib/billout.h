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

/* 1 if the zone's rows are asked for; -1: of no zone. */
int billout_wants(const struct billout *o, long zone);

/* A day; LEDGER_NEVER: an empty field. */
void billout_day(struct billout *o, int32_t day);

/* The days asked for, without --from or --to the last 365 of the bills; 0:
 * there are none. */
int billout_period(const struct billout *o, const struct billaudit *b,
    int32_t *from, int32_t *to);

void billout_heading(struct billout *o, const char *table);

/* Findings whose days touch the period; how many, or -1: the store failed. */
long billout_findings(struct billout *o, struct billaudit *b);

/* Of the period; without one the last 365 days of the bills. */
void billout_structure(struct billout *o, struct billaudit *b);

/* Of the months that the period touches; without one those of the bills. */
void billout_reading(struct billout *o, struct billaudit *b);

#endif
