/*
 * A zone's scenario: its series are read, replayed under a profile, judged and
 * valued.
 *
 *     saved m3/d      = mean of L - L' over the steps, times 24
 *     bursts saved    = bursts a year * min(1, bff * fall of the highest AZP)
 *     energy kWh/d    = mean of Q' * fall at the inlet * 9.80665/3600 * 24
 *                       / efficiency   (only where pump_eff_pct is set)
 *     money a year    = saved * 365 * cv_yuan_m3 + bursts saved * repair cost
 *                       + energy * 365 * power_yuan_kwh
 *     payback months  = prv_yuan / (money / 12)
 *
 * (Domain section 6.3.)  Required are the critical points, of zones inside too,
 * which the lower inlet reaches; where there is none the zone must have three
 * azp points, which then all count as such.
 */
#ifndef WB_ZONEWHATIF_H
#define WB_ZONEWHATIF_H

#include "zonebursts.h"
#include "zonen1.h"
#include "zoneseries.h"

enum zonewhatif_verdict { ZW_ADMISSIBLE, ZW_REFUSED, ZW_UNKNOWN };

enum zonewhatif_flag {
	ZW_NO_DATA = 1 << 0,	      /* steps fewer than night_coverage */
	ZW_NO_CRITICAL = 1 << 1,      /* no critical point, not three points */
	ZW_CRITICAL_GAPS = 1 << 2,    /* one of them has too few readings */
	ZW_NO_INLET = 1 << 3,	      /* a pressure is asked of the inlet, which
				       * is not measured */
	ZW_NO_LEAKAGE = 1 << 4,	      /* NNL is not above 0 */
	ZW_LOW_BEFORE = 1 << 5,	      /* too low as it was */
	ZW_NO_PROFILE = 1 << 6,	      /* --search found none */
	ZW_CRITICAL_ASSUMED = 1 << 7, /* all pressure points taken for such */
	ZW_INLET_ASSUMED = 1 << 8,    /* not measured: taken as constant */
	ZW_AZP_PARAM = 1 << 9,
	ZW_NO_CV = 1 << 10, /* money without water, bursts, energy ... */
	ZW_NO_BURSTS = 1 << 11,
	ZW_NO_POWER = 1 << 12,
	ZW_BURSTS_SHORT = 1 << 13,   /* less than a year of events */
	ZW_CRITICAL_PARTLY = 1 << 14 /* a zone inside names none */
};

struct zonewhatif_point {
	const struct net_edge *e;
	double required, b, r2; /* head loss */
	double mean0, min0, mean1, min1, max0, max1;
	int64_t min_at;
	double prob; /* of its own; NaN: nothing required */
};

struct payback { /* months; NaN where there is none */
	double v, lo, hi;
};

struct zonewhatif {
	struct profile profile;
	enum zonewhatif_verdict verdict;
	unsigned flags;
	struct zonen1 n1;
	struct whatif_result run;
	const struct net_edge *worst; /* the point that decides; NULL: none */
	int64_t worst_at;
	double required;
	double coverage;	   /* of the period's steps */
	double leak0;		   /* m3/d, as it was */
	struct bound saved, use;   /* m3/d */
	struct bound azp, max_pct; /* fall: m, % */
	double bursts_yr;
	struct bound bursts; /* saved a year */
	struct bound energy; /* kWh/d */
	struct bound money;  /* a year */
	double cost;	     /* NaN */
	struct payback payback;
	double benefit_cost;
	struct zonewhatif_point *point;
	size_t npoint;
	struct zoneseries series; /* and the trace on it: */
	double *trace;		  /* q, leak0, leak, azp, dp, n each */
};

/* slots 0: the profile as given; else the lowest admissible one of so many
 * slots is searched and put in *profile's place.  step: of a pressure test, may
 * be none.  1: *out is filled, to be released; 0: the zone does not hold on any
 * of the days; -1: the store failed, has said why. */
int zonewhatif_zone(struct zonenight_work *w, struct store *s,
    const struct network *n, const struct zonebursts *bursts, size_t zone,
    int64_t from, int64_t to, const struct profile *profile, int slots,
    struct zonewhatif *out);
void zonewhatif_release(struct zonewhatif *z);

/* The trace's parts. */
struct whatif_trace zonewhatif_trace(const struct zonewhatif *z);

/* cost / (benefit/12), and the same of the benefit's bounds; NaN where the
 * benefit is not above 0. */
struct payback payback_of(double cost, const struct bound *benefit);

const char *zonewhatif_verdict(enum zonewhatif_verdict v);

/* The words of the flags; static until the next call. */
const char *zonewhatif_words(unsigned flags);

#endif
