/*
 * What flows into a zone on one day: its inflow meters less its outflow
 * meters, less what its tanks take up, on the coarsest of their intervals.
 *
 *     Q(t) = sum of sign * weight * q(t) - sum of area * dL/dt        m3/h
 *
 * A meter measures flow, or counts volume (pointday.h); a tank is a `storage`
 * point of level whose edge has its area in m2 as weight, and does not count
 * without.  Where one of them has no value the zone has none: a missing inlet
 * makes the figure missing, not smaller.
 *
 * A meter whose volume is counted too (points of one meter_id, a flow and a
 * volume) is checked by its counter: VALID_MISMATCH where over the steps that
 * both know, half of the day at least,
 *
 *     |sum q dt - dV| > 5 % of dV
 *
 * and its counter stands in for its gaps in the filled flow, so that the volume
 * stays exact.  (Domain section 9.)
 */
#ifndef WB_ZONEFLOW_H
#define WB_ZONEFLOW_H

#include "gridday.h"
#include "network.h"

struct zoneflow {
	struct store *s;
	const struct network *n;
	int64_t day, midnight, length; /* of the day at hand; seconds */
	size_t zone;
	double cover;
	struct gridday flow; /* m3/h; n == 0: no meters, or one is silent */
	struct gridday filled, one, before; /* see zoneflow_filled */
	size_t assumed;			    /* steps lowered by an assumption */
	unsigned found; /* validate_flag of readings left out that day */
	struct zoneflow_meter *meter;
	size_t nmeter, cap;
	struct longfill *longfill; /* made when needed */
};

enum zoneflow_got {
	ZONEFLOW_FAILED = -1, /* the store; has said why */
	ZONEFLOW_OK,
	ZONEFLOW_NO_METERS, /* no flow point holds on that day */
	ZONEFLOW_NO_DATA    /* one of them has no reading that day */
};

void
zoneflow_init(struct zoneflow *f, struct store *s, const struct network *n);
void zoneflow_release(struct zoneflow *f);

/* Reads a day.  cover: share of a step's readings needed. */
enum zoneflow_got
zoneflow_day(struct zoneflow *f, size_t zone, int64_t day, double cover);

/* The day's flow with short gaps filled (pointday.h), for volumes only; f->flow
 * itself where nothing is missing. */
const struct gridday *zoneflow_filled(struct zoneflow *f);

/* The same with gaps of up to 24 hours filled too (longfill.h), and *long_m3
 * what was put into them, whatever its sign.  NULL: the store failed. */
const struct gridday *zoneflow_filled_long(struct zoneflow *f, double *long_m3);

/* 95 % half-width of the zone's mean flow over [from, to) seconds of the day:
 * each meter errs by its own accuracy_pct (else err_flow_pct), all its readings
 * alike; meters add in quadrature.  m3/h. */
double zoneflow_error(const struct zoneflow *f, int64_t from, int64_t to);

/* What meter i (0..nmeter-1) adds to the zone's mean flow over [from, to). */
struct zoneflow_part {
	size_t point;  /* index in the network */
	double weight; /* its own, with the sign of its role */
	double q;      /* m3/h, before the weight; NaN: none measured */
	double err_pct;
};

struct zoneflow_part
zoneflow_part(const struct zoneflow *f, size_t i, int64_t from, int64_t to);

/* 95 % half-width of the ratio of the mean flow over [from, to), flow_m3h, to
 * that of the day, day_m3h: a meter's error, the same in both, leaves as much
 * of it as the meter's share in the two differs. */
double zoneflow_ratio_error(const struct zoneflow *f, int64_t from, int64_t to,
    double flow_m3h, double day_m3h);

/* Volume of meter i (0..nmeter-1) over the day's values, m3, with its weight
 * and sign; *err_pct its accuracy, *point its index in the network. */
double zoneflow_meter_m3(
    const struct zoneflow *f, size_t i, double *err_pct, size_t *point);

/* 1 if the edge holds on that day. */
int zoneflow_holds(const struct net_edge *e, int64_t day);

#endif
