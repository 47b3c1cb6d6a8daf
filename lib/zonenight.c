#include "zonenight.h"

#include <err.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "leakexp.h"
#include "param.h"
#include "pointday.h"
#include "validate.h"
#include "xalloc.h"
#include "zoneflow.h"
#include "zonepressure.h"

/* Pressure changes slowly: half of the hour's readings tell its mean. */
static const double AZNP_COVER = 0.5;

/* The parameters of a zone, as they hold over a span of days. */
enum param_index {
	P_AZP_M,
	P_ERR_FLOW_PCT,
	P_LNU_ACTIVE_PCT,
	P_LNU_L_USE,
	P_LNU_L_PROPERTY,
	P_LNU_NONHOUSEHOLD_M3H,
	P_LNU_GROUP_A,
	P_LNU_GROUP_B,
	P_LNU_GROUP_C,
	P_LNU_GROUP_D,
	P_LNU_GROUP_E,
	P_LNU_EXCEPTIONAL_M3H,
	P_ERR_LNU_PCT,
	P_ERR_UBL_PCT,
	P_UBL_EXP,
	P_ESPB_M3H,
	P_ESPB_EXP,
	P_ERR_N1,
	P_ERR_PRESSURE_M,
	P_N1,
	P_NIGHT_WIDTH_MIN,
	P_NIGHT_COVERAGE,
	PARAMS
};

enum { NIGHT_FROM, NIGHT_TO, FIXED_FROM, FIXED_TO, CLOCKS };
enum { UBL_MAIN, UBL_CONN, UBL_PRIVATE, UBL_PROP, UBLS };

struct settings {
	long zone;
	int64_t from, to; /* days; to <= from: none loaded */
	double v[PARAMS], ubl[UBLS];
	int32_t clock[CLOCKS];
};

enum { PAST = 7 }; /* nights of the percentile */

struct zonenight_work {
	struct store *s;
	const struct network *n;
	struct zoneflow flow;
	struct zonepressure pressure;
	struct pointday day;
	struct gridday point;
	struct settings set;
	enum zonenight_method method;
	int p20;
	struct {
		size_t zone;
		int64_t day; /* INT64_MIN: none */
		double mnf;
	} past[PAST]; /* moving minima, by day */
};

struct zonenight_work *
zonenight_new(struct store *s, const struct network *n)
{
	struct zonenight_work *w = xcalloc(1, sizeof *w);

	w->s = s;
	w->n = n;
	for (int i = 0; i < PAST; i++)
		w->past[i].day = INT64_MIN;
	zoneflow_init(&w->flow, s, n);
	zonepressure_init(&w->pressure, s, n);
	pointday_init(&w->day, s, n);
	return w;
}

void
zonenight_method(
    struct zonenight_work *w, enum zonenight_method method, int p20)
{
	w->method = method;
	w->p20 = p20 || method == ZN_P20;
}

void
zonenight_free(struct zonenight_work *w)
{
	if (w == NULL)
		return;
	zoneflow_release(&w->flow);
	zonepressure_release(&w->pressure);
	gridday_release(&w->point);
	pointday_release(&w->day);
	free(w);
}

/* What a day and zone stand for while they are computed. */
struct at {
	struct zonenight_work *w;
	size_t zone;
	const struct net_zone *z;
	int64_t day, midnight, length;
	double cover;
	struct night_window window;
	struct zonenight *out;
};

/* A coefficient: set by name, or by the set that is asked for. */
static double
background(const struct network *n, const char *name, long zone, int64_t day,
    double sanflow)
{
	const char *set = network_param(n, "ubl_set", zone, day);

	if (strcmp(set, "sanflow") == 0 &&
	    network_param(n, name, zone, day) == param_find(name)->value)
		return sanflow;
	return network_num(n, name, zone, day);
}

