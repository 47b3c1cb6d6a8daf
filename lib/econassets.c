#include "econassets.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "assets.h"
#include "burstrate.h"
#include "column.h"
#include "dncost.h"
#include "econscore.h"
#include "nightloss.h"
#include "term.h"
#include "words.h"
#include "xalloc.h"

enum { YEARS = 5 };
static const double YEAR = 365.25, HOURS = 72, KM100 = 100;

const char *const asset_key_names[ASSET_KEYS] = {
    "bursts", "age", "leakage", "ili", "apparent"};

struct work {
	struct econrun *r;
	const struct asset_opts *o;
	struct csvout *out;
	struct assets a;
	struct dncosts costs;
	struct asset_pipe *pipe;
	size_t pipe_cap;
	struct asset_burst *burst;
	size_t burst_cap;
	char **material;
	size_t nmaterial, material_cap;
	struct strmap material_of, pipe_of;
	double ran_h; /* sum over bursts that ended */
	size_t ran;
	int64_t from, to;
};

/* --- the registries --- */

static int
inside(const void *ctx, long inner, long outer)
{
	return network_inside(ctx, (size_t)inner, (size_t)outer);
}

/* A pipe or burst of one of the zones that are asked for. */
static int
is_wanted(const struct work *w, long zone)
{
	const struct econdata *d = &w->r->d;

	if (d->o->nzone == 0 && d->o->level < 0)
		return 1;
	for (size_t i = 0; zone >= 0 && i < d->nzone; i++)
		if (d->zone[i].net >= 0 &&
		    inside(d->run.in.n, zone, d->zone[i].net))
			return 1;
	return 0;
}

static size_t
material_of(struct work *w, const char *s)
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
read_pipes(struct work *w)
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
add_burst(struct work *w, const struct store_rows *r, const struct table *t)
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
read_bursts(struct work *w)
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
find_window(struct work *w)
{
	const struct spans *ps = econdata_periods(&w->r->d);
	int64_t first = w->r->d.bursts.first;

	w->to = ps->p[ps->n - 1].to;
	w->from = w->to - (int64_t)(YEARS * YEAR);
	if (first > w->from)
		w->from = first < w->to ? first : w->to;
}

static int
is_short(const struct work *w)
{
	return (double)(w->to - w->from) < YEAR;
}

/* --- rates --- */

static void
put_days(const struct work *w)
{
	char buf[CAL_BUF];

	csvout_text(w->out, cal_day_text(w->from, buf));
	csvout_text(w->out, cal_day_text(w->to, buf));
}

static void
put_rate(const struct work *w, double rate, double lo, double hi)
{
	column_num(w->out, "km100_yr", KM100 * rate);
	column_num(w->out, "km100_lo", KM100 * lo);
	column_num(w->out, "km100_hi", KM100 * hi);
}

static const char *
group_name(const struct work *w, enum asset_by by, size_t i)
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
put_group(const struct work *w, enum asset_by by, size_t i)
{
	static const char *const name[] = {"all", "material", "age", "dn_mm"};
	const struct asset_group *g = &w->a.group[by][i];
	char flags[64] = "";

	csvout_text(w->out, name[by]);
	csvout_text(w->out, group_name(w, by, i));
	put_days(w);
	csvout_int(w->out, (int64_t)g->pipes);
	column_num(w->out, "length_km", g->km);
	column_num(w->out, "km_years", g->km_years);
	column_num(w->out, "burst_count", g->bursts);
	csvout_num(w->out, g->placed, 0);
	csvout_num(w->out, g->possible, 0);
	put_rate(w, g->rate, g->lo, g->hi);
	if (g->placed < g->possible)
		words_add(flags, sizeof flags, "spread");
	if (by == ASSET_ALL && w->a.unplaced > 0)
		words_add(flags, sizeof flags, "unplaced");
	if (is_short(w))
		words_add(flags, sizeof flags, "events_short");
	csvout_text(w->out, flags);
	csvout_row(w->out);
}

