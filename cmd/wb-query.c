/*
 * wb-query - what the store holds, as the tables that went in
 */
#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "pointday.h"
#include "store.h"
#include "store_sql.h"
#include "tool.h"
#include "unit.h"
#include "validate.h"
#include "xalloc.h"

static const char help[] =
    "Prints a table of the store as it stands (or stood, with --as-of), in "
    "the\n"
    "form in which wb-import takes it.\n"
    "TABLE: zones points edges readings accounts bills balance events pipes "
    "params\n"
    "-z selects zones, for readings points; --from and --to the days of "
    "readings.\n"
    "  --validated      readings with the flags of their validation\n"
    "  --sql SELECT     the answer to a query; readings are the table\n"
    "                   reading(point_id, time, value, quality, import_id)\n"
    "Examples:\n"
    "  wb-query -d city.db -z P1F --day 2026-03-01 readings\n"
    "  wb-query -d city.db -f table edges\n"
    "  wb-query -d city.db --sql \"SELECT kind, count(*) FROM events GROUP BY "
    "1\"\n";

static void
heading(struct csvout *out, const struct table *t)
{
	static const char *col[32];

	for (size_t i = 0; i < t->ncol; i++)
		col[i] = t->col[i].name;
	csvout_table(out, col, t->ncol);
}

static void
put_value(struct csvout *out, const struct store_rows *r, int c,
    const struct table_col *col, const struct zone *z)
{
	char buf[CAL_BUF];
	int64_t t;

	switch (col->type) {
	case TABLE_NUM:
		csvout_exact(out, store_rows_num(r, c));
		break;
	case TABLE_TIME:
		t = store_rows_time(r, c, INT64_MIN);
		csvout_text(
		    out, t == INT64_MIN ? "" : cal_instant_text(z, t, buf));
		break;
	default:
		csvout_text(out, store_rows_text(r, c));
	}
}

static int
print_rows(struct store *s, const struct table *t, const struct tool_opts *o,
    struct csvout *out)
{
	int zone = table_col(t, "zone_id"), got;
	struct store_rows *r = store_rows_open(s, t);

	if (r == NULL)
		return 1;
	while ((got = store_rows_next(r)) > 0) {
		if (zone >= 0 && !tool_zone_wanted(o, store_rows_text(r, zone)))
			continue;
		for (size_t i = 0; i < t->ncol; i++)
			put_value(out, r, (int)i, &t->col[i], store_zone(s));
		csvout_row(out);
	}
	store_rows_close(r);
	return got < 0;
}

/* What lives from day to day: the readings, and the text of their times. */
struct day {
	struct reading *r;
	size_t cap;
	struct cal_text text;
};

static int
print_day(struct store *s, const struct store_listed *p, int64_t day,
    struct day *d, struct csvout *out)
{
	long n = store_day(s, p->p.n, day, &d->r, &d->cap);
	int64_t midnight = zone_midnight(store_zone(s), day);
	const struct unit *u = unit_find(p->p.unit);
	char value[NUM_BUF];

	for (long i = 0; i < n; i++) {
		csvout_text(out, p->id);
		csvout_text(out, cal_text(&d->text, midnight + d->r[i].off));
		csvout_number(
		    out, num_unscaled(d->r[i].v, u->num, u->den, value));
		if (d->r[i].quality == QUALITY_GOOD)
			csvout_text(out, "");
		else
			csvout_int(out, d->r[i].quality);
		csvout_row(out);
	}
	return n < 0 ? -1 : 0;
}

static int
print_readings(struct store *s, const struct tool_opts *o, struct csvout *out)
{
	struct day d = {.text = {.z = store_zone(s)}};
	int64_t first = 0, last = -1;
	struct store_listed *p;
	size_t n;
	int got = store_points(s, &p, &n);

	store_span(s, &first, &last);
	if (o->from != TOOL_NO_DAY && o->from > first)
		first = o->from;
	if (o->to != TOOL_NO_DAY && o->to - 1 < last)
		last = o->to - 1;
	for (size_t i = 0; i < n; i++)
		for (int64_t day = first;
		     got == 0 && day <= last && tool_zone_wanted(o, p[i].id);
		     day++)
			got = print_day(s, &p[i], day, &d, out);
	store_points_free(p, n);
	free(d.r);
	return got != 0;
}

/* --- readings with their flags --- */

struct judged { /* a point as its days go by */
	struct pointday day;
	struct validate_past *past;
	int64_t last; /* instant of the last reading, INT64_MIN: none */
	uint16_t *flag;
	size_t flag_cap;
};

static void
put_judged(struct csvout *out, const struct pointday *d, const uint16_t *flag)
{
	struct store_point p;
	const struct unit *u;
	char buf[CAL_BUF], value[NUM_BUF], words[VALID_BUF];

	if (store_point(d->s, d->p->id, &p) < 0)
		return;
	u = unit_find(p.unit);
	for (size_t i = 0; i < d->nr; i++) {
		int quality = pointday_quality(&d->r[i], flag[i]);

		csvout_text(out, d->p->id);
		csvout_text(out, cal_instant_text(store_zone(d->s),
				     d->midnight + d->r[i].off, buf));
		csvout_number(
		    out, num_unscaled(d->r[i].v, u->num, u->den, value));
		if (quality == QUALITY_GOOD)
			csvout_text(out, "");
		else
			csvout_int(out, quality);
		csvout_text(out, validate_words(flag[i], words));
		csvout_row(out);
	}
}

