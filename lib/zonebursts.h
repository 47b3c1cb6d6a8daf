/*
 * Bursts as the events tell them.
 *
 * An event of kind burst or leak is one, unless its outcome says that nothing
 * was found, or that an operation or a sensor caused it.  It counts for its
 * zone and the zones around it, on the day it began.
 */
#ifndef WB_ZONEBURSTS_H
#define WB_ZONEBURSTS_H

#include "network.h"

struct zonebursts {
	const struct network *n;
	struct zoneburst {
		long zone; /* -1: of no zone that is registered */
		int64_t day;
	} * burst;
	size_t nburst, cap;
	int64_t first; /* day of the first event of any kind; INT64_MAX: none */
	double cost;   /* mean cost_yuan of a burst; NaN: none is known */
};

/* 1 if an event of that kind and outcome is a burst. */
int zonebursts_is(const char *kind, const char *outcome);

/* 0, or -1: the store failed, has said why. */
int
zonebursts_read(struct zonebursts *b, struct store *s, const struct network *n);
void zonebursts_release(struct zonebursts *b);

/* Bursts in a zone (first row of its id) on days [from, to). */
size_t zonebursts_count(
    const struct zonebursts *b, size_t zone, int64_t from, int64_t to);

/* Bursts a year: the parameter bursts_yr, else those of at most five years
 * before `to`, as far as events reach back.  NaN: less than a year of events,
 * from which no rate follows.  *half: 95 % half-width; *years: what was looked
 * at, NaN for the parameter. */
double zonebursts_yearly(const struct zonebursts *b, size_t zone, int64_t to,
    double *half, double *years);

/* What a burst costs: repair_yuan, else the mean of those known. */
double zonebursts_cost(const struct zonebursts *b, size_t zone, int64_t day);

#endif
