#include "network.h"

#include <err.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "num.h"
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

/* --- loading --- */

/* A row at hand: columns by name, so that this file knows no order. */
struct row {
	struct store_rows *r;
	const struct table *t;
};

static const char *
text(const struct row *w, const char *col)
{
	return store_rows_text(w->r, table_col(w->t, col));
}

static double
num(const struct row *w, const char *col)
{
	return store_rows_num(w->r, table_col(w->t, col));
}

static int64_t
day(const struct row *w, const char *col, int64_t none)
{
	return store_rows_day(w->r, table_col(w->t, col), none);
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
		    z < 0 ? "zone" : "point");
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
	    .start = store_rows_time(w->r, table_col(w->t, "start"), 0),
	    .end = store_rows_time(w->r, table_col(w->t, "end"), INT64_MAX)};
}

static void
add_param(struct network *n, const char *name, const char *zone_id,
    const char *value, int64_t from)
{
	n->param = xrealloc(n->param, n->nparam + 1, sizeof *n->param);
	n->param[n->nparam++] = (struct net_param){
	    xstrdup(name), xstrdup(zone_id), xstrdup(value), from};
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
	add_param(n, text(w, "name"), text(w, "zone_id"), text(w, "value"),
	    day(w, "valid_from", INT64_MIN));
	return 0;
}

