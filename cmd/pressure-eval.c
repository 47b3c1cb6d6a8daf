/*
 * pressure-eval - what the pressure is, what it costs, and what lowering it
 * would bring
 */
#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "pe.h"
#include "pe_option.h"
#include "say.h"

enum opt {
	OPT_ZONES = 1000,
	OPT_COMPARE,
	OPT_SCREEN,
	OPT_AZP,
	OPT_N1,
	OPT_STEPS,
	OPT_WHAT_IF,
	OPT_SEARCH,
	OPT_MEASURES,
	OPT_BURSTS,
	OPT_BURST_MODEL,
	OPT_TRIAL,
	OPT_TIGHTNESS,
	OPT_BY
};

static const struct option long_options[] = {
    {"zones", no_argument, NULL, OPT_ZONES},
    {"compare", required_argument, NULL, OPT_COMPARE},
    {"screen", no_argument, NULL, OPT_SCREEN},
    {"azp", no_argument, NULL, OPT_AZP},
    {"n1", no_argument, NULL, OPT_N1},
    {"steps", required_argument, NULL, OPT_STEPS},
    {"what-if", required_argument, NULL, OPT_WHAT_IF},
    {"search", required_argument, NULL, OPT_SEARCH},
    {"measures", no_argument, NULL, OPT_MEASURES},
    {"bursts", no_argument, NULL, OPT_BURSTS},
    {"burst-model", no_argument, NULL, OPT_BURST_MODEL},
    {"trial", no_argument, NULL, OPT_TRIAL},
    {"tightness", required_argument, NULL, OPT_TIGHTNESS},
    {"by", required_argument, NULL, OPT_BY},
    {0},
};

static const char help[] =
    "Pressure of points and zones; what it costs, what lowering it would "
    "bring.\n"
    "  --zones          a row per zone       --azp     the zone's pressure in "
    "time\n"
    "  --by day|month|quarter|year           rows by these, not the whole "
    "period\n"
    "  --compare PERIOD against FROM/TO, or YYYY-MM ...\n"
    "  --screen         zones by surplus x leakage\n"
    "  --n1 [--steps FROM/TO,FROM/TO...]     leakage exponent\n"
    "  --what-if inlet=-6m | inlet=38m | time=23:00/-9m,05:30/-3m | "
    "flow=20/30m,60/36m\n"
    "  --search SLOTS   the lowest admissible profile of 1..24 time slots\n"
    "  --measures       with --what-if or --search: beside detection, "
    "renewal\n"
    "  --bursts [--compare PERIOD]  --burst-model   bursts and pressure\n"
    "  --trial [--tightness FROM/TO]                of a new zone\n"
    "Examples:\n"
    "  pressure-eval -d city.db --month 2026-03 -f table\n"
    "  pressure-eval -d city.db -z B3 --month 2026-02 --what-if inlet=-2m\n"
    "  pressure-eval -d city.db -z A2 --month 2026-03 --search 2 --explain "
    "A2\n";

struct args {
	enum opt table; /* 0: points */
	unsigned given; /* bits from OPT_ZONES on */
	const char *compare, *steps, *tightness;
	struct pe_opts p;
};

static void
by(struct args *a, const char *arg)
{
	static const char *const name[] = {
	    "", "day", "month", "quarter", "year"};

	for (int i = 1; i < 5; i++) {
		if (strcmp(arg, name[i]) == 0) {
			a->p.by = (enum pe_by)i;
			return;
		}
	}
	tool_misuse("--by '%s' is none of day, month, quarter, year", arg);
}

static void
what_if(struct args *a, const char *arg)
{
	const char *wrong = profile_parse(arg, &a->p.profile);

	if (wrong != NULL)
		tool_misuse("--what-if '%s': %s", arg, tr(wrong));
}

static void
option(int c, const char *arg, void *ctx)
{
	struct args *a = ctx;
	int64_t n;

	a->given |= 1u << (c - OPT_ZONES);
	switch (c) {
	case OPT_COMPARE:
		a->compare = arg;
		break;
	case OPT_STEPS:
		a->steps = arg;
		break;
	case OPT_TIGHTNESS:
		a->tightness = arg;
		break;
	case OPT_BY:
		by(a, arg);
		break;
	case OPT_WHAT_IF:
		what_if(a, arg);
		break;
	case OPT_SEARCH:
		if (num_int(arg, 1, 24, &n) < 0)
			tool_misuse("--search '%s' is not 1 to 24", arg);
		a->p.slots = (int)n;
		break;
	}
}

static int
has(const struct args *a, enum opt o)
{
	return a->given >> (o - OPT_ZONES) & 1;
}

