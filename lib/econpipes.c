/* Groups of pipes by risk. */
#include <math.h>
#include <stdlib.h>

#include "column.h"
#include "econassets_private.h"
#include "nightloss.h"
#include "term.h"
#include "words.h"
#include "xalloc.h"

static const double HOURS = 72; /* that a burst runs if nothing tells */

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
make_lots(const struct assets_work *w, struct lot *lot)
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
row_of(const struct assets_work *w, long zone)
{
	const struct spans *ps = econdata_periods(&w->r->d);

	for (size_t i = 0; zone >= 0 && i < w->r->nrow; i++)
		if (w->r->row[i].period == &ps->p[ps->n - 1] &&
		    w->r->d.zone[w->r->row[i].zone].net == zone)
			return &w->r->row[i];
	return NULL;
}

static double
param(const struct assets_work *w, const char *name, long zone)
{
	return network_num(w->r->d.run.in.n, name, zone, w->to - 1);
}

/* Water of a burst, m3. */
static double
water_of(const struct assets_work *w, long zone)
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
value_lot(const struct assets_work *w, struct lot *l)
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
put_lot(const struct assets_work *w, const struct lot *l, size_t rank)
{
	const struct asset_group *g = &w->a.group[ASSET_KIND][l->kind];
	const struct asset_pipe *p = &w->pipe[l->first];
	char flags[64] = "";

	csvout_text(
	    w->out, l->zone >= 0 ? w->r->d.run.in.n->zone[l->zone].id : "");
	assets_put_days(w);
	csvout_text(w->out, w->material[p->material]);
	csvout_text(w->out, asset_dn_name(asset_dn(p->dn_mm)));
	csvout_text(w->out, asset_age_name(asset_age_on(p, w->to - 1)));
	csvout_int(w->out, (int64_t)l->pipes);
	column_num(w->out, "length_km", l->km);
	column_num(w->out, "burst_count", l->bursts);
	assets_put_rate(w, g->fit, g->fit_lo, g->fit_hi);
	column_num(w->out, "failure_pct", 100 * -expm1(-g->fit * l->km));
	column_num(w->out, "consequence_yuan", l->consequence);
	column_num(w->out, "risk_yuan_kmyr", l->risk);
	column_num(w->out, "risk_lo", l->lo);
	column_num(w->out, "risk_hi", l->hi);
	column_num(w->out, "risk_yuan_yr", l->risk * l->km);
	column_num(w->out, "rank", isnan(l->risk) ? NAN : (double)rank);
	if (l->partly)
		words_add(flags, sizeof flags, "cost_partly");
	if (g->placed < g->possible)
		words_add(flags, sizeof flags, "spread");
	if (w->a.group[ASSET_ALL][0].bursts < ASSETS_LEAST)
		words_add(flags, sizeof flags, "few_bursts");
	if (assets_window_short(w))
		words_add(flags, sizeof flags, "events_short");
	csvout_text(w->out, flags);
	csvout_row(w->out);
}

void
assets_put_pipes(const struct assets_work *w)
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
