/*
 * The sum of zones.
 */
#include <math.h>
#include <stdlib.h>

#include "xalloc.h"
#include "zonekpi.h"

/* What a zone may simply not have; what is left out of a sum only if no zone
 * knows it. */
static int
may_lack(int leaf)
{
	return leaf == CJJ_OWN_SUPPLY || leaf == CJJ_IMPORTED ||
	       leaf == CJJ_EXPORTED || leaf == CJJ_BILLED_METERED ||
	       leaf == CJJ_BILLED_UNMETERED || leaf == CJJ_UNBILLED_METERED ||
	       leaf == CJJ_UNBILLED_UNMETERED;
}

static int
lacks_both(const struct zonebalance *zb, int a, int b)
{
	return isnan(zb->leaf[a].v) && isnan(zb->leaf[b].v);
}

/* Volumes add up, errors of different zones in quadrature, input by input. */
static void
sum_leaf(const struct zonebalance *const *zb, const double *k, size_t n,
    int leaf, struct zonebalance *out)
{
	struct bound *sum = &out->leaf[leaf];
	int known = 0, missing = 0;

	*sum = bound_exact(0);
	for (size_t i = 0; i < n; i++) {
		const struct bound *v = &zb[i]->leaf[leaf];

		if (isnan(v->v)) {
			missing = 1;
			continue;
		}
		known = 1;
		sum->v += k[i] * v->v;
		for (int e = 0; e < BOUND_INPUTS; e++)
			sum->e[e] = hypot(sum->e[e], v->e[e]);
		if (zb[i]->basis[leaf] > out->basis[leaf])
			out->basis[leaf] = zb[i]->basis[leaf];
	}
	if (!known || (missing && !may_lack(leaf))) {
		*sum = bound_none();
		out->basis[leaf] = BASIS_NONE;
	}
}

/* The meters of metered zones count once each. */
static void
sum_meters(struct zonebalance_work *w, const struct zonebalance *const *zb,
    const double *k, size_t n, struct zonebalance *out)
{
	const struct zonesupply **z = xcalloc(n + 1, sizeof(void *));
	double *sign = xcalloc(n + 1, sizeof *sign), half;
	size_t metered = 0;

	for (size_t i = 0; i < n; i++) {
		if (isnan(zb[i]->supply.m3))
			continue;
		z[metered] = &zb[i]->supply;
		sign[metered++] = k[i];
	}
	half = zonesupply_joint_half(
	    z, sign, metered, zonebalance_network(w)->npoint);
	if (metered == n)
		out->leaf[CJJ_OWN_SUPPLY].e[CJJ_OWN_SUPPLY] = half;
	free(z);
	free(sign);
}

/* One of the three registration errors. */
static double
bulk_err(const struct zonebalance *zb, int leaf)
{
	return leaf == CJJ_OWN_SUPPLY ? zb->own_err_pct :
	       leaf == CJJ_IMPORTED   ? zb->imported_err_pct :
					zb->exported_err_pct;
}

/* V/(1 + err) of the sum is the sum of those of the zones. */
static double
joint_bulk_err(
    const struct zonebalance *const *zb, const double *k, size_t n, int leaf)
{
	double sum = 0, corrected = 0;

	for (size_t i = 0; i < n; i++) {
		double v = zb[i]->leaf[leaf].v;

		if (isnan(v))
			continue;
		sum += k[i] * v;
		corrected += k[i] * v / (1 + bulk_err(zb[i], leaf) / 100);
	}
	return corrected != 0 ? 100 * (sum / corrected - 1) : 0;
}

static void
sum_network(const struct zonebalance *const *zb, const double *k, size_t n,
    struct zonebalance *out)
{
	double weight = 0, p = 0, cmi = 0, use = 0;

	out->cmi_pct = zb[0]->cmi_pct;
	for (size_t i = 0; i < n; i++) {
		double u = zb[i]->leaf[CJJ_BILLED_METERED].v;

		out->mains_km += k[i] * zb[i]->mains_km;
		out->connections += k[i] * zb[i]->connections;
		if (!isnan(zb[i]->private_km))
			out->private_km += k[i] * zb[i]->private_km;
		weight += k[i] * zb[i]->connections;
		p += k[i] * zb[i]->connections * zb[i]->azp_m.v;
		use += k[i] * u;
		cmi += k[i] * u * zb[i]->cmi_pct.v;
	}
	out->azp_m.v = weight > 0 ? p / weight : NAN;
	out->cmi_pct.v = use > 0 ? cmi / use : NAN;
}

