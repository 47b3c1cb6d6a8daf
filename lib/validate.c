#include "validate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rank.h"
#include "xalloc.h"

static const double SPIKE_SIGMAS = 6, SPIKE_SHARE = 0.2, SPIKE_PRESSURE = 10;
static const double PRESSURE_MIN = -10, PRESSURE_MAX = 120;
static const double FLAT_SHARE = 0.05;
static const double OUTLIER_SIGMAS = 3;

enum {
	SPIKE_INTERVAL_S = 900, /* in coarser data a step is the day's course */
	SPIKE_RARE = 50,	/* at most one in so many */
	FLAT_READINGS = 12,
	FLAT_FLOW_S = 4 * 3600,
	FLAT_PRESSURE_S = 6 * 3600,
	STALE_S = 24 * 3600,
	PAST_ENOUGH = 8
};

/* --- range and sign --- */

/* Where there is no limit it is NaN, which nothing is beyond. */
static void
limits(const struct validate_rules *v, double *min, double *max)
{
	const int pressure = v->kind == VALIDATE_PRESSURE;

	*min = pressure && isnan(v->min) ? PRESSURE_MIN : v->min;
	*max = pressure && isnan(v->max) ? PRESSURE_MAX : v->max;
}

/* The readings that nothing excludes so far, one after the other. */
struct good {
	double *v;
	size_t n;
};

/* The readings that are in range go to g. */
static unsigned
flag_range(const struct validate_rules *v, const struct reading *r, size_t n,
    uint16_t *flag, struct good *g)
{
	const int one_way = v->kind == VALIDATE_FLOW && v->min >= 0;
	unsigned found = 0;
	double min, max;

	limits(v, &min, &max);
	memset(flag, 0, n * sizeof *flag);
	for (size_t i = 0; i < n; i++) {
		const double x = r[i].v;

		if (reading_good(&r[i]) && !(x < min) && !(x > max)) {
			g->v[g->n++] = x;
			continue;
		}
		if (!reading_good(&r[i]))
			flag[i] = VALID_QUALITY;
		else
			flag[i] =
			    one_way && x < 0 ? VALID_NEGATIVE : VALID_RANGE;
		found |= flag[i];
	}
	return found;
}

/* --- spikes --- */

/* Which reading of the day the k-th good one is. */
static size_t
index_of(const uint16_t *flag, size_t k)
{
	size_t i = 0;

	for (;; i++)
		if (flag[i] == 0 && k-- == 0)
			return i;
}

/* Four sums side by side, as each addition waits for the one before. */
static double
mean(const struct good *g)
{
	double sum[4] = {0};
	size_t i = 0;

	for (; i + 4 <= g->n; i += 4)
		for (int k = 0; k < 4; k++)
			sum[k] += g->v[i + k];
	for (; i < g->n; i++)
		sum[0] += g->v[i];
	return g->n > 0 ? (sum[0] + sum[1] + sum[2] + sum[3]) / (double)g->n :
			  NAN;
}

/* Puts into `at` which of the good ones leave both neighbours to one side by
 * more than `least`; how many. */
static size_t
find_spikes(const struct good *g, double least, size_t *at, size_t room)
{
	size_t found = 0;
	double to = 0; /* from the one before */

	for (size_t i = 0; i + 1 < g->n; i++) {
		const double on = g->v[i + 1] - g->v[i];

		if ((to > least && on < -least) ||
		    (to < -least && on > least)) {
			if (found < room)
				at[found] = i;
			found++;
		}
		to = on;
	}
	return found;
}

static double
robust_step(const struct good *g)
{
	double *step, sigma;

	if (g->n <= FLAT_READINGS)
		return NAN;
	step = xmalloc(g->n * sizeof *step);
	for (size_t i = 1; i < g->n; i++)
		step[i - 1] = g->v[i] - g->v[i - 1];
	sigma = rank_sigma(step, g->n - 1, 0);
	free(step);
	return sigma;
}

static unsigned
flag_spikes(const struct validate_rules *v, const struct good *g, size_t n,
    double day_mean, uint16_t *flag)
{
	size_t room = n / SPIKE_RARE > 0 ? n / SPIKE_RARE : 1, at[64], found;
	double least = SPIKE_PRESSURE;

	room = room < 64 ? room : 64;
	if (v->kind == VALIDATE_FLOW)
		least = SPIKE_SHARE * fabs(day_mean);
	/* Cheap first: most days have none of that size. */
	found = find_spikes(g, least, at, room);
	if (found > 0 && v->kind == VALIDATE_FLOW) {
		double sigma = SPIKE_SIGMAS * robust_step(g);

		if (isnan(sigma))
			return 0;
		if (sigma > least)
			found = find_spikes(g, sigma, at, room);
	}
	if (found == 0 || found > room)
		return 0;
	/* From the last, as a flag takes one from among the good. */
	while (found-- > 0)
		flag[index_of(flag, at[found])] |= VALID_SPIKE;
	return VALID_SPIKE;
}

/* --- flat lines --- */

