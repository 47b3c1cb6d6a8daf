/*
 * What flowed into a zone in a period, by its meters.
 *
 * The sum of the inflow meters less the outflow meters, from readings or from
 * days as nightflow prints them (dailyflow.h).  What was not measured is filled
 * as in supply.h, a day with the mean of the days, as long as coverage is at
 * least night_coverage.  Only the days count on which the zone holds.  Each
 * meter errs by its own accuracy, all its readings alike.
 */
#ifndef WB_ZONESUPPLY_H
#define WB_ZONESUPPLY_H

#include "dailyflow.h"
#include "network.h"
#include "zoneflow.h"

struct zonesupply_meter {
	size_t point;	 /* of the network */
	double m3;	 /* with weight and sign, and its share of the gaps */
	double pct;	 /* 95 % accuracy */
	double measured; /* of m3 */
};

struct zonesupply {
	double m3;	 /* NaN: not known */
	double coverage; /* before filling; NaN: no meters */
	double filled;	 /* of m3 */
	double half;	 /* 95 % half-width of m3 */
	int meters;	 /* 1: there are some */
	int assumed;	 /* 1: lowered by an assumption */
	struct zonesupply_meter *meter;
	size_t nmeter, cap;
};

struct zonesupply_work;

/* days: NULL, or what stands above the readings of the store. */
struct zonesupply_work *zonesupply_new(
    struct store *s, const struct network *n, const struct dailyflow *days);
void zonesupply_free(struct zonesupply_work *w);
void zonesupply_release(struct zonesupply *z);

/* zone: first row of its id.  *out is used again.  0, or -1: the store failed,
 * has said why. */
int zonesupply_get(struct zonesupply_work *w, size_t zone, int64_t from,
    int64_t to, struct zonesupply *out);

/* Inflow of each day of [from, to) into m3[]; NaN where it is not known.  0,
 * -1. */
int zonesupply_days(struct zonesupply_work *w, size_t zone, int64_t from,
    int64_t to, double *m3);

/* 95 % half-width of k[0]*zone[0] + k[1]*zone[1] + ..., a meter that several
 * of them have counting once, with its signs. */
double zonesupply_joint_half(const struct zonesupply *const *zone,
    const double *k, size_t n, size_t npoint);

#endif