static void
sum_billing(const struct zonebalance *const *zb, const double *k, size_t n,
    struct zonebalance *out)
{
	double share = 0, weight = 0, read = 0, prorated = 0, all = 0;

	for (size_t i = 0; i < n; i++) {
		double m3 = zb[i]->bills_metered_m3 + zb[i]->bills_unbilled_m3;

		out->bills_metered_m3 += k[i] * zb[i]->bills_metered_m3;
		out->bills_unbilled_m3 += k[i] * zb[i]->bills_unbilled_m3;
		out->forecast_m3 += k[i] * zb[i]->forecast_m3;
		out->forecast_unbilled_m3 += k[i] * zb[i]->forecast_unbilled_m3;
		if (isnan(zb[i]->billed_share))
			continue;
		share += k[i] * zb[i]->billed_share * zb[i]->due_days;
		weight += k[i] * zb[i]->due_days;
		all += k[i] * m3;
		read += k[i] * m3 * zb[i]->estimated_share;
		prorated += k[i] * m3 * zb[i]->prorated_share;
	}
	out->due_days = weight;
	out->billed_share = weight > 0 ? share / weight : NAN;
	out->estimated_share = all > 0 ? read / all : NAN;
	out->prorated_share = all > 0 ? prorated / all : NAN;
}

/* Coverage weighted by volume; the flags that one of them has. */
static void
sum_quality(
    const struct zonebalance *const *zb, size_t n, struct zonebalance *out)
{
	const unsigned never = ZB_NO_METERS;
	double cover = 0, supply = 0;

	for (size_t i = 0; i < n; i++) {
		out->flags |= zb[i]->flags & ~never;
		if (lacks_both(zb[i], CJJ_OWN_SUPPLY, CJJ_IMPORTED))
			out->leaf[CJJ_OWN_SUPPLY] = out->leaf[CJJ_IMPORTED] =
			    bound_none();
		if (isnan(zb[i]->leaf[CJJ_BILLED_METERED].v))
			out->leaf[CJJ_BILLED_METERED] = bound_none();
		if (isnan(zb[i]->coverage) || isnan(zb[i]->supply.m3))
			continue;
		cover += zb[i]->coverage * fabs(zb[i]->supply.m3);
		supply += fabs(zb[i]->supply.m3);
	}
	if (supply > 0)
		out->coverage = cover / supply;
}

/* Rates weighted by supply: those of a region. */
static double
region_rate(struct zonebalance_work *w, const struct zonebalance *const *zb,
    const double *k, size_t n)
{
	double *r = xcalloc(n + 1, sizeof *r), *qs = xcalloc(n + 1, sizeof *qs);
	double rate;

	for (size_t i = 0; i < n; i++) {
		struct zonekpi kpi;

		zonekpi(w, zb[i], STANDARD_CJJ92, &kpi);
		r[i] = kpi.cjj.rbl_pct.v;
		qs[i] = k[i] * kpi.supply.v;
	}
	rate = cjj_region_pct(r, qs, (int)n);
	free(r);
	free(qs);
	return rate;
}

void
zonebalance_sum(struct zonebalance_work *w, const struct zonebalance *const *zb,
    const double *k, size_t n, struct zonebalance *out)
{
	*out = (struct zonebalance){.from = zb[0]->from,
	    .to = zb[0]->to,
	    .zone = zb[0]->zone,
	    .days = zb[0]->days,
	    .hours_supply = NAN,
	    .coverage = NAN,
	    .azp_m = zb[0]->azp_m,
	    .target_pct = zb[0]->target_pct,
	    .policy_pct = zb[0]->policy_pct,
	    .outlet_mpa = zb[0]->outlet_mpa,
	    .frost_m = zb[0]->frost_m,
	    .supply.m3 = NAN};
	for (int i = 0; i < LEAVES; i++)
		sum_leaf(zb, k, n, i, out);
	sum_meters(w, zb, k, n, out);
	out->own_err_pct = joint_bulk_err(zb, k, n, CJJ_OWN_SUPPLY);
	out->imported_err_pct = joint_bulk_err(zb, k, n, CJJ_IMPORTED);
	out->exported_err_pct = joint_bulk_err(zb, k, n, CJJ_EXPORTED);
	sum_network(zb, k, n, out);
	sum_billing(zb, k, n, out);
	sum_quality(zb, n, out);
	out->region_rbl_pct = region_rate(w, zb, k, n);
}
