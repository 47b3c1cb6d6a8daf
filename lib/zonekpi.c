#include "zonekpi.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* --- CJJ 92 --- */

static void
balance_cjj(const struct zonebalance *zb, struct cjj_out *out)
{
	struct cjj_in in = {.household_read_m3 = NAN,
	    .mains_km = zb->mains_km,
	    .outlet_mpa = zb->outlet_mpa,
	    .frost_m = zb->frost_m,
	    .days = zb->days,
	    .leaf = zb->leaf,
	    .household_read = &zb->leaf[LEAF_HOUSEHOLD_READ]};
	int y, m, d;

	cal_civil(zb->from, &y, &m, &d);
	in.year_days = cal_year_days(y);
	cjj_balance(&in, out);
	if (!isnan(zb->region_rbl_pct) && !isnan(out->rbl_pct.v))
		out->rbl_pct.v = zb->region_rbl_pct;
}

static void
by_cjj(const struct zonebalance *zb, struct zonekpi *k)
{
	struct cjj_out *c = &k->cjj;

	balance_cjj(zb, c);
	balance_of_cjj(c, zb->basis, &k->b);
	k->household_read_m3 = zb->leaf[LEAF_HOUSEHOLD_READ].v;
	k->supply = c->m3[CJJ_SUPPLY];
	k->authorised = c->m3[CJJ_AUTHORISED];
	k->losses = c->m3[CJJ_LOSSES];
	k->rwl_pct = c->rwl_pct;
	k->nrw_m3 = bound_exact(c->nrw_m3);
	k->nrw_pct = bound_exact(c->nrw_pct);
	k->real = c->m3[CJJ_REAL];
	if (isnan(c->m3[CJJ_REPORTED].v) || isnan(c->m3[CJJ_UNREPORTED].v) ||
	    isnan(c->m3[CJJ_BACKGROUND].v))
		k->real = bound_none();
}

/* --- IWA, AWWA --- */

/* Customer meters: as stated, or the sum of the two losses of CJJ 92. */
static struct bound
meter_loss(const struct zonebalance *zb)
{
	const struct bound *l = zb->leaf;

	if (!isnan(l[LEAF_CUSTOMER_METER].v) || !isnan(zb->cmi_pct.v))
		return l[LEAF_CUSTOMER_METER];
	if (isnan(l[CJJ_HOUSEHOLD_METER].v) ||
	    isnan(l[CJJ_NONHOUSEHOLD_METER].v))
		return bound_none();
	return bound_add(l[CJJ_HOUSEHOLD_METER], l[CJJ_NONHOUSEHOLD_METER]);
}

static void
balance_iwa(struct zonebalance_work *w, const struct zonebalance *zb,
    enum standard standard, struct iwa_out *out)
{
	const struct network *n = zonebalance_network(w);
	const struct bound *l = zb->leaf;
	const long z = (long)zb->zone;
	const char *base = network_param(n, "default_base", z, zb->from);
	struct iwa_in in = {.awwa = standard == STANDARD_AWWA,
	    .base_billed = *base == 'b',
	    .own = l[CJJ_OWN_SUPPLY],
	    .imported = l[CJJ_IMPORTED],
	    .exported = l[CJJ_EXPORTED],
	    .bm = l[CJJ_BILLED_METERED],
	    .bu = l[CJJ_BILLED_UNMETERED],
	    .um = l[CJJ_UNBILLED_METERED],
	    .uu = l[CJJ_UNBILLED_UNMETERED],
	    .uc = l[LEAF_UNAUTHORISED],
	    .cmi = meter_loss(zb),
	    .sdhe = l[LEAF_DATA_HANDLING],
	    .apparent = l[LEAF_APPARENT],
	    .own_err_pct = zb->own_err_pct,
	    .imported_err_pct = zb->imported_err_pct,
	    .exported_err_pct = zb->exported_err_pct,
	    .uc_pct = network_num(n, "unauthorised_pct", z, zb->from),
	    .sdhe_pct = network_num(n, "data_handling_pct", z, zb->from),
	    .uu_pct = network_num(n, "unbilled_unmetered_pct", z, zb->from),
	    .err_default_pct = network_num(n, "err_default_pct", z, zb->from),
	    .cmi_pct = zb->cmi_pct};

	iwa_balance(&in, out);
}

