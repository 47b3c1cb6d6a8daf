/*
 * Leakage and pressure: the exponent, scenarios, and what else could be done.
 */
#include <err.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "assume.h"
#include "pe.h"
#include "pe_explain.h"
#include "presspoint.h"
#include "xalloc.h"
#include "zonemeasures.h"
#include "zonewhatif.h"

/* --- the exponent --- */

/* Bounds of a half-width that may be infinite: then they are not known. */
static void
put_interval(struct pe *pe, const char *col, double v, double half)
{
	column_num(pe->out, col, isfinite(half) ? v - half : NAN);
	column_num(pe->out, col, isfinite(half) ? v + half : NAN);
}

static void
put_n1(struct pe *pe, size_t zone, const struct zonen1 *n1)
{
	const struct leakexp *e = &n1->fit;
	struct csvout *out = pe->out;

	pe_put_zone(pe, zone, pe->from, pe->to);
	column_num(out, "n1", n1->n1);
	put_interval(pe, "n1", n1->n1, n1->half);
	csvout_text(out, zonen1_method(n1->method));
	column_num(out, "ili", n1->ili);
	column_num(out, "rigid_pct", n1->rigid_pct);
	column_num(out, "n1_ili", n1->n1_ili);
	column_num(out, "n1_fit", e->fit.b);
	put_interval(pe, "fit_lo", e->fit.b, e->half);
	column_num(out, "fit_se", e->fit.se_b);
	column_num(out, "fit_r2", e->fit.r2);
	csvout_int(out, (int64_t)e->fit.n);
	column_num(out, "azp_low_m", e->p_lo);
	column_num(out, "azp_high_m", e->p_hi);
	csvout_text(out, zonen1_words(n1->flags));
	csvout_row(out);
}

static int
n1_row(struct pe *pe, size_t zone, void *ctx)
{
	struct zonen1 n1;
	int got = zonen1_find(ctx, pe->in->s, pe->in->n, zone, pe->from, pe->to,
	    pe->p->step, pe->p->nstep, &n1);

	if (got < 0)
		return 1;
	if (got > 0 && pe->o->explain != NULL)
		pe_explain_n1(pe->o->fp, pe->o->explain, &n1);
	else if (got > 0)
		put_n1(pe, zone, &n1);
	return 0;
}

int
pe_n1(struct pe *pe)
{
	struct zonenight_work *w = zonenight_new(pe->in->s, pe->in->n);
	int got;

	if (pe->o->explain == NULL)
		pe_table(pe, "pressure-eval --n1");
	got = pe_each_zone(pe, n1_row, w);
	zonenight_free(w);
	return got;
}

/* --- scenarios --- */

struct row { /* of a scenario, kept until all are known */
	size_t zone;
	struct zonewhatif z;
};

struct scenarios {
	struct zonenight_work *night;
	struct zonebursts bursts;
	struct row *row;
	size_t n, cap, refused;
	struct assume *assume;
};

static const char *
point_id(struct pe *pe, const struct net_edge *e)
{
	return e != NULL ? pe->in->n->point[e->point].id : "";
}

static void
put_instant(struct pe *pe, int known, int64_t t)
{
	char buf[CAL_BUF];

	csvout_text(pe->out,
	    known ? cal_instant_text(store_zone(pe->in->s), t, buf) : "");
}

static void
put_payback(struct pe *pe, const struct payback *p)
{
	column_num(pe->out, "payback_months", p->v);
	column_num(pe->out, "payback_lo", p->lo);
	column_num(pe->out, "payback_hi", p->hi);
}