/* The table that is asked for; options that go with none are misuse. */
static void
choose_table(struct args *a, const struct tool_opts *o)
{
	static const enum opt tables[] = {OPT_ZONES, OPT_SCREEN, OPT_AZP,
	    OPT_N1, OPT_MEASURES, OPT_BURSTS, OPT_BURST_MODEL, OPT_TRIAL};
	int scenario = has(a, OPT_WHAT_IF) + has(a, OPT_SEARCH);

	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
		if (!has(a, tables[i]))
			continue;
		if (a->table != 0)
			tool_misuse("--%s and --%s are two tables: ask for "
				    "one",
			    long_options[a->table - OPT_ZONES].name,
			    long_options[tables[i] - OPT_ZONES].name);
		a->table = tables[i];
	}
	if (scenario == 2)
		tool_misuse("--what-if gives a profile, --search looks for "
			    "one: ask for one");
	if (a->table == OPT_MEASURES && !scenario)
		tool_misuse("--measures needs --what-if or --search");
	if (scenario && a->table != OPT_MEASURES) {
		if (a->table != 0)
			tool_misuse("a scenario is a table of its own");
		a->table = OPT_WHAT_IF;
	}
	if (has(a, OPT_COMPARE) && a->table == 0)
		a->table = OPT_COMPARE;
	if (has(a, OPT_COMPARE) && a->table != OPT_COMPARE &&
	    a->table != OPT_BURSTS)
		tool_misuse("--compare goes with points or --bursts");
	if (has(a, OPT_STEPS) && a->table != OPT_N1)
		tool_misuse("--steps goes with --n1");
	if (has(a, OPT_TIGHTNESS) && a->table != OPT_TRIAL)
		tool_misuse("--tightness goes with --trial");
	if (has(a, OPT_BY) && a->table != 0 && a->table != OPT_ZONES)
		tool_misuse("--by goes with points or --zones");
	if (o->explain != NULL && a->table != OPT_WHAT_IF && a->table != OPT_N1)
		tool_misuse("--explain goes with --what-if, --search or --n1");
}

/* Periods and instants, whose meaning needs the store's time zone. */
static void
read_times(struct args *a, const struct zone *tz)
{
	const char *wrong = NULL;

	a->p.base_from = a->p.test_from = a->p.test_to = INT64_MIN;
	if (a->compare != NULL && (wrong = pe_option_period(a->compare,
				       &a->p.base_from, &a->p.base_to)) != NULL)
		tool_misuse("--compare '%s': %s", a->compare, tr(wrong));
	if (a->steps != NULL && (wrong = pe_option_spans(a->steps, tz,
				     &a->p.step, &a->p.nstep)) != NULL)
		tool_misuse("--steps '%s': %s", a->steps, tr(wrong));
	if (a->tightness != NULL &&
	    (wrong = pe_option_span(
		 a->tightness, tz, &a->p.test_from, &a->p.test_to)) != NULL)
		tool_misuse("--tightness '%s': %s", a->tightness, tr(wrong));
}

static int
run(enum opt table, struct pe *pe)
{
	switch (table) {
	case OPT_ZONES:
		return pe_zones(pe);
	case OPT_COMPARE:
		return pe_compare(pe);
	case OPT_SCREEN:
		return pe_screen(pe);
	case OPT_AZP:
		return pe_azp(pe);
	case OPT_N1:
		return pe_n1(pe);
	case OPT_WHAT_IF:
		return pe_whatif(pe);
	case OPT_MEASURES:
		return pe_measures(pe);
	case OPT_BURSTS:
		return pe_bursts(pe);
	case OPT_BURST_MODEL:
		return pe_model(pe);
	case OPT_TRIAL:
		return pe_trial(pe);
	default:
		return pe_points(pe);
	}
}

static const char *const tables[] = {"pressure-eval", "pressure-eval --zones",
    "pressure-eval --compare", "pressure-eval --screen", "pressure-eval --azp",
    "pressure-eval --n1", "pressure-eval --what-if",
    "pressure-eval --what-if points", "assume", "pressure-eval --measures",
    "pressure-eval --bursts", "pressure-eval --burst-model",
    "pressure-eval --trial", NULL};

static const char synopsis[] =
    "pressure-eval [-d STORE] [--zones | --screen | --azp | --n1 | --measures\n"
    "                     | --bursts | --burst-model | --trial]\n"
    "                     [--by PART] [--compare PERIOD] [--steps SPANS]\n"
    "                     [--what-if PROFILE | --search SLOTS] [--tightness "
    "SPAN]\n"
    "                     [-z ID[,ID...]] [--from DAY] [--to DAY] [FILE...]";

int
main(int argc, char *argv[])
{
	struct args a = {0};
	const struct tool_info info = {.name = "pressure-eval",
	    .synopsis = synopsis,
	    .help = help,
	    .tables = tables,
	    .own = long_options,
	    .option = option,
	    .ctx = &a};
	struct tool_opts o;
	struct input in;
	struct pe pe = {.in = &in, .o = &o, .p = &a.p};
	int status;

	tool_options(argc, argv, &info, &o);
	choose_table(&a, &o);
	if ((status = input_open(&o, INPUT_READINGS, &in)) != 0)
		return tool_finish(&o, status);
	read_times(&a, store_zone(in.s));
	if (input_check_zones(&o, &in) < 0) {
		input_close(&in);
		return tool_finish(&o, 1);
	}
	pe.out = input_out(&o, &in);
	if (input_days(&o, &in, &pe.from, &pe.to) < 0)
		pe.from = pe.to = 0; /* headings alone */
	status = run(a.table, &pe);
	if (status == 0 && pe.found && o.exit_code)
		status = 3;
	csvout_free(pe.out);
	free(a.p.step);
	input_close(&in);
	return tool_finish(&o, status);
}
