/*
 * waterbalance - water balance and loss rates per zone and period
 */
#include <stdlib.h>
#include <string.h>

#include "balanceexplain.h"
#include "balancemode.h"
#include "balancerestate.h"
#include "balancetable.h"
#include "term.h"
#include "xalloc.h"

enum mode {
	ITEMS,
	KPI,
	TREE,
	TOTAL_SUB,
	BOTTOM_UP,
	RECONCILE,
	LEAKS,
	RESTATE,
	MODES
};

/* The tables in the order of the modes, and what prints the last ones. */
static const char *const tables[] = {"waterbalance", "waterbalance --kpi",
    "waterbalance --tree", "waterbalance --total-sub",
    "waterbalance --bottom-up", "waterbalance --reconcile",
    "waterbalance --leaks", "waterbalance --restate", NULL};
static int (*const mode_rows[MODES])(struct balance_run *, struct csvout *) = {
    [TREE] = balancemode_tree,
    [TOTAL_SUB] = balancemode_total_sub,
    [BOTTOM_UP] = balancemode_bottom_up,
    [RECONCILE] = balancemode_reconcile,
    [LEAKS] = balancemode_leaks};

struct opts {
	struct balance_opts b;
	enum mode mode;
	int total, ytd;
	const char *by, *week, *to_date, *calendar, *compare, *restate;
};

enum {
	OPT_KPI = 1000,
	OPT_STANDARD,
	OPT_EDITION,
	OPT_BY,
	OPT_WEEK,
	OPT_YTD,
	OPT_CALENDAR,
	OPT_COMPARE,
	OPT_SPREAD,
	OPT_TOTAL,
	OPT_EXCLUDE,
	OPT_RESTATE,
	OPT_ASSUME,
	OPT_MODE /* and those that follow, by mode */
};

static const struct option long_options[] = {
    {"kpi", no_argument, NULL, OPT_KPI},
    {"standard", required_argument, NULL, OPT_STANDARD},
    {"edition", required_argument, NULL, OPT_EDITION},
    {"by", required_argument, NULL, OPT_BY},
    {"week", required_argument, NULL, OPT_WEEK},
    {"ytd", required_argument, NULL, OPT_YTD},
    {"calendar", required_argument, NULL, OPT_CALENDAR},
    {"compare", required_argument, NULL, OPT_COMPARE},
    {"spread", required_argument, NULL, OPT_SPREAD},
    {"total", no_argument, NULL, OPT_TOTAL},
    {"exclude", required_argument, NULL, OPT_EXCLUDE},
    {"tree", no_argument, NULL, OPT_MODE + TREE},
    {"total-sub", no_argument, NULL, OPT_MODE + TOTAL_SUB},
    {"bottom-up", no_argument, NULL, OPT_MODE + BOTTOM_UP},
    {"reconcile", no_argument, NULL, OPT_MODE + RECONCILE},
    {"leaks", no_argument, NULL, OPT_MODE + LEAKS},
    {"restate", required_argument, NULL, OPT_RESTATE},
    {"assume", required_argument, NULL, OPT_ASSUME},
    {0},
};

static const char help[] =
    "The water balance of each zone by CJJ 92-2016 (revision 2018), IWA or "
    "AWWA.\n"
    "  --kpi                     one row per zone: losses, rates, grade, "
    "indicators\n"
    "  --standard LIST           cjj92, iwa, awwa, a comma between\n"
    "  --edition 2018|2016       whose words the verdict of CJJ 92 takes\n"
    "  --by UNIT                 cut the period: day week month quarter year\n"
    "  --week YYYY-Wnn, --ytd YYYY-MM[-DD], --calendar FILE  other periods\n"
    "  --compare WHAT            last-year or previous, and the difference\n"
    "  --spread even|profile     bills over their days\n"
    "  --total                   the sum of the zones; --exclude ID[,ID...]\n"
    "  --tree                    zones against those inside them\n"
    "  --total-sub               zone meters against customers' and "
    "sub-zones'\n"
    "  --bottom-up, --reconcile  real losses against night flow; adjusted\n"
    "  --leaks                   leak volumes from events\n"
    "  --restate PERIOD          what moved since it was reported, and why\n"
    "  --assume FILE             as it would have been, by a table of "
    "pressure-eval\n"
    "Examples:\n"
    "  waterbalance -d city.db --month 2026-03\n"
    "  waterbalance -d city.db --month 2026-03 --kpi --level 3 -f table\n"
    "  waterbalance -d city.db --month 2026-03 --explain W\n";