static void
load_settings(
    struct settings *set, const struct network *n, long zone, int64_t day)
{
	static const char *const name[PARAMS] = {[P_AZP_M] = "azp_m",
	    [P_ERR_FLOW_PCT] = "err_flow_pct",
	    [P_LNU_ACTIVE_PCT] = "lnu_active_pct",
	    [P_LNU_L_USE] = "lnu_l_use",
	    [P_LNU_L_PROPERTY] = "lnu_l_property",
	    [P_LNU_NONHOUSEHOLD_M3H] = "lnu_nonhousehold_m3h",
	    [P_LNU_GROUP_A] = "lnu_group_a",
	    [P_LNU_GROUP_B] = "lnu_group_b",
	    [P_LNU_GROUP_C] = "lnu_group_c",
	    [P_LNU_GROUP_D] = "lnu_group_d",
	    [P_LNU_GROUP_E] = "lnu_group_e",
	    [P_LNU_EXCEPTIONAL_M3H] = "lnu_exceptional_m3h",
	    [P_ERR_LNU_PCT] = "err_lnu_pct",
	    [P_ERR_UBL_PCT] = "err_ubl_pct",
	    [P_UBL_EXP] = "ubl_exp",
	    [P_ESPB_M3H] = "espb_m3h",
	    [P_ESPB_EXP] = "espb_exp",
	    [P_ERR_N1] = "err_n1",
	    [P_ERR_PRESSURE_M] = "err_pressure_m",
	    [P_N1] = "n1",
	    [P_NIGHT_WIDTH_MIN] = "night_width_min",
	    [P_NIGHT_COVERAGE] = "night_coverage"};
	static const char *const clock[CLOCKS] = {
	    "night_from", "night_to", "fixed_from", "fixed_to"};
	static const struct {
		const char *name;
		double sanflow;
	} ubl[UBLS] = {{"ubl_main_lkmh", 40}, {"ubl_conn_lh", 3},
	    {"ubl_private_lkmh", 0}, {"ubl_prop_lh", 1}};

	set->zone = zone;
	network_settled(n, day, &set->from, &set->to);
	for (int i = 0; i < PARAMS; i++)
		set->v[i] = network_num(n, name[i], zone, day);
	for (int i = 0; i < CLOCKS; i++)
		set->clock[i] = network_clock(n, clock[i], zone, day);
	for (int i = 0; i < UBLS; i++)
		set->ubl[i] =
		    background(n, ubl[i].name, zone, day, ubl[i].sanflow);
}

/* The parameters that hold for a zone (-1: without one) on a day. */
static const struct settings *
settings(struct zonenight_work *w, long zone, int64_t day)
{
	struct settings *set = &w->set;

	if (set->zone != zone || day < set->from || day >= set->to)
		load_settings(set, w->n, zone, day);
	return set;
}

static double
param(const struct at *a, enum param_index i)
{
	return a->w->set.v[i];
}

/* -1: the windows make no sense, has said so. */
static int
set_window(struct zonenight_work *w, long zone, int64_t day, int64_t midnight,
    int64_t length, struct night_window *out)
{
	const struct settings *set = settings(w, zone, day);
	int32_t at[CLOCKS]; /* seconds after midnight when the clock shows it */

	for (int i = 0; i < CLOCKS; i++) {
		int64_t t = midnight + set->clock[i];

		if (length != CAL_DAY_S)
			zone_instant(
			    store_zone(w->s), day, set->clock[i], &t, NULL);
		at[i] = (int32_t)(t - midnight);
	}
	*out = (struct night_window){.from = at[NIGHT_FROM],
	    .to = at[NIGHT_TO],
	    .fixed_from = at[FIXED_FROM],
	    .fixed_to = at[FIXED_TO],
	    .width = (int32_t)(set->v[P_NIGHT_WIDTH_MIN] * 60),
	    .cover = set->v[P_NIGHT_COVERAGE],
	    .night_cover = set->v[P_NIGHT_COVERAGE]};
	if (out->from >= out->to || out->fixed_from >= out->fixed_to) {
		warnx("a night window ends before it begins: look at %s",
		    out->from >= out->to ? "night_from and night_to" :
					   "fixed_from and fixed_to");
		return -1;
	}
	return 0;
}

/* --- flow --- */

/* The minimum that the figures come from, by the method. */
static void
choose_minimum(struct at *a)
{
	struct zonenight *out = a->out;
	const struct night_min *min = &out->min;

	out->mnf_m3h = min->mnf;
	out->at = min->at;
	out->width = a->window.width;
	switch (a->w->method) {
	case ZN_MOVING:
		break;
	case ZN_FIXED:
		out->mnf_m3h = min->fixed;
		out->at = a->window.fixed_from;
		out->width = a->window.fixed_to - a->window.fixed_from;
		break;
	case ZN_ABSOLUTE:
		out->mnf_m3h = min->lowest;
		out->at = min->lowest_at;
		out->width = a->w->flow.flow.step;
		break;
	case ZN_P20:
		out->mnf_m3h = isnan(min->mnf) ? NAN : out->p20_m3h;
		break;
	}
	if (isnan(out->mnf_m3h))
		out->at = -1;
}

