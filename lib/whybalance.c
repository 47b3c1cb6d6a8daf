#include "whybalance.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "balanceexplain.h"
#include "table.h"
#include "whyentry.h"

#define AT(field) offsetof(struct whybalance, field)

static const struct why_entry entries[] = {
    FIGURE("supply_m3", supply, "supply"),
    FIGURE("authorised_m3", authorised, "authorised"),
    FIGURE("loss_m3", loss, "losses"),
    BOUND("rwl_pct", k.rwl_pct, "100 * losses / supply"),
    FIGURE("r1_pct", k.cjj.r1_pct, "8 * household_read / supply"),
    FIGURE("r2_pct", k.cjj.r2_pct,
	"max(-3, min(3, 99 * (mains_km / (supply * year_days / days / 10000) "
	"- 0.0693)))"),
    FIGURE("r3_pct", k.cjj.r3_pct,
	"outlet_mpa <= 0.35 ? 0 : outlet_mpa <= 0.55 ? 0.5 : outlet_mpa <= "
	"0.75 ? 1 : 2"),
    FIGURE("r4_pct", k.cjj.r4_pct, "frost_m > 1.4 ? 1 : 0"),
    FIGURE("rn_pct", k.cjj.rn_pct, "r1_pct + r2_pct + r3_pct + r4_pct"),
    BOUND("rbl_pct", k.cjj.rbl_pct, "rwl_pct - rn_pct"),
    BOUND("nrw_m3", k.nrw_m3, "supply - billed"),
    BOUND("nrw_pct", k.nrw_pct, "100 * nrw_m3 / supply"),
    BOUND("real_m3", k.real, "real_losses"),
    FIGURE("apparent_m3", k.apparent_m3, "losses - real_m3"),
    FIGURE("rrl_pct", k.rrl_pct, "100 * real_m3 / supply"),
    FIGURE("uarl_m3", k.ind.uarl_m3,
	"(18 * mains_km + 0.8 * connections + 25 * private_km) * azp_m / 1000 "
	"* days * hours_supply / 24"),
    BOUND("ili", k.ind.ili, "real_m3 / uarl_m3"),
    FIGURE(
	"ali", k.ind.ali, "apparent_m3 / (ali_ref_pct / 100 * billed_metered)"),
    BOUND("real_lcd", k.ind.real_lcd, "real_m3 * 1000 / (connections * days)"),
    BOUND("real_m3kmh", k.ind.real_m3kmh, "real_m3 / (mains_km * days * 24)"),
    BOUND("real_lcdm", k.ind.real_lcdm, "real_lcd / azp_m"),
    FIGURE("loss_lcd", k.loss_lcd, "losses * 1000 / (connections * days)"),
    FIGURE("loss_m3kmd", k.loss_m3kmd, "losses / (mains_km * days)"),
    FIGURE("apparent_lcd", k.ind.apparent_lcd,
	"apparent_m3 * 1000 / (connections * days)"),
    FIGURE("recoverable_real_m3", k.ind.recoverable_m3, "real_m3 - uarl_m3"),
    RAW("billed_share", zb.billed_share, RAW_BILLS, "share"),
    RAW("estimated_share", zb.estimated_share, RAW_BILLS, "estimated"),
    RAW("prorated_share", zb.prorated_share, RAW_BILLS, "prorated"),
    RAW("coverage", zb.coverage, RAW_FLOW, "period_coverage"),
    {"household_read", WHY_RAW, AT(zb.leaf[LEAF_HOUSEHOLD_READ]), 1, RAW_BILLS,
	"household"},
    RAW("nonhousehold_billed", year_days, RAW_BILLS, "nonhousehold"),
    RAW("outlet_mpa", zb.outlet_mpa, RAW_OUTLET, "outlet"),
    {"azp_m", WHY_RAW, AT(zb.azp_m), 1, RAW_AZP, "days"},
    REGISTRY("mains_km", zb.mains_km),
    REGISTRY("connections", zb.connections),
    REGISTRY("private_km", zb.private_km),
    REGISTRY("hours_supply", zb.hours_supply),
    REGISTRY("frost_m", zb.frost_m),
    REGISTRY("target_pct", zb.target_pct),
    PARAM("household_gap_pct"),
    PARAM("nonhousehold_err_pct"),
    PARAM("cmi_pct"),
    PARAM("background_m3kmh"),
    PARAM("unauthorised_pct"),
    PARAM("data_handling_pct"),
    PARAM("unbilled_unmetered_pct"),
    PARAM("ali_ref_pct"),
    PARAM("night_coverage"),
    CONST("policy_pct", zb.policy_pct),
    CONST("days", zb.days),
    CONST("year_days", year_days),
};

