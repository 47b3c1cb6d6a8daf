/*
 * The registries as they lie in the store into a network whose parts know each
 * other.
 */
#include "network_private.h"

#include <err.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "param.h"
#include "table.h"
#include "unit.h"
#include "xalloc.h"

static const struct {
	const char *name, *quantities;
} roles[] = {{"inflow", "flow volume"}, {"outflow", "flow volume"},
    {"azp", "pressure"}, {"critical", "pressure"}, {"inlet", "pressure"},
    {"plant_outlet", "pressure"}, {"user", "flow volume"}, {"storage", "level"},
    {"energy", "energy power"},
    {"quality", "turbidity ph chlorine temperature state"}};

enum { ROLES = sizeof roles / sizeof *roles };

/* A row at hand: columns by name, so that this file knows no order. */
struct row {
	struct store_rows *r;
	const struct table *t;
	int *last; /* the column asked for last: the next is near */
};

static int
column(const struct row *w, const char *col)
{
	return *w->last = table_col_after(w->t, col, *w->last);
}

static const char *
text(const struct row *w, const char *col)
{
	return store_rows_text(w->r, column(w, col));
}

static double
num(const struct row *w, const char *col)
{
	return store_rows_num(w->r, column(w, col));
}

static int64_t
day(const struct row *w, const char *col, int64_t none)
{
	return store_rows_day(w->r, column(w, col), none);
}

static void
add_zone(struct network *n, const struct row *w)
{
	struct net_zone *z;

	n->zone = xrealloc(n->zone, n->nzone + 1, sizeof *n->zone);
	z = &n->zone[n->nzone];
	*z = (struct net_zone){.id = xstrdup(text(w, "zone_id")),
	    .name = xstrdup(text(w, "name")),
	    .parent_id = xstrdup(text(w, "parent_id")),
	    .parent = -1,
	    .level = num(w, "level"),
	    .mains_km = num(w, "mains_km"),
	    .private_km = num(w, "private_km"),
	    .connections = num(w, "connections"),
	    .properties = num(w, "properties"),
	    .population = num(w, "population"),
	    .meters = num(w, "meters"),
	    .rigid_pct = num(w, "rigid_pct"),
	    .ground_m = num(w, "ground_m"),
	    .icf = num(w, "icf"),
	    .target_pct = num(w, "target_pct"),
	    .frost_m = num(w, "frost_m"),
	    .hours_supply = num(w, "hours_supply"),
	    .from = day(w, "valid_from", INT64_MIN),
	    .to = day(w, "valid_to", INT64_MAX)};
	snprintf(z->method, sizeof z->method, "%s", text(w, "method"));
	if (strmap_get(&n->zone_of, z->id) < 0)
		strmap_put(&n->zone_of, z->id, (long)n->nzone);
	n->nzone++;
}

/* Of a point's rows the latest in validity describes it. */
static void
add_point(struct network *n, const struct row *w)
{
	const char *id = text(w, "point_id");
	long at = strmap_get(&n->point_of, id);
	const struct unit *u;
	struct net_point *q;

	if (at < 0) {
		n->point = xrealloc(n->point, n->npoint + 1, sizeof *n->point);
		at = (long)n->npoint++;
		n->point[at] =
		    (struct net_point){.id = xstrdup(id), .counter = -1};
		strmap_put(&n->point_of, id, at);
	}
	q = &n->point[at];
	snprintf(q->quantity, sizeof q->quantity, "%s", text(w, "quantity"));
	q->accuracy_pct = num(w, "accuracy_pct");
	q->ground_m = num(w, "ground_m");
	q->interval_s = num(w, "interval_s");
	u = unit_find(text(w, "unit"));
	q->factor = u->num / u->den;
	q->min = num(w, "min") * q->factor;
	q->max = num(w, "max") * q->factor;
	q->digits = num(w, "digits");
	free(q->meter_id);
	q->meter_id = xstrdup(text(w, "meter_id"));
}

static void
set_number(void *network, const char *id, int64_t number)
{
	struct network *n = network;
	long at = strmap_get(&n->point_of, id);

	if (at >= 0)
		n->point[at].n = number;
}

static int
add_edge(struct network *n, const struct row *w)
{
	long z = strmap_get(&n->zone_of, text(w, "zone_id"));
	long p = strmap_get(&n->point_of, text(w, "point_id"));
	struct net_edge *e;
	int role = 0;

	if (z < 0 || p < 0) {
		warnx("edge %s %s: the %s is not registered",
		    text(w, "zone_id"), text(w, "point_id"),
		    z < 0 ? tr("zone") : tr("point"));
		return -1;
	}
	while (strcmp(roles[role].name, text(w, "role")) != 0)
		role++;
	n->edge = xrealloc(n->edge, n->nedge + 1, sizeof *n->edge);
	e = &n->edge[n->nedge++];
	*e = (struct net_edge){.zone = (size_t)z,
	    .point = (size_t)p,
	    .role = (enum edge_role)role,
	    .weight = num(w, "weight"),
	    .required_m = num(w, "required_m"),
	    .from = day(w, "valid_from", INT64_MIN),
	    .to = day(w, "valid_to", INT64_MAX)};
	if (isnan(e->weight)) /* a tank's is its area */
		e->weight = e->role == EDGE_STORAGE ? 0 : 1;
	return 0;
}

