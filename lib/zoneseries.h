/*
 * A zone's flow, leakage and pressures over a period on one grid: what a
 * replay (whatif.h) needs.
 *
 * The grid is the coarsest of the intervals of the meters and pressure points;
 * a finer series is averaged, where night_coverage of a step is there.  A step
 * that an event of the zone masks has no flow.  The points are those of the
 * zone and the critical ones of the zones inside.  Pressure at the average zone
 * point is that of zonepressure.h, else the parameter azp_m.
 */
#ifndef WB_ZONESERIES_H
#define WB_ZONESERIES_H

#include "whatif.h"
#include "zonenight.h"

struct zoneseries_point {
	const struct net_edge *e;
	double required; /* m; NaN: none, or not looked at */
	double *p;	 /* m; NaN: none */
};

struct zoneseries {
	size_t n, cap;
	int32_t step;	/* seconds */
	int64_t *time;	/* instants */
	int32_t *clock; /* seconds of the clock */
	double *q, *azp, *nnl, *nnl_flow, *nnl_lnu, *aznp;
	struct zoneseries_point *point;
	size_t npoint;
	int azp_param;	     /* 1: no point measures it, azp_m */
	size_t nights, days; /* with NNL; on which the zone holds */
};

/* 1: filled, to be released; 0: the zone (first row of its id) holds on none of
 * the days; -1: the store failed, has said why. */
int zoneseries_read(struct zonenight_work *w, struct store *s,
    const struct network *n, size_t zone, int64_t from, int64_t to,
    struct zoneseries *out);
void zoneseries_release(struct zoneseries *z);

#endif