/* What validation left out of the day's readings. */
static void
note_left_out(struct at *a)
{
	static const struct {
		unsigned found, flag;
	} word[] = {{VALID_RANGE, ZN_RANGE}, {VALID_NEGATIVE, ZN_NEGATIVE},
	    {VALID_SPIKE, ZN_SPIKE}, {VALID_FLATLINE, ZN_FLATLINE},
	    {VALID_RESET, ZN_RESET}, {VALID_CHANGED, ZN_CHANGED},
	    {VALID_MISMATCH, ZN_MISMATCH}};

	for (size_t i = 0; i < sizeof word / sizeof *word; i++)
		if (a->w->flow.found & word[i].found)
			a->out->flags |= word[i].flag;
}

static void
find_minimum(struct at *a)
{
	struct zonenight *out = a->out;
	const struct gridday *g = &a->w->flow.flow;
	struct night_grid grid = {g->step, g->n, g->v};
	struct night_min *min = &out->min;

	nightmin_day(&grid, &a->window, min);
	out->coverage =
	    min->expected ? (double)min->valid / (double)min->expected : 0;
	if (min->valid < min->expected)
		out->flags |= ZN_GAPS;
	if ((double)min->night_valid <
	    a->cover * (double)min->night_expected - 1e-9)
		out->flags |= ZN_NIGHT_SHORT;
	note_left_out(a);
}

/* The day's volume, short gaps filled. */
static void
find_volume(struct at *a)
{
	struct zonenight *out = a->out;
	const struct gridday *g = zoneflow_filled(&a->w->flow);
	size_t known;

	out->adf_m3h = gridday_mean(g, 0, a->length, a->cover, &known);
	out->inflow_m3 = out->adf_m3h * (double)a->length / 3600;
	if (isnan(out->adf_m3h))
		out->flags |= ZN_DAY_SHORT;
	else if (known > out->min.valid)
		out->flags |= ZN_FILLED;
}

/* --- events --- */

static void
note_event(struct zonenight *out, const char *kind)
{
	size_t n = strlen(out->events);

	if (strstr(out->events, kind) != NULL)
		return;
	snprintf(out->events + n, sizeof out->events - n, "%s%s", n ? " " : "",
	    kind);
}

static void
look_at_events(struct at *a)
{
	const struct network *n = a->w->n;

	for (size_t i = 0; i < n->nevent; i++) {
		const struct net_event *e = &n->event[i];

		if (e->mask && network_event_hits(n, e, a->zone,
				   a->midnight + a->window.from,
				   a->midnight + a->window.to)) {
			a->out->flags |= ZN_MASKED;
			note_event(a->out, e->kind);
		} else if (e->mark &&
			   network_event_hits(n, e, a->zone, a->midnight,
			       a->midnight + a->length)) {
			note_event(a->out, e->kind);
		}
	}
}

/* --- pressure --- */

/* The AZP series of the day and its means, or the parameter. */
static int
find_pressure(struct at *a)
{
	const struct gridday *g = &a->w->pressure.azp;
	struct night_in *in = &a->out->in;
	const struct zonenight *out = a->out;

	if (zonepressure_day(&a->w->pressure, a->zone, a->day) < 0)
		return -1;
	in->azp_m = in->aznp_m = NAN;
	if (g->n > 0) {
		in->azp_m = gridday_mean(g, 0, a->length, a->cover, NULL);
		if (!isnan(out->mnf_m3h))
			in->aznp_m = gridday_mean_around(
			    g, out->at, out->at + out->width, AZNP_COVER);
		in->p = g->v;
		in->np = g->n;
		in->p_dt_h = g->step / 3600.0;
	}
	if (isnan(in->azp_m) || (isnan(in->aznp_m) && !isnan(out->mnf_m3h))) {
		double p = param(a, P_AZP_M);

		a->out->flags |= isnan(p) ? ZN_NO_PRESSURE : ZN_AZP_PARAM;
		in->p = NULL;
		in->np = 0;
		in->azp_m = p;
		in->aznp_m = isnan(out->mnf_m3h) ? NAN : p;
	}
	return 0;
}

/* --- night use --- */

/* Mean flow in the hour of the minimum of the users in the zone and the zones
 * inside it, m3/h; *error its half-width.  NaN: there are none, or (flagged)
 * one has no readings; infinite: there is no such hour. */
