/*
 * Night losses against the published examples, and against hand computation.
 */
#include <stdint.h>

#include "nightloss.h"
#include "tap.h"

/* Nothing known, every coefficient as the sources have it. */
static const struct night_in bare = {
    .mnf_m3h = NAN,
    .lnu_m3h = NAN,
    .ubl50_m3h = NAN,
    .ubl_exp = 1.5,
    .espb_m3h = 1.6,
    .espb_exp = 0.5,
    .n1 = 1,
    .day_h = 24,
    .aznp_m = NAN,
    .azp_m = NAN,
    .p_dt_h = 1,
    .p_cover = 0.9,
    .mains_km = NAN,
    .connections = NAN,
    .private_km = NAN,
};

static const struct night_use nobody = {
    .population = NAN,
    .properties = NAN,
    .active_pct = 6,
    .l_use = 10,
    .l_property = 1.7,
    .group_n = {NAN, NAN, NAN, NAN, NAN},
    .group_l = {0.9, 6.2, 12.6, 20.5, 60.6},
    .nonhousehold_m3h = NAN,
    .exceptional_m3h = NAN,
    .weekday_pct = 100,
};

/* The zone of SANFLOW's first two examples. */
static void
sanflow_use(struct night_lnu *out)
{
	struct night_use u = nobody;

	u.population = 3000;
	u.properties = 672;
	u.group_n[0] = 30;
	u.group_l[0] = 50;
	u.exceptional_m3h = 1.2;
	nightloss_lnu(&u, out);
}

static struct night_in
sanflow_zone(double aznp_m)
{
	const struct night_ubl b = {9.3, 600, NAN, 672, .main_lkmh = 40,
	    .conn_lh = 3, .prop_lh = 1, .icf = 1};
	struct night_in in = bare;
	struct night_lnu lnu;

	sanflow_use(&lnu);
	in.mnf_m3h = 14.4;
	in.lnu_m3h = lnu.total;
	in.ubl50_m3h = nightloss_ubl50(&b);
	in.aznp_m = aznp_m;
	in.mains_km = 9.3;
	in.connections = 600;
	return in;
}

/* SANFLOW user guide, WRC TT 109/99, example 1. */
static void
sanflow_1(void)
{
	struct night_in in = sanflow_zone(50);
	struct night_lnu lnu;
	struct night_loss r;

	sanflow_use(&lnu);
	near(lnu.residential, 1.8, 0.0005, "sanflow 1: residential");
	near(lnu.nonhousehold, 1.5, 0.0005, "small users");
	near(lnu.exceptional, 1.2, 0, "large user");
	near(lnu.total, 4.5, 0.0005, "normal night use");
	nightloss(&in, &r);
	near(r.ubl.v, 2.844, 0.0005, "background");
	near(r.lnu.v + r.ubl.v, 7.344, 0.0005, "expected night flow");
	near(r.enf.v, 7.056, 0.0005, "excess night flow");
	near(r.espb.v, 4.410, 0.0005, "equivalent bursts");
	ok(!r.negative, "not negative");
}

/* Example 2; its table 4.14 prints the excess of example 1 by mistake, the
 * 3.3 bursts follow from 5.88. */
static void
sanflow_2(void)
{
	struct night_in in = sanflow_zone(63);
	struct night_loss r;

	nightloss(&in, &r);
	near(r.ubl.v, 4.0224, 0.00005, "sanflow 2: background at 63 m");
	near(r.lnu.v + r.ubl.v, 8.5224, 0.00005, "expected night flow");
	near(r.enf.v, 5.8776, 0.00005, "excess night flow");
	near(r.espb.v, 3.2726, 0.00005, "equivalent bursts");
}