static void
add_event(struct network *n, const struct row *w)
{
	const char *effect = text(w, "effect");
	struct net_event *e;

	if (*effect == '\0' && *text(w, "point_id") == '\0')
		return;
	n->event = xrealloc(n->event, n->nevent + 1, sizeof *n->event);
	e = &n->event[n->nevent++];
	*e = (struct net_event){.zone_id = xstrdup(text(w, "zone_id")),
	    .point_id = xstrdup(text(w, "point_id")),
	    .kind = xstrdup(text(w, "kind")),
	    .mask = strcmp(effect, "mask") == 0,
	    .mark = strcmp(effect, "mark") == 0,
	    .start = store_rows_time(w->r, column(w, "start"), 0),
	    .end = store_rows_time(w->r, column(w, "end"), INT64_MAX)};
}

/* An account counts for its zone and all around it. */
static void
add_account(struct network *n, const struct row *w)
{
	const char *group = text(w, "night_group");
	long z = strmap_get(&n->zone_of, text(w, "zone_id"));

	if (strcmp(text(w, "status"), "closed") == 0)
		return;
	for (; z >= 0; z = n->zone[z].parent) {
		n->zone[z].accounts = 1;
		if (*group != '\0')
			n->zone[z].group_n[*group - 'a']++;
	}
}

static int
add_row(struct network *n, const struct row *w)
{
	switch (w->t->name[0]) {
	case 'z':
		add_zone(n, w);
		return 0;
	case 'e':
		if (w->t->name[1] == 'd')
			return add_edge(n, w);
		add_event(n, w);
		return 0;
	case 'a':
		add_account(n, w);
		return 0;
	}
	if (strcmp(w->t->name, "points") == 0) {
		add_point(n, w);
		return 0;
	}
	network_add_param(n, text(w, "name"), text(w, "zone_id"),
	    text(w, "value"), day(w, "valid_from", INT64_MIN));
	return 0;
}

static int
load_table(struct network *n, struct store *s, const char *table)
{
	int last = 0, got = 0;
	struct row w = {.t = table_find(table), .last = &last};

	if ((w.r = store_rows_open(s, w.t)) == NULL)
		return -1;
	while (got == 0 && (got = store_rows_next(w.r)) > 0)
		got = add_row(n, &w);
	store_rows_close(w.r);
	return got;
}

/* A zone has one place in the tree, whatever the day: that of its first row. */
static void
tell_moved(const struct network *n)
{
	for (size_t i = 1; i < n->nzone; i++) {
		const struct net_zone *z = &n->zone[i], *first;

		first = &n->zone[strmap_get(&n->zone_of, z->id)];
		if (strcmp(z->parent_id, first->parent_id) != 0)
			warnx("zone %s: it lies in '%s' on all days, not in "
			      "'%s': give it another id from then on",
			    z->id, first->parent_id, z->parent_id);
	}
}

/* Parents by index; a loop would never end the climb. */
static int
link_parents(struct network *n)
{
	for (size_t i = 0; i < n->nzone; i++) {
		struct net_zone *z = &n->zone[i];

		if (*z->parent_id == '\0')
			continue;
		z->parent = strmap_get(&n->zone_of, z->parent_id);
		if (z->parent < 0) {
			warnx("zone %s: its parent '%s' is not registered",
			    z->id, z->parent_id);
			return -1;
		}
	}
	for (size_t i = 0; i < n->nzone; i++) {
		size_t steps = 0;

		for (long p = (long)i; p >= 0; p = n->zone[p].parent) {
			if (steps++ > n->nzone) {
				warnx("zone %s: lies in itself", n->zone[i].id);
				return -1;
			}
		}
	}
	return 0;
}

/* The rows of a zone that holds in several spans share what was counted. */
static void
share_accounts(struct network *n)
{
	for (size_t i = 0; i < n->nzone; i++) {
		long first = strmap_get(&n->zone_of, n->zone[i].id);

		memcpy(n->zone[i].group_n, n->zone[first].group_n,
		    sizeof n->zone[i].group_n);
		n->zone[i].accounts = n->zone[first].accounts;
	}
}

/* Readings without any registry: every flow point is a zone. */
static void
zones_of_points(struct network *n)
{
	for (size_t i = 0; i < n->npoint; i++) {
		if (!network_flows(&n->point[i]))
			continue;
		n->zone = xrealloc(n->zone, n->nzone + 1, sizeof *n->zone);
		n->zone[n->nzone] =
		    (struct net_zone){.id = xstrdup(n->point[i].id),
			.name = xstrdup(""),
			.parent_id = xstrdup(""),
			.parent = -1,
			.level = NAN,
			.mains_km = NAN,
			.private_km = NAN,
			.connections = NAN,
			.properties = NAN,
			.population = NAN,
			.meters = NAN,
			.rigid_pct = NAN,
			.ground_m = NAN,
			.icf = NAN,
			.target_pct = NAN,
			.frost_m = NAN,
			.hours_supply = NAN,
			.from = INT64_MIN,
			.to = INT64_MAX};
		strmap_put(&n->zone_of, n->point[i].id, (long)n->nzone);
		n->edge = xrealloc(n->edge, n->nedge + 1, sizeof *n->edge);
		n->edge[n->nedge++] = (struct net_edge){.zone = n->nzone,
		    .point = i,
		    .role = EDGE_INFLOW,
		    .weight = 1,
		    .required_m = NAN,
		    .from = INT64_MIN,
		    .to = INT64_MAX};
		n->nzone++;
	}
}

