#include "param.h"

#include <stddef.h>
#include <string.h>

#include "caltime.h"
#include "num.h"
#include "table.h"

#define NUM(n, v, lo, hi, what)                     \
	{                                           \
		n, v, PARAM_NUM, lo, hi, NULL, what \
	}
#define CLOCK(n, v, what)                           \
	{                                           \
		n, v, PARAM_CLOCK, 0, 0, NULL, what \
	}
#define MANY 1e9

const struct param param_all[] = {
    CLOCK("night_from", "00:00", "window of the moving minimum, from"),
    CLOCK("night_to", "06:00", "window of the moving minimum, to"),
    NUM("night_width_min", "60", 1, 1440, "minutes averaged over"),
    CLOCK("fixed_from", "03:00", "fixed window, from"),
    CLOCK("fixed_to", "04:00", "fixed window, to"),
    NUM("night_coverage", "0.9", 0, 1, "share of a window's readings needed"),
    NUM("lnu_active_pct", "6", 0, 100, "residential night use: active share"),
    NUM("lnu_l_use", "10", 0, 1000, "litres per use"),
    NUM("lnu_l_property", "1.7", 0, 1000, "L/property/h without population"),
    NUM("lnu_group_a", "0.9", 0, MANY, "non-household night use, L/property/h"),
    NUM("lnu_group_b", "6.2", 0, MANY, "group b"),
    NUM("lnu_group_c", "12.6", 0, MANY, "group c"),
    NUM("lnu_group_d", "20.5", 0, MANY, "group d"),
    NUM("lnu_group_e", "60.6", 0, MANY, "group e"),
    NUM("lnu_nonhousehold_m3h", NULL, 0, MANY,
	"stands for the figure from the accounts"),
    NUM("lnu_exceptional_m3h", NULL, 0, MANY,
	"stands for the figure from user points"),
    NUM("lnu_mon_pct", "100", 0, 1000, "night use of Mondays, of the above"),
    NUM("lnu_tue_pct", "100", 0, 1000, "Tuesdays"),
    NUM("lnu_wed_pct", "100", 0, 1000, "Wednesdays"),
    NUM("lnu_thu_pct", "100", 0, 1000, "Thursdays"),
    NUM("lnu_fri_pct", "100", 0, 1000, "Fridays"),
    NUM("lnu_sat_pct", "100", 0, 1000, "Saturdays"),
    NUM("lnu_sun_pct", "100", 0, 1000, "Sundays"),
    {"ubl_set", "lambert", PARAM_WORD, 0, 0, "lambert sanflow",
	"background set: 20, 1.25, 33, 0.25 or 40, 3, 0, 1"},
    NUM("ubl_main_lkmh", "20", 0, MANY, "background of mains, L/km/h at 50 m"),
    NUM("ubl_conn_lh", "1.25", 0, MANY, "of connections, L/h"),
    NUM("ubl_private_lkmh", "33", 0, MANY, "of private pipe, L/km/h"),
    NUM("ubl_prop_lh", "0.25", 0, MANY, "of properties, L/h"),
    NUM("ubl_exp", "1.5", 0, 3, "its pressure exponent"),
    NUM("espb_m3h", "1.6", 0.001, MANY, "one equivalent burst at 50 m"),
    NUM("espb_exp", "0.5", 0, 3, "its pressure exponent"),
    {"n1", "1.15", PARAM_WORD, 0.5, 2.5, "auto", "leakage exponent"},
    NUM("azp_m", NULL, 0.1, 1000, "average zone pressure where none measures"),
    NUM("outlet_mpa", NULL, 0, 10, "mean plant outlet pressure of the year"),
    NUM("household_gap_pct", NULL, 0, 99, "master/sub-meter difference"),
    NUM("nonhousehold_err_pct", NULL, 0, 99, "meter error, non-household"),
    NUM("cmi_pct", NULL, -99, 99, "customer meters' under-registration"),
    NUM("unauthorised_pct", "0.25", 0, 100, "of supply (AWWA)"),
    NUM("data_handling_pct", "0.25", 0, 100, "of billed metered (AWWA)"),
    NUM("unbilled_unmetered_pct", "1.25", 0, 100, "of supply (AWWA)"),
    {"uarl_units", "metric", PARAM_WORD, 0, 0, "metric us",
	"UARL coefficients 18/0.8/25 or 5.41/0.15/7.5"},
    NUM("ali_ref_pct", "5", 0.001, 100, "reference of the apparent loss index"),
    NUM("alarm_far", "4", 0.01, 1000, "false leak alarms per zone and year"),
    NUM("alarm_min_pct", "1.2", 0, 100, "least leak, % of the mean flow"),
    NUM("alarm_min_m3h", "0", 0, MANY, "and in m3/h"),
    CLOCK("alarm_night_from", "02:00", "night flow of the leak watch, from"),
    CLOCK("alarm_night_to", "05:00", "night flow of the leak watch, to"),
    NUM("alarm_high_m", NULL, 0, 2000, "highest pressure"),
    NUM("alarm_hold_min", "15", 0, 1440, "minutes beyond a pressure limit"),
    NUM("cv_yuan_m3", NULL, 0, MANY, "value of lost water"),
    NUM("retail_yuan_m3", NULL, 0, MANY, "price of sold water"),
    NUM("survey_yuan_km", NULL, 0, MANY, "cost of a leak survey"),
    NUM("repair_yuan", NULL, 0, MANY, "cost of a repair"),
    NUM("rise_m3kmd_yr", NULL, 0, MANY, "rate of rise of unreported leakage"),
    NUM("bff", "1.4", 0, 10, "% fewer bursts per % lower maximum pressure"),
    NUM("service_m", "14", 0, 1000, "least service pressure"),
    NUM("qualified_min_pct", "97", 0, 100,
	"qualification rate below which it is a finding"),
    NUM("large_step_m", "5", 0.001, 1000, "a step of pressure that is large"),
    NUM("stable_m", "5", 0, 1000, "stability: distance from the day's mean"),
    NUM("cycle_m", "5", 0.001, 1000, "least range of a cycle of pressure"),
    CLOCK("quiet_from", "02:00", "night hours of pressure, from"),
    CLOCK("quiet_to", "04:00", "night hours of pressure, to"),
    CLOCK("peak_from", "07:00", "peak hours of pressure, from"),
    CLOCK("peak_to", "09:00", "peak hours of pressure, to"),
    NUM("tight_m", "2", 0, 1000, "pressure that counts as none in a test"),
    NUM("tight_m3h", "0.5", 0, MANY, "flow that counts as none in a test"),
    NUM("admit_pct", "95", 50, 99.9999,
	"probability that a scenario must keep the pressure with"),
    NUM("n3", "0.25", 0, 2.5, "exponent of use that pressure drives"),
    NUM("pressure_use_pct", "0", 0, 100, "share of use that pressure drives"),
    NUM("bursts_yr", NULL, 0, MANY, "bursts a year; else from the events"),
    NUM("prv_yuan", NULL, 0, MANY, "cost of a zone's pressure control"),
    NUM("renewal_yuan_km", NULL, 0, MANY, "cost of renewing mains"),
    NUM("meter_yuan", NULL, 0, MANY, "cost of renewing a customer meter"),
    NUM("reading_yuan_yr", NULL, 0, MANY,
	"yearly cost of better reading and billing of a zone"),
    NUM("pump_eff_pct", NULL, 1, 100,
	"efficiency of the pumps that feed the inlet, wire to water"),
    NUM("power_yuan_kwh", NULL, 0, MANY, "price of electricity"),
    NUM("err_flow_pct", "2", 0, 100, "95 % error of a flow meter"),
    NUM("err_pressure_m", "0.5", 0, 100, "95 % error of a pressure"),
    NUM("err_lnu_pct", "30", 0, 1000, "95 % error of legitimate night use"),
    NUM("err_ubl_pct", "50", 0, 1000, "95 % error of background leakage"),
    NUM("err_n1", "0.5", 0, 2, "95 % error of the leakage exponent"),
    NUM("err_valve_m", "1", 0, 100, "95 % error of a pressure valve"),
    NUM("err_bff", "0.7", 0, 10, "95 % error of bff"),
    NUM("err_pressure_use_pct", "50", 0, 100,
	"95 % error of pressure_use_pct, of its value"),
    NUM("err_default_pct", "50", 0, 1000, "95 % error of default volumes"),
    NUM("err_sampled_pct", "20", 0, 1000, "95 % error of sampled shares"),
    NUM("err_leak_pct", "30", 0, 1000, "95 % error of leak volumes"),
    NUM("err_forecast_pct", "20", 0, 1000, "95 % error of use to come"),
    NUM("bulk_err_own_pct", "0", -99, 1000, "own supply's bulk-meter error"),
    NUM("bulk_err_imported_pct", "0", -99, 1000, "that of imports"),
    NUM("bulk_err_exported_pct", "0", -99, 1000, "that of exports"),
    {"default_base", "supplied", PARAM_WORD, 0, 0, "supplied billed",
	"what the AWWA defaults are shares of: version 5, 6"},
    {"band_group", "developing", PARAM_WORD, 0, 0, "developing developed",
	"group of the target matrix"},
    NUM("operating_yuan", NULL, 0, 1e15, "cost of running the system a year"),
    {"real_loss_at", "cv", PARAM_WORD, 0, 0, "cv retail",
	"what real losses are valued at"},
    NUM("background_m3kmh", NULL, 0, MANY,
	"unit night flow sampled after a leak survey"),
    NUM("leak_c2", "0.6", 0, 1, "orifice coefficient of a leak"),
    NUM("burst_m3h", "12", 0, MANY, "assumed flow of a reported leak at 50 m"),
    NUM("burst_h", NULL, 0, MANY, "hours a burst runs; else of the events"),
    NUM("leak_m3h", "6", 0, MANY, "assumed flow of an unreported leak"),
    NUM("target_pct", NULL, -100, 100, "target for R_BL, by valid_from"),
    NUM("err_bill_pct", "2", 0, 100, "95 % error of billed volumes"),
    NUM("err_apparent_pct", "50", 0, 1000,
	"95 % error of unauthorised use and of data handling"),
    NUM("ops_late_h", "2", 0, MANY, "inspection: data that are late"),
    NUM("ops_silent_h", "24", 0, MANY, "data that no longer come"),
    NUM("ops_delivery", "2", 0, MANY,
	"time since a delivery over the usual one: amber"),
    NUM("ops_delivery_red", "5", 0, MANY, "red"),
    NUM("ops_new_days", "7", 0, 366, "a point is new for so many days"),
    NUM("ops_interval_pct", "10", 0, MANY,
	"interval of a point beside the registered one: amber"),
    NUM("ops_interval_red_pct", "50", 0, MANY, "red"),
    NUM("ops_complete_pct", "95", 0, 100, "readings that came: amber below"),
    NUM("ops_complete_red_pct", "90", 0, 100, "red below"),
    NUM("ops_disk_days", "90", 0, MANY, "days of room on the disk: amber"),
    NUM("ops_disk_red_days", "30", 0, MANY, "red below"),
    NUM("ops_backup_h", "36", 0, MANY, "age of the newest backup: amber"),
    NUM("ops_backup_red_h", "96", 0, MANY, "red"),
    NUM("ops_failed", "1", 0, MANY, "failed runs of a job: amber"),
    NUM("ops_failed_red", "3", 0, MANY, "red"),
    NUM("ops_missed", "1", 0, MANY, "periods without a run: amber"),
    NUM("ops_missed_red", "2", 0, MANY, "red"),
    NUM("ops_slow", "2", 0, MANY, "duration over the usual one: amber"),
    NUM("ops_slow_red", "5", 0, MANY, "red"),
    NUM("ops_score", "0.95", 0, 1, "data quality: amber below"),
    NUM("ops_score_red", "0.9", 0, 1, "red below"),
    NUM("ops_ack_1_h", "2", 0, MANY, "to take charge of severity 1"),
    NUM("ops_ack_2_h", "8", 0, MANY, "of severity 2"),
    NUM("ops_ack_3_h", "24", 0, MANY, "of severity 3"),
    NUM("ops_ack_4_h", "72", 0, MANY, "of severity 4"),
    NUM("ops_retracted", "1", 0, MANY, "imports taken back: amber"),
    NUM("ops_retracted_red", "5", 0, MANY, "red"),
    NUM("ops_rejected_pct", "0.5", 0, 100, "rows rejected: amber"),
    NUM("ops_rejected_red_pct", "5", 0, 100, "red"),
    {NULL, NULL, PARAM_NUM, 0, 0, NULL, NULL},
};

const struct param *
param_find(const char *name)
{
	for (const struct param *p = param_all; p->name != NULL; p++)
		if (*p->name == *name && strcmp(p->name, name) == 0)
			return p;
	return NULL;
}

struct nearest
param_nearest(const char *name)
{
	struct nearest n = nearest_to(name);

	for (const struct param *p = param_all; p->name != NULL; p++)
		nearest_try(&n, p->name);
	return n;
}

static const char *
number_wrong(const struct param *p, const char *s)
{
	double v;

	if (num_parse(s, &v) < 0)
		return "is not a number";
	return v < p->lo || v > p->hi ? "is out of range" : NULL;
}

const char *
param_wrong(const struct param *p, const char *s)
{
	int32_t clock;

	switch (p->type) {
	case PARAM_NUM:
		return number_wrong(p, s);
	case PARAM_CLOCK:
		return cal_parse_clock(s, &clock) < 0 ? "is not HH:MM" : NULL;
	case PARAM_WORD:
		if (table_is_word(p->words, s))
			return NULL;
		return p->hi > p->lo ? number_wrong(p, s) :
				       "is none of its words";
	}
	return NULL;
}