static void
by_iwa(
    struct zonebalance_work *w, const struct zonebalance *zb, struct zonekpi *k)
{
	const enum basis *of = zb->basis;
	enum basis basis[IWA_ITEMS] = {[IWA_OWN] = of[CJJ_OWN_SUPPLY],
	    [IWA_IMPORTED] = of[CJJ_IMPORTED],
	    [IWA_EXPORTED_OFF] = of[CJJ_EXPORTED],
	    [IWA_EXPORTED] = of[CJJ_EXPORTED],
	    [IWA_BM] = of[CJJ_BILLED_METERED],
	    [IWA_BU] = of[CJJ_BILLED_UNMETERED],
	    [IWA_UM] = of[CJJ_UNBILLED_METERED],
	    [IWA_UU] = of[CJJ_UNBILLED_UNMETERED],
	    [IWA_UC] = of[LEAF_UNAUTHORISED],
	    [IWA_SDHE] = of[LEAF_DATA_HANDLING],
	    [IWA_APPARENT] = of[LEAF_APPARENT]};
	struct iwa_out o;

	basis[IWA_CMI] = of[LEAF_CUSTOMER_METER] != BASIS_NONE ?
			     of[LEAF_CUSTOMER_METER] :
			     BASIS_SAMPLED;
	balance_iwa(w, zb, k->standard, &o);
	balance_of_iwa(&o, k->standard, basis, &k->b);
	k->supply = o.m3[IWA_SUPPLY];
	k->authorised = o.m3[IWA_AUTHORISED];
	k->losses = o.m3[IWA_LOSSES];
	k->real = o.flags & IWA_NO_CMI ? bound_none() : o.m3[IWA_REAL];
	k->nrw_m3 = o.nrw_m3;
	k->nrw_pct = o.nrw_pct;
	k->iwa_flags = o.flags;
	k->rwl_pct = o.flags & IWA_NO_SUPPLY ?
			 bound_none() :
			 bound_scale(bound_div(k->losses, k->supply), 100);
	k->cjj = (struct cjj_out){.r1_pct = NAN,
	    .r2_pct = NAN,
	    .r3_pct = NAN,
	    .r4_pct = NAN,
	    .rn_pct = NAN,
	    .rbl_pct = bound_none()};
	k->household_read_m3 = NAN;
}

/* --- both --- */

static struct bound
losses_of(struct zonebalance_work *w, const struct zonebalance *zb,
    enum standard standard)
{
	struct cjj_out c;
	struct iwa_out o;

	if (standard == STANDARD_CJJ92) {
		balance_cjj(zb, &c);
		return c.m3[CJJ_LOSSES];
	}
	balance_iwa(w, zb, standard, &o);
	return o.m3[IWA_LOSSES];
}

/* The losses with what the accounts will still use. */
static struct bound
final_losses(struct zonebalance_work *w, const struct zonebalance *zb,
    enum standard standard)
{
	const struct network *n = zonebalance_network(w);
	struct zonebalance all = *zb;
	double pct =
	    network_num(n, "err_forecast_pct", (long)zb->zone, zb->from);
	double err = network_num(n, "err_bill_pct", (long)zb->zone, zb->from);
	double bm = zb->bills_metered_m3, um = zb->bills_unbilled_m3;
	struct bound *l = all.leaf;

	l[CJJ_BILLED_METERED] =
	    bound_add(bound_input(bm, CJJ_BILLED_METERED, fabs(bm) * err / 100),
		bound_input(zb->forecast_m3, IWA_IN_FORECAST,
		    fabs(zb->forecast_m3) * pct / 100));
	l[CJJ_UNBILLED_METERED] = bound_add(
	    bound_input(um, CJJ_UNBILLED_METERED, fabs(um) * err / 100),
	    bound_input(zb->forecast_unbilled_m3, IWA_IN_FORECAST,
		fabs(zb->forecast_unbilled_m3) * pct / 100));
	return losses_of(w, &all, standard);
}

/* The losses once all is billed; not known where it is, or where a row of
 * `balance` tells what was. */
static struct bound
forecast(struct zonebalance_work *w, const struct zonebalance *zb,
    enum standard standard)
{
	double bm = zb->bills_metered_m3, told = zb->leaf[CJJ_BILLED_METERED].v;

	if (!(zb->flags & ZB_PROVISIONAL) || isnan(zb->forecast_m3) ||
	    (!isnan(told) && fabs(told - bm) > 1e-6 * fabs(bm)))
		return bound_none();
	return final_losses(w, zb, standard);
}

static struct bound
apparent_of(const struct zonekpi *k)
{
	return isnan(k->real.v) ? bound_none() : bound_sub(k->losses, k->real);
}

