/*
 * wb-explain - why a figure is what it is, down to the rows it came from
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "balance.h"
#include "say.h"
#include "term.h"
#include "whyrun.h"
#include "xalloc.h"

enum { OPT_REPLAY = 1000, OPT_STANDARD, OPT_FILES, OPT_ALL };

static const struct option long_options[] = {
    {"replay", no_argument, NULL, OPT_REPLAY},
    {"standard", required_argument, NULL, OPT_STANDARD},
    {"files", required_argument, NULL, OPT_FILES},
    {"all", no_argument, NULL, OPT_ALL},
    {0},
};

static const char help[] =
    "The trail of a figure: its formula with the numbers in it, what each is "
    "made of,\n"
    "parameters and where they were set, events, then the readings or bills "
    "and the\n"
    "lines of the files behind them.  WHAT is one of\n"
    "  ZONE,PERIOD,FIGURE  A2,2026-03-31,enf_m3h or A2,2026-03,rbl_pct\n"
    "  ALARM_ID            an alarm of the ledger\n"
    "  FILE!SHEET!CELL     a cell of a workbook that report-xlsx made\n"
    "  --replay            the commands that compute it again from raw rows\n"
    "  --files DIR         where files of imports lie now; may be repeated\n"
    "  --all               each reading and each bill, with its line\n"
    "  --standard NAME     cjj92, iwa or awwa, of a balance\n"
    "Examples:\n"
    "  wb-explain -d city.db A2,2026-03-01,enf_m3h\n"
    "  wb-explain -d city.db -f csv A2,2026-03,rbl_pct\n"
    "  wb-explain -d city.db --replay A2,2026-03,supply_m3 | sh\n";

static void
add_folder(struct whyfiles *f, const char *dir)
{
	struct stat st;

	if (stat(dir, &st) < 0 || !S_ISDIR(st.st_mode))
		tool_misuse("--files '%s' is no folder", dir);
	f->dir = xrealloc(f->dir, f->ndir + 1, sizeof *f->dir);
	f->dir[f->ndir++] = (char *)dir;
}

static void
option(int c, const char *arg, void *ctx)
{
	struct whyrun *r = ctx;

	if (c == OPT_REPLAY)
		r->replay = 1;
	else if (c == OPT_ALL)
		r->files.all = 1;
	else if (c == OPT_FILES)
		add_folder(&r->files, arg);
	else if (standard_find(arg, strlen(arg)) < 0)
		tool_misuse("--standard '%s' is not known (cjj92, iwa and awwa "
			    "are)",
		    arg);
	else
		r->standard = arg;
}

static int
explain(const struct whyrun *r, const struct whyask *ask, struct trail *t)
{
	switch (ask->kind) {
	case WHYASK_ALARM:
		return whyrun_alarm(r, ask, t);
	case WHYASK_CELL:
		return whyrun_cell(r, ask, t);
	default:
		return whyrun_figure(r, ask, t);
	}
}

static void
print(struct tool_opts *o, const struct trail *t)
{
	const struct term_table *table = term_table("wb-explain");
	struct csvout *out;

	if (o->format == CSVOUT_TABLE) {
		trail_print(t, o->fp);
		return;
	}
	out = csvout_new(o->fp, o->format, o->seal);
	csvout_table(out, table->col, table->ncol);
	trail_put(t, out);
	csvout_free(out);
}

int
main(int argc, char *argv[])
{
	static const char *const tables[] = {"wb-explain", NULL};
	struct tool_opts o;
	struct whyrun run = {.tool = &o, .standard = "cjj92"};
	const struct tool_info info = {.name = "wb-explain",
	    .synopsis = "wb-explain -d STORE [--standard NAME] [--as-of "
			"IMPORT|DAY]\n"
			"                  [--set NAME=VALUE] [-f FORMAT] "
			"[--files DIR] [--all]\n"
			"                  [--replay] WHAT",
	    .help = help,
	    .tables = tables,
	    .own = long_options,
	    .deaf =
		"spark zone level from to day month quarter year explain jobs "
		"shard exit-code",
	    .option = option,
	    .ctx = &run};
	struct trail t = TRAIL_INIT;
	struct whyask ask;
	const char *wrong;
	int status;

	tool_options(argc, argv, &info, &o);
	if (o.nfile != 1)
		tool_misuse("one figure, alarm or cell, please");
	if (o.db == NULL)
		tool_misuse("no store: give -d STORE or set WB_DB");
	if ((wrong = whyask_parse(o.file[0], &ask)) != NULL)
		tool_misuse("'%s' %s", o.file[0], tr(wrong));
	run.text = o.file[0];
	o.nfile = 0;
	t.spoken = o.format == CSVOUT_TABLE && strcmp(o.lang, "zh") == 0;
	tool_open(&o);
	status = explain(&run, &ask, &t);
	if (status == 0 && !run.replay)
		print(&o, &t);
	trail_release(&t);
	whyask_release(&ask);
	free(run.files.dir);
	return tool_finish(&o, status);
}
