#include "zonewhatif.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "presspoint.h"
#include "say.h"
#include "words.h"
#include "xalloc.h"

enum { TRACES = 5, CRITICAL_LEAST = 3, DAYS = 365 };

/* kWh that lift 1 m3 by 1 m. */
static const double KWH_M4 = 9.80665 / 3600;

struct work {
	const struct network *n;
	size_t zone;
	int64_t last; /* day whose parameters hold */
	struct zonewhatif *out;
	struct whatif_in in;
	struct whatif_point *point; /* as in->point */
	const double **inlet;
	double *weight, *inlet_mean;
	double admit, cover;
};

static double
param(const struct work *k, const char *name)
{
	return network_num(k->n, name, (long)k->zone, k->last);
}

/* --- what is replayed --- */

static void
find_inlets(struct work *k)
{
	const struct zoneseries *z = &k->out->series;
	double weights = 0;

	for (size_t i = 0; i < z->npoint; i++) {
		if (z->point[i].e->role != EDGE_INLET)
			continue;
		k->inlet[k->in.ninlet] = z->point[i].p;
		k->weight[k->in.ninlet++] = z->point[i].e->weight;
		weights += z->point[i].e->weight;
	}
	for (size_t t = 0; t < z->n && k->in.ninlet > 0; t++) {
		k->inlet_mean[t] = 0;
		for (size_t i = 0; i < k->in.ninlet; i++)
			k->inlet_mean[t] +=
			    k->weight[i] * k->inlet[i][t] / weights;
	}
	if (k->in.ninlet == 0)
		k->out->flags |= ZW_INLET_ASSUMED;
}

static size_t
count_role(const struct zoneseries *z, enum edge_role role)
{
	size_t n = 0;

	for (size_t i = 0; i < z->npoint; i++)
		n += z->point[i].e->role == role;
	return n;
}

/* 1 if a zone inside this one has neither a critical point nor one in a zone
 * inside it. */
static int
inner_without(const struct work *k)
{
	const struct network *n = k->n;
	const struct zoneseries *z = &k->out->series;

	for (size_t i = 0; i < n->nzone; i++) {
		int has = 0;

		if (!network_first(n, i) || i == k->zone ||
		    !network_inside(n, i, k->zone))
			continue;
		for (size_t p = 0; p < z->npoint; p++)
			has |= z->point[p].e->role == EDGE_CRITICAL &&
			       network_inside(n, z->point[p].e->zone, i);
		if (!has)
			return 1;
	}
	return 0;
}

/* Whose requirement binds. */
static void
find_required(struct work *k)
{
	struct zoneseries *z = &k->out->series;
	enum edge_role role = EDGE_CRITICAL;

	if (count_role(z, EDGE_CRITICAL) == 0) {
		role = EDGE_AZP;
		k->out->flags |= count_role(z, EDGE_AZP) < CRITICAL_LEAST ?
				     ZW_NO_CRITICAL :
				     ZW_CRITICAL_ASSUMED;
	}
	if (inner_without(k))
		k->out->flags |= ZW_CRITICAL_PARTLY;
	for (size_t i = 0; i < z->npoint; i++)
		if (z->point[i].e->role == role &&
		    !(k->out->flags & ZW_NO_CRITICAL))
			z->point[i].required =
			    presspoint_required(k->n, z->point[i].e, k->last);
}

/* The head loss of a series; without an inlet the source's own changes are in
 * it, and it is as unsure as it is large. */
static void
fit_loss(struct work *k, struct whatif_point *pt, double *r2)
{
	const struct zoneseries *z = &k->out->series;
	const double *inlet = k->in.ninlet ? k->inlet_mean : NULL;

	whatif_headloss(inlet, pt->p, z->q, z->n, &pt->b, &pt->se_b, r2);
	if (inlet == NULL)
		pt->se_b += pt->b;
}