static double
sum_known(double a, double b)
{
	return isnan(a) ? b : isnan(b) ? a : a + b;
}

static void
find_indicators(
    struct zonebalance_work *w, const struct zonebalance *zb, struct zonekpi *k)
{
	const struct network *n = zonebalance_network(w);
	const long z = (long)zb->zone;
	const struct balance_item *um, *uu;
	struct indicator_in in = {.mains_km = zb->mains_km,
	    .connections = zb->connections,
	    .private_km = zb->private_km,
	    .hours_supply = zb->hours_supply,
	    .azp_m = zb->azp_m,
	    .days = zb->days,
	    .real = k->real,
	    .apparent = apparent_of(k),
	    .metered_sales_m3 = k->metered_sales_m3,
	    .ali_ref_pct = network_num(n, "ali_ref_pct", z, zb->from),
	    .retail_m3 = network_num(n, "retail_yuan_m3", z, zb->from),
	    .cv_m3 = network_num(n, "cv_yuan_m3", z, zb->from),
	    .operating_year = network_num(n, "operating_yuan", z, zb->from)};
	int y, m, d;

	cal_civil(zb->from, &y, &m, &d);
	um = balance_find(&k->b, "unbilled_metered");
	uu = balance_find(&k->b, "unbilled_unmetered");
	in.unbilled_m3 = sum_known(um->m3.v, uu->m3.v);
	in.year_days = cal_year_days(y);
	k->us = *network_param(n, "uarl_units", z, zb->from) == 'u';
	in.us = k->us;
	in.developed = strcmp(network_param(n, "band_group", z, zb->from),
			   "developed") == 0;
	in.real_at_retail =
	    *network_param(n, "real_loss_at", z, zb->from) == 'r';
	indicators(&in, &k->ind);
	k->apparent_m3 = in.apparent.v;
	k->loss_lcd = in.connections > 0 ?
			  k->losses.v * 1000 / (in.connections * in.days) :
			  NAN;
	k->loss_m3kmd =
	    in.mains_km > 0 ? k->losses.v / (in.mains_km * in.days) : NAN;
}

void
zonekpi(struct zonebalance_work *w, const struct zonebalance *zb,
    enum standard standard, struct zonekpi *k)
{
	k->standard = standard;
	k->target_pct = zb->target_pct;
	k->iwa_flags = 0;
	k->metered_sales_m3 = zb->leaf[CJJ_BILLED_METERED].v;
	if (standard == STANDARD_CJJ92)
		by_cjj(zb, k);
	else
		by_iwa(w, zb, k);
	find_indicators(w, zb, k);
	k->rrl_pct = k->supply.v > 0 ? 100 * k->real.v / k->supply.v : NAN;
	k->forecast = forecast(w, zb, standard);
}

/* --- words --- */

struct word {
	unsigned bit;
	const char *word;
};

static const struct word own[] = {{ZB_NO_METERS, "no_meters"},
    {ZB_SUPPLY_GAPS, "supply_gaps"}, {ZB_BILLING_SHORT, "billing_short"},
    {ZB_PROVISIONAL, "provisional"}, {ZB_ESTIMATED, "estimated_bills"},
    {ZB_PART_OF_PERIOD, "part_of_period"},
    {ZB_NEGATIVE_INPUT, "negative_input"}, {ZB_LEFT_OUT, "left_out"},
    {ZB_ASSUMED, "assumed"}, {ZB_ROWS_SHORT, "rows_short"},
    {ZB_ROWS_TWICE, "rows_twice"}, {ZB_NO_ACCOUNTS, "no_accounts"},
    {ZB_BILLED_TWICE, "billed_twice"}, {0, NULL}};
static const struct word of_cjj[] = {{CJJ_NO_SUPPLY, "no_supply"},
    {CJJ_NO_BILLED, "no_billed"}, {CJJ_NOT_EVALUATED, "not_evaluated"},
    {CJJ_EXCEEDS, "exceeds_losses"}, {CJJ_NEGATIVE, "negative_losses"},
    {CJJ_NO_R1, "no_r1"}, {CJJ_NO_R2, "no_r2"}, {CJJ_NO_R3, "no_r3"},
    {CJJ_NO_R4, "no_r4"}, {CJJ_ANNUALISED, "annualised"}, {0, NULL}};
static const struct word of_iwa[] = {{IWA_NO_SUPPLY, "no_supply"},
    {IWA_NO_BILLED, "no_billed"}, {IWA_NO_CMI, "no_cmi"},
    {IWA_REAL_BELOW, "exceeds_losses"}, {IWA_NEGATIVE, "negative_losses"},
    {IWA_DEFAULTS, "defaults"}, {IWA_BULK_WRONG, "bulk_wrong"}, {0, NULL}};
