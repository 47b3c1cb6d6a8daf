#include "econassets_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "column.h"
#include "term.h"
#include "words.h"
#include "xalloc.h"

enum { YEARS = 5 };
static const double YEAR = 365.25, KM100 = 100;

/* --- the registries --- */

int
assets_inside(const void *ctx, long inner, long outer)
{
	return network_inside(ctx, (size_t)inner, (size_t)outer);
}

/* A pipe or burst of one of the zones that are asked for. */
static int
is_wanted(const struct assets_work *w, long zone)
{
	const struct econdata *d = &w->r->d;

	if (d->o->nzone == 0 && d->o->level < 0)
		return 1;
	for (size_t i = 0; zone >= 0 && i < d->nzone; i++)
		if (d->zone[i].net >= 0 &&
		    assets_inside(d->run.in.n, zone, d->zone[i].net))
			return 1;
	return 0;
}

static size_t
material_of(struct assets_work *w, const char *s)
{
	const char *name = *s ? s : "unknown";
	long i = strmap_get(&w->material_of, name);

	if (i >= 0)
		return (size_t)i;
	w->material = xgrow(
	    w->material, w->nmaterial, &w->material_cap, sizeof *w->material);
	w->material[w->nmaterial] = xstrdup(name);
	strmap_put(&w->material_of, name, (long)w->nmaterial);
	return w->nmaterial++;
}

static int
read_pipes(struct assets_work *w)
{
	const struct table *t = table_find("pipes");
	struct store_rows *r = store_rows_open(w->r->d.run.in.s, t);
	int got = r ? 1 : -1;

	while (got > 0 && (got = store_rows_next(r)) > 0) {
		long zone = strmap_get(&w->r->d.run.in.n->zone_of,
		    store_rows_text(r, table_col(t, "zone_id")));
		double m = store_rows_num(r, table_col(t, "length_m"));

		if (!is_wanted(w, zone))
			continue;
		w->pipe =
		    xgrow(w->pipe, w->a.npipe, &w->pipe_cap, sizeof *w->pipe);
		strmap_put(&w->pipe_of,
		    store_rows_text(r, table_col(t, "pipe_id")),
		    (long)w->a.npipe);
		w->pipe[w->a.npipe++] = (struct asset_pipe){zone,
		    material_of(
			w, store_rows_text(r, table_col(t, "material"))),
		    store_rows_num(r, table_col(t, "dn_mm")),
		    isnan(m) ? 0 : m / 1000,
		    store_rows_day(r, table_col(t, "laid"), ASSETS_NO_DAY)};
	}
	store_rows_close(r);
	w->a.pipe = w->pipe;
	w->a.nmaterial = w->nmaterial;
	return got;
}

static void
add_burst(
    struct assets_work *w, const struct store_rows *r, const struct table *t)
{
	const struct zone *tz = store_zone(w->r->d.run.in.s);
	int64_t start = store_rows_time(r, table_col(t, "start"), 0);
	int64_t end = store_rows_time(r, table_col(t, "end"), INT64_MIN);
	const char *zone = store_rows_text(r, table_col(t, "zone_id"));
	struct asset_burst b = {
	    .pipe = strmap_get(
		&w->pipe_of, store_rows_text(r, table_col(t, "pipe_id"))),
	    .zone = strmap_get(&w->r->d.run.in.n->zone_of, zone),
	    .dn_mm = store_rows_num(r, table_col(t, "dn_mm")),
	    .day = zone_day(tz, start)};

	if (b.day < w->from || b.day >= w->to ||
	    (b.pipe < 0 && !is_wanted(w, b.zone)))
		return;
	w->burst =
	    xgrow(w->burst, w->a.nburst, &w->burst_cap, sizeof *w->burst);
	w->burst[w->a.nburst++] = b;
	/* How long one ran that showed itself. */
	if (end > start &&
	    strcmp(store_rows_text(r, table_col(t, "kind")), "burst") == 0) {
		w->ran_h += (double)(end - start) / 3600;
		w->ran++;
	}
}

