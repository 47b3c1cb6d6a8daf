/*
 * waterbalance - water balance and loss rates per zone and period
 */
#include <math.h>
#include <string.h>

#include "balanceexplain.h"
#include "column.h"
#include "input.h"
#include "term.h"
#include "tool.h"
#include "zonebalance.h"

enum { OPT_KPI = 1000, OPT_STANDARD };

static const struct option long_options[] = {
    {"kpi", no_argument, NULL, OPT_KPI},
    {"standard", required_argument, NULL, OPT_STANDARD},
    {0},
};

static const char help[] =
    "The water balance of each zone by CJJ 92-2016 (revision 2018), from "
    "metered\n"
    "inflow, bills spread over their days, and rows of the table `balance`.\n"
    "From the store, or from tables in files or on standard input.\n"
    "  --kpi            one row per zone: losses, rates, grade, indicators\n"
    "  --standard cjj92 the only one so far\n"
    "Examples:\n"
    "  waterbalance -d city.db --month 2026-03\n"
    "  waterbalance -d city.db --month 2026-03 --kpi --level 3 -f table\n"
    "  waterbalance -d city.db --month 2026-03 --explain W\n";

static void
option(int c, const char *arg, void *ctx)
{
	int *kpi = ctx;

	switch (c) {
	case OPT_KPI:
		*kpi = 1;
		break;
	case OPT_STANDARD:
		if (strcmp(arg, "cjj92") != 0)
			tool_misuse(
			    "--standard '%s' is not known (cjj92 is)", arg);
		break;
	}
}

static void
put_key(struct csvout *out, const char *id, const struct zonebalance *zb)
{
	char buf[CAL_BUF];

	csvout_text(out, id);
	csvout_text(out, cal_day_text(zb->from, buf));
	csvout_text(out, cal_day_text(zb->to, buf));
	csvout_text(out, "cjj92");
}

static void
put_items(struct csvout *out, const char *id, const struct zonebalance *zb)
{
	const struct cjj_out *c = &zb->out;

	for (int i = 0; i < CJJ_ITEMS; i++) {
		enum cjj_item item = (enum cjj_item)i;
		enum cjj_item parent = cjj_parent(item);

		/* Not an item of the standard's table, where there is none. */
		if (item == CJJ_EXPORTED && isnan(c->m3[i].v))
			continue;
		put_key(out, id, zb);
		csvout_text(out, cjj_name(item));
		csvout_text(out, parent == CJJ_ITEMS ? "" : cjj_name(parent));
		column_bounded(out, "volume_m3", &c->m3[i]);
		column_num(
		    out, "share_pct", 100 * c->m3[i].v / c->m3[CJJ_SUPPLY].v);
		csvout_text(out, zonebalance_basis(zb->basis[i]));
		csvout_text(
		    out, item == CJJ_OTHER && c->flags & CJJ_NOT_EVALUATED ?
			     "not_evaluated" :
			     "");
		csvout_row(out);
	}
}

static const char *
target_met(const struct zonebalance *zb)
{
	double r = zb->out.rbl_pct.v;

	if (isnan(r) || isnan(zb->target_pct))
		return "";
	return r <= zb->target_pct + 1e-9 ? "yes" : "no";
}

static void
put_rates(struct csvout *out, const struct zonebalance *zb)
{
	const struct cjj_out *c = &zb->out;

	column_bounded(out, "rwl_pct", &c->rwl_pct);
	column_num(out, "r1_pct", c->r1_pct);
	column_num(out, "r2_pct", c->r2_pct);
	column_num(out, "r3_pct", c->r3_pct);
	column_num(out, "r4_pct", c->r4_pct);
	column_num(out, "rn_pct", c->rn_pct);
	column_bounded(out, "rbl_pct", &c->rbl_pct);
	csvout_text(out, zonebalance_grade(zb));
}

