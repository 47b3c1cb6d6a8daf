/*
 * CJJ 92: the balance of a city drawn by hand, and every limit of the rates.
 */
#include <stdint.h>
#include <string.h>

#include "cjj92.h"
#include "tap.h"

static const double WAN = 1e4; /* m3 in 10^4 m3, the standard's unit */

/* Only supply and billed use known, no error; a year of 365 days. */
static struct cjj_in
city(double qs_wan, double billed_wan)
{
	struct cjj_in in = {.leaf = NULL};

	for (int i = 0; i < CJJ_ITEMS; i++) {
		in.m3[i] = NAN;
		in.err_pct[i] = 0;
	}
	in.m3[CJJ_OWN_SUPPLY] = qs_wan * WAN;
	in.m3[CJJ_BILLED_METERED] = billed_wan * WAN;
	in.household_read_m3 = in.mains_km = NAN;
	in.outlet_mpa = in.frost_m = NAN;
	in.days = in.year_days = 365;
	return in;
}

/* Constructed: Qs 10000, r 0.55, 900 km, 0.42 MPa, frost to 0.8 m. */
static struct cjj_in
graded_city(double billed_wan)
{
	struct cjj_in in = city(10000, billed_wan);

	in.household_read_m3 = 0.55 * 10000 * WAN;
	in.mains_km = 900;
	in.outlet_mpa = 0.42;
	in.frost_m = 0.8;
	return in;
}

static void
grading(void)
{
	struct cjj_in in = graded_city(8600);
	struct cjj_out r;

	cjj_balance(&in, &r);
	near(r.rwl_pct.v, 14, 1e-9, "R_WL");
	near(r.r1_pct, 4.4, 1e-9, "R1 = 8 * 0.55");
	near(r.r2_raw_pct, 2.0493, 1e-9, "R2 = 99 * (0.09 - 0.0693)");
	near(r.r2_pct, 2.0493, 1e-9, "within its limits");
	near(r.r3_pct, 0.5, 0, "R3 at 0.42 MPa");
	near(r.r4_pct, 0, 0, "R4");
	near(r.rn_pct, 6.9493, 1e-9, "R_n");
	near(r.rbl_pct.v, 7.0507, 1e-9, "R_BL");
	ok(r.grade == CJJ_GRADE1, "grade 1");
	ok(r.flags == CJJ_NOT_EVALUATED, "no loss component, all corrections");
}

/* A is km per 10^4 m3; the supply is 10^4 of these. */
static void
length_limits(void)
{
	static const struct {
		double km, raw, r2;
	} rows[] = {
	    {2000, 12.9393, 3},	   /* 99 * 0.1307 */
	    {1000, 3.0393, 3},	   /* 99 * 0.0307 */
	    {996, 2.9997, 2.9997}, /* 99 * 0.0303 */
	    {693, 0, 0},
	    {390, -2.9997, -2.9997},
	    {389, -3.0096, -3}, /* 99 * -0.0304 */
	    {0, -6.8607, -3},
	};
	struct cjj_in in = graded_city(8600);
	struct cjj_out r;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		in.mains_km = rows[i].km;
		cjj_balance(&in, &r);
		near(r.r2_raw_pct, rows[i].raw, 1e-9, "R2 before its limits");
		near(r.r2_pct, rows[i].r2, 1e-9, "R2 within -3..3");
		near(r.rn_pct, 4.9 + rows[i].r2, 1e-9, "R_n");
	}
}

/* 8 % of a volume that is more than all that was supplied is no correction. */
static void
household_beyond(void)
{
	struct cjj_in in = graded_city(8600);
	struct cjj_out r;

	in.household_read_m3 = 1.2e8;
	cjj_balance(&in, &r);
	near(r.r1_pct, NAN, 0, "more read than supplied: no R1");
	ok(r.flags & CJJ_NO_R1 && r.grade == CJJ_UNGRADED, "and no grade");
	in.household_read_m3 = -1;
	cjj_balance(&in, &r);
	near(r.r1_pct, NAN, 0, "nor of less than nothing");
}

