/*
 * Water balance and loss rates of CJJ 92-2016, revision 2018.
 */
#include "cjj92.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>

_Static_assert((int)CJJ_ITEMS <= (int)BOUND_INPUTS, "an input for each item");

/* Limits belong to the better side; a sum may miss one by its last bits. */
static const double SLACK = 1e-9;

static const struct {
	const char *name;
	enum cjj_item parent;
	bool sum; /* computed, not read from cjj_in */
} items[CJJ_ITEMS] = {
    [CJJ_SUPPLY] = {"supply", CJJ_ITEMS, true},
    [CJJ_OWN_SUPPLY] = {"own_supply", CJJ_SUPPLY, false},
    [CJJ_IMPORTED] = {"imported", CJJ_SUPPLY, false},
    [CJJ_AUTHORISED] = {"authorised", CJJ_SUPPLY, true},
    [CJJ_BILLED] = {"billed", CJJ_AUTHORISED, true},
    [CJJ_BILLED_METERED] = {"billed_metered", CJJ_BILLED, false},
    [CJJ_BILLED_UNMETERED] = {"billed_unmetered", CJJ_BILLED, false},
    [CJJ_EXPORTED] = {"exported", CJJ_BILLED, false},
    [CJJ_UNBILLED] = {"unbilled", CJJ_AUTHORISED, true},
    [CJJ_UNBILLED_METERED] = {"unbilled_metered", CJJ_UNBILLED, false},
    [CJJ_UNBILLED_UNMETERED] = {"unbilled_unmetered", CJJ_UNBILLED, false},
    [CJJ_LOSSES] = {"losses", CJJ_SUPPLY, true},
    [CJJ_REAL] = {"real_losses", CJJ_LOSSES, true},
    [CJJ_REPORTED] = {"reported_leakage", CJJ_REAL, false},
    [CJJ_UNREPORTED] = {"unreported_leakage", CJJ_REAL, false},
    [CJJ_BACKGROUND] = {"background_leakage", CJJ_REAL, false},
    [CJJ_TANK] = {"tank_loss", CJJ_REAL, false},
    [CJJ_METERING] = {"metering_losses", CJJ_LOSSES, true},
    [CJJ_HOUSEHOLD_METER] = {"household_meter_loss", CJJ_METERING, false},
    [CJJ_NONHOUSEHOLD_METER] = {"nonhousehold_meter_loss", CJJ_METERING, false},
    [CJJ_OTHER] = {"other_losses", CJJ_LOSSES, true},
};

const char *
cjj_name(enum cjj_item item)
{
	assert(item < CJJ_ITEMS);
	return items[item].name;
}

enum cjj_item
cjj_parent(enum cjj_item item)
{
	assert(item < CJJ_ITEMS);
	return items[item].parent;
}

double
cjj_orifice_m3h(double c1, double c2, double area_m2, double head_m)
{
	const double g = 9.8;

	return head_m >= 0 ? c1 * c2 * area_m2 * sqrt(2 * g * head_m) * 3600 :
			     NAN;
}

double
cjj_cover(double dn_mm)
{
	if (!(dn_mm > 0))
		return NAN;
	return dn_mm <= 50 ? 0.96 : dn_mm <= 300 ? 0.95 : 0.94;
}

double
cjj_background_m3(double qn_m3kmh, double km, double hours)
{
	return qn_m3kmh * km * hours;
}

static bool
known(const struct cjj_out *out, enum cjj_item item)
{
	return !isnan(out->m3[item].v);
}

/* Adds what is known to a sum; not known if nothing is. */
static void
add_known(struct bound *sum, const struct bound *x)
{
	if (isnan(sum->v))
		*sum = *x;
	else if (!isnan(x->v))
		*sum = bound_add(*sum, *x);
}

/* The sum of the parts, which stand behind it. */
static void
sum_children(struct cjj_out *out, enum cjj_item parent)
{
	struct bound *sum = &out->m3[parent];

	*sum = bound_none();
	for (int i = (int)parent + 1; i < CJJ_ITEMS; i++)
		if (items[i].parent == parent)
			add_known(sum, &out->m3[i]);
}

