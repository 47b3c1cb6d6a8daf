/*
 * The table `alarm-scan --resolution`: for each size tried a row of all zones
 * together, then one for each zone.
 */
#ifndef WB_TRIALTABLE_H
#define WB_TRIALTABLE_H

#include "alarmtrial.h"
#include "csvout.h"

struct trialtable {
	const struct network *n;
	const char *wanted; /* by network zone: 1 if so */
	const struct trial *trial;
	int64_t from, to; /* days, half-open */
	int within;
};

void trialtable_put(const struct trialtable *t, struct csvout *out);

#endif