static void
find_points(struct work *k)
{
	const struct zoneseries *z = &k->out->series;

	k->out->point = xcalloc(z->npoint + 1, sizeof *k->out->point);
	for (size_t i = 0; i < z->npoint; i++) {
		const struct zoneseries_point *from = &z->point[i];
		struct zonewhatif_point *to = &k->out->point[k->out->npoint];
		struct whatif_point *pt = &k->point[k->out->npoint];

		if (from->e->role == EDGE_PLANT_OUTLET)
			continue;
		*pt = (struct whatif_point){from->p, 0, 0, from->required};
		to->r2 = NAN;
		if (from->e->role != EDGE_INLET)
			fit_loss(k, pt, &to->r2);
		to->e = from->e;
		to->required = from->required;
		to->b = pt->b;
		k->out->npoint++;
	}
	k->in.point = k->point;
	k->in.npoint = k->out->npoint;
}

static void
describe(struct work *k)
{
	struct zoneseries *z = &k->out->series;
	struct whatif_in *in = &k->in;

	*in = (struct whatif_in){.n = z->n,
	    .dt_h = z->step / 3600.0,
	    .clock = z->clock,
	    .q = z->q,
	    .nnl = z->nnl,
	    .nnl_flow = z->nnl_flow,
	    .nnl_lnu = z->nnl_lnu,
	    .aznp = z->aznp,
	    .azp = {.p = z->azp, .required = NAN},
	    .inlet = k->inlet,
	    .weight = k->weight,
	    .n1 = k->out->n1.n1,
	    .n3 = param(k, "n3"),
	    .use_share = param(k, "pressure_use_pct") / 100,
	    .err_n1 = k->out->n1.half,
	    .err_pressure_m = param(k, "err_pressure_m"),
	    .err_valve_m = param(k, "err_valve_m"),
	    .profile = &k->out->profile};
	in->err_share = in->use_share * param(k, "err_pressure_use_pct") / 100;
	find_inlets(k);
	find_required(k);
	find_points(k);
	if (z->azp_param)
		k->out->flags |= ZW_AZP_PARAM;
	else
		fit_loss(k, &in->azp, NULL);
}

/* --- judgement --- */

/* Required points need readings at the steps that count. */
static void
check_points(struct work *k, const struct whatif_trace *t)
{
	for (size_t i = 0; i < k->in.npoint; i++) {
		size_t has = 0, steps = 0;

		if (isnan(k->point[i].required))
			continue;
		for (size_t s = 0; s < k->in.n; s++) {
			steps += !isnan(t->q[s]);
			has += !isnan(t->q[s]) && !isnan(k->point[i].p[s]);
		}
		if ((double)has < k->cover * (double)steps - 1e-9)
			k->out->flags |= ZW_CRITICAL_GAPS;
	}
}

static void
look_back(struct work *k)
{
	static const struct profile as_it_was = {
	    PROFILE_INLET, .relative = 1, .n = 1};
	struct whatif_in in = k->in;
	struct whatif_result r;

	in.profile = &as_it_was;
	whatif_run(&in, &r, NULL);
	if (r.prob < k->admit)
		k->out->flags |= ZW_LOW_BEFORE;
	if (r.steps > 0 && k->out->run.steps == 0)
		k->out->flags |= ZW_NO_INLET;
	else if ((double)k->out->run.steps < k->cover * (double)k->in.n - 1e-9)
		k->out->flags |= ZW_NO_DATA;
	if (r.steps > 0 && !(r.leak0 > 0))
		k->out->flags |= ZW_NO_LEAKAGE;
}

static enum zonewhatif_verdict
judge(const struct work *k)
{
	const unsigned unknown = ZW_NO_DATA | ZW_NO_CRITICAL |
				 ZW_CRITICAL_GAPS | ZW_NO_INLET | ZW_NO_LEAKAGE;
	const struct zonewhatif *out = k->out;

	if (!(out->flags & ZW_NO_CRITICAL) &&
	    (out->run.prob < k->admit || out->flags & ZW_NO_PROFILE))
		return ZW_REFUSED;
	if (out->flags & unknown || isnan(out->run.prob))
		return ZW_UNKNOWN;
	return ZW_ADMISSIBLE;
}

