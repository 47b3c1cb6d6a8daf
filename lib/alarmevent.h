/*
 * Rows of `events` as alarms need them: holidays, leaks that were, and what
 * came of looking.
 */
#ifndef WB_ALARMEVENT_H
#define WB_ALARMEVENT_H

#include "network.h"

struct alarmevent {
	char *id, *kind, *outcome, *point_id;
	long zone;	    /* first row of its id; -1: none named */
	int64_t start, end; /* instants; no end: INT64_MAX */
	double flow_m3h;
};

struct alarmevents {
	struct alarmevent *e; /* by start */
	size_t n, cap;
	size_t *holiday, nholiday; /* which of them are holidays */
};

/* 0, or -1: has said why. */
int alarmevents_load(
    struct alarmevents *l, struct store *s, const struct network *n);
void alarmevents_release(struct alarmevents *l);

/* A burst or a leak: what detection is held against. */
int alarmevent_is_leak(const struct alarmevent *e);

/* The holiday that concerns a zone between two instants, or NULL. */
const struct alarmevent *alarmevents_holiday(const struct alarmevents *l,
    const struct network *n, size_t zone, int64_t from, int64_t to);

#endif
