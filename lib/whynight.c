#include "whynight.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "nightexplain.h"
#include "table.h"
#include "whyentry.h"

#define AT(field) offsetof(struct zonenight, field)

static const struct why_entry entries[] = {
    {"mnf_m3h", WHY_RAW, AT(loss.mnf), 1, RAW_FLOW, "minimum"},
    RAW("fixed_m3h", min.fixed, RAW_FLOW, "fixed"),
    RAW("inflow_m3", inflow_m3, RAW_FLOW, "volume"),
    RAW("coverage", coverage, RAW_FLOW, "coverage"),
    RAW("aznp_m", in.aznp_m, RAW_AZP, "hour"),
    RAW("azp_m", in.azp_m, RAW_AZP, "day"),
    FIGURE("adf_m3h", adf_m3h, "inflow_m3 / day_h"),
    FIGURE("mnf_adf", mnf_adf, "mnf_m3h / adf_m3h"),
    FIGURE("residential_m3h", lnu.residential, ""),
    FIGURE("nonhousehold_m3h", lnu.nonhousehold, ""),
    FIGURE("exceptional_m3h", lnu.exceptional, ""),
    BOUND("lnu_m3h", loss.lnu,
	"residential_m3h + nonhousehold_m3h + exceptional_m3h"),
    BOUND("nnl_m3h", loss.nnl, "mnf_m3h - lnu_m3h"),
    FIGURE("ubl50_m3h", in.ubl50_m3h,
	"(mains_km * ubl_main_lkmh + connections * ubl_conn_lh + "
	"private_km * ubl_private_lkmh + properties * ubl_prop_lh) / 1000 * "
	"icf"),
    BOUND("ubl_m3h", loss.ubl, "ubl50_m3h * (aznp_m / 50) ^ ubl_exp"),
    BOUND("enf_m3h", loss.enf, "mnf_m3h - lnu_m3h - ubl_m3h"),
    BOUND("espb", loss.espb,
	"max(0, enf_m3h / (espb_m3h * (aznp_m / 50) ^ espb_exp))"),
    {"ndf_h", WHY_RAW, AT(loss.ndf), 1, RAW_AZP, "factor n1"},
    RAW("ndf_ubl_h", in.day_h, RAW_AZP, "factor ubl_exp"),
    BOUND("real_loss_m3d", loss.real_loss, "nnl_m3h * ndf_h"),
    BOUND("background_m3d", loss.background, "ubl_m3h * ndf_ubl_h"),
    BOUND(
	"recoverable_m3d", loss.recoverable, "real_loss_m3d - background_m3d"),
    BOUND("ili", loss.ili,
	"real_loss_m3d / ((18 * mains_km + 0.8 * connections + 25 * "
	"private_km) * azp_m / 1000)"),
    RAW("users_m3h", lnu.exceptional, RAW_USERS, "users"),
    RAW("group_a", use.group_n[0], RAW_GROUP, "a"),
    RAW("group_b", use.group_n[1], RAW_GROUP, "b"),
    RAW("group_c", use.group_n[2], RAW_GROUP, "c"),
    RAW("group_d", use.group_n[3], RAW_GROUP, "d"),
    RAW("group_e", use.group_n[4], RAW_GROUP, "e"),
    REGISTRY("population", use.population),
    REGISTRY("properties", ubl.properties),
    REGISTRY("mains_km", ubl.mains_km),
    REGISTRY("connections", ubl.connections),
    REGISTRY("private_km", ubl.private_km),
    REGISTRY("icf", ubl.icf),
    PARAM("lnu_active_pct"),
    PARAM("lnu_l_use"),
    PARAM("lnu_l_property"),
    PARAM("lnu_nonhousehold_m3h"),
    PARAM("lnu_exceptional_m3h"),
    PARAM("lnu_group_a"),
    PARAM("lnu_group_b"),
    PARAM("lnu_group_c"),
    PARAM("lnu_group_d"),
    PARAM("lnu_group_e"),
    PARAM_AT("ubl_main_lkmh", ubl.main_lkmh),
    PARAM_AT("ubl_conn_lh", ubl.conn_lh),
    PARAM_AT("ubl_private_lkmh", ubl.private_lkmh),
    PARAM_AT("ubl_prop_lh", ubl.prop_lh),
    PARAM("ubl_exp"),
    PARAM("espb_m3h"),
    PARAM("espb_exp"),
    PARAM_AT("n1", in.n1),
    PARAM("night_width_min"),
    {"mnf_at", WHY_RAW, AT(in.day_h), 0, RAW_FLOW, "at"},
    PARAM("night_coverage"),
    {"day_h", WHY_CONST, AT(in.day_h), 0, RAW_NONE, NULL},
};

enum { ENTRIES = sizeof entries / sizeof *entries };

