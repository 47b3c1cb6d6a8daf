/*
 * wb-query - what the store holds: tables, readings, steps, last values, SQL
 */
#include <stdlib.h>
#include <string.h>

#include "input.h"
#include "query.h"
#include "say.h"

enum {
	OPT_POINT = 1000,
	OPT_STEP,
	OPT_COMPARE,
	OPT_ON,
	OPT_VALIDATED,
	OPT_SQL
};

static const struct option long_options[] = {
    {"point", required_argument, NULL, OPT_POINT},
    {"step", required_argument, NULL, OPT_STEP},
    {"compare", required_argument, NULL, OPT_COMPARE},
    {"on", required_argument, NULL, OPT_ON},
    {"validated", no_argument, NULL, OPT_VALIDATED},
    {"sql", required_argument, NULL, OPT_SQL},
    {0},
};

static const char help[] =
    "TABLE as wb-import takes it: zones points edges readings accounts bills "
    "balance\n"
    "events pipes params; or computed: demand (inflow of zones), last (values "
    "of points);\n"
    "or runs: what was run on the store, by whom, and what came of it;\n"
    "or terms: the dictionary of all tables, for which no store is needed.\n"
    "  --point ID[,ID...]  rows of these points; -z those of zones\n"
    "  --on DAY            rows of a registry that hold on that day\n"
    "  --step STEP         of readings and demand: 15min, 1h ..., 1d, 1mon, "
    "1y, all\n"
    "  --compare year      steps beside those a year before (同比), or\n"
    "  --compare previous  beside the step before (环比)\n"
    "  --validated         readings with the flags of their validation\n"
    "  --sql SELECT        the answer to a query; readings are the table\n"
    "                      reading(point_id, time, value, quality, "
    "import_id)\n"
    "Examples:\n"
    "  wb-query -d city.db -z A2 --day 2026-03-01 readings\n"
    "  wb-query -d city.db -f table --month 2026-03 --compare previous demand\n"
    "  wb-query -d city.db --sql \"SELECT kind, count(*) FROM events GROUP BY "
    "1\"\n";

/* What is asked for: one of these. */
enum what {
	TABLE_ROWS,
	READINGS,
	JUDGED,
	STEPS,
	DEMAND,
	LAST,
	RUNS,
	TERMS,
	SQL
};

struct ask {
	struct query q;
	enum what what;
	const struct table *table;
	const char *step, *sql;
	int validated;
};

static void
set_compare(struct ask *ask, const char *arg)
{
	if (strcmp(arg, "year") == 0)
		ask->q.compare = QUERY_YEAR;
	else if (strcmp(arg, "previous") == 0)
		ask->q.compare = QUERY_PREVIOUS;
	else
		tool_misuse("--compare '%s' is neither year nor previous", arg);
}

static void
option(int c, const char *arg, void *ctx)
{
	struct ask *ask = ctx;

	switch (c) {
	case OPT_POINT:
		if (choice_add_points(&ask->q.choice, arg) < 0)
			tool_misuse("--point '%s' has an empty id", arg);
		break;
	case OPT_STEP:
		if (period_parse(arg, &ask->q.step) < 0)
			tool_misuse("--step '%s' is none of 1min to 12h that "
				    "part a day, 1d, 1mon, 1y, all",
			    arg);
		ask->step = arg;
		break;
	case OPT_COMPARE:
		set_compare(ask, arg);
		break;
	case OPT_ON:
		if (cal_parse_day(arg, &ask->q.on) < 0)
			tool_misuse("--on '%s' is not a day (YYYY-MM-DD)", arg);
		break;
	case OPT_VALIDATED:
		ask->validated = 1;
		break;
	case OPT_SQL:
		ask->sql = arg;
		break;
	}
}

/* Finds out what is asked for. */
static void
understand(struct ask *ask, const struct tool_opts *o)
{
	static const char *const others[] = {
	    "demand", "last", "runs", "terms", NULL};
	const char *name = o->nfile == 1 ? o->file[0] : "";

	if (ask->sql != NULL) {
		if (o->nfile > 0)
			tool_misuse("--sql stands for a table: not also '%s'",
			    o->file[0]);
		ask->what = SQL;
	} else if (o->nfile != 1) {
		tool_misuse("one table, please");
	} else if (strcmp(name, "demand") == 0) {
		ask->what = DEMAND;
	} else if (strcmp(name, "last") == 0) {
		ask->what = LAST;
	} else if (strcmp(name, "runs") == 0) {
		ask->what = RUNS;
	} else if (strcmp(name, "terms") == 0) {
		ask->what = TERMS;
	} else if ((ask->table = table_find(name)) == NULL) {
		tool_no_table(name, others);
	} else if (strcmp(name, "readings") != 0) {
		ask->what = TABLE_ROWS;
	} else {
		ask->what = ask->step || ask->q.compare ? STEPS :
			    ask->validated		? JUDGED :
							  READINGS;
	}
}

