#include "leaktoday.h"

#include <math.h>

#include "leaklevel.h"
#include "robust.h"

static const double SCALE_PCT = 30, SCALE_RATIO = 1.5, DOUBT_PCT = 20,
		    FACTOR = 1.5;
static const double ONE_SIDED = 1.645, NIGHT_SHARE = 0.4;

double
leaktoday_least(const struct leak_today *t)
{
	double least = t->o->min_pct / 100 * t->mean;

	least = least > t->sigma ? least : t->sigma;
	return least > t->o->min_m3h ? least : t->o->min_m3h;
}

/* Before the first weeks are over, and in odd days, limits are wider. */
double
leaktoday_caution(const struct leak_today *t)
{
	double c = 1;

	if (leakwatch_learns(t->w, t->d->day))
		c *= 1.5;
	if (t->d->odd)
		c *= 1.5;
	return c;
}

struct leak_report *
leaktoday_report(struct leak_today *t, enum leak_what what, enum leak_path path)
{
	struct leak_report *r = &t->out[t->n++];

	*r = (struct leak_report){.what = what,
	    .path = path,
	    .by = t->i,
	    .day = t->d->day,
	    .found_day = t->d->day,
	    .found_step = t->w->p.slots,
	    .base = t->base,
	    .sigma = t->sigma,
	    .mean = t->mean,
	    .night = NAN};
	for (int i = 0; i < LEAK_INDICATORS; i++)
		r->bases[i] =
		    leaklevel_base(t->w, (enum leak_indicator)i, t->sigma);
	return r;
}

/* By how much the night differs from its base, over the nights since `from`
 * (the night of that day itself may lie before the onset). */
double
leaktoday_night(const struct leak_today *t, int64_t from)
{
	double base = leaklevel_base(t->w, LEAK_N, 0);
	int n = (int)(t->d->day - from);

	return leaklevel_recent(t->w, LEAK_N,
		   n > LEAK_FEW ? LEAK_FEW :
		   n < 1	? 1 :
				  n) -
	       base;
}

/* Variance of the median of n values of variance 1 with lag-one correlation
 * phi, as of a mean, times 1.57 as long as they are many. */
static double
median_variance(int n, double phi)
{
	double sum = 1, f = 1;

	for (int k = 1; k < n; k++)
		sum += 2 * (1 - (double)k / n) * (f *= phi);
	return sum / n * (n > 2 ? 1.57 : 1);
}

/* 1: a rise that the night does not show. */
int
leaktoday_by_day(
    const struct leak_today *t, double size, double night, int nights)
{
	double sigma = leaklevel_sigma(t->w, LEAK_N),
	       phi = leaklevel_phi(t->w, LEAK_N);
	double error = sigma * sqrt(median_variance(nights, phi) +
				    median_variance(LEAK_BASE_DAYS, phi));

	return size > 0 && night < NIGHT_SHARE * size &&
	       night < size - ONE_SIDED * error;
}

/* Sum against factor: which of Q = F + c and Q = kF leaves less. */
static void
judge_scale(const struct leak_today *t, struct leak_report *r)
{
	double c[LEAK_SLOTS] = {0}, k[LEAK_SLOTS] = {0};
	double cm, km, sum = 0, factor = 0;
	int n = t->w->p.slots;

	if (!t->have)
		return;
	for (int s = 0; s < n; s++) {
		c[s] = t->d->q[s] - t->forecast[s];
		k[s] = t->forecast[s] > 0 ? t->d->q[s] / t->forecast[s] : NAN;
	}
	cm = robust_median(c, (size_t)n);
	km = robust_median(k, (size_t)n);
	r->factor = km;
	for (int s = 0; s < n; s++) {
		if (isnan(c[s]) || isnan(k[s]))
			continue;
		sum += fabs(c[s] - cm);
		factor += fabs(t->d->q[s] - km * t->forecast[s]);
	}
	if (r->size >= SCALE_PCT / 100 * t->mean && sum > SCALE_RATIO * factor)
		r->nature = LEAK_SCALE;
	else if (r->size >= DOUBT_PCT / 100 * t->mean && sum >= factor)
		r->doubt = 1;
}

