#include "leakwatch.h"

#include <math.h>
#include <string.h>

#include "robust.h"

const struct leakwatch_opts leakwatch_default = {
    .far = 4, .min_pct = 1.2, .min_m3h = 0, .fast = 6, .learn = 14};

enum {
	BASE_DAYS = 21,
	BASE_LAG = 4,
	SEGMENT = 84,
	WINDOWS = 2,
	SCALE_DAYS = 28,
	NOISE_DAYS = 60,
	FESTIVAL_LEAST = 2,
	FEW = 5
};

static const double SLACK = 0.5, CAP = 4, JUMP = 7;
static const double SCALE_PCT = 30, SCALE_RATIO = 1.5, DOUBT_PCT = 20,
		    FACTOR = 1.5;
static const double FOLLOW = 0.5; /* of a fall within the last week */
static const double ONE_SIDED = 1.645, NIGHT_SHARE = 0.4;
static const int hours_of[WINDOWS] = {3, 6};

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
	for (int i = 0; i < WINDOWS; i++)
		for (int h = 0; h < 24; h++) {
			w->scale[i][h] = NAN;
			for (int k = 0; k < SCALE_DAYS; k++)
				w->window[i][k][h] = NAN;
		}
	for (int s = 0; s < LEAK_SLOTS; s++)
		w->residual[s] = NAN;
}

/* False alarms a year at h for four correlations, found by simulation. */
static const struct {
	double h, far[4];
} run_lengths[] = {{4, {1.2, 3.4, 5.0, 6.6}}, {5, {0.38, 2.0, 3.5, 5.2}},
    {6, {0.15, 1.1, 2.4, 4.0}}, {8, {0.025, 0.35, 1.2, 2.4}},
    {10, {0.003, 0.12, 0.53, 1.5}}, {12, {0.0004, 0.04, 0.29, 1.1}},
    {14, {0.00005, 0.013, 0.14, 0.66}}};

enum { RUN_LENGTHS = sizeof run_lengths / sizeof *run_lengths };

/* log of the false alarms a year in row i at correlation phi. */
static double
log_far(int i, double phi)
{
	static const double at[] = {0, 0.3, 0.5, 0.7};
	int k = phi < 0.3 ? 0 : phi < 0.5 ? 1 : 2;
	double a = log(run_lengths[i].far[k]),
	       b = log(run_lengths[i].far[k + 1]);

	return a + (b - a) * (phi - at[k]) / (at[k + 1] - at[k]);
}

double
leakwatch_h(double far, double phi)
{
	double want = log(far), last = log_far(0, phi), h;

	if (want >= last)
		return run_lengths[0].h;
	for (int i = 1; i < RUN_LENGTHS; i++) {
		double next = log_far(i, phi);

		h = run_lengths[i - 1].h +
		    (run_lengths[i].h - run_lengths[i - 1].h) * (last - want) /
			(last - next);
		if (want >= next)
			return h;
		last = next;
	}
	return run_lengths[RUN_LENGTHS - 1].h + 2;
}

/* --- the level --- */

/* Days of the present segment before the last one. */
static long
segment_days(const struct leakwatch *w)
{
	long n = (long)(w->p.last - w->segment);

	return n > SEGMENT ? SEGMENT : n;
}

/* 1 if that day was of a long festival. */
static int
was_odd(const struct leakwatch *w, long ago)
{
	return w->p.odd[leakprofile_slot(w->p.last - ago, LEAK_DAYS)];
}

/* Values of the segment that make the base, oldest first; how many.  `centre`:
 * days from their middle to today.  A festival is held against its own days,
 * other days against what was before it. */