static void
put_indicators(struct csvout *out, const struct zonebalance *zb)
{
	column_num(out, "real_m3", zb->real_m3);
	column_num(out, "real_m3", zb->real_m3 - zb->real_half);
	column_num(out, "real_m3", zb->real_m3 + zb->real_half);
	column_num(out, "apparent_m3", zb->apparent_m3);
	column_num(
	    out, "rrl_pct", 100 * zb->real_m3 / zb->out.m3[CJJ_SUPPLY].v);
	column_num(out, "uarl_m3", zb->uarl_m3);
	column_num(out, "ili", zb->ili);
	column_num(out, "ili", zb->ili_lo);
	column_num(out, "ili", zb->ili_hi);
	column_num(out, "ali", zb->ali);
	column_num(out, "real_lcd", zb->real_lcd);
	column_num(out, "real_m3kmh", zb->real_m3kmh);
	column_num(out, "real_lcdm", zb->real_lcdm);
	csvout_text(out, ""); /* band: which group the utility is of is not
			       * in the registry */
}

static void
put_kpi(struct csvout *out, const char *id, const struct zonebalance *zb)
{
	const struct cjj_out *c = &zb->out;

	put_key(out, id, zb);
	column_bounded(out, "supply_m3", &c->m3[CJJ_SUPPLY]);
	column_num(out, "authorised_m3", c->m3[CJJ_AUTHORISED].v);
	column_bounded(out, "loss_m3", &c->m3[CJJ_LOSSES]);
	put_rates(out, zb);
	column_num(out, "nrw_m3", c->nrw_m3);
	column_num(out, "nrw_pct", c->nrw_pct);
	put_indicators(out, zb);
	column_num(out, "target_pct", zb->target_pct);
	csvout_text(out, target_met(zb));
	column_num(out, "billed_share", zb->billed_share);
	column_num(out, "coverage", zb->coverage);
	csvout_text(out, zonebalance_words(zb));
	csvout_row(out);
}

static int
zones(struct input *in, struct zonebalance_work *w, const struct tool_opts *o,
    int kpi, struct csvout *out)
{
	struct zonebalance zb;
	int seen = 0, got = 0;

	for (size_t z = 0; z < in->n->nzone; z++) {
		const char *id = in->n->zone[z].id;

		if (!input_wants(o, in, z, &seen) ||
		    (o->explain != NULL && strcmp(id, o->explain) != 0))
			continue;
		if ((got = zonebalance_zone(w, z, &zb)) < 0)
			return 1;
		if (got > 0 && o->explain != NULL)
			balanceexplain(o->fp, id, &zb);
		else if (got > 0 && kpi)
			put_kpi(out, id, &zb);
		else if (got > 0)
			put_items(out, id, &zb);
	}
	return 0;
}

int
main(int argc, char *argv[])
{
	static const char *const tables[] = {
	    "waterbalance", "waterbalance --kpi", NULL};
	int kpi = 0, status;
	const struct tool_info info = {.name = "waterbalance",
	    .synopsis = "waterbalance [-d STORE] [--kpi] [-z ID[,ID...]] "
			"--month YYYY-MM\n"
			"                    [--set NAME=VALUE] [FILE...]",
	    .help = help,
	    .tables = tables,
	    .own = long_options,
	    .option = option,
	    .ctx = &kpi};
	const struct term_table *t;
	struct zonebalance_work *w;
	struct tool_opts o;
	struct input in;
	struct csvout *out;

	tool_options(argc, argv, &info, &o);
	if (o.from == TOOL_NO_DAY || o.to == TOOL_NO_DAY)
		tool_misuse("which period? --month, --quarter, --year, or "
			    "--from and --to");
	if ((status = input_open(&o, INPUT_BILLS, &in)) != 0)
		return tool_finish(&o, status);
	if (input_check_zones(&o, &in) < 0 ||
	    (w = zonebalance_new(in.s, in.n, o.from, o.to)) == NULL) {
		input_close(&in);
		return tool_finish(&o, 1);
	}
	out = input_out(&o, &in);
	t = term_table(tables[kpi]);
	if (o.explain == NULL)
		csvout_table(out, t->col, t->ncol);
	status = zones(&in, w, &o, kpi, out);
	zonebalance_free(w);
	csvout_free(out);
	input_close(&in);
	return tool_finish(&o, status);
}
