#include "zoneset.h"

#include <err.h>
#include <string.h>

#include "param.h"

/* A coefficient: set by name, or by the set that is asked for. */
static double
background(const struct network *n, const char *name, long zone, int64_t day,
    double sanflow)
{
	const char *set = network_param(n, "ubl_set", zone, day);

	if (strcmp(set, "sanflow") == 0 &&
	    network_param(n, name, zone, day) == param_find(name)->value)
		return sanflow;
	return network_num(n, name, zone, day);
}

static void
load(struct zoneset *set, const struct network *n, long zone, int64_t day)
{
	static const char *const name[ZONESET_PARAMS] = {[P_AZP_M] = "azp_m",
	    [P_ERR_FLOW_PCT] = "err_flow_pct",
	    [P_LNU_ACTIVE_PCT] = "lnu_active_pct",
	    [P_LNU_L_USE] = "lnu_l_use",
	    [P_LNU_L_PROPERTY] = "lnu_l_property",
	    [P_LNU_NONHOUSEHOLD_M3H] = "lnu_nonhousehold_m3h",
	    [P_LNU_GROUP_A] = "lnu_group_a",
	    [P_LNU_GROUP_B] = "lnu_group_b",
	    [P_LNU_GROUP_C] = "lnu_group_c",
	    [P_LNU_GROUP_D] = "lnu_group_d",
	    [P_LNU_GROUP_E] = "lnu_group_e",
	    [P_LNU_EXCEPTIONAL_M3H] = "lnu_exceptional_m3h",
	    [P_ERR_LNU_PCT] = "err_lnu_pct",
	    [P_ERR_UBL_PCT] = "err_ubl_pct",
	    [P_UBL_EXP] = "ubl_exp",
	    [P_ESPB_M3H] = "espb_m3h",
	    [P_ESPB_EXP] = "espb_exp",
	    [P_ERR_N1] = "err_n1",
	    [P_ERR_PRESSURE_M] = "err_pressure_m",
	    [P_N1] = "n1",
	    [P_NIGHT_WIDTH_MIN] = "night_width_min",
	    [P_NIGHT_COVERAGE] = "night_coverage",
	    [P_LNU_MON_PCT] = "lnu_mon_pct",
	    [P_LNU_MON_PCT + 1] = "lnu_tue_pct",
	    [P_LNU_MON_PCT + 2] = "lnu_wed_pct",
	    [P_LNU_MON_PCT + 3] = "lnu_thu_pct",
	    [P_LNU_MON_PCT + 4] = "lnu_fri_pct",
	    [P_LNU_MON_PCT + 5] = "lnu_sat_pct",
	    [P_LNU_MON_PCT + 6] = "lnu_sun_pct"};
	static const char *const clock[ZONESET_CLOCKS] = {
	    "night_from", "night_to", "fixed_from", "fixed_to"};
	static const struct {
		const char *name;
		double sanflow;
	} ubl[ZONESET_UBLS] = {{"ubl_main_lkmh", 40}, {"ubl_conn_lh", 3},
	    {"ubl_private_lkmh", 0}, {"ubl_prop_lh", 1}};

	set->zone = zone;
	network_settled(n, day, &set->from, &set->to);
	for (int i = 0; i < ZONESET_PARAMS; i++)
		set->v[i] = network_num(n, name[i], zone, day);
	for (int i = 0; i < ZONESET_CLOCKS; i++)
		set->clock[i] = network_clock(n, clock[i], zone, day);
	for (int i = 0; i < ZONESET_UBLS; i++)
		set->ubl[i] =
		    background(n, ubl[i].name, zone, day, ubl[i].sanflow);
}

void
zoneset_load(
    struct zoneset *set, const struct network *n, long zone, int64_t day)
{
	if (set->zone != zone || day < set->from || day >= set->to)
		load(set, n, zone, day);
}

int
zoneset_window(const struct zoneset *set, const struct zone *tz, int64_t day,
    int64_t length, struct night_window *out)
{
	const int64_t midnight = zone_midnight(tz, day);
	int32_t at[ZONESET_CLOCKS]; /* seconds after midnight when the clock
				       shows it */

	for (int i = 0; i < ZONESET_CLOCKS; i++) {
		int64_t t = midnight + set->clock[i];

		if (length != CAL_DAY_S)
			zone_instant(tz, day, set->clock[i], &t, NULL);
		at[i] = (int32_t)(t - midnight);
	}
	*out = (struct night_window){.from = at[NIGHT_FROM],
	    .to = at[NIGHT_TO],
	    .fixed_from = at[FIXED_FROM],
	    .fixed_to = at[FIXED_TO],
	    .width = (int32_t)(set->v[P_NIGHT_WIDTH_MIN] * 60),
	    .cover = set->v[P_NIGHT_COVERAGE],
	    .night_cover = set->v[P_NIGHT_COVERAGE]};
	if (out->from >= out->to || out->fixed_from >= out->fixed_to) {
		warnx("a night window ends before it begins: look at %s",
		    out->from >= out->to ? tr("night_from and night_to") :
					   tr("fixed_from and fixed_to"));
		return -1;
	}
	return 0;
}
