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

void
network_add_param(struct network *n, const char *name, const char *zone_id,
    const char *value, int64_t from)
{
	n->param = xrealloc(n->param, n->nparam + 1, sizeof *n->param);
	n->param[n->nparam++] = (struct net_param){
	    xstrdup(name), xstrdup(zone_id), xstrdup(value), from};
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
param_of(
    const struct network *n, const char *name, const char *zone_id, int64_t day)
{
	const struct net_param *best = NULL;

	for (size_t i = 0; i < n->nparam; i++) {
		const struct net_param *p = &n->param[i];

		if (strcmp(p->name, name) == 0 &&
		    strcmp(p->zone_id, zone_id) == 0 && p->from <= day &&
		    (best == NULL || p->from >= best->from))
			best = p;
	}
	return best;
}

const struct net_param *
network_param_row(
    const struct network *n, const char *name, long zone, int64_t day)
{
	const struct net_param *p = param_of(n, name, "*", day);

	for (; p == NULL && zone >= 0; zone = n->zone[zone].parent)
		p = param_of(n, name, n->zone[zone].id, day);
	return p ? p : param_of(n, name, "", day);
}

const char *
network_param(const struct network *n, const char *name, long zone, int64_t day)
{
	const struct net_param *p = network_param_row(n, name, zone, day);

	return p ? p->value : param_all[strmap_get(&n->param_at, name)].value;
}

double
network_num(const struct network *n, const char *name, long zone, int64_t day)
{
	const char *v = network_param(n, name, zone, day);
	double x = NAN;

	if (v != NULL)
		num_parse(v, &x);
	return x;
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