static void
put_scenario(struct pe *pe, const struct row *r)
{
	const struct zonewhatif *z = &r->z;
	struct csvout *out = pe->out;
	char buf[PROFILE_TEXT];
	int judged = z->worst != NULL;

	pe_put_zone(pe, r->zone, pe->from, pe->to);
	csvout_text(out, profile_text(&z->profile, buf));
	csvout_text(out, zonewhatif_verdict(z->verdict));
	column_num(out, "prob_pct", 100 * z->run.prob);
	csvout_text(out, point_id(pe, z->worst));
	put_instant(pe, judged, z->worst_at);
	column_num(out, "required_m", judged ? z->required : NAN);
	column_num(out, "critical_now_m", judged ? z->run.worst_p0 : NAN);
	column_num(out, "critical_m", judged ? z->run.worst_p1 : NAN);
	column_num(out, "n1", z->n1.n1);
	csvout_text(out, zonen1_method(z->n1.method));
	column_num(out, "azp_m", z->run.azp0);
	column_bounded(out, "azp_fall_m", &z->azp);
	column_num(out, "leak_m3d", z->leak0);
	column_bounded(out, "saved_m3d", &z->saved);
	column_bounded(out, "use_saved_m3d", &z->use);
	column_num(out, "max_fall_pct", z->max_pct.v);
	column_num(out, "bursts_yr", z->bursts_yr);
	column_bounded(out, "bursts_saved_yr", &z->bursts);
	column_bounded(out, "energy_kwh_d", &z->energy);
	column_bounded(out, "benefit_yuan_yr", &z->money);
	column_num(out, "cost_yuan", z->cost);
	put_payback(pe, &z->payback);
	column_num(out, "benefit_cost", z->benefit_cost);
	column_num(out, "coverage", z->coverage);
	csvout_text(out, zonewhatif_words(z->flags));
	csvout_row(out);
}

static void
put_points(struct pe *pe, const struct row *r)
{
	struct csvout *out = pe->out;

	for (size_t i = 0; i < r->z.npoint; i++) {
		const struct zonewhatif_point *p = &r->z.point[i];

		pe_put_zone(pe, r->zone, pe->from, pe->to);
		csvout_text(out, point_id(pe, p->e));
		csvout_text(out, presspoint_role(p->e));
		column_num(out, "mean_now_m", p->mean0);
		column_num(out, "mean_new_m", p->mean1);
		column_num(out, "min_now_m", p->min0);
		column_num(out, "min_new_m", p->min1);
		put_instant(pe, !isnan(p->min1), p->min_at);
		column_num(out, "max_now_m", p->max0);
		column_num(out, "max_new_m", p->max1);
		column_num(out, "required_m", p->required);
		column_num(out, "prob_pct", 100 * p->prob);
		column_num(out, "loss_100_m", p->b * pow(100, 1.852));
		column_num(out, "loss_r2", p->r2);
		csvout_row(out);
	}
}

/* One line that says where and when it fails. */
static void
say_refused(struct pe *pe, const struct row *r)
{
	const struct zonewhatif *z = &r->z;
	char at[CAL_BUF];

	if (pe->o->quiet)
		return;
	if (z->verdict == ZW_REFUSED && z->worst != NULL)
		warnx("zone %s: refused: point %s would have %.2f m at %s, "
		      "%.2f m are required (probability %.1f %%)",
		    pe->in->n->zone[r->zone].id, point_id(pe, z->worst),
		    z->run.worst_p1,
		    cal_instant_text(store_zone(pe->in->s), z->worst_at, at),
		    z->required, 100 * z->run.prob);
	else
		warnx("zone %s: cannot be judged: %s",
		    pe->in->n->zone[r->zone].id, zonewhatif_words(z->flags));
}

static void
keep_assumption(struct pe *pe, struct scenarios *k, const struct row *r)
{
	const struct zoneseries *s = &r->z.series;
	const struct whatif_trace t = zonewhatif_trace(&r->z);

	for (size_t i = 0; i < s->n; i++) {
		struct assume_row row;

		if (isnan(t.q[i]))
			continue;
		row.time = s->time[i];
		row.step = s->step;
		row.flow = s->q[i] - t.q[i];
		row.azp = s->azp[i] - t.azp[i];
		row.leak = t.leak0[i] - t.leak[i];
		assume_add(k->assume, pe->in->n->zone[r->zone].id, row);
	}
}

