/*
 * Accounts and bills of the store into their sums.
 */
#ifndef WB_BILLINGSTORE_H
#define WB_BILLINGSTORE_H

#include "billing.h"
#include "input.h"
#include "zonesupply.h"

/* The spans that zones with limited validity hold. */
void billing_zones(struct billing *b, const struct network *n);

/* The inflow of each zone by day, for the spread by profile: of the periods and
 * of four months before and after; a day that is not known has the zone's
 * mean, a zone without meters the profile of the nearest one around it.  0, or
 * -1: the store failed, has said why. */
int billing_profiles(struct billing *b, const struct network *n,
    const struct spans *ps, struct zonesupply_work *w);

/* All accounts and bills that stand.  in_order 0: as they lie, which is fast;
 * 1: by key.  1: done; 0: they do not lie in an order that allows the first
 * (begin anew, in_order); -1: the store failed, has said why. */
int billing_load(struct billing *b, const struct tool_opts *o,
    const struct input *in, int in_order);

#endif
