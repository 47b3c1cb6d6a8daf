/*
 * What persons did about alarms (store_run.h): who took one on or put it aside,
 * when and why.
 *
 *     acknowledged  somebody sees to it: it stays where it is, but is not
 *                   overdue
 *     shelved       put aside until a day: it is not among the open ones until
 *                   then, and comes back by itself
 *
 * The last one of an alarm stands, as long as the alarm is no larger than the
 * ledger had it then: a leak by its size, a point by a quarter more beyond its
 * limit.  One that has outgrown it is as if nobody had seen it.
 */
#ifndef WB_ALARMACT_H
#define WB_ALARMACT_H

#include "alarm.h"

struct alarmact {
	char *who, *why;
	int64_t at;	    /* instant */
	int64_t until;	    /* first day it is back; INT64_MIN: acknowledged */
	double size, limit; /* of the alarm then */
};

struct alarmacts {
	struct alarmact *a; /* the last of each alarm */
	size_t n, cap;
	struct strmap of; /* by alarm_id */
};

/* Takes one in place of an earlier one; strings copied. */
void
alarmacts_put(struct alarmacts *l, const char *id, const struct alarmact *a);
void alarmacts_release(struct alarmacts *l);

/* The last one of that alarm, or NULL. */
const struct alarmact *
alarmacts_find(const struct alarmacts *l, const char *id);

/* What it means on a day (the first that is not over): ALARM_ACKNOWLEDGED,
 * ALARM_SHELVED, ALARM_OUTGROWN or 0. */
unsigned
alarmact_flag(const struct alarmact *act, const struct alarm *a, int64_t today);

/* The word for the store, "shelved until 2026-04-05", to be freed; and back: 1
 * and its day, or 0. */
char *alarmact_shelved(int64_t until);
int alarmact_until(const char *word, int64_t *until);

#endif
