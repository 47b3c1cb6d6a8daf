#include "why.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "param.h"
#include "strmap.h"
#include "xalloc.h"
#include "zoneflow.h"
#include "zoneoutlet.h"
#include "zoneuse.h"

double
why_value(const void *ctx, const char *name)
{
	const struct why *w = ctx;

	return w->what(w, name).v;
}

/* Names that a raw figure needs beside its rows, joined by " + ". */
static const char *
needs(const struct why_what *what)
{
	if (what->kind != WHY_RAW || what->mode == NULL)
		return "";
	if (strncmp(what->mode, "factor ", 7) == 0)
		return strcmp(what->mode + 7, "n1") == 0 ?
			   "aznp_m + n1 + night_coverage" :
			   "aznp_m + ubl_exp + night_coverage";
	if (strcmp(what->mode, "hour") == 0)
		return "mnf_at";
	if (what->raw == RAW_USERS)
		return "mnf_at + night_coverage";
	if (what->raw == RAW_FLOW || what->raw == RAW_AZP ||
	    why_by_volume(what))
		return "night_coverage";
	return "";
}

struct walk {
	const struct why *w;
	struct strmap seen;
	void (*visit)(void *ctx, const char *name, const struct why_what *what);
	void *ctx;
};

static void
walk(struct walk *k, const char *name)
{
	struct why_what what = k->w->what(k->w, name);
	char expr[FORMULA_TEXT], next[FORMULA_NAME];
	const char *p = expr;

	if (strmap_get(&k->seen, name) >= 0)
		return;
	strmap_put(&k->seen, name, 1);
	snprintf(expr, sizeof expr, "%s",
	    what.kind == WHY_FIGURE ? what.expr : needs(&what));
	while (formula_name(&p, next))
		walk(k, next);
	if (what.kind == WHY_FIGURE)
		what.expr = expr;
	k->visit(k->ctx, name, &what);
}

void
why_walk(const struct why *w, const char *name,
    void (*visit)(void *ctx, const char *name, const struct why_what *what),
    void *ctx)
{
	struct walk k = {w, STRMAP_INIT, visit, ctx};

	walk(&k, name);
	strmap_release(&k.seen);
}

struct why_what
why_of_entry(const struct why *w, const struct why_entry *e)
{
	const char *at = (const char *)w->row + e->offset;
	struct why_what what = {.kind = e->kind, .v = NAN, .raw = e->raw};

	if (e->kind == WHY_PARAM && e->offset == 0)
		what.v = network_num(w->n, e->name, (long)w->zone, w->from);
	else if (e->bounded)
		what.v =
		    (what.bound = (const struct bound *)(const void *)at)->v;
	else
		memcpy(&what.v, at, sizeof what.v);
	if (e->kind == WHY_FIGURE)
		what.expr = e->text;
	else
		what.mode = e->text;
	return what;
}

/* --- points --- */

static int
role_counts(const struct why *w, const struct net_edge *e, enum why_raw raw,
    int64_t day)
{
	/* zoneflow.h and zonepressure.h have the rules. */
	switch (raw) {
	case RAW_FLOW:
		return e->zone == w->zone &&
		       (e->role == EDGE_INFLOW || e->role == EDGE_OUTFLOW ||
			   (e->role == EDGE_STORAGE && e->weight != 0));
	case RAW_USERS:
		return zoneuse_counts(w->n, e, w->zone, day);
	default:
		return 0;
	}
}

static void
push(
    struct why_point **out, size_t *count, const struct net_edge *e, double add)
{
	*out = xrealloc(*out, *count + 1, sizeof **out);
	(*out)[(*count)++] = (struct why_point){e->point,
	    e->role == EDGE_OUTFLOW || e->role == EDGE_STORAGE ? -e->weight :
								 e->weight,
	    add};
}

/* Level of a point against its zone's; NaN where one is not known. */
static double
level(const struct why *w, const struct net_point *p, int64_t day)
{
	const struct net_zone *z = network_zone(w->n, w->zone, day);

	return z ? p->ground_m - z->ground_m : NAN;
}

/* Points of the zone's own pressure, each brought to the zone's level; an inlet
 * says nothing without the levels. */
static size_t
pressures(const struct why *w, int64_t day, enum edge_role role,
    struct why_point **out)
{
	size_t count = 0;

	for (size_t i = w->n->edge_at[w->zone]; i < w->n->edge_at[w->zone + 1];
	     i++) {
		const struct net_edge *e = &w->n->edge[i];
		const struct net_point *p = &w->n->point[e->point];
		double add = level(w, p, day);

		if (e->role == role && zoneflow_holds(e, day) &&
		    !(isnan(add) && role == EDGE_INLET))
			push(out, &count, e, isnan(add) ? 0 : add);
	}
	return count;
}

/* The outlets of the zone or of the nearest one around it that has any. */
static size_t
outlets(const struct why *w, int64_t day, struct why_point **out)
{
	size_t count = 0;

	for (long z = (long)w->zone; z >= 0 && count == 0;
	     z = w->n->zone[z].parent)
		for (size_t i = 0; i < w->n->nedge; i++) {
			const struct net_edge *e = &w->n->edge[i];

			if (e->zone == (size_t)z &&
			    e->role == EDGE_PLANT_OUTLET &&
			    zoneflow_holds(e, day))
				push(out, &count, e, 0);
		}
	return count;
}

int
why_by_volume(const struct why_what *what)
{
	return what->mode != NULL && strcmp(what->mode, WHY_BY_VOLUME) == 0;
}

size_t
why_meters(const struct why *w, const struct why_point *p, size_t n,
    struct why_point **out)
{
	size_t count = 0;

	*out = xcalloc(n + 1, sizeof **out);
	for (size_t i = 0; i < n; i++) {
		long meter = zoneoutlet_meter(w->n, p[i].point);

		if (meter >= 0)
			(*out)[count++] = (struct why_point){
			    .point = (size_t)meter, .weight = 1};
	}
	return count;
}

size_t
why_points(
    const struct why *w, enum why_raw raw, int64_t day, struct why_point **out)
{
	size_t count = 0;

	*out = NULL;
	if (raw == RAW_OUTLET)
		count = outlets(w, day, out);
	else if (raw == RAW_AZP &&
		 (count = pressures(w, day, EDGE_AZP, out)) == 0)
		count = pressures(w, day, EDGE_INLET, out);
	for (size_t i = 0; i < w->n->nedge; i++) {
		const struct net_edge *e = &w->n->edge[i];

		if (role_counts(w, e, raw, day) && zoneflow_holds(e, day))
			push(out, &count, e, 0);
	}
	return count;
}
