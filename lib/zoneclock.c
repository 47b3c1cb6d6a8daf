#include "zoneclock.h"

#include <math.h>
#include <stdlib.h>

#include "xalloc.h"
#include "zoneflow.h"

struct zoneclock_meter {
	size_t point;
	struct clockshift past;
};

void
zoneclock_init(struct zoneclock *k, struct store *s, const struct network *n)
{
	*k = (struct zoneclock){.n = n};
	pointday_init(&k->day, s, n);
}

void
zoneclock_release(struct zoneclock *k)
{
	pointday_release(&k->day);
	gridday_release(&k->g);
	free(k->meter);
}

int
zoneclock_course(
    struct pointday *d, struct gridday *g, double course[CLOCKSHIFT_HOURS])
{
	static const double HALF = 0.5;

	for (int h = 0; h < CLOCKSHIFT_HOURS; h++)
		course[h] = NAN;
	if (d->length != CAL_DAY_S || d->interval > 3600)
		return 0;
	if (pointday_measured(d, g, d->interval, HALF) < 0)
		return -1;
	for (int h = 0; h < CLOCKSHIFT_HOURS; h++)
		course[h] = gridday_mean(
		    g, h * 3600, (h + 1) * (int64_t)3600, HALF, NULL);
	return 0;
}

static struct clockshift *
past_of(struct zoneclock *k, size_t point)
{
	struct zoneclock_meter *m;

	for (size_t i = 0; i < k->nmeter; i++)
		if (k->meter[i].point == point)
			return &k->meter[i].past;
	k->meter = xgrow(k->meter, k->nmeter, &k->cap, sizeof *k->meter);
	m = &k->meter[k->nmeter++];
	m->point = point;
	clockshift_init(&m->past);
	return &m->past;
}

/* 1 if the point's clock is wrong on that day. */
static int
is_wrong(struct zoneclock *k, size_t point, int64_t day)
{
	struct clockshift *past = past_of(k, point);
	double course[CLOCKSHIFT_HOURS];

	for (int64_t d = day - CLOCKSHIFT_DAYS; d <= day; d++) {
		if (d < day && clockshift_has(past, d))
			continue;
		if (pointday_read(&k->day, point, d) < 0 ||
		    zoneclock_course(&k->day, &k->g, course) < 0)
			return -1;
		if (d < day)
			clockshift_put(past, d, course);
	}
	return clockshift_find(past, day, course) != 0;
}

int
zoneclock_day(struct zoneclock *k, size_t zone, int64_t day)
{
	const struct network *n = k->n;
	int got = 0;

	if (k->zone != zone)
		k->nmeter = 0;
	k->zone = zone;
	for (size_t i = n->edge_at[zone]; got == 0 && i < n->edge_at[zone + 1];
	     i++) {
		const struct net_edge *e = &n->edge[i];

		if (zoneflow_holds(e, day) &&
		    (e->role == EDGE_INFLOW || e->role == EDGE_OUTFLOW))
			got = is_wrong(k, e->point, day);
	}
	return got;
}
