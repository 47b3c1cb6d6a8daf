/*
 * Parameters: by zone and day, with those of this run above all.
 */
#include "network_private.h"

#include <err.h>
#include <math.h>
#include <string.h>

#include "num.h"
#include "param.h"
#include "xalloc.h"

static double
number_of(const char *value)
{
	double x;

	return value != NULL && num_parse(value, &x) == 0 ? x : NAN;
}

void
network_know_params(struct network *n)
{
	size_t count = 0;

	while (param_all[count].name != NULL)
		count++;
	n->param_rows = xcalloc(count, sizeof *n->param_rows);
	for (size_t i = 0; i < count; i++) {
		strmap_put(&n->param_at, param_all[i].name, (long)i);
		n->param_rows[i].num = number_of(param_all[i].value);
	}
}

void
network_add_param(struct network *n, const char *name, const char *zone_id,
    const char *value, int64_t from)
{
	long at = strmap_get(&n->param_at, name);
	struct param_rows *of;

	n->param = xrealloc(n->param, n->nparam + 1, sizeof *n->param);
	n->param[n->nparam++] = (struct net_param){.name = xstrdup(name),
	    .zone_id = xstrdup(zone_id),
	    .value = xstrdup(value),
	    .from = from,
	    .num = number_of(value)};
	if (at < 0)
		return; /* nobody asks for it */
	of = &n->param_rows[at];
	if (of->last > 0)
		n->param[of->last - 1].next = n->nparam;
	else
		of->first = n->nparam;
	of->last = n->nparam;
}

int
network_set(struct network *n, const char *name, const char *value)
{
	const struct param *p = param_find(name);
	char hint[NEAREST_HINT];
	struct nearest meant;
	const char *wrong;

	if (p == NULL) {
		meant = param_nearest(name);
		warnx("--set: there is no parameter '%s'%s", name,
		    nearest_hint(&meant, hint));
		return -1;
	}
	if ((wrong = param_wrong(p, value)) != NULL) {
		warnx("--set: %s '%s' %s", name, value, tr(wrong));
		return -1;
	}
	network_add_param(n, name, "*", value, INT64_MIN);
	return 0;
}

/* The latest row for that zone id which holds on the day, or NULL. */
static const struct net_param *
param_of(const struct network *n, const struct param_rows *of,
    const char *zone_id, int64_t day)
{
	const struct net_param *best = NULL;

	for (size_t i = of->first; i != 0; i = n->param[i - 1].next) {
		const struct net_param *p = &n->param[i - 1];

		if (p->from <= day && strcmp(p->zone_id, zone_id) == 0 &&
		    (best == NULL || p->from >= best->from))
			best = p;
	}
	return best;
}

/* Above all what holds for this run, then what holds for the zone or the
 * nearest one around it, then for all. */
static const struct net_param *
param_row(const struct network *n, const struct param_rows *of, long zone,
    int64_t day)
{
	const struct net_param *p;

	if (of->first == 0)
		return NULL;
	p = param_of(n, of, "*", day);
	for (; p == NULL && zone >= 0; zone = n->zone[zone].parent)
		p = param_of(n, of, n->zone[zone].id, day);
	return p ? p : param_of(n, of, "", day);
}

const struct net_param *
network_param_row(
    const struct network *n, const char *name, long zone, int64_t day)
{
	return param_row(
	    n, &n->param_rows[strmap_get(&n->param_at, name)], zone, day);
}

const char *
network_param(const struct network *n, const char *name, long zone, int64_t day)
{
	long at = strmap_get(&n->param_at, name);
	const struct net_param *p = param_row(n, &n->param_rows[at], zone, day);

	return p ? p->value : param_all[at].value;
}

double
network_num(const struct network *n, const char *name, long zone, int64_t day)
{
	const struct param_rows *of =
	    &n->param_rows[strmap_get(&n->param_at, name)];
	const struct net_param *p = param_row(n, of, zone, day);

	return p ? p->num : of->num;
}

void
network_settled(
    const struct network *n, int64_t day, int64_t *from, int64_t *to)
{
	*from = INT64_MIN;
	*to = INT64_MAX;
	for (size_t i = 0; i < n->nparam; i++) {
		int64_t d = n->param[i].from;

		if (d <= day && d > *from)
			*from = d;
		if (d > day && d < *to)
			*to = d;
	}
}

int32_t
network_clock(const struct network *n, const char *name, long zone, int64_t day)
{
	int32_t c = 0;

	cal_parse_clock(network_param(n, name, zone, day), &c);
	return c;
}