static struct network *
network_new(void)
{
	struct network *n = xcalloc(1, sizeof *n);

	network_know_params(n);
	return n;
}

struct network *
network_points(struct store *s)
{
	struct network *n = network_new();

	if (load_table(n, s, "points") < 0 ||
	    store_point_numbers(s, set_number, n) < 0 ||
	    load_table(n, s, "events") < 0 ||
	    network_find_intervals(n, s) < 0) {
		network_free(n);
		return NULL;
	}
	network_index_events(n);
	return n;
}

/* Flow and counter of one meter; of several counters the first. */
static void
link_counters(struct network *n)
{
	for (size_t i = 0; i < n->npoint; i++) {
		struct net_point *p = &n->point[i];

		if (*p->meter_id == '\0' || strcmp(p->quantity, "flow") != 0)
			continue;
		for (size_t k = 0; p->counter < 0 && k < n->npoint; k++)
			if (strcmp(n->point[k].quantity, "volume") == 0 &&
			    strcmp(n->point[k].meter_id, p->meter_id) == 0)
				p->counter = (long)k;
	}
}

/* Where each zone's edges lie, and which are users; they came sorted by the id
 * of their zone, as the zones did. */
static void
index_edges(struct network *n)
{
	size_t *users = xcalloc(n->npoint + 1, sizeof *users), e = 0;

	n->edge_at = xcalloc(n->nzone + 1, sizeof *n->edge_at);
	n->user = xcalloc(n->nedge + 1, sizeof *n->user);
	for (size_t z = 0; z <= n->nzone; z++) {
		while (e < n->nedge && n->edge[e].zone < z)
			e++;
		n->edge_at[z] = e;
	}
	for (size_t i = 0; i < n->nedge; i++) {
		if (n->edge[i].role != EDGE_USER)
			continue;
		n->user[n->nuser++] = i;
		users[n->edge[i].point]++;
	}
	for (size_t i = 0; i < n->nuser; i++)
		n->edge[n->user[i]].again =
		    users[n->edge[n->user[i]].point] > 1;
	free(users);
}

static struct network *
load(struct store *s, int accounts)
{
	static const char *const tables[] = {
	    "points", "edges", "events", "params", "accounts"};
	size_t ntable = sizeof tables / sizeof *tables - !accounts;
	struct network *n = network_new();
	int got = load_table(n, s, "zones");

	if (got == 0)
		got = link_parents(n);
	if (got >= 0)
		tell_moved(n);
	for (size_t i = 0; got == 0 && i < ntable; i++)
		got = load_table(n, s, tables[i]);
	if (got < 0 || store_point_numbers(s, set_number, n) < 0 ||
	    network_find_intervals(n, s) < 0) {
		network_free(n);
		return NULL;
	}
	share_accounts(n);
	if (n->nzone == 0)
		zones_of_points(n);
	index_edges(n);
	link_counters(n);
	network_index_events(n);
	return n;
}

struct network *
network_load(struct store *s)
{
	return load(s, 1);
}

struct network *
network_load_lean(struct store *s)
{
	return load(s, 0);
}

int
network_role_fits(const char *role, const char *quantity)
{
	for (int i = 0; i < ROLES; i++)
		if (strcmp(roles[i].name, role) == 0)
			return table_is_word(roles[i].quantities, quantity);
	return 0;
}

void
network_free(struct network *n)
{
	if (n == NULL)
		return;
	for (size_t i = 0; i < n->nzone; i++) {
		free(n->zone[i].id);
		free(n->zone[i].name);
		free(n->zone[i].parent_id);
	}
	for (size_t i = 0; i < n->npoint; i++) {
		free(n->point[i].id);
		free(n->point[i].meter_id);
	}
	for (size_t i = 0; i < n->nevent; i++) {
		free(n->event[i].zone_id);
		free(n->event[i].point_id);
		free(n->event[i].kind);
	}
	for (size_t i = 0; i < n->nparam; i++) {
		free(n->param[i].name);
		free(n->param[i].zone_id);
		free(n->param[i].value);
	}
	strmap_release(&n->zone_of);
	strmap_release(&n->param_at);
	free(n->param_rows);
	strmap_release(&n->point_of);
	free(n->zone);
	free(n->point);
	free(n->edge);
	free(n->edge_at);
	free(n->user);
	free(n->event);
	network_lists_free(&n->zone_events);
	network_lists_free(&n->point_events);
	free(n->param);
	free(n);
}