static void
pressure_and_frost(void)
{
	static const double mpa[][2] = {{0.2, 0}, {0.35, 0}, {0.351, 0.5},
	    {0.55, 0.5}, {0.551, 1}, {0.75, 1}, {0.751, 2}, {1.2, 2},
	    {0.1 + 0.25, 0}, {0.35 + 1e-12, 0}, {NAN, NAN}};
	static const double frost[][2] = {
	    {0, 0}, {1.4, 0}, {1.41, 1}, {2.5, 1}, {1.1 + 0.3, 0}, {NAN, NAN}};
	struct cjj_in in = graded_city(8600);
	struct cjj_out r;

	for (size_t i = 0; i < sizeof(mpa) / sizeof(mpa[0]); i++) {
		in.outlet_mpa = mpa[i][0];
		cjj_balance(&in, &r);
		near(r.r3_pct, mpa[i][1], 0, "R3; a limit is the lower step");
	}
	in = graded_city(8600);
	for (size_t i = 0; i < sizeof(frost) / sizeof(frost[0]); i++) {
		in.frost_m = frost[i][0];
		cjj_balance(&in, &r);
		near(r.r4_pct, frost[i][1], 0, "R4 beyond 1.4 m");
	}
}

/* No household read, A 0.0693, low pressure, no frost: R_n is 0. */
static void
grades(void)
{
	static const struct {
		double billed;
		enum cjj_grade grade;
	} rows[] = {
	    {9500, CJJ_GRADE1},
	    {9000, CJJ_GRADE1},	       /* 10 % belongs to grade 1 */
	    {9000 - 1e-8, CJJ_GRADE1}, /* 10.0000000001 % too */
	    {9000 - 1e-4, CJJ_GRADE2}, /* 10.000001 % does not */
	    {8800, CJJ_GRADE2},	       /* 12 % belongs to grade 2 */
	    {8800 - 1e-8, CJJ_GRADE2},
	    {8800 - 1e-4, CJJ_FAILED},
	    {5000, CJJ_FAILED},
	};
	struct cjj_out r;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct cjj_in in = city(10000, rows[i].billed);

		in.household_read_m3 = 0;
		in.mains_km = 693;
		in.outlet_mpa = 0.3;
		in.frost_m = 1;
		cjj_balance(&in, &r);
		near(r.rbl_pct.v, 100 - rows[i].billed / 100, 1e-9, "R_BL");
		ok(r.grade == rows[i].grade, "its grade");
	}
}

static void
corrected_below_zero(void)
{
	struct cjj_in in = graded_city(9900);
	struct cjj_out r;

	cjj_balance(&in, &r);
	near(r.rbl_pct.v, 1 - 6.9493, 1e-9, "corrections above the losses");
	ok(r.grade == CJJ_GRADE1, "are still grade 1");
}

static void
missing_corrections(void)
{
	const unsigned all = CJJ_NO_R1 | CJJ_NO_R2 | CJJ_NO_R3 | CJJ_NO_R4;
	struct cjj_in in;
	struct cjj_out r;

	for (int i = 0; i < 4; i++) {
		in = graded_city(8600);
		*(i == 0   ? &in.household_read_m3 :
		    i == 1 ? &in.mains_km :
		    i == 2 ? &in.outlet_mpa :
			     &in.frost_m) = NAN;
		cjj_balance(&in, &r);
		ok((r.flags & all) == (unsigned)CJJ_NO_R1 << i,
		    "the missing correction is told");
		ok(isnan(r.rn_pct) && isnan(r.rbl_pct.v), "no R_n, no R_BL");
		near(r.rwl_pct.v, 14, 1e-9, "R_WL needs none");
		ok(r.grade == CJJ_UNGRADED, "no grade");
	}
	near(r.r1_pct, 4.4, 1e-9, "the other corrections stay");
	in = graded_city(8600);
	in.days = 0;
	cjj_balance(&in, &r);
	ok(r.flags & CJJ_NO_R2, "a period without days has no A");
}

