/*
 * How far a zone's figures can be trusted over a period.
 *
 * The first that holds of
 *
 *     paused            more than half of the days are masked
 *     links_incomplete  on some day no meter is linked to the zone, or one
 *                       that is linked never had a reading
 *     data_poor         fewer than 90 % of the nights that neither an event
 *                       nor a wrong clock takes out have a minimum, or
 *                       coverage is below 90 %
 *     meter_suspect     readings out of range, negative, frozen, reset, not
 *                       as the counter, or by a wrong clock on more than a
 *                       tenth of the days; or the upper bound of the excess
 *                       is below zero in more than half of the nights
 *     boundary_suspect  the zones inside it take more than it does, beyond
 *                       the bounds, on more than half of the days; or the
 *                       night flow leaps while that of a neighbour leaps the
 *                       other way
 *     operable          none of these
 *
 * 90 % is Ofwat's measure of an operable area (domain section 5.1); the other
 * limits are ours.
 */
#ifndef WB_ZONESTATE_H
#define WB_ZONESTATE_H

#include "trend.h"
#include "zonenight.h"
#include "zonesub.h"

enum zonestate_word {
	ZS_PAUSED,
	ZS_LINKS_INCOMPLETE,
	ZS_DATA_POOR,
	ZS_METER_SUSPECT,
	ZS_BOUNDARY_SUSPECT,
	ZS_OPERABLE
};

struct zonestate { /* evidence, in days */
	size_t days, nights, masked, clock, left_out, negative, no_meters,
	    no_data;
	size_t sub_days, sub_more; /* compared; children take more */
	size_t opposite;	   /* steps against a neighbour's */
	double coverage;	   /* sum over the days */
};

/* Counts a day; sub NULL where there is nothing to compare. */
void zonestate_add(
    struct zonestate *z, const struct zonenight *zn, const struct zonesub *sub);

/* Steps of a that b has, within a night, the other way round and of the same
 * size within the bounds of both. */
size_t zonestate_opposite(const struct trend *a, const struct trend *b);

enum zonestate_word zonestate_word(const struct zonestate *z);

const char *zonestate_name(enum zonestate_word w);

#endif
