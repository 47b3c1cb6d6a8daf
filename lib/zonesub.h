/*
 * A zone beside the zones inside it.
 *
 *     difference = own - sum of the children
 *
 * by night, in the hour of the parent's minimum, and over the day.  Each zone's
 * flow is that of its own meters (zoneflow.h).  A meter that bounds the parent
 * and a child, or two children, is one meter: its error counts by the sum of
 * its weights in the difference, which is 0 for a boundary between two
 * children.
 *
 * A difference whose 95 % bounds are all above 0 is water that goes missing
 * between the meters: a trunk main, a customer on it, a child not metered; one
 * all below 0 is a meter in error or a boundary that is open.
 */
#ifndef WB_ZONESUB_H
#define WB_ZONESUB_H

#include "zonenight.h"

struct zonesub_figure {
	double own, sub; /* NaN: not known */
	struct bound diff;
};

struct zonesub {
	size_t children, silent; /* that hold; of them without a figure, by
				  * night or day */
	struct zonesub_figure night, day; /* m3/h; m3 */
};

struct zonesub_work;

struct zonesub_work *zonesub_new(struct store *s, const struct network *n);
void zonesub_free(struct zonesub_work *w);

/* Zone and day of a row of zonenight.  1; 0: no zone inside it holds on that
 * day; -1: the store failed. */
int zonesub_day(struct zonesub_work *w, size_t zone, const struct zonenight *zn,
    struct zonesub *out);

/* 1: more flows into the parent than its children, beyond the bounds, by night
 * or day; -1: less; 0: neither. */
int zonesub_finding(const struct zonesub *z);

#endif