static int
load_table(struct network *n, struct store *s, const char *table)
{
	struct row w = {.t = table_find(table)};
	int got = 0;

	if ((w.r = store_rows_open(s, w.t)) == NULL)
		return -1;
	while (got == 0 && (got = store_rows_next(w.r)) > 0)
		got = add_row(n, &w);
	store_rows_close(w.r);
	return got;
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

static int
by_value(const void *a, const void *b)
{
	const int32_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* 1 if more than half of the values are v[0]. */
static int
mostly_first(const int32_t *v, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += v[i] == v[0];
	return 2 * count > n;
}

/* The commonest of n values, of equals the least; 0 for none. */
static int32_t
commonest(int32_t *v, size_t n)
{
	size_t count = 0, best = 0;
	int32_t found = 0;

	if (n > 0 && mostly_first(v, n)) /* as is usual */
		return v[0];
	if (n > 0)
		qsort(v, n, sizeof *v, by_value);
	for (size_t i = 0; i < n; i++) {
		count = i > 0 && v[i] == v[i - 1] ? count + 1 : 1;
		if (count > best) {
			best = count;
			found = v[i];
		}
	}
	return found;
}

/* The interval of a point that the registry is silent about: the commonest
 * distance between its readings over the first days of all.  -1: the store
 * failed. */
static int
find_interval(struct store *s, struct net_point *p, int64_t first, int64_t last)
{
	enum { ENOUGH = 96 }; /* distances */
	struct reading *r = NULL;
	int32_t *gap = NULL, found;
	size_t cap = 0, ngap = 0;
	long got = 0;

	for (int64_t d = first; got >= 0 && ngap < ENOUGH && d <= last; d++) {
		if ((got = store_day(s, p->n, d, &r, &cap)) < 2)
			continue;
		gap = xrealloc(gap, ngap + (size_t)got, sizeof *gap);
		for (long i = 1; i < got; i++)
			gap[ngap++] = r[i].off - r[i - 1].off;
	}
	if ((found = commonest(gap, ngap)) > 0)
		p->interval_s = found;
	free(gap);
	free(r);
	return got < 0 ? -1 : 0;
}

/* Most first days show it at a glance. */
static int
glance(struct network *n, struct store *s, int64_t first)
{
	int64_t *number = NULL;
	size_t count = 0;
	int32_t step = 0;

	for (size_t i = 0; i < n->npoint; i++)
		if (isnan(n->point[i].interval_s))
			number = network_number(n, i, number, &count);
	if (count > 0)
		step = store_ahead(s, number, count, first, first + 1);
	free(number);
	for (size_t i = 0; step >= 0 && count > 0 && i < n->npoint; i++)
		if (isnan(n->point[i].interval_s) &&
		    (step = store_day_step(s, n->point[i].n, first)) > 0)
			n->point[i].interval_s = step;
	return step < 0 ? -1 : 0;
}

static int
find_intervals(struct network *n, struct store *s)
{
	int64_t first, last;

	if (store_span(s, &first, &last) < 0)
		return 0; /* no readings */
	if (glance(n, s, first) < 0)
		return -1;
	for (size_t i = 0; i < n->npoint; i++)
		if (isnan(n->point[i].interval_s) &&
		    find_interval(s, &n->point[i], first, last) < 0)
			return -1;
	return 0;
}

static struct network *
network_new(void)
{
	struct network *n = xcalloc(1, sizeof *n);

	for (long i = 0; param_all[i].name != NULL; i++)
		strmap_put(&n->param_at, param_all[i].name, i);
	return n;
}

struct network *
network_points(struct store *s)
{
	struct network *n = network_new();

	if (load_table(n, s, "points") < 0 ||
	    store_point_numbers(s, set_number, n) < 0 ||
	    load_table(n, s, "events") < 0 || find_intervals(n, s) < 0) {
		network_free(n);
		return NULL;
	}
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
	size_t e = 0;

	n->edge_at = xcalloc(n->nzone + 1, sizeof *n->edge_at);
	n->user = xcalloc(n->nedge + 1, sizeof *n->user);
	for (size_t z = 0; z <= n->nzone; z++) {
		while (e < n->nedge && n->edge[e].zone < z)
			e++;
		n->edge_at[z] = e;
	}
	for (size_t i = 0; i < n->nedge; i++)
		if (n->edge[i].role == EDGE_USER)
			n->user[n->nuser++] = i;
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
	for (size_t i = 0; got == 0 && i < ntable; i++)
		got = load_table(n, s, tables[i]);
	if (got < 0 || store_point_numbers(s, set_number, n) < 0 ||
	    find_intervals(n, s) < 0) {
		network_free(n);
		return NULL;
	}
	share_accounts(n);
	if (n->nzone == 0)
		zones_of_points(n);
	index_edges(n);
	link_counters(n);
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
	strmap_release(&n->point_of);
	free(n->zone);
	free(n->point);
	free(n->edge);
	free(n->edge_at);
	free(n->user);
	free(n->event);
	free(n->param);
	free(n);
}

/* --- zones --- */

const struct net_zone *
network_zone(const struct network *n, size_t zone, int64_t day_)
{
	for (size_t i = zone;
	     i < n->nzone && strcmp(n->zone[i].id, n->zone[zone].id) == 0; i++)
		if (day_ >= n->zone[i].from && day_ < n->zone[i].to)
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

struct meant { /* the best so far */
	const char *id;
	size_t apart;
};

static void
consider(struct meant *m, const char *word, const char *id, const char *name)
{
	size_t apart = name != NULL && strcmp(word, name) == 0 ? 0 :
		       strcasecmp(word, id) == 0	       ? 1 :
						   table_distance(word, id);

	if (apart < m->apart)
		*m = (struct meant){id, apart};
}

static void
say_none(const char *what, const char *word, const struct meant *m)
{
	if (m->id != NULL)
		warnx("there is no %s '%s' (did you mean '%s'?)", what, word,
		    m->id);
	else
		warnx("there is no %s '%s'", what, word);
}

/* What resembles a word shares a letter with it and most of its length. */
static struct meant
nothing_yet(const char *word)
{
	size_t n = strlen(word), most = 2 + n / 3;

	return (struct meant){NULL, most < n ? most : n};
}

void
network_no_zone(const struct network *n, const char *id)
{
	struct meant m = nothing_yet(id);

	for (size_t i = 0; i < n->nzone; i++)
		consider(&m, id, n->zone[i].id, n->zone[i].name);
	say_none("zone", id, &m);
}

void
network_no_point(const struct network *n, const char *id)
{
	struct meant m = nothing_yet(id);

	for (size_t i = 0; i < n->npoint; i++)
		consider(&m, id, n->point[i].id, NULL);
	say_none("point", id, &m);
}

/* --- parameters --- */

int
network_set(struct network *n, const char *name, const char *value)
{
	const struct param *p = param_find(name);
	const char *wrong;

	if (p == NULL) {
		warnx("--set: there is no parameter '%s' (did you mean '%s'?)",
		    name, param_nearest(name));
		return -1;
	}
	if ((wrong = param_wrong(p, value)) != NULL) {
		warnx("--set: %s '%s' %s", name, value, tr(wrong));
		return -1;
	}
	add_param(n, name, "*", value, INT64_MIN);
	return 0;
}

/* The latest row for that zone id which holds on the day, or NULL. */
static const struct net_param *
param_of(const struct network *n, const char *name, const char *zone_id,
    int64_t day_)
{
	const struct net_param *best = NULL;

	for (size_t i = 0; i < n->nparam; i++) {
		const struct net_param *p = &n->param[i];

		if (strcmp(p->name, name) == 0 &&
		    strcmp(p->zone_id, zone_id) == 0 && p->from <= day_ &&
		    (best == NULL || p->from >= best->from))
			best = p;
	}
	return best;
}

const struct net_param *
network_param_row(
    const struct network *n, const char *name, long zone, int64_t day_)
{
	const struct net_param *p = param_of(n, name, "*", day_);

	for (; p == NULL && zone >= 0; zone = n->zone[zone].parent)
		p = param_of(n, name, n->zone[zone].id, day_);
	return p ? p : param_of(n, name, "", day_);
}

const char *
network_param(
    const struct network *n, const char *name, long zone, int64_t day_)
{
	const struct net_param *p = network_param_row(n, name, zone, day_);

	return p ? p->value : param_all[strmap_get(&n->param_at, name)].value;
}

double
network_num(const struct network *n, const char *name, long zone, int64_t day_)
{
	const char *v = network_param(n, name, zone, day_);
	double x = NAN;

	if (v != NULL)
		num_parse(v, &x);
	return x;
}

void
network_settled(
    const struct network *n, int64_t day_, int64_t *from, int64_t *to)
{
	*from = INT64_MIN;
	*to = INT64_MAX;
	for (size_t i = 0; i < n->nparam; i++) {
		int64_t d = n->param[i].from;

		if (d <= day_ && d > *from)
			*from = d;
		if (d > day_ && d < *to)
			*to = d;
	}
}

int32_t
network_clock(
    const struct network *n, const char *name, long zone, int64_t day_)
{
	int32_t c = 0;

	cal_parse_clock(network_param(n, name, zone, day_), &c);
	return c;
}

/* --- events --- */

static int
has_point(const struct network *n, size_t zone, const char *point_id)
{
	for (size_t i = 0; i < n->nedge; i++)
		if (n->edge[i].zone == zone &&
		    strcmp(n->point[n->edge[i].point].id, point_id) == 0)
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
	for (size_t i = 0; i < n->nevent; i++) {
		const struct net_event *e = &n->event[i];

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

int32_t
network_interval(const struct net_point *p)
{
	return isnan(p->interval_s) ? 3600 : (int32_t)p->interval_s;
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
