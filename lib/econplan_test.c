#include "econplan.h"

#include <math.h>
#include <string.h>

#include "tap.h"

static struct econ_in
zone(void)
{
	struct econ_in in = {.days = 30,
	    .supply = bound_exact(30000),
	    .sales = bound_exact(24000),
	    .unbilled = bound_exact(300),
	    .real = bound_input(130, NIGHT_FLOW, 20),
	    .background = bound_exact(30),
	    .enf = bound_exact(4),
	    .espb = bound_exact(2.5),
	    .uarl_m3d = 22,
	    .mains_km = 10,
	    .connections = 200,
	    .private_km = 4,
	    .meters = 100,
	    .cv = 2,
	    .retail = 3,
	    .survey = 1000,
	    .repair = 4000,
	    .ali_ref_pct = 5,
	    .rise = NAN,
	    .rise_lo = NAN,
	    .rise_hi = NAN};

	return in;
}

static void
test_options(void)
{
	struct econ_in in = zone();
	struct econ_costs c = {.lower_m = 10,
	    .n1 = 1,
	    .err_n1 = 0,
	    .prv = 20000,
	    .renewal_km = 1e6,
	    .meter = 200,
	    .reading_yr = 5000,
	    .cmi_pct = 2,
	    .err_cmi_pct = 20,
	    .icf = 1.5};
	struct econ_choice o[ECON_OPTIONS];
	struct econ_told told;
	struct econ e;

	econ_told_nothing(&told);
	econ(&in, &e);
	econ_choices(&in, &e, &c, &told, o);
	near(o[OPTION_DETECTION].saved.v, 100, 1e-9, "130 - 30");
	near(o[OPTION_DETECTION].payback.v, 12 * 20000 / 73000.0, 1e-9,
	    "as in the main table");
	/* 440 P / 1000 = 22: P = 50 m; a fifth less. */
	near(o[OPTION_PRESSURE].saved.v, 26, 1e-9, "a fifth of 130");
	near(o[OPTION_PRESSURE].saved.hi, 30, 1e-9, "a fifth of 150");
	near(o[OPTION_PRESSURE].benefit.v, 26 * 730, 1e-9, "at cv");
	near(o[OPTION_RENEWAL].saved.v, 110, 1e-9, "130 - 30/1.5");
	near(o[OPTION_RENEWAL].cost.v, 1e7, 1e-6, "10 km");
	near(o[OPTION_METERS].saved.v, 800 * 2 / 98.0, 1e-9, "2 % of the true");
	/* 1.6 and 2.4 %: 800 * 0.016/0.984, 800 * 0.024/0.976, first order */
	near(o[OPTION_METERS].saved.hi - o[OPTION_METERS].saved.v,
	    800 / 0.9604 * 0.004, 1e-9, "by what the share errs");
	near(o[OPTION_METERS].cost.v, 20000, 1e-9, "100 meters");
	near(o[OPTION_READING].saved.v, 20 - 800 * 2 / 98.0, 1e-9, "the rest");
	ok(o[OPTION_DETECTION].rank == 1 && o[OPTION_RENEWAL].rank == 5,
	    "ranked by payback");
	c.lower_m = NAN;
	c.cmi_pct = NAN;
	c.prv = NAN;
	econ_choices(&in, &e, &c, &told, o);
	ok(strcmp(o[OPTION_PRESSURE].flag, "no_scenario") == 0 &&
		o[OPTION_PRESSURE].rank == 0,
	    "nothing asked for, nothing saved");
	ok(strcmp(o[OPTION_METERS].flag, "no_cmi") == 0 &&
		isnan(o[OPTION_METERS].saved.v),
	    "errors of the meters not known");
	near(o[OPTION_READING].saved.v, 20, 1e-9, "all of it then");
	c.lower_m = 50;
	econ_choices(&in, &e, &c, &told, o);
	ok(strcmp(o[OPTION_PRESSURE].flag, "too_low") == 0, "no pressure left");
}

