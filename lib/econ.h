/*
 * The eighteen parameters of DMA loss management: what a zone loses, what of
 * it could be got back, at what cost and what gain.
 *
 *     loss          = supply - authorised use           m3 of the period
 *     recoverable   = real loss - background            m3/d; or - UARL
 *     R             = recoverable * 1000 / Nc           L/connection/d
 *                     recoverable / Lm                  m3/km/d
 *                     recoverable * cv                  yuan/d
 *     apparent      = loss/days - real loss             m3/d, signed
 *     ALI           = apparent / (ref * sales/days)     ref 5 %
 *     recoverable apparent = max(0, apparent - ref * sales/days)
 *                     / meters in L/meter/d, * retail in yuan/d
 *     total         = max(0, recoverable) + recoverable apparent
 *     ILI           = real loss / UARL
 *     cost          = CI * Lm + ESPB * repair           yuan
 *     benefit       = max(0, recoverable) * 365 * cv    yuan a year
 *     return ratio  = (benefit - cost) / cost
 *     payback       = cost / (benefit / 12)             months
 *     EIF           = sqrt(288/365 * CI / (cv * RR))    months
 *     EP = 12/EIF,  ABI = EP * CI * Lm,  EURL = ABI / cv
 *     ELL           = reported + background + EURL/365  m3/d (SRELL)
 *
 * (Lambert and Lalonde 2005 for EIF to EURL; 288/365 is what their 0.789
 * rounds.)  Reported bursts are UARL's: 5.8 Lm + 0.04 Nc + 1.9 Lp of its
 * 18 Lm + 0.8 Nc + 25 Lp (Water Loss Control, 2nd ed., p. 103).  ESPB without
 * a repair cost is left out of the cost, and flagged.
 *
 * Not known is NaN, in and out.  Bounds are 95 %, first order by the inputs
 * below; a meter that enters supply and night flow is one input, so that the
 * apparent loss does not count it twice.  What falls with its argument
 * (payback, EIF) has the bounds of the argument; an end that does not exist,
 * as the benefit may be nothing, is NaN.
 */
#ifndef WB_ECON_H
#define WB_ECON_H

#include "bound.h"
#include "nightloss.h"

enum econ_input { /* the first are those of nightloss.h */
	ECON_SALES = NIGHT_INPUTS,
	ECON_UNBILLED,
	ECON_RISE,
	ECON_CMI,    /* what customers' meters do not register */
	ECON_BURSTS, /* their number */
	ECON_INPUTS
};

/* "flow", "lnu", "ubl", "pressure", "n1", "uarl", "sales", "unbilled",
 * "rise", "cmi", "bursts". */
const char *econ_input_name(int input);

struct econ_in {
	double days;			      /* of the period */
	struct bound supply, sales, unbilled; /* m3 of the period */
	struct bound real, background;	      /* mean, m3/d */
	struct bound enf, espb;		      /* mean, m3/h; number */
	double uarl_m3d;
	double mains_km, connections, private_km, meters;
	double cv, retail;     /* yuan/m3 */
	double survey, repair; /* yuan/km, yuan */
	double ali_ref_pct;
	double rise, rise_lo, rise_hi; /* m3/km/d a year */
	int above_uarl; /* 1: recoverable is what is above UARL */
	double nights;	/* that the means are of; 0: they are of none */
};

enum econ_fig { /* in the order of the table */
	ECON_SUPPLY_M3,
	ECON_SALES_M3,
	ECON_LOSS_M3,
	ECON_LOSS_PCT,
	ECON_BACKGROUND,
	ECON_REAL,
	ECON_RECOVERABLE,
	ECON_R_LCD,
	ECON_R_M3KMD,
	ECON_R_YUAN,
	ECON_APPARENT,
	ECON_ALI,
	ECON_APPARENT_LMD,
	ECON_APPARENT_YUAN,
	ECON_TOTAL,
	ECON_ILI,
	ECON_ENF,
	ECON_COST,
	ECON_BENEFIT,
	ECON_RETURN,
	ECON_PAYBACK,
	ECON_EIF,
	ECON_ELL,
	ECON_ESPB,
	ECON_FIGS,
	ECON_NRW_PCT = ECON_FIGS, /* further ones, behind the others */
	ECON_R_CONN,
	ECON_R_KM,
	ECON_RISE_RATE,
	ECON_EP,
	ECON_ABI,
	ECON_EURL,
	ECON_ALL
};

/* The column of a figure. */
const char *econ_column(enum econ_fig f);

struct econ_range {
	double v, lo, hi;
};

enum econ_flag {
	ECON_NO_BALANCE = 1 << 0, /* supply or sales not known */
	ECON_NO_NIGHT = 1 << 1,	  /* no real loss */
	ECON_NO_CV = 1 << 2,	  /* parameters that are not set: */
	ECON_NO_RETAIL = 1 << 3,
	ECON_NO_SURVEY = 1 << 4,
	ECON_NO_REPAIR = 1 << 5,	  /* left out of the cost */
	ECON_NO_METERS = 1 << 6,	  /* number of customer meters */
	ECON_NOT_ABOVE = 1 << 7,	  /* recoverable <= 0: no payback */
	ECON_MAY_NOT_PAY = 1 << 8,	  /* benefit's lower bound <= 0 */
	ECON_NO_RISE = 1 << 9,		  /* rise not known */
	ECON_RISE_NONE = 1 << 10,	  /* rise <= 0: no EIF */
	ECON_RISE_UNSURE = 1 << 11,	  /* its lower bound <= 0 */
	ECON_APPARENT_NEGATIVE = 1 << 12, /* real exceeds all losses */
	ECON_NO_UARL = 1 << 13,
	ECON_FEW_NIGHTS = 1 << 14,
	ECON_APPARENT_DIFFERS = 1 << 15, /* from what bill-scan built up */
	ECON_FLAGS = 16
};

struct econ {
	struct econ_range fig[ECON_ALL];
	/* for ranking, with their inputs: */
	struct bound recoverable, enf_km, espb, ili, benefit_cost;
	struct bound ali;
	unsigned flags;
};

void econ(const struct econ_in *in, struct econ *out);

/* The words of the flags, blank between them, into buf. */
void econ_words(unsigned flags, char *buf, unsigned size);

struct econ_survey { /* the economic frequency of surveys */
	double eif_months, ep, abi_yuan_yr, eurl_m3_yr;
};

/* All NaN unless every argument is above 0. */
struct econ_survey
econ_survey(double ci_yuan_km, double cv_yuan_m3, double rise, double mains_km);

#endif
