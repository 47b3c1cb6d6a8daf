#include "clockshift.h"

#include <math.h>
#include <string.h>

#include "caltime.h"
#include "rank.h"

enum { H = CLOCKSHIFT_HOURS, KNOWN = 18, ENOUGH = 6, WEEKEND = 5 };

static const double WRONG = 4, RIGHT = 2, LEAST = 0.02, MOST = 0.1;

void
clockshift_init(struct clockshift *c)
{
	for (int i = 0; i < CLOCKSHIFT_DAYS; i++)
		c->day[i] = INT64_MIN;
}

static size_t
slot(int64_t day)
{
	return (size_t)((day % CLOCKSHIFT_DAYS + CLOCKSHIFT_DAYS) %
			CLOCKSHIFT_DAYS);
}

int
clockshift_has(const struct clockshift *c, int64_t day)
{
	return c->day[slot(day)] == day;
}

void
clockshift_put(struct clockshift *c, int64_t day, const double course[H])
{
	c->day[slot(day)] = day;
	memcpy(c->course[slot(day)], course, sizeof c->course[0]);
}

/* m(s) of a course. */
static double
misses(const double c[H], const double ref[H], int s)
{
	double x = 0, y = 0, xx = 0, yy = 0, xy = 0;
	int n = 0;

	for (int h = 0; h < H; h++) {
		double a = c[(h + s + H) % H], b = ref[h];

		if (isnan(a) || isnan(b))
			continue;
		x += a;
		y += b;
		xx += a * a;
		yy += b * b;
		xy += a * b;
		n++;
	}
	if (n < KNOWN)
		return NAN;
	xx -= x * x / n;
	yy -= y * y / n;
	xy -= x * y / n;
	if (!(xx > 0 && yy > 0 && xy > 0))
		return 1;
	return 1 - xy * xy / (xx * yy);
}

struct kind { /* of days */
	double ref[H];
	double usual; /* u; NaN: too few days */
};

static void
find_kind(
    const struct clockshift *c, int64_t day, int weekend, struct kind *out)
{
	const double *course[CLOCKSHIFT_DAYS] = {NULL};
	double v[CLOCKSHIFT_DAYS], m;
	size_t n = 0, k;

	for (size_t i = 0; i < CLOCKSHIFT_DAYS; i++)
		if (c->day[i] >= day - CLOCKSHIFT_DAYS && c->day[i] < day &&
		    (cal_weekday(c->day[i]) >= WEEKEND) == weekend)
			course[n++] = c->course[i];
	for (int h = 0; h < H; h++) {
		k = 0;
		for (size_t i = 0; i < n; i++)
			if (!isnan(course[i][h]))
				v[k++] = course[i][h];
		out->ref[h] = k < ENOUGH ? NAN : rank_median(v, k);
	}
	k = 0;
	for (size_t i = 0; i < n; i++)
		if (!isnan(m = misses(course[i], out->ref, 0)))
			v[k++] = m;
	out->usual = k < ENOUGH ? NAN : fmax(rank_median(v, k), LEAST);
}

int
clockshift_find(const struct clockshift *c, int64_t day, const double course[H])
{
	int weekend = cal_weekday(day) >= WEEKEND, best = 0;
	struct kind own, other;
	double now, least, m;

	find_kind(c, day, weekend, &own);
	now = least = misses(course, own.ref, 0);
	if (!(own.usual < MOST && now > WRONG * own.usual))
		return 0;
	for (int s = -H / 2; s <= H / 2; s++)
		if ((m = misses(course, own.ref, s)) < least) {
			least = m;
			best = s;
		}
	if (!(least < RIGHT * own.usual))
		return 0;
	find_kind(c, day, !weekend, &other);
	return misses(course, other.ref, 0) < fmax(least, RIGHT * other.usual) ?
		   0 :
		   best;
}