static void
add_standards(struct balance_opts *o, const char *list)
{
	o->nstandard = 0;
	for (const char *p = list;; p++) {
		size_t n = strcspn(p, ",");
		int s = standard_find(p, n);

		if (s < 0)
			tool_misuse("--standard '%.*s' is not known (cjj92, "
				    "iwa and awwa are)",
			    (int)n, p);
		for (size_t i = 0; i < o->nstandard; i++)
			if (o->standard[i] == (enum standard)s)
				tool_misuse(
				    "--standard '%s' names one twice", list);
		o->standard[o->nstandard++] = (enum standard)s;
		p += n;
		if (*p == '\0')
			break;
	}
}

static int
one_of(const char *option, const char *arg, const char *a, const char *b)
{
	if (strcmp(arg, a) != 0 && strcmp(arg, b) != 0)
		tool_misuse(
		    "--%s '%s' is neither %s nor %s", option, arg, a, b);
	return strcmp(arg, b) == 0;
}

static void
option(int c, const char *arg, void *ctx)
{
	struct opts *o = ctx;

	if (c >= OPT_MODE) {
		o->mode = (enum mode)(c - OPT_MODE);
		return;
	}
	switch (c) {
	case OPT_KPI:
		o->mode = KPI;
		break;
	case OPT_STANDARD:
		add_standards(&o->b, arg);
		break;
	case OPT_EDITION:
		o->b.edition =
		    one_of("edition", arg, "2018", "2016") ? 2016 : 2018;
		break;
	case OPT_BY:
		o->by = arg;
		break;
	case OPT_WEEK:
		o->week = arg;
		break;
	case OPT_YTD:
		o->to_date = arg;
		break;
	case OPT_CALENDAR:
		o->calendar = arg;
		break;
	case OPT_COMPARE:
		one_of("compare", arg, "last-year", "previous");
		o->compare = arg;
		break;
	case OPT_SPREAD:
		o->b.by_profile = one_of("spread", arg, "even", "profile");
		break;
	case OPT_TOTAL:
		o->total = 1;
		break;
	case OPT_EXCLUDE:
		o->b.exclude = arg;
		break;
	case OPT_ASSUME:
		o->b.assume = arg;
		break;
	case OPT_RESTATE:
		o->mode = RESTATE;
		o->restate = arg;
		break;
	}
}

/* The span that the options name; TOOL_NO_DAY: none. */
static void
find_span(const struct opts *o, struct tool_opts *t)
{
	if (o->week != NULL && span_parse_week(o->week, &t->from, &t->to) < 0)
		tool_misuse("--week '%s' is not of the form YYYY-Wnn", o->week);
	if (o->to_date != NULL &&
	    span_parse_ytd(o->to_date, &t->from, &t->to) < 0)
		tool_misuse(
		    "--ytd '%s' is neither a month nor a day", o->to_date);
	if (o->restate != NULL &&
	    cal_parse_month(o->restate, &t->from, &t->to) < 0 &&
	    cal_parse_quarter(o->restate, &t->from, &t->to) < 0 &&
	    cal_parse_year(o->restate, &t->from, &t->to) < 0)
		tool_misuse(
		    "--restate '%s' is no month, quarter or year", o->restate);
	if ((t->from == TOOL_NO_DAY || t->to == TOOL_NO_DAY) &&
	    o->calendar == NULL)
		tool_misuse("which period? --month, --quarter, --year, --week, "
			    "--ytd, --calendar, or --from and --to");
}

static void
find_periods(struct opts *o, struct tool_opts *t)
{
	struct spans *ps = &o->b.periods;
	char name[SPAN_NAME], full[SPAN_NAME + 4];

	find_span(o, t);
	if (o->calendar != NULL) {
		if (spans_calendar(ps, o->calendar, t->from, t->to) < 0)
			exit(1);
	} else if (o->by != NULL) {
		if (spans_cut(ps, t->from, t->to, o->by) < 0)
			tool_misuse("--by '%s' is none of day, week, month, "
				    "quarter, year",
			    o->by);
	} else {
		span_name(t->from, t->to, name);
		snprintf(
		    full, sizeof full, "%s%s", o->to_date ? "ytd " : "", name);
		spans_add(ps, t->from, t->to, full);
	}
	if (o->compare != NULL)
		spans_compare(ps, o->compare, o->to_date != NULL);
}