static void
describe_point(struct work *k, size_t i, const struct whatif_trace *t)
{
	struct zonewhatif_point *p = &k->out->point[i];
	const struct whatif_point *pt = &k->point[i];
	size_t n = 0;

	p->min0 = p->min1 = INFINITY;
	p->max0 = p->max1 = -INFINITY;
	p->prob = NAN;
	for (size_t s = 0; s < k->in.n; s++) {
		double v = whatif_pressure(&k->in, pt, t, s);
		double prob =
		    isnan(pt->required) ? NAN : whatif_prob(&k->in, pt, t, s);

		if (isnan(v))
			continue;
		n++;
		p->mean0 += pt->p[s];
		p->mean1 += v;
		p->min0 = fmin(p->min0, pt->p[s]);
		p->max0 = fmax(p->max0, pt->p[s]);
		p->max1 = fmax(p->max1, v);
		p->prob = fmin(p->prob, prob); /* of a NaN the other */
		if (v < p->min1) {
			p->min1 = v;
			p->min_at = k->out->series.time[s];
		}
	}
	p->mean0 /= (double)n; /* none: NaN */
	p->mean1 /= (double)n;
	if (n == 0)
		p->min0 = p->min1 = p->max0 = p->max1 = NAN;
}

static void
replay(struct work *k)
{
	struct zonewhatif *out = k->out;
	struct whatif_trace t;

	out->trace = xmalloc((TRACES * k->in.n + 1) * sizeof *out->trace);
	t = zonewhatif_trace(out);
	whatif_run(&k->in, &out->run, &t);
	out->coverage = (double)out->run.steps / (double)k->in.n;
	for (size_t i = 0; i < out->npoint; i++)
		describe_point(k, i, &t);
	if (out->run.worst < out->npoint) {
		out->worst = out->point[out->run.worst].e;
		out->worst_at = out->series.time[out->run.worst_step];
		out->required = out->point[out->run.worst].required;
	}
	check_points(k, &t);
	look_back(k);
	out->verdict = judge(k);
}

/* --- value --- */

static struct bound
saved_bursts(struct work *k, const struct zonebursts *b)
{
	double half, years;
	struct bound share, count;

	k->out->bursts_yr =
	    zonebursts_yearly(b, k->zone, k->last + 1, &half, &years);
	if (years < 1)
		k->out->flags |= ZW_BURSTS_SHORT;
	count = bound_input(k->out->bursts_yr, WHATIF_BURSTS, half);
	share = bound_input(param(k, "bff"), WHATIF_BFF, param(k, "err_bff"));
	share = bound_scale(bound_mul(share, k->out->max_pct), 0.01);
	return share.v >= 1 ? count : bound_mul(count, share);
}

/* Adds a part of the money, or notes that it is not known. */
static void
add_money(struct work *k, struct bound part, unsigned missing)
{
	struct bound *sum = &k->out->money;

	if (isnan(part.v))
		k->out->flags |= missing;
	else
		*sum = isnan(sum->v) ? part : bound_add(*sum, part);
}

static void
value(struct work *k, const struct zonebursts *b)
{
	struct zonewhatif *out = k->out;
	struct whatif_bounds w;
	double eff = param(k, "pump_eff_pct") / 100;

	whatif_bound(&k->in, &w);
	out->leak0 = 24 * out->run.leak0;
	out->saved = bound_scale(w.leak, 24);
	out->use = bound_scale(w.use, 24);
	out->azp = w.azp;
	out->max_pct = w.max_pct;
	out->bursts = saved_bursts(k, b);
	out->energy = bound_scale(w.lift, 24 * KWH_M4 / eff);
	add_money(k, bound_scale(out->saved, DAYS * param(k, "cv_yuan_m3")),
	    ZW_NO_CV);
	add_money(k,
	    bound_scale(out->bursts, zonebursts_cost(b, k->zone, k->last)),
	    ZW_NO_BURSTS);
	add_money(k,
	    bound_scale(out->energy, DAYS * param(k, "power_yuan_kwh")),
	    isnan(eff) ? 0 : ZW_NO_POWER);
	out->payback = payback_of(out->cost, &out->money);
	if (out->cost > 0)
		out->benefit_cost = out->money.v / out->cost;
}

