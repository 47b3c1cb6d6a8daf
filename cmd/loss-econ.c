/*
 * loss-econ - what to do first about losses, what it costs, what it brings
 */
#include <math.h>
#include <string.h>

#include "econassets.h"
#include "econscore.h"
#include "num.h"
#include "term.h"
#include "tool.h"

enum opt {
	OPT_BOUNDS = 1000,
	OPT_RANK,
	OPT_BY,
	OPT_WEIGHTS,
	OPT_ABOVE,
	OPT_SEED,
	OPT_DRAWS,
	OPT_RULES,
	OPT_PRINT_RULES,
	OPT_OPTIONS,
	OPT_REPAIRS,
	OPT_SURVEY,
	OPT_ASSETS,
	OPT_LOWER,
	OPT_BUDGET,
	OPT_COSTS
};

static const struct option long_options[] = {
    {"bounds", no_argument, NULL, OPT_BOUNDS},
    {"rank", no_argument, NULL, OPT_RANK},
    {"by", required_argument, NULL, OPT_BY},
    {"weights", required_argument, NULL, OPT_WEIGHTS},
    {"above", required_argument, NULL, OPT_ABOVE},
    {"seed", required_argument, NULL, OPT_SEED},
    {"draws", required_argument, NULL, OPT_DRAWS},
    {"rules", required_argument, NULL, OPT_RULES},
    {"print-rules", no_argument, NULL, OPT_PRINT_RULES},
    {"options", no_argument, NULL, OPT_OPTIONS},
    {"repairs", no_argument, NULL, OPT_REPAIRS},
    {"survey", no_argument, NULL, OPT_SURVEY},
    {"assets", no_argument, NULL, OPT_ASSETS},
    {"costs", required_argument, NULL, OPT_COSTS},
    {"lower", required_argument, NULL, OPT_LOWER},
    {"budget", required_argument, NULL, OPT_BUDGET},
    {0},
};

static const char help[] =
    "The eighteen parameters of DMA loss management of each zone and period, "
    "the\n"
    "zones ranked with the bounds of their ranks, and advice.  From the store, "
    "or\n"
    "from tables of other programs in files or on standard input.\n"
    "  --bounds         the 95 % bounds of each figure beside it\n"
    "  --rank           ranks, how sure they are, what would tell ties apart\n"
    "  --options [--lower METRES]   detection, pressure, renewal, meters, "
    "reading\n"
    "  --repairs        what each repair has brought, by night flow\n"
    "  --survey [--budget YUAN]     a calendar of surveys for the year to "
    "come\n"
    "  --assets [--costs FILE]      bursts by kind of pipe, pipes by risk, "
    "zones\n"
    "  --by KEY         payback (default), recoverable, enf_km, espb, ili, "
    "score\n"
    "  --weights FILE   of --by score or of --assets: rows key, weight\n"
    "  --above LEVEL    recoverable is what is above background (default), or "
    "uarl\n"
    "  --seed N  --draws N                   of the ranks: 1, 10000\n"
    "  --rules FILE     of the advice        --print-rules  those built in\n"
    "Examples:\n"
    "  loss-econ -d city.db --month 2026-03 --level 3 -f table\n"
    "  loss-econ -d city.db --month 2026-03 --rank --by recoverable\n"
    "  loss-econ -d city.db --month 2026-03 --explain B3\n";

struct args {
	int rank, options, survey, repairs, assets, print_rules;
	const char *weights;
	struct econ_opts p;
	struct asset_opts as;
};

static void
number(const char *name, const char *arg, int64_t most, int64_t *out)
{
	if (num_int(arg, 1, most, out) < 0)
		tool_misuse(
		    "--%s '%s' is not 1 to %lld", name, arg, (long long)most);
}

static void
amount(const char *name, const char *arg, double *out)
{
	if (num_parse(arg, out) < 0 || !(*out > 0))
		tool_misuse("--%s '%s' is not a number above 0", name, arg);
}

