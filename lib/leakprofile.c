#include "leakprofile.h"

#include <math.h>
#include <string.h>

#include "robust.h"

/* Before the first day; far enough for sums. */
static const int64_t NEVER = INT64_MIN / 2;

static const double NIGHT_COVER = 0.6, DAY_COVER = 0.8, FIT_COVER = 0.6;

enum {
	ALL_DAYS = LEAK_CLASSES - 1,
	CLASS_DAYS = 56,
	WORKDAYS = 15,
	WEIGHTS_EVERY = 28
};

void
leakprofile_init(struct leakprofile *p, int slots, int night_from, int night_to)
{
	memset(p, 0, sizeof *p);
	p->slots = slots;
	p->night_from = night_from;
	p->night_to = night_to;
	p->last = NEVER;
	for (int s = 0; s < LEAK_SLOTS; s++)
		p->weight[s] = 1;
	for (int s = 0; s < LEAK_SLOTS; s++) {
		for (int k = 0; k < LEAK_KEEP; k++)
			p->q[k][s] = NAN;
		for (int c = 0; c < LEAK_CLASSES; c++)
			p->pattern[c][s] = NAN;
	}
	for (int i = 0; i < 7; i++)
		p->turned[i][0] = NAN;
	for (int k = 0; k < LEAK_DAYS; k++) {
		p->miss[0][k] = p->miss[1][k] = NAN;
		p->a[k] = p->b[k] = p->mean[k] = p->level[k] = NAN;
		p->a7[k] = p->b7[k] = NAN;
		for (int i = 0; i < LEAK_INDICATORS; i++)
			p->raw[i][k] = p->dev[i][k] = p->x[i][k] = NAN;
	}
}

double
leakprofile_back(const struct leakprofile *p, const float *v, long ago)
{
	return ago < 0 || ago >= LEAK_DAYS ?
		   NAN :
		   (double)v[leakprofile_slot(p->last - ago, LEAK_DAYS)];
}

double
leakprofile_median(const struct leakprofile *p, const float *v, long ago, int n)
{
	double buf[LEAK_DAYS];
	int m = 0;

	for (long k = ago; k < ago + n && k < LEAK_DAYS; k++)
		buf[m++] = leakprofile_back(p, v, k);
	return robust_median(buf, (size_t)m);
}

/* --- patterns --- */

static int
class_of(int weekday, int seven)
{
	if (seven)
		return 3 + (weekday == LEAK_HOLIDAY ? 6 : weekday);
	return weekday < 5 ? 0 : weekday == 5 ? 1 : 2;
}

/* The flow of a day and step less its level, over its size. */
static double
course(const struct leakprofile *p, int64_t day, int s)
{
	size_t d = leakprofile_slot(day, LEAK_DAYS);

	return ((double)p->q[leakprofile_slot(day, LEAK_KEEP)][s] -
		   (double)p->b7[d]) /
	       (double)p->a7[d];
}

/* 1 if the day teaches that class. */
static int
teaches(const struct leakprofile *p, int64_t day, int class)
{
	size_t d = leakprofile_slot(day, LEAK_DAYS);

	if (day < 0 || isnan(p->a7[d]) || p->odd[d])
		return 0;
	return class == ALL_DAYS ||
	       class_of(p->weekday[d], class >= 3) == class;
}

/* The median of the courses of that class. */
static void
learn(struct leakprofile *p, int class)
{
	int n = 0, most = class == ALL_DAYS ? 14 : WORKDAYS;
	int64_t days[LEAK_KEEP];
	double v[LEAK_KEEP];

	for (long k = 0; k < LEAK_KEEP && n < most; k++)
		if (teaches(p, p->last - k, class))
			days[n++] = p->last - k;
	p->learnt[class] = n >= (class == ALL_DAYS ? 3 : 2);
	for (int s = 0; s < p->slots; s++) {
		for (int i = 0; i < n; i++)
			v[i] = course(p, days[i], s);
		p->pattern[class][s] = (float)robust_median(v, (size_t)n);
	}
}

/* 0, or -1: none yet. */
static int
pattern(const struct leakprofile *p, int weekday, int seven, double *pat)
{
	int class = class_of(weekday, seven);

	if (p->count < 7 || !p->learnt[class])
		class = ALL_DAYS;
	for (int s = 0; s < p->slots; s++)
		pat[s] = (double)p->pattern[class][s];
	return p->learnt[class] ? 0 : -1;
}

/* The weekday as the classes have it. */
static int
turned(const struct leakprofile *p, int weekday)
{
	return weekday == LEAK_HOLIDAY ? weekday : (weekday + p->turn) % 7;
}

int
leakprofile_pattern(const struct leakprofile *p, int weekday, double *pat)
{
	return pattern(p, turned(p, weekday), p->seven, pat);
}

