/*
 * UARL, ILI, bands: published examples, and limits by hand.
 */
#include "indicator.h"
#include "tap.h"

static const double MILE = 1.609344, PSI = 0.703070, MGAL = 3785.411784;

/* Thornton, Sturm, Kunkel, p. 105: 60 000 services, 600 miles, 70 psi, 100 ft
 * or 20 ft of private pipe a service; recomputed, million gallons a day. */
static void
uarl(void)
{
	struct bound p = bound_exact(70 * PSI);
	const double km = 600 * MILE, far = 1136.36 * MILE,
		     near_ = 227.27 * MILE;

	near(indicator_uarl_m3d(1, km, 60000, far, p).v / MGAL, 1.4538, 1e-4,
	    "US, 100 ft");
	near(indicator_uarl_m3d(1, km, 60000, near_, p).v / MGAL, 0.9765, 1e-4,
	    "US, 20 ft");
	near(indicator_uarl_m3d(0, km, 60000, far, p).v / MGAL, 1.4444, 1e-4,
	    "metric, 100 ft");
	near(indicator_uarl_m3d(0, km, 60000, near_, p).v / MGAL, 0.9689, 1e-4,
	    "metric, 20 ft");
	near(indicator_uarl_m3d(0, 1, 0, 0, bound_exact(1)).v * 365, 6.57,
	    1e-12, "18 * 365/1000");
	near(indicator_uarl_m3d(0, 10, 100, NAN, bound_exact(30)).v,
	    (180 + 80) * 0.03, 1e-12, "private pipe not known: none");
	near(indicator_uarl_m3d(0, NAN, 100, 0, p).v, NAN, 0, "no mains");
	near(indicator_uarl_m3d(0, 10, 100, 0, bound_exact(0)).v, NAN, 0,
	    "no pressure");
}

/* The US coefficients are those of a mile and psi, rounded: 5.41, 0.15 and 7.5
 * where the metric ones give 5.380, 0.1486 and 7.473 gallons a day. */
static void
coefficients(void)
{
	const struct bound psi = bound_exact(PSI);
	const double gal = 1000 / 3.785411784;

	near(indicator_uarl_m3d(1, MILE, 0, 0, psi).v * gal, 5.41, 1e-9,
	    "a mile of mains");
	near(indicator_uarl_m3d(0, MILE, 0, 0, psi).v * gal, 5.380, 5e-4,
	    "by the metric form");
	near(indicator_uarl_m3d(1, 0, 1, 0, psi).v * gal, 0.15, 1e-9,
	    "a connection");
	near(indicator_uarl_m3d(0, 0, 1, 0, psi).v * gal, 0.1486, 5e-5,
	    "by the metric form");
	near(indicator_uarl_m3d(1, 0, 0, MILE, psi).v * gal, 7.5, 1e-9,
	    "a mile of private pipe");
	near(indicator_uarl_m3d(0, 0, 0, MILE, psi).v * gal, 7.473, 5e-4,
	    "by the metric form");
}

static struct indicator_in
system_of(double connections, double km, double p_m)
{
	return (struct indicator_in){.mains_km = km,
	    .connections = connections,
	    .private_km = NAN,
	    .hours_supply = NAN,
	    .azp_m = bound_exact(p_m),
	    .days = 365,
	    .year_days = 365,
	    .real = bound_none(),
	    .apparent = bound_none(),
	    .metered_sales_m3 = NAN,
	    .unbilled_m3 = NAN,
	    .ali_ref_pct = 5,
	    .retail_m3 = NAN,
	    .cv_m3 = NAN,
	    .operating_year = NAN};
}

/* Supplied 4000, losses 1000, real 280: ALI 720/(5 % of 3000) = 4.8. */
static void
apparent(void)
{
	struct indicator_in in = system_of(1000, 10, 30);
	struct indicator_out r;

	in.real = bound_exact(280);
	in.apparent = bound_exact(720);
	in.metered_sales_m3 = 3000;
	indicators(&in, &r);
	near(r.ali, 4.8, 1e-12, "ALI");
	near(r.apparent_lcd, 720.0 / 365, 1e-12, "L a connection and day");
	in.retail_m3 = 3;
	in.cv_m3 = 1;
	in.unbilled_m3 = 20;
	in.operating_year = 10000;
	indicators(&in, &r);
	near(r.cost_pct, (720 * 3 + 280 + 20) / 100.0, 1e-12, "NRW by cost");
	in.real_at_retail = 1;
	indicators(&in, &r);
	near(r.cost_pct, (720 * 3 + 280 * 3 + 20) / 100.0, 1e-12,
	    "real losses at the retail price");
	in.metered_sales_m3 = 0;
	indicators(&in, &r);
	near(r.ali, NAN, 0, "no sales, no ALI");
}