/* A fifth of a year with a fifth of the water is the same network. */
static void
part_of_a_year(void)
{
	struct cjj_in in = graded_city(8600);
	struct cjj_out r;

	in.days = 73;
	in.m3[CJJ_OWN_SUPPLY] /= 5;
	in.m3[CJJ_BILLED_METERED] /= 5;
	in.household_read_m3 /= 5;
	cjj_balance(&in, &r);
	near(r.r2_raw_pct, 2.0493, 1e-9, "A by the supply of a year");
	near(r.r1_pct, 4.4, 1e-9, "r by the supply of the period");
	near(r.rbl_pct.v, 7.0507, 1e-9, "R_BL");
	ok(r.flags & CJJ_ANNUALISED, "and it is told");
	in.days = 364;
	cjj_balance(&in, &r);
	ok(r.flags & CJJ_ANNUALISED, "a day less is not a year");
	in.days = in.year_days = 366;
	cjj_balance(&in, &r);
	ok(!(r.flags & CJJ_ANNUALISED), "a leap year is a year");
}

/* Constructed: A 1 cm2, 30 m, C2 0.6, g 9.8: sqrt(588) = 24.2487 m/s. */
static void
components(void)
{
	const double leak = cjj_orifice_m3h(1, 0.6, 1e-4, 30);

	near(leak, 5.23772, 0.000005, "leak through 1 cm2 at 30 m");
	near(leak / 3600, 1.454923e-3, 5e-10, "in m3/s");
	near(leak * 24 * 30 / WAN, 0.377116, 5e-7, "in 30 days");
	near(cjj_orifice_m3h(0.95, 0.6, 1e-4, 30), 4.97584, 0.000005,
	    "covered, DN 75 to 300");
	near(cjj_orifice_m3h(1, 0.6, 1e-4, 0), 0, 0, "no head, no leak");
	near(cjj_orifice_m3h(1, 0.6, 1e-4, -1), NAN, 0, "nor a negative one");
	near(cjj_background_m3(0.25, 900, 8760) / WAN, 197.1, 1e-9,
	    "background of 900 km in a year");
}

static struct cjj_in
whole_city(void)
{
	struct cjj_in in = city(9000, 8200);

	in.m3[CJJ_IMPORTED] = 1000 * WAN;
	in.m3[CJJ_BILLED_UNMETERED] = 150 * WAN;
	in.m3[CJJ_UNBILLED_METERED] = 120 * WAN;
	in.m3[CJJ_UNBILLED_UNMETERED] = 130 * WAN;
	in.m3[CJJ_REPORTED] = 0.377116 * WAN;
	in.m3[CJJ_BACKGROUND] = 197.1 * WAN;
	in.m3[CJJ_HOUSEHOLD_METER] = 391.3043 * WAN;
	in.m3[CJJ_NONHOUSEHOLD_METER] = 61.2245 * WAN;
	return in;
}

/* Constructed: the same city with all its components but the tanks. */
static void
balance(void)
{
	struct cjj_in in = whole_city();
	struct cjj_out r;

	in.m3[CJJ_UNREPORTED] = 0;
	cjj_balance(&in, &r);
	near(r.m3[CJJ_SUPPLY].v / WAN, 10000, 1e-9, "supply");
	near(r.m3[CJJ_BILLED].v / WAN, 8350, 1e-9, "billed");
	near(r.m3[CJJ_UNBILLED].v / WAN, 250, 1e-9, "free");
	near(r.m3[CJJ_AUTHORISED].v / WAN, 8600, 1e-9, "authorised");
	near(r.m3[CJJ_LOSSES].v / WAN, 1400, 1e-9, "losses");
	near(r.m3[CJJ_REAL].v / WAN, 197.477116, 1e-9, "real");
	near(r.m3[CJJ_METERING].v / WAN, 452.5288, 1e-9, "metering");
	near(r.m3[CJJ_OTHER].v / WAN, 749.9941, 0.00005, "other");
	near(r.m3[CJJ_TANK].v, NAN, 0, "tanks are not evaluated");
	ok(r.flags & CJJ_NOT_EVALUATED, "which is told");
	near(r.rrl_pct.v, 1.97477116, 1e-9, "real losses of the supply");
	near(r.nrw_m3 / WAN, 1650, 1e-9, "non-revenue water");
	near(r.nrw_pct, 16.5, 1e-9, "16.5 %");
	in.m3[CJJ_TANK] = 0;
	cjj_balance(&in, &r);
	ok(!(r.flags & CJJ_NOT_EVALUATED), "none is an evaluation too");
}

