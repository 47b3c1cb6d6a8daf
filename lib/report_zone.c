#include "report_zone.h"

#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

char *
report_zone_name(const struct rzone *z)
{
	return *z->name ? xasprintf("%s (%s)", z->name, z->id) : xstrdup(z->id);
}

long
report_zone(const struct report *r, const char *id)
{
	return strmap_get(&r->zone_at, id);
}

int
report_is_leaf(const struct report *r, size_t zone)
{
	return zone + 1 == r->nzone ||
	       r->zone[zone + 1].depth <= r->zone[zone].depth;
}

/* What finds the zones: which there are, and which of them have figures. */
struct tree {
	struct report *r;
	const struct frame *zones;
	struct strmap known, seen, wanted; /* ids */
	int id, up, name, owner;
};

static void
add_zone(struct tree *t, long row, const char *id, int depth)
{
	struct report *r = t->r;

	if (strmap_get(&t->seen, id) >= 0)
		return;
	strmap_put(&t->seen, id, 1);
	if (strmap_get(&t->wanted, id) < 0)
		return;
	strmap_put(&r->zone_at, id, (long)r->nzone);
	r->zone = xrealloc(r->zone, r->nzone + 1, sizeof *r->zone);
	r->zone[r->nzone++] = (struct rzone){id,
	    row < 0 ? "" : frame_at(t->zones, (size_t)row, t->name),
	    row < 0 ? "" : frame_at(t->zones, (size_t)row, t->owner), depth};
}

/* Children below their parents, in the order of the table. */
static void
add_tree(struct tree *t, const char *parent, int depth)
{
	if (depth > 20)
		return;
	for (size_t i = 0; i < t->zones->nrow; i++) {
		const char *id = frame_at(t->zones, i, t->id);
		const char *up = frame_at(t->zones, i, t->up);
		int top = !*up || strmap_get(&t->known, up) < 0;

		if (parent ? strcmp(up, parent) != 0 : !top)
			continue;
		if (strmap_get(&t->seen, id) >= 0)
			continue;
		add_zone(t, (long)i, id, depth);
		if (strmap_get(&t->known, id) > 1)
			add_tree(t, id, depth + 1);
	}
}

/* Known zones: 1, and 2 for those that others lie in. */
static void
know(struct tree *t)
{
	for (size_t i = 0; i < t->zones->nrow; i++)
		strmap_put(&t->known, frame_at(t->zones, i, t->id), 1);
	for (size_t i = 0; i < t->zones->nrow; i++)
		if (strmap_get(&t->known, frame_at(t->zones, i, t->up)) > 0)
			strmap_put(&t->known, frame_at(t->zones, i, t->up), 2);
}

/* The zones of the registry as a tree, then those that only figures name; with
 * figures for some of them only, the others are left out. */
void
report_find_zones(struct report *r, const struct frame *f)
{
	const struct frame *zones = frames_find(r->in, "zones");
	struct tree t = {.r = r, .zones = zones};
	int id = frame_col(f, "zone_id");

	if (id < 0)
		return;
	for (size_t i = 0; i < f->nrow; i++)
		strmap_put(&t.wanted, frame_at(f, i, id), 1);
	if (zones != NULL) {
		t.id = frame_col(zones, "zone_id");
		t.up = frame_col(zones, "parent_id");
		t.name = frame_col(zones, "name");
		t.owner = frame_col(zones, "owner");
		know(&t);
		add_tree(&t, NULL, 0);
	}
	for (size_t i = 0; i < f->nrow; i++)
		add_zone(&t, -1, frame_at(f, i, id), 0);
	strmap_release(&t.known);
	strmap_release(&t.seen);
	strmap_release(&t.wanted);
}