void
leaktoday_judge(const struct leak_today *t, struct leak_report *r)
{
	int n = (int)(t->d->day - r->day);

	r->night = leaktoday_night(t, r->day);
	if (r->rise && leaktoday_by_day(t, r->size, r->night,
			   n < 1	? 1 :
			   n > LEAK_FEW ? LEAK_FEW :
					  n))
		r->nature = LEAK_DEMAND;
	else
		judge_scale(t, r);
}

/* Standard error of the difference of the medians of the n values that end
 * today and of the base. */
double
leaktoday_error(const struct leak_today *t, int n)
{
	double before[LEAK_BASE_DAYS], centre, phi = leaklevel_phi(t->w, t->i);
	int m = leaklevel_values(t->w, t->w->p.x[t->i], before, &centre);

	return t->sigma * sqrt(median_variance(n < 1 ? 1 : n, phi) +
			       median_variance(m < 1 ? 1 : m, phi));
}

/* A change of that size, seen by n values; 95 % bounds. */
void
leaktoday_size(
    const struct leak_today *t, struct leak_report *r, double size, int n)
{
	double half = 1.96 * leaktoday_error(t, n);

	r->size = fabs(size);
	r->rise = size > 0;
	r->lo = r->size - half;
	r->hi = r->size + half;
}

/* The level is now that of the days from `from` on. */
void
leaktoday_level(struct leakwatch *w, int64_t from, int rise)
{
	w->segment = from;
	w->trend = rise;
	w->up = w->down = w->shift = 0;
	w->up_from = w->down_from = INT64_MIN;
}

/* --- the scale --- */

/* Today's size of the day's course over that of the fortnight before last. */
static double
size_ratio(const struct leakwatch *w, long ago)
{
	return leakprofile_back(&w->p, w->p.a, ago) /
	       leakprofile_median(&w->p, w->p.a, 2, 14);
}

/* 1 if night and day changed by that factor alike. */
static int
all_alike(const struct leakwatch *w, double factor)
{
	for (int i = 0; i <= LEAK_D; i++) {
		double r = leakprofile_back(&w->p, w->p.raw[i], 0) /
			   leakprofile_median(&w->p, w->p.raw[i], 2, 14);

		if (!(r > 0.8 * factor && r < 1.25 * factor))
			return 0;
	}
	return 1;
}

/* 1 if the course is larger or smaller, by a factor and for two days running,
 * by night as by day, as a meter's scale makes it: a number that follows the
 * rest of the flow does not see that. */
int
leaktoday_rescaled(struct leak_today *t)
{
	struct leakwatch *w = t->w;
	double now = size_ratio(w, 0), before = size_ratio(w, 1);
	struct leak_report *r;

	if (t->d->odd || leaklevel_odd(w, 1) || !(now > 0) || !(before > 0) ||
	    !((now > FACTOR && before > FACTOR) ||
		(now < 1 / FACTOR && before < 1 / FACTOR)) ||
	    !(size_ratio(w, 2) < FACTOR && size_ratio(w, 2) > 1 / FACTOR) ||
	    !all_alike(w, now))
		return 0;
	r = leaktoday_report(t, LEAK_CHANGE, LEAK_JUMP);
	r->nature = LEAK_SCALE;
	r->rise = now > 1;
	r->day = t->d->day - 1;
	r->size = fabs(now - 1) * t->mean;
	r->lo = r->hi = NAN;
	r->factor = now;
	r->evidence = now > 1 ? now / FACTOR : 1 / (now * FACTOR);
	w->pending = 0;
	leaktoday_level(w, r->day, 0);
	return 1;
}
