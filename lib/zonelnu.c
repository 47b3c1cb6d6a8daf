#include "zonelnu.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pointday.h"
#include "xalloc.h"
#include "zoneuse.h"

/* Above that, L/h, a user is exceptional and no property like others (domain
 * section 5.2). */
static const double EXCEPTIONAL_L = 500;

struct user {
	double night, day; /* sums: L/h, m3 a day */
	size_t n;
};

struct zonelnu_work {
	const struct network *n;
	struct pointday day;
	struct gridday grid, filled;
	struct user *user; /* by point */
};

struct zonelnu_work *
zonelnu_new(struct store *s, const struct network *n)
{
	struct zonelnu_work *w = xcalloc(1, sizeof *w);

	w->n = n;
	pointday_init(&w->day, s, n);
	w->user = xcalloc(n->npoint + 1, sizeof *w->user);
	return w;
}

void
zonelnu_free(struct zonelnu_work *w)
{
	if (w == NULL)
		return;
	pointday_release(&w->day);
	gridday_release(&w->grid);
	gridday_release(&w->filled);
	free(w->user);
	free(w);
}

static int
add_user(struct zonelnu_work *w, size_t point, const struct zonenight *zn,
    double cover)
{
	struct user *u = &w->user[point];
	double night, day;

	if (pointday_read(&w->day, point, zn->day) < 0 ||
	    pointday_measured(&w->day, &w->grid, w->day.interval, cover) < 0)
		return -1;
	night = gridday_mean_around(
	    &w->grid, zn->hour_at, zn->hour_at + zn->hour_s, cover);
	pointday_filled(&w->day, &w->grid, &w->filled, cover);
	day = gridday_mean(&w->filled, 0, w->day.length, cover, NULL);
	if (isnan(night) || isnan(day))
		return 0;
	u->night += night * 1000;
	u->day += day * 24;
	u->n++;
	return 0;
}

int
zonelnu_day(struct zonelnu_work *w, size_t zone, const struct zonenight *zn)
{
	double cover = network_num(w->n, "night_coverage", (long)zone, zn->day);

	for (size_t i = 0; i < w->n->nuser; i++) {
		const struct net_edge *e = &w->n->edge[w->n->user[i]];

		if (zoneuse_counts(w->n, e, zone, zn->day) &&
		    add_user(w, e->point, zn, cover) < 0)
			return -1;
	}
	return 0;
}

void
zonelnu_fit(struct zonelnu_work *w, struct lnufit *out)
{
	double *day = xmalloc((w->n->npoint + 1) * sizeof *day);
	double *night = xmalloc((w->n->npoint + 1) * sizeof *night);
	size_t k = 0;

	for (size_t i = 0; i < w->n->npoint; i++) {
		const struct user *u = &w->user[i];

		if (u->n == 0 || u->night > EXCEPTIONAL_L * (double)u->n)
			continue;
		day[k] = u->day / (double)u->n;
		night[k++] = u->night / (double)u->n;
	}
	lnufit(day, night, k, out);
	memset(w->user, 0, w->n->npoint * sizeof *w->user);
	free(day);
	free(night);
}