static const struct word of_indicators[] = {{IND_NO_UARL, "no_uarl"},
    {IND_CONNECTIONS, "few_connections"}, {IND_DENSITY, "low_density"},
    {IND_PRESSURE, "odd_pressure"}, {IND_ILI_LOW, "ili_below_1"}, {0, NULL}};

/* Adds the words of the flags at p; the new end. */
static char *
add_words(char *p, const struct word *w, unsigned flags)
{
	for (; w->word != NULL; w++)
		if (flags & w->bit)
			p = stpcpy(stpcpy(p, " "), w->word);
	return p;
}

const char *
zonekpi_words(const struct zonebalance *zb, const struct zonekpi *k,
    char buf[ZONEKPI_WORDS])
{
	static const struct word corrections[] = {
	    {ZB_R1_FROM_BILLS, "r1_from_bills"},
	    {ZB_R3_BY_WEIGHT, "r3_by_weight"}, {0, NULL}};
	static const struct word azp[] = {
	    {ZB_AZP_PARAM, "azp_param"}, {ZB_AZP_GAPS, "azp_gaps"}, {0, NULL}};
	char *p = buf;

	*p = '\0';
	p = add_words(p, own, zb->flags);
	if (k->standard == STANDARD_CJJ92) {
		p = add_words(p, corrections, zb->flags);
		p = add_words(p, of_cjj, k->cjj.flags);
	} else {
		p = add_words(p, of_iwa, k->iwa_flags);
	}
	if (!isnan(k->real.v)) {
		p = add_words(p, azp, zb->flags);
		p = add_words(p, of_indicators, k->ind.flags);
	}
	return p > buf ? buf + 1 : buf; /* behind the first blank */
}

const char *
zonekpi_grade(const struct zonekpi *k)
{
	static const char *const word[] = {"", "1", "2", "fail"};

	return word[k->cjj.grade];
}

const char *
zonekpi_target_met(const struct zonekpi *k)
{
	double r = k->cjj.rbl_pct.v;

	if (isnan(r) || isnan(k->target_pct))
		return "";
	return r <= k->target_pct + 1e-9 ? "yes" : "no";
}

const char *
zonekpi_state(const struct zonebalance *zb)
{
	if (isnan(zb->billed_share))
		return "";
	return zb->flags & ZB_PROVISIONAL ? "provisional" : "final";
}

static const char *
grade_words(const struct zonekpi *k, const char *lang)
{
	static const char *const word[2][4] = {
	    {"cannot be graded", "grade 1", "grade 2", "not met"},
	    {"无法评定", "一级", "二级", "不达标"}};

	return word[strcmp(lang, "zh") == 0][k->cjj.grade];
}

void
zonekpi_verdict(const struct zonekpi *k, int edition, const char *lang,
    char *buf, size_t size)
{
	const struct cjj_out *c = &k->cjj;
	const char *grade = grade_words(k, lang);
	int zh = strcmp(lang, "zh") == 0;
	double rwl = c->rwl_pct.v, rbl = c->rbl_pct.v;

	*buf = '\0';
	if (k->standard != STANDARD_CJJ92 || isnan(rwl))
		return;
	if (isnan(rbl))
		snprintf(buf, size, "%s %.2f %%: %s",
		    edition == 2016 ? "漏损率" : "综合漏损率", rwl, grade);
	else if (edition == 2016 && zh)
		snprintf(buf, size,
		    "漏损率 %.2f %%，修正后限值 %.2f %%、%.2f %%：%s（漏失率"
		    "限值 %.2f %%）",
		    rwl, c->limit1_pct, c->limit2_pct, grade,
		    c->real_limit_pct);
	else if (edition == 2016)
		snprintf(buf, size,
		    "loss rate (漏损率) %.2f %%, limits %.2f and %.2f %%: %s "
		    "(real-loss limit %.2f %%)",
		    rwl, c->limit1_pct, c->limit2_pct, grade,
		    c->real_limit_pct);
	else if (zh)
		snprintf(buf, size, "综合漏损率 %.2f %%，漏损率 %.2f %%：%s",
		    rwl, rbl, grade);
	else
		snprintf(buf, size,
		    "overall loss rate (综合漏损率) %.2f %%, loss rate "
		    "(漏损率) %.2f %%: %s",
		    rwl, rbl, grade);
}
