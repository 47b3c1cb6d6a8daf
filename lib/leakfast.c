#include "leakfast.h"

#include <math.h>

#include "robust.h"

static const int hours_of[LEAK_WINDOWS] = {3, 6};

void
leakfast_forecast(struct leak_today *t)
{
	struct leakwatch *w = t->w;
	double pat[LEAK_SLOTS], a, level;
	int n = w->p.slots;
	long days;

	for (int s = 0; s < LEAK_SLOTS; s++) {
		t->r[s] = (double)w->residual[s];
		t->r[LEAK_SLOTS + s] = NAN;
	}
	a = leakprofile_median(&w->p, w->p.a, 0, 3);
	days = (long)(w->p.last - w->segment) + 1;
	level = leakprofile_median(
	    &w->p, w->p.level, 0, days >= 1 && days < 3 ? (int)days : 3);
	t->have = leakprofile_pattern(&w->p, t->d->weekday, pat) == 0 &&
		  !isnan(a) && !isnan(level);
	for (int s = 0; t->have && s < n; s++) {
		t->forecast[s] = a * pat[s] + level;
		t->r[LEAK_SLOTS + s] = t->d->q[s] - t->forecast[s] - w->shift;
	}
}

/* Mean of the residuals over the `hours` that end with step s of today. */
static double
window_mean(const struct leak_today *t, int s, int hours)
{
	int slots = t->w->p.slots, n = hours * slots / 24, have = 0;
	double sum = 0;

	for (int k = s - n + 1; k <= s; k++) {
		double r = k < 0 ? t->r[slots + k] : t->r[LEAK_SLOTS + k];

		if (!isnan(r)) {
			sum += r;
			have++;
		}
	}
	return have >= 0.7 * n ? sum / have : NAN;
}

static void
learn_scale(struct leakwatch *w, double mean)
{
	double v[LEAK_SCALE_DAYS], raw[24];

	for (int i = 0; i < LEAK_WINDOWS; i++) {
		for (int h = 0; h < 24; h++) {
			for (int k = 0; k < LEAK_SCALE_DAYS; k++)
				v[k] = (double)w->window[i][k][h];
			raw[h] = robust_spread(v, LEAK_SCALE_DAYS);
		}
		for (int h = 0; h < 24; h++) {
			double sum = 0;

			for (int k = -2; k <= 2; k++)
				sum += raw[(h + k + 24) % 24];
			sum /= 5;
			w->scale[i][h] =
			    (float)(sum > 0.006 * mean ? sum : 0.006 * mean);
		}
	}
}

/* Keeps today's window means, for the scale. */
void
leakfast_keep(struct leak_today *t)
{
	struct leakwatch *w = t->w;
	int per = w->p.slots / 24;
	size_t k = (size_t)(t->d->day % LEAK_SCALE_DAYS + LEAK_SCALE_DAYS) %
		   LEAK_SCALE_DAYS;

	for (int i = 0; i < LEAK_WINDOWS; i++)
		for (int h = 0; h < 24; h++)
			w->window[i][k][h] =
			    t->have && w->pending == 0 && !t->d->odd ?
				(float)window_mean(
				    t, (h + 1) * per - 1, hours_of[i]) :
				NAN;
	if (++w->scaled % 7 == 0)
		learn_scale(w, t->mean);
	for (int s = 0; s < w->p.slots; s++)
		w->residual[s] = (float)t->r[LEAK_SLOTS + s];
}

/* The scale of windows that end within an hour: of those at its two ends the
 * larger. */
static double
scale_at(const struct leakwatch *w, int i, int hour)
{
	double before = (double)w->scale[i][(hour + 23) % 24];
	double after = (double)w->scale[i][hour];

	return before > after ? before : after;
}

/* The first window that fires; 1, or 0. */
static int
fire(struct leak_today *t)
{
	struct leakwatch *w = t->w;
	int per = w->p.slots / 24;

	for (int s = 0; s < w->p.slots; s++)
		for (int i = 0; i < LEAK_WINDOWS; i++) {
			double m = window_mean(t, s, hours_of[i]);
			double limit = t->o->fast * leaktoday_caution(t) *
				       scale_at(w, i, s / per);

			if (limit < 0.02 * t->mean)
				limit = 0.02 * t->mean;
			if (!(fabs(m) > limit))
				continue;
			w->fire_m = m;
			w->fire_evidence = fabs(m) / limit;
			w->fire_step = s;
			w->fire_hours = hours_of[i];
			return 1;
		}
	return 0;
}

static void
put_fired(struct leak_today *t, struct leak_report *r)
{
	struct leakwatch *w = t->w;
	int from = w->fire_step - w->fire_hours * w->p.slots / 24 + 1;

	r->day = w->fired - (from < 0);
	r->step = from < 0 ? from + w->p.slots : from;
	r->found_day = w->fired;
	r->found_step = w->fire_step + 1;
	r->hours = w->fire_hours;
	r->evidence = w->fire_evidence;
	r->rise = w->fire_m > 0;
}

int
leakfast_fire(struct leak_today *t)
{
	struct leakwatch *w = t->w;
	struct leak_report *r;

	if (!fire(t))
		return 0;
	r = leaktoday_report(t, LEAK_PROVISIONAL, LEAK_FAST);
	w->fired = t->d->day;
	w->pending = 1;
	w->shift = w->fire_m;
	put_fired(t, r);
	r->size = fabs(w->fire_m);
	r->lo = r->hi = NAN;
	return 1;
}

/* The first whole day after a firing: does the level say so too? */
void
leakfast_decide(struct leak_today *t)
{
	struct leakwatch *w = t->w;
	double size = t->x - t->base, m = w->fire_m;
	double need =
	    0.4 * fabs(m) > 2 * t->sigma ? 0.4 * fabs(m) : 2 * t->sigma;
	int stands = size * m > 0 && fabs(size) >= need &&
		     fabs(size) > leaktoday_least(t);
	struct leak_report *r =
	    leaktoday_report(t, stands ? LEAK_CHANGE : LEAK_SHORT, LEAK_FAST);

	w->pending = 0;
	w->shift = 0;
	put_fired(t, r);
	r->size = fabs(m);
	r->lo = r->hi = NAN;
	if (!stands)
		return;
	leaktoday_size(t, r, size, 1);
	leaktoday_judge(t, r);
	leaktoday_level(w, t->d->day, r->rise);
}
