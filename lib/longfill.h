/*
 * Gaps of up to 24 hours in the flow of a meter, for volumes alone.
 *
 * A missing step is taken to be as usual on that weekday, at the level of the
 * days around:
 *
 *     P[s] = mean of the same step on the same weekday of the four weeks before
 *            and after, of which two at least have it
 *     L    = sum q / sum P over the known steps of this day and its neighbours,
 *            each with the P of its own weekday
 *     q[s] = L P[s]
 *
 * A gap that goes on into other days counts as a whole; what is longer than
 * 24 hours stays missing.  (Domain section 9.)  Never for a minimum.
 */
#ifndef WB_LONGFILL_H
#define WB_LONGFILL_H

#include "gridday.h"
#include "pointday.h"

enum { LONGFILL_MOST_S = 24 * 3600 };

struct longfill {
	struct pointday day;
	struct gridday g;
	struct longfill_day { /* yesterday, today, tomorrow */
		double *q;    /* NaN: not known */
		double *sum;  /* of the other weeks, and how many */
		size_t *n;
	} at[3];
	size_t steps, cap;
};

void
longfill_init(struct longfill *w, struct store *s, const struct network *n);
void longfill_release(struct longfill *w);

/* Fills what can be of a meter's day; g holds it.  0; -1: the store failed, has
 * said why. */
int longfill_day(struct longfill *w, size_t point, int64_t day, double cover,
    struct gridday *g);

#endif
