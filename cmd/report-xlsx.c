/*
 * report-xlsx - tables laid out as an Excel workbook
 */
#include <stdlib.h>
#include <string.h>

#include "manifest.h"
#include "report.h"
#include "tool.h"
#include "xalloc.h"

enum {
	OPT_DAILY = 1000,
	OPT_MONTHLY,
	OPT_ANNUAL,
	OPT_KPI,
	OPT_AUTHORITY,
	OPT_REPORT,
	OPT_TITLE,
	OPT_FINAL,
	OPT_CHECK,
	OPT_MANIFEST,
	OPT_VERIFY
};

static const struct option long_options[] = {
    {"daily", no_argument, NULL, OPT_DAILY},
    {"monthly", no_argument, NULL, OPT_MONTHLY},
    {"annual", no_argument, NULL, OPT_ANNUAL},
    {"kpi", no_argument, NULL, OPT_KPI},
    {"authority", no_argument, NULL, OPT_AUTHORITY},
    {"report", required_argument, NULL, OPT_REPORT},
    {"title", required_argument, NULL, OPT_TITLE},
    {"final", no_argument, NULL, OPT_FINAL},
    {"template-check", no_argument, NULL, OPT_CHECK},
    {"manifest", required_argument, NULL, OPT_MANIFEST},
    {"verify", required_argument, NULL, OPT_VERIFY},
    {0},
};

static const char help[] =
    "Lays out the tables of the other tools as a workbook.  Computes nothing "
    "but\n"
    "totals and ranks.\n"
    "  --daily --monthly --annual --kpi --authority   a kind that is built "
    "in\n"
    "  --report FILE      a definition of your own\n"
    "  --template-check   only checks the definition\n"
    "  --lang both        headings, words and notes in Chinese and English\n"
    "  --title TEXT       in place of the usual title\n"
    "  --final            the figures are final, whatever bill_state says\n"
    "  --manifest FILE    writes SHA-256 of every input and of the workbook\n"
    "  --verify FILE      tells whether a manifest's workbook is what its "
    "inputs give\n"
    "Examples:\n"
    "  report-xlsx --daily -o day.xlsx zones.csv night.csv\n"
    "  report-xlsx --monthly --lang zh -o month.xlsx zones.csv kpi.csv "
    "night.csv\n"
    "  nightflow -d city.db --month 2026-03 | report-xlsx --daily -o "
    "day.xlsx\n";

struct own {
	const char *kind, *report, *title, *manifest, *verify;
	int kinds, final, check;
};

static void
option(int c, const char *arg, void *ctx)
{
	struct own *own = ctx;

	switch (c) {
	case OPT_REPORT:
		own->report = arg;
		own->kinds++;
		break;
	case OPT_TITLE:
		own->title = arg;
		break;
	case OPT_FINAL:
		own->final = 1;
		break;
	case OPT_CHECK:
		own->check = 1;
		break;
	case OPT_MANIFEST:
		own->manifest = arg;
		break;
	case OPT_VERIFY:
		own->verify = arg;
		break;
	default: /* a kind, which is called as its option */
		own->kind = long_options[c - OPT_DAILY].name;
		own->kinds++;
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

static struct def *
definition(const struct own *own)
{
	char *path = own->report ? xstrdup(own->report) : def_path(own->kind);
	struct def *d = def_read(path);

	free(path);
	return d;
}

/* Makes the workbook; with a manifest to be written, that too. */
static int
make(struct tool_opts *o, const struct own *own, const struct def *d)
{
	struct frames in = FRAMES_INIT;
	struct report_opts how = {.def = d,
	    .lang = report_lang_of(o->lang),
	    .final = own->final,
	    .title = own->title,
	    .day = o->from,
	    .db = o->db,
	    .version = tool_version()};
	int status = read_all(o, &in);
	char sha256[65];

	if (status == 0) {
		tool_open(o);
		status = report_write(&in, &how, o->fp,
			     own->manifest ? sha256 : NULL) < 0;
	}
	if (status == 0 && own->manifest != NULL)
		status = manifest_write(
			     own->manifest, &in, &how, o->output, sha256) < 0;
	frames_release(&in);
	return tool_finish(o, status);
}

int
main(int argc, char *argv[])
{
	struct own own = {0};
	const struct tool_info info = {.name = "report-xlsx",
	    .synopsis =
		"report-xlsx --daily | --monthly | --annual | --kpi | "
		"--authority | --report FILE\n"
		"                   [--day DAY] [--lang en|zh|both] [--title "
		"TEXT] "
		"[--final]\n"
		"                   [--manifest FILE] -o FILE.xlsx [FILE...]\n"
		"       report-xlsx --daily | ... | --report FILE "
		"--template-check\n"
		"       report-xlsx --verify MANIFEST",
	    .help = help,
	    .own = long_options,
	    .langs = "en zh both",
	    .deaf = "spark zone level set as-of explain format jobs shard seal "
		    "exit-code",
	    .option = option,
	    .ctx = &own};
	struct tool_opts o;
	struct def *d;
	int status;

	tool_options(argc, argv, &info, &o);
	if (own.verify != NULL)
		return manifest_verify(own.verify, tool_version()) < 0;
	if (own.kinds != 1)
		tool_misuse("one kind of report, please: --daily, --monthly, "
			    "--annual, --kpi, --authority or --report FILE");
	if (o.output == NULL && !own.check)
		tool_misuse("-o FILE.xlsx is needed: a workbook is no text");
	if ((d = definition(&own)) == NULL)
		return 1;
	status = own.check ? 0 : make(&o, &own, d);
	def_free(d);
	return status;
}