/* SANFLOW user guide, table of (P/50)^n; some of its figures are truncated. */
static void
sanflow_factors(void)
{
	static const double n[] = {0.5, 1, 1.5, 2.5};
	static const double row[][5] = {
	    {20, 0.63, 0.40, 0.25, 0.10},
	    {30, 0.77, 0.60, 0.46, 0.28},
	    {40, 0.89, 0.80, 0.71, 0.57},
	    {50, 1.00, 1.00, 1.00, 1.00},
	    {60, 1.09, 1.20, 1.31, 1.58},
	    {70, 1.18, 1.40, 1.65, 2.31},
	    {80, 1.26, 1.60, 2.02, 3.23},
	    {90, 1.34, 1.80, 2.41, 4.34},
	    {100, 1.41, 2.00, 2.83, 5.65},
	    {120, 1.55, 2.40, 3.72, 8.92},
	    {140, 1.67, 2.80, 4.68, 13.12},
	    {160, 1.79, 3.20, 5.72, 18.32},
	    {180, 1.89, 3.60, 6.83, 24.58},
	    {200, 2.00, 4.00, 8.00, 32.00},
	};
	char what[40];

	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++)
		for (int k = 0; k < 4; k++) {
			snprintf(
			    what, sizeof(what), "(%g/50)^%g", row[i][0], n[k]);
			near(nightloss_factor(row[i][0], n[k]), row[i][k + 1],
			    0.01, what);
		}
	near(nightloss_factor(0, 1), NAN, 0, "no pressure, no factor");
	near(nightloss_factor(-3, 1), NAN, 0, "nor below it");
	near(nightloss_factor(NAN, 1), NAN, 0, "nor unknown");
}

/* Thornton, Sturm, Kunkel, Water Loss Control, 2nd ed., p. 164: a cut to 80 %
 * of the pressure.  Printed for 2.5: 0.58; 0.8^2.5 is 0.5724. */
static void
pressure_cut(void)
{
	near(nightloss_factor(40, 0.5), 0.8944, 0.00005, "0.8^0.5");
	near(nightloss_factor(40, 1), 0.8000, 0.00005, "0.8^1");
	near(nightloss_factor(40, 1.5), 0.7155, 0.00005, "0.8^1.5");
	near(nightloss_factor(40, 2), 0.6400, 0.00005, "0.8^2");
	near(nightloss_factor(40, 2.5), 0.5724, 0.00005, "0.8^2.5");
}

/* The WRc samples behind the five groups (SANFLOW user guide): what the
 * active users of a sample used is what its properties use on average. */
static void
wrc_groups(void)
{
	static const double sample[] = {123, 2013, 505, 205, 33};
	static const double active[] = {16, 606, 244, 79, 25};
	static const double l_active[] = {7.0, 20.5, 26, 53, 80};
	struct night_use u = nobody;
	struct night_lnu out;
	double all = 0;

	for (int i = 0; i < NIGHT_GROUPS; i++) {
		struct night_use one = nobody;

		one.group_n[i] = u.group_n[i] = sample[i];
		nightloss_lnu(&one, &out);
		near(out.nonhousehold * 1000 / sample[i],
		    active[i] * l_active[i] / sample[i], 0.1, "WRc group");
		all += active[i] * l_active[i] / 1000;
	}
	u.population = 0;
	nightloss_lnu(&u, &out);
	near(out.nonhousehold, all, 0.0001 * 2879, "all 2879 properties");
	near(out.total, out.nonhousehold, 0, "nobody else");
}

static void
use(void)
{
	struct night_use u = nobody;
	struct night_lnu out;

	nightloss_lnu(&u, &out);
	near(out.total, NAN, 0, "neither population nor properties");
	near(out.nonhousehold, 0, 0, "no groups is no use");
	near(out.exceptional, 0, 0, "no exceptional user is no use");
	u.properties = 1000;
	nightloss_lnu(&u, &out);
	near(out.residential, 1.7, 1e-12, "1000 households, 1.7 L/h each");
	near(out.total, 1.7, 1e-12, "are all there is");
	u.population = 2000;
	u.group_n[4] = 10;
	nightloss_lnu(&u, &out);
	near(out.residential, 1.2, 1e-12, "persons count before households");
	near(out.total, 1.806, 1e-12, "and ten of group e");
	u.nonhousehold_m3h = 0.5;
	u.exceptional_m3h = 0.3;
	nightloss_lnu(&u, &out);
	near(out.total, 2, 1e-12, "measured use replaces the groups");
}

/* Lambert's set: 186 + 750 + 99 + 168 L/h. */
static void
lambert(void)
{
	struct night_ubl b = {9.3, 600, 3, 672, 20, 1.25, 33, 0.25, 1};
	struct night_in in = bare;
	struct night_loss r;

	near(nightloss_ubl50(&b), 1.203, 1e-12, "lambert at 50 m");
	in.ubl50_m3h = nightloss_ubl50(&b);
	in.aznp_m = 63;
	nightloss(&in, &r);
	near(r.ubl.v, 1.70146, 0.000005, "at 63 m");
	b.icf = 2;
	near(nightloss_ubl50(&b), 2.406, 1e-12, "in worse condition");
	b.icf = 1;
	b.private_km = b.properties = NAN;
	near(nightloss_ubl50(&b), 0.936, 1e-12, "meters at the boundary");
	b.connections = NAN;
	near(nightloss_ubl50(&b), NAN, 0, "connections not known");
	b.connections = 600;
	b.mains_km = NAN;
	near(nightloss_ubl50(&b), NAN, 0, "mains not known");
}

