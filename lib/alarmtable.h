/*
 * Alarms as rows: which, in what order, and the three tables of alarm-scan.
 */
#ifndef WB_ALARMTABLE_H
#define WB_ALARMTABLE_H

#include "alarmact.h"
#include "csvout.h"
#include "network.h"

/* The gravest first: score, then onset, then id.  budget < 0: by id of zone,
 * then time. */
struct alarmtable {
	const struct network *n;
	const struct zone *tz;
	int64_t from, to; /* days */
	int zh, everything, open_only;
	long budget; /* so many at most, the gravest; -1: all, by time */
	const struct alarmacts *acts; /* shelved ones are not open */
};

/* 1 if the alarm is listed without --all: provisional, open, grown or closed,
 * and neither demand nor, as long as it is provisional, common. */
int alarmtable_counts(const struct alarm *a);

/* Puts rows of those alarms that touch the period and that `wanted` (by zone
 * id, may be NULL) takes; how many of them are open. */
int alarmtable_put(const struct alarmtable *t, const struct alarms *l,
    int (*wanted)(void *ctx, const char *zone_id), void *ctx,
    struct csvout *out);

#endif
