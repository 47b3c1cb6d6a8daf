#include "alarmscan_private.h"

#include <math.h>
#include <stdlib.h>

enum { SAME_DAYS = 5, GROWTH_DAYS = 35, COMMON_LEAST = 5, LOOK_BACK = 21 };

static const double COMMON_SHARE = 0.3, BOUNDARY_PCT = 25;
static const double INNER_LEAST = 0.4, INNER_MOST = 2.5;

static int
is_new(const struct leakcase *k, int64_t day)
{
	return k->r.found_day == day && k->r.nature == LEAK_LEAK &&
	       (k->state == LEAK_OPEN || k->state == LEAK_TENTATIVE);
}

/* 1 if the zone has a new alarm today. */
static int
rose(const struct alarmscan *c, size_t zone)
{
	const struct scan_zone *z = c->zone[zone];

	for (int i = 0; z != NULL && i < z->cases.n; i++)
		if (c->moved[zone][i] && is_new(&z->cases.c[i], c->today))
			return 1;
	return 0;
}

static int
same_level(double a, double b)
{
	return a == b || (isnan(a) && isnan(b));
}

/* Marks the new alarms of the day where many zones of their level rose. */
static void
mark_common(struct alarmscan *c)
{
	for (size_t z = 0; z < c->n->nzone; z++) {
		int zones = 0, up = 0;

		if (!rose(c, z))
			continue;
		for (size_t k = 0; k < c->n->nzone; k++)
			if (c->zone[k] != NULL &&
			    same_level(
				c->n->zone[k].level, c->n->zone[z].level)) {
				zones++;
				up += rose(c, k);
			}
		if (zones < COMMON_LEAST || up < COMMON_SHARE * zones)
			continue;
		for (int i = 0; i < c->zone[z]->cases.n; i++)
			if (c->moved[z][i] &&
			    is_new(&c->zone[z]->cases.c[i], c->today))
				c->zone[z]->cases.c[i].flags |= ALARM_COMMON;
	}
}

/* 1 if two alarms, of a zone and of one inside it, can be of one leak by their
 * onsets: a growing one is seen at other times in a larger flow, and a festival
 * hides one. */
static int
same_time(const struct leakcase *a, const struct leakcase *b)
{
	int64_t apart = llabs(a->r.day - b->r.day);
	int slow =
	    a->r.grew || b->r.grew || ((a->flags | b->flags) & ALARM_HOLIDAY);

	return apart <= (slow ? GROWTH_DAYS : SAME_DAYS);
}

/* 1 if alarms of zones inside explain that of a zone around them: one alone, or
 * those that are open together. */
static int
has_inner(const struct alarmscan *c, size_t zone, const struct leakcase *k)
{
	double sum = 0;

	for (size_t z = 0; z < c->n->nzone; z++) {
		if (z == zone || c->zone[z] == NULL ||
		    !network_inside(c->n, z, zone))
			continue;
		for (int i = 0; i < c->zone[z]->cases.n; i++) {
			const struct leakcase *in = &c->zone[z]->cases.c[i];
			double ratio = k->r.size / in->r.size;

			if (in->r.nature != LEAK_LEAK ||
			    in->state == LEAK_OVER || !same_time(k, in))
				continue;
			if (ratio >= INNER_LEAST && ratio <= INNER_MOST)
				return 1;
			if (in->state != LEAK_CLOSED && !in->inner)
				sum += in->r.size;
		}
	}
	return sum >= k->r.size / INNER_MOST && sum <= k->r.size / INNER_LEAST;
}

static void
mark_inner(struct alarmscan *c)
{
	for (size_t z = 0; z < c->n->nzone; z++)
		for (int i = 0; c->zone[z] && i < c->zone[z]->cases.n; i++) {
			struct leakcase *k = &c->zone[z]->cases.c[i];

			if (!c->outer[z] || k->inner || k->state == LEAK_OVER ||
			    c->today - k->r.found_day > LOOK_BACK ||
			    !has_inner(c, z, k))
				continue;
			k->inner = 1;
			k->flags |= ALARM_INNER;
			c->moved[z][i] = 1;
		}
}

/* A neighbour, of the same parent, that fell as much. */
static int
fell_beside(const struct alarmscan *c, size_t zone, const struct leakcase *k)
{
	for (size_t z = 0; z < c->n->nzone; z++) {
		const struct leak_report *f;

		if (z == zone || c->zone[z] == NULL ||
		    c->n->zone[z].parent != c->n->zone[zone].parent ||
		    c->n->zone[z].parent < 0)
			continue;
		f = &c->zone[z]->fall;
		if (f->size > 0 && llabs(f->day - k->r.day) <= 1 &&
		    fabs(f->size - k->r.size) <= BOUNDARY_PCT / 100 * k->r.size)
			return 1;
	}
	return 0;
}

static void
mark_boundary(struct alarmscan *c)
{
	for (size_t z = 0; z < c->n->nzone; z++)
		for (int i = 0; c->zone[z] && i < c->zone[z]->cases.n; i++) {
			struct leakcase *k = &c->zone[z]->cases.c[i];

			if (k->flags & ALARM_BOUNDARY ||
			    k->state == LEAK_CLOSED || k->state == LEAK_OVER ||
			    c->today - k->r.found_day > SAME_DAYS ||
			    !fell_beside(c, z, k))
				continue;
			k->flags |= ALARM_BOUNDARY;
			c->moved[z][i] = 1;
		}
}

void
scan_cross(struct alarmscan *c)
{
	mark_common(c);
	mark_inner(c);
	mark_boundary(c);
}
