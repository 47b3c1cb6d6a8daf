#include "leakwatch.h"

#include <math.h>
#include <string.h>

#include "leakfast.h"
#include "leaklevel.h"
#include "leaktoday.h"
#include "robust.h"
#include "runlength.h"

const struct leakwatch_opts leakwatch_default = {
    .far = 4, .min_pct = 1.2, .min_m3h = 0, .fast = 6, .learn = 14};

enum { LEARN_DAYS = 28 };

static const double SLACK = 0.5, CAP = 4, JUMP = 7;

/* No innovations on those days. */
static void
forget(struct leakwatch *w, int64_t from, int64_t to)
{
	for (int64_t k = from; k <= to; k++)
		for (int i = 0; i < LEAK_INDICATORS; i++)
			w->innovation[i][leakprofile_slot(k, LEAK_DAYS)] = NAN;
}

void
leakwatch_init(struct leakwatch *w, int slots, int night_from, int night_to)
{
	memset(w, 0, sizeof *w);
	leakprofile_init(&w->p, slots, night_from, night_to);
	w->segment = w->begun = INT64_MIN;
	w->up_from = w->down_from = INT64_MIN;
	w->fired = w->jumped = -1000000;
	forget(w, 0, LEAK_DAYS - 1);
	for (int i = 0; i < LEAK_WINDOWS; i++)
		for (int h = 0; h < 24; h++) {
			w->scale[i][h] = NAN;
			for (int k = 0; k < LEAK_SCALE_DAYS; k++)
				w->window[i][k][h] = NAN;
		}
	for (int s = 0; s < LEAK_SLOTS; s++)
		w->residual[s] = NAN;
}

int
leakwatch_learns(const struct leakwatch *w, int64_t day)
{
	return w->begun == INT64_MIN || day - w->begun < LEARN_DAYS;
}

/* --- slow path --- */

static void
slow_change(struct leak_today *t, int64_t from, double evidence)
{
	struct leak_report *r = leaktoday_report(t, LEAK_CHANGE, LEAK_CUSUM);
	int n = (int)(t->d->day - from) + 1;
	double v[LEAK_DAYS], slope;

	r->day = from;
	r->evidence = evidence;
	leaktoday_size(t, r,
	    leaklevel_recent(t->w, t->i, n > LEAK_FEW ? LEAK_FEW : n) - t->base,
	    n > LEAK_FEW ? LEAK_FEW : n);
	for (int k = 0; k < n && k < 42; k++)
		v[k] = leakprofile_back(&t->w->p, t->w->p.x[t->i], n - 1 - k);
	slope = robust_slope(v, (size_t)(n < 42 ? n : 42));
	if (r->rise && slope * n > 0.5 * r->size && n >= 4) {
		r->grew = 1;
		r->slope = slope;
	}
	leaktoday_judge(t, r);
	leaktoday_level(t->w, from, r->rise);
}

/* Mean residual of the day's last six hours. */
static double
last_hours(const struct leak_today *t)
{
	double sum = 0;
	int n = 0, slots = t->w->p.slots;

	for (int s = slots - slots / 4; s < slots; s++)
		if (!isnan(t->r[LEAK_SLOTS + s])) {
			sum += t->r[LEAK_SLOTS + s];
			n++;
		}
	return n > 0 ? sum / n : NAN;
}

/* 1: a change, or one that lies inside the day and waits for tomorrow: as does
 * one that the night before it cannot tell from demand. */
static int
jump(struct leak_today *t)
{
	struct leakwatch *w = t->w;
	double size = t->x - t->base, tail = last_hours(t);
	struct leak_report *r;

	if (!(fabs(size) > JUMP * leaktoday_caution(t) * t->sigma) ||
	    !(fabs(size) > 0.01 * t->mean) || (t->d->odd && size < 0))
		return 0;
	if (!(tail * size > 0) || !(fabs(tail) >= 0.3 * fabs(size)))
		return 1;
	if (w->jumped != t->d->day - 1 &&
	    leaktoday_by_day(t, size, leaktoday_night(t, t->d->day), 1)) {
		w->jumped = t->d->day;
		return 1;
	}
	r = leaktoday_report(t, LEAK_CHANGE, LEAK_JUMP);
	if (w->jumped == t->d->day - 1)
		r->day = w->jumped;
	r->evidence = fabs(size) / (JUMP * leaktoday_caution(t) * t->sigma);
	leaktoday_size(t, r, size, 1);
	leaktoday_judge(t, r);
	leaktoday_level(w, r->day, r->rise);
	return 1;
}

static int
significant(const struct leak_today *t, double size, int64_t from)
{
	int n = (int)(t->d->day - from) + 1;

	return size > leaktoday_least(t) &&
	       size > leaktoday_error(t, n > LEAK_FEW ? LEAK_FEW : n);
}

