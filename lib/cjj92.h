/*
 * Water balance and loss rates of CJJ 92-2016, revision 2018 (in force
 * 2019-02-01): table 4.2.1, and the rates of chapter 4.
 *
 *     Qs   supply          = own + imported
 *     Qa   authorised      = billed (metered, unmetered) + unbilled (same)
 *     Qwl  water losses    = Qs - Qa
 *     Qr   real losses     = reported + unreported + background + tanks
 *     Qm   metering losses = household master/sub difference + non-household
 *     Qo   other losses    = Qwl - Qr - Qm          (the residual)
 *
 *     R_WL = (Qs - Qa)/Qs                     overall loss rate, %
 *     R1 = 8 * r                              r = household_read/Qs
 *     R2 = 99 * (A - 0.0693), -3..3           A = L/Qs, km per 10^4 m3 a year
 *     R3 = 0 | 0.5 | 1 | 2                    outlet <= 0.35, 0.55, 0.75 MPa
 *     R4 = 1 where frost goes deeper than 1.4 m
 *     R_n = R1 + R2 + R3 + R4,  R_BL = R_WL - R_n
 *     grade 1: R_BL <= 10 %, grade 2: <= 12 %, else failed
 *
 * Volumes are m3, NaN where an item was not evaluated: such an item is left
 * out of its sum, and the residual is then "other and not evaluated".  Each
 * item carries its 95 % error as a percentage of its volume.
 */
#ifndef WB_CJJ92_H
#define WB_CJJ92_H

#include "bound.h"

enum cjj_item { /* the order of the standard's table */
	CJJ_SUPPLY,
	CJJ_OWN_SUPPLY,
	CJJ_IMPORTED,
	CJJ_AUTHORISED,
	CJJ_BILLED,
	CJJ_BILLED_METERED,
	CJJ_BILLED_UNMETERED,
	CJJ_EXPORTED, /* passed to another supplier: registered use, 3.0.4 */
	CJJ_UNBILLED,
	CJJ_UNBILLED_METERED,
	CJJ_UNBILLED_UNMETERED,
	CJJ_LOSSES,
	CJJ_REAL,
	CJJ_REPORTED,
	CJJ_UNREPORTED,
	CJJ_BACKGROUND,
	CJJ_TANK,
	CJJ_METERING,
	CJJ_HOUSEHOLD_METER,
	CJJ_NONHOUSEHOLD_METER,
	CJJ_OTHER,
	CJJ_ITEMS
};

/* The item's name in text ("billed_metered"), its parent (CJJ_ITEMS: none).
 * The supply is divided twice, by where it comes from (own, imported) and by
 * where it goes (authorised, losses): its children are two whole sets. */
const char *cjj_name(enum cjj_item item);
enum cjj_item cjj_parent(enum cjj_item item);

struct cjj_in {
	double m3[CJJ_ITEMS];	   /* leaf items; sums are ignored */
	double err_pct[CJJ_ITEMS]; /* 95 %, of the leaf items */
	double household_read_m3;  /* read at the household's own meter */
	double mains_km;	   /* DN >= 75 */
	double outlet_mpa;	   /* mean of the year, NaN: not known */
	double frost_m;		   /* NaN: not known */
	double days, year_days;	   /* of the period, of its year */

	/* NULL, or the leaf items and household_read with the inputs that move
	 * them, in place of m3, err_pct and household_read_m3. */
	const struct bound *leaf, *household_read;
};

/* Flow through an orifice, m3/h: C1*C2*A*sqrt(2 g H)*3600 with A in m2, H in
 * m, g = 9.8 as the standard's commentary has it. */
double cjj_orifice_m3h(double c1, double c2, double area_m2, double head_m);

/* Background leakage over a period, m3: qn m3/(km h) * km * h. */
double cjj_background_m3(double qn_m3kmh, double km, double hours);

enum cjj_flag {
	CJJ_NO_SUPPLY = 1,     /* none known, or not > 0: no rates */
	CJJ_NO_BILLED = 2,     /* billed use not known: no losses */
	CJJ_NOT_EVALUATED = 4, /* a loss component is missing */
	CJJ_EXCEEDS = 8,       /* components exceed the losses */
	CJJ_NEGATIVE = 16,     /* authorised use exceeds supply: no grade */
	CJJ_NO_R1 = 32,	       /* household_read not known, R1 empty */
	CJJ_NO_R2 = 64,
	CJJ_NO_R3 = 128,
	CJJ_NO_R4 = 256,
	CJJ_ANNUALISED = 512 /* R2 from a period that is not a year */
};

enum cjj_grade { CJJ_UNGRADED, CJJ_GRADE1, CJJ_GRADE2, CJJ_FAILED };

struct cjj_out {
	struct bound m3[CJJ_ITEMS]; /* v NaN: not evaluated */
	struct bound rwl_pct, rbl_pct, rrl_pct;
	double r1_pct, r2_pct, r2_raw_pct, r3_pct, r4_pct, rn_pct;
	double limit1_pct, limit2_pct, real_limit_pct; /* text of 2016 */
	double nrw_m3, nrw_pct; /* supply less billed (and exported) */
	enum cjj_grade grade;
	unsigned flags;
};

/* Input i of the bounds is item i, unless `leaf` tells other inputs; lengths
 * and pressures are taken as exact, the supply in R1 and R2 is not.  A
 * correction that cannot be computed is NaN, and R_n and R_BL with it.  Without
 * billed use (metered or unmetered) there are no authorised use, losses or NRW.
 * Limits are met within 1e-9. */
void cjj_balance(const struct cjj_in *in, struct cjj_out *out);

/* In the text of 2016 the corrections raise the limits, 10 % + R_n and
 * 12 % + R_n, for the rate R_WL; what passes is the same.  There the real-loss
 * rate has a limit too, 70 % of the loss limit of grade 2; it is no longer
 * graded. */

/* Cover factor C1 of a leak by the pipe's diameter, mm: 0.96 up to 50, 0.95 up
 * to 300, 0.94 above; the text leaves out 50 to 75, here 0.95. */
double cjj_cover(double dn_mm);

/* Rate of a region of several suppliers: sum(R_i Qs_i)/sum(Qs_i); NaN where
 * one of them is not known. */
double cjj_region_pct(const double *r_pct, const double *qs_m3, int n);

#endif