static void
put_leaf(const struct cjj_in *in, enum cjj_item item, struct bound *m3)
{
	const double v = in->m3[item];

	if (in->leaf != NULL)
		*m3 = in->leaf[item];
	else if (isnan(v))
		*m3 = bound_none();
	else
		*m3 = bound_input(
		    v, (int)item, fabs(v) * in->err_pct[item] / 100);
}

/* Table 4.2.1 from the right to the left, up to the authorised use. */
static void
sum_use(const struct cjj_in *in, struct cjj_out *out)
{
	struct bound *m3 = out->m3;

	for (int i = 0; i < CJJ_ITEMS; i++)
		if (!items[i].sum)
			put_leaf(in, (enum cjj_item)i, &m3[i]);
	m3[CJJ_SUPPLY] = m3[CJJ_OWN_SUPPLY];
	add_known(&m3[CJJ_SUPPLY], &m3[CJJ_IMPORTED]);
	sum_children(out, CJJ_BILLED);
	sum_children(out, CJJ_UNBILLED);
	sum_children(out, CJJ_AUTHORISED);
	if (!known(out, CJJ_BILLED_METERED)) {
		out->flags |= CJJ_NO_BILLED;
		m3[CJJ_BILLED] = m3[CJJ_UNBILLED] = bound_none();
		m3[CJJ_AUTHORISED] = bound_none();
	}
}

/* The losses, what they consist of, and "other" as the residual. */
static void
split_losses(struct cjj_out *out)
{
	struct bound *m3 = out->m3;
	const double tol = SLACK * fabs(m3[CJJ_SUPPLY].v);
	struct bound parts;

	m3[CJJ_LOSSES] = bound_sub(m3[CJJ_SUPPLY], m3[CJJ_AUTHORISED]);
	sum_children(out, CJJ_REAL);
	sum_children(out, CJJ_METERING);
	parts = m3[CJJ_REAL];
	add_known(&parts, &m3[CJJ_METERING]);
	m3[CJJ_OTHER] =
	    isnan(parts.v) ? m3[CJJ_LOSSES] : bound_sub(m3[CJJ_LOSSES], parts);

	for (int i = 0; i < CJJ_ITEMS; i++)
		if ((items[i].parent == CJJ_REAL ||
			items[i].parent == CJJ_METERING) &&
		    !known(out, (enum cjj_item)i))
			out->flags |= CJJ_NOT_EVALUATED;
	if (m3[CJJ_LOSSES].v < -tol)
		out->flags |= CJJ_NEGATIVE;
	if (!isnan(parts.v) && m3[CJJ_OTHER].v < -tol)
		out->flags |= CJJ_EXCEEDS;
}

/* part/supply in per cent. */
static struct bound
pct_of_supply(const struct cjj_out *out, const struct bound *part)
{
	if (out->flags & CJJ_NO_SUPPLY)
		return bound_none();
	return bound_scale(bound_div(*part, out->m3[CJJ_SUPPLY]), 100);
}

/* R1, %; not known where more is said to be read than was supplied. */
static struct bound
household_correction(const struct cjj_in *in, const struct cjj_out *out)
{
	const struct bound read = in->household_read != NULL ?
				      *in->household_read :
				      bound_exact(in->household_read_m3);

	if (read.v < 0 || read.v > out->m3[CJJ_SUPPLY].v)
		return bound_none();
	return bound_scale(pct_of_supply(out, &read), 0.08);
}

/* R2 before its limits, %: mains per supply of a whole year. */
static struct bound
length_correction(const struct cjj_in *in, const struct cjj_out *out)
{
	struct bound a; /* km per 10^4 m3 a year */

	if (out->flags & CJJ_NO_SUPPLY || !(in->mains_km >= 0) ||
	    !(in->days > 0) || !(in->year_days > 0))
		return bound_none();
	a = bound_div(bound_exact(in->mains_km * 1e4),
	    bound_scale(out->m3[CJJ_SUPPLY], in->year_days / in->days));
	return bound_scale(bound_sub(a, bound_exact(0.0693)), 99);
}

