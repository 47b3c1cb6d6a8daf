/*
 * A point's local day, judged: what every figure is computed from.
 *
 * The readings as they stand in the store, those that validation excludes
 * (validate.h) set aside, and the differences of a totaliser (totaliser.h) in
 * the place of its readings.
 *
 * A reading of flow or pressure stands for the interval that begins at its
 * stamp.  Where stamps are no multiples of the interval, or the grid is none,
 * it holds until the next one, if that comes within 1.5 intervals, and a step's
 * value is the mean by time.
 *
 * `measured` grids hold only what was measured at the point's own interval: a
 * difference over more than 1.5 intervals is a gap.  `filled` grids, for
 * volumes alone and never for a minimum, add the whole of such a difference,
 * spread evenly, and bridge up to two hours of a flow on a straight line.
 * (Domain section 9.)
 */
#ifndef WB_POINTDAY_H
#define WB_POINTDAY_H

#include "gridday.h"
#include "network.h"
#include "totaliser.h"

enum { POINTDAY_BRIDGE_S = 7200 };

struct pointday_raw { /* one day in the store, judged */
	int64_t point, day;
	struct reading *r;
	uint16_t *flag;
	size_t n, cap, flag_cap;
	unsigned found;
};

struct pointday {
	struct store *s;
	const struct network *n;
	const struct net_point *p; /* of the day at hand ... */
	int64_t day, midnight, length;
	struct reading *r; /* ... its readings; excluded ones are not good */
	size_t nr;
	unsigned found; /* validate_flag of those that are excluded */
	int32_t interval;
	struct pointday_raw raw[3]; /* yesterday, today, tomorrow */
	struct gridday_span *span;
	size_t nspan, span_cap;
	struct reading *series;
	size_t series_cap;
	uint16_t *series_flag;
	size_t series_flag_cap;
	int totaliser;
};

void
pointday_init(struct pointday *d, struct store *s, const struct network *n);
void pointday_release(struct pointday *d);

/* Reads a day of point `point` of the network.  The number of its readings, of
 * a totaliser that of its differences that touch the day; -1: the store failed,
 * has said why. */
long pointday_read(struct pointday *d, size_t point, int64_t day);

/* 0; -1: the store failed. */
int pointday_measured(
    struct pointday *d, struct gridday *g, int32_t step, double cover);

/* The same day filled: g, which may not be `measured`, becomes that. */
void pointday_filled(const struct pointday *d, const struct gridday *measured,
    struct gridday *g, double cover);

/* Of a level: its rise over each step, metres an hour, from the levels at the
 * step's two ends, each read then or on the line between two readings at most
 * 1.5 intervals apart. */
int pointday_rise(struct pointday *d, struct gridday *g, int32_t step);

/* The flags of each reading of the day at hand, with those that only mark; of a
 * totaliser, the flags of the difference that the reading ends.  flag has room
 * for nr.  last: instant of the point's reading before, INT64_MIN: none. */
void pointday_flags(const struct pointday *d, int64_t last, uint16_t *flag);

/* The quality that the source gave a reading with these flags, of a point that
 * is no totaliser. */
uint16_t pointday_quality(const struct reading *r, unsigned flag);

#endif
