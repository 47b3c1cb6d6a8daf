/*
 * Watches one point, reading by reading: faults of the meter and of its line,
 * pressure, limits.
 *
 *     gap         no good reading for 3 intervals and 2 hours
 *     flatline, spike, range, negative
 *                 as validate.h flags them; those less than a day apart are one
 *     mismatch    a totaliser that was reset; the volume of a day by counter
 *                 and by flow more than 5 % apart (pointwatch_volume)
 *     low, high   beyond the limit for `hold` seconds; inside again when so by
 *                 `release` for 30 min
 *     drop        pressure lower than the median of that hour over 14 days by 6
 *                 of its spreads and 5 m, for 30 min
 *     swing       greatest less least pressure of an hour over 6 times what is
 *                 usual at that hour and 5 m, in two hours running
 *
 * A run of bad readings that is long enough is a spell, and an alarm from its
 * first reading, found at the end of the interval that made it long enough.  Of
 * the last four kinds, spells less than a week apart are one alarm that comes
 * and goes: a pressure that is low each evening, or each Sunday, is one matter.
 * It is quiet between its spells; once each day of the week has passed without
 * another, it was over at the end of the last one's last bad interval.
 *
 * The state is one block of bytes without pointers.
 */
#ifndef WB_POINTWATCH_H
#define WB_POINTWATCH_H

#include <stddef.h>
#include <stdint.h>

#include "chunk.h"

enum point_kind {
	POINT_GAP,
	POINT_FLATLINE,
	POINT_SPIKE,
	POINT_RANGE,
	POINT_NEGATIVE,
	POINT_MISMATCH,
	POINT_LOW,
	POINT_HIGH,
	POINT_DROP,
	POINT_SWING,
	POINT_KINDS
};

struct point_limits {
	int pressure;	  /* 1: kinds of pressure, 0: limits of a quantity */
	double low, high; /* NaN: none */
	double release;	  /* how far inside is inside again */
	int32_t hold;	  /* seconds beyond before it is an alarm */
	int32_t interval; /* of the point, seconds */
	int learn;	  /* 1: drop and swing */
	int watched;	  /* 1: low and high are the watch list's */
};

struct point_spell {
	int64_t since;	 /* instant of the first bad reading; INT64_MIN: none */
	int64_t seconds; /* that were bad */
	double worst, limit; /* at the reading farthest beyond its limit */
	int32_t n, counts;   /* readings; 1: was long enough */
};

struct point_run {
	int64_t since, last; /* instants: first bad reading, end of the last */
	int64_t found, seconds;
	double worst, limit;
	int32_t open, n, watched, times;
	struct point_spell spell; /* at hand */
};

struct pointwatch {
	int64_t last; /* end of the last good reading; INT64_MIN: none */
	int64_t hour; /* the hour at hand: instant; its readings: */
	double hour_min, hour_max, hour_sum;
	int32_t hour_n, swings, days;
	struct point_run run[POINT_KINDS];
	float mean[14][24], range[14][24]; /* by day and hour */
};

/* What came of a day. */
struct point_report {
	enum point_kind kind;
	int64_t start, found, end; /* instants; end INT64_MIN: still so */
	double worst, limit;
	int n;		 /* readings that were bad */
	int watched;	 /* by limits of the watch list */
	int times;	 /* spells */
	int quiet;	 /* 1: between spells */
	int64_t seconds; /* that were bad, in all */
};

enum { POINT_REPORTS = 64 };

void pointwatch_init(struct pointwatch *w);

/* Takes the n readings of a day in order of time, with their flags
 * (validate.h).  What came of it to out, one report for each kind and start, at
 * most POINT_REPORTS; how many. */
int pointwatch_day(struct pointwatch *w, const struct point_limits *l,
    int64_t midnight, int64_t length, const struct reading *r,
    const uint16_t *flag, size_t n, struct point_report out[POINT_REPORTS]);

/* A day's volume by the counter and by its flow, m3 (NaN: not known). */
int pointwatch_volume(struct pointwatch *w, int64_t midnight, int64_t length,
    double counted, double flowed, struct point_report *out);

/* What is open now. */
int pointwatch_open(
    const struct pointwatch *w, struct point_report out[POINT_KINDS]);

#endif
