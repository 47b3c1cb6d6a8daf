/*
 * The fast path: means of 3 and 6 hours of the flow less its forecast, against
 * their usual spread at that hour (leakwatch.h has the rule).
 */
#ifndef WB_LEAKFAST_H
#define WB_LEAKFAST_H

#include "leaktoday.h"

/* The day's forecast and residuals, before the profile takes the day. */
void leakfast_forecast(struct leak_today *t);

/* 1, with a provisional report, if a window is beyond its limit. */
int leakfast_fire(struct leak_today *t);

/* The first whole day after a firing: does the level say so too? */
void leakfast_decide(struct leak_today *t);

/* Keeps the day's residuals and window means, for the scale. */
void leakfast_keep(struct leak_today *t);

#endif
