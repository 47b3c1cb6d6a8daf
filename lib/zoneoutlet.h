/*
 * Mean pressure at the outlets of the plants that serve a zone, for R3 of CJJ
 * 92: weighted by what each of them delivers, hour by hour,
 *
 *     P = sum p_ih Q_ih / sum Q_ih      plants i, hours h
 *
 * A plant is a `plant_outlet` point of pressure; its volume is that of the flow
 * or volume point that has its meter_id.  An hour counts where all plants that
 * deliver in it have both.  (CJJ 92, 2018 revision; domain section 2.3.)
 */
#ifndef WB_ZONEOUTLET_H
#define WB_ZONEOUTLET_H

#include "gridday.h"
#include "network.h"
#include "pointday.h"
#include "zonepressure.h"

struct zoneoutlet {
	const struct network *n;
	struct zonepressure *pressure; /* the caller's */
	struct pointday day;
	struct gridday p, q;
	/* What was asked last: zones within one another ask the same. */
	long zone;
	int64_t from, to;
	double mpa;
	int by_volume;
};

void zoneoutlet_init(
    struct zoneoutlet *o, struct store *s, struct zonepressure *pressure);
void zoneoutlet_release(struct zoneoutlet *o);

/* The point that tells the volume of the plant that the point `plant` of
 * pressure belongs to, or -1. */
long zoneoutlet_meter(const struct network *n, size_t plant);

/* Over days [from, to), of the zone's own plants: *mpa NaN where they have no
 * pressure.  *by_volume 0: too few volumes are known, less than 90 % of the
 * hours that have pressures; then the mean of the days' means, by the weight of
 * the edges.  0, or -1: the store failed, has said why. */
int zoneoutlet_mean(struct zoneoutlet *o, size_t zone, int64_t from, int64_t to,
    double *mpa, int *by_volume);

#endif