/* The day's flags, and what later days need of it. */
static int
judge_day(struct judged *j, size_t point, int64_t day)
{
	struct pointday *d = &j->day;

	if (pointday_read(d, point, day) < 0)
		return -1;
	if (d->nr > j->flag_cap) {
		j->flag_cap = d->nr;
		j->flag = xrealloc(j->flag, j->flag_cap, sizeof *j->flag);
	}
	pointday_flags(d, j->last, j->flag);
	if (!d->totaliser)
		validate_past_day(j->past, day, d->r, d->nr, j->flag);
	if (d->nr > 0)
		j->last = d->midnight + d->r[d->nr - 1].off;
	return 0;
}

/* Outliers are seen against the four weeks before. */
static int
print_judged_point(struct store *s, const struct network *n, size_t point,
    int64_t first, int64_t last, struct csvout *out)
{
	struct judged j = {.last = INT64_MIN};
	int got = 0;

	pointday_init(&j.day, s, n);
	j.past = validate_past_new(network_interval(&n->point[point]));
	for (int64_t d = first - VALID_PAST_DAYS; got == 0 && d <= last; d++) {
		got = judge_day(&j, point, d);
		if (got == 0 && d >= first)
			put_judged(out, &j.day, j.flag);
	}
	validate_past_free(j.past);
	pointday_release(&j.day);
	free(j.flag);
	return got;
}

static int
print_validated(struct store *s, const struct tool_opts *o, struct csvout *out)
{
	static const char *const col[] = {
	    "point_id", "time", "value", "quality", "flags"};
	struct network *n = network_load(s);
	int64_t first = 0, last = -1;
	int got = n ? 0 : -1;

	store_span(s, &first, &last);
	if (o->from != TOOL_NO_DAY && o->from > first)
		first = o->from;
	if (o->to != TOOL_NO_DAY && o->to - 1 < last)
		last = o->to - 1;
	csvout_table(out, col, 5);
	for (size_t i = 0; got == 0 && i < n->npoint; i++)
		if (tool_zone_wanted(o, n->point[i].id))
			got = print_judged_point(s, n, i, first, last, out);
	network_free(n);
	return got != 0;
}

/* --- SQL --- */

static void
put_sql_value(struct csvout *out, struct store_sql *q, int col)
{
	switch (store_sql_type(q, col)) {
	case STORE_SQL_NULL:
		csvout_number(out, "");
		break;
	case STORE_SQL_INT:
		csvout_int(out, store_sql_int(q, col));
		break;
	case STORE_SQL_NUM:
		csvout_exact(out, store_sql_num(q, col));
		break;
	case STORE_SQL_TEXT:
		csvout_text(out, store_sql_text(q, col));
		break;
	}
}

static int
print_sql(struct store *s, const char *sql, struct csvout *out)
{
	struct store_sql *q = store_sql_open(s, sql);
	int n = q ? store_sql_ncol(q) : 0, got = q ? 0 : -1;
	const char **name = xcalloc((size_t)n + 1, sizeof *name);

	for (int i = 0; i < n; i++)
		name[i] = store_sql_name(q, i);
	if (q != NULL)
		csvout_table(out, name, (size_t)n);
	while (got >= 0 && (got = store_sql_next(q)) > 0) {
		for (int i = 0; i < n; i++)
			put_sql_value(out, q, i);
		csvout_row(out);
	}
	store_sql_close(q);
	free(name);
	return got != 0;
}

enum { OPT_SQL = 1000, OPT_VALIDATED };

static const struct option long_options[] = {
    {"sql", required_argument, NULL, OPT_SQL},
    {"validated", no_argument, NULL, OPT_VALIDATED},
    {0},
};

struct ask {
	const char *sql;
	const struct table *table;
	int validated;
};

static void
option(int c, const char *arg, void *ctx)
{
	struct ask *ask = ctx;

	if (c == OPT_SQL)
		ask->sql = arg;
	else if (c == OPT_VALIDATED)
		ask->validated = 1;
}

int
main(int argc, char *argv[])
{
	struct ask ask = {0};
	const struct tool_info info = {.name = "wb-query",
	    .synopsis =
		"wb-query -d STORE [-z ID[,ID...]] [--from DAY] [--to DAY] "
		"[--validated] TABLE\n"
		"       wb-query -d STORE --sql SELECT",
	    .help = help,
	    .own = long_options,
	    .option = option,
	    .ctx = &ask};
	struct tool_opts o;
	struct csvout *out;
	struct store *s;
	int status;

	tool_options(argc, argv, &info, &o);
	if (ask.sql == NULL &&
	    (o.nfile != 1 || (ask.table = table_find(o.file[0])) == NULL))
		tool_misuse(o.nfile == 1 ? "'%s' is none of the tables" :
					   "one table, please",
		    o.nfile == 1 ? o.file[0] : "");
	if (ask.sql != NULL && o.nfile > 0)
		tool_misuse(
		    "--sql stands for a table: not also '%s'", o.file[0]);
	if (ask.validated &&
	    (ask.table == NULL || strcmp(ask.table->name, "readings") != 0))
		tool_misuse("--validated is for readings");
	if (o.level >= 0 || o.explain != NULL)
		tool_misuse("--level and --explain say nothing here");
	if (o.db == NULL)
		tool_misuse("no store: give -d STORE or set WB_DB");
	if ((s = store_open(o.db)) == NULL)
		return 1;
	if (o.as_of != NULL && store_as_of(s, o.as_of) < 0) {
		store_close(s);
		return 1;
	}
	out = tool_out(&o);
	if (ask.validated) {
		status = print_validated(s, &o, out);
	} else if (ask.sql != NULL) {
		status = print_sql(s, ask.sql, out);
	} else {
		heading(out, ask.table);
		status = strcmp(ask.table->name, "readings") == 0 ?
			     print_readings(s, &o, out) :
			     print_rows(s, ask.table, &o, out);
	}
	csvout_free(out);
	store_close(s);
	return tool_finish(&o, status);
}