/* Flags each run of equal values of `least` seconds and 12 readings. */
static unsigned
flag_flat(const struct reading *r, size_t n, int32_t least, int32_t interval,
    int zero_legal, uint16_t *flag)
{
	unsigned found = 0;

	for (size_t i = 0, k; i < n; i = k) {
		for (k = i + 1; k < n && r[k].v == r[i].v; k++)
			continue;
		if (k - i < FLAT_READINGS ||
		    r[k - 1].off - r[i].off + interval < least ||
		    (zero_legal && r[i].v == 0))
			continue;
		for (size_t m = i; m < k; m++)
			flag[m] |= VALID_FLATLINE;
		found = VALID_FLATLINE;
	}
	return found;
}

unsigned
validate_day(const struct validate_rules *v, const struct reading *r, size_t n,
    uint16_t *flag)
{
	struct good g = {xmalloc((n + 1) * sizeof *g.v), 0};
	unsigned found = flag_range(v, r, n, flag, &g);
	double day_mean;

	if (v->kind == VALIDATE_OTHER) {
		free(g.v);
		return found;
	}
	day_mean = mean(&g);
	if (v->interval <= SPIKE_INTERVAL_S)
		found |= flag_spikes(v, &g, n, day_mean, flag);
	if (v->kind == VALIDATE_FLOW && v->max > 0 &&
	    day_mean > FLAT_SHARE * v->max)
		found |=
		    flag_flat(r, n, FLAT_FLOW_S, v->interval, v->closed, flag);
	free(g.v);
	return found;
}

void
validate_marks(const struct validate_rules *v, const struct reading *r,
    size_t n, int64_t before, uint16_t *flag)
{
	for (size_t i = 0; i < n; i++) {
		int64_t since =
		    i > 0 ? r[i].off - r[i - 1].off : before + r[i].off;

		if (v->kind == VALIDATE_PRESSURE && r[i].v < -1)
			flag[i] |= VALID_NEGATIVE;
		if (i == 0 && before < 0)
			continue;
		if (2 * since > 3 * (int64_t)v->interval)
			flag[i] |= VALID_GAP;
		if (since > STALE_S)
			flag[i] |= VALID_STALE;
	}
	if (v->kind == VALIDATE_PRESSURE)
		flag_flat(r, n, FLAT_PRESSURE_S, v->interval, 0, flag);
}

/* --- outliers --- */

struct validate_past {
	int32_t interval;
	size_t slots;
	int64_t day[VALID_PAST_DAYS]; /* INT64_MIN: none */
	double *v;		      /* by day, then slot */
};

struct validate_past *
validate_past_new(int32_t interval)
{
	struct validate_past *p = xcalloc(1, sizeof *p);

	p->interval = interval;
	p->slots = (size_t)(90000 / interval + 1);
	p->v = xmalloc(VALID_PAST_DAYS * p->slots * sizeof *p->v);
	for (int i = 0; i < VALID_PAST_DAYS; i++)
		p->day[i] = INT64_MIN;
	return p;
}

void
validate_past_free(struct validate_past *p)
{
	if (p == NULL)
		return;
	free(p->v);
	free(p);
}

static int
is_outlier(const struct validate_past *p, int64_t day, size_t slot, double x)
{
	double v[VALID_PAST_DAYS], mid, sigma;
	size_t n = 0;

	for (int i = 0; i < VALID_PAST_DAYS; i++) {
		double old = p->v[(size_t)i * p->slots + slot];

		if (p->day[i] >= day - VALID_PAST_DAYS && p->day[i] < day &&
		    !isnan(old))
			v[n++] = old;
	}
	if (n < PAST_ENOUGH)
		return 0;
	mid = rank_median(v, n);
	sigma = rank_sigma(v, n, mid);
	return fabs(x - mid) > OUTLIER_SIGMAS * sigma + 1e-9;
}

void
validate_past_day(struct validate_past *p, int64_t day, const struct reading *r,
    size_t n, uint16_t *flag)
{
	size_t at = (size_t)(((day % VALID_PAST_DAYS) + VALID_PAST_DAYS) %
			     VALID_PAST_DAYS);
	double *row = p->v + at * p->slots;
	const unsigned out = VALID_QUALITY | VALID_LEFT_OUT;
	size_t slot;

	for (size_t i = 0; i < n; i++)
		if ((slot = (size_t)(r[i].off / p->interval)) < p->slots &&
		    !(flag[i] & out) && is_outlier(p, day, slot, r[i].v))
			flag[i] |= VALID_OUTLIER;
	for (size_t i = 0; i < p->slots; i++)
		row[i] = NAN;
	for (size_t i = 0; i < n; i++)
		if ((slot = (size_t)(r[i].off / p->interval)) < p->slots &&
		    !(flag[i] & out))
			row[slot] = r[i].v;
	p->day[at] = day;
}

const char *
validate_words(unsigned flags, char *buf)
{
	static const char *const word[VALID_FLAGS] = {"quality", "range",
	    "negative", "spike", "flatline", "gap", "stale", "outlier",
	    "rollover", "reset", "changed", "mismatch", "clock"};
	size_t n = 0;

	buf[0] = '\0';
	for (size_t i = 0; i < VALID_FLAGS; i++)
		if (flags >> i & 1)
			n += (size_t)snprintf(buf + n, VALID_BUF - n, "%s%s",
			    n ? " " : "", word[i]);
	return buf;
}
