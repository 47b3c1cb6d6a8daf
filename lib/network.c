/*
 * What is asked of a network: which row holds, what lies in what, which event
 * concerns whom.
 */
#include "network.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "nearest.h"
#include "table.h"
#include "xalloc.h"

/* --- zones --- */

const struct net_zone *
network_zone(const struct network *n, size_t zone, int64_t day)
{
	const struct net_zone *first = &n->zone[zone];

	if (day >= first->from && day < first->to)
		return first;
	for (size_t i = zone + 1;
	     i < n->nzone && strcmp(n->zone[i].id, first->id) == 0; i++)
		if (day >= n->zone[i].from && day < n->zone[i].to)
			return &n->zone[i];
	return NULL;
}

int
network_first(const struct network *n, size_t zone)
{
	return zone == 0 || strcmp(n->zone[zone].id, n->zone[zone - 1].id) != 0;
}

int
network_inside(const struct network *n, size_t inner, size_t outer)
{
	for (long z = (long)inner; z >= 0; z = n->zone[z].parent)
		if ((size_t)z == outer)
			return 1;
	return 0;
}

/* --- ids that are none --- */

void
network_no_zone(const struct network *n, const char *id)
{
	struct nearest meant = nearest_to(id);
	char hint[NEAREST_HINT];

	for (size_t i = 0; i < n->nzone; i++) {
		nearest_try(&meant, n->zone[i].id);
		if (strcmp(n->zone[i].name, id) == 0)
			nearest_is(&meant, n->zone[i].id);
	}
	warnx("there is no zone '%s'%s", id, nearest_hint(&meant, hint));
}

void
network_no_point(const struct network *n, const char *id)
{
	struct nearest meant = nearest_to(id);
	char hint[NEAREST_HINT];

	for (size_t i = 0; i < n->npoint; i++)
		nearest_try(&meant, n->point[i].id);
	warnx("there is no point '%s'%s", id, nearest_hint(&meant, hint));
}

/* --- events --- */

static int
has_point(const struct network *n, size_t zone, const char *point_id)
{
	for (size_t i = n->edge_at[zone]; i < n->edge_at[zone + 1]; i++)
		if (strcmp(n->point[n->edge[i].point].id, point_id) == 0)
			return 1;
	return 0;
}

/* A fault of a point concerns the zones that it measures; any other event its
 * zone, those inside it and those around it, whose meters see it too. */
int
network_event_hits(const struct network *n, const struct net_event *e,
    size_t zone, int64_t from, int64_t to)
{
	long z;

	if (e->start >= to || e->end <= from)
		return 0;
	if (*e->point_id != '\0')
		return has_point(n, zone, e->point_id);
	if (*e->zone_id == '\0')
		return 1;
	z = strmap_get(&n->zone_of, e->zone_id);
	return z >= 0 && (network_inside(n, zone, (size_t)z) ||
			     network_inside(n, (size_t)z, zone));
}

int
network_closed(const struct network *n, const struct net_point *p, int64_t from,
    int64_t to)
{
	struct net_events l = network_point_events(n, (size_t)(p - n->point));

	for (size_t i = 0; i < l.n; i++) {
		const struct net_event *e = &n->event[l.i[i]];

		if (strcmp(e->point_id, p->id) == 0 && e->start < to &&
		    e->end > from && table_is_word("valve shutdown", e->kind))
			return 1;
	}
	return 0;
}

int
network_changes_meter(const struct net_event *e)
{
	return *e->point_id != '\0' &&
	       table_is_word("meter_fault other", e->kind);
}

static int
by_point_id(const void *a, const void *b, void *network)
{
	const struct network *n = network;
	const size_t *x = a, *y = b;

	return strcmp(n->point[*x].id, n->point[*y].id);
}

size_t *
network_points_by_id(const struct network *n)
{
	size_t *order = xcalloc(n->npoint + 1, sizeof *order);

	for (size_t i = 0; i < n->npoint; i++)
		order[i] = i;
	qsort_r(order, n->npoint, sizeof *order, by_point_id, (void *)n);
	return order;
}

int
network_flows(const struct net_point *p)
{
	return table_is_word("flow volume", p->quantity);
}

int64_t *
network_number(
    const struct network *n, size_t point, int64_t *number, size_t *count)
{
	const struct net_point *p = &n->point[point];

	number = xrealloc(number, *count + 2, sizeof *number);
	number[(*count)++] = p->n;
	if (p->counter >= 0)
		number[(*count)++] = n->point[p->counter].n;
	return number;
}