/* --- the day's fit --- */

/* Weighted least squares of q = a pat + b; 0, or -1. */
static int
line(const double *q, const double *pat, const double *w, int n, double *a,
    double *b)
{
	double sw = 0, sx = 0, sy = 0, sxx = 0, sxy = 0, det;

	for (int s = 0; s < n; s++) {
		if (isnan(q[s]) || isnan(pat[s]))
			continue;
		sw += w[s];
		sx += w[s] * pat[s];
		sy += w[s] * q[s];
		sxx += w[s] * pat[s] * pat[s];
		sxy += w[s] * pat[s] * q[s];
	}
	det = sw * sxx - sx * sx;
	if (!(det > 1e-9 * sw * sw))
		return -1;
	*a = (sw * sxy - sx * sy) / det;
	*b = (sy - *a * sx) / sw;
	return 0;
}

static int
fit(const struct leakprofile *p, const double *q, const double *pat, double *a,
    double *b)
{
	double w[LEAK_SLOTS], r[LEAK_SLOTS], limit;

	for (int s = 0; s < p->slots; s++)
		w[s] = (double)p->weight[s];
	for (int round = 0; round <= 4; round++) {
		if (line(q, pat, w, p->slots, a, b) < 0)
			return -1;
		for (int s = 0; s < p->slots; s++)
			r[s] = fabs(q[s] - *a * pat[s] - *b) *
			       sqrt((double)p->weight[s]);
		limit = 2 * 1.4826 * robust_median(r, (size_t)p->slots);
		for (int s = 0; s < p->slots; s++)
			w[s] = (double)p->weight[s] *
			       (r[s] > limit && limit > 0 ? limit / r[s] : 1);
	}
	return 0;
}

/* 1/spread^2 of the courses about their class's pattern at each step, over an
 * hour to either side; no spread counts less than a quarter of their median. */
static void
find_weights(struct leakprofile *p)
{
	double dev[LEAK_KEEP], spread[LEAK_SLOTS], smooth[LEAK_SLOTS];
	double pat[LEAK_HOLIDAY + 1][LEAK_SLOTS], floor_;
	int have[LEAK_HOLIDAY + 1], hour = p->slots / 24;

	for (int c = 0; c <= LEAK_HOLIDAY; c++)
		have[c] = pattern(p, c, p->seven, pat[c]) == 0;
	for (int s = 0; s < p->slots; s++) {
		for (long k = 0; k < LEAK_KEEP; k++) {
			size_t d = leakprofile_slot(p->last - k, LEAK_DAYS);
			int c = p->weekday[d];

			dev[k] =
			    have[c] && p->last - k >= 0 && !isnan(p->a7[d]) ?
				course(p, p->last - k, s) - pat[c][s] :
				NAN;
		}
		spread[s] = robust_spread(dev, LEAK_KEEP);
	}
	floor_ = robust_median(spread, (size_t)p->slots) / 4;
	for (int s = 0; s < p->slots; s++) {
		double sum = 0;

		for (int k = -hour; k <= hour; k++)
			sum += spread[(s + k + p->slots) % p->slots];
		smooth[s] = sum / (2 * hour + 1);
		if (!(smooth[s] > floor_))
			smooth[s] = floor_;
		p->weight[s] =
		    smooth[s] > 0 ? (float)(1 / (smooth[s] * smooth[s])) : 1;
	}
	floor_ = 0;
	for (int s = 0; s < p->slots; s++)
		floor_ += (double)p->weight[s] / p->slots;
	for (int s = 0; s < p->slots; s++)
		p->weight[s] /= (float)floor_;
}

/* --- indicators --- */

static double
mean_of(const double *q, int from, int to, double cover)
{
	double sum = 0;
	int n = 0;

	for (int s = from; s < to; s++)
		if (!isnan(q[s])) {
			sum += q[s];
			n++;
		}
	return n > 0 && n >= cover * (to - from) - 1e-9 ? sum / n : NAN;
}

/* The offset of the day's class for indicator i, from the days before. */
static double
offset(const struct leakprofile *p, int i, int weekday)
{
	double v[CLASS_DAYS], off;
	int n = 0, c = class_of(weekday, p->seven);

	for (long k = 1; k <= CLASS_DAYS; k++) {
		size_t d = leakprofile_slot(p->last - k, LEAK_DAYS);

		if (p->last - k >= 0 && !p->odd[d] && !isnan(p->dev[i][d]) &&
		    class_of(p->weekday[d], p->seven) == c)
			v[n++] = (double)p->dev[i][d];
	}
	off = robust_median(v, (size_t)n);
	return n < 2 ? 0 : off;
}