/* What does not go together. */
static void
check(const struct opts *o, const struct tool_opts *t)
{
	if (o->mode >= TREE && (o->total || t->explain != NULL))
		tool_misuse("--total and --explain go with the balance itself "
			    "and --kpi only");
	if (o->mode == RECONCILE)
		for (size_t i = 0; i < o->b.nstandard; i++)
			if (o->b.standard[i] == STANDARD_CJJ92)
				tool_misuse("--reconcile needs --standard iwa "
					    "or awwa: CJJ 92 keeps other "
					    "losses apart");
	if (o->mode == RESTATE && (t->db == NULL || t->nfile > 0))
		tool_misuse("--restate needs a store, and no files");
	if (o->mode == RESTATE && o->b.assume != NULL)
		tool_misuse("--restate shows what was, not what was assumed");
	if (o->b.exclude != NULL && o->mode < TREE && !o->total)
		tool_misuse("--exclude goes with --total or --tree");
}

struct output {
	struct opts *o;
	struct balance_run *r;
};

static void
put(const struct output *p, struct csvout *out, const char *id,
    const struct balance_rows *rows)
{
	const struct opts *o = p->o;

	if (o->b.tool->explain != NULL)
		balanceexplain(o->b.tool->fp, &o->b, p->r->in.n, id, rows);
	else if (o->mode == KPI)
		balancetable_kpi(out, &o->b, id, rows);
	else
		balancetable_items(out, &o->b, id, rows);
}

static void
put_zone(
    void *ctx, struct csvout *out, size_t zone, const struct balance_rows *rows)
{
	const struct output *p = ctx;

	put(p, out, p->r->in.n->zone[zone].id, rows);
}

/* The zones that are asked for; how many. */
static size_t
choose(struct opts *o, struct balance_run *r, size_t *zone)
{
	const struct tool_opts *t = o->b.tool;
	const struct network *n = r->in.n;
	size_t count = 0;
	int seen = 0;

	for (size_t z = 0; z < n->nzone; z++) {
		const char *id = n->zone[z].id;

		if (input_wants(t, &r->in, z, &seen) &&
		    !balance_excluded(&o->b, id) &&
		    (t->explain == NULL || strcmp(id, t->explain) == 0))
			zone[count++] = z;
	}
	return count;
}

static int
total(const struct output *p, struct csvout *out)
{
	size_t np = p->o->b.periods.n, count;
	struct balance_rows *rows = xcalloc(np, sizeof *rows);
	int got = balance_total(p->r, rows, &count);

	if (got == 0) {
		put(p, out, "(total)", rows);
		balance_rows_release(rows, np);
	}
	free(rows);
	return got < 0;
}

static int
zones(struct opts *o, struct balance_run *r, struct csvout *out)
{
	struct output p = {o, r};
	size_t *zone;
	int got;

	if (o->total)
		return total(&p, out);
	zone = xcalloc(r->in.n->nzone + 1, sizeof *zone);
	got = balance_zones(r, zone, choose(o, r, zone), put_zone, &p, out);
	free(zone);
	return got < 0;
}

/* A run over the data as they are known. */
static int
run(struct opts *o)
{
	struct tool_opts *t = o->b.tool;
	const struct term_table *table = term_table(tables[o->mode]);
	struct balance_run r;
	struct csvout *out;
	int status;

	o->b.need_accounts = o->mode == BOTTOM_UP || o->mode == RECONCILE;
	if ((status = balance_open(&r, &o->b)) == 0) {
		out = input_out(t, &r.in);
		if (t->explain == NULL)
			csvout_table(out, table->col, table->ncol);
		if (mode_rows[o->mode] != NULL)
			status = mode_rows[o->mode](&r, out) < 0;
		else
			status = zones(o, &r, out);
		csvout_free(out);
	}
	balance_close(&r);
	return status;
}

static int
restate(struct opts *o)
{
	const struct term_table *table = term_table(tables[RESTATE]);
	struct csvout *out = tool_out(o->b.tool);
	int status;

	csvout_table(out, table->col, table->ncol);
	status = balance_restate(&o->b, out);
	csvout_free(out);
	return status;
}

int
main(int argc, char *argv[])
{
	struct tool_opts t;
	struct opts o = {.b = {.tool = &t, .nstandard = 1, .edition = 2018}};
	const struct tool_info info = {.name = "waterbalance",
	    .synopsis = "waterbalance [-d STORE] [--kpi] [-z ID[,ID...]] "
			"--month YYYY-MM\n"
			"                    [--set NAME=VALUE] [FILE...]",
	    .help = help,
	    .tables = tables,
	    .own = long_options,
	    .option = option,
	    .ctx = &o};
	int status;

	tool_options(argc, argv, &info, &t);
	check(&o, &t);
	find_periods(&o, &t);
	status = o.mode == RESTATE ? restate(&o) : run(&o);
	spans_release(&o.b.periods);
	return tool_finish(&t, status);
}