static int
base_values(
    const struct leakwatch *w, const float *x, double *v, double *centre)
{
	long n = segment_days(w), lag = n >= BASE_LAG + 3 ? BASE_LAG : 1;
	int odd = was_odd(w, 0), m = 0;
	double back[BASE_DAYS], sum = 0;

	lag = odd ? 1 : lag;
	for (long k = lag; k <= n && m < BASE_DAYS; k++) {
		if (was_odd(w, k) != odd)
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
static double
recent(const struct leakwatch *w, enum leak_indicator i, int n)
{
	double v[LEAK_DAYS];
	int m = 0;

	for (long k = 0; k < n && k < LEAK_DAYS; k++)
		if (was_odd(w, k) == was_odd(w, 0))
			v[m++] = leakprofile_back(&w->p, w->p.x[i], k);
	return robust_median(v, (size_t)m);
}

/* Median of the week before today, NaN where days unlike today are in it. */
static double
last_week(const struct leakwatch *w, enum leak_indicator i)
{
	for (long k = 1; k <= 7; k++)
		if (was_odd(w, k) != was_odd(w, 0))
			return NAN;
	return leakprofile_median(&w->p, w->p.x[i], 1, 7);
}

static double
base_of(const struct leakwatch *w, enum leak_indicator i, double sigma)
{
	double v[BASE_DAYS], centre, base, slope;
	int n = base_values(w, w->p.x[i], v, &centre);

	if (was_odd(w, 0) && n < FESTIVAL_LEAST)
		return NAN;
	base = robust_median(v, (size_t)n);
	if (n < FEW || was_odd(w, 0))
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

static double
sigma_of(const struct leakwatch *w, enum leak_indicator i)
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
	return recent(w, (enum leak_indicator)w->chosen, FEW);
}

double
leakwatch_night(const struct leakwatch *w)
{
	return recent(w, LEAK_N, FEW);
}

double
leakwatch_sigma(const struct leakwatch *w)
{
	return sigma_of(w, (enum leak_indicator)w->chosen);
}

static double
phi_of(const struct leakwatch *w, enum leak_indicator i)
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

/* --- a day at hand --- */

struct today {
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

static double
least_change(const struct today *t)
{
	double least = t->o->min_pct / 100 * t->mean;

	least = least > t->sigma ? least : t->sigma;
	return least > t->o->min_m3h ? least : t->o->min_m3h;
}

/* Before the first weeks are over, and in odd days, limits are wider. */
static double
caution(const struct today *t)
{
	double c = 1;

	if (t->d->day - t->w->begun < 28)
		c *= 1.5;
	if (t->d->odd)
		c *= 1.5;
	return c;
}

static struct leak_report *
report(struct today *t, enum leak_what what, enum leak_path path)
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
		r->bases[i] = base_of(t->w, (enum leak_indicator)i, t->sigma);
	return r;
}

/* By how much the night differs from its base, over the nights since `from`
 * (the night of that day itself may lie before the onset). */
static double
night_shift(const struct today *t, int64_t from)
{
	double base = base_of(t->w, LEAK_N, 0);
	int n = (int)(t->d->day - from);

	return recent(t->w, LEAK_N, n > FEW ? FEW : n < 1 ? 1 : n) - base;
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
static int
by_day_only(const struct today *t, double size, double night, int nights)
{
	double sigma = sigma_of(t->w, LEAK_N), phi = phi_of(t->w, LEAK_N);
	double error = sigma * sqrt(median_variance(nights, phi) +
				    median_variance(BASE_DAYS, phi));

	return size > 0 && night < NIGHT_SHARE * size &&
	       night < size - ONE_SIDED * error;
}

/* Sum against factor: which of Q = F + c and Q = kF leaves less. */
static void
judge_scale(const struct today *t, struct leak_report *r)
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

static void
judge(const struct today *t, struct leak_report *r)
{
	int n = (int)(t->d->day - r->day);

	r->night = night_shift(t, r->day);
	if (r->rise && by_day_only(t, r->size, r->night,
			   n < 1   ? 1 :
			   n > FEW ? FEW :
				     n))
		r->nature = LEAK_DEMAND;
	else
		judge_scale(t, r);
}

/* Standard error of the difference of the medians of the n values that end
 * today and of the base. */
static double
size_error(const struct today *t, int n)
{
	double before[BASE_DAYS], centre, phi = phi_of(t->w, t->i);
	int m = base_values(t->w, t->w->p.x[t->i], before, &centre);

	return t->sigma * sqrt(median_variance(n < 1 ? 1 : n, phi) +
			       median_variance(m < 1 ? 1 : m, phi));
}

/* A change of that size, seen by n values; 95 % bounds. */
static void
put_size(const struct today *t, struct leak_report *r, double size, int n)
{
	double half = 1.96 * size_error(t, n);

	r->size = fabs(size);
	r->rise = size > 0;
	r->lo = r->size - half;
	r->hi = r->size + half;
}

/* The level is now that of the days from `from` on. */
static void
new_level(struct leakwatch *w, int64_t from, int rise)
{
	w->segment = from;
	w->trend = rise;
	w->up = w->down = w->shift = 0;
	w->up_from = w->down_from = INT64_MIN;
}

/* --- slow path --- */

static void
slow_change(struct today *t, int64_t from, double evidence)
{
	struct leak_report *r = report(t, LEAK_CHANGE, LEAK_CUSUM);
	int n = (int)(t->d->day - from) + 1;
	double v[LEAK_DAYS], slope;

	r->day = from;
	r->evidence = evidence;
	put_size(t, r, recent(t->w, t->i, n > FEW ? FEW : n) - t->base,
	    n > FEW ? FEW : n);
	for (int k = 0; k < n && k < 42; k++)
		v[k] = leakprofile_back(&t->w->p, t->w->p.x[t->i], n - 1 - k);
	slope = robust_slope(v, (size_t)(n < 42 ? n : 42));
	if (r->rise && slope * n > 0.5 * r->size && n >= 4) {
		r->grew = 1;
		r->slope = slope;
	}
	judge(t, r);
	new_level(t->w, from, r->rise);
}

/* Mean residual of the day's last six hours. */
static double
last_hours(const struct today *t)
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
jump(struct today *t)
{
	struct leakwatch *w = t->w;
	double size = t->x - t->base, tail = last_hours(t);
	struct leak_report *r;

	if (!(fabs(size) > JUMP * caution(t) * t->sigma) ||
	    !(fabs(size) > 0.01 * t->mean) || (t->d->odd && size < 0))
		return 0;
	if (!(tail * size > 0) || !(fabs(tail) >= 0.3 * fabs(size)))
		return 1;
	if (w->jumped != t->d->day - 1 &&
	    by_day_only(t, size, night_shift(t, t->d->day), 1)) {
		w->jumped = t->d->day;
		return 1;
	}
	r = report(t, LEAK_CHANGE, LEAK_JUMP);
	if (w->jumped == t->d->day - 1)
		r->day = w->jumped;
	r->evidence = fabs(size) / (JUMP * caution(t) * t->sigma);
	put_size(t, r, size, 1);
	judge(t, r);
	new_level(w, r->day, r->rise);
	return 1;
}

static int
significant(const struct today *t, double size, int64_t from)
{
	int n = (int)(t->d->day - from) + 1;

	return size > least_change(t) &&
	       size > size_error(t, n > FEW ? FEW : n);
}

static void
accumulate(struct today *t)
{
	struct leakwatch *w = t->w;
	double z = (t->x - t->base) / t->sigma, h, size;

	if (was_odd(w, 1) != was_odd(w, 0)) /* other days, other sums */
		w->up = w->down = 0;
	if (segment_days(w) < 7)
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
	h = leakwatch_h(t->o->far, phi_of(w, t->i)) * caution(t);
	size = recent(w, t->i, FEW) - t->base;
	if (w->up > h && significant(t, size, w->up_from))
		slow_change(t, w->up_from, w->up / h);
	else if (w->down > h && !t->d->odd &&
		 significant(t, -size, w->down_from))
		slow_change(t, w->down_from, w->down / h);
	w->up = w->up > 2 * h ? 2 * h : w->up;
	w->down = w->down > 2 * h ? 2 * h : w->down;
}

/* --- fast path --- */

static void
forecast(struct today *t)
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
window_mean(const struct today *t, int s, int hours)
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
	double v[SCALE_DAYS], raw[24];

	for (int i = 0; i < WINDOWS; i++) {
		for (int h = 0; h < 24; h++) {
			for (int k = 0; k < SCALE_DAYS; k++)
				v[k] = (double)w->window[i][k][h];
			raw[h] = robust_spread(v, SCALE_DAYS);
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
static void
keep_windows(struct today *t)
{
	struct leakwatch *w = t->w;
	int per = w->p.slots / 24;
	size_t k = (size_t)(t->d->day % SCALE_DAYS + SCALE_DAYS) % SCALE_DAYS;

	for (int i = 0; i < WINDOWS; i++)
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
fire(struct today *t)
{
	struct leakwatch *w = t->w;
	int per = w->p.slots / 24;

	for (int s = 0; s < w->p.slots; s++)
		for (int i = 0; i < WINDOWS; i++) {
			double m = window_mean(t, s, hours_of[i]);
			double limit =
			    t->o->fast * caution(t) * scale_at(w, i, s / per);

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
put_fired(struct today *t, struct leak_report *r)
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

static void
provisional(struct today *t)
{
	struct leakwatch *w = t->w;
	struct leak_report *r = report(t, LEAK_PROVISIONAL, LEAK_FAST);

	w->fired = t->d->day;
	w->pending = 1;
	w->shift = w->fire_m;
	put_fired(t, r);
	r->size = fabs(w->fire_m);
	r->lo = r->hi = NAN;
}

/* The first whole day after a firing: does the level say so too? */
static void
decide(struct today *t)
{
	struct leakwatch *w = t->w;
	double size = t->x - t->base, m = w->fire_m;
	double need =
	    0.4 * fabs(m) > 2 * t->sigma ? 0.4 * fabs(m) : 2 * t->sigma;
	int stands =
	    size * m > 0 && fabs(size) >= need && fabs(size) > least_change(t);
	struct leak_report *r =
	    report(t, stands ? LEAK_CHANGE : LEAK_SHORT, LEAK_FAST);

	w->pending = 0;
	w->shift = 0;
	put_fired(t, r);
	r->size = fabs(m);
	r->lo = r->hi = NAN;
	if (!stands)
		return;
	put_size(t, r, size, 1);
	judge(t, r);
	new_level(w, t->d->day, r->rise);
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
static int
rescaled(struct today *t)
{
	struct leakwatch *w = t->w;
	double now = size_ratio(w, 0), before = size_ratio(w, 1);
	struct leak_report *r;

	if (t->d->odd || was_odd(w, 1) || !(now > 0) || !(before > 0) ||
	    !((now > FACTOR && before > FACTOR) ||
		(now < 1 / FACTOR && before < 1 / FACTOR)) ||
	    !(size_ratio(w, 2) < FACTOR && size_ratio(w, 2) > 1 / FACTOR) ||
	    !all_alike(w, now))
		return 0;
	r = report(t, LEAK_CHANGE, LEAK_JUMP);
	r->nature = LEAK_SCALE;
	r->rise = now > 1;
	r->day = t->d->day - 1;
	r->size = fabs(now - 1) * t->mean;
	r->lo = r->hi = NAN;
	r->factor = now;
	r->evidence = now > 1 ? now / FACTOR : 1 / (now * FACTOR);
	w->pending = 0;
	new_level(w, r->day, 0);
	return 1;
}

/* --- the whole --- */

/* What of each number its base did not tell. */
static void
innovate(struct today *t)
{
	struct leakwatch *w = t->w;

	forget(w, t->d->day, t->d->day);
	if (t->d->odd || segment_days(w) < 3)
		return;
	for (int i = 0; i < LEAK_INDICATORS; i++)
		w->innovation[i][leakprofile_slot(t->d->day, LEAK_DAYS)] =
		    (float)(leakprofile_back(&w->p, w->p.x[i], 0) -
			    base_of(w, (enum leak_indicator)i, t->sigma));
}

static void
redo_innovations(struct leakwatch *w)
{
	int64_t last = w->p.last;

	for (w->p.last = last - LEAK_KEEP + 1; w->p.last < last; w->p.last++)
		for (int i = 0; i < LEAK_INDICATORS; i++)
			if (w->p.last >= 0 && segment_days(w) >= 3)
				w->innovation[i][leakprofile_slot(
				    w->p.last, LEAK_DAYS)] =
				    (float)(leakprofile_back(
						&w->p, w->p.x[i], 0) -
					    base_of(w, (enum leak_indicator)i,
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
		if (was_odd(w, k))
			return 0;
	return 1;
}

static void
look(struct today *t)
{
	struct leakwatch *w = t->w;
	int64_t day = t->d->day;
	int ready = day - w->begun >= t->o->learn;

	t->x = leakprofile_back(&w->p, w->p.x[t->i], 0);
	t->sigma = sigma_of(w, t->i);
	t->base = base_of(w, t->i, t->sigma);
	innovate(t);
	if (!ready || isnan(t->x) || isnan(t->base) || isnan(t->sigma))
		return;
	if (rescaled(t))
		return;
	if (w->pending) {
		decide(t);
		if (t->n > 0 && t->out[t->n - 1].what == LEAK_CHANGE)
			return;
	} else if (day - w->fired > 2 && settled(w) && fire(t)) {
		provisional(t);
		return;
	}
	if (!jump(t))
		accumulate(t);
}

int
leakwatch_day(struct leakwatch *w, const struct leakwatch_opts *o,
    const struct leak_day *d, struct leak_report out[LEAK_REPORTS])
{
	struct today t = {.w = w, .o = o, .d = d, .out = out};

	if (w->begun == INT64_MIN)
		w->begun = w->segment = d->day;
	if (w->p.count > 0)
		forget(w, w->p.last + 1, d->day - 1);
	forecast(&t);
	if (leakprofile_take(&w->p, d)) /* other classes: all is new */
		redo_innovations(w);
	t.i = d->odd ? LEAK_N : (enum leak_indicator)w->chosen;
	t.mean = leakprofile_median(&w->p, w->p.mean, 1, 28);
	if ((d->day - w->begun) % 14 == 0)
		choose(w);
	look(&t);
	keep_windows(&t);
	return t.n;
}