static int
scenario(struct pe *pe, size_t zone, void *ctx)
{
	struct scenarios *k = ctx;
	struct row r = {.zone = zone};
	int got = zonewhatif_zone(k->night, pe->in->s, pe->in->n, &k->bursts,
	    zone, pe->from, pe->to, &pe->p->profile, pe->p->slots, &r.z);

	if (got <= 0)
		return got < 0;
	if (r.z.verdict == ZW_ADMISSIBLE) {
		keep_assumption(pe, k, &r);
	} else {
		k->refused++;
		say_refused(pe, &r);
	}
	if (pe->o->explain != NULL)
		pe_explain_whatif(pe->o->fp, pe->in->n, pe->o->explain,
		    store_zone(pe->in->s), &r.z);
	k->row = xgrow(k->row, k->n, &k->cap, sizeof *k->row);
	k->row[k->n++] = r;
	return 0;
}

/* For the eye the replay, a row a step, is left out. */
static void
put_scenarios(struct pe *pe, const struct scenarios *k)
{
	pe_table(pe, "pressure-eval --what-if");
	for (size_t i = 0; i < k->n; i++)
		put_scenario(pe, &k->row[i]);
	pe_table(pe, "pressure-eval --what-if points");
	for (size_t i = 0; i < k->n; i++)
		put_points(pe, &k->row[i]);
	if (pe->o->format != CSVOUT_TABLE)
		assume_write(k->assume, store_zone(pe->in->s), pe->out);
}

int
pe_whatif(struct pe *pe)
{
	struct scenarios k = {.night = zonenight_new(pe->in->s, pe->in->n),
	    .assume = assume_new()};
	int got = zonebursts_read(&k.bursts, pe->in->s, pe->in->n) < 0;

	if (got == 0)
		got = pe_each_zone(pe, scenario, &k);
	if (got == 0 && pe->o->explain == NULL)
		put_scenarios(pe, &k);
	/* Nothing admissible: nothing may flow on. */
	if (got == 0 && k.n > 0 && k.refused == k.n)
		got = 1;
	for (size_t i = 0; i < k.n; i++)
		zonewhatif_release(&k.row[i].z);
	free(k.row);
	assume_free(k.assume);
	zonebursts_release(&k.bursts);
	zonenight_free(k.night);
	return got;
}

/* --- what else could be done --- */

static void
put_measure(struct pe *pe, size_t zone, const struct zonemeasure *m, int rank)
{
	struct csvout *out = pe->out;

	csvout_text(out, pe->in->n->zone[zone].id);
	csvout_text(out, zonemeasure_name(m->kind));
	pe_put_day(pe, pe->from);
	pe_put_day(pe, pe->to);
	column_num(out, "cost_yuan", m->cost);
	column_bounded(out, "saved_m3d", &m->saved);
	column_bounded(out, "bursts_saved_yr", &m->bursts);
	column_bounded(out, "benefit_yuan_yr", &m->benefit);
	column_num(out, "return_ratio", m->return_ratio);
	put_payback(pe, &m->payback);
	column_num(out, "benefit_cost", m->benefit_cost);
	column_num(out, "rank", rank > 0 ? rank : NAN);
	csvout_text(out, m->flags);
	csvout_row(out);
}

static int
measure_rows(struct pe *pe, size_t zone, void *ctx)
{
	struct scenarios *k = ctx;
	struct zonemeasures m;
	struct row r = {.zone = zone};
	int got = zonewhatif_zone(k->night, pe->in->s, pe->in->n, &k->bursts,
	    zone, pe->from, pe->to, &pe->p->profile, pe->p->slots, &r.z);

	if (got <= 0)
		return got < 0;
	got = zonemeasures_zone(
	    k->night, pe->in->n, &k->bursts, zone, pe->from, pe->to, &r.z, &m);
	zonewhatif_release(&r.z);
	for (int i = 0; got == 0 && i < ZONEMEASURES; i++)
		put_measure(pe, zone, &m.measure[i], m.rank[i]);
	return got < 0;
}

int
pe_measures(struct pe *pe)
{
	struct scenarios k = {.night = zonenight_new(pe->in->s, pe->in->n)};
	int got = zonebursts_read(&k.bursts, pe->in->s, pe->in->n) < 0;

	pe_table(pe, "pressure-eval --measures");
	if (got == 0)
		got = pe_each_zone(pe, measure_rows, &k);
	zonebursts_release(&k.bursts);
	zonenight_free(k.night);
	return got;
}