/* Thornton, Sturm, Kunkel p. 103: per km, connection and km of private pipe,
 * and in US units at 1 %. */
static void
uarl_parts(void)
{
	const double psi = 0.70307, mile = 1.609344, gallon = 3.785412;

	near(nightloss_uarl_ld(1, 0, 0, 1) * 0.365, 6.57, 1e-12, "18 L/km");
	near(nightloss_uarl_ld(0, 1, 0, 1) * 0.365, 0.292, 1e-12, "0.8 L");
	near(nightloss_uarl_ld(0, 0, 1, 1) * 0.365, 9.125, 1e-12, "25 L/km");
	near(nightloss_uarl_ld(1, 0, 0, 1), 9.6 + 5.8 + 2.6, 1e-12, "mains");
	near(nightloss_uarl_ld(0, 1, 0, 1), 0.60 + 0.04 + 0.16, 1e-12,
	    "connection");
	near(nightloss_uarl_ld(0, 0, 1, 1), 16.0 + 1.9 + 7.1, 1e-12,
	    "private pipe");
	near(nightloss_uarl_ld(mile, 0, 0, psi) / gallon, 5.380, 0.0005,
	    "US gallons a mile and psi (printed 5.4)");
	near(nightloss_uarl_ld(0, 1, 0, psi) / gallon, 0.1486, 0.00005,
	    "a connection (printed 0.15)");
	near(nightloss_uarl_ld(0, 0, mile, psi) / gallon, 7.473, 0.0005,
	    "a mile of private pipe (printed 7.5)");
	near(nightloss_uarl_ld(10, 100, NAN, 50), 13000, 1e-9,
	    "no private pipe: (180 + 80) * 50");
	near(nightloss_uarl_ld(10, 100, 0, 0), NAN, 0, "no pressure");
	ok(nightloss_few(6, 6) && !nightloss_few(7, 14), "seven, and half");
	ok(nightloss_few(15, 31) && !nightloss_few(16, 31), "of a month");
	near(nightloss_uarl_ld(10, NAN, 0, 50), NAN, 0, "no connections");
}

/* The same book, p. 105: 600 miles, 60 000 services, 70 psi, private pipe of
 * 100 or 20 ft; read off its graph 1.43 and 0.97 million gallons a day. */
static void
uarl_system(void)
{
	const double gallons = 3.785411784e6, km = 600 * 1.609344;
	const double ft = 60000 * 0.0003048, p = 70 * 0.70307;

	near(nightloss_uarl_ld(km, 60000, 100 * ft, p) / gallons, 1.4444, 1e-4,
	    "private pipe of 100 ft");
	near(nightloss_uarl_ld(km, 60000, 20 * ft, p) / gallons, 0.9689, 1e-4,
	    "private pipe of 20 ft");
}

/* SANFLOW 2 at constant pressure: 9.9 m3/h against
 * (18 * 9.3 + 0.8 * 600) * 63/24/1000 = 1.699425. */
static void
snapshot_ili(void)
{
	struct night_in in = sanflow_zone(63);
	struct night_loss r;

	in.azp_m = 63;
	nightloss(&in, &r);
	near(r.nnl.v, 9.9, 1e-12, "net night leakage");
	near(r.ili.v, 5.8255, 0.00005, "snapshot ILI");
	ok(r.ndf_assumed, "a day of 24 hours assumed");
	near(r.real_loss.v, 237.6, 1e-9, "24 times the night");
	in.day_h = 23;
	nightloss(&in, &r);
	near(r.real_loss.v, 227.7, 1e-9, "23 times in spring");
}

/* Half a day at the pressure of the night, half at 4/5 of it. */
static void
two_level_day(double p[24])
{
	for (int i = 0; i < 24; i++)
		p[i] = i < 12 ? 50 : 40;
}

