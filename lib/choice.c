#include "choice.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

int
choice_add_points(struct choice *c, const char *list)
{
	for (const char *p = list;; p++) {
		size_t n = strcspn(p, ",");

		if (n == 0)
			return -1;
		c->point = xrealloc(c->point, c->npoint + 1, sizeof *c->point);
		c->point[c->npoint++] = xstrndup(p, n);
		p += n;
		if (*p == '\0')
			return 0;
	}
}

static int
check_ids(const struct choice *c, int points)
{
	for (size_t i = 0; i < c->o->nzone; i++) {
		const char *id = c->o->zone[i];

		if (strmap_get(&c->n->zone_of, id) < 0 &&
		    (!points || strmap_get(&c->n->point_of, id) < 0)) {
			network_no_zone(c->n, id);
			return -1;
		}
	}
	for (size_t i = 0; i < c->npoint; i++) {
		if (strmap_get(&c->n->point_of, c->point[i]) < 0) {
			network_no_point(c->n, c->point[i]);
			return -1;
		}
	}
	return 0;
}

/* The accounts of the zones chosen. */
static int
load_accounts(struct choice *c, struct store *s)
{
	const struct table *t = table_find("accounts");
	struct store_rows *r = store_rows_open(s, t);
	int zone = table_col(t, "zone_id"), got = r ? 1 : -1;

	while (got > 0 && (got = store_rows_next(r)) > 0)
		if (tool_zone_wanted(c->o, store_rows_text(r, zone)))
			strmap_put(&c->account, store_rows_text(r, 0), 1);
	store_rows_close(r);
	return got;
}

int
choice_load(struct choice *c, struct store *s, int network, int points)
{
	if (!network && c->o->nzone == 0 && c->npoint == 0)
		return 0;
	if ((c->n = network_load(s)) == NULL || check_ids(c, points) < 0)
		return -1;
	return c->o->nzone > 0 ? load_accounts(c, s) : 0;
}

void
choice_release(struct choice *c)
{
	for (size_t i = 0; i < c->npoint; i++)
		free(c->point[i]);
	free(c->point);
	network_free(c->n);
	strmap_release(&c->account);
}

static int
is_listed(const struct choice *c, const char *point_id)
{
	for (size_t i = 0; i < c->npoint; i++)
		if (strcmp(c->point[i], point_id) == 0)
			return 1;
	return c->npoint == 0;
}

/* 1 if the point has an edge to a zone of -z. */
static int
in_zone(const struct choice *c, const char *point_id)
{
	const struct network *n = c->n;

	for (size_t i = 0; i < n->nedge; i++)
		if (strcmp(n->point[n->edge[i].point].id, point_id) == 0 &&
		    tool_zone_wanted(c->o, n->zone[n->edge[i].zone].id))
			return 1;
	return 0;
}

int
choice_point(const struct choice *c, const char *point_id)
{
	if (!is_listed(c, point_id))
		return 0;
	return c->o->nzone == 0 || tool_zone_wanted(c->o, point_id) ||
	       in_zone(c, point_id);
}

static int
by_place(
    const struct choice *c, const struct table *t, const struct store_rows *r)
{
	int zone = table_col(t, "zone_id"), point = table_col(t, "point_id");
	const char *id = point >= 0 ? store_rows_text(r, point) : "";

	if (c->npoint > 0 && !is_listed(c, id))
		return 0;
	if (c->o->nzone == 0)
		return 1;
	if (zone >= 0 && tool_zone_wanted(c->o, store_rows_text(r, zone)))
		return 1;
	if (zone >= 0 && strcmp(t->name, "events") != 0)
		return 0;
	if (point >= 0)
		return *id != '\0' && choice_point(c, id);
	return strmap_get(&c->account, store_rows_text(r, 0)) >= 0;
}

/* The days from `from` up to `to` that a row speaks of. */
static void
days_of(const struct table *t, const struct store_rows *r, const struct zone *z,
    int64_t *from, int64_t *to)
{
	int start = table_col(t, "start"), end = table_col(t, "end");
	int a = table_col(t, "valid_from"), b = table_col(t, "valid_to");
	int64_t s, e;

	if (a < 0) {
		a = table_col(t, "from");
		b = table_col(t, "to");
	}
	*from = a >= 0 ? store_rows_day(r, a, INT64_MIN) : INT64_MIN;
	*to = b >= 0 ? store_rows_day(r, b, INT64_MAX) : INT64_MAX;
	if (start < 0)
		return;
	s = store_rows_time(r, start, INT64_MIN);
	e = store_rows_time(r, end, INT64_MAX);
	*from = s == INT64_MIN ? s : zone_day(z, s);
	*to = e == INT64_MAX ? e : zone_day(z, e > s ? e - 1 : e) + 1;
}

int
choice_row(const struct choice *c, const struct table *t,
    const struct store_rows *r, const struct zone *z)
{
	int64_t from, to;

	if (!by_place(c, t, r))
		return 0;
	days_of(t, r, z, &from, &to);
	return (c->o->to == TOOL_NO_DAY || from < c->o->to) &&
	       (c->o->from == TOOL_NO_DAY || to > c->o->from);
}