static void
exported(void)
{
	struct cjj_in in = whole_city();
	struct cjj_out r;

	in.m3[CJJ_EXPORTED] = 400 * WAN;
	cjj_balance(&in, &r);
	near(r.m3[CJJ_BILLED].v / WAN, 8750, 1e-9, "exported is billed");
	near(r.m3[CJJ_LOSSES].v / WAN, 1000, 1e-9, "and not lost");
	near(r.nrw_m3 / WAN, 1250, 1e-9, "nor without revenue");
	near(r.rwl_pct.v, 10, 1e-9, "R_WL is of the whole supply");
	in.m3[CJJ_BILLED_METERED] = in.m3[CJJ_BILLED_UNMETERED] = NAN;
	cjj_balance(&in, &r);
	near(r.m3[CJJ_AUTHORISED].v, NAN, 0, "exported use alone is not all");
	ok(r.flags & CJJ_NO_BILLED, "billed use is missing");
	near(r.nrw_m3, NAN, 0, "and with it NRW");
	in = whole_city();
	in.m3[CJJ_BILLED_METERED] = in.m3[CJJ_UNBILLED_METERED] = NAN;
	cjj_balance(&in, &r);
	ok(r.flags & CJJ_NO_BILLED && isnan(r.m3[CJJ_BILLED].v) &&
		isnan(r.m3[CJJ_UNBILLED].v) && isnan(r.m3[CJJ_LOSSES].v) &&
		isnan(r.rwl_pct.v) && isnan(r.nrw_m3),
	    "metered use missing: what was not metered is no total");
}

static void
not_evaluated(void)
{
	struct cjj_in in = city(10000, 8600);
	struct cjj_out r;

	in.m3[CJJ_LOSSES] = in.m3[CJJ_REAL] = in.m3[CJJ_OTHER] = 1;
	cjj_balance(&in, &r);
	near(r.m3[CJJ_REAL].v, NAN, 0, "no part, no sum; given sums ignored");
	near(r.m3[CJJ_METERING].v, NAN, 0, "nor of the meters");
	near(r.m3[CJJ_UNBILLED].v, NAN, 0, "nor of free use");
	near(r.m3[CJJ_OTHER].v / WAN, 1400, 1e-9, "all losses are other");
	near(r.rrl_pct.v, NAN, 0, "no real losses, no rate of them");
	in.m3[CJJ_TANK] = 50 * WAN;
	cjj_balance(&in, &r);
	near(r.m3[CJJ_OTHER].v / WAN, 1350, 1e-9, "but the tanks");
	near(r.rrl_pct.v, 0.5, 1e-9, "what is known of real losses");
	in.m3[CJJ_BILLED_METERED] = 0;
	in.m3[CJJ_BILLED_UNMETERED] = 8000 * WAN;
	cjj_balance(&in, &r);
	near(r.m3[CJJ_LOSSES].v / WAN, 2000, 1e-9, "billed without a meter");
	ok(!(r.flags & CJJ_NO_BILLED), "is billed");
}

static void
no_supply(void)
{
	struct cjj_in in = graded_city(8600);
	struct cjj_out r;

	in.m3[CJJ_OWN_SUPPLY] = NAN;
	cjj_balance(&in, &r);
	ok(r.flags & CJJ_NO_SUPPLY, "no supply");
	ok(isnan(r.m3[CJJ_LOSSES].v) && isnan(r.rwl_pct.v), "no losses");
	ok(isnan(r.r1_pct) && isnan(r.r2_pct), "no share of it");
	near(r.m3[CJJ_AUTHORISED].v / WAN, 8600, 1e-9, "use is known");
	ok(r.grade == CJJ_UNGRADED, "no grade");
	in.m3[CJJ_IMPORTED] = 10000 * WAN;
	cjj_balance(&in, &r);
	ok(r.grade == CJJ_GRADE1 && !(r.flags & CJJ_NO_SUPPLY),
	    "imported water is supply");
	in.m3[CJJ_IMPORTED] = 0;
	cjj_balance(&in, &r);
	ok(r.flags & CJJ_NO_SUPPLY && isnan(r.rwl_pct.v), "0 has no rates");
	ok(r.flags & CJJ_NEGATIVE, "and more was used than that");
}

