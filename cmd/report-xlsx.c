/*
 * report-xlsx - tables laid out as an Excel workbook
 */
#include <string.h>

#include "report.h"
#include "tool.h"

enum { OPT_DAILY = 1000, OPT_MONTHLY, OPT_TITLE };

static const struct option long_options[] = {
    {"daily", no_argument, NULL, OPT_DAILY},
    {"monthly", no_argument, NULL, OPT_MONTHLY},
    {"title", required_argument, NULL, OPT_TITLE},
    {0},
};

static const char help[] =
    "Lays out tables of nightflow, waterbalance and waterbalance --kpi, with "
    "the zones'\n"
    "names from wb-query zones, as a workbook.  Computes nothing.\n"
    "  --daily          needs nightflow; shows its last day, or --day DAY\n"
    "  --monthly        needs waterbalance --kpi; shows its last period\n"
    "  --title TEXT     in place of the usual title\n"
    "Examples:\n"
    "  report-xlsx --daily -o day.xlsx zones.csv night.csv\n"
    "  report-xlsx --monthly --lang zh -o month.xlsx zones.csv kpi.csv "
    "night.csv\n"
    "  nightflow -d city.db --month 2026-03 | report-xlsx --daily -o "
    "day.xlsx\n";

struct own {
	int daily, monthly;
	const char *title;
};

static void
option(int c, const char *arg, void *ctx)
{
	struct own *own = ctx;

	switch (c) {
	case OPT_DAILY:
		own->daily = 1;
		break;
	case OPT_MONTHLY:
		own->monthly = 1;
		break;
	case OPT_TITLE:
		own->title = arg;
		break;
	}
}

static int
read_all(const struct tool_opts *o, struct frames *f)
{
	int status = 0;

	if (o->nfile == 0)
		return frames_read(f, "-");
	for (size_t i = 0; status == 0 && i < o->nfile; i++)
		status = frames_read(f, o->file[i]);
	return status;
}

int
main(int argc, char *argv[])
{
	struct own own = {0};
	const struct tool_info info = {.name = "report-xlsx",
	    .synopsis =
		"report-xlsx --daily | --monthly [--day DAY] [--lang en|zh]\n"
		"                   [--title TEXT] -o FILE.xlsx [FILE...]",
	    .help = help,
	    .own = long_options,
	    .option = option,
	    .ctx = &own};
	struct frames in = FRAMES_INIT;
	struct report_opts how;
	struct tool_opts o;
	int status;

	tool_options(argc, argv, &info, &o);
	if (own.daily == own.monthly)
		tool_misuse("one of --daily and --monthly, please");
	if (o.output == NULL)
		tool_misuse("-o FILE.xlsx is needed: a workbook is no text");
	status = read_all(&o, &in);
	if (status == 0) {
		how = (struct report_opts){.monthly = own.monthly,
		    .zh = strcmp(o.lang, "zh") == 0,
		    .title = own.title,
		    .day = o.from,
		    .version = tool_version()};
		tool_open(&o);
		status = report_write(&in, &how, o.fp) < 0;
	}
	frames_release(&in);
	return tool_finish(&o, status);
}
