#include "registry.h"

#include <stdlib.h>
#include <string.h>

#include "strmap.h"
#include "xalloc.h"

struct check {
	const struct table *t;
	const char **value; /* of the row at hand */
	int own;	    /* 1: it is of the import being made */
	registry_fault fault;
	void *ctx;
	long faults;
};

int
registry_has_rules(const struct table *t)
{
	return table_col(t, "valid_to") >= 0;
}

/* The keys before column `end`, joined. */
static char *
join_keys(const struct table *t, const char *const *value, int end)
{
	char *key = xstrdup("");

	for (int i = 0; i < end; i++) {
		char *longer;

		if (!t->col[i].key)
			continue;
		longer = xasprintf("%s%s%c", key, value[i], REGISTRY_KEY_PART);
		free(key);
		key = longer;
	}
	return key;
}

char *
registry_key(const struct table *t, const char *const *value)
{
	return join_keys(t, value, (int)t->ncol);
}

static void
tell(struct check *c, const char *key, char *what)
{
	c->fault(c->ctx, key, what);
	c->faults++;
	free(what);
}

/* Calls row for each row of the table as it stands; 0 or -1. */
static int
each_row(struct store *s, struct check *c, void (*row)(struct check *, void *),
    void *arg)
{
	struct store_rows *r = store_rows_open(s, c->t);
	int64_t current = store_current(s);
	int got;

	if (r == NULL)
		return -1;
	c->value = xcalloc(c->t->ncol, sizeof *c->value);
	while ((got = store_rows_next(r)) > 0) {
		for (size_t i = 0; i < c->t->ncol; i++)
			c->value[i] = store_rows_text(r, (int)i);
		c->own = store_rows_import(r) == current;
		row(c, arg);
	}
	free(c->value);
	store_rows_close(r);
	return got;
}

/* --- spans --- */

struct span {
	char *id;  /* of the rows before */
	char *key; /* of that which holds longest ... */
	char *to;  /* ... its end; "" never */
	int own;   /* ... and whether it is of this import */
};

static void
release_span(struct span *p)
{
	free(p->id);
	free(p->key);
	free(p->to);
}

/* "zone_id 'A' point_id 'P' role 'inflow' has two rows ..." */
static void
tell_overlap(struct check *c, const char *key, int from)
{
	char *name = xstrdup("");

	for (int i = 0; i < from; i++) {
		char *longer;

		if (!c->t->col[i].key)
			continue;
		longer = xasprintf(
		    "%s%s '%s' ", name, c->t->col[i].name, c->value[i]);
		free(name);
		name = longer;
	}
	tell(c, key,
	    xasprintf("%shas two rows for the days from %s: end one "
		      "(valid_to) where the other begins",
		name, c->value[from]));
	free(name);
}

/* Rows come by id, then by valid_from: one overlaps what came before if it
 * begins before the end of all those. */
static void
span_row(struct check *c, void *arg)
{
	struct span *p = arg, now;
	int from = table_col(c->t, "valid_from");
	const char *to = c->value[table_col(c->t, "valid_to")];
	int same;

	now = (struct span){join_keys(c->t, c->value, from),
	    registry_key(c->t, c->value), xstrdup(to), c->own};
	same = p->id != NULL && strcmp(p->id, now.id) == 0;
	if (same && (*p->to == '\0' || strcmp(c->value[from], p->to) < 0) &&
	    (p->own || c->own))
		tell_overlap(c, c->own ? now.key : p->key, from);
	if (same && (*p->to == '\0' || (*to != '\0' && strcmp(to, p->to) < 0)))
		release_span(&now);
	else {
		release_span(p);
		*p = now;
	}
}

/* --- parents --- */

struct zone_row {
	char *id, *parent, *key;
	int own;
};

struct zones {
	struct zone_row *row;
	size_t n, cap;
	struct strmap of; /* the first row of each id */
};

static void
zone_row(struct check *c, void *arg)
{
	struct zones *z = arg;

	z->row = xgrow(z->row, z->n, &z->cap, sizeof *z->row);
	z->row[z->n] = (struct zone_row){xstrdup(c->value[0]),
	    xstrdup(c->value[table_col(c->t, "parent_id")]),
	    registry_key(c->t, c->value), c->own};
	if (strmap_get(&z->of, c->value[0]) < 0)
		strmap_put(&z->of, c->value[0], (long)z->n);
	z->n++;
}

/* 1 if the way up from the zone comes back to it. */
static int
in_itself(const struct zones *z, size_t zone)
{
	long first = strmap_get(&z->of, z->row[zone].id);
	long up = strmap_get(&z->of, z->row[zone].parent);

	for (size_t i = 0; up >= 0 && i <= z->n; i++) {
		if (up == first)
			return 1;
		up = strmap_get(&z->of, z->row[up].parent);
	}
	return 0;
}

static void
check_parents(struct check *c, const struct zones *z)
{
	for (size_t i = 0; i < z->n; i++) {
		const struct zone_row *w = &z->row[i];

		if (!w->own || *w->parent == '\0')
			continue;
		if (strmap_get(&z->of, w->parent) < 0)
			tell(c, w->key,
			    xasprintf("zone %s: its parent '%s' is not "
				      "registered",
				w->id, w->parent));
		else if (in_itself(z, i))
			tell(c, w->key,
			    xasprintf("zone %s: lies in itself", w->id));
	}
}

static void
release_zones(struct zones *z)
{
	for (size_t i = 0; i < z->n; i++) {
		free(z->row[i].id);
		free(z->row[i].parent);
		free(z->row[i].key);
	}
	free(z->row);
	strmap_release(&z->of);
}

long
registry_check(
    struct store *s, const struct table *t, registry_fault fault, void *ctx)
{
	struct check c = {.t = t, .fault = fault, .ctx = ctx};
	struct span span = {0};
	struct zones zones = {0};
	int got;

	if (!registry_has_rules(t))
		return 0;
	got = each_row(s, &c, span_row, &span);
	release_span(&span);
	if (got == 0 && strcmp(t->name, "zones") == 0) {
		got = each_row(s, &c, zone_row, &zones);
		if (got == 0)
			check_parents(&c, &zones);
		release_zones(&zones);
	}
	return got < 0 ? -1 : c.faults;
}
