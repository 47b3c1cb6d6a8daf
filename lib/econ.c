#include "econ.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>

#include "say.h"

_Static_assert((int)ECON_INPUTS <= (int)BOUND_INPUTS, "inputs fit");

enum { YEAR = 365 };

const char *
econ_input_name(int input)
{
	static const char *const name[ECON_INPUTS] = {[NIGHT_FLOW] = N_("flow"),
	    [NIGHT_LNU] = N_("lnu"),
	    [NIGHT_UBL] = N_("ubl"),
	    [NIGHT_PRESSURE] = N_("pressure"),
	    [NIGHT_N1] = N_("n1"),
	    [NIGHT_UARL] = N_("uarl"),
	    [ECON_SALES] = N_("sales"),
	    [ECON_UNBILLED] = N_("unbilled"),
	    [ECON_RISE] = N_("rise"),
	    [ECON_CMI] = N_("cmi"),
	    [ECON_BURSTS] = N_("bursts")};

	return name[input];
}

const char *
econ_column(enum econ_fig f)
{
	static const char *const name[ECON_ALL] = {"supply_m3", "sales_m3",
	    "loss_m3", "loss_pct", "background_m3d", "real_loss_m3d",
	    "recoverable_m3d", "r_lcd", "r_m3kmd", "r_yuan_d", "apparent_m3d",
	    "ali", "apparent_lmd", "apparent_yuan_d", "total_recoverable_m3d",
	    "ili", "enf_m3h", "cost_yuan", "benefit_yuan_yr", "return_ratio",
	    "payback_months", "eif_months", "ell_m3d", "espb", "nrw_pct",
	    "r_yuan_conn_d", "r_yuan_kmd", "rise_m3kmd_yr", "ep_pct",
	    "abi_yuan_yr", "eurl_m3_yr"};

	return name[f];
}

void
econ_words(unsigned flags, char *buf, unsigned size)
{
	static const char *const word[ECON_FLAGS] = {"no_balance", "no_night",
	    "no_cv", "no_retail", "no_survey_cost", "no_repair_cost",
	    "no_meters_number", "not_above", "may_not_pay", "no_rise",
	    "rise_none", "rise_unsure", "apparent_negative", "no_uarl",
	    "few_nights", "apparent_differs"};
	unsigned n = 0;

	buf[0] = '\0';
	for (int i = 0; i < ECON_FLAGS && n < size; i++)
		if (flags >> i & 1)
			n += (unsigned)snprintf(
			    buf + n, size - n, "%s%s", n ? " " : "", word[i]);
}

struct econ_survey
econ_survey(double ci, double cv, double rise, double mains_km)
{
	struct econ_survey s = {NAN, NAN, NAN, NAN};

	if (!(ci > 0 && cv > 0 && rise > 0 && mains_km > 0))
		return s;
	s.eif_months = sqrt(288.0 / 365 * (ci / cv) / rise);
	s.ep = 12 / s.eif_months;
	s.abi_yuan_yr = s.ep * ci * mains_km;
	s.eurl_m3_yr = s.abi_yuan_yr / cv;
	return s;
}

static struct econ_range
range_of(const struct bound *b)
{
	return (struct econ_range){b->v, bound_lo(b), bound_hi(b)};
}

/* Nothing below 0 can be got back. */
static struct econ_range
clamp(struct econ_range r)
{
	r.v = r.v < 0 ? 0 : r.v;
	r.lo = r.lo < 0 ? 0 : r.lo;
	r.hi = r.hi < 0 ? 0 : r.hi;
	return r;
}

static struct bound
positive(struct bound b)
{
	return b.v < 0 ? bound_exact(0) : b;
}

static void
put(struct econ *out, enum econ_fig f, struct bound b)
{
	out->fig[f] = range_of(&b);
}

/* --- volumes --- */

