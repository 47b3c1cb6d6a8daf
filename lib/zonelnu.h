/*
 * The customers' meters of a zone over a period, for a fit of its night use.
 *
 * The `user` points of the zone and those inside it, each one property: their
 * mean flow in the hour of the zone's minimum (in the fixed window where there
 * is none) and their mean use a day, over the days on which both are known. One
 * of more than 500 L/h by night is an exceptional user, no property like
 * others, and left out.
 */
#ifndef WB_ZONELNU_H
#define WB_ZONELNU_H

#include "lnufit.h"
#include "zonenight.h"

struct zonelnu_work;

struct zonelnu_work *zonelnu_new(struct store *s, const struct network *n);
void zonelnu_free(struct zonelnu_work *w);

/* Adds the day of a row of zonenight; the first day after a fit begins anew.
 * 0, or -1: the store failed. */
int
zonelnu_day(struct zonelnu_work *w, size_t zone, const struct zonenight *zn);

/* The fit over the days added. */
void zonelnu_fit(struct zonelnu_work *w, struct lnufit *out);

#endif