static void
accumulate(struct leak_today *t)
{
	struct leakwatch *w = t->w;
	double z = (t->x - t->base) / t->sigma, h, size;

	if (leaklevel_odd(w, 1) !=
	    leaklevel_odd(w, 0)) /* other days, other sums */
		w->up = w->down = 0;
	if (leaklevel_days(w) < 7)
		z /= 1.5;
	z = z > CAP ? CAP : z < -CAP ? -CAP : z;
	w->up = w->up + z - SLACK;
	w->down = w->down - z - SLACK;
	if (w->up <= 0) {
		w->up = 0;
		w->up_from = INT64_MIN;
	} else if (w->up_from == INT64_MIN) {
		w->up_from = t->d->day;
	}
	if (w->down <= 0) {
		w->down = 0;
		w->down_from = INT64_MIN;
	} else if (w->down_from == INT64_MIN) {
		w->down_from = t->d->day;
	}
	h = runlength_h(t->o->far, leaklevel_phi(w, t->i)) *
	    leaktoday_caution(t);
	size = leaklevel_recent(w, t->i, LEAK_FEW) - t->base;
	if (w->up > h && significant(t, size, w->up_from))
		slow_change(t, w->up_from, w->up / h);
	else if (w->down > h && !t->d->odd &&
		 significant(t, -size, w->down_from))
		slow_change(t, w->down_from, w->down / h);
	w->up = w->up > 2 * h ? 2 * h : w->up;
	w->down = w->down > 2 * h ? 2 * h : w->down;
}

/* --- the whole --- */

/* What of each number its base did not tell. */
static void
innovate(struct leak_today *t)
{
	struct leakwatch *w = t->w;

	forget(w, t->d->day, t->d->day);
	if (t->d->odd || leaklevel_days(w) < 3)
		return;
	for (int i = 0; i < LEAK_INDICATORS; i++)
		w->innovation[i][leakprofile_slot(t->d->day, LEAK_DAYS)] =
		    (float)(leakprofile_back(&w->p, w->p.x[i], 0) -
			    leaklevel_base(
				w, (enum leak_indicator)i, t->sigma));
}

static void
redo_innovations(struct leakwatch *w)
{
	int64_t last = w->p.last;

	for (w->p.last = last - LEAK_KEEP + 1; w->p.last < last; w->p.last++)
		for (int i = 0; i < LEAK_INDICATORS; i++)
			if (w->p.last >= 0 && leaklevel_days(w) >= 3)
				w->innovation[i][leakprofile_slot(
				    w->p.last, LEAK_DAYS)] =
				    (float)(leakprofile_back(
						&w->p, w->p.x[i], 0) -
					    leaklevel_base(w,
						(enum leak_indicator)i,
						INFINITY));
	w->p.last = last;
}

/* The quietest number; another one only if it is a fifth quieter. */
static void
choose(struct leakwatch *w)
{
	double spread[LEAK_INDICATORS], v[LEAK_DAYS], known[LEAK_DAYS];
	int best = 0;

	for (int i = 0; i < LEAK_INDICATORS; i++) {
		for (long k = 0; k < 42; k++)
			v[k] = leakprofile_back(&w->p, w->innovation[i], k);
		spread[i] =
		    robust_known(v, 42, known) < 7 ? NAN : robust_spread(v, 42);
		if (spread[i] < spread[best] || isnan(spread[best]))
			best = i;
	}
	if (spread[best] < 0.8 * spread[w->chosen] || isnan(spread[w->chosen]))
		w->chosen = best;
}

/* 1 unless a festival goes on or has just ended: its days have a course of
 * their own, which no forecast knows. */
static int
settled(const struct leakwatch *w)
{
	for (long k = 0; k <= 3; k++)
		if (leaklevel_odd(w, k))
			return 0;
	return 1;
}

static void
look(struct leak_today *t)
{
	struct leakwatch *w = t->w;
	int64_t day = t->d->day;
	int ready = day - w->begun >= t->o->learn;

	t->x = leakprofile_back(&w->p, w->p.x[t->i], 0);
	t->sigma = leaklevel_sigma(w, t->i);
	t->base = leaklevel_base(w, t->i, t->sigma);
	innovate(t);
	if (!ready || isnan(t->x) || isnan(t->base) || isnan(t->sigma))
		return;
	if (leaktoday_rescaled(t))
		return;
	if (w->pending) {
		leakfast_decide(t);
		if (t->n > 0 && t->out[t->n - 1].what == LEAK_CHANGE)
			return;
	} else if (day - w->fired > 2 && settled(w) && leakfast_fire(t)) {
		return;
	}
	if (!jump(t))
		accumulate(t);
}

int
leakwatch_day(struct leakwatch *w, const struct leakwatch_opts *o,
    const struct leak_day *d, struct leak_report out[LEAK_REPORTS])
{
	struct leak_today t = {.w = w, .o = o, .d = d, .out = out};

	if (w->begun == INT64_MIN)
		w->begun = w->segment = d->day;
	if (w->p.count > 0)
		forget(w, w->p.last + 1, d->day - 1);
	leakfast_forecast(&t);
	if (leakprofile_take(&w->p, d)) /* other classes: all is new */
		redo_innovations(w);
	t.i = d->odd ? LEAK_N : (enum leak_indicator)w->chosen;
	t.mean = leakprofile_median(&w->p, w->p.mean, 1, 28);
	if ((d->day - w->begun) % 14 == 0)
		choose(w);
	look(&t);
	leakfast_keep(&t);
	return t.n;
}
