/*
 * What the night flow of a zone consists of, and what it loses in a day.
 */
#include "nightloss.h"

#include <math.h>

/* The pressure at which night-flow coefficients are quoted, m. */
static const double P_REF = 50;

/* What is not there counts as none: a zone without this kind of use or pipe. */
static double
or_none(double v)
{
	return isnan(v) ? 0 : v;
}

static double
residential_m3h(const struct night_use *u)
{
	if (!isnan(u->population))
		return u->population * u->active_pct / 100 * u->l_use / 1000;
	return u->properties * u->l_property / 1000;
}

static double
nonhousehold_m3h(const struct night_use *u)
{
	double sum = 0;

	if (!isnan(u->nonhousehold_m3h))
		return u->nonhousehold_m3h;
	for (int i = 0; i < NIGHT_GROUPS; i++)
		if (or_none(u->group_n[i]) != 0)
			sum += u->group_n[i] * u->group_l[i] / 1000;
	return sum;
}

void
nightloss_lnu(const struct night_use *u, struct night_lnu *out)
{
	out->residential = residential_m3h(u) * u->weekday_pct / 100;
	out->nonhousehold = nonhousehold_m3h(u) * u->weekday_pct / 100;
	out->exceptional = or_none(u->exceptional_m3h);
	out->total = out->residential + out->nonhousehold + out->exceptional;
}

int
nightloss_few(double nights, double days)
{
	enum { LEAST = 7 };

	return nights < LEAST || nights < days / 2;
}

double
nightloss_ubl50(const struct night_ubl *u)
{
	double l_h = u->mains_km * u->main_lkmh + u->connections * u->conn_lh;

	if (or_none(u->private_km) != 0)
		l_h += u->private_km * u->private_lkmh;
	if (or_none(u->properties) != 0)
		l_h += u->properties * u->prop_lh;
	return l_h / 1000 * u->icf;
}

double
nightloss_factor(double p_m, double n)
{
	return p_m > 0 ? pow(p_m / P_REF, n) : NAN;
}

double
nightloss_uarl_ld(
    double mains_km, double connections, double private_km, double p_m)
{
	if (!(p_m > 0))
		return NAN;
	return (18 * mains_km + 0.8 * connections + 25 * or_none(private_km)) *
	       p_m;
}

/* NDF and its derivatives: by the exponent, and by an offset that the sensor
 * adds to all pressures of the day and the night alike, per metre. */
struct ndf {
	double v, dn1, dp;
};

static const struct ndf NDF_NONE = {NAN, NAN, NAN};

/*
 * With r = P_i/P_n the terms of the sum are r^n dt; of these
 *
 *     d/dn     = r^n ln r dt
 *     d/doffset = n r^(n-1) dr dt,  dr = (P_n - P_i)/P_n^2
 *               = n r^n (1/P_i - 1/P_n) dt
 */
static void
ndf_add(struct ndf *s, double p, double p_night, double n1, int need_dn1)
{
	const double r = p / p_night;
	const int plain = n1 == 1.5; /* background: no logarithm for that */
	const double log_r = plain && !need_dn1 ? 0 : log(r);
	const double term = plain ? r * sqrt(r) : exp(n1 * log_r);

	s->v += term;
	s->dn1 += term * log_r;
	s->dp += term / p;
}

/* The known terms stand for the whole day: their mean times its length. Without
 * need_dn1 that derivative may be 0. */
static struct ndf
ndf_sum(const double *p, size_t n, double dt_h, double day_h, double p_night,
    double n1, int need_dn1, double cover)
{
	struct ndf s = {0, 0, 0};
	size_t known = 0;
	double scale;

	if (p == NULL || !(p_night > 0))
		return NDF_NONE;
	for (size_t i = 0; i < n; i++)
		if (p[i] > 0) {
			ndf_add(&s, p[i], p_night, n1, need_dn1);
			known++;
		}
	if (known == 0 || !((double)known * dt_h + 1e-9 >= cover * day_h))
		return NDF_NONE;
	s.dp = n1 * (s.dp - s.v / p_night);
	scale = day_h / (double)known;
	return (struct ndf){s.v * scale, s.dn1 * scale, s.dp * scale};
}

