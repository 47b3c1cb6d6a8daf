/*
 * A logger whose clock is wrong: the day's course of a meter is that of its
 * other days, turned by whole hours.
 *
 * A course is the mean flow of each hour of the clock.  Against the median R of
 * the last 28 days' courses (workdays, or weekends) a course C turned by s
 * hours misses by
 *
 *     m(s) = 1 - r^2,  r the correlation of C[h + s] with R[h]; 1 for r < 0
 *
 * so that neither a leak nor more use counts.  With u the median of m(0) of
 * those 28 days, 0.02 at least and less than 0.1 (else they are not alike
 * enough to tell, as a pump's), the clock is s hours ahead where
 *
 *     m(0) > 4 u,  m(s) < 2 u and the least,
 *
 * and the day does not fit the other kind of days better as it is (a holiday
 * in the week).  Six days of its kind are needed.  After a fortnight the
 * median is what the clock now shows.  (Domain section 9 asks for the time of
 * the minimum; the whole course is what tells a clock from a sleepless night.
 * The limits are ours.)
 */
#ifndef WB_CLOCKSHIFT_H
#define WB_CLOCKSHIFT_H

#include <stdint.h>

enum { CLOCKSHIFT_DAYS = 28, CLOCKSHIFT_HOURS = 24 };

struct clockshift {
	int64_t day[CLOCKSHIFT_DAYS]; /* INT64_MIN: none */
	double course[CLOCKSHIFT_DAYS][CLOCKSHIFT_HOURS];
};

void clockshift_init(struct clockshift *c);

/* 1 if the day was put. */
int clockshift_has(const struct clockshift *c, int64_t day);

/* Remembers a course; NaN: not known. */
void clockshift_put(
    struct clockshift *c, int64_t day, const double course[CLOCKSHIFT_HOURS]);

/* Hours that the clock of that day is ahead of the days before it that were
 * put, -12..12; 0: it is right, or nothing can be told. */
int clockshift_find(const struct clockshift *c, int64_t day,
    const double course[CLOCKSHIFT_HOURS]);

#endif
