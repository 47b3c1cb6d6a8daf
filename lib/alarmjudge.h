/*
 * The table `alarm-scan --score`: alarms of a period against the bursts and
 * leaks of `events`, for all zones and for each.
 */
#ifndef WB_ALARMJUDGE_H
#define WB_ALARMJUDGE_H

#include "alarm.h"
#include "alarmevent.h"
#include "alarmtrial.h"
#include "csvout.h"

struct alarmjudge {
	const struct network *n;
	const struct zone *tz;
	const struct alarmevents *events;
	const char *wanted;	   /* by network zone: 1 if so */
	int64_t from, to;	   /* days, half-open */
	int within;		   /* days; 0: while the event goes on */
	const struct trial *trial; /* by network zone; NULL: none made */
};

void alarmjudge(
    const struct alarmjudge *j, const struct alarms *l, struct csvout *out);

#endif