double
nightloss_ndf(const double *p, size_t n, double dt_h, double day_h,
    double p_night, double n1, double cover, double *dndf_dn1)
{
	struct ndf s =
	    ndf_sum(p, n, dt_h, day_h, p_night, n1, dndf_dn1 != NULL, cover);

	if (dndf_dn1 != NULL)
		*dndf_dn1 = s.dn1;
	return s.v;
}

/* NDF for an exponent with its 95 % half-width.  Where the pressure is not
 * known it is the length of the day; an exponent that is not known is no
 * reason for that, so the pressure is tried with any other. */
static struct bound
day_factor(const struct night_in *in, double n, double err_n, int *assumed)
{
	const struct ndf s = ndf_sum(in->p, in->np, in->p_dt_h, in->day_h,
	    in->aznp_m, isnan(n) ? 1 : n, err_n != 0, in->p_cover);
	struct bound ndf = bound_exact(s.v);

	*assumed = isnan(s.v);
	if (*assumed)
		return bound_exact(in->day_h);
	if (isnan(n))
		return bound_none();
	ndf.e[NIGHT_N1] = s.dn1 * err_n;
	ndf.e[NIGHT_PRESSURE] = s.dp * in->err_pressure_m;
	return ndf;
}

static struct bound
pct_input(double v, enum night_input input, double err_pct)
{
	return bound_input(v, input, fabs(v) * err_pct / 100);
}

/* Background leakage at the night pressure of the zone. */
static struct bound
ubl_at_night(const struct night_in *in)
{
	struct bound ubl = pct_input(in->ubl50_m3h, NIGHT_UBL, in->err_ubl_pct);
	struct bound p;

	if (!(in->aznp_m > 0))
		return ubl;
	p = bound_input(in->aznp_m, NIGHT_PRESSURE, in->err_pressure_m);
	p = bound_pow(bound_scale(p, 1 / P_REF), in->ubl_exp);
	return bound_mul(ubl, p);
}

/* Where there is no excess there is no burst; how uncertain that is, is known
 * all the same. */
static struct bound
equivalent_bursts(const struct night_in *in, struct bound enf)
{
	struct bound one = bound_exact(in->espb_m3h);
	struct bound p;

	if (in->aznp_m > 0) {
		p = bound_input(in->aznp_m, NIGHT_PRESSURE, in->err_pressure_m);
		p = bound_pow(bound_scale(p, 1 / P_REF), in->espb_exp);
		one = bound_mul(one, p);
	}
	one = bound_div(enf, one);
	if (one.v < 0)
		one.v = 0;
	return one;
}

/* A loss (m3) over the hours in which UARL is that at pressure p_m; one below
 * zero has no index. */
static struct bound
leakage_index(
    const struct night_in *in, struct bound loss, double p_m, double hours)
{
	double l_m =
	    nightloss_uarl_ld(in->mains_km, in->connections, in->private_km, 1);
	struct bound p;

	if (!(p_m > 0) || !(in->mains_km > 0) || loss.v < 0)
		return bound_none();
	p = bound_input(p_m, NIGHT_PRESSURE, in->err_pressure_m);
	return bound_div(loss, bound_scale(p, l_m / 1000 * hours / 24));
}

void
nightloss(const struct night_in *in, struct night_loss *out)
{
	struct bound ndf_ubl;
	int assumed;

	out->mnf = bound_input(in->mnf_m3h, NIGHT_FLOW, in->err_flow_m3h);
	out->lnu = pct_input(in->lnu_m3h, NIGHT_LNU, in->err_lnu_pct);
	out->nnl = bound_sub(out->mnf, out->lnu);
	out->ubl = ubl_at_night(in);
	out->enf = bound_sub(out->nnl, out->ubl);
	out->espb = equivalent_bursts(in, out->enf);
	out->negative = out->enf.v < 0;

	out->ndf = day_factor(in, in->n1, in->err_n1, &out->ndf_assumed);
	ndf_ubl = day_factor(in, in->ubl_exp, 0, &assumed);
	out->real_loss = bound_mul(out->nnl, out->ndf);
	out->background = bound_mul(out->ubl, ndf_ubl);
	out->recoverable = bound_sub(out->real_loss, out->background);
	out->ili = leakage_index(in, out->real_loss, in->azp_m, 24);
	out->snapshot_ili = leakage_index(in, out->nnl, in->aznp_m, 1);
}
