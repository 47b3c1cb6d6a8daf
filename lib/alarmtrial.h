/*
 * How small a leak would have been found: leaks of known size put into a zone's
 * own history.
 *
 * At up to 24 times spread over the history, at another hour each, water is
 * added from then on; found is a new leak alarm within `within` days that the
 * history alone does not raise.  The resolution (预警分辨率) is the smallest
 * size of which, and of all larger ones, four in five are found.  No event is
 * needed for it; what of the history is itself a leak makes it larger.
 */
#ifndef WB_ALARMTRIAL_H
#define WB_ALARMTRIAL_H

#include "alarmevent.h"
#include "leakwatch.h"

enum { TRIAL_SIZES = 9, TRIAL_MOST = 24 };

/* Sizes tried, % of the mean flow. */
extern const double trial_pct[TRIAL_SIZES];

struct trial {
	double mean;	   /* of the zone's flow, m3/h; NaN: none */
	double sigma;	   /* the noise of the number in use at the end */
	double resolution; /* m3/h; NaN: none of the sizes */
	int trials, found[TRIAL_SIZES];
	/* Hours until it was found; INFINITY: it was not. */
	double hours[TRIAL_SIZES][TRIAL_MOST];
};

/* Days [from, to) of a zone.  0, or -1: the store failed. */
int alarmtrial(struct store *s, const struct network *n,
    const struct alarmevents *events, size_t zone, int64_t from, int64_t to,
    int within, struct trial *out);

#endif
