/*
 * A row of the table nightflow, to be explained.
 */
#ifndef WB_WHYNIGHT_H
#define WB_WHYNIGHT_H

#include "why.h"
#include "zonenight.h"

/* Of a night that zonenight_day computed, by the moving minimum; zn stays. */
struct why whynight(struct store *s, const struct network *n, size_t zone,
    const struct zonenight *zn);

/* The columns that have an explanation: the one that resembles `name` most. */
const char *whynight_nearest(const char *name);

#endif