static void
day_factors(void)
{
	double p[24], d;

	two_level_day(p);
	near(nightloss_ndf(p, 24, 1, 24, 50, 1, 1, &d), 21.6, 1e-12,
	    "12 + 12 * 0.8");
	near(d, 9.6 * log(0.8), 1e-12, "derivative by N1");
	near(nightloss_ndf(p, 24, 1, 24, 50, 0.5, 1, NULL), 12 + 12 * sqrt(0.8),
	    1e-12, "fixed openings");
	near(nightloss_ndf(p, 24, 1, 24, 25, 1, 1, NULL), 43.2, 1e-12,
	    "pressure lowered to half at night");
	near(nightloss_ndf(p, 12, 1, 24, 50, 1, 0.5, NULL), 24, 1e-12,
	    "half a day stands for the whole");
	near(nightloss_ndf(p, 24, 0.25, 6, 50, 1, 1, NULL), 5.4, 1e-12,
	    "quarters of an hour");
	near(nightloss_ndf(p, 23, 1, 23, 50, 1, 1, NULL), 20.8, 1e-12,
	    "a day of 23 hours: 12 + 11 * 0.8");
}

static void
day_factor_gaps(void)
{
	double p[24], d = 0;

	two_level_day(p);
	p[0] = p[1] = p[2] = NAN;
	p[23] = -1;
	p[22] = p[21] = 0;
	near(nightloss_ndf(p, 24, 1, 24, 50, 1, 0.75, NULL), 21.6, 1e-12,
	    "18 known of 24: (9 + 9 * 0.8) * 24/18");
	near(nightloss_ndf(p, 24, 1, 24, 50, 1, 0.76, &d), NAN, 0,
	    "18 of 24 are not enough");
	near(d, NAN, 0, "nor for the derivative");
	near(nightloss_ndf(p + 3, 7, 1, 10, 50, 1, 0.1 + 0.2 + 0.4, NULL), 10,
	    1e-12, "7 of 10 are 0.7, whatever its last bit");
	near(nightloss_ndf(p, 24, 1, 24, 0, 1, 0.5, NULL), NAN, 0,
	    "no pressure at night");
	near(nightloss_ndf(p, 24, 1, 24, NAN, 1, 0.5, NULL), NAN, 0,
	    "night not known");
	near(nightloss_ndf(p, 24, 1, 24, 50, NAN, 0.5, NULL), NAN, 0,
	    "exponent not known");
	near(nightloss_ndf(p, 0, 1, 24, 50, 1, 0, NULL), NAN, 0,
	    "no reading, even if none is needed");
	near(
	    nightloss_ndf(NULL, 0, 1, 24, 50, 1, 0, NULL), NAN, 0, "no series");
}

/* A zone by hand: MNF 10 +- 0.5, use 2 +- 20 %, background 1 +- 30 %, sensor
 * +- 2 m, N1 1 +- 0.2, and the day of two levels. */
static struct night_in
hand_zone(double p[24])
{
	struct night_in in = bare;

	two_level_day(p);
	in.mnf_m3h = 10;
	in.err_flow_m3h = 0.5;
	in.lnu_m3h = 2;
	in.err_lnu_pct = 20;
	in.ubl50_m3h = 1;
	in.err_ubl_pct = 30;
	in.err_n1 = 0.2;
	in.aznp_m = 50;
	in.azp_m = 45;
	in.err_pressure_m = 2;
	in.p = p;
	in.np = 24;
	in.mains_km = 5;
	in.connections = 500;
	return in;
}

static void
hand_night(void)
{
	double p[24];
	struct night_in in = hand_zone(p);
	struct night_loss r;

	nightloss(&in, &r);
	near(r.nnl.v, 8, 1e-12, "10 - 2");
	near(bound_half(&r.nnl), sqrt(0.25 + 0.16), 1e-12, "0.5 and 0.4");
	near(r.ubl.v, 1, 1e-12, "background");
	near(r.ubl.e[NIGHT_UBL], 0.3, 1e-12, "30 % of it");
	near(r.ubl.e[NIGHT_PRESSURE], 0.06, 1e-12, "1.5 * 2/50");
	near(r.enf.v, 7, 1e-12, "excess");
	near(bound_half(&r.enf), sqrt(0.25 + 0.16 + 0.09 + 0.0036), 1e-12,
	    "all four");
	near(r.espb.v, 7 / 1.6, 1e-12, "bursts");
	ok(!r.ndf_assumed, "the pressure of the day is known");
	near(r.ndf.v, 21.6, 1e-12, "night-day factor");
	near(r.ndf.e[NIGHT_N1], 9.6 * log(0.8) * 0.2, 1e-12, "by N1");
	/* d/dx of 12 + 12 (40 + x)/(50 + x) at 0 is 12 * 10/2500 */
	near(r.ndf.e[NIGHT_PRESSURE], 0.048 * 2, 1e-12, "by the sensor");
}

