/*
 * Watches the flow of one zone, day by day, for leaks and bursts.
 *
 * Slow path.  x is the quietest daily leak number (leakprofile.h; looked at
 * every two weeks, another one only if it is a fifth quieter), sigma its
 * noise: the spread of its daily differences over 90 days over root 2, at most
 * twice that if its innovations are wider, at least 0.3 % of the mean flow.
 * base is the median of the 21 values that end four days before, since the last
 * change; after a rise a Theil-Sen trend of them (never falling) is added, so
 * that one growing leak stays one alarm.
 *
 *     z = (x - base)/sigma, within +-4
 *     S+ = max(0, S+ + z - 1/2)     rise where S+ > h
 *     S- = max(0, S- - z - 1/2)     fall where S- > h
 *
 * and at once where |x - base| > 7 sigma and the day's last six hours agree.
 * After a change the days since its onset are the new level.
 *
 * Days of a long festival are held against the festival's own days, those after
 * it against what was before; in its first days there is nothing to hold them
 * against.  Then falls do not count, and the fast path rests, until three days
 * after: a festival's course is its own.
 *
 * Fast path.  r is the flow less its forecast from pattern and level; m the
 * mean of r over 3 and 6 hours, its scale the spread of m at that hour over
 * 28 days.  |m| > K scale is a provisional change; the next whole day confirms
 * it by its x, or calls it short (a hydrant, a filling).
 *
 * h comes from the wanted false alarms per zone and year (Siegmund's ARL with
 * the long-run variance of the innovations, whose lag-one correlation is phi):
 *
 *     d = 0.5/r, u = h/r + 1.166, r^2 = (1+phi)/(1-phi)
 *     ARL0 = (exp(2 d u) - 1 - 2 d u)/(2 d^2) >= 365/far
 *
 * A rise by night less than 0.4 of the size and than one sigma is demand, not a
 * leak.  A change of a fifth of the flow or more which a factor explains 1.3
 * times better than a sum is one of scale; so is a day's course (a) half as
 * large again, or two thirds, for two days running, by night as by day.
 *
 * Sources: E. S. Page 1954; D. Siegmund, Sequential Analysis, 1985, 2.5; P. K.
 * Sen 1968; limits measured on L-Town 2018 and four real zones (BENCH.md).
 */
#ifndef WB_LEAKWATCH_H
#define WB_LEAKWATCH_H

#include "leakprofile.h"

struct leakwatch_opts {
	double far;	/* wanted false alarms per zone and year, slow path */
	double min_pct; /* least change, % of the mean flow ... */
	double min_m3h; /* ... and in m3/h */
	double fast;	/* K */
	int learn;	/* days before the first alarm */
};

extern const struct leakwatch_opts leakwatch_default;

enum leak_path { LEAK_CUSUM, LEAK_JUMP, LEAK_FAST };

enum leak_what {
	LEAK_PROVISIONAL, /* fast path; a later report will decide */
	LEAK_SHORT,	  /* the provisional one was over within its day */
	LEAK_CHANGE	  /* stands (confirms a provisional one if from it) */
};

enum leak_nature { LEAK_LEAK, LEAK_DEMAND, LEAK_SCALE };

/* What a day brought.  Instants are day and step: the start of the step. */
struct leak_report {
	enum leak_what what;
	enum leak_path path;
	enum leak_nature nature;
	enum leak_indicator by;
	int rise;  /* 1 up, 0 down */
	int grew;  /* 1: by and by rather than at once */
	int doubt; /* 1: a factor explains it as well as a sum */
	int64_t day, found_day;
	int step, found_step; /* found_step: end of the step that told */
	double size, lo, hi;  /* m3/h, > 0 both ways; 95 % */
	double base, sigma;   /* m3/h */
	double bases[LEAK_INDICATORS]; /* of each number */
	double night;	 /* by how much the night changed, signed */
	double evidence; /* over its limit; >= 1 */
	double mean;	 /* mean flow before, m3/h */
	int hours;	 /* of the fast window */
	double slope;	 /* m3/h per day while it grew; else 0 */
	double factor;	 /* of a change of scale */
};

enum {
	LEAK_REPORTS = 3,
	LEAK_WINDOWS = 2, /* 3 h and 6 h */
	LEAK_SCALE_DAYS = 28
};

struct leakwatch {
	struct leakprofile p;
	int64_t segment;	    /* first day of the present level */
	int64_t begun;		    /* first day ever */
	int64_t up_from, down_from; /* onset of the runs; INT64_MIN: none */
	int64_t fired;		    /* day of the last fast firing */
	int64_t jumped;		    /* day of a jump that waits for the night */
	double up, down;	    /* S+, S- */
	double shift;		    /* added to the level by a firing */
	int32_t chosen;		    /* enum leak_indicator */
	int32_t trend, pending, fire_step, fire_from, fire_hours;
	int64_t fire_from_day;
	double fire_m, fire_evidence;
	float innovation[LEAK_INDICATORS][LEAK_DAYS];	 /* x - base */
	float window[LEAK_WINDOWS][LEAK_SCALE_DAYS][24]; /* m at full hours */
	float scale[LEAK_WINDOWS][24];
	float residual[LEAK_SLOTS]; /* of the day before */
	int32_t scaled;		    /* days since the scale was learnt */
};

void
leakwatch_init(struct leakwatch *w, int slots, int night_from, int night_to);

/* Takes a day, later than all before; what it brought to out, how many. */
int leakwatch_day(struct leakwatch *w, const struct leakwatch_opts *o,
    const struct leak_day *d, struct leak_report out[LEAK_REPORTS]);

/* 1 on the first four weeks' days: only large changes are told, and what runs
 * from before the fifteenth day is not known to be a leak. */
int leakwatch_learns(const struct leakwatch *w, int64_t day);

/* The number in use, median of the last five days, m3/h. */
double leakwatch_now(const struct leakwatch *w);

/* The night mean N, likewise. */
double leakwatch_night(const struct leakwatch *w);

/* The noise of the number in use, m3/h; NaN: not learnt yet. */
double leakwatch_sigma(const struct leakwatch *w);

#endif