static void
contradictions(void)
{
	struct cjj_in in = graded_city(10100);
	struct cjj_out r;

	cjj_balance(&in, &r);
	ok(r.flags & CJJ_NEGATIVE, "more used than supplied");
	ok(!(r.flags & CJJ_EXCEEDS), "not the fault of a component");
	ok(r.grade == CJJ_UNGRADED, "no grade");
	near(r.rwl_pct.v, -1, 1e-9, "the figures stay");
	near(r.m3[CJJ_OTHER].v / WAN, -100, 1e-9, "unclipped");
	in = graded_city(9900);
	in.m3[CJJ_BACKGROUND] = 150 * WAN;
	cjj_balance(&in, &r);
	ok(r.flags & CJJ_EXCEEDS, "components exceed the losses");
	near(r.m3[CJJ_OTHER].v / WAN, -50, 1e-9, "by the residual");
	ok(r.grade == CJJ_GRADE1, "which does not touch the rate");
	in.m3[CJJ_BACKGROUND] = 100 * WAN;
	in.m3[CJJ_OWN_SUPPLY] -= 1e-7;
	cjj_balance(&in, &r);
	ok(!(r.flags & CJJ_EXCEEDS), "rounding is no contradiction");
	in = city(10000, 10000);
	in.m3[CJJ_OWN_SUPPLY] -= 1e-7;
	cjj_balance(&in, &r);
	ok(!(r.flags & CJJ_NEGATIVE), "here neither");
}

/* Supply +- 2 %, billed +- 1 %.  R_WL = 1 - Qa/Qs with Qa/Qs = 0.86: the
 * supply moves it by 0.86 * 2 points, the billing by 0.86 * 1. */
static void
bounds(void)
{
	struct cjj_in in = graded_city(8600);
	struct cjj_out r;

	in.err_pct[CJJ_OWN_SUPPLY] = 2;
	in.err_pct[CJJ_BILLED_METERED] = 1;
	in.m3[CJJ_BACKGROUND] = 200 * WAN;
	in.err_pct[CJJ_BACKGROUND] = 50;
	cjj_balance(&in, &r);
	near(bound_half(&r.m3[CJJ_LOSSES]) / WAN, sqrt(200 * 200 + 86 * 86),
	    1e-9, "200 and 86 in quadrature");
	near(bound_half(&r.rwl_pct), 0.86 * sqrt(5), 1e-9, "R_WL");
	near(r.rwl_pct.e[CJJ_OWN_SUPPLY], 1.72, 1e-9, "by the supply");
	near(r.rwl_pct.e[CJJ_BILLED_METERED], -0.86, 1e-9, "by the billing");
	/* more supply: R1 falls by 2 % of 4.4, R2 by 2 % of 99 * 0.09 */
	near(r.rbl_pct.e[CJJ_OWN_SUPPLY], 1.72 + 0.088 + 0.1782, 1e-9,
	    "R_BL by the supply");
	near(bound_half(&r.m3[CJJ_OTHER]) / WAN,
	    sqrt(200 * 200 + 86 * 86 + 100 * 100), 1e-9,
	    "the residual has all errors");
	near(bound_half(&r.rrl_pct), 2 * sqrt(0.25 + 0.0004), 1e-9,
	    "2 % of the supply: 50 % and 2 %");
	in.mains_km = 2000;
	cjj_balance(&in, &r);
	near(r.rbl_pct.e[CJJ_OWN_SUPPLY], 1.72 + 0.088, 1e-9,
	    "R2 at its limit does not move");
	in.err_pct[CJJ_BILLED_METERED] = NAN;
	cjj_balance(&in, &r);
	near(r.rwl_pct.v, 14, 1e-9, "error not known: value");
	near(bound_half(&r.rwl_pct), NAN, 0, "without bounds");
}

