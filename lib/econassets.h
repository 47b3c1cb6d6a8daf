/*
 * The pipes of the registry for loss-econ --assets: which kinds burst how
 * often, which groups of pipes are the worst to leave in the ground, and zones
 * as assets.
 *
 *     window       up to five years before the end of the last period, as far
 *                  as events reach back
 *     group        the pipes of one zone, material, class of diameter and of
 *                  age (assets.h)
 *     consequence  = cost of a repair + water * cv              yuan a burst
 *     water        = burst_m3h (P/50)^n1 * burst_h              m3
 *     risk         = rate of the kind * consequence             yuan/km/yr
 *
 * P by UARL, 50 m where it is not known; burst_h the mean time that events
 * of kind burst ran, 72 h where none tells.  A table of costs by diameter
 * (dn_mm, yuan: what a burst of a pipe up to that diameter costs beside the
 * water) stands for the repair.  Groups are ranked by risk, for renewal costs
 * by the km.
 *
 * The score of a zone (econscore.h) is that of its bursts by 100 km and year,
 * the mean age of its pipes by length, real loss by km, ILI and ALI.
 */
#ifndef WB_ECONASSETS_H
#define WB_ECONASSETS_H

#include "econrun.h"

enum { ASSET_KEYS = 5 };
extern const char *const asset_key_names[ASSET_KEYS];

struct asset_opts {
	double weight[ASSET_KEYS];
	const char *costs; /* file of costs by diameter; NULL: none */
};

/* The three tables.  0, or the exit status: has said why. */
int
econassets(struct econrun *r, const struct asset_opts *o, struct csvout *out);

#endif