static void
put_indicator(struct leakprofile *p, int i, double v, int weekday)
{
	size_t d = leakprofile_slot(p->last, LEAK_DAYS);
	double before = leakprofile_median(p, p->raw[i], 1, 7);

	p->raw[i][d] = (float)v;
	p->dev[i][d] = (float)(v - before);
	p->x[i][d] = (float)(v - offset(p, i, weekday));
}

/* The least part of the day of which both were forecast. */
static void
judge_classes(struct leakprofile *p)
{
	double sum[2] = {0, 0};

	for (long k = 0; k < 21; k++) {
		double three = leakprofile_back(p, p->miss[0], k);
		double seven = leakprofile_back(p, p->miss[1], k);

		if (isnan(three) || isnan(seven))
			continue;
		sum[0] += three;
		sum[1] += seven;
	}
	if (!p->seven && sum[1] < 0.92 * sum[0])
		p->seven = 1;
	else if (p->seven && sum[0] < 0.98 * sum[1])
		p->seven = 0;
}

static double
forecast_miss(const struct leakprofile *p, const struct leak_day *d, int seven)
{
	double pat[LEAK_SLOTS], a, b, sum = 0;
	int n = 0;

	if (pattern(p, turned(p, d->weekday), seven, pat) < 0 ||
	    fit(p, d->q, pat, &a, &b) < 0)
		return NAN;
	for (int s = 0; s < p->slots; s++)
		if (!isnan(d->q[s])) {
			sum += fabs(d->q[s] - a * pat[s] - b);
			n++;
		}
	return n ? sum / n : NAN;
}

/* --- the calendar --- */

/* Mean miss of the plain weighted line on a pattern; NaN unless it rises. */
static double
line_miss(const struct leakprofile *p, const double *q, const double *pat)
{
	double w[LEAK_SLOTS], a, b, sum = 0;
	int n = 0;

	for (int s = 0; s < p->slots; s++)
		w[s] = (double)p->weight[s];
	if (line(q, pat, w, p->slots, &a, &b) < 0 || a <= 0)
		return NAN;
	for (int s = 0; s < p->slots; s++)
		if (!isnan(q[s])) {
			sum += fabs(q[s] - a * pat[s] - b);
			n++;
		}
	return n ? sum / n : NAN;
}

/* Turns the classes if a week's days fit better so; before the day teaches. */
static void
judge_turn(struct leakprofile *p, const struct leak_day *d)
{
	double sum[7] = {0}, pat[LEAK_SLOTS];
	int best = 0, days = 0;
	size_t at7 = leakprofile_slot(d->day, 7);

	for (int k = 0; k < 7; k++) {
		int weekday = (turned(p, d->weekday) + k) % 7;

		p->turned[at7][k] = d->odd || d->weekday == LEAK_HOLIDAY ||
					    !p->seven ||
					    pattern(p, weekday, 1, pat) < 0 ?
					NAN :
					(float)line_miss(p, d->q, pat);
	}
	for (int i = 0; i < 7; i++) {
		if (isnan(p->turned[i][0]))
			continue;
		days++;
		for (int k = 0; k < 7; k++)
			sum[k] += (double)p->turned[i][k];
	}
	for (int k = 1; k < 7; k++)
		if (sum[k] < sum[best])
			best = k;
	if (days < 5 || !(sum[best] < 0.75 * sum[0]))
		return;
	p->turn = (p->turn + best) % 7;
	for (int i = 0; i < 7; i++)
		p->turned[i][0] = NAN;
}

int
leakprofile_lag(
    const struct leakprofile *p, const struct leak_day *d, double *gain)
{
	double pat[LEAK_SLOTS], late[LEAK_SLOTS], now, least;
	int best = 0, per = p->slots / 24;

	*gain = 1;
	if (leakprofile_pattern(p, d->weekday, pat) < 0)
		return 0;
	now = least = line_miss(p, d->q, pat);
	for (int h = -12; h <= 12; h++) {
		double miss;

		for (int s = 0; s < p->slots; s++)
			late[s] = pat[(s - h * per + p->slots) % p->slots];
		miss = line_miss(p, d->q, late);
		if (miss < least || (isnan(least) && !isnan(miss))) {
			least = miss;
			best = h;
		}
	}
	if (least > 0)
		*gain = isnan(now) ? INFINITY : now / least;
	return best;
}

/* --- a day --- */

static void
skip_to(struct leakprofile *p, int64_t day)
{
	if (p->last == NEVER || day - p->last > LEAK_DAYS)
		p->last = day - 1 < 0 ? 0 : day - 1;
	while (p->last < day) {
		size_t d = leakprofile_slot(++p->last, LEAK_DAYS);

		p->a[d] = p->b[d] = p->mean[d] = p->level[d] = NAN;
		p->a7[d] = p->b7[d] = NAN;
		p->miss[0][d] = p->miss[1][d] = NAN;
		for (int i = 0; i < LEAK_INDICATORS; i++)
			p->raw[i][d] = p->dev[i][d] = p->x[i][d] = NAN;
	}
}

