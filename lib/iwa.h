/*
 * Water balance of IWA and of AWWA manual M36 (Free Water Audit Software,
 * version 5; its arithmetic was checked on some 2,600 published audits).
 *
 *     V'   = V/(1 + err)        own, imported, exported: the bulk meters'
 *                               registration error, < 0 for under-registration
 *     SI   supply       = own' + imported'                     (IWA)
 *                       = own' + imported' - exported'         (AWWA)
 *     AC   authorised   = BM + BU + UM + UU  (IWA: + exported')
 *     WL   losses       = SI - AC
 *     UC   unauthorised = unauthorised_pct of the water supplied
 *     CMI  meters       = (BM + UM)/(1 - p) - (BM + UM)
 *     SDHE data         = data_handling_pct of BM
 *     AL   apparent     = UC + CMI + SDHE
 *     RL   real         = WL - AL
 *     NRW               = WL + UM + UU
 *
 * "Water supplied" is own' + imported' - exported' in both.  UU, where nobody
 * gives it, is unbilled_unmetered_pct of the same; version 6 takes both of
 * billed use (base_billed).  Volumes are m3, NaN where not known: such an item
 * is left out of its sum.  Where CMI is not known the real losses hold it too.
 */
#ifndef WB_IWA_H
#define WB_IWA_H

#include "bound.h"
#include "cjj92.h"

enum iwa_item {
	IWA_SUPPLY,
	IWA_OWN,
	IWA_IMPORTED,
	IWA_EXPORTED_OFF, /* AWWA: taken off the supply, negative */
	IWA_AUTHORISED,
	IWA_BILLED,
	IWA_BM,
	IWA_BU,
	IWA_EXPORTED, /* IWA: billed */
	IWA_UNBILLED,
	IWA_UM,
	IWA_UU,
	IWA_LOSSES,
	IWA_APPARENT,
	IWA_UC,
	IWA_CMI,
	IWA_SDHE,
	IWA_REAL,
	IWA_ITEMS
};

const char *iwa_name(enum iwa_item item);
enum iwa_item iwa_parent(enum iwa_item item); /* IWA_ITEMS: none */

/* Inputs of the bounds beyond those of cjj92.h, whose items are inputs 0 to
 * CJJ_ITEMS - 1 here too. */
enum iwa_input {
	IWA_IN_UC = CJJ_ITEMS,
	IWA_IN_CMI,
	IWA_IN_SDHE,
	IWA_IN_APPARENT,
	IWA_IN_PRESSURE,
	IWA_IN_HOUSEHOLD_READ,
	IWA_IN_FORECAST,
	IWA_IN_NIGHT,
	IWA_INPUTS
};

struct iwa_in {
	int awwa;	 /* 1: AWWA's form of supply and authorised use */
	int base_billed; /* 1: defaults are shares of billed use (version 6) */
	/* As given or derived; v NaN: not.  The first three as metered. */
	struct bound own, imported, exported, bm, bu, um, uu;
	struct bound uc, cmi, sdhe, apparent; /* apparent: as a whole */
	double own_err_pct, imported_err_pct, exported_err_pct;
	double uc_pct, sdhe_pct, uu_pct; /* the defaults */
	double err_default_pct;		 /* 95 % error of what they yield */
	struct bound cmi_pct;		 /* v NaN: not known */
};

enum iwa_flag {
	IWA_NO_SUPPLY = 1,   /* not known, or not > 0 */
	IWA_NO_BILLED = 2,   /* billed use not known: no losses */
	IWA_NO_CMI = 4,	     /* RL holds the metering inaccuracies too */
	IWA_NEGATIVE = 8,    /* authorised use exceeds supply */
	IWA_REAL_BELOW = 16, /* apparent losses exceed the losses: RL < 0 */
	IWA_DEFAULTS = 32,   /* UU, UC or SDHE are defaults */
	IWA_BULK_WRONG = 64  /* a bulk error of -100 % or less: no supply */
};

struct iwa_out {
	struct bound m3[IWA_ITEMS];
	struct bound nrw_m3, nrw_pct;
	double supplied_m3; /* own' + imported' - exported' */
	int by_default[IWA_ITEMS];
	unsigned flags;
};

void iwa_balance(const struct iwa_in *in, struct iwa_out *out);

/* q/(1 - p) - q for a volume q that was read with p per cent missed: customers'
 * meters, and CJJ 92's master/sub difference and meter error (clause 4.3).  Not
 * known for p >= 100. */
struct bound iwa_cmi(struct bound q, struct bound pct);

#endif
