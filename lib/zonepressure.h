/*
 * Pressure at the average zone point (AZP) of one day.
 *
 * From the zone's azp points by weight, each corrected by its level against
 * the zone's mean level where both are known, AZP = P + z_point - z_zone; else
 * from its inlets in the same way (both levels needed); head loss neglected.
 * A zone that has neither takes the mean of the zones inside it, by
 * connections; those of half of the connections at least have to have pressure.
 * (Thornton, Sturm, Kunkel; domain section 6.1.)
 */
#ifndef WB_ZONEPRESSURE_H
#define WB_ZONEPRESSURE_H

#include "gridday.h"
#include "network.h"
#include "pointday.h"

struct zonepressure {
	struct store *s;
	const struct network *n;
	struct gridday azp; /* metres of water; n == 0: none measured */
	int part;	    /* 1: some of its points, or zones inside, were
			     * silent all day */
	int inner;	    /* 1: it is that of the zones inside */
	struct gridday point;
	struct pointday day;
	size_t *child, *child_at; /* rows of zones by their parent */
};

void zonepressure_init(
    struct zonepressure *p, struct store *s, const struct network *n);
void zonepressure_release(struct zonepressure *p);

/* Reads a day of a zone (first row of its id) into p->azp.  0, or -1: the
 * store failed, has said why.  A step has a value only where all points of the
 * role have one that have any that day; those have half of the weight at least.
 */
int zonepressure_day(struct zonepressure *p, size_t zone, int64_t day);

/* Mean over the day of the points of a role, weighted, without levels: the
 * plant outlet.  NaN: none.  0 or -1. */
int zonepressure_role(struct zonepressure *p, size_t zone, int64_t day,
    enum edge_role role, double *mean_m);

#endif