static void
put_rates(const struct work *w)
{
	const struct term_table *t = term_table("loss-econ --assets");

	csvout_table(w->out, t->col, t->ncol);
	for (int by = ASSET_ALL; by < ASSET_KIND; by++)
		for (size_t i = 0; i < asset_groups(&w->a, (enum asset_by)by);
		     i++)
			if (w->a.group[by][i].km_years > 0 || by == ASSET_ALL)
				put_group(w, (enum asset_by)by, i);
}

/* --- groups of pipes --- */

struct lot { /* of one zone and kind */
	long zone;
	size_t kind, first; /* a pipe of it */
	size_t pipes;
	double km, bursts;
	double consequence, risk, lo, hi; /* yuan; yuan/km/yr */
	int partly; /* 1: water or other cost is not known */
};

static int
by_place(const void *a, const void *b)
{
	const struct lot *x = a, *y = b;

	if (x->zone != y->zone)
		return x->zone < y->zone ? -1 : 1;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	return x->first < y->first ? -1 : x->first > y->first;
}

static int
by_risk(const void *a, const void *b)
{
	const struct lot *x = a, *y = b;
	int kx = !isnan(x->risk), ky = !isnan(y->risk);

	if (kx != ky)
		return ky - kx;
	if (kx && x->risk != y->risk)
		return x->risk > y->risk ? -1 : 1;
	return by_place(a, b);
}

/* One lot a pipe, then those of one place and kind together. */
static size_t
make_lots(const struct work *w, struct lot *lot)
{
	size_t n = 0, kept = 0;

	for (size_t i = 0; i < w->a.npipe; i++) {
		const struct asset_pipe *p = &w->pipe[i];
		int age = asset_age_on(p, w->to - 1);

		if (p->km > 0 && (p->laid == ASSETS_NO_DAY || p->laid < w->to))
			lot[n++] = (struct lot){.zone = p->zone,
			    .kind = asset_group_of(&w->a, ASSET_KIND, i, age),
			    .first = i,
			    .pipes = 1,
			    .km = p->km,
			    .bursts = w->a.share[i]};
	}
	if (n > 0)
		qsort(lot, n, sizeof *lot, by_place);
	for (size_t i = 0; i < n; i++) {
		struct lot *last = kept ? &lot[kept - 1] : NULL;

		if (last == NULL || last->zone != lot[i].zone ||
		    last->kind != lot[i].kind) {
			lot[kept++] = lot[i];
			continue;
		}
		last->pipes++;
		last->km += lot[i].km;
		last->bursts += lot[i].bursts;
	}
	return kept;
}

static const struct econ_row *
row_of(const struct work *w, long zone)
{
	const struct spans *ps = econdata_periods(&w->r->d);

	for (size_t i = 0; zone >= 0 && i < w->r->nrow; i++)
		if (w->r->row[i].period == &ps->p[ps->n - 1] &&
		    w->r->d.zone[w->r->row[i].zone].net == zone)
			return &w->r->row[i];
	return NULL;
}

static double
param(const struct work *w, const char *name, long zone)
{
	return network_num(w->r->d.run.in.n, name, zone, w->to - 1);
}

/* Water of a burst, m3. */
static double
water_of(const struct work *w, long zone)
{
	const struct econ_row *row = row_of(w, zone);
	double p = row ? econ_pressure(&row->in) : NAN;
	double n1 = param(w, "n1", zone), hours = param(w, "burst_h", zone);
	double f = nightloss_factor(p, isnan(n1) ? 1.15 : n1);

	if (isnan(hours))
		hours = w->ran ? w->ran_h / (double)w->ran : HOURS;
	return param(w, "burst_m3h", zone) * (isnan(f) ? 1 : f) * hours;
}

static void
value_lot(const struct work *w, struct lot *l)
{
	const struct asset_group *g = &w->a.group[ASSET_KIND][l->kind];
	double cost =
	    w->o->costs ?
		dncost_of(&w->costs, w->pipe[l->first].dn_mm) :
		zonebursts_cost(&w->r->d.bursts, (size_t)l->zone, w->to - 1);
	double water = water_of(w, l->zone) * param(w, "cv_yuan_m3", l->zone);

	l->partly = isnan(cost) || isnan(water);
	l->consequence =
	    isnan(cost) ? water : cost + (isnan(water) ? 0 : water);
	l->risk = g->fit * l->consequence;
	l->lo = g->fit_lo * l->consequence;
	l->hi = g->fit_hi * l->consequence;
}

