/*
 * The level that a zone's daily number keeps, and its noise, by what is
 * remembered of the days before (leakwatch.h has the formulas).
 *
 * Days of a long festival are held against the festival's own, other days
 * against what was before it.
 */
#ifndef WB_LEAKLEVEL_H
#define WB_LEAKLEVEL_H

#include "leakwatch.h"

enum { LEAK_BASE_DAYS = 21, LEAK_FEW = 5 };

/* Days of the present level before the last one. */
long leaklevel_days(const struct leakwatch *w);

/* 1 if the day `ago` days before the last one was of a long festival. */
int leaklevel_odd(const struct leakwatch *w, long ago);

/* Values of x that make the base into v[LEAK_BASE_DAYS], oldest first; how
 * many.  `centre`: days from their middle to today. */
int leaklevel_values(
    const struct leakwatch *w, const float *x, double *v, double *centre);

/* Median of the last n values of days like today. */
double
leaklevel_recent(const struct leakwatch *w, enum leak_indicator i, int n);

/* What today's number is held against, its noise, and the correlation of what
 * the base did not tell from day to day (0 to 0.9).  NaN: not known yet. */
double
leaklevel_base(const struct leakwatch *w, enum leak_indicator i, double sigma);
double leaklevel_sigma(const struct leakwatch *w, enum leak_indicator i);
double leaklevel_phi(const struct leakwatch *w, enum leak_indicator i);

#endif