static void
keep_course(struct leakprofile *p, const struct leak_day *d)
{
	size_t k = leakprofile_slot(d->day, LEAK_DAYS);
	double a7 = leakprofile_median(p, p->a, 1, 7);
	double b7 = leakprofile_median(p, p->b, 1, 7);

	if (isnan(a7)) {
		a7 = (double)p->mean[k];
		b7 = 0;
	}
	p->a7[k] = a7 > 0 ? (float)a7 : NAN;
	p->b7[k] = (float)b7;
}

/* a, b and level of the day, from a pattern for it. */
static void
put_fit(struct leakprofile *p, const double *q, const double *pat)
{
	size_t k = leakprofile_slot(p->last, LEAK_DAYS);
	double r[LEAK_SLOTS], a, b, a14;

	if (fit(p, q, pat, &a, &b) < 0 || !(a > 0))
		return;
	a14 = leakprofile_median(p, p->a, 1, 14);
	a14 = isnan(a14) ? a : a14;
	for (int s = 0; s < p->slots; s++)
		r[s] = q[s] - a14 * pat[s];
	p->level[k] = (float)robust_median(r, (size_t)p->slots);
	p->a[k] = (float)a;
	p->b[k] = (float)b;
}

/* All days kept once more, with the classes as they are now. */
static void
redo(struct leakprofile *p)
{
	double pat[LEAK_HOLIDAY + 1][LEAK_SLOTS], q[LEAK_SLOTS];
	int have[LEAK_HOLIDAY + 1];
	int64_t last = p->last;

	for (int c = 0; c <= LEAK_HOLIDAY; c++)
		have[c] = pattern(p, c, p->seven, pat[c]) == 0;
	for (p->last = last - LEAK_KEEP + 1; p->last <= last; p->last++) {
		size_t k = leakprofile_slot(p->last, LEAK_DAYS);
		int c = p->weekday[k];

		if (p->last < 0 || isnan(p->a[k]))
			continue;
		for (int s = 0; s < p->slots; s++)
			q[s] =
			    (double)
				p->q[leakprofile_slot(p->last, LEAK_KEEP)][s];
		if (have[c])
			put_fit(p, q, pat[c]);
		put_indicator(p, LEAK_B, (double)p->b[k], c);
	}
	p->last = last;
	for (long k = LEAK_KEEP - 1; k >= 0; k--) {
		size_t d = leakprofile_slot(last - k, LEAK_DAYS);

		for (int i = 0; last - k >= 0 && i < LEAK_B; i++)
			p->x[i][d] = (float)((double)p->raw[i][d] -
					     offset(p, i, p->weekday[d]));
	}
}

int
leakprofile_take(struct leakprofile *p, const struct leak_day *d)
{
	double pat[LEAK_SLOTS], miss[2];
	double day = mean_of(d->q, 0, p->slots, DAY_COVER);
	size_t k = leakprofile_slot(d->day, LEAK_DAYS);
	int have, seven = p->seven, weekday;

	judge_turn(p, d);
	weekday = turned(p, d->weekday);
	have = leakprofile_pattern(p, d->weekday, pat) == 0;
	miss[0] = forecast_miss(p, d, 0);
	miss[1] = forecast_miss(p, d, 1);
	skip_to(p, d->day);
	p->weekday[k] = (uint8_t)weekday;
	p->odd[k] = (uint8_t)d->odd;
	p->mean[k] = (float)day;
	put_indicator(p, LEAK_N,
	    mean_of(d->q, p->night_from, p->night_to, NIGHT_COVER), weekday);
	put_indicator(p, LEAK_D, day, weekday);
	if (isnan(mean_of(d->q, 0, p->slots, FIT_COVER)))
		return 0;
	for (int s = 0; s < p->slots; s++)
		p->q[leakprofile_slot(d->day, LEAK_KEEP)][s] = (float)d->q[s];
	if (have)
		put_fit(p, d->q, pat);
	if (isnan(p->a[k]) && p->count < 7) {
		p->a[k] = (float)day;
		p->b[k] = 0;
	}
	if (have && !d->odd) {
		p->miss[0][k] = (float)miss[0];
		p->miss[1][k] = (float)miss[1];
	}
	put_indicator(p, LEAK_B, have ? (double)p->b[k] : NAN, weekday);
	if (isnan(p->a[k]))
		return 0;
	keep_course(p, d);
	learn(p, class_of(weekday, 0));
	learn(p, class_of(weekday, 1));
	learn(p, ALL_DAYS);
	if (++p->count % 7 == 0 && p->count >= 21)
		judge_classes(p);
	if (p->count % WEIGHTS_EVERY == 0)
		find_weights(p);
	if (p->seven == seven)
		return 0;
	redo(p);
	return 1;
}