static int
measured_users(struct at *a, double *flow, double *error)
{
	struct zonenight_work *w = a->w;
	const struct zonenight *out = a->out;
	double all = param(a, P_ERR_FLOW_PCT), e2 = 0;

	*flow = NAN;
	*error = 0;
	for (size_t i = 0; i < w->n->nuser; i++) {
		const struct net_edge *e = &w->n->edge[w->n->user[i]];
		const struct net_point *p = &w->n->point[e->point];
		double q, pct = p->accuracy_pct;

		if (!zoneflow_holds(e, a->day) ||
		    !network_inside(w->n, e->zone, a->zone))
			continue;
		if (isnan(out->mnf_m3h)) { /* no hour to ask about */
			*flow = INFINITY;
			break;
		}
		if (pointday_read(&w->day, e->point, a->day) < 0 ||
		    pointday_measured(
			&w->day, &w->point, w->day.interval, a->cover) < 0)
			return -1;
		q = gridday_mean_around(
		    &w->point, out->at, out->at + out->width, a->cover);
		*flow = (isnan(*flow) ? 0 : *flow) + q * e->weight;
		e2 += pow(q * e->weight * (isnan(pct) ? all : pct) / 100, 2);
		if (isnan(q)) {
			a->out->flags |= ZN_USER_MISSING;
			break;
		}
	}
	*error = sqrt(e2);
	return 0;
}

static void
describe_use(struct at *a)
{
	struct night_use *u = &a->out->use;

	u->population = a->z->population;
	u->properties = a->z->properties;
	u->active_pct = param(a, P_LNU_ACTIVE_PCT);
	u->l_use = param(a, P_LNU_L_USE);
	u->l_property = param(a, P_LNU_L_PROPERTY);
	u->nonhousehold_m3h = param(a, P_LNU_NONHOUSEHOLD_M3H);
	for (int g = 0; g < NIGHT_GROUPS; g++) {
		u->group_n[g] = a->z->group_n[g];
		u->group_l[g] = a->w->set.v[P_LNU_GROUP_A + g];
	}
	if (isnan(u->nonhousehold_m3h) && !a->z->accounts &&
	    !(isnan(u->population) && isnan(u->properties)))
		a->out->flags |= ZN_LNU_RESIDENTIAL;
}

/* A measured user errs by its meter, the rest by err_lnu_pct. */
static int
find_use(struct at *a)
{
	struct zonenight *out = a->out;
	struct night_use *u = &out->use;
	struct night_lnu *lnu = &out->lnu;
	double measured, error, rest;

	describe_use(a);
	u->exceptional_m3h = param(a, P_LNU_EXCEPTIONAL_M3H);
	error = 0;
	measured = NAN;
	if (isnan(u->exceptional_m3h)) {
		if (measured_users(a, &measured, &error) < 0)
			return -1;
		u->exceptional_m3h = measured;
	}
	nightloss_lnu(u, lnu);
	if (out->flags & ZN_USER_MISSING || isinf(measured))
		lnu->total = lnu->exceptional = NAN;
	else if (isnan(lnu->total))
		out->flags |= ZN_NO_LNU;
	out->in.lnu_m3h = lnu->total;
	rest = lnu->total - (isnan(measured) ? 0 : measured);
	rest *= param(a, P_ERR_LNU_PCT) / 100;
	out->in.err_lnu_pct =
	    lnu->total > 0 ?
		100 * sqrt(rest * rest + error * error) / lnu->total :
		0;
	return 0;
}

/* --- background --- */

static void
describe_background(struct at *a)
{
	struct night_ubl *u = &a->out->ubl;

	u->mains_km = a->z->mains_km;
	u->connections = a->z->connections;
	u->private_km = a->z->private_km;
	u->properties = a->z->properties;
	u->main_lkmh = a->w->set.ubl[UBL_MAIN];
	u->conn_lh = a->w->set.ubl[UBL_CONN];
	u->private_lkmh = a->w->set.ubl[UBL_PRIVATE];
	u->prop_lh = a->w->set.ubl[UBL_PROP];
	u->icf = isnan(a->z->icf) ? 1 : a->z->icf;
	a->out->in.ubl50_m3h = nightloss_ubl50(u);
	if (isnan(a->out->in.ubl50_m3h))
		a->out->flags |= ZN_NO_UBL;
}

/* --- the whole --- */

/* Exponent "auto": from ILI and the share of rigid pipe. */
static double
auto_exponent(const struct night_in *in, double rigid_pct)
{
	struct night_in first = *in;
	struct night_loss loss;
	double n1;

	first.n1 = 1.15;
	nightloss(&first, &loss);
	n1 = leakexp_ili(loss.ili.v, rigid_pct);
	return isnan(n1) ? first.n1 : n1;
}

