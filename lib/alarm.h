/*
 * An alarm, and lists of them: what the ledger keeps and the table shows.
 *
 * `alarm_id` is what it concerns, the local minute of its onset and a word:
 * A2-202602200345-leak.  So it is the same on every run over the same data.
 *
 * Score, for the order of the day:
 *
 *     24 size value (0.5 + 0.5 sure) share    yuan a day (m3 without a price)
 *     sure  = evidence/limit - 1, within 0..1
 *     share = 0.5 where many zones rose that day, 0.3 where the data cannot
 *             tell, 0.2 for demand; of faults and pressure: their severity
 *
 * Severity: 1 for 20 % of the mean inflow or 20 m3/h, 2 for 10 % or 10 m3/h,
 * 3 for 5 % or 4 m3/h, else 4; one class lower where many zones rose.
 */
#ifndef WB_ALARM_H
#define WB_ALARM_H

#include <stddef.h>
#include <stdint.h>

#include "strmap.h"

enum alarm_kind {
	ALARM_NIGHT_STEP,
	ALARM_NIGHT_RISE,
	ALARM_FLOW_STEP,
	ALARM_LOW_PRESSURE,
	ALARM_HIGH_PRESSURE,
	ALARM_PRESSURE_DROP,
	ALARM_PRESSURE_SWING,
	ALARM_FLATLINE,
	ALARM_SPIKE,
	ALARM_GAP,
	ALARM_RANGE,
	ALARM_NEGATIVE,
	ALARM_MISMATCH,
	ALARM_CLOCK,
	ALARM_LIMIT,
	ALARM_KINDS
};

enum alarm_state {
	ALARM_PROVISIONAL, /* the next whole day decides */
	ALARM_OPEN,
	ALARM_GROWN,
	ALARM_CLOSED,
	ALARM_SHORT,	/* was over within its day: nothing to visit */
	ALARM_MERGED,	/* an inner zone, or the edges, have the same one */
	ALARM_WITHDRAWN /* corrected data or settings do not bear it out */
};

enum alarm_flag {
	ALARM_DEMAND = 1 << 0,	 /* the night does not show it */
	ALARM_SCALE = 1 << 1,	 /* a factor: the meter's scale */
	ALARM_DOUBT = 1 << 2,	 /* undetermined: a factor or a sum */
	ALARM_COMMON = 1 << 3,	 /* many zones rose that day */
	ALARM_INNER = 1 << 4,	 /* an inner zone has it */
	ALARM_BOUNDARY = 1 << 5, /* a neighbour fell as much */
	ALARM_PERSON = 1 << 6,	 /* closed by a row of `events` ... */
	ALARM_CONFIRMED = 1 << 7,
	ALARM_NOTHING_FOUND = 1 << 8,
	ALARM_OPERATION = 1 << 9,
	ALARM_SENSOR_FAULT = 1 << 10,
	ALARM_WATCHED = 1 << 11, /* by a limit of the watch list */
	ALARM_OVERDUE =
	    1 << 12, /* open for ten days; at the time of printing */
	ALARM_HOLIDAY = 1 << 13,      /* began in a long holiday */
	ALARM_ACKNOWLEDGED = 1 << 15, /* these three: at the time of printing */
	ALARM_SHELVED = 1 << 16,
	ALARM_OUTGROWN = 1 << 17, /* larger than when it was one of those */
	ALARM_LEARNING = 1 << 18, /* found in the zone's first four weeks */
	ALARM_UNSEEN = 1 << 19, /* at the time of printing: a meter of its zone
				 * is silent */
	ALARM_QUIET = 1 << 14	/* comes and goes, and is not so now */
};

struct alarm {
	char *id, *zone_id, *point_id; /* "" where there is none */
	enum alarm_kind kind;
	enum alarm_state state;
	int64_t start, detected, end; /* instants; no end: INT64_MIN */
	int64_t at;		      /* the day that told the state */
	double size, lo, hi;	      /* m3/h; of a point: the worst value */
	double mean, sigma, night, evidence, limit;
	double base;  /* m3/h; of a point: hours that it was so, in all */
	double slope; /* m3/h per day; of a change of scale its factor */
	double
	    volume; /* m3 lost up to the end of `at`; readings that were bad */
	int path, by; /* leakwatch.h */
	int hours;    /* of the fast window; of a point: how many times */
	unsigned flags;
};

struct alarms {
	struct alarm *a;
	size_t n, cap;
	struct strmap of; /* by id */
};

void alarms_release(struct alarms *l);

/* The alarm of that id, made if need be (then *made is 1); strings copied.
 * Good until the next call. */
struct alarm *alarms_put(struct alarms *l, const struct alarm *a, int *made);

/* 1 if two of one id say the same but for `at` and `volume`. */
int alarm_same(const struct alarm *a, const struct alarm *b);

/* Night steps and rises, and steps of flow. */
int alarm_is_leak(const struct alarm *a);

const char *alarm_kind_word(enum alarm_kind k);
const char *alarm_state_word(enum alarm_state s);
int alarm_kind_of(const char *word);  /* -1: none */
int alarm_state_of(const char *word); /* -1 */

int alarm_severity(const struct alarm *a);
double alarm_score(const struct alarm *a, double yuan_m3);

/* The words of the flags, blank between them, into buf. */
enum { ALARM_WORDS = 256 };
const char *alarm_words(unsigned flags, char *buf);

#endif