/* WE-13: 0.8^N1 of the loss is left when a fifth of the pressure goes. */
static void
test_pressure_cut(void)
{
	static const double n1[] = {0.5, 1, 1.5, 2, 2.5},
			    left[] = {0.8944, 0.8000, 0.7155, 0.6400, 0.5724};
	struct econ_in in = zone();
	struct econ_costs c = {.lower_m = 10, .err_n1 = 0, .cmi_pct = NAN};
	struct econ_choice o[ECON_OPTIONS];
	struct econ_told told;
	struct econ e;

	econ_told_nothing(&told);
	econ(&in, &e);
	for (int i = 0; i < 5; i++) {
		c.n1 = n1[i];
		econ_choices(&in, &e, &c, &told, o);
		near(1 - o[OPTION_PRESSURE].saved.v / in.real.v, left[i], 5e-5,
		    "what a fifth less pressure leaves");
	}
}

/* RR 12 * 10 km = 10 m3/d a month; EIF by hand sqrt(288/365 * 500/12) = 5.734
 * months, so due at 57.34 m3/d: at once (100 now), then after six months. */
static void
test_visits(void)
{
	struct econ_visit v[ECONPLAN_MONTHS];
	struct econ_in in = zone();
	struct econ e;

	in.rise = in.rise_lo = in.rise_hi = 12;
	econ(&in, &e);
	ok(econ_visits(&in, &e, 7, v) == 2, "two in the year");
	ok(v[0].month == 0 && v[1].month == 6 && v[1].zone == 7, "months");
	near(v[0].found_m3d.v, 100, 1e-9, "what there is");
	near(v[0].cost, 20000, 1e-9, "survey and repairs");
	near(v[1].found_m3d.v, 60, 1e-9, "what has risen");
	near(v[0].found_m3d.hi, 120, 1e-9, "130 + 20 - 30 at most");
	near(v[1].cost, 10000 + 6000, 1e-9, "repairs in proportion");
	near(v[1].benefit.v, 60 * 730, 1e-9, "a year at cv");
	in.rise = in.rise_lo = in.rise_hi = -1;
	econ(&in, &e);
	ok(econ_visits(&in, &e, 7, v) == 1 && v[0].month == 0,
	    "no rise, but it pays: once");
	in.survey = 20000;
	econ(&in, &e);
	ok(econ_visits(&in, &e, 7, v) == 0, "no rise, does not pay: none");
}

static void
test_budget(void)
{
	struct econ_visit v[] = {{.zone = 0,
				     .number = 1,
				     .month = 0,
				     .cost = 10,
				     .benefit = {20, 0, 0}},
	    {.zone = 0,
		.number = 2,
		.month = 5,
		.cost = 10,
		.benefit = {90, 0, 0}},
	    {.zone = 1,
		.number = 1,
		.month = 2,
		.cost = 10,
		.benefit = {50, 0, 0}},
	    {.zone = 2,
		.number = 1,
		.month = 1,
		.cost = 30,
		.benefit = {200, 0, 0}}};

	econ_fund(v, 4, 25);
	ok(v[0].zone == 0 && v[1].zone == 2 && v[2].zone == 1 &&
		v[3].number == 2,
	    "in order of time");
	ok(!v[1].funded && v[2].funded, "the best that fits");
	ok(v[0].funded && !v[3].funded,
	    "the first of a zone before its second");
	near(v[2].spent, 20, 1e-12, "what is spent by then");
	econ_fund(v, 4, NAN);
	ok(v[0].funded && v[1].funded && v[2].funded && v[3].funded,
	    "no budget: all");
	econ_fund(v, 4, 40);
	ok(v[1].funded && v[2].funded && !v[0].funded && !v[3].funded,
	    "40 buys the large one and the next best");
}

int
main(void)
{
	test_options();
	test_pressure_cut();
	test_visits();
	test_budget();
	return tap_done();
}
