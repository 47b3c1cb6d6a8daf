/*
 * The level of a series of nights, how fast it rises, and where it leaps.
 *
 * Steps: at each night the medians of up to seven nights before and after it
 * are held against each other, less the slow rise between them (the median of
 * what the series gained over a week).  A difference of more than five of its
 * own standard deviations (noise from the differences of neighbouring nights)
 * and more than `least` is a step; the largest first, with TREND_APART nights
 * at least between two.
 *
 * Slope: the median of the slopes of all pairs of nights between the same two
 * steps (Theil-Sen), with 95 % bounds by Sen's ranks, the variance of Kendall's
 * S added over the parts: n (n - 1) (2n + 5) / 18.  (Sen 1968; Gilbert 1987,
 * ch. 16, for parts.)  It is the rise between bursts and repairs.
 *
 * Level: the line of that slope through the median of the last part, at its
 * last night; 95 % half-width 1.96 * 1.2533 sigma / sqrt(n), and the slope's
 * over the distance from the part's middle.
 */
#ifndef WB_TREND_H
#define WB_TREND_H

#include <stddef.h>
#include <stdint.h>

enum { TREND_STEPS = 24, TREND_APART = 4 };

struct trend_step {
	int64_t day;	   /* first night on the new level */
	double size, half; /* and 95 % half-width */
};

struct trend {
	size_t n;			  /* nights used */
	double level, level_half;	  /* half NaN: fewer than 5 nights */
	double slope, slope_lo, slope_hi; /* a day; NaN: fewer than 5 nights */
	double sigma;			  /* robust noise about the lines */
	struct trend_step step[TREND_STEPS];
	size_t nstep; /* in order of time */
};

/* v[i] belongs to day[i], ascending; NaN are nights without. */
void trend_find(const int64_t *day, const double *v, size_t n, double least,
    struct trend *out);

#endif
