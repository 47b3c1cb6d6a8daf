/*
 * What customers' meters miss by class, and the apparent losses of zones, built
 * up of their parts:
 *
 *     meters        sum over the classes of V/(1 + e_w) - V  (meterloss.h)
 *     handling      data_handling_pct of metered sales
 *     unauthorised  unauthorised_pct of the supply
 *     ALI           apparent/(ali_ref_pct of metered sales)
 *
 * A class that was not tested has the error -cmi_pct.  A part that is not known
 * leaves the sum unknown.
 */
#ifndef WB_BILLAPPARENT_H
#define WB_BILLAPPARENT_H

#include "billout.h"

/* Tables bill-scan --meters and --apparent, of the period or the last 365 days
 * of the bills. */
void billout_meters(
    struct billout *o, struct billaudit *b, const struct meter_tests *t);

/* 0; -1: the store failed. */
int billout_apparent(
    struct billout *o, struct billaudit *b, const struct meter_tests *t);

#endif