static struct bound
clip(struct bound b, double limit)
{
	if (b.v > limit)
		return bound_exact(limit);
	return b.v < -limit ? bound_exact(-limit) : b;
}

/* R3, % */
static double
pressure_correction(double outlet_mpa)
{
	const double p = outlet_mpa - SLACK;

	if (isnan(p))
		return NAN;
	return p <= 0.35 ? 0 : p <= 0.55 ? 0.5 : p <= 0.75 ? 1 : 2;
}

/* R4, % */
static double
frost_correction(double frost_m)
{
	return isnan(frost_m) ? NAN : frost_m > 1.4 + SLACK;
}

static void
flag_if(struct cjj_out *out, bool cond, unsigned flag)
{
	if (cond)
		out->flags |= flag;
}

/* R1 to R4, their sum and R_BL.  The supply stands in R_WL, R1 and R2: its
 * error moves them together. */
static void
correct_rate(const struct cjj_in *in, struct cjj_out *out)
{
	const struct bound r1 = household_correction(in, out);
	const struct bound raw = length_correction(in, out);
	const struct bound r2 = clip(raw, 3);
	struct bound rn = bound_add(r1, r2);

	out->r1_pct = r1.v;
	out->r2_raw_pct = raw.v;
	out->r2_pct = r2.v;
	out->r3_pct = pressure_correction(in->outlet_mpa);
	out->r4_pct = frost_correction(in->frost_m);
	rn = bound_add(rn, bound_exact(out->r3_pct + out->r4_pct));
	out->rn_pct = rn.v;
	out->rbl_pct = bound_sub(out->rwl_pct, rn);
	out->limit1_pct = 10 + rn.v;
	out->limit2_pct = 12 + rn.v;
	out->real_limit_pct = 0.7 * out->limit2_pct;

	flag_if(out, isnan(out->r1_pct), CJJ_NO_R1);
	flag_if(out, isnan(out->r2_pct), CJJ_NO_R2);
	flag_if(out, isnan(out->r3_pct), CJJ_NO_R3);
	flag_if(out, isnan(out->r4_pct), CJJ_NO_R4);
	flag_if(out,
	    !isnan(out->r2_pct) && fabs(in->days - in->year_days) > SLACK,
	    CJJ_ANNUALISED);
}

static enum cjj_grade
grade(const struct cjj_out *out)
{
	const double rbl = out->rbl_pct.v;

	if (isnan(rbl) || out->flags & CJJ_NEGATIVE)
		return CJJ_UNGRADED;
	if (rbl <= 10 + SLACK)
		return CJJ_GRADE1;
	return rbl <= 12 + SLACK ? CJJ_GRADE2 : CJJ_FAILED;
}

void
cjj_balance(const struct cjj_in *in, struct cjj_out *out)
{
	struct bound nrw;

	out->flags = 0; /* all else is set below */
	sum_use(in, out);
	flag_if(out, !(out->m3[CJJ_SUPPLY].v > 0), CJJ_NO_SUPPLY);
	split_losses(out);

	out->rwl_pct = pct_of_supply(out, &out->m3[CJJ_LOSSES]);
	out->rrl_pct = pct_of_supply(out, &out->m3[CJJ_REAL]);
	correct_rate(in, out);
	out->grade = grade(out);

	nrw = out->flags & CJJ_NO_BILLED ?
		  bound_none() :
		  bound_sub(out->m3[CJJ_SUPPLY], out->m3[CJJ_BILLED]);
	out->nrw_m3 = nrw.v;
	out->nrw_pct = pct_of_supply(out, &nrw).v;
}

double
cjj_region_pct(const double *r_pct, const double *qs_m3, int n)
{
	double loss = 0, supply = 0;

	for (int i = 0; i < n; i++) {
		loss += r_pct[i] * qs_m3[i];
		supply += qs_m3[i];
	}
	return supply > 0 ? loss / supply : NAN;
}
