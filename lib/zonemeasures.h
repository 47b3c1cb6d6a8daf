/*
 * Pressure control beside the other two ways to lose less in a zone, in the
 * same units.
 *
 *     pressure   the scenario of zonewhatif.h; cost prv_yuan
 *     detection  saves what can be found, real loss - background;
 *                cost survey_yuan_km * Lm + ESPB * repair cost
 *     renewal    of all mains: saves real loss - background at condition 1,
 *                for new mains leak no more than that, and the zone's bursts;
 *                cost renewal_yuan_km * Lm
 *
 *     benefit      = saved * 365 * cv_yuan_m3 + bursts saved * repair cost
 *     return ratio = (benefit - cost) / cost
 *     payback      = cost / (benefit / 12)      months
 *     benefit/cost = benefit of a year / cost
 *
 * (Domain section 7.3; what renewal saves is our convention.)  Money is a
 * year's; ranked by payback, what is not known last and without rank.
 */
#ifndef WB_ZONEMEASURES_H
#define WB_ZONEMEASURES_H

#include "zonewhatif.h"

enum zonemeasure_kind { ZM_PRESSURE, ZM_DETECTION, ZM_RENEWAL, ZONEMEASURES };

struct zonemeasure {
	enum zonemeasure_kind kind;
	double cost;	     /* NaN: not known */
	struct bound saved;  /* m3/d */
	struct bound bursts; /* saved a year */
	struct bound benefit;
	struct payback payback;
	double return_ratio, benefit_cost;
	char flags[160];
};

struct zonemeasures {
	struct zonemeasure measure[ZONEMEASURES];
	int rank[ZONEMEASURES]; /* from 1; 0: none */
};

/* 0, or -1: the store failed, has said why. */
int zonemeasures_zone(struct zonenight_work *w, const struct network *n,
    const struct zonebursts *bursts, size_t zone, int64_t from, int64_t to,
    const struct zonewhatif *whatif, struct zonemeasures *out);

const char *zonemeasure_name(enum zonemeasure_kind k);

#endif
