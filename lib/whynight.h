/*
 * A row of the table nightflow, to be explained.
 */
#ifndef WB_WHYNIGHT_H
#define WB_WHYNIGHT_H

#include "nearest.h"
#include "why.h"
#include "zonenight.h"

/* Of a night that zonenight_day computed, by the moving minimum; zn stays. */
struct why whynight(struct store *s, const struct network *n, size_t zone,
    const struct zonenight *zn);

/* 1 if a column has an explanation; whether one resembles what is asked. */
int whynight_has(const char *name);
void whynight_nearest(struct nearest *n);

#endif
