/*
 * What the night flow of a zone consists of, and what it loses in a day.
 *
 *     LNU  = (residential + non-household) * weekday + exceptional   m3/h
 *     NNL  = MNF - LNU                                      net night leakage
 *     UBL  = UBL50 * ICF * (AZNP/50)^ubl_exp                background
 *     ENF  = MNF - LNU - UBL                                excess night flow
 *     ESPB = ENF / (espb_m3h * (AZNP/50)^espb_exp)          equivalent bursts
 *     NDF  = sum over the day of (P_i/AZNP)^N1 * dt         hours a day
 *     real loss  = NNL * NDF                                m3/d
 *     background = UBL * NDF(ubl_exp)                       m3/d
 *     recoverable = real loss - background                  m3/d
 *     ILI  = real loss / ((18 Lm + 0.8 Nc + 25 Lp) * P / 1000)
 *     snapshot ILI = NNL / ((18 Lm + 0.8 Nc + 25 Lp) * AZNP / 24 / 1000)
 *
 * Lengths in km, pressures in metres of water, P the mean of the day at the
 * average zone point (AZP), AZNP its mean in the hour of the minimum.
 * Sources: SANFLOW user guide WRC TT 109/99 (residential use, non-household
 * groups, 40/3/1 set, ESPB); Lambert's background set 20/1.25/33/0.25;
 * Thornton, Sturm, Kunkel, Water Loss Control, 2nd ed., p. 103 (UARL).
 *
 * Not known is NaN, in and out.  Every result has 95 % bounds by the inputs
 * below; the pressure that enters AZNP, P and NDF is one input.
 */
#ifndef WB_NIGHTLOSS_H
#define WB_NIGHTLOSS_H

#include <stddef.h>
#include "bound.h"

enum night_input {	/* the inputs that --explain tells apart */
	NIGHT_FLOW,	/* the flow meters of the zone */
	NIGHT_LNU,	/* legitimate night use */
	NIGHT_UBL,	/* background leakage at 50 m */
	NIGHT_PRESSURE, /* pressure at the average zone point */
	NIGHT_N1,	/* leakage exponent */
	NIGHT_UARL,	/* unavoidable losses; taken as exact */
	NIGHT_INPUTS
};

enum { NIGHT_GROUPS = 5 }; /* night-use groups a..e */

struct night_use {	   /* what legitimate night use is computed from */
	double population; /* persons; NaN: use properties */
	double properties; /* households */
	double active_pct; /* share of the population active, % */
	double l_use;	   /* litres per use (and person and hour) */
	double l_property; /* L/property/h where population is NaN */
	double group_n[NIGHT_GROUPS]; /* non-household properties */
	double group_l[NIGHT_GROUPS]; /* L/property/h */
	double nonhousehold_m3h;      /* NaN: from the groups */
	double exceptional_m3h;	      /* NaN: none */
	double weekday_pct; /* of the two before it, that night; 100 */
};

struct night_lnu { /* m3/h */
	double residential, nonhousehold, exceptional, total;
};

/* The parts and their sum; total is NaN where neither population nor
 * properties are known.  A group whose number is NaN has no properties. */
void nightloss_lnu(const struct night_use *u, struct night_lnu *out);

struct night_ubl { /* background at 50 m */
	double mains_km, connections, private_km, properties;
	double main_lkmh, conn_lh, private_lkmh, prop_lh;
	double icf;
};

/* 1: fewer than seven nights, or than half of the days, are too few to stand
 * for them all. */
int nightloss_few(double nights, double days);

/* m3/h at 50 m, ICF included.  Unknown private_km or properties count as
 * none (meters at the boundary); unknown mains or connections give NaN. */
double nightloss_ubl50(const struct night_ubl *u);

/* (p/50)^n: the pressure correction of a flow given at 50 m; NaN for p <= 0,
 * as such a pressure is nowhere taken as known. */
double nightloss_factor(double p_m, double n);

/* UARL in litres per day; private_km NaN counts as 0, p_m <= 0 as not
 * known. */
double nightloss_uarl_ld(
    double mains_km, double connections, double private_km, double p_m);

/* Night-day factor, hours a day: p[i] is the mean pressure over dt_h hours,
 * NaN or <= 0 where unknown; the sum over the known ones is scaled to day_h
 * hours.  NaN when p_night <= 0 or less than `cover` of the day is known.
 * dndf_dn1, if not NULL, gets the derivative by the exponent. */
double nightloss_ndf(const double *p, size_t n, double dt_h, double day_h,
    double p_night, double n1, double cover, double *dndf_dn1);

struct night_in {
	double mnf_m3h, err_flow_m3h; /* value and 95 % half-width */
	double lnu_m3h, err_lnu_pct;
	double ubl50_m3h, err_ubl_pct;
	double ubl_exp;		   /* 1.5 */
	double espb_m3h, espb_exp; /* 1.6, 0.5 */
	double n1, err_n1;	   /* exponent, 95 % half-width */
	double day_h;		   /* length of the day: 23, 24 or 25 h */
	double aznp_m, azp_m, err_pressure_m; /* NaN: no pressure */
	const double *p; /* AZP series of the day, or NULL */
	size_t np;
	double p_dt_h;				  /* its interval in hours */
	double p_cover;				  /* share of it needed */
	double mains_km, connections, private_km; /* for UARL */
};

struct night_loss {
	struct bound mnf, lnu, nnl, ubl, enf, ndf; /* m3/h; ndf h/d */
	struct bound espb;
	struct bound real_loss, background, recoverable; /* m3/d */
	struct bound ili, snapshot_ili; /* of the day, the hour */
	int ndf_assumed;		/* 1: pressure not known, day_h taken */
	int negative;			/* 1: ENF < 0, LNU or UBL too large */
};

/* Without AZNP the background is taken at 50 m and ESPB at 50 m (factor 1) and
 * NDF is day_h; NDF also where too little of the series is known.  The caller
 * says so in a flag.  ESPB is 0 where ENF < 0, ENF keeps its sign.  ILI needs
 * azp_m and a real loss >= 0; NaN otherwise.  The pressure's error is taken as
 * one offset of the sensor, the same at every hour. */
void nightloss(const struct night_in *in, struct night_loss *out);

#endif