static const struct why_entry *
find(const char *name)
{
	for (size_t i = 0; i < ENTRIES; i++)
		if (strcmp(entries[i].name, name) == 0)
			return &entries[i];
	return NULL;
}

int
whynight_has(const char *name)
{
	return find(name) != NULL;
}

void
whynight_nearest(struct nearest *n)
{
	for (size_t i = 0; i < ENTRIES; i++)
		nearest_try(n, entries[i].name);
}

static int
is(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

/* The weekday's share, where there is one. */
static const char *
of_weekday(const struct zonenight *zn, const char *expr)
{
	static const char *const day[] = {
	    "mon", "tue", "wed", "thu", "fri", "sat", "sun"};
	static char buf[FORMULA_TEXT];

	if (zn->use.weekday_pct == 100)
		return expr;
	snprintf(buf, sizeof buf, "%s * lnu_%s_pct / 100", expr,
	    day[cal_weekday(zn->day)]);
	return buf;
}

/* What night use was computed from depends on what is known. */
static const char *
use_expr(const struct why *w, const struct zonenight *zn, const char *name)
{
	const long z = (long)w->zone;

	if (is(name, "residential_m3h"))
		return of_weekday(zn,
		    isnan(zn->use.population) ?
			"properties * lnu_l_property / 1000" :
			"population * lnu_active_pct / 100 * lnu_l_use / 1000");
	if (is(name, "nonhousehold_m3h"))
		return of_weekday(
		    zn, isnan(zn->use.nonhousehold_m3h) ?
			    "(group_a * lnu_group_a + group_b * lnu_group_b + "
			    "group_c * lnu_group_c + group_d * lnu_group_d + "
			    "group_e * lnu_group_e) / 1000" :
			    "lnu_nonhousehold_m3h");
	if (!isnan(network_num(w->n, "lnu_exceptional_m3h", z, w->from)))
		return "lnu_exceptional_m3h";
	return isnan(zn->use.exceptional_m3h) ? "0" : "users_m3h";
}

/* Where no pressure is known the figures do without. */
static const char *
without_pressure(const char *name)
{
	if (is(name, "ubl_m3h"))
		return "ubl50_m3h";
	if (is(name, "espb"))
		return "max(0, enf_m3h / espb_m3h)";
	return NULL;
}

static double
background_factor(const struct zonenight *zn)
{
	return zn->loss.background.v / zn->loss.ubl.v;
}

static struct why_what
as_figure(struct why_what what, const char *expr)
{
	what.kind = WHY_FIGURE;
	what.expr = expr;
	return what;
}

/* What parameters and flags change of the entry. */
static struct why_what
adapted(const struct why *w, const char *name, struct why_what what)
{
	const struct zonenight *zn = w->row;
	const char *other;

	if (is(name, "mnf_at"))
		what.v = w->at;
	if (is(name, "ndf_ubl_h"))
		what.v = background_factor(zn);
	if ((is(name, "ndf_h") || is(name, "ndf_ubl_h")) &&
	    zn->loss.ndf_assumed)
		return as_figure(what, "day_h");
	if (what.kind == WHY_FIGURE && *what.expr == '\0')
		return as_figure(what, use_expr(w, zn, name));
	if (!(zn->in.aznp_m > 0) && (other = without_pressure(name)) != NULL)
		return as_figure(what, other);
	if (zn->flags & ZN_AZP_PARAM) {
		if (is(name, "aznp_m"))
			return as_figure(what, "azp_m");
		if (is(name, "azp_m"))
			what.kind = WHY_PARAM;
	}
	return what;
}

static struct why_what
what_is(const struct why *w, const char *name)
{
	const struct why_entry *e = find(name);
	double v;

	if (e != NULL)
		return adapted(w, name, why_of_entry(w, e));
	if (strncmp(name, "lnu_", 4) == 0 && strlen(name) == 11) {
		v = ((const struct zonenight *)w->row)->use.weekday_pct;
		return (struct why_what){.kind = WHY_PARAM, .v = v};
	}
	return (struct why_what){.kind = WHY_NONE, .v = NAN};
}

static int
never(const struct why *w, const char *name)
{
	(void)w;
	(void)name;
	return 0;
}

struct why
whynight(struct store *s, const struct network *n, size_t zone,
    const struct zonenight *zn)
{
	return (struct why){.s = s,
	    .n = n,
	    .zone = zone,
	    .from = zn->day,
	    .to = zn->day + 1,
	    .table = "nightflow",
	    .row = zn,
	    .what = what_is,
	    .input = nightexplain_input,
	    .ninput = NIGHT_INPUTS,
	    .flags = zonenight_words(zn),
	    .closed = never,
	    .leaf = never,
	    .at = zn->at,
	    .width = zn->width};
}
