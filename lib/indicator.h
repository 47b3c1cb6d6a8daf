/*
 * Indicators of real and apparent losses (IWA/AWWA).
 *
 *     UARL = (18 Lm + 0.8 Nc + 25 Lp) P            L/day, metric
 *     UARL = (5.41 Lm + 0.15 Nc + 7.5 Lp) P        gal/day, US: miles and psi
 *     ILI  = RL / UARL
 *     ALI  = AL / (ali_ref_pct of billed metered use)
 *     L/connection/day, m3/km/h, and each per metre of pressure
 *
 * Lengths km, pressures metres of water, volumes m3 of the period, Lp 0 where
 * it is not known; a system under pressure for h hours a day has h/24 of the
 * UARL.  The US coefficients are rounded: they give 0.6 to 0.9 % more.
 * (Thornton, Sturm, Kunkel, p. 103 to 105.)
 *
 * Outside of Nc > 5000, more than 20 connections a km and 25 to 100 m the UARL
 * is computed and marked.  Bands: the World Bank Institute's target matrix; a
 * limit belongs to the worse band.
 */
#ifndef WB_INDICATOR_H
#define WB_INDICATOR_H

#include "bound.h"

struct indicator_in {
	double mains_km, connections, private_km, hours_supply;
	struct bound azp_m;
	double days, year_days;
	int us;			     /* US coefficients */
	int developed;		     /* group of the target matrix */
	struct bound real, apparent; /* m3; v NaN: not known */
	double metered_sales_m3, unbilled_m3, ali_ref_pct;
	double retail_m3, cv_m3; /* money a m3 */
	int real_at_retail;	 /* real losses valued at retail */
	double operating_year;	 /* money a year */
};

enum indicator_flag {
	IND_NO_UARL = 1,     /* mains, connections or pressure not known */
	IND_CONNECTIONS = 2, /* not more than 5000 */
	IND_DENSITY = 4,     /* not more than 20 a km */
	IND_PRESSURE = 8,    /* not 25 to 100 m */
	IND_NEGATIVE = 16,   /* real losses < 0: no ILI */
	IND_ILI_LOW = 32     /* ILI < 1: less than is thought avoidable */
};

struct indicator_out {
	double uarl_m3;
	struct bound ili, real_lcd, real_m3kmh, real_lcdm;
	double ali, apparent_lcd, cost_pct;
	double recoverable_m3; /* RL - UARL */
	char band, band_lcd;   /* 'A' to 'D', 0: none */
	int per_km;	       /* 1: density below 20, use m3/km/h */
	unsigned flags;
};

void indicators(const struct indicator_in *in, struct indicator_out *out);

/* UARL of one day, m3. */
struct bound indicator_uarl_m3d(int us, double mains_km, double connections,
    double private_km, struct bound p_m);

/* 'A' to 'D' by ILI, by L/connection/day at a pressure; 0: not known. */
char indicator_band(double ili, int developed);
char indicator_band_lcd(double lcd, double p_m, int developed);

#endif
