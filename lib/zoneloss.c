#include "zoneloss.h"

#include <math.h>

#include "leakexp.h"
#include "supply.h"

/* Pressure changes slowly: half of the hour's readings tell its mean. */
static const double AZNP_COVER = 0.5;

void
zoneloss_init(struct zoneloss *l, struct store *s, const struct network *n)
{
	*l = (struct zoneloss){.n = n};
	zonepressure_init(&l->pressure, s, n);
}

void
zoneloss_release(struct zoneloss *l)
{
	zonepressure_release(&l->pressure);
}

struct at { /* the zone and day at hand */
	struct zoneloss *l;
	const struct zoneset *set;
	const struct zoneflow *f;
	size_t zone;
	const struct net_zone *z;
	int64_t length;
	double cover;
	struct zonenight *out;
};

static double
param(const struct at *a, enum zoneset_param i)
{
	return a->set->v[i];
}

/* --- pressure --- */

/* The AZP series of the day and its means, or the parameter. */
static int
find_pressure(struct at *a)
{
	const struct gridday *g = &a->l->pressure.azp;
	struct night_in *in = &a->out->in;
	const struct zonenight *out = a->out;

	if (zonepressure_day(&a->l->pressure, a->zone, a->out->day) < 0)
		return -1;
	if (a->l->pressure.inner)
		a->out->flags |= ZN_AZP_SUB;
	if (a->l->pressure.part)
		a->out->flags |= ZN_AZP_PART;
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

/* --- background --- */

static void
describe_background(struct at *a)
{
	struct night_ubl *u = &a->out->ubl;

	u->mains_km = a->z->mains_km;
	u->connections = a->z->connections;
	u->private_km = a->z->private_km;
	u->properties = a->z->properties;
	u->main_lkmh = a->set->ubl[UBL_MAIN];
	u->conn_lh = a->set->ubl[UBL_CONN];
	u->private_lkmh = a->set->ubl[UBL_PRIVATE];
	u->prop_lh = a->set->ubl[UBL_PROP];
	u->icf = isnan(a->z->icf) ? 1 : a->z->icf;
	a->out->in.ubl50_m3h = nightloss_ubl50(u);
	if (isnan(a->out->in.ubl50_m3h))
		a->out->flags |= ZN_NO_UBL;
}

/* --- losses --- */

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
	half = zoneflow_error(a->f, out->at, out->at + out->width);
	if (a->l->method == ZN_P20 && out->min.mnf != 0)
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
	out->nmeter = a->f->nmeter;
	for (size_t i = 0; i < out->nmeter && i < ZN_METERS; i++)
		out->meter[i] =
		    zoneflow_part(a->f, i, out->at, out->at + out->width);
}

static void
find_losses(struct at *a)
{
	struct zonenight *out = a->out;
	struct night_in *in = &out->in;

	in->mnf_m3h = out->mnf_m3h;
	in->err_flow_m3h = flow_error(a);
	keep_meters(a);
	out->inflow_half =
	    hypot(zoneflow_error(a->f, 0, a->length) * (double)a->length / 3600,
		SUPPLY_FILLED_ERR * out->long_m3);
	out->mnf_adf = out->mnf_m3h / out->adf_m3h;
	out->mnf_adf_half =
	    isnan(out->mnf_adf) ?
		NAN :
		hypot(zoneflow_ratio_error(a->f, out->at, out->at + out->width,
			  out->mnf_m3h, out->adf_m3h),
		    out->mnf_adf * SUPPLY_FILLED_ERR * out->long_m3 /
			out->inflow_m3);
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

int
zoneloss_find(struct zoneloss *l, const struct zoneset *set, size_t zone,
    const struct zoneflow *f, struct zonenight *zn)
{
	struct at a = {.l = l,
	    .set = set,
	    .f = f,
	    .zone = zone,
	    .z = network_zone(l->n, zone, zn->day),
	    .length = f->length,
	    .cover = set->v[P_NIGHT_COVERAGE],
	    .out = zn};

	if (find_pressure(&a) < 0)
		return -1;
	describe_background(&a);
	find_losses(&a);
	return 0;
}
