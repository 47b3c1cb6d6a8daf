/*
 * A zone's night and day: readings, registry and parameters come together and
 * become one row of the table `nightflow`.
 *
 * The zone's flow is the sum of its inflow meters less its outflow meters, on
 * the coarsest of their intervals; where one of them has no reading the zone
 * has none.  Pressure at the average zone point is that of its azp points, by
 * weight, each corrected by its level against the zone's where both are known
 * (AZP = P + z_point - z_zone), else that of its inlets in the same way, else
 * the parameter azp_m; half of the readings of the hour of the minimum are
 * needed for AZNP.  Large users measured by `user` points, of the zone and
 * of those inside it, are legitimate night use as measured.
 */
#ifndef WB_ZONENIGHT_H
#define WB_ZONENIGHT_H

#include "gridday.h"
#include "network.h"
#include "nightloss.h"
#include "nightmin.h"
#include "zoneflow.h"

enum zonenight_flag {
	ZN_NO_METERS = 1 << 0,
	ZN_NO_DATA = 1 << 1,
	ZN_GAPS = 1 << 2,
	ZN_DAY_SHORT = 1 << 3,
	ZN_NIGHT_SHORT = 1 << 4,
	ZN_MASKED = 1 << 5,
	ZN_NO_PRESSURE = 1 << 6,
	ZN_AZP_PARAM = 1 << 7,
	ZN_NO_LNU = 1 << 8,
	ZN_LNU_RESIDENTIAL = 1 << 9,
	ZN_USER_MISSING = 1 << 10,
	ZN_NO_UBL = 1 << 11,
	ZN_ENF_NEGATIVE = 1 << 12,
	ZN_NO_MINIMUM = 1 << 13,
	ZN_FILLED = 1 << 14,
	ZN_RANGE = 1 << 15, /* left out by validation: */
	ZN_NEGATIVE = 1 << 16,
	ZN_SPIKE = 1 << 17,
	ZN_FLATLINE = 1 << 18,
	ZN_RESET = 1 << 19,
	ZN_CHANGED = 1 << 20,
	ZN_ASSUMED = 1 << 21,  /* the flow is lowered by an assumption */
	ZN_MISMATCH = 1 << 22, /* flow and counter of a meter */
	ZN_AZP_SUB = 1 << 23,  /* AZP is that of the zones inside */
	ZN_FILLED_LONG = 1 << 24,
	ZN_CLOCK = 1 << 25,   /* a logger's is wrong */
	ZN_AZP_PART = 1 << 26 /* AZP lacks points that were silent */
};

enum { ZN_METERS = 12 }; /* that --explain names */

/* Which minimum the figures are computed from. */
enum zonenight_method {
	ZN_MOVING,   /* lowest mean over night_width_min */
	ZN_FIXED,    /* mean of fixed_from..fixed_to */
	ZN_ABSOLUTE, /* lowest single reading */
	ZN_P20	     /* 20th percentile of seven nights' moving minima */
};

struct zonenight {
	int64_t day, midnight;
	struct night_min min;	   /* the moving minimum, and counts */
	double mnf_m3h;		   /* the minimum by the method ... */
	int32_t at, width;	   /* ... over these seconds; at -1: none */
	int32_t hour_at, hour_s;   /* the same, else the fixed window */
	double p20_m3h;		   /* NaN: none, or not asked for */
	double inflow_m3, adf_m3h; /* NaN where the day is short */
	double inflow_half;	   /* 95 % half-width, m3 */
	double long_m3;		   /* of the inflow filled by longfill.h */
	double mnf_adf, mnf_adf_half;
	double coverage;
	struct night_use use; /* what LNU was computed from ... */
	struct night_lnu lnu; /* ... and its parts */
	struct night_ubl ubl;
	struct night_in in;
	struct night_loss loss;
	struct zoneflow_part meter[ZN_METERS]; /* in the hour; the first ones */
	size_t nmeter;			       /* all of them */
	unsigned flags;
	char events[128]; /* kinds of the events that mark or mask */
};

struct zonenight_work;

struct zonenight_work *zonenight_new(struct store *s, const struct network *n);
void zonenight_free(struct zonenight_work *w);

/* The method, ZN_MOVING unless set.  p20: 1 to have the percentile beside it,
 * which needs six nights more; ZN_P20 has it anyway. */
void zonenight_method(
    struct zonenight_work *w, enum zonenight_method method, int p20);

/* One zone (first row of its id) and day.  1: *out is filled; 0: the zone does
 * not hold on that day; -1: the store failed, has said why. */
int zonenight_day(
    struct zonenight_work *w, size_t zone, int64_t day, struct zonenight *out);

/* One point and day, without zone, pressure or night use: the minima of its
 * own readings, each window by its own coverage.  1: *out is filled; 0: the
 * point has no reading that day; -1. */
int zonenight_point(
    struct zonenight_work *w, size_t point, int64_t day, struct night_min *out);

/* The words of the flags, blank between them; static until the next call. */
const char *zonenight_words(const struct zonenight *zn);

#endif
