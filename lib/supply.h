/*
 * The volume of a period from the flow of its days.
 *
 * Steps of a day that were not measured, nor bridged (pointday.h), are taken to
 * be as the same time of the period's other days; where no day has that time,
 * as the mean of all.  Below the limit of coverage there is no volume.
 *
 * 95 % half-width: each meter errs by its own accuracy, all its readings alike;
 * what was filled in, by a fifth of itself; all in quadrature.
 */
#ifndef WB_SUPPLY_H
#define WB_SUPPLY_H

#include "zoneflow.h"

/* Error of what was filled in, as a share. */
#define SUPPLY_FILLED_ERR 0.2

struct supply_days {	     /* the days so far; begins as {0} */
	double *sum;	     /* m3/h, by step of the day */
	size_t *count, *due; /* steps with a value; that there should be */
	size_t measured;     /* of the values those not filled in */
	size_t n;
	int32_t step;
};

/* Adds a day's flow as it was measured, and with its short gaps filled; both
 * grids of one step. */
void supply_day(struct supply_days *q, const struct gridday *measured,
    const struct gridday *filled);

/* Days without readings, after all others: they still are due. */
void supply_missing(struct supply_days *q, size_t days);

/* The volume, m3, of the period; NaN: nothing is known.  *coverage: the share
 * of it that was measured; *filled: the volume filled in, m3. */
double
supply_volume(const struct supply_days *q, double *coverage, double *filled);
void supply_release(struct supply_days *q);

struct supply {
	double m3, half;  /* NaN below the limit of coverage */
	double coverage;  /* NaN: nothing was due */
	double filled_m3; /* of the volume; NaN: nothing is known */
	int meters;	  /* 1: the zone had meters on some day */
	int assumed;	  /* 1: lowered by an assumption (assume.h) */
	unsigned found;	  /* validate_flag of readings left out */
};

/* Is told the part of each meter: the volume of a day with weight and sign, and
 * its accuracy, 95 %. */
struct supply_meters {
	void (*add)(void *ctx, size_t point, double m3, double pct);
	void *ctx;
};

/* What the readings tell of [from, to), whatever the coverage; each day asks
 * for `cover` of its own.  half is not found.  0; -1: the store failed, has
 * said why. */
int supply_readings(struct zoneflow *f, size_t zone, int64_t from, int64_t to,
    double cover, const struct supply_meters *m, struct supply *out);

/* What flows into a zone from day `from` up to `to`.  0; -1: the store failed,
 * has said why. */
int supply_zone(struct zoneflow *f, size_t zone, int64_t from, int64_t to,
    struct supply *out);

#endif