static double
sum_of(const struct cjj_out *r, enum cjj_item parent)
{
	double sum = 0;

	for (int i = 0; i < CJJ_ITEMS; i++)
		if (cjj_parent((enum cjj_item)i) == parent)
			sum += r->m3[i].v;
	return sum;
}

static uint64_t seed = 92;

static double
draw(double below)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return below * (double)(seed >> 11) / 9007199254740992.0;
}

static void
adds_up(void)
{
	static const enum cjj_item sums[] = {CJJ_AUTHORISED, CJJ_BILLED,
	    CJJ_UNBILLED, CJJ_LOSSES, CJJ_REAL, CJJ_METERING};
	double off = 0;

	for (int n = 0; n < 300; n++) {
		struct cjj_in in = city(0, 0);
		struct cjj_out r;

		for (int i = 0; i < CJJ_ITEMS; i++)
			in.m3[i] = draw(1e8);
		cjj_balance(&in, &r);
		for (int k = 0; k < 6; k++)
			off = fmax(
			    off, fabs(sum_of(&r, sums[k]) - r.m3[sums[k]].v));
		/* the supply by its sources and by its uses */
		off = fmax(
		    off, fabs(sum_of(&r, CJJ_SUPPLY) - 2 * r.m3[CJJ_SUPPLY].v));
		off = fmax(
		    off, fabs(r.m3[CJJ_LOSSES].v + r.m3[CJJ_AUTHORISED].v -
			      in.m3[CJJ_OWN_SUPPLY] - in.m3[CJJ_IMPORTED]));
	}
	near(off, 0, 1e-6, "every sum is the sum of its parts");
}

static void
names(void)
{
	int same = 0, orphans = 0;

	for (int i = 0; i < CJJ_ITEMS; i++) {
		orphans += cjj_parent((enum cjj_item)i) == CJJ_ITEMS;
		for (int k = 0; k < i; k++)
			same += strcmp(cjj_name((enum cjj_item)i),
				    cjj_name((enum cjj_item)k)) == 0;
	}
	ok(same == 0, "no two items share a name");
	ok(orphans == 1, "all but one have a parent");
	ok(cjj_parent(CJJ_SUPPLY) == CJJ_ITEMS, "the supply has none");
	ok(cjj_parent(CJJ_EXPORTED) == CJJ_BILLED, "exported is billed");
	ok(strcmp(cjj_name(CJJ_BILLED_METERED), "billed_metered") == 0 &&
		strcmp(cjj_name(CJJ_REPORTED), "reported_leakage") == 0 &&
		strcmp(cjj_name(CJJ_TANK), "tank_loss") == 0 &&
		strcmp(cjj_name(CJJ_OTHER), "other_losses") == 0,
	    "names as in the table `balance`");
}

static void
region(void)
{
	const double r[] = {8, 12, 20}, qs[] = {3e6, 1e6, 0};
	const double gap[] = {8, NAN};

	near(cjj_region_pct(r, qs, 2), 9, 1e-12, "(8 * 3 + 12)/4");
	near(cjj_region_pct(r, qs, 3), 9, 1e-12, "one without supply");
	near(cjj_region_pct(r, qs, 0), NAN, 0, "nobody");
	near(cjj_region_pct(r, qs + 2, 1), NAN, 0, "no supply");
	near(cjj_region_pct(gap, qs, 2), NAN, 0, "a rate not known");
	near(cjj_region_pct(r, gap, 2), NAN, 0, "a supply not known");
}

int
main(void)
{
	grading();
	length_limits();
	household_beyond();
	pressure_and_frost();
	grades();
	corrected_below_zero();
	missing_corrections();
	part_of_a_year();
	components();
	balance();
	exported();
	not_evaluated();
	no_supply();
	contradictions();
	bounds();
	adds_up();
	names();
	region();
	return tap_done();
}
