/*
 * A zone's day on the even steps that leak detection works with: quarter
 * hours, or the next longer step that the meters' interval divides, up to an
 * hour.
 *
 * A step has a value where half of its readings are there.  Steps that an event
 * masks have none.  Steps go by the clock: the hour that a spring change skips
 * has no value, that which an autumn change repeats has the mean of both. Where
 * a totaliser or a tank is among the meters, the day's last step, which only
 * the next day's first reading can complete, has none: so a day is the same
 * whether or not the next one is there.
 */
#ifndef WB_ZONESLOTS_H
#define WB_ZONESLOTS_H

#include "alarmevent.h"
#include "leakprofile.h"
#include "zoneflow.h"

struct zoneslots {
	struct zoneflow flow;
	const struct alarmevents *events;
	double q[LEAK_SLOTS];
	struct leak_day d; /* q and what kind of day it is */
	int slots, any;	   /* any: 1 if there is a value at all */
};

void zoneslots_init(struct zoneslots *z, struct store *s,
    const struct network *n, const struct alarmevents *events);
void zoneslots_release(struct zoneslots *z);

/* Steps of a day in that zone, from the intervals of its meters on a day; 0:
 * it has none. */
int zoneslots_count(const struct network *n, size_t zone, int64_t day);

/* Reads a day.  0, or -1: the store failed. */
int zoneslots_day(struct zoneslots *z, size_t zone, int64_t day, int slots);

#endif
