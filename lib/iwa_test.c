/*
 * IWA and AWWA: balances by hand, and published confidence limits.
 */
#include "iwa.h"

#include <string.h>

#include "tap.h"

static struct iwa_in
nothing(int awwa)
{
	const struct bound none = bound_none();

	return (struct iwa_in){.awwa = awwa,
	    .own = none,
	    .imported = none,
	    .exported = none,
	    .bm = none,
	    .bu = none,
	    .um = none,
	    .uu = none,
	    .uc = none,
	    .cmi = none,
	    .sdhe = none,
	    .apparent = none,
	    .cmi_pct = none,
	    .uc_pct = 0.25,
	    .sdhe_pct = 0.25,
	    .uu_pct = 1.25,
	    .err_default_pct = 50};
}

/* Own 1000, imported 200, exported 100; used 800 + 20, free 30; meters 4 %. */
static struct iwa_in
town(int awwa)
{
	struct iwa_in in = nothing(awwa);

	in.own = bound_input(1000, 0, 20);
	in.imported = bound_exact(200);
	in.exported = bound_exact(100);
	in.bm = bound_input(800, 1, 8);
	in.bu = bound_exact(20);
	in.um = bound_exact(30);
	in.cmi_pct = bound_input(4, 2, 1);
	return in;
}

static void
awwa(void)
{
	struct iwa_in in = town(1);
	struct iwa_out r;
	const double cmi = 830 / 0.96 - 830;
	const double al = 2.75 + cmi + 2;

	iwa_balance(&in, &r);
	near(r.m3[IWA_SUPPLY].v, 1100, 1e-9, "water supplied");
	near(r.m3[IWA_EXPORTED_OFF].v, -100, 1e-9, "exports are taken off");
	near(r.m3[IWA_UU].v, 13.75, 1e-9, "1.25 % of it");
	near(r.m3[IWA_AUTHORISED].v, 863.75, 1e-9, "authorised");
	near(r.m3[IWA_LOSSES].v, 236.25, 1e-9, "losses");
	near(r.m3[IWA_CMI].v, cmi, 1e-9, "830/0.96 - 830");
	near(r.m3[IWA_APPARENT].v, al, 1e-9, "apparent");
	near(r.m3[IWA_REAL].v, 236.25 - al, 1e-9, "real: the rest");
	near(r.nrw_m3.v, 1100 - 820, 1e-9, "NRW is what is not billed");
	near(r.nrw_pct.v, 100 * 280 / 1100.0, 1e-9, "of the water supplied");
	ok(r.flags == IWA_DEFAULTS, "three defaults, no contradiction");
	ok(r.by_default[IWA_UU] && r.by_default[IWA_UC] &&
		r.by_default[IWA_SDHE] && !r.by_default[IWA_CMI],
	    "which");
	/* the supply moves UU and UC too: 20 (1 - 0.0125 - 0.0025) */
	near(r.m3[IWA_REAL].e[0], 20 * 0.985, 1e-9, "RL by the supply");
	/* BM moves CMI and SDHE too */
	near(r.m3[IWA_REAL].e[1], -8 * (1 + 0.04 / 0.96 + 0.0025), 1e-9,
	    "by the billing");
	/* d/dp of 830 p/(1 - p) = 830/(1 - p)^2 */
	near(r.m3[IWA_REAL].e[2], -830 / 0.96 / 0.96 * 0.01, 1e-9,
	    "by the meters' error");
	near(r.m3[IWA_REAL].e[IWA_IN_UC], -2.75 / 2, 1e-9,
	    "by the default, of which 50 %");
}

static void
iwa(void)
{
	struct iwa_in in = town(0);
	struct iwa_out r;

	iwa_balance(&in, &r);
	near(r.m3[IWA_SUPPLY].v, 1200, 1e-9, "system input");
	near(r.m3[IWA_BILLED].v, 920, 1e-9, "exports are billed");
	near(r.m3[IWA_UU].v, 13.75, 1e-9, "defaults of the water supplied");
	near(r.m3[IWA_LOSSES].v, 236.25, 1e-9, "the same losses");
	near(r.nrw_m3.v, 280, 1e-9, "the same NRW");
	near(r.nrw_pct.v, 100 * 280 / 1200.0, 1e-9, "of the system input");
	near(r.supplied_m3, 1100, 1e-9, "water supplied");
}

/* Meters that miss 2 %: 1000/0.98 went through. */
static void
bulk(void)
{
	struct iwa_in in = town(1);
	struct iwa_out r;

	in.own_err_pct = -2;
	in.imported_err_pct = 1;
	in.exported_err_pct = 5;
	iwa_balance(&in, &r);
	near(r.m3[IWA_SUPPLY].v, 1000 / 0.98 + 200 / 1.01 - 100 / 1.05, 1e-9,
	    "each corrected by its own error");
	in.own_err_pct = -100;
	iwa_balance(&in, &r);
	near(r.m3[IWA_SUPPLY].v, NAN, 0, "nothing registered: no supply");
	ok(r.flags & IWA_BULK_WRONG && r.flags & IWA_NO_SUPPLY, "and why");
}

