/*
 * A day at hand, and what a change that it shows is: how large, leak or demand
 * or a change of scale.
 */
#ifndef WB_LEAKTODAY_H
#define WB_LEAKTODAY_H

#include "leakwatch.h"

struct leak_today {
	struct leakwatch *w;
	const struct leakwatch_opts *o;
	const struct leak_day *d;
	struct leak_report *out;
	int n;
	enum leak_indicator i;
	double mean; /* of the four weeks before */
	double sigma, base, x;
	double r[2 * LEAK_SLOTS];    /* residuals of yesterday and today */
	double forecast[LEAK_SLOTS]; /* without the shift of a firing */
	int have;		     /* a forecast */
};

/* The least change that counts, m3/h. */
double leaktoday_least(const struct leak_today *t);

/* By how much limits are wider: in the first weeks and in odd days. */
double leaktoday_caution(const struct leak_today *t);

/* A new report with what is the same for all. */
struct leak_report *leaktoday_report(
    struct leak_today *t, enum leak_what what, enum leak_path path);

/* By how much the night differs from its base, over the nights since `from`
 * (the night of that day itself may lie before the onset). */
double leaktoday_night(const struct leak_today *t, int64_t from);

/* 1: a rise that so many nights do not show. */
int leaktoday_by_day(
    const struct leak_today *t, double size, double night, int nights);

/* The nature of the change, and by how much the night changed. */
void leaktoday_judge(const struct leak_today *t, struct leak_report *r);

/* Standard error of the difference of the medians of the n values that end
 * today and of the base. */
double leaktoday_error(const struct leak_today *t, int n);

/* A change of that size, seen by n values; 95 % bounds. */
void leaktoday_size(
    const struct leak_today *t, struct leak_report *r, double size, int n);

/* The level is now that of the days from `from` on. */
void leaktoday_level(struct leakwatch *w, int64_t from, int rise);

/* 1, with a report, if the day's course is larger or smaller by a factor for
 * two days running, by night as by day, as a meter's scale makes it: a number
 * that follows the rest of the flow does not see that. */
int leaktoday_rescaled(struct leak_today *t);

#endif
