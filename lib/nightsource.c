#include "nightsource.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "explain.h"
#include "say.h"
#include "xalloc.h"
#include "zoneflow.h"
#include "zoneuse.h"

struct sources {
	struct store *s;
	const struct zonenight *zn;
	struct reading *r;
	int64_t *import; /* of each reading */
	size_t cap, import_cap;
	struct store_import *im; /* the ledger */
	size_t *count, nim;	 /* readings of each */
};

static void
count_one(struct sources *t, int64_t import)
{
	for (size_t i = 0; i < t->nim; i++)
		if (t->im[i].id == import)
			t->count[i]++;
}

/* A counter and a level also need the reading that ends the hour. */
static int
count_point(struct sources *t, const struct net_point *p)
{
	const int32_t from = t->zn->hour_at, to = from + t->zn->hour_s;
	const int ends = strcmp(p->quantity, "volume") == 0 ||
			 strcmp(p->quantity, "level") == 0;
	long n = store_day(t->s, p->n, t->zn->day, &t->r, &t->cap);

	if (n < 0)
		return -1;
	if (t->cap > t->import_cap) {
		t->import_cap = t->cap;
		t->import =
		    xrealloc(t->import, t->import_cap, sizeof *t->import);
	}
	if (n > 0 && store_day_imports(t->s, p->n, t->zn->day, t->r, (size_t)n,
			 t->import) < 0)
		return -1;
	for (long i = 0; i < n; i++)
		if (t->r[i].off >= from && t->r[i].off < to + ends)
			count_one(t, t->import[i]);
	return 0;
}

/* 1 if the edge's point has a part in the night of the zone. */
static int
has_part(
    const struct network *n, const struct net_edge *e, size_t zone, int64_t day)
{
	if (!zoneflow_holds(e, day))
		return 0;
	switch (e->role) {
	case EDGE_INFLOW:
	case EDGE_OUTFLOW:
	case EDGE_STORAGE:
	case EDGE_AZP:
	case EDGE_INLET:
		return e->zone == zone;
	case EDGE_USER:
		return zoneuse_counts(n, e, zone, day);
	default:
		return 0;
	}
}

static int
count_points(struct sources *t, const struct network *n, size_t zone)
{
	for (size_t i = 0; i < n->nedge; i++) {
		const struct net_edge *e = &n->edge[i];

		if (has_part(n, e, zone, t->zn->day) &&
		    count_point(t, &n->point[e->point]) < 0)
			return -1;
	}
	return 0;
}

static void
print(FILE *fp, const struct store_import *im, size_t n)
{
	char how[300];

	snprintf(how, sizeof how, tr("by import %" PRId64 ", %s"), im->id,
	    im->source);
	explain_num(fp, "readings of the hour", (double)n, "", how);
}

int
nightsource(FILE *fp, struct store *s, const struct network *n, size_t zone,
    const struct zonenight *zn)
{
	struct sources t = {.s = s, .zn = zn};
	int got;

	t.nim = store_imports(s, &t.im);
	t.count = xcalloc(t.nim + 1, sizeof *t.count);
	got = count_points(&t, n, zone);
	for (size_t i = 0; got == 0 && i < t.nim; i++)
		if (t.count[i] > 0)
			print(fp, &t.im[i], t.count[i]);
	store_imports_free(t.im, t.nim);
	free(t.count);
	free(t.import);
	free(t.r);
	return got;
}
