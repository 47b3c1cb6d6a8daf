/*
 * bill-scan - findings from accounts, meters and bills
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "billapparent.h"
#include "billaudit.h"
#include "billout.h"
#include "input.h"
#include "tool.h"

enum {
	OPT_RULES = 1000,
	OPT_PRINT_RULES,
	OPT_STRUCTURE,
	OPT_READING,
	OPT_METERS,
	OPT_APPARENT,
	OPT_TESTS
};

static const struct option long_options[] = {
    {"rules", required_argument, NULL, OPT_RULES},
    {"print-rules", no_argument, NULL, OPT_PRINT_RULES},
    {"structure", no_argument, NULL, OPT_STRUCTURE},
    {"reading", no_argument, NULL, OPT_READING},
    {"meters", no_argument, NULL, OPT_METERS},
    {"apparent", no_argument, NULL, OPT_APPARENT},
    {"tests", required_argument, NULL, OPT_TESTS},
    {0},
};

static const char help[] =
    "What accounts, meters and bills tell of water that is used and not paid "
    "for:\n"
    "one row for each finding, the largest volume first.\n"
    "  --rules FILE     thresholds of the rules, and which are wanted\n"
    "  --print-rules    print them as they are, as such a file\n"
    "  --structure      volume and accounts by class, size and zone\n"
    "  --reading        rates of reading by route and month\n"
    "  --meters         error of the meters by class, what they miss, renewal\n"
    "  --apparent       apparent loss of each zone, built up\n"
    "  --tests FILE     tests of meters, for these two\n"
    "Examples:\n"
    "  bill-scan -d city.db -f table --from 2026-03-01\n"
    "  bill-scan --print-rules --lang zh >rules.ini\n"
    "  bill-scan -d city.db -z A2 --rules rules.ini -o findings.csv\n";

enum mode { FINDINGS, STRUCTURE, READING, METERS, APPARENT };

struct ask {
	enum mode mode;
	const char *rules, *tests;
	int print_rules;
};

static void
option(int c, const char *arg, void *ctx)
{
	struct ask *a = ctx;
	enum mode mode = (enum mode)(c - OPT_STRUCTURE + STRUCTURE);

	if (c == OPT_TESTS) {
		a->tests = arg;
	} else if (c == OPT_RULES) {
		a->rules = arg;
	} else if (c == OPT_PRINT_RULES) {
		a->print_rules = 1;
	} else {
		if (a->mode != FINDINGS && a->mode != mode)
			tool_misuse("--structure, --reading, --meters and "
				    "--apparent are tables of their own: one "
				    "of them");
		a->mode = mode;
	}
}

static int
bill_scan_store(const struct ask *ask, const struct billrules *rules,
    const struct meter_tests *tests, struct tool_opts *o, struct input *in,
    const char *table)
{
	struct billaudit *b = billaudit_new(in->s, in->n, rules);
	struct billout out = {
	    .o = o, .n = in->n, .zh = strcmp(o->lang, "zh") == 0};
	long found = 0;

	if (b == NULL)
		return 1;
	out.out = input_out(o, in);
	billout_heading(&out, table);
	if (ask->mode == FINDINGS)
		found = billout_findings(&out, b);
	else if (ask->mode == STRUCTURE)
		billout_structure(&out, b);
	else if (ask->mode == READING)
		billout_reading(&out, b);
	else if (ask->mode == METERS)
		billout_meters(&out, b, tests);
	else
		found = billout_apparent(&out, b, tests);
	csvout_free(out.out);
	billaudit_free(b);
	if (found < 0)
		return 1;
	return found > 0 && o->exit_code ? 3 : 0;
}

int
main(int argc, char *argv[])
{
	static const char *const tables[] = {"bill-scan",
	    "bill-scan --structure", "bill-scan --reading",
	    "bill-scan --meters", "bill-scan --apparent", NULL};
	struct ask ask = {0};
	const struct tool_info info = {.name = "bill-scan",
	    .synopsis =
		"bill-scan [-d STORE] [--rules FILE] [--tests FILE]\n"
		"                 [--structure | --reading | --meters | "
		"--apparent]\n"
		"                 [-z ID[,ID...]] [--from DAY] [--to DAY]\n"
		"                 [--set NAME=VALUE] [FILE...]\n"
		"       bill-scan --print-rules [--rules FILE]",
	    .help = help,
	    .tables = tables,
	    .own = long_options,
	    .option = option,
	    .ctx = &ask};
	struct meter_tests tests = {0};
	struct billrules rules;
	struct tool_opts o;
	struct input in;
	int status;

	tool_options(argc, argv, &info, &o);
	if (o.explain != NULL)
		tool_misuse("--explain: each row has its reason");
	if ((ask.mode == READING || ask.mode == METERS) && o.nzone > 0)
		tool_misuse("--reading is by route, --meters by class, not by "
			    "zone");
	if (ask.tests != NULL && ask.mode != METERS && ask.mode != APPARENT)
		tool_misuse("--tests is for --meters and --apparent");
	if (ask.tests != NULL && meter_tests_read(&tests, ask.tests) < 0)
		return 1;
	billrules_default(&rules);
	if (ask.rules != NULL && billrules_read(&rules, ask.rules) < 0)
		return 1;
	if (ask.print_rules) {
		tool_open(&o);
		billrules_print(&rules, strcmp(o.lang, "zh") == 0, o.fp);
		return tool_finish(&o, 0);
	}
	if ((status = input_open(&o, INPUT_BILLS, &in)) != 0)
		return tool_finish(&o, status);
	if (input_check_zones(&o, &in) < 0)
		status = 1;
	else
		status = bill_scan_store(
		    &ask, &rules, &tests, &o, &in, tables[ask.mode]);
	input_close(&in);
	return tool_finish(&o, status);
}
