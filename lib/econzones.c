/* Zones as assets: a score and its parts. */
#include <math.h>
#include <stdlib.h>

#include "burstrate.h"
#include "column.h"
#include "econassets_private.h"
#include "econscore.h"
#include "term.h"
#include "words.h"
#include "xalloc.h"

static const double YEAR = 365.25, KM100 = 100;

const char *const asset_key_names[ASSET_KEYS] = {
    "bursts", "age", "leakage", "ili", "apparent"};

/* Mean age by length of the pipes of a zone and those inside it. */
static double
mean_age(const struct assets_work *w, long zone)
{
	double sum = 0, km = 0;

	for (size_t i = 0; zone >= 0 && i < w->a.npipe; i++) {
		const struct asset_pipe *p = &w->pipe[i];

		if (p->laid == ASSETS_NO_DAY || p->laid >= w->to ||
		    p->zone < 0 ||
		    !assets_inside(w->r->d.run.in.n, p->zone, zone))
			continue;
		sum += p->km * (double)(w->to - p->laid) / YEAR;
		km += p->km;
	}
	return km > 0 ? sum / km : NAN;
}

static struct bound
bursts_of(const struct assets_work *w, const struct econ_row *row)
{
	long zone = w->r->d.zone[row->zone].net;
	double years = (double)(w->to - w->from) / YEAR;
	struct burst_rate r;

	if (zone < 0 || !(row->in.mains_km > 0) || !(years > 0))
		return bound_none();
	r = burst_rate(
	    zonebursts_count(&w->r->d.bursts, (size_t)zone, w->from, w->to),
	    row->in.mains_km / KM100 * years);
	return bound_input(r.rate, ECON_BURSTS, (r.hi - r.lo) / 2);
}

static void
keys_of(const struct assets_work *w, const struct econ_row *row,
    struct bound key[ASSET_KEYS])
{
	double age = mean_age(w, w->r->d.zone[row->zone].net);

	key[0] = bursts_of(w, row);
	key[1] = isnan(age) ? bound_none() : bound_exact(age);
	key[2] = bound_scale(row->in.real, 1 / row->in.mains_km);
	key[3] = row->e.ili;
	key[4] = row->e.ali;
}

static void
put_score(const struct assets_work *w, const struct econ_row *row,
    const struct bound *score, const struct econrank *rank,
    const struct bound key[ASSET_KEYS], const double part[ASSET_KEYS])
{
	static const char *const col[ASSET_KEYS] = {
	    "km100_yr", "age_yr", "real_m3kmd", "ili", "ali"};
	static const char *const part_col[ASSET_KEYS] = {"bursts_part",
	    "age_part", "leakage_part", "ili_part", "apparent_part"};
	static const char *const unknown[ASSET_KEYS] = {
	    "no_events", "no_pipes", "no_night", "no_uarl", "no_balance"};
	char flags[128] = "";

	econrun_key(w->r, row, w->out);
	column_bounded(w->out, "zone_score", score);
	econrun_rank(w->out, rank);
	for (int k = 0; k < ASSET_KEYS; k++) {
		column_num(w->out, col[k], key[k].v);
		column_num(w->out, part_col[k], part[k]);
		if (isnan(key[k].v) && w->o->weight[k] > 0)
			words_add(flags, sizeof flags, unknown[k]);
	}
	if (row->e.flags & ECON_FEW_NIGHTS)
		words_add(flags, sizeof flags, "few_nights");
	if (assets_window_short(w))
		words_add(flags, sizeof flags, "events_short");
	csvout_text(w->out, flags);
	csvout_row(w->out);
}

static void
score_group(const struct assets_work *w, const struct econ_group *g)
{
	struct bound *key = xcalloc(g->n * ASSET_KEYS + 1, sizeof *key);
	struct bound *score = xcalloc(g->n + 1, sizeof *score);
	double *part = xcalloc(g->n * ASSET_KEYS + 1, sizeof *part);
	struct econrank *rank = xcalloc(g->n + 1, sizeof *rank);

	for (size_t i = 0; i < g->n; i++)
		keys_of(w, g->row[i], &key[i * ASSET_KEYS]);
	econ_score(key, g->n, ASSET_KEYS, w->o->weight, score, part);
	econrank(score, g->n, ECON_INPUTS, w->r->p->seed, w->r->p->draws, rank);
	for (size_t i = 0; i < g->n; i++)
		put_score(w, g->row[i], &score[i], &rank[i],
		    &key[i * ASSET_KEYS], &part[i * ASSET_KEYS]);
	econrank_release(rank, g->n);
	free(key);
	free(score);
	free(part);
	free(rank);
}

void
assets_put_zones(const struct assets_work *w)
{
	const struct term_table *t = term_table("loss-econ --assets zones");
	const struct spans *ps = econdata_periods(&w->r->d);

	csvout_table(w->out, t->col, t->ncol);
	for (size_t i = 0; i < w->r->nrow; i++) {
		struct econ_group g = econrun_group(w->r, i);

		if (w->r->row[i].period == &ps->p[ps->n - 1] &&
		    g.row[0] == &w->r->row[i])
			score_group(w, &g);
		free(g.row);
	}
}