/* Options that would say nothing are refused. */
static void
check(const struct ask *ask, const struct tool_opts *o)
{
	const char *name = o->nfile == 1 ? o->file[0] : "--sql";
	int steps = ask->what == STEPS || ask->what == DEMAND;
	const struct table *t = ask->what == TABLE_ROWS ? ask->table : NULL;

	if (o->level >= 0 && ask->what != DEMAND)
		tool_misuse("--level says nothing about %s", name);
	if ((ask->step || ask->q.compare) && !steps)
		tool_misuse("--step and --compare say nothing about %s", name);
	if (o->nset > 0 && !steps)
		tool_misuse("--set says nothing about %s", name);
	if (ask->validated && ask->what != JUDGED)
		tool_misuse("--validated is for readings%s",
		    ask->what == STEPS ? tr(" without --step") : "");
	if (ask->q.on != TOOL_NO_DAY &&
	    (t == NULL || table_col(t, "valid_from") < 0))
		tool_misuse("--on says nothing about %s", name);
	if (ask->q.choice.npoint > 0 &&
	    (ask->what == DEMAND || ask->what == SQL || ask->what == RUNS ||
		ask->what == TERMS ||
		(t != NULL && table_col(t, "point_id") < 0)))
		tool_misuse("--point says nothing about %s", name);
	if (ask->what == SQL &&
	    (o->nzone > 0 || o->from != TOOL_NO_DAY || o->to != TOOL_NO_DAY))
		tool_misuse("zones and days go into the SELECT of --sql");
	if (ask->what == RUNS && (o->nzone > 0 || o->as_of != NULL))
		tool_misuse("runs know neither zones nor --as-of");
	if (ask->what == TERMS && (o->nzone > 0 || o->from != TOOL_NO_DAY ||
				      o->to != TOOL_NO_DAY || o->as_of != NULL))
		tool_misuse("terms know neither zones, days nor --as-of");
	if (o->db == NULL && ask->what != TERMS)
		tool_misuse("no store: give -d STORE or set WB_DB");
}

/* The steps where none are asked for: days; to compare, the whole span. */
static void
set_step(struct ask *ask)
{
	if (ask->step == NULL)
		period_parse(ask->q.compare ? "all" : "1d", &ask->q.step);
}

static int
print(const struct ask *ask)
{
	switch (ask->what) {
	case TABLE_ROWS:
		return query_table(&ask->q, ask->table);
	case READINGS:
		return query_readings(&ask->q);
	case JUDGED:
		return query_judged(&ask->q);
	case STEPS:
		return query_points(&ask->q);
	case DEMAND:
		return query_zones(&ask->q);
	case LAST:
		return query_last(&ask->q);
	case RUNS:
		return query_runs(&ask->q);
	case TERMS:
		return query_terms(&ask->q);
	case SQL:
		return query_sql(&ask->q, ask->sql);
	}
	return -1;
}

/* Opens the store and loads what is needed; a status. */
static int
prepare(struct ask *ask, const struct tool_opts *o)
{
	struct query *q = &ask->q;
	int judged =
	    ask->what == STEPS || ask->what == DEMAND || ask->what == JUDGED;
	/* readings of points, and tables of them that know no zone */
	int points =
	    ask->what != DEMAND && ask->what != RUNS &&
	    (ask->table == NULL || (table_col(ask->table, "point_id") >= 0 &&
				       table_col(ask->table, "zone_id") < 0));

	if (ask->what == TERMS)
		return 0;
	if ((q->s = store_open(o->db)) == NULL ||
	    (o->as_of != NULL && store_as_of(q->s, o->as_of) < 0) ||
	    choice_load(&q->choice, q->s, judged, points) < 0)
		return 1;
	for (size_t i = 0; i < o->nset; i++)
		if (network_set(q->choice.n, o->set[i].name, o->set[i].value) <
		    0)
			return 2;
	return 0;
}

/* SQL has statements and locks of its own, the dictionary needs no store. */
static struct csvout *
output(const struct ask *ask, struct tool_opts *o)
{
	struct input in = {.s = ask->q.s, .n = ask->q.choice.n};

	return ask->what == SQL || ask->what == TERMS ? tool_out(o) :
							input_out(o, &in);
}

int
main(int argc, char *argv[])
{
	struct ask ask = {.q = {.on = TOOL_NO_DAY}};
	const struct tool_info info = {.name = "wb-query",
	    .synopsis =
		"wb-query -d STORE [-z ID[,ID...]] [--point ID[,ID...]] "
		"[--from DAY] [--to DAY]\n"
		"                [--on DAY] [--step STEP] "
		"[--compare year|previous] [--validated] TABLE\n"
		"       wb-query -d STORE --sql SELECT",
	    .help = help,
	    .tables = query_tables,
	    .own = long_options,
	    .deaf = "explain shard jobs exit-code",
	    .option = option,
	    .ctx = &ask};
	struct tool_opts o;
	int status;

	tool_options(argc, argv, &info, &o);
	understand(&ask, &o);
	check(&ask, &o);
	set_step(&ask);
	ask.q.choice.o = &o;
	if ((status = prepare(&ask, &o)) == 0) {
		ask.q.out = output(&ask, &o);
		status = print(&ask) < 0 ? 1 : 0;
		csvout_free(ask.q.out);
	}
	choice_release(&ask.q.choice);
	store_close(ask.q.s);
	return tool_finish(&o, status);
}
