/*
 * From the minimum of a zone's night to what it loses: pressure at the average
 * zone point, background, exponent, and the figures of nightloss.h with the
 * errors of their inputs.
 */
#ifndef WB_ZONELOSS_H
#define WB_ZONELOSS_H

#include "zoneflow.h"
#include "zonenight.h"
#include "zonepressure.h"
#include "zoneset.h"

struct zoneloss {
	const struct network *n;
	struct zonepressure pressure;
	enum zonenight_method method; /* of the minimum */
};

void
zoneloss_init(struct zoneloss *l, struct store *s, const struct network *n);
void zoneloss_release(struct zoneloss *l);

/* Fills in all of zn that follows from its minimum, its volume and its night
 * use; f holds the day.  0; -1: the store failed. */
int zoneloss_find(struct zoneloss *l, const struct zoneset *set, size_t zone,
    const struct zoneflow *f, struct zonenight *zn);

#endif