static void
hand_day(void)
{
	const double ndf15 = 12 + 12 * pow(0.8, 1.5);
	double p[24];
	struct night_in in = hand_zone(p);
	struct night_loss r;

	nightloss(&in, &r);
	near(r.real_loss.v, 172.8, 1e-9, "8 * 21.6");
	near(r.real_loss.e[NIGHT_FLOW], 10.8, 1e-9, "0.5 * 21.6");
	near(r.real_loss.e[NIGHT_LNU], -8.64, 1e-9, "-0.4 * 21.6");
	near(r.real_loss.e[NIGHT_PRESSURE], 0.768, 1e-9, "8 * 0.096");
	near(r.real_loss.e[NIGHT_N1], -3.427484, 1e-6, "8 * -0.428436");
	near(r.background.v, ndf15, 1e-9, "1 * NDF(1.5)");
	near(r.background.e[NIGHT_UBL], 0.3 * ndf15, 1e-9, "30 %");
	/* the night's pressure cancels: sum of (P_i/50)^1.5 */
	near(r.background.e[NIGHT_PRESSURE], 0.06 * (12 + 12 * sqrt(0.8)), 1e-9,
	    "by the sensor");
	near(r.background.e[NIGHT_N1], 0, 0, "N1 is not in it");
	near(r.recoverable.v, 172.8 - ndf15, 1e-9, "recoverable");
	near(r.recoverable.e[NIGHT_PRESSURE],
	    0.768 - 0.06 * (12 + 12 * sqrt(0.8)), 1e-9,
	    "one sensor moves both");
	/* UARL (18 * 5 + 0.8 * 500) * 45/1000 = 22.05 m3/d */
	near(r.ili.v, 172.8 / 22.05, 1e-9, "ILI");
	near(r.ili.e[NIGHT_PRESSURE] / r.ili.v, 0.768 / 172.8 - 2.0 / 45, 1e-12,
	    "the same sensor in loss and UARL");
}

/* The bounds' derivatives against differences of the results. */
static double
moved(enum night_input which, double by, struct night_loss *r)
{
	double p[24];
	struct night_in in = hand_zone(p);

	in.aznp_m = 47;
	in.n1 = 1.15;
	for (int i = 0; i < 24; i++)
		p[i] += i % 5 + (which == NIGHT_PRESSURE ? by : 0);
	in.mnf_m3h += which == NIGHT_FLOW ? by : 0;
	in.lnu_m3h += which == NIGHT_LNU ? by : 0;
	in.ubl50_m3h += which == NIGHT_UBL ? by : 0;
	in.n1 += which == NIGHT_N1 ? by : 0;
	in.aznp_m += which == NIGHT_PRESSURE ? by : 0;
	in.azp_m += which == NIGHT_PRESSURE ? by : 0;
	nightloss(&in, r);
	return by;
}

static void
slopes(void)
{
	static const double half[] = {0.5, 0.4, 0.3, 2, 0.2, 0};
	struct night_loss r, up, down;

	moved(NIGHT_INPUTS, 0, &r);
	for (int i = 0; i < NIGHT_INPUTS; i++) {
		double h = moved((enum night_input)i, 1e-4, &up);
		double k = half[i] / (2 * h);

		moved((enum night_input)i, -h, &down);
		near(r.enf.e[i], (up.enf.v - down.enf.v) * k, 1e-6,
		    "slope of ENF");
		near(r.ndf.e[i], (up.ndf.v - down.ndf.v) * k, 1e-6, "of NDF");
		near(r.recoverable.e[i],
		    (up.recoverable.v - down.recoverable.v) * k, 1e-5,
		    "of the recoverable loss");
		near(r.ili.e[i], (up.ili.v - down.ili.v) * k, 1e-6, "of ILI");
	}
}