static double
months(double cost, double benefit)
{
	return benefit > 0 ? cost / (benefit / 12) : NAN;
}

struct payback
payback_of(double cost, const struct bound *benefit)
{
	return (struct payback){months(cost, benefit->v),
	    months(cost, bound_hi(benefit)), months(cost, bound_lo(benefit))};
}

static void
nothing_known(struct zonewhatif *out)
{
	out->leak0 = out->cost = out->bursts_yr = out->required = NAN;
	out->saved = out->use = out->azp = out->max_pct = bound_none();
	out->bursts = out->energy = out->money = bound_none();
	out->payback = (struct payback){NAN, NAN, NAN};
	out->benefit_cost = NAN;
}

static void
search(struct work *k, int slots)
{
	if (whatif_search(&k->in, slots, k->admit, &k->out->profile) == 0)
		return;
	k->out->profile =
	    (struct profile){PROFILE_INLET, .relative = 1, .n = 1};
	if (!(k->out->flags & ZW_NO_CRITICAL))
		k->out->flags |= ZW_NO_PROFILE;
}

int
zonewhatif_zone(struct zonenight_work *w, struct store *s,
    const struct network *n, const struct zonebursts *bursts, size_t zone,
    int64_t from, int64_t to, const struct profile *profile, int slots,
    struct zonewhatif *out)
{
	struct work k = {.n = n, .zone = zone, .last = to - 1, .out = out};
	int got;

	*out = (struct zonewhatif){.profile = *profile};
	nothing_known(out);
	if ((got = zoneseries_read(w, s, n, zone, from, to, &out->series)) <= 0)
		return got;
	if ((got = zonen1_find(w, s, n, zone, from, to, NULL, 0, &out->n1)) <=
	    0) {
		zoneseries_release(&out->series);
		return got;
	}
	out->cost = param(&k, "prv_yuan");
	k.admit = param(&k, "admit_pct") / 100;
	k.cover = param(&k, "night_coverage");
	k.point = xcalloc(out->series.npoint + 1, sizeof *k.point);
	k.inlet = xcalloc(out->series.npoint + 1, sizeof *k.inlet);
	k.weight = xcalloc(out->series.npoint + 1, sizeof *k.weight);
	k.inlet_mean = xmalloc((out->series.n + 1) * sizeof *k.inlet_mean);
	describe(&k);
	if (slots > 0)
		search(&k, slots);
	replay(&k);
	if (out->verdict == ZW_ADMISSIBLE)
		value(&k, bursts);
	free(k.point);
	free(k.inlet);
	free(k.weight);
	free(k.inlet_mean);
	return 1;
}

void
zonewhatif_release(struct zonewhatif *z)
{
	zoneseries_release(&z->series);
	free(z->point);
	free(z->trace);
}

struct whatif_trace
zonewhatif_trace(const struct zonewhatif *z)
{
	size_t n = z->series.n;

	return (struct whatif_trace){z->trace, z->trace + n, z->trace + 2 * n,
	    z->trace + 3 * n, z->trace + 4 * n};
}

/* --- words --- */

const char *
zonewhatif_verdict(enum zonewhatif_verdict v)
{
	static const char *const word[] = {
	    N_("admissible"), N_("refused"), N_("unknown")};

	return word[v];
}

const char *
zonewhatif_words(unsigned flags)
{
	static const char *const word[] = {"no_data", "no_critical",
	    "critical_gaps", "no_inlet", "no_leakage", "low_before",
	    "no_profile", "critical_assumed", "inlet_assumed", "azp_param",
	    "no_cv", "no_burst_value", "no_power_price", "bursts_short",
	    "critical_partly"};
	static char buf[256];

	buf[0] = '\0';
	words_flags(buf, sizeof buf, word, sizeof word / sizeof *word, flags);
	return buf;
}