/* Of the flow in the hour; a percentile of other nights errs in proportion. */
static double
flow_error(const struct at *a)
{
	const struct zonenight *out = a->out;
	double half;

	if (isnan(out->mnf_m3h))
		return NAN;
	half = zoneflow_error(&a->w->flow, out->at, out->at + out->width);
	if (a->w->method == ZN_P20 && out->min.mnf != 0)
		half *= fabs(out->mnf_m3h / out->min.mnf);
	return half;
}

/* What each meter had in the hour, for who asks. */
static void
keep_meters(struct at *a)
{
	struct zonenight *out = a->out;

	if (isnan(out->mnf_m3h))
		return;
	out->nmeter = a->w->flow.nmeter;
	for (size_t i = 0; i < out->nmeter && i < ZN_METERS; i++)
		out->meter[i] = zoneflow_part(
		    &a->w->flow, i, out->at, out->at + out->width);
}

static void
find_losses(struct at *a)
{
	struct zonenight *out = a->out;
	struct night_in *in = &out->in;

	in->mnf_m3h = out->mnf_m3h;
	in->err_flow_m3h = flow_error(a);
	keep_meters(a);
	out->inflow_half = zoneflow_error(&a->w->flow, 0, a->length) *
			   (double)a->length / 3600;
	out->mnf_adf = out->mnf_m3h / out->adf_m3h;
	out->mnf_adf_half =
	    isnan(out->mnf_adf) ?
		NAN :
		zoneflow_ratio_error(&a->w->flow, out->at, out->at + out->width,
		    out->mnf_m3h, out->adf_m3h);
	in->err_ubl_pct = param(a, P_ERR_UBL_PCT);
	in->ubl_exp = param(a, P_UBL_EXP);
	in->espb_m3h = param(a, P_ESPB_M3H);
	in->espb_exp = param(a, P_ESPB_EXP);
	in->err_n1 = param(a, P_ERR_N1);
	in->day_h = (double)a->length / 3600;
	in->err_pressure_m = param(a, P_ERR_PRESSURE_M);
	in->p_cover = a->cover;
	in->mains_km = a->z->mains_km;
	in->connections = a->z->connections;
	in->private_km = a->z->private_km;
	in->n1 = param(a, P_N1);
	if (isnan(in->n1))
		in->n1 = auto_exponent(in, a->z->rigid_pct);
	/* Without an hour of the minimum there is no night pressure either. */
	if (isnan(out->mnf_m3h))
		in->ubl50_m3h = in->day_h = NAN;
	nightloss(in, &out->loss);
	if (out->loss.negative)
		out->flags |= ZN_ENF_NEGATIVE;
}

static void
no_night(struct zonenight *out)
{
	out->min.mnf = out->min.fixed = out->min.lowest = NAN;
	out->min.at = out->min.lowest_at = -1;
	out->mnf_m3h = NAN;
	out->at = -1;
}

/* 0: the zone does not hold on that day. */
static int
begin_day(struct at *a, struct zonenight_work *w, size_t zone, int64_t day,
    struct zonenight *out)
{
	*a = (struct at){.w = w, .zone = zone, .day = day, .out = out};
	if ((a->z = network_zone(w->n, zone, day)) == NULL)
		return 0;
	a->midnight = zone_midnight(store_zone(w->s), day);
	a->length = zone_midnight(store_zone(w->s), day + 1) - a->midnight;
	if (set_window(w, (long)zone, day, a->midnight, a->length, &a->window) <
	    0)
		return -1;
	a->cover = a->window.cover;
	*out = (struct zonenight){.day = day,
	    .midnight = a->midnight,
	    .inflow_m3 = NAN,
	    .adf_m3h = NAN,
	    .p20_m3h = NAN};
	no_night(out);
	return 1;
}

/* The minima of the day, unless an event masks it.  -1: the store failed. */
static int
find_night(struct at *a)
{
	struct zonenight *out = a->out;

	switch (zoneflow_day(&a->w->flow, a->zone, a->day, a->cover)) {
	case ZONEFLOW_FAILED:
		return -1;
	case ZONEFLOW_NO_METERS:
		out->flags |= ZN_NO_METERS;
		break;
	case ZONEFLOW_NO_DATA:
		out->flags |= ZN_NO_DATA;
		break;
	case ZONEFLOW_OK:
		if (a->w->flow.assumed > 0)
			out->flags |= ZN_ASSUMED;
		find_minimum(a);
		break;
	}
	look_at_events(a);
	if (out->flags & ZN_MASKED)
		no_night(out);
	return 0;
}