enum { ENTRIES = sizeof entries / sizeof *entries };

static int
is(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

static const struct why_entry *
find(const char *name)
{
	for (size_t i = 0; i < ENTRIES; i++)
		if (is(entries[i].name, name))
			return &entries[i];
	return NULL;
}

void
whybalance_nearest(const struct whybalance *b, struct nearest *n)
{
	for (size_t i = 0; i < ENTRIES; i++)
		nearest_try(n, entries[i].name);
	for (size_t i = 0; i < b->k.b.n; i++)
		nearest_try(n, b->k.b.item[i].name);
}

/* --- items --- */

static int
known(const struct balance *b, size_t i)
{
	return !isnan(b->item[i].m3.v);
}

static void
append(char *buf, const char *sign, const char *name)
{
	size_t n = strlen(buf);

	snprintf(buf + n, FORMULA_TEXT - n, "%s%s", n > 0 ? sign : "", name);
}

/* The first item, the supply, is the sum of where it comes from; others of
 * where they go. */
static int
is_part(const struct balance *b, size_t i, size_t of)
{
	return b->item[i].parent == (int)of && known(b, i) &&
	       b->item[i].source == (of == 0);
}

/* The whole less the others. */
static void
residual_expr(const struct balance *b, size_t i, char *buf)
{
	append(buf, "", b->item[b->item[i].parent].name);
	for (size_t k = 0; k < b->n; k++)
		if (k != i && b->item[k].parent == b->item[i].parent &&
		    !b->item[k].source && known(b, k))
			append(buf, " - ", b->item[k].name);
}

/* What an item is the sum or the rest of; "": of nothing, it is a leaf. */
static void
item_expr(const struct balance *b, size_t i, char *buf)
{
	*buf = '\0';
	if (b->item[i].residual) {
		residual_expr(b, i, buf);
		return;
	}
	for (size_t k = 0; k < b->n; k++)
		if (is_part(b, k, i))
			append(buf, " + ", b->item[k].name);
}

/* The number of a leaf (zonebalance.h) by its item's name; -1: none. */
static int
leaf_of(const char *name)
{
	static const char *const more[] = {"household_read", "unauthorised",
	    "customer_meter_loss", "data_handling", "apparent_losses"};

	for (int i = 0; i < CJJ_ITEMS; i++)
		if (is(cjj_name((enum cjj_item)i), name))
			return i;
	for (int i = CJJ_ITEMS; i < LEAVES; i++)
		if (is(more[i - CJJ_ITEMS], name))
			return i;
	return -1;
}

static const char *
meter_loss_expr(const struct whybalance *b)
{
	return isnan(b->zb.cmi_pct.v) ?
		   "household_meter_loss + nonhousehold_meter_loss" :
		   "(billed_metered + unbilled_metered) / (1 - cmi_pct / 100) "
		   "- (billed_metered + unbilled_metered)";
}

/* A leaf that is computed from others; NULL: it is raw. */
static const char *
leaf_expr(const struct whybalance *b, const char *name)
{
	static const char *const expr[][2] = {
	    {"household_meter_loss",
		"household_read / (1 - household_gap_pct / 100) - "
		"household_read"},
	    {"nonhousehold_meter_loss",
		"nonhousehold_billed / (1 - nonhousehold_err_pct / 100) - "
		"nonhousehold_billed"},
	    {"background_leakage", "background_m3kmh * mains_km * days * 24"},
	    {"unauthorised", "unauthorised_pct / 100 * supply"},
	    {"data_handling", "data_handling_pct / 100 * billed_metered"},
	    {"unbilled_unmetered", "unbilled_unmetered_pct / 100 * supply"},
	};

	if (is(name, "customer_meter_loss"))
		return meter_loss_expr(b);
	for (size_t i = 0; i < sizeof expr / sizeof *expr; i++)
		if (is(expr[i][0], name))
			return expr[i][1];
	return NULL;
}

static void
raw_leaf(const char *name, struct why_what *what)
{
	static const struct {
		const char *name;
		enum why_raw raw;
		const char *mode;
	} raw[] = {{"own_supply", RAW_FLOW, "period"},
	    {"billed_metered", RAW_BILLS, "metered"},
	    {"unbilled_metered", RAW_BILLS, "unbilled"},
	    {"reported_leakage", RAW_LEAKS, "burst"},
	    {"unreported_leakage", RAW_LEAKS, "leak"}};

	for (size_t i = 0; i < sizeof raw / sizeof *raw; i++)
		if (is(raw[i].name, name)) {
			what->raw = raw[i].raw;
			what->mode = raw[i].mode;
		}
}

static int
is_given(const struct whybalance *b, const char *name)
{
	int leaf = leaf_of(name);

	return leaf >= 0 && b->given[leaf];
}

static struct why_what
what_is_leaf(const struct whybalance *b, const char *name, double v)
{
	struct why_what what = {.kind = WHY_RAW, .v = v};
	const char *expr;

	if (is_given(b, name)) {
		what.raw = RAW_GIVEN;
		what.mode = name;
	} else if ((expr = leaf_expr(b, name)) != NULL && !isnan(v)) {
		what.kind = WHY_FIGURE;
		what.expr = expr;
	} else {
		raw_leaf(name, &what);
	}
	return what;
}

static struct why_what
what_is_item(const struct whybalance *b, size_t i)
{
	static char buf[FORMULA_TEXT];
	const struct balance_item *item = &b->k.b.item[i];
	struct why_what what;

	item_expr(&b->k.b, i, buf);
	if (*buf == '\0')
		what = what_is_leaf(b, item->name, b->printed[i]);
	else
		what = (struct why_what){
		    .kind = WHY_FIGURE, .v = b->printed[i], .expr = buf};
	what.bound = &item->m3;
	return what;
}

/* --- all names --- */

/* What non-households were billed, from what their meters missed of it. */
static double
nonhousehold(const struct why *w, const struct whybalance *b)
{
	double c =
	    network_num(w->n, "nonhousehold_err_pct", (long)w->zone, w->from) /
	    100;

	return b->zb.leaf[CJJ_NONHOUSEHOLD_METER].v * (1 - c) / c;
}

/* What the standard, rows of `balance` and parameters change of an entry. */
static struct why_what
adapted(const struct why *w, const char *name, struct why_what what)
{
	const struct whybalance *b = w->row;

	if (is(name, "household_read"))
		return what_is_leaf(b, name, what.v).raw == RAW_GIVEN ?
			   what_is_leaf(b, name, what.v) :
			   what;
	if (is(name, "nonhousehold_billed"))
		what.v = nonhousehold(w, b);
	if (is(name, "nrw_m3") && b->k.standard != STANDARD_CJJ92)
		what.expr = "losses + unbilled";
	if (is(name, "outlet_mpa") &&
	    !isnan(network_num(w->n, name, (long)w->zone, w->from)))
		what.kind = WHY_PARAM;
	if (is(name, "outlet_mpa") && !(b->zb.flags & ZB_R3_BY_WEIGHT))
		what.mode = WHY_BY_VOLUME;
	if (is(name, "azp_m") && b->zb.flags & ZB_AZP_PARAM)
		what.kind = WHY_PARAM;
	if (is(name, "uarl_m3") && b->k.us) {
		what.kind = WHY_RAW;
		what.raw = RAW_NONE;
	}
	return what;
}

/* 1 if parameters turn the items of IWA and AWWA into what no formula here
 * says: errors of bulk meters, default shares of what was billed. */
static int
items_are_odd(const struct why *w, const struct whybalance *b)
{
	static const char *const err[] = {"bulk_err_own_pct",
	    "bulk_err_imported_pct", "bulk_err_exported_pct"};
	const long z = (long)w->zone;

	if (b->k.standard == STANDARD_CJJ92)
		return 0;
	for (size_t i = 0; i < sizeof err / sizeof *err; i++)
		if (network_num(w->n, err[i], z, w->from) != 0)
			return 1;
	return *network_param(w->n, "default_base", z, w->from) == 'b';
}

static struct why_what
item_of(const struct why *w, const struct whybalance *b, size_t i)
{
	struct why_what what = what_is_item(b, i);

	if (items_are_odd(w, b)) {
		what.kind = WHY_RAW;
		what.raw = RAW_NONE;
		what.mode = "";
	}
	return what;
}

/* A figure that a row has with the bounds of an item. */
static struct why_what
with_bounds(const struct whybalance *b, const char *name, struct why_what what)
{
	const char *item = is(name, "supply_m3") ? "supply" :
			   is(name, "loss_m3")	 ? "losses" :
						   NULL;

	if (item != NULL)
		what.bound = &balance_find(&b->k.b, item)->m3;
	return what;
}

static struct why_what
what_is(const struct why *w, const char *name)
{
	const struct whybalance *b = w->row;
	const struct balance_item *item = balance_find(&b->k.b, name);
	const struct why_entry *e = find(name);

	if (item != NULL)
		return item_of(w, b, (size_t)(item - b->k.b.item));
	if (e != NULL)
		return with_bounds(
		    b, name, adapted(w, name, why_of_entry(w, e)));
	/* Items of CJJ 92 that other standards take their meter losses from. */
	if (leaf_of(name) >= 0)
		return what_is_leaf(b, name, b->zb.leaf[leaf_of(name)].v);
	return (struct why_what){.kind = WHY_NONE, .v = NAN};
}

static int
closed(const struct why *w, const char *name)
{
	const struct whybalance *b = w->row;

	return balance_find(&b->k.b, name) != NULL || is(name, "supply_m3") ||
	       is(name, "authorised_m3") || is(name, "loss_m3");
}

static int
leaf(const struct why *w, const char *name)
{
	const struct whybalance *b = w->row;
	const struct balance_item *item = balance_find(&b->k.b, name);
	char buf[FORMULA_TEXT];

	if (item == NULL)
		return 0;
	item_expr(&b->k.b, (size_t)(item - b->k.b.item), buf);
	return *buf == '\0';
}

/* --- the row --- */

static int
find_given(struct store *s, const char *zone_id, struct whybalance *b)
{
	const struct table *t = table_find("balance");
	struct store_rows *r = store_rows_open(s, t);
	int zone = table_col(t, "zone_id"), item = table_col(t, "item");
	int from = table_col(t, "from"), to = table_col(t, "to");
	int got = r ? 1 : -1;

	while (got > 0 && (got = store_rows_next(r)) > 0) {
		int leaf_ = leaf_of(store_rows_text(r, item));

		if (leaf_ >= 0 && is(store_rows_text(r, zone), zone_id) &&
		    store_rows_day(r, from, 0) < b->zb.to &&
		    store_rows_day(r, to, 0) > b->zb.from)
			b->given[leaf_] = 1;
	}
	store_rows_close(r);
	return got;
}

static double
printed_of(const struct whybalance *b, const char *item)
{
	const struct balance_item *i = balance_find(&b->k.b, item);

	return b->printed[i - b->k.b.item];
}

int
whybalance(struct balance_run *r, size_t zone, const struct balance_rows *rows,
    struct whybalance *b, struct why *out)
{
	int y, m, d;

	*b = (struct whybalance){.zb = rows->zb, .k = rows->k[0]};
	balance_round(&b->k.b, 1, 4, b->printed);
	b->supply = printed_of(b, "supply");
	b->authorised = printed_of(b, "authorised");
	b->loss = printed_of(b, "losses");
	cal_civil(b->zb.from, &y, &m, &d);
	b->year_days = cal_year_days(y);
	*out = (struct why){.s = r->in.s,
	    .n = r->in.n,
	    .zone = zone,
	    .from = b->zb.from,
	    .to = b->zb.to,
	    .row = b,
	    .what = what_is,
	    .input = balanceexplain_input,
	    .ninput = IWA_INPUTS,
	    .flags = zonekpi_words(&b->zb, &b->k, b->words),
	    .closed = closed,
	    .leaf = leaf,
	    .at = -1};
	return find_given(r->in.s, r->in.n->zone[zone].id, b);
}