static void
odd(void)
{
	struct iwa_in in = town(1);
	struct iwa_out r;

	in.cmi_pct = bound_none();
	iwa_balance(&in, &r);
	ok(r.flags & IWA_NO_CMI, "meters not known");
	near(r.m3[IWA_REAL].v, 236.25 - 4.75, 1e-9, "the rest has them too");
	in.apparent = bound_exact(300);
	iwa_balance(&in, &r);
	ok(r.flags == (IWA_REAL_BELOW | IWA_DEFAULTS), "apparent as a whole");
	near(r.m3[IWA_REAL].v, -63.75, 1e-9, "more than the losses: as it is");
	near(r.m3[IWA_UC].v, NAN, 0, "parts are not told");
	in = town(1);
	in.bm = bound_exact(2000);
	iwa_balance(&in, &r);
	ok(r.flags & IWA_NEGATIVE && r.flags & IWA_REAL_BELOW,
	    "more used than supplied");
	in = town(1);
	in.bm = in.bu = bound_none();
	iwa_balance(&in, &r);
	ok(r.flags & IWA_NO_BILLED, "nothing known of billed use");
	near(r.m3[IWA_LOSSES].v, NAN, 0, "no losses");
	near(r.nrw_m3.v, NAN, 0, "no NRW");
	in = town(1);
	in.bm = in.um = bound_none();
	iwa_balance(&in, &r);
	ok(r.flags & IWA_NO_BILLED && isnan(r.m3[IWA_BILLED].v) &&
		isnan(r.m3[IWA_UNBILLED].v) && isnan(r.m3[IWA_LOSSES].v),
	    "metered use missing: what was not metered is no total");
	in = nothing(0);
	iwa_balance(&in, &r);
	ok(r.flags & IWA_NO_SUPPLY, "nothing at all");
	near(r.m3[IWA_UU].v, NAN, 0, "no default of nothing");
	in = town(0);
	in.own = bound_exact(-50);
	in.imported = in.exported = bound_none();
	iwa_balance(&in, &r);
	ok(r.flags & IWA_NO_SUPPLY, "a supply below zero");
	near(r.nrw_pct.v, NAN, 0, "has no rates");
	in.base_billed = 1;
	in.own = bound_exact(1000);
	iwa_balance(&in, &r);
	near(r.m3[IWA_UU].v, 0.0125 * 820, 1e-9, "version 6: of billed use");
	near(iwa_cmi(bound_exact(4500), bound_exact(8)).v, 391.3043, 0.00005,
	    "master/sub difference");
	near(iwa_cmi(bound_exact(3000), bound_exact(2)).v, 61.2245, 0.00005,
	    "meter error");
	near(iwa_cmi(bound_exact(100), bound_exact(-5)).v, 100 / 1.05 - 100,
	    1e-9, "meters that run fast");
	near(iwa_cmi(bound_exact(100), bound_exact(100)).v, NAN, 0,
	    "meters that stand still");
}

/* Thornton, Sturm, Kunkel, table 7.5 (San Francisco): five sources of 2.55 %,
 * billed 1.12528 %; million gallons a year.  Recomputed: supply +- 1.332 %,
 * NRW +- 11.206 %. */
static void
confidence(void)
{
	static const double source[] = {
	    7512.80, 10519.84, 6580.71, 4411.61, 7.60};
	struct iwa_in in = nothing(0);
	struct iwa_out r;

	in.own = bound_exact(0);
	for (int i = 0; i < 5; i++)
		in.own = bound_add(
		    in.own, bound_input(source[i], 10 + i, source[i] * 0.0255));
	in.bm = bound_input(24778.64, 1, 24778.64 * 0.0112528);
	iwa_balance(&in, &r);
	near(r.m3[IWA_SUPPLY].v, 29032.56, 1e-6, "system input");
	near(100 * bound_half(&r.m3[IWA_SUPPLY]) / r.m3[IWA_SUPPLY].v, 1.332,
	    0.0005, "its limits");
	near(r.nrw_m3.v, 4253.92, 1e-6, "NRW");
	near(100 * bound_half(&r.nrw_m3) / r.nrw_m3.v, 11.206, 0.0005,
	    "its limits");
}

static void
names(void)
{
	for (int i = 0; i < IWA_ITEMS; i++)
		for (int k = 0; k < i; k++)
			if (strcmp(iwa_name((enum iwa_item)i),
				iwa_name((enum iwa_item)k)) == 0)
				ok(i == IWA_EXPORTED && k == IWA_EXPORTED_OFF,
				    "only exports have two places");
	ok(iwa_parent(IWA_SUPPLY) == IWA_ITEMS, "the supply is part of none");
	ok(iwa_parent(IWA_REAL) == IWA_LOSSES, "real losses are of losses");
}

int
main(void)
{
	awwa();
	iwa();
	bulk();
	odd();
	confidence();
	names();
	return tap_done();
}
