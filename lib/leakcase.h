/*
 * The life of a zone's leak alarms: one burst is one alarm.
 *
 *     provisional --next whole day--> open --> grown ... --> closed
 *          |                            (a rise within five weeks of the last
 *          '--> short                    and smaller than the alarm was then,
 * or within one and less than twice it)
 *
 * A slow rise within four weeks of the alarm's end, of half to twice its size,
 * opens it again, unless a person closed it.
 *
 * It grows, too, where the level itself has crept on since the last rise, by a
 * quarter of the alarm's size and two sigma.
 *
 * A rise on the fast path is always a new alarm.  A fall closes the open alarm
 * whose size is nearest, if within 40 % of the fall; with the level back at
 * what it was before the oldest (by 30 % of its size and two sigma) all close.
 *
 * What has been lost since the start is size times hours; of an alarm that
 * grew, half of that up to the day when it was found or grew.
 *
 * The state is one block of bytes without pointers.
 */
#ifndef WB_LEAKCASE_H
#define WB_LEAKCASE_H

#include "leakwatch.h"

enum leak_state {
	LEAK_TENTATIVE,
	LEAK_OPEN,
	LEAK_GROWN,
	LEAK_CLOSED,
	LEAK_OVER /* short */
};

struct leakcase {
	struct leak_report r; /* that began it; size, lo, hi as of now */
	double volume;	      /* m3 lost up to `counted` */
	double told; /* its size when a rise began it or made it grow last */
	int64_t told_day;
	int64_t end_day, grown_day; /* by a rise or by creeping */
	int64_t counted;	    /* steps since day 0 */
	int32_t state, end_step;
	int32_t inner; /* 1: a zone inside has the same one */
	int32_t flags; /* the caller's */
	int32_t final; /* 1: closed by a person */
};

enum { LEAK_CASES = 16 };

struct leakcases {
	struct leakcase c[LEAK_CASES]; /* by found day */
	int32_t n;
};

/* Takes what leakwatch_day reported for `day` (may be nothing); then changed[i]
 * is 1 for the cases that are new or other than before.  Those that are over
 * stay until leakcases_drop. */
void leakcases_day(struct leakcases *cs, const struct leakwatch *w,
    const struct leak_report *r, int n, int64_t day, int changed[LEAK_CASES]);

/* Ends one at the start of a step, whatever the flow does; of one that the flow
 * closed already, nothing changes. */
void leakcase_close(struct leakcase *c, int64_t day, int step, int slots);

/* Forgets the cases that have been over for four weeks. */
void leakcases_drop(struct leakcases *cs, int64_t day);

#endif
