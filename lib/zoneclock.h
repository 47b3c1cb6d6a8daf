/*
 * Loggers of a zone's flow meters whose clock is wrong (clockshift.h).
 */
#ifndef WB_ZONECLOCK_H
#define WB_ZONECLOCK_H

#include "clockshift.h"
#include "gridday.h"
#include "pointday.h"

struct zoneclock {
	const struct network *n;
	struct pointday day;
	struct gridday g;
	size_t zone; /* whose meters' courses are at hand */
	struct zoneclock_meter *meter;
	size_t nmeter, cap;
};

void
zoneclock_init(struct zoneclock *k, struct store *s, const struct network *n);
void zoneclock_release(struct zoneclock *k);

/* The hours of the day that pointday_read has read, into course; NaN where half
 * of an hour is not known, and on days of 23 or 25 hours.  g is for its use.
 * 0; -1: the store failed. */
int zoneclock_course(
    struct pointday *d, struct gridday *g, double course[CLOCKSHIFT_HOURS]);

/* 1: the clock of a meter that bounds the zone is wrong on that day; 0; -1: the
 * store failed. */
int zoneclock_day(struct zoneclock *k, size_t zone, int64_t day);

#endif
