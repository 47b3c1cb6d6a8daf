/*
 * Legitimate night use of a zone: residential, non-household, exceptional
 * (nightloss.h), the last as `user` points of the zone and of those inside it
 * measured it in the hour of the minimum.
 */
#ifndef WB_ZONEUSE_H
#define WB_ZONEUSE_H

#include "pointday.h"
#include "zonenight.h"
#include "zoneset.h"

struct zoneuse {
	const struct network *n;
	struct pointday day;
	struct gridday point;
};

void zoneuse_init(struct zoneuse *u, struct store *s, const struct network *n);
void zoneuse_release(struct zoneuse *u);

/* 1 if the edge is that of a user who counts for the zone on that day: of the
 * zone or one inside it.  A user of a zone and of one around it is one: of
 * their edges the outer one counts. */
int zoneuse_counts(const struct network *n, const struct net_edge *e,
    size_t zone, int64_t day);

/* Fills in what zn has of night use, its error and the flags that it causes,
 * for the hour of the minimum that is there.  0; -1: the store failed. */
int zoneuse_find(struct zoneuse *u, const struct zoneset *set, size_t zone,
    struct zonenight *zn);

#endif
