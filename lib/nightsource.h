/*
 * Which imports the readings of a night's minimum came with.
 */
#ifndef WB_NIGHTSOURCE_H
#define WB_NIGHTSOURCE_H

#include <stdio.h>

#include "zonenight.h"

/* Prints, for the hour of the minimum (else the fixed window), each import with
 * its number, its file and how many readings of the zone's meters, tanks,
 * pressures and users are from it.  0; -1: the store failed, has said why. */
int nightsource(FILE *fp, struct store *s, const struct network *n, size_t zone,
    const struct zonenight *zn);

#endif
