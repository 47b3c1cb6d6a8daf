/*
 * The calculation behind a row of nightflow, in words and numbers.
 */
#ifndef WB_NIGHTEXPLAIN_H
#define WB_NIGHTEXPLAIN_H

#include <stdio.h>

#include "zonenight.h"

void nightexplain(FILE *fp, const char *zone_id, const struct zone *tz,
    const struct network *n, const struct zonenight *zn);

#endif
