/*
 * ops-check - the inspection of a store and of what feeds it
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "frame.h"
#include "num.h"
#include "ops.h"
#include "opsbundle.h"
#include "store_backup.h"
#include "tool.h"

enum { OPT_BACKUPS = 1000, OPT_PREVIOUS, OPT_DAYS, OPT_ALL, OPT_BUNDLE };

static const struct option long_options[] = {
    {"backups", required_argument, NULL, OPT_BACKUPS},
    {"previous", required_argument, NULL, OPT_PREVIOUS},
    {"days", required_argument, NULL, OPT_DAYS},
    {"all", no_argument, NULL, OPT_ALL},
    {"bundle", required_argument, NULL, OPT_BUNDLE},
    {0},
};

static const char help[] =
    "Inspects the store and what feeds it, as at the end of a day: feeds and "
    "points,\n"
    "file and disk, backups, runs, data quality, alarms, imports.  Each line "
    "has a\n"
    "figure and is green, amber or red.  Limits are parameters (ops_...).\n"
    "  --days N          how many days are looked at, up to that one (7)\n"
    "  --backups DIR     where scripts/backup keeps them; the newest is "
    "restored\n"
    "                    into a temporary file and compared\n"
    "  --previous FILE   the table of the inspection before\n"
    "  --all             also points that are well\n"
    "  --bundle FILE     write what a question to the makers needs, no ids, no "
    "names\n"
    "Examples:\n"
    "  ops-check -d city.db --day 2026-03-31 -f table\n"
    "  ops-check -d city.db --day 2026-03-31 -o ops.csv\n"
    "  ops-check -d city.db --day 2026-03-31 --bundle question.csv "
    ">/dev/null\n";

struct own {
	const char *backups, *previous, *bundle;
	int64_t days;
	int all;
};

static void
option(int c, const char *arg, void *ctx)
{
	struct own *own = ctx;

	switch (c) {
	case OPT_BACKUPS:
		own->backups = arg;
		break;
	case OPT_PREVIOUS:
		own->previous = arg;
		break;
	case OPT_DAYS:
		if (num_int(arg, 1, 366, &own->days) < 0)
			tool_misuse("--days '%s' is not 1 to 366", arg);
		break;
	case OPT_ALL:
		own->all = 1;
		break;
	case OPT_BUNDLE:
		own->bundle = arg;
		break;
	}
}

static void
check(const struct tool_opts *o)
{
	if (o->db == NULL)
		tool_misuse("no store: give -d STORE or set WB_DB");
	if (o->from == TOOL_NO_DAY || o->to != o->from + 1)
		tool_misuse("as at the end of which day? give --day DAY");
	if (o->nfile > 0)
		tool_misuse("'%s': no files here", o->file[0]);
}

/* Opens the store and fills in what is asked for; a status. */
static int
prepare(struct ops *p, const struct tool_opts *o, const struct own *own)
{
	const char *self = getenv("WB_RUN");

	if ((p->s = store_open(o->db)) == NULL ||
	    (p->n = network_load_lean(p->s)) == NULL)
		return 1;
	for (size_t i = 0; i < o->nset; i++)
		if (network_set(p->n, o->set[i].name, o->set[i].value) < 0)
			return 2;
	p->to = o->to;
	p->from = p->to - own->days;
	p->begin = zone_midnight(store_zone(p->s), p->from);
	p->end = zone_midnight(store_zone(p->s), p->to);
	p->backups = own->backups;
	p->all = own->all;
	if (self != NULL && num_int(self, 1, INT64_MAX, &p->self) < 0)
		p->self = 0;
	return 0;
}

/* Prints what was found; a status. */
static int
print(const struct ops *p, struct tool_opts *o)
{
	struct csvout *out = tool_out(o);
	enum ops_light worst = ops_put(p, out);

	csvout_free(out);
	return worst != OPS_GREEN && o->exit_code ? 3 : 0;
}

/* A store of an older schema: one line, as nothing else can be read. */
static int
older(struct ops *p, struct tool_opts *o, int is, int known)
{
	struct ops_line *l =
	    ops_add(p, "store", "schema", "", is, "", known, known);

	l->light = OPS_RED;
	ops_detail(p, l, "the programs need %d: wb-import -d %s --migrate",
	    "程序需要版本 %d：wb-import -d %s --migrate", known, p->db);
	return print(p, o);
}

static int
inspect(struct ops *p, struct tool_opts *o, const struct own *own)
{
	struct frames before = FRAMES_INIT;
	int status = 0;

	if (own->previous != NULL)
		status = ops_read_previous(p, own->previous, &before);
	if (status == 0) {
		ops_inspect(p);
		ops_compare(p, &before);
		status = print(p, o);
	}
	if ((status == 0 || status == 3) && own->bundle != NULL &&
	    opsbundle_write(p, own->bundle) < 0)
		status = 1;
	frames_release(&before);
	return status;
}

int
main(int argc, char *argv[])
{
	static const char *const tables[] = {"ops-check", NULL};
	struct own own = {.days = 7};
	const struct tool_info info = {.name = "ops-check",
	    .synopsis =
		"ops-check -d STORE --day DAY [--days N] [--backups DIR] "
		"[--previous FILE]\n"
		"                 [--all] [--set NAME=VALUE] [--exit-code] "
		"[--bundle FILE]",
	    .help = help,
	    .tables = tables,
	    .own = long_options,
	    .deaf =
		"spark zone level month quarter year as-of explain jobs shard",
	    .option = option,
	    .ctx = &own};
	struct ops p = {.last_bytes = NAN};
	struct tool_opts o;
	int status, is, known;

	tool_options(argc, argv, &info, &o);
	check(&o);
	p.db = o.db;
	p.day = o.from;
	p.zh = strcmp(o.lang, "zh") == 0;
	if (store_schema(o.db, &is, &known) < 0)
		status = 1;
	else if (is != known)
		status = older(&p, &o, is, known);
	else if ((status = prepare(&p, &o, &own)) == 0)
		status = inspect(&p, &o, &own);
	ops_release(&p);
	if (p.n != NULL)
		network_free(p.n);
	store_close(p.s);
	return tool_finish(&o, status);
}