/* --- the percentile of seven nights --- */

static void
remember(struct zonenight_work *w, size_t zone, int64_t day, double mnf)
{
	size_t i = (size_t)(((day % PAST) + PAST) % PAST);

	w->past[i].zone = zone;
	w->past[i].day = day;
	w->past[i].mnf = mnf;
}

/* The moving minimum of another night, computed where it is not at hand. */
static int
recall(struct zonenight_work *w, size_t zone, int64_t day, double *mnf)
{
	size_t i = (size_t)(((day % PAST) + PAST) % PAST);
	struct zonenight other;
	struct at a;
	int got;

	if (w->past[i].zone != zone || w->past[i].day != day) {
		if ((got = begin_day(&a, w, zone, day, &other)) < 0 ||
		    (got > 0 && find_night(&a) < 0))
			return -1;
		remember(w, zone, day, got > 0 ? other.min.mnf : NAN);
	}
	*mnf = w->past[i].mnf;
	return 0;
}

/* The nights before this one. */
static int
recall_past(struct zonenight_work *w, size_t zone, int64_t day, double *mnf)
{
	for (int i = 1; i < PAST; i++)
		if (recall(w, zone, day - i, &mnf[i]) < 0)
			return -1;
	return 0;
}

int
zonenight_day(
    struct zonenight_work *w, size_t zone, int64_t day, struct zonenight *out)
{
	double mnf[PAST];
	struct at a;
	int got;

	if (w->p20 && recall_past(w, zone, day, mnf) < 0)
		return -1;
	if ((got = begin_day(&a, w, zone, day, out)) <= 0)
		return got;
	if (find_night(&a) < 0)
		return -1;
	if (w->p20) {
		mnf[0] = out->min.mnf;
		remember(w, zone, day, mnf[0]);
		out->p20_m3h = nightmin_p20(mnf, PAST);
	}
	if (!(out->flags & (ZN_NO_METERS | ZN_NO_DATA))) {
		find_volume(&a);
		choose_minimum(&a);
		if (isnan(out->mnf_m3h) &&
		    !(out->flags & (ZN_NIGHT_SHORT | ZN_MASKED)))
			out->flags |= ZN_NO_MINIMUM;
	}
	out->hour_at = out->at >= 0 ? out->at : a.window.fixed_from;
	out->hour_s =
	    out->at >= 0 ? out->width : a.window.fixed_to - a.window.fixed_from;
	if (find_pressure(&a) < 0 || find_use(&a) < 0)
		return -1;
	describe_background(&a);
	find_losses(&a);
	return 1;
}

int
zonenight_point(
    struct zonenight_work *w, size_t point, int64_t day, struct night_min *out)
{
	int64_t midnight = zone_midnight(store_zone(w->s), day);
	struct night_window window;
	struct night_grid grid;
	long got;

	if (set_window(w, -1, day, midnight,
		zone_midnight(store_zone(w->s), day + 1) - midnight,
		&window) < 0)
		return -1;
	if ((got = pointday_read(&w->day, point, day)) <= 0)
		return (int)got;
	window.night_cover = 0;
	if (pointday_measured(&w->day, &w->point, w->day.interval, 0) < 0)
		return -1;
	grid = (struct night_grid){w->day.interval, w->point.n, w->point.v};
	nightmin_day(&grid, &window, out);
	return 1;
}

const char *
zonenight_words(const struct zonenight *zn)
{
	static const char *const word[] = {"no_meters", "no_data", "gaps",
	    "day_short", "night_short", "masked", "no_pressure", "azp_param",
	    "no_lnu", "lnu_residential", "user_missing", "no_ubl",
	    "enf_negative", "no_minimum", "filled", "range", "negative",
	    "spike", "flatline", "reset", "changed", "assumed", "mismatch"};
	static char buf[400];
	size_t n = 0;

	buf[0] = '\0';
	for (size_t i = 0; i < sizeof word / sizeof *word; i++)
		if (zn->flags >> i & 1)
			n += (size_t)snprintf(buf + n, sizeof buf - n, "%s%s",
			    n ? " " : "", word[i]);
	if (zn->events[0] != '\0')
		snprintf(
		    buf + n, sizeof buf - n, "%s%s", n ? " " : "", zn->events);
	return buf;
}
