/*
 * Validation: what is wrong with a reading, found when it is read.
 *
 * Raw values stay in the store as they came; the flags here are computed from
 * them by one function, so that a better rule tomorrow re-judges yesterday.
 * Rules, with the day's readings v[i] in order of time:
 *
 *     range     v < min or v > max of the registry; a pressure without them:
 *               outside -10..120 m
 *     negative  v < 0 of a flow whose min is 0 or more; a pressure < -1 m
 *     spike     a reading that leaves its neighbours and comes back: both
 *               steps of opposite sign, and each
 *                 flow: > 6 robust sigma of the day's steps (1.4826 median
 *                       |step|) and > 20 % of the day's mean
 *                 pressure: > 10 m
 *               in data of 15 minutes or finer; where more than one in fifty
 *               would be spikes (pulses, batches) none is
 *     flatline  flow: the same value for 4 h and 12 readings while the day's
 *               mean is over 5 % of max (so only where max is known); zero is
 *               legal where `closed` says so
 *               pressure: for 6 h and 12 readings
 *     gap       the reading before is more than 1.5 intervals ago
 *     stale     ... more than 24 h ago
 *     outlier   |v - median| > 3 * 1.4826 MAD of the same time of the last 28
 *               days, where 8 of them have it
 *     quality   the source did not call it good
 *
 * Those of a totaliser are in totaliser.h.  Repeated instants never get here:
 * the border keeps the first of an import and counts the rest.  The first four
 * (but for the pressure's negative and flatline) exclude a reading from every
 * figure; the others only mark it: a leak is an outlier too.  (Domain section
 * 9; that a spike has to come back, and the share of one in fifty, are ours:
 * without them the first reading of a burst and every pulse would be one.)
 */
#ifndef WB_VALIDATE_H
#define WB_VALIDATE_H

#include <stdint.h>

#include "chunk.h"

enum validate_flag {
	VALID_QUALITY = 1 << 0,
	VALID_RANGE = 1 << 1,
	VALID_NEGATIVE = 1 << 2,
	VALID_SPIKE = 1 << 3,
	VALID_FLATLINE = 1 << 4,
	VALID_GAP = 1 << 5,
	VALID_STALE = 1 << 6,
	VALID_OUTLIER = 1 << 7,
	VALID_ROLLOVER = 1 << 8, /* totalisers: */
	VALID_RESET = 1 << 9,
	VALID_CHANGED = 1 << 10,
	VALID_MISMATCH = 1 << 11, /* of a day, see zoneflow.h */
	VALID_CLOCK = 1 << 12	  /* of a day, see clockshift.h */
};

enum { VALID_FLAGS = 13 };

/* Those that validate_day sets aside a good reading for. */
enum {
	VALID_LEFT_OUT =
	    VALID_RANGE | VALID_NEGATIVE | VALID_SPIKE | VALID_FLATLINE
};

enum validate_kind { VALIDATE_FLOW, VALIDATE_PRESSURE, VALIDATE_OTHER };

struct validate_rules {
	enum validate_kind kind;
	double min, max;  /* in the store's unit; NaN: not known */
	int32_t interval; /* seconds */
	int closed;	  /* 1: an event says that the inlet is shut */
};

/* Judges a day of readings, in order of time: flag[i] gets the flags of r[i]
 * that exclude it, and VALID_QUALITY.  Returns all of them together.  O(n). */
unsigned validate_day(const struct validate_rules *v, const struct reading *r,
    size_t n, uint16_t *flag);

/* Adds the flags that only mark.  before: seconds from the reading before r[0]
 * to the day's midnight, < 0: none. */
void validate_marks(const struct validate_rules *v, const struct reading *r,
    size_t n, int64_t before, uint16_t *flag);

/* The same times of the days before, for outliers. */
enum { VALID_PAST_DAYS = 28 };

struct validate_past;

struct validate_past *validate_past_new(int32_t interval);
void validate_past_free(struct validate_past *p);

/* Flags outliers of a day, then remembers its readings that nothing excludes.
 * Days in order. */
void validate_past_day(struct validate_past *p, int64_t day,
    const struct reading *r, size_t n, uint16_t *flag);

/* The words of flags, blank between them, into buf of VALID_BUF bytes. */
enum { VALID_BUF = 128 };
const char *validate_words(unsigned flags, char *buf);

#endif