static void
put_lot(const struct work *w, const struct lot *l, size_t rank)
{
	const struct asset_group *g = &w->a.group[ASSET_KIND][l->kind];
	const struct asset_pipe *p = &w->pipe[l->first];
	char flags[64] = "";

	csvout_text(
	    w->out, l->zone >= 0 ? w->r->d.run.in.n->zone[l->zone].id : "");
	put_days(w);
	csvout_text(w->out, w->material[p->material]);
	csvout_text(w->out, asset_dn_name(asset_dn(p->dn_mm)));
	csvout_text(w->out, asset_age_name(asset_age_on(p, w->to - 1)));
	csvout_int(w->out, (int64_t)l->pipes);
	column_num(w->out, "length_km", l->km);
	column_num(w->out, "burst_count", l->bursts);
	put_rate(w, g->fit, g->fit_lo, g->fit_hi);
	column_num(w->out, "failure_pct", 100 * -expm1(-g->fit * l->km));
	column_num(w->out, "consequence_yuan", l->consequence);
	column_num(w->out, "risk_yuan_kmyr", l->risk);
	column_num(w->out, "risk_lo", l->lo);
	column_num(w->out, "risk_hi", l->hi);
	column_num(w->out, "risk_yuan_yr", l->risk * l->km);
	column_num(w->out, "rank", isnan(l->risk) ? NAN : (double)rank);
	if (l->partly)
		words_add(flags, sizeof flags, "cost_partly");
	if (w->a.group[ASSET_ALL][0].bursts < ASSETS_LEAST)
		words_add(flags, sizeof flags, "few_bursts");
	if (is_short(w))
		words_add(flags, sizeof flags, "events_short");
	csvout_text(w->out, flags);
	csvout_row(w->out);
}

static void
put_lots(const struct work *w)
{
	const struct term_table *t = term_table("loss-econ --assets pipes");
	struct lot *lot = xcalloc(w->a.npipe + 1, sizeof *lot);
	size_t n = make_lots(w, lot);

	for (size_t i = 0; i < n; i++)
		value_lot(w, &lot[i]);
	if (n > 0)
		qsort(lot, n, sizeof *lot, by_risk);
	csvout_table(w->out, t->col, t->ncol);
	for (size_t i = 0; i < n; i++)
		put_lot(w, &lot[i], i + 1);
	free(lot);
}

/* --- zones --- */

/* Mean age by length of the pipes of a zone and those inside it. */
static double
mean_age(const struct work *w, long zone)
{
	double sum = 0, km = 0;

	for (size_t i = 0; zone >= 0 && i < w->a.npipe; i++) {
		const struct asset_pipe *p = &w->pipe[i];

		if (p->laid == ASSETS_NO_DAY || p->laid >= w->to ||
		    p->zone < 0 || !inside(w->r->d.run.in.n, p->zone, zone))
			continue;
		sum += p->km * (double)(w->to - p->laid) / YEAR;
		km += p->km;
	}
	return km > 0 ? sum / km : NAN;
}

static struct bound
bursts_of(const struct work *w, const struct econ_row *row)
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
keys_of(const struct work *w, const struct econ_row *row,
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
put_score(const struct work *w, const struct econ_row *row,
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
	if (is_short(w))
		words_add(flags, sizeof flags, "events_short");
	csvout_text(w->out, flags);
	csvout_row(w->out);
}

static void
score_group(const struct work *w, const struct econ_group *g)
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

static void
put_zones(const struct work *w)
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

int
econassets(struct econrun *r, const struct asset_opts *o, struct csvout *out)
{
	struct work w = {.r = r, .o = o, .out = out};
	int got = 0;

	find_window(&w);
	w.a = (struct assets){
	    .from = w.from, .to = w.to, .inside = inside, .ctx = r->d.run.in.n};
	if (o->costs != NULL)
		got = dncosts_read(&w.costs, o->costs);
	if (got == 0 && (got = read_pipes(&w)) == 0 &&
	    (got = read_bursts(&w)) == 0) {
		assets_tally(&w.a);
		put_rates(&w);
		put_lots(&w);
		put_zones(&w);
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