static int
read_bursts(struct assets_work *w)
{
	const struct table *t = table_find("events");
	struct store_rows *r = store_rows_open(w->r->d.run.in.s, t);
	int got = r ? 1 : -1;

	while (got > 0 && (got = store_rows_next(r)) > 0)
		if (zonebursts_is(store_rows_text(r, table_col(t, "kind")),
			store_rows_text(r, table_col(t, "outcome"))))
			add_burst(w, r, t);
	store_rows_close(r);
	w->a.burst = w->burst;
	return got;
}

static void
find_window(struct assets_work *w)
{
	const struct spans *ps = econdata_periods(&w->r->d);
	int64_t first = w->r->d.bursts.first;

	w->to = ps->p[ps->n - 1].to;
	w->from = w->to - (int64_t)(YEARS * YEAR);
	if (first > w->from)
		w->from = first < w->to ? first : w->to;
}

int
assets_window_short(const struct assets_work *w)
{
	return (double)(w->to - w->from) < YEAR;
}

/* --- rates --- */

void
assets_put_days(const struct assets_work *w)
{
	char buf[CAL_BUF];

	csvout_text(w->out, cal_day_text(w->from, buf));
	csvout_text(w->out, cal_day_text(w->to, buf));
}

void
assets_put_rate(const struct assets_work *w, double rate, double lo, double hi)
{
	column_num(w->out, "km100_yr", KM100 * rate);
	column_num(w->out, "km100_lo", KM100 * lo);
	column_num(w->out, "km100_hi", KM100 * hi);
}

static const char *
group_name(const struct assets_work *w, enum asset_by by, size_t i)
{
	switch (by) {
	case ASSET_MATERIAL:
		return w->material[i];
	case ASSET_AGE:
		return asset_age_name((int)i);
	case ASSET_DN:
		return asset_dn_name((int)i);
	default:
		return "";
	}
}

static void
put_group(const struct assets_work *w, enum asset_by by, size_t i)
{
	static const char *const name[] = {"all", "material", "age", "dn_mm"};
	const struct asset_group *g = &w->a.group[by][i];
	char flags[64] = "";

	csvout_text(w->out, name[by]);
	csvout_text(w->out, group_name(w, by, i));
	assets_put_days(w);
	csvout_int(w->out, (int64_t)g->pipes);
	column_num(w->out, "length_km", g->km);
	column_num(w->out, "km_years", g->km_years);
	column_num(w->out, "burst_count", g->bursts);
	csvout_num(w->out, g->placed, 0);
	csvout_num(w->out, g->possible, 0);
	assets_put_rate(w, g->rate, g->lo, g->hi);
	if (g->placed < g->possible)
		words_add(flags, sizeof flags, "spread");
	if (by == ASSET_ALL && w->a.unplaced > 0)
		words_add(flags, sizeof flags, "unplaced");
	if (assets_window_short(w))
		words_add(flags, sizeof flags, "events_short");
	csvout_text(w->out, flags);
	csvout_row(w->out);
}

static void
put_rates(const struct assets_work *w)
{
	const struct term_table *t = term_table("loss-econ --assets");

	csvout_table(w->out, t->col, t->ncol);
	for (int by = ASSET_ALL; by < ASSET_KIND; by++)
		for (size_t i = 0; i < asset_groups(&w->a, (enum asset_by)by);
		     i++)
			if (w->a.group[by][i].km_years > 0 || by == ASSET_ALL)
				put_group(w, (enum asset_by)by, i);
}

/* --- together --- */

int
econassets(struct econrun *r, const struct asset_opts *o, struct csvout *out)
{
	struct assets_work w = {.r = r, .o = o, .out = out};
	int got = 0;

	find_window(&w);
	w.a = (struct assets){.from = w.from,
	    .to = w.to,
	    .inside = assets_inside,
	    .ctx = r->d.run.in.n};
	if (o->costs != NULL)
		got = dncosts_read(&w.costs, o->costs);
	if (got == 0 && (got = read_pipes(&w)) == 0 &&
	    (got = read_bursts(&w)) == 0) {
		assets_tally(&w.a);
		put_rates(&w);
		assets_put_pipes(&w);
		assets_put_zones(&w);
		assets_release(&w.a);
	}
	for (size_t i = 0; i < w.nmaterial; i++)
		free(w.material[i]);
	strmap_release(&w.material_of);
	strmap_release(&w.pipe_of);
	dncosts_release(&w.costs);
	free(w.material);
	free(w.pipe);
	free(w.burst);
	return got < 0;
}