static void
option(int c, const char *arg, void *ctx)
{
	struct args *a = ctx;
	int64_t n;

	switch (c) {
	case OPT_BOUNDS:
		a->p.bounds = 1;
		break;
	case OPT_RANK:
		a->rank = 1;
		break;
	case OPT_BY:
		if ((a->p.by = econ_key_find(arg)) == ECON_KEYS)
			tool_misuse("--by '%s' is none of payback, "
				    "recoverable, enf_km, espb, ili, score",
			    arg);
		break;
	case OPT_WEIGHTS:
		a->weights = arg;
		break;
	case OPT_ABOVE:
		a->p.above_uarl = strcmp(arg, "uarl") == 0;
		if (!a->p.above_uarl && strcmp(arg, "background") != 0)
			tool_misuse("--above '%s' is neither background nor "
				    "uarl",
			    arg);
		break;
	case OPT_SEED:
		number("seed", arg, 4294967295, &n);
		a->p.seed = (unsigned)n;
		break;
	case OPT_DRAWS:
		number("draws", arg, 10000000, &n);
		a->p.draws = (size_t)n;
		break;
	case OPT_RULES:
		a->p.rules = arg;
		break;
	case OPT_OPTIONS:
		a->options = 1;
		break;
	case OPT_REPAIRS:
		a->repairs = 1;
		break;
	case OPT_SURVEY:
		a->survey = 1;
		break;
	case OPT_ASSETS:
		a->assets = 1;
		break;
	case OPT_COSTS:
		a->as.costs = arg;
		break;
	case OPT_LOWER:
		amount("lower", arg, &a->p.lower_m);
		break;
	case OPT_BUDGET:
		amount("budget", arg, &a->p.budget);
		break;
	case OPT_PRINT_RULES:
		a->print_rules = 1;
		break;
	}
}

static void
check(const struct args *a, const struct tool_opts *o)
{
	int tables = a->rank + a->options + a->survey + a->repairs + a->assets +
		     a->p.bounds;

	if (a->weights != NULL && a->p.by != KEY_SCORE && !a->assets)
		tool_misuse("--weights goes with --by score or --assets");
	if (a->as.costs != NULL && !a->assets)
		tool_misuse("--costs goes with --assets");
	if (tables > 1)
		tool_misuse(
		    "--bounds, --rank, --options, --repairs, --survey and "
		    "--assets are tables of their own: one of them");
	if (!isnan(a->p.lower_m) && !a->options)
		tool_misuse("--lower goes with --options");
	if (!isnan(a->p.budget) && !a->survey)
		tool_misuse("--budget goes with --survey");
	if (o->explain != NULL && tables > 0)
		tool_misuse("--explain goes with the table itself");
	if ((o->from == TOOL_NO_DAY) != (o->to == TOOL_NO_DAY))
		tool_misuse("--from and --to: both, or neither");
}

static int
read_weights(struct args *a)
{
	if (a->weights == NULL)
		return 0;
	return a->assets ? econ_weights(a->weights, asset_key_names, ASSET_KEYS,
			       a->as.weight) :
			   econ_weights(a->weights, econ_key_names, KEY_SCORE,
			       a->p.weight);
}

static int
run(struct args *a, struct tool_opts *o)
{
	struct econrun r;
	struct csvout *out;
	int status;

	if ((status = econrun_open(&r, o, &a->p)) == 0) {
		out = input_out(o, &r.d.run.in);
		if (o->explain != NULL)
			econrun_explain(&r, o->fp);
		else if (a->rank)
			econrun_ranks(&r, out);
		else if (a->options)
			status = econrun_options(&r, out) < 0;
		else if (a->repairs)
			status = econrun_repairs(&r, out) < 0;
		else if (a->survey)
			econrun_surveys(&r, out);
		else if (a->assets)
			status = econassets(&r, &a->as, out);
		else
			econrun_table(&r, out);
		csvout_free(out);
	}
	econrun_close(&r);
	return status;
}

int
main(int argc, char *argv[])
{
	static const char *const tables[] = {"loss-econ", "loss-econ --bounds",
	    "loss-econ --rank", "loss-econ --options", "loss-econ --survey",
	    "loss-econ --repairs", "loss-econ --assets",
	    "loss-econ --assets pipes", "loss-econ --assets zones", NULL};
	struct args a = {.p = {.weight = {1, 1, 1, 1, 1},
			     .seed = 1,
			     .lower_m = NAN,
			     .budget = NAN,
			     .draws = ECONRANK_DRAWS},
	    .as = {.weight = {1, 1, 1, 1, 1}}};
	const struct tool_info info = {.name = "loss-econ",
	    .synopsis =
		"loss-econ [-d STORE] [--bounds | --rank | --options | "
		"--repairs |\n"
		"                  --survey | --assets] [--costs FILE]\n"
		"                 [--by KEY] [--weights FILE] [--lower "
		"METRES] [--budget YUAN]\n"
		"                 [--above LEVEL] [--seed N] [--draws N] "
		"[--rules FILE]\n"
		"                 [-z ID[,ID...]] [--month YYYY-MM] "
		"[FILE...]\n"
		"       loss-econ --print-rules",
	    .help = help,
	    .tables = tables,
	    .own = long_options,
	    .option = option,
	    .ctx = &a};
	struct tool_opts o;
	int status;

	tool_options(argc, argv, &info, &o);
	if (a.print_rules) {
		tool_open(&o);
		fputs(advice_builtin, o.fp);
		return tool_finish(&o, 0);
	}
	check(&a, &o);
	if (read_weights(&a) < 0)
		return 1;
	status = run(&a, &o);
	return tool_finish(&o, status);
}
