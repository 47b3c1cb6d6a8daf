/*
 * The parameters of a night, as they hold for a zone over a span of days, and
 * the windows of one day that follow from them.
 */
#ifndef WB_ZONESET_H
#define WB_ZONESET_H

#include "network.h"
#include "nightmin.h"

enum zoneset_param {
	P_AZP_M,
	P_ERR_FLOW_PCT,
	P_LNU_ACTIVE_PCT,
	P_LNU_L_USE,
	P_LNU_L_PROPERTY,
	P_LNU_NONHOUSEHOLD_M3H,
	P_LNU_GROUP_A,
	P_LNU_GROUP_B,
	P_LNU_GROUP_C,
	P_LNU_GROUP_D,
	P_LNU_GROUP_E,
	P_LNU_EXCEPTIONAL_M3H,
	P_ERR_LNU_PCT,
	P_ERR_UBL_PCT,
	P_UBL_EXP,
	P_ESPB_M3H,
	P_ESPB_EXP,
	P_ERR_N1,
	P_ERR_PRESSURE_M,
	P_N1,
	P_NIGHT_WIDTH_MIN,
	P_NIGHT_COVERAGE,
	P_LNU_MON_PCT,
	P_LNU_SUN_PCT = P_LNU_MON_PCT + 6,
	ZONESET_PARAMS
};

enum { NIGHT_FROM, NIGHT_TO, FIXED_FROM, FIXED_TO, ZONESET_CLOCKS };
enum { UBL_MAIN, UBL_CONN, UBL_PRIVATE, UBL_PROP, ZONESET_UBLS };

struct zoneset {
	long zone;	  /* -1: none; first row of its id */
	int64_t from, to; /* days; to <= from: none loaded */
	double v[ZONESET_PARAMS], ubl[ZONESET_UBLS];
	int32_t clock[ZONESET_CLOCKS];
};

/* The parameters of a zone (-1: without one) on a day; those at hand are kept
 * while they hold. */
void zoneset_load(
    struct zoneset *set, const struct network *n, long zone, int64_t day);

/* The windows of a local day of `length` seconds.  0; -1: they make no sense,
 * has said so. */
int zoneset_window(const struct zoneset *set, const struct zone *tz,
    int64_t day, int64_t length, struct night_window *out);

#endif