static struct bound
volumes(const struct econ_in *in, struct econ *out)
{
	struct bound loss = bound_sub(in->supply, in->sales);

	put(out, ECON_SUPPLY_M3, in->supply);
	put(out, ECON_SALES_M3, in->sales);
	put(out, ECON_NRW_PCT, bound_scale(bound_div(loss, in->supply), 100));
	loss = bound_sub(loss, in->unbilled);
	put(out, ECON_LOSS_M3, loss);
	put(out, ECON_LOSS_PCT, bound_scale(bound_div(loss, in->supply), 100));
	put(out, ECON_BACKGROUND, in->background);
	put(out, ECON_REAL, in->real);
	put(out, ECON_ENF, in->enf);
	out->fig[ECON_ESPB] = clamp(range_of(&in->espb));
	if (isnan(loss.v))
		out->flags |= ECON_NO_BALANCE;
	if (isnan(in->real.v))
		out->flags |= ECON_NO_NIGHT;
	else if (in->nights > 0 && nightloss_few(in->nights, in->days))
		out->flags |= ECON_FEW_NIGHTS;
	return loss;
}

static void
real_losses(const struct econ_in *in, struct econ *out)
{
	struct bound least =
	    in->above_uarl ? bound_exact(in->uarl_m3d) : in->background;
	struct bound r = bound_sub(in->real, least);

	out->recoverable = r;
	put(out, ECON_RECOVERABLE, r);
	put(out, ECON_R_LCD, bound_scale(r, 1000 / in->connections));
	put(out, ECON_R_M3KMD, bound_scale(r, 1 / in->mains_km));
	put(out, ECON_R_YUAN, bound_scale(r, in->cv));
	put(out, ECON_R_CONN, bound_scale(r, in->cv / in->connections));
	put(out, ECON_R_KM, bound_scale(r, in->cv / in->mains_km));
	out->ili = in->uarl_m3d > 0 && in->real.v >= 0 ?
		       bound_scale(in->real, 1 / in->uarl_m3d) :
		       bound_none();
	put(out, ECON_ILI, out->ili);
	out->enf_km = bound_scale(in->enf, 1 / in->mains_km);
	out->espb = in->espb;
	if (!(in->uarl_m3d > 0))
		out->flags |= ECON_NO_UARL;
}

static struct econ_range
scaled(struct econ_range r, double k)
{
	return (struct econ_range){r.v * k, r.lo * k, r.hi * k};
}

static void
apparent_losses(const struct econ_in *in, struct bound loss, struct econ *out)
{
	struct bound al = bound_sub(bound_scale(loss, 1 / in->days), in->real);
	struct bound ref =
	    bound_scale(in->sales, in->ali_ref_pct / 100 / in->days);
	struct bound over = bound_sub(al, ref), total;
	struct econ_range r = clamp(range_of(&over));

	put(out, ECON_APPARENT, al);
	out->ali = bound_div(al, ref);
	put(out, ECON_ALI, out->ali);
	out->fig[ECON_APPARENT_LMD] =
	    scaled(r, in->meters > 0 ? 1000 / in->meters : NAN);
	out->fig[ECON_APPARENT_YUAN] = scaled(r, in->retail);
	if (al.v < 0)
		out->flags |= ECON_APPARENT_NEGATIVE;
	if (!(in->meters > 0))
		out->flags |= ECON_NO_METERS;
	if (isnan(in->retail))
		out->flags |= ECON_NO_RETAIL;
	/* A part that is below 0 is nothing, without error. */
	total = bound_add(positive(out->recoverable), positive(over));
	out->fig[ECON_TOTAL] = clamp(range_of(&total));
}

/* --- money --- */

static double
inverse(double k, double x)
{
	return x > 0 ? k / x : NAN;
}