static void
without_pressure(void)
{
	double p[24];
	struct night_in in = hand_zone(p);
	struct night_loss r;

	in.aznp_m = in.azp_m = NAN;
	nightloss(&in, &r);
	near(r.ubl.v, 1, 0, "background at 50 m");
	near(r.ubl.e[NIGHT_PRESSURE], 0, 0, "no pressure, no error of it");
	near(r.espb.v, 7 / 1.6, 1e-12, "bursts at 50 m");
	ok(r.ndf_assumed, "factor assumed");
	near(r.ndf.v, 24, 0, "24 hours");
	near(bound_half(&r.ndf), 0, 0, "taken as exact");
	near(r.real_loss.v, 192, 1e-9, "8 * 24");
	near(r.background.v, 24, 1e-9, "1 * 24");
	near(r.ili.v, NAN, 0, "no ILI");
	in.aznp_m = 0;
	in.azp_m = -1;
	nightloss(&in, &r);
	near(r.ubl.v, 1, 0, "no pressure at all is none known");
	near(r.ili.v, NAN, 0, "nor for the ILI");
	ok(r.ndf_assumed && r.espb.v == 7 / 1.6, "nor for the rest");
}

static void
partly_known(void)
{
	double p[24];
	struct night_in in = hand_zone(p);
	struct night_loss r;

	in.np = 12;
	nightloss(&in, &r);
	ok(r.ndf_assumed && r.ndf.v == 24, "half a day of pressure is none");
	in = hand_zone(p);
	in.n1 = NAN;
	nightloss(&in, &r);
	ok(!r.ndf_assumed, "without N1 the pressure is known all the same");
	near(r.real_loss.v, NAN, 0, "the day's loss is not");
	near(r.enf.v, 7, 1e-12, "the night's is");
	in = hand_zone(p);
	in.ubl50_m3h = NAN;
	nightloss(&in, &r);
	near(r.real_loss.v, 172.8, 1e-9, "real loss needs no background");
	near(r.espb.v, NAN, 0, "bursts do");
	ok(!r.negative, "not known is not negative");
	in = hand_zone(p);
	in.mnf_m3h = NAN;
	nightloss(&in, &r);
	near(r.ili.v, NAN, 0, "nothing without a night flow");
	near(r.ubl.v, 1, 1e-12, "but the background");
}

static void
negative(void)
{
	double p[24];
	struct night_in in = hand_zone(p);
	struct night_loss r;

	in.mnf_m3h = 2.5;
	nightloss(&in, &r);
	near(r.enf.v, -0.5, 1e-12, "2.5 - 2 - 1 keeps its sign");
	near(r.espb.v, 0, 0, "no bursts");
	ok(r.negative, "and is told");
	near(r.ili.v, 0.5 * 21.6 / 22.05, 1e-9, "there is leakage still");
	in.mnf_m3h = 1;
	nightloss(&in, &r);
	near(r.real_loss.v, -21.6, 1e-9, "a loss below zero");
	near(r.ili.v, NAN, 0, "has no index");
}

static uint64_t seed = 7;

static double
draw(double lo, double hi)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return lo + (hi - lo) * (double)(seed >> 11) / 9007199254740992.0;
}

static void
adds_up(void)
{
	double off = 0, p[24];

	for (int i = 0; i < 200; i++) {
		struct night_in in = hand_zone(p);
		struct night_loss r, twice;

		in.mnf_m3h = draw(3, 50);
		in.aznp_m = draw(20, 80);
		in.n1 = draw(0.5, 1.5);
		nightloss(&in, &r);
		off = fmax(off, fabs(r.lnu.v + r.nnl.v - r.mnf.v));
		off = fmax(off, fabs(r.ubl.v + r.enf.v - r.nnl.v));
		off = fmax(off,
		    fabs(r.background.v + r.recoverable.v - r.real_loss.v));
		in.mnf_m3h *= 2;
		in.lnu_m3h *= 2;
		nightloss(&in, &twice);
		off = fmax(off, fabs(twice.real_loss.v - 2 * r.real_loss.v));
	}
	near(off, 0, 1e-9, "parts add up; twice the flow, twice the loss");
}

int
main(void)
{
	sanflow_1();
	sanflow_2();
	sanflow_factors();
	pressure_cut();
	wrc_groups();
	use();
	lambert();
	uarl_parts();
	uarl_system();
	snapshot_ili();
	day_factors();
	day_factor_gaps();
	hand_night();
	hand_day();
	slopes();
	without_pressure();
	partly_known();
	negative();
	adds_up();
	return tap_done();
}
