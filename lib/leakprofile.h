/*
 * The day's course of a zone's flow, and three numbers of it that rise by just
 * the leak when a leak runs day and night:
 *
 *     N  mean of the night window
 *     D  mean of the day
 *     B  the part that does not follow the course: Q[s] = a P[c][s] + B
 *
 * P is the pattern of the day's class c: at each step the median, over the last
 * six weeks, of (Q - b7)/a7, with a7, b7 the medians of a and b over the seven
 * days before.  That all classes share a7 and b7 is essential: what changes on
 * one weekday goes into the pattern, what changes on all days stays in b.
 * Classes are workday, Saturday, Sunday (holidays count as Sundays), or the
 * seven weekdays: whichever has forecast the last three weeks better; where
 * that changes, the numbers of the days kept are computed anew.  Where, over a
 * week, the seven patterns fit a fourth better with the weekdays turned by one
 * to six, the calendar and the people went apart (a logger's date, a model's
 * year), and the classes are turned with them. a and b come from least squares
 * with weights 1/spread^2 per step and four Huber reweightings at two spreads.
 *
 * N and D are less their class's offset: the median over eight weeks of the
 * value less the median of the seven days before it.
 * Which of the three is quietest differs by zone (leakwatch.h).
 *
 * The state is one block of bytes without pointers: it may be saved and put
 * back as it is.
 */
#ifndef WB_LEAKPROFILE_H
#define WB_LEAKPROFILE_H

#include <stddef.h>
#include <stdint.h>

enum {
	LEAK_SLOTS = 96,  /* steps of a day, at most: quarter hours */
	LEAK_KEEP = 42,	  /* days of courses */
	LEAK_DAYS = 96,	  /* daily numbers kept */
	LEAK_HOLIDAY = 7, /* as weekday */
	LEAK_CLASSES = 11 /* three, seven, and all days together */
};

enum leak_indicator { LEAK_N, LEAK_D, LEAK_B, LEAK_INDICATORS };

struct leakprofile {
	int32_t slots, night_from, night_to; /* in steps, half-open */
	int32_t seven;			     /* 1: classes are weekdays */
	int32_t count;			     /* days that were usable */
	int64_t last;			     /* day taken last */
	int32_t turn; /* weekdays by which the classes are turned */
	float q[LEAK_KEEP][LEAK_SLOTS];
	float pattern[LEAK_CLASSES][LEAK_SLOTS];
	int32_t learnt[LEAK_CLASSES + 1]; /* 1: the class has a pattern */
	float turned[7][7];		  /* misses of the last days, by turn */
	float weight[LEAK_SLOTS];
	float miss[2][LEAK_DAYS]; /* mean |forecast - Q|, 3 and 7 classes */
	float a[LEAK_DAYS], b[LEAK_DAYS], mean[LEAK_DAYS];
	float a7[LEAK_DAYS], b7[LEAK_DAYS];
	float raw[LEAK_INDICATORS][LEAK_DAYS];
	float dev[LEAK_INDICATORS][LEAK_DAYS]; /* less the 7 days before */
	float x[LEAK_INDICATORS][LEAK_DAYS];   /* less the class's offset */
	float level[LEAK_DAYS]; /* median of Q - a14 P over the day */
	uint8_t weekday[LEAK_DAYS], odd[LEAK_DAYS];
};

/* A day: q[slots], NaN where there is no value; weekday 0 Monday .. 6,
 * LEAK_HOLIDAY; odd: 1 if the day shall not teach (a long festival). */
struct leak_day {
	int64_t day;
	int weekday, odd;
	const double *q;
};

void leakprofile_init(
    struct leakprofile *p, int slots, int night_from, int night_to);

/* The pattern for a class of day into pat[slots]; 0, or -1: none yet. */
int leakprofile_pattern(const struct leakprofile *p, int weekday, double *pat);

/* Takes the next day (days that are left out count as without value).  1 if the
 * numbers of earlier days changed with it. */
int leakprofile_take(struct leakprofile *p, const struct leak_day *d);

/* By how many hours the day runs late against its pattern (-12..12; before the
 * day is taken); *gain: by what factor that fits better.  0: it does not. */
int leakprofile_lag(
    const struct leakprofile *p, const struct leak_day *d, double *gain);

/* Where a day stands in a ring of n days; days may be below 0. */
static inline size_t
leakprofile_slot(int64_t day, int n)
{
	return (size_t)(((day % n) + n) % n);
}

/* A daily number of `ago` days before the last one; NaN: none. */
double leakprofile_back(const struct leakprofile *p, const float *v, long ago);

/* Medians of a daily number over the n days that end `ago` days before. */
double leakprofile_median(
    const struct leakprofile *p, const float *v, long ago, int n);

#endif