static void
intervention(const struct econ_in *in, struct econ *out)
{
	struct bound espb = positive(in->espb), cost, benefit, ratio;

	cost = bound_exact(in->survey * in->mains_km);
	if (isnan(in->repair))
		out->flags |= ECON_NO_REPAIR;
	else
		cost = bound_add(cost, bound_scale(espb, in->repair));
	put(out, ECON_COST, cost);
	benefit = bound_scale(out->recoverable, YEAR * in->cv);
	out->fig[ECON_BENEFIT] = clamp(range_of(&benefit));
	ratio = bound_div(benefit, cost);
	out->benefit_cost = ratio;
	if (out->recoverable.v <= 0) {
		out->flags |= ECON_NOT_ABOVE;
		ratio.v = ratio.v < 0 ? 0 : ratio.v;
	} else if (bound_lo(&ratio) <= 0) {
		out->flags |= ECON_MAY_NOT_PAY;
	}
	out->fig[ECON_RETURN] = range_of(&ratio);
	out->fig[ECON_RETURN].v -= 1;
	out->fig[ECON_RETURN].lo = fmax(bound_lo(&ratio), 0) - 1;
	out->fig[ECON_RETURN].hi -= 1;
	if (isnan(bound_lo(&ratio)))
		out->fig[ECON_RETURN].lo = NAN;
	out->fig[ECON_PAYBACK] = (struct econ_range){inverse(12, ratio.v),
	    inverse(12, bound_hi(&ratio)), inverse(12, bound_lo(&ratio))};
	if (isnan(in->cv))
		out->flags |= ECON_NO_CV;
	if (isnan(in->survey))
		out->flags |= ECON_NO_SURVEY;
}

static void
judge_rise(const struct econ_in *in, struct econ *out)
{
	out->fig[ECON_RISE_RATE] =
	    (struct econ_range){in->rise, in->rise_lo, in->rise_hi};
	if (isnan(in->rise))
		out->flags |= ECON_NO_RISE;
	else if (in->rise <= 0)
		out->flags |= ECON_RISE_NONE;
	else if (!(in->rise_lo > 0))
		out->flags |= ECON_RISE_UNSURE;
}

static struct econ_survey
survey_at(const struct econ_in *in, double rise)
{
	return econ_survey(in->survey, in->cv, rise, in->mains_km);
}

static void
economic_level(const struct econ_in *in, struct econ *out)
{
	struct econ_survey s = survey_at(in, in->rise);
	struct econ_survey lo = survey_at(in, in->rise_lo);
	struct econ_survey hi = survey_at(in, in->rise_hi);
	double lp = isnan(in->private_km) ? 0 : in->private_km;
	double reported =
	    5.8 * in->mains_km + 0.04 * in->connections + 1.9 * lp;
	double all = 18 * in->mains_km + 0.8 * in->connections + 25 * lp;
	double half = (in->rise_hi - in->rise_lo) / 2;
	struct bound ell;

	judge_rise(in, out);
	out->fig[ECON_EIF] =
	    (struct econ_range){s.eif_months, hi.eif_months, lo.eif_months};
	out->fig[ECON_EP] =
	    (struct econ_range){100 * s.ep, 100 * lo.ep, 100 * hi.ep};
	out->fig[ECON_ABI] =
	    (struct econ_range){s.abi_yuan_yr, lo.abi_yuan_yr, hi.abi_yuan_yr};
	out->fig[ECON_EURL] =
	    (struct econ_range){s.eurl_m3_yr, lo.eurl_m3_yr, hi.eurl_m3_yr};
	/* EURL goes with the root of the rise. */
	ell = bound_input(s.eurl_m3_yr / YEAR, ECON_RISE,
	    s.eurl_m3_yr / YEAR * half / (2 * in->rise));
	ell = bound_add(ell, in->background);
	ell = bound_add(ell, bound_exact(in->uarl_m3d * reported / all));
	put(out, ECON_ELL, ell);
}

void
econ(const struct econ_in *in, struct econ *out)
{
	struct bound loss;

	*out = (struct econ){0};
	loss = volumes(in, out);
	real_losses(in, out);
	apparent_losses(in, loss, out);
	intervention(in, out);
	economic_level(in, out);
}
