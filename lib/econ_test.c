#include "econ.h"

#include <math.h>
#include <string.h>

#include "tap.h"

/* A zone with round figures, each sum below done by hand. */
static struct econ_in
zone(void)
{
	struct econ_in in = {.days = 30,
	    .supply = bound_input(30000, NIGHT_FLOW, 600),
	    .sales = bound_input(24000, ECON_SALES, 480),
	    .unbilled = bound_exact(300),
	    .real = bound_input(130, NIGHT_FLOW, 20),
	    .background = bound_input(30, NIGHT_UBL, 15),
	    .enf = bound_input(4, NIGHT_LNU, 1),
	    .espb = bound_input(2.5, NIGHT_LNU, 0.625),
	    .uarl_m3d = 13,
	    .mains_km = 10,
	    .connections = 200,
	    .private_km = 4,
	    .meters = 100,
	    .cv = 2,
	    .retail = 3,
	    .survey = 1000,
	    .repair = 4000,
	    .ali_ref_pct = 5,
	    .rise = 4,
	    .rise_lo = 3,
	    .rise_hi = 5};

	return in;
}

static double
fig(const struct econ *e, enum econ_fig f)
{
	return e->fig[f].v;
}

static void
test_figures(void)
{
	struct econ_in in = zone();
	struct econ e;

	econ(&in, &e);
	near(fig(&e, ECON_LOSS_M3), 5700, 1e-9, "loss");
	near(fig(&e, ECON_LOSS_PCT), 19, 1e-9, "loss rate");
	near(fig(&e, ECON_NRW_PCT), 20, 1e-9, "non-revenue water");
	near(fig(&e, ECON_RECOVERABLE), 100, 1e-9, "recoverable");
	near(e.fig[ECON_RECOVERABLE].hi - 100, 25, 1e-9, "3-4-5 of its causes");
	near(fig(&e, ECON_R_LCD), 500, 1e-9, "by connection");
	near(fig(&e, ECON_R_M3KMD), 10, 1e-9, "by km");
	near(fig(&e, ECON_R_YUAN), 200, 1e-9, "in money");
	near(fig(&e, ECON_R_CONN), 1, 1e-12, "money by connection");
	near(fig(&e, ECON_R_KM), 20, 1e-12, "money by km");
	near(fig(&e, ECON_APPARENT), 60, 1e-9, "190 less 130");
	/* The meter: 600/30 - 20 is 0; what is left is that of the sales. */
	near(e.fig[ECON_APPARENT].hi - 60, 16, 1e-9, "one meter, once");
	near(fig(&e, ECON_ALI), 1.5, 1e-12, "60 of 40");
	near(fig(&e, ECON_APPARENT_LMD), 200, 1e-9, "20 m3/d of 100 meters");
	near(fig(&e, ECON_APPARENT_YUAN), 60, 1e-9, "20 m3/d at 3");
	near(fig(&e, ECON_TOTAL), 120, 1e-9, "both");
	near(fig(&e, ECON_ILI), 10, 1e-12, "ILI");
	near(fig(&e, ECON_COST), 20000, 1e-9, "10 km and 2.5 repairs");
	near(fig(&e, ECON_BENEFIT), 73000, 1e-9, "100 * 365 * 2");
	near(fig(&e, ECON_RETURN), 2.65, 1e-12, "return");
	near(fig(&e, ECON_PAYBACK), 20000 / 73000.0 * 12, 1e-12, "payback");
	ok(e.fig[ECON_PAYBACK].lo < e.fig[ECON_PAYBACK].v &&
		e.fig[ECON_PAYBACK].v < e.fig[ECON_PAYBACK].hi,
	    "payback within its bounds");
	ok(e.flags == 0, "nothing to be said");
}

/* WE-11b: CI 800, CV 2.5, RR 4, Lm 50. */
static void
test_frequency(void)
{
	struct econ_survey s = econ_survey(800, 2.5, 4, 50), none;

	near(s.eif_months, 7.9450, 5e-5, "EIF");
	near(100 * s.ep, 151.038, 5e-4, "EP");
	near(s.abi_yuan_yr, 60415.23, 5e-3, "ABI");
	near(s.eurl_m3_yr, 24166.09, 5e-3, "EURL");
	near(s.eurl_m3_yr / 365, 66.208, 5e-4, "EURL a day");
	none = econ_survey(800, 2.5, 0, 50);
	ok(isnan(none.eif_months) && isnan(none.eurl_m3_yr), "no rise: none");
}

