/*
 * The reason of an alarm in words, Chinese or English, with its figures.
 */
#ifndef WB_ALARMTEXT_H
#define WB_ALARMTEXT_H

#include "alarm.h"
#include "caltime.h"

/* One line; to be freed. */
char *alarmtext(const struct alarm *a, const struct zone *tz, int zh);

#endif
