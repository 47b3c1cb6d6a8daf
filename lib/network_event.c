/*
 * Which events may concern a zone or a point, so that nobody looks at the
 * repairs of ten years for each night of each zone.
 */
#include "network_private.h"

#include <stdlib.h>

#include "xalloc.h"

struct pairs { /* (key, value), values in the order in which they came */
	size_t *key, *value;
	size_t n, cap;
};

static void
add_pair(struct pairs *p, size_t key, size_t value)
{
	if (p->n == p->cap) {
		p->cap = p->cap ? 2 * p->cap : 256;
		p->key = xrealloc(p->key, p->cap, sizeof *p->key);
		p->value = xrealloc(p->value, p->cap, sizeof *p->value);
	}
	p->key[p->n] = key;
	p->value[p->n++] = value;
}

/* The values by their key, and the pairs gone. */
static struct net_lists
lists_of(struct pairs *p, size_t keys)
{
	struct net_lists l = {xcalloc(keys + 2, sizeof *l.at),
	    xcalloc(p->n + 1, sizeof *l.value)};

	for (size_t i = 0; i < p->n; i++)
		l.at[p->key[i] + 2]++;
	for (size_t k = 2; k < keys + 2; k++)
		l.at[k] += l.at[k - 1];
	/* at[k + 1] moves from the list's beginning to its end */
	for (size_t i = 0; i < p->n; i++)
		l.value[l.at[p->key[i] + 1]++] = p->value[i];
	free(p->key);
	free(p->value);
	*p = (struct pairs){0};
	return l;
}

void
network_lists_free(struct net_lists *l)
{
	free(l->at);
	free(l->value);
}

static struct net_lists
zones_of_points(const struct network *n)
{
	struct pairs p = {0};

	for (size_t i = 0; i < n->nedge; i++)
		add_pair(&p, n->edge[i].point, n->edge[i].zone);
	return lists_of(&p, n->npoint);
}

/* Of each zone those inside it, itself as well. */
static struct net_lists
zones_inside(const struct network *n)
{
	struct pairs p = {0};

	for (size_t i = 0; i < n->nzone; i++)
		for (long z = (long)i; z >= 0; z = n->zone[z].parent)
			add_pair(&p, (size_t)z, i);
	return lists_of(&p, n->nzone);
}

struct finder {
	const struct network *n;
	struct net_lists of_point, inside; /* zones */
	struct pairs found;		   /* zone, event */
	size_t event;
	size_t *last; /* by zone: the last event noted, and one */
};

static void
note(struct finder *f, size_t zone)
{
	if (f->last[zone] == f->event + 1)
		return;
	f->last[zone] = f->event + 1;
	add_pair(&f->found, zone, f->event);
}

static void
note_all(struct finder *f, const struct net_lists *l, size_t key)
{
	for (size_t i = l->at[key]; i < l->at[key + 1]; i++)
		note(f, l->value[i]);
}

/* The zones that network_event_hits may be asked of, with success. */
static void
find_zones(struct finder *f, const struct net_event *e)
{
	const struct network *n = f->n;
	long z;

	if (*e->point_id != '\0') {
		z = strmap_get(&n->point_of, e->point_id);
		if (z >= 0)
			note_all(f, &f->of_point, (size_t)z);
		return;
	}
	if (*e->zone_id == '\0') {
		for (size_t i = 0; i < n->nzone; i++)
			note(f, i);
		return;
	}
	z = strmap_get(&n->zone_of, e->zone_id);
	if (z < 0)
		return;
	note_all(f, &f->inside, (size_t)z);
	for (; z >= 0; z = n->zone[z].parent)
		note(f, (size_t)z);
}

static struct net_lists
events_of_zones(const struct network *n)
{
	struct finder f = {.n = n,
	    .of_point = zones_of_points(n),
	    .inside = zones_inside(n),
	    .last = xcalloc(n->nzone + 1, sizeof *f.last)};

	for (f.event = 0; f.event < n->nevent; f.event++)
		if (n->event[f.event].mask || n->event[f.event].mark)
			find_zones(&f, &n->event[f.event]);
	network_lists_free(&f.of_point);
	network_lists_free(&f.inside);
	free(f.last);
	return lists_of(&f.found, n->nzone);
}

static struct net_lists
events_of_points(const struct network *n)
{
	struct pairs p = {0};

	for (size_t i = 0; i < n->nevent; i++) {
		const struct net_event *e = &n->event[i];
		long at = *e->point_id != '\0' ?
			      strmap_get(&n->point_of, e->point_id) :
			      -1;

		if (at >= 0)
			add_pair(&p, (size_t)at, i);
		else if (*e->point_id == '\0' && *e->zone_id == '\0')
			for (size_t k = 0; k < n->npoint; k++)
				add_pair(&p, k, i);
	}
	return lists_of(&p, n->npoint);
}

void
network_index_events(struct network *n)
{
	n->zone_events = events_of_zones(n);
	n->point_events = events_of_points(n);
}

static struct net_events
list(const struct net_lists *l, size_t key)
{
	return (struct net_events){
	    l->value + l->at[key], l->at[key + 1] - l->at[key]};
}

struct net_events
network_zone_events(const struct network *n, size_t zone)
{
	return list(&n->zone_events, zone);
}

struct net_events
network_point_events(const struct network *n, size_t point)
{
	return list(&n->point_events, point);
}