/* The total cost that the formula minimises has its least there, and the two
 * halves are equal. */
static void
test_optimum(void)
{
	double best = INFINITY, at = 0, survey = 0, water = 0;

	for (double t = 1; t < 30; t += 0.001) {
		double a = 12 * 800 * 50 / t;
		double b = 0.5 * 4 * 50 * t / 12 * 365 * 2.5;

		if (a + b < best) {
			best = a + b;
			at = t;
			survey = a;
			water = b;
		}
	}
	near(at, econ_survey(800, 2.5, 4, 50).eif_months, 1e-3, "least cost");
	near(survey / water, 1, 1e-3, "surveys cost what the water does");
}

/* WE-18 by a day of 1000 m3 lost, 280 real; WE-17. */
static void
test_published(void)
{
	static const double real[] = {4221, 33862, 1059},
			    uarl[] = {415, 4260, 370},
			    rest[] = {3806, 29602, 689};
	struct econ_in in = zone();
	struct econ e;

	in.days = 1;
	in.supply = bound_exact(4000);
	in.sales = bound_exact(3000);
	in.unbilled = bound_exact(0);
	in.real = bound_exact(280);
	econ(&in, &e);
	near(fig(&e, ECON_APPARENT), 720, 1e-9, "apparent loss");
	near(fig(&e, ECON_ALI), 4.8, 1e-12, "ALI");
	in.above_uarl = 1;
	for (int i = 0; i < 3; i++) {
		in.real = bound_exact(real[i]);
		in.uarl_m3d = uarl[i];
		econ(&in, &e);
		near(fig(&e, ECON_RECOVERABLE), rest[i], 1e-9, "above UARL");
	}
}

/* SRELL: 5.8, 0.04, 1.9 of 18, 0.8, 25 of UARL; background; EURL. */
static void
test_level(void)
{
	struct econ_in in = zone();
	struct econ e;
	double reported = 13 * (58 + 8 + 7.6) / (180 + 160 + 100);

	econ(&in, &e);
	near(fig(&e, ECON_ELL),
	    reported + 30 + econ_survey(1000, 2, 4, 10).eurl_m3_yr / 365, 1e-9,
	    "economic level");
	near(e.fig[ECON_EIF].lo, econ_survey(1000, 2, 5, 10).eif_months, 1e-12,
	    "the faster it rises the sooner");
}

static void
test_missing(void)
{
	struct econ_in in = zone();
	struct econ e;
	char words[256];

	in.supply = in.sales = bound_none();
	in.cv = in.repair = NAN;
	in.rise = -1;
	econ(&in, &e);
	ok(isnan(fig(&e, ECON_LOSS_M3)) && isnan(fig(&e, ECON_APPARENT)) &&
		isnan(fig(&e, ECON_TOTAL)),
	    "not known is not 0");
	near(fig(&e, ECON_RECOVERABLE), 100, 1e-9, "the night still is");
	near(fig(&e, ECON_COST), 10000, 1e-9, "survey alone");
	econ_words(e.flags, words, sizeof words);
	ok(strcmp(words, "no_balance no_cv no_repair_cost rise_none") == 0,
	    words);
	in = zone();
	in.real = bound_input(20, NIGHT_LNU, 30);
	econ(&in, &e);
	ok(isnan(fig(&e, ECON_PAYBACK)) && fig(&e, ECON_BENEFIT) == 0,
	    "nothing above background: no payback");
	near(e.fig[ECON_RETURN].v, -1, 1e-12, "all of the cost is lost");
	in.real = bound_input(50, NIGHT_LNU, 30);
	econ(&in, &e);
	ok(e.fig[ECON_PAYBACK].v > 0 && isnan(e.fig[ECON_PAYBACK].hi) &&
		e.flags & ECON_MAY_NOT_PAY,
	    "a benefit that may be none: no longest payback");
}

int
main(void)
{
	test_figures();
	test_frequency();
	test_optimum();
	test_published();
	test_level();
	test_missing();
	return tap_done();
}