static void
real(void)
{
	struct indicator_in in = system_of(6000, 100, 40);
	struct indicator_out r;
	/* (18 * 100 + 0.8 * 6000) * 40/1000 * 365 */
	const double u = 96360;

	in.real = bound_input(2 * u, 0, 0.1 * 2 * u);
	in.azp_m = bound_input(40, 1, 4);
	indicators(&in, &r);
	near(r.uarl_m3, u, 1e-6, "UARL of the year");
	near(r.ili.v, 2, 1e-12, "ILI");
	near(bound_half(&r.ili), 2 * hypot(0.1, 0.1), 1e-12,
	    "10 % of RL and 10 % of P in quadrature");
	near(r.recoverable_m3, u, 1e-6, "recoverable");
	near(r.real_lcd.v, 2 * u * 1000 / 6000 / 365, 1e-9, "L/conn/d");
	near(r.real_lcdm.v, 2 * u * 1000 / 6000 / 365 / 40, 1e-9, "and metre");
	near(r.real_m3kmh.v, 2 * u / 100 / 8760, 1e-9, "m3/km/h");
	ok(r.flags == 0, "nothing to be said against it");
	ok(!r.per_km, "by connection");
	ok(r.band == 'A', "ILI 2 of a developing country: A");
	in.developed = 1;
	indicators(&in, &r);
	ok(r.band == 'B', "of a developed one: B, the limit is the worse's");
	in.hours_supply = 12;
	indicators(&in, &r);
	near(r.ili.v, 4, 1e-12, "half of the day under pressure: half UARL");
}

static void
doubts(void)
{
	struct indicator_in in = system_of(5000, 250, 24.9);
	struct indicator_out r;

	in.real = bound_exact(1);
	indicators(&in, &r);
	ok(r.flags ==
		(IND_CONNECTIONS | IND_DENSITY | IND_PRESSURE | IND_ILI_LOW),
	    "small, thin, slack, and below 1");
	in = system_of(5001, 250, 25);
	in.real = bound_exact(-1);
	indicators(&in, &r);
	ok(r.flags == IND_NEGATIVE, "limits themselves are good");
	near(r.ili.v, NAN, 0, "no ILI of a negative loss");
	ok(r.band == 0 && r.band_lcd == 0, "and no band");
	near(r.real_lcd.v, -1000.0 / 5001 / 365, 1e-12, "but a rate");
	in = system_of(4999, 250, 50);
	indicators(&in, &r);
	ok(r.per_km, "fewer than 20 a km: by the km");
	in = system_of(NAN, 250, 50);
	indicators(&in, &r);
	ok(r.flags == IND_NO_UARL, "connections not known: no UARL, no more");
	near(r.uarl_m3, NAN, 0, "none");
	in = system_of(0, 0, 50);
	in.real = bound_exact(10);
	indicators(&in, &r);
	near(r.ili.v, NAN, 0, "nothing to leak: no ILI");
	near(r.real_lcd.v, NAN, 0, "and no rate");
}

/* The matrix as it is printed, L/connection/day. */
static void
matrix(void)
{
	static const struct {
		int developed;
		double p, lcd;
		char band;
	} t[] = {{1, 20, 49.9, 'A'}, {1, 20, 50, 'B'}, {1, 30, 150, 'C'},
	    {1, 40, 400, 'D'}, {1, 50, 499, 'C'}, {0, 10, 49, 'A'},
	    {0, 10, 50, 'B'}, {0, 20, 200, 'C'}, {0, 30, 600, 'D'},
	    {0, 50, 999, 'C'}, {0, 35, 174, 'A'}, {0, 35, 175, 'B'}};

	for (size_t i = 0; i < sizeof t / sizeof *t; i++)
		ok(indicator_band_lcd(t[i].lcd, t[i].p, t[i].developed) ==
			t[i].band,
		    "cell of the matrix");
	ok(indicator_band(9.7, 0) == 'C', "ILI 9.7: C (published case)");
	ok(indicator_band(16, 0) == 'D' && indicator_band(8, 1) == 'D',
	    "beyond the last limit");
	ok(indicator_band(NAN, 0) == 0, "not known");
}

int
main(void)
{
	uarl();
	coefficients();
	apparent();
	real();
	doubts();
	matrix();
	return tap_done();
}
