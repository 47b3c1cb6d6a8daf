#include "leaklevel.h"

#include <math.h>

#include "robust.h"

enum { BASE_LAG = 4, SEGMENT = 84, NOISE_DAYS = 60, FESTIVAL_LEAST = 2 };

static const double FOLLOW = 0.5; /* of a fall within the last week */

/* Days of the present segment before the last one. */
long
leaklevel_days(const struct leakwatch *w)
{
	long n = (long)(w->p.last - w->segment);

	return n > SEGMENT ? SEGMENT : n;
}

/* 1 if that day was of a long festival. */
int
leaklevel_odd(const struct leakwatch *w, long ago)
{
	return w->p.odd[leakprofile_slot(w->p.last - ago, LEAK_DAYS)];
}

/* Values of the segment that make the base, oldest first; how many.  `centre`:
 * days from their middle to today.  A festival is held against its own days,
 * other days against what was before it. */
int
leaklevel_values(
    const struct leakwatch *w, const float *x, double *v, double *centre)
{
	long n = leaklevel_days(w), lag = n >= BASE_LAG + 3 ? BASE_LAG : 1;
	int odd = leaklevel_odd(w, 0), m = 0;
	double back[LEAK_BASE_DAYS], sum = 0;

	lag = odd ? 1 : lag;
	for (long k = lag; k <= n && m < LEAK_BASE_DAYS; k++) {
		if (leaklevel_odd(w, k) != odd)
			continue;
		back[m++] = leakprofile_back(&w->p, x, k);
		sum += (double)k;
	}
	for (int i = 0; i < m; i++)
		v[i] = back[m - 1 - i];
	*centre = m > 0 ? sum / m : NAN;
	return m;
}

/* Median of the last n values of days like today. */
double
leaklevel_recent(const struct leakwatch *w, enum leak_indicator i, int n)
{
	double v[LEAK_DAYS];
	int m = 0;

	for (long k = 0; k < n && k < LEAK_DAYS; k++)
		if (leaklevel_odd(w, k) == leaklevel_odd(w, 0))
			v[m++] = leakprofile_back(&w->p, w->p.x[i], k);
	return robust_median(v, (size_t)m);
}

/* Median of the week before today, NaN where days unlike today are in it. */
static double
last_week(const struct leakwatch *w, enum leak_indicator i)
{
	for (long k = 1; k <= 7; k++)
		if (leaklevel_odd(w, k) != leaklevel_odd(w, 0))
			return NAN;
	return leakprofile_median(&w->p, w->p.x[i], 1, 7);
}

double
leaklevel_base(const struct leakwatch *w, enum leak_indicator i, double sigma)
{
	double v[LEAK_BASE_DAYS], centre, base, slope;
	int n = leaklevel_values(w, w->p.x[i], v, &centre);

	if (leaklevel_odd(w, 0) && n < FESTIVAL_LEAST)
		return NAN;
	base = robust_median(v, (size_t)n);
	if (n < LEAK_FEW || leaklevel_odd(w, 0))
		return base;
	if (!w->trend) {
		double week = last_week(w, i);

		return week < base ? base + FOLLOW * (week - base) : base;
	}
	slope = robust_slope(v, (size_t)n);
	if (slope > 0 && slope * n > 2 * sigma)
		base += slope * centre;
	return base;
}

double
leaklevel_sigma(const struct leakwatch *w, enum leak_indicator i)
{
	double diff[LEAK_DAYS], inno[LEAK_DAYS], sigma, wide;
	double least = 0.003 * leakprofile_median(&w->p, w->p.mean, 1, 28);

	for (long k = 0; k < NOISE_DAYS; k++)
		diff[k] = leakprofile_back(&w->p, w->p.x[i], k + 1) -
			  leakprofile_back(&w->p, w->p.x[i], k + 2);
	for (long k = 0; k < NOISE_DAYS; k++)
		inno[k] = leakprofile_back(&w->p, w->innovation[i], k + 1);
	sigma = robust_spread(diff, NOISE_DAYS) / sqrt(2);
	wide = robust_spread(inno, NOISE_DAYS);
	if (wide > sigma)
		sigma = wide < 2 * sigma ? wide : 2 * sigma;
	return sigma > least ? sigma : least;
}

double
leakwatch_now(const struct leakwatch *w)
{
	return leaklevel_recent(w, (enum leak_indicator)w->chosen, LEAK_FEW);
}

double
leakwatch_night(const struct leakwatch *w)
{
	return leaklevel_recent(w, LEAK_N, LEAK_FEW);
}

double
leakwatch_sigma(const struct leakwatch *w)
{
	return leaklevel_sigma(w, (enum leak_indicator)w->chosen);
}

double
leaklevel_phi(const struct leakwatch *w, enum leak_indicator i)
{
	double inno[LEAK_DAYS], phi, mid, wide;

	for (long k = 0; k < 90; k++)
		inno[k] = leakprofile_back(&w->p, w->innovation[i], 90 - k);
	mid = robust_median(inno, 90);
	wide = 3 * robust_spread(inno, 90);
	for (long k = 0; k < 90; k++)
		if (fabs(inno[k] - mid) > wide)
			inno[k] = inno[k] > mid ? mid + wide : mid - wide;
	phi = robust_lag1(inno, 90);
	return phi < 0 ? 0 : phi > 0.9 ? 0.9 : phi;
}
