/*
 * nightflow - minimum night flow and real losses per zone and day
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "input.h"
#include "nightexplain.h"
#include "nightline.h"
#include "nightout.h"
#include "readers.h"
#include "term.h"
#include "tool.h"
#include "xalloc.h"
#include "zonelnu.h"

enum {
	OPT_POINTS = 1000,
	OPT_METHOD,
	OPT_BOUNDS,
	OPT_SUB,
	OPT_TREND,
	OPT_STATE,
	OPT_LNU_FIT,
	OPT_ASSUME,
	OPT_LINE
};

static const struct option long_options[] = {
    {"points", no_argument, NULL, OPT_POINTS},
    {"method", required_argument, NULL, OPT_METHOD},
    {"bounds", no_argument, NULL, OPT_BOUNDS},
    {"sub", no_argument, NULL, OPT_SUB},
    {"trend", no_argument, NULL, OPT_TREND},
    {"state", no_argument, NULL, OPT_STATE},
    {"lnu-fit", no_argument, NULL, OPT_LNU_FIT},
    {"assume", required_argument, NULL, OPT_ASSUME},
    {"line", no_argument, NULL, OPT_LINE},
    {0},
};

static const char help[] =
    "Minimum night flow, legitimate use, background, excess and daily real "
    "loss of\n"
    "each zone and day, with 95 % bounds; from the store, or from tables in "
    "files or\n"
    "on standard input (readings alone: each point is a zone).\n"
    "  --method M       moving, fixed, absolute, p20; all: further columns\n"
    "  --bounds         bounds of all figures, snapshot ILI\n"
    "  --line           real loss on a line between this night and the next\n"
    "  --points         minima of each flow point instead, without zones\n"
    "  --sub            parents beside the sum of the zones inside them\n"
    "  --trend          level, rate of rise, steps of the period\n"
    "  --state          how far the zones can be trusted in the period\n"
    "  --lnu-fit        night use per property from the users' own meters\n"
    "  --assume FILE    as it would have been, by a table of pressure-eval\n"
    "Examples:\n"
    "  nightflow -d city.db --month 2026-03 -o night.csv\n"
    "  nightflow -d city.db -z A2 --day 2026-02-25 --explain A2\n"
    "  nightflow -f table --set fixed_from=02:00 readings.csv\n";

enum mode { NIGHTS, POINTS, SUB, TREND, STATE, LNU_FIT };

struct ask {
	enum mode mode;
	enum zonenight_method method;
	int all, bounds, line;
	const char *assume; /* file, or NULL */
};

static void
set_mode(struct ask *a, enum mode mode)
{
	if (a->mode != NIGHTS && a->mode != mode)
		tool_misuse("--points, --sub, --trend, --state and --lnu-fit "
			    "are tables of their own: one of them");
	a->mode = mode;
}

static void
set_method(struct ask *a, const char *arg)
{
	static const char *const name[] = {
	    "moving", "fixed", "absolute", "p20"};

	if ((a->all = strcmp(arg, "all") == 0))
		return;
	for (size_t i = 0; i < sizeof name / sizeof *name; i++)
		if (strcmp(arg, name[i]) == 0) {
			a->method = (enum zonenight_method)i;
			return;
		}
	tool_misuse("--method '%s' is none of moving, fixed, absolute, p20, "
		    "all",
	    arg);
}

static void
option(int c, const char *arg, void *ctx)
{
	static const enum mode mode[] = {[OPT_POINTS - OPT_POINTS] = POINTS,
	    [OPT_SUB - OPT_POINTS] = SUB,
	    [OPT_TREND - OPT_POINTS] = TREND,
	    [OPT_STATE - OPT_POINTS] = STATE,
	    [OPT_LNU_FIT - OPT_POINTS] = LNU_FIT};
	struct ask *a = ctx;

	if (c == OPT_METHOD)
		set_method(a, arg);
	else if (c == OPT_BOUNDS)
		a->bounds = 1;
	else if (c == OPT_LINE)
		a->line = 1;
	else if (c == OPT_ASSUME)
		a->assume = arg;
	else
		set_mode(a, mode[c - OPT_POINTS]);
}

/* --- the work --- */

struct worker { /* what one thread has for itself */
	struct store *s;
	struct zonenight_work *night;
	struct zonesub_work *sub;
	struct zonelnu_work *lnu;
	int64_t *number; /* of the points of its batch */
	size_t nnumber;
};

struct row {
	struct zonenight zn;
	struct zonesub sub;
	int has_sub;
};

struct point_row {
	int64_t day;
	struct night_min min;
};

struct result { /* of one zone or point */
	struct row *row;
	struct point_row *point;
	size_t n, cap;
	struct lnufit lnu;
};

struct summary { /* of one zone, for --state */
	struct zonestate state;
	struct trend trend;
};

struct run {
	const struct ask *ask;
	const struct tool_opts *o;
	struct input *in;
	struct nightout out;
	int64_t from, to;
	size_t *pick, npick; /* zones or points */
	struct worker *worker;
	size_t batch;	     /* zones or points that are read together */
	struct result *slot; /* as many for each slot of `parallel` */
	struct summary *summary;
	int found, failed;
};

static int
add_row(struct run *r, struct worker *w, size_t zone, int64_t day,
    struct result *out)
{
	enum mode mode = r->ask->mode;
	struct row *row;
	int got;

	out->row = xgrow(out->row, out->n, &out->cap, sizeof *out->row);
	row = &out->row[out->n];
	row->has_sub = 0;
	if ((got = zonenight_day(w->night, zone, day, &row->zn)) <= 0)
		return got;
	out->n++;
	if (mode == SUB || mode == STATE) {
		got = zonesub_day(w->sub, zone, &row->zn, &row->sub);
		row->has_sub = got > 0;
	} else if (mode == LNU_FIT) {
		got = zonelnu_day(w->lnu, zone, &row->zn);
	}
	return got < 0 ? -1 : 0;
}

static int
add_point_row(struct run *r, struct worker *w, size_t point, int64_t day,
    struct result *out)
{
	struct point_row *p;
	int got;

	(void)r;
	out->point = xgrow(out->point, out->n, &out->cap, sizeof *out->point);
	p = &out->point[out->n];
	p->day = day;
	if ((got = zonenight_point(w->night, point, day, &p->min)) > 0)
		out->n++;
	return got < 0 ? -1 : 0;
}

static int
work_on(struct run *r, struct worker *w, size_t k, struct result *out)
{
	int got = 0;

	out->n = 0;
	for (int64_t d = r->from; got == 0 && d < r->to + r->ask->line; d++)
		got = (r->ask->mode == POINTS ? add_point_row : add_row)(
		    r, w, k, d, out);
	if (r->ask->mode == LNU_FIT)
		zonelnu_fit(w->lnu, &out->lnu);
	return got;
}

/* The points of a batch are read ahead: their numbers. */
static void
find_numbers(const struct run *r, struct worker *w, size_t first, size_t end)
{
	const struct network *n = r->in->n;

	w->nnumber = 0;
	for (size_t i = first; i < end; i++) {
		size_t k = r->pick[i];

		if (r->ask->mode == POINTS)
			w->number =
			    network_number(n, k, w->number, &w->nnumber);
		else
			for (size_t e = n->edge_at[k]; e < n->edge_at[k + 1];
			     e++)
				w->number = network_number(n, n->edge[e].point,
				    w->number, &w->nnumber);
	}
}

static int
work(void *ctx, int k, size_t b, size_t s)
{
	struct run *r = ctx;
	struct worker *w = &r->worker[k];
	size_t first = b * r->batch, end = first + r->batch;
	int got;

	end = end < r->npick ? end : r->npick;
	find_numbers(r, w, first, end);
	got = store_ahead(w->s, w->number, w->nnumber, r->from, r->to);
	for (size_t i = first; got == 0 && i < end; i++)
		got = work_on(
		    r, w, r->pick[i], &r->slot[s * r->batch + i - first]);
	return got;
}

/* --- what is printed of it --- */

/* The line from a night to the next; NULL: not asked for. */
static const struct bound *
line_after(
    const struct run *r, const struct result *res, size_t i, struct bound *line)
{
	const struct zonenight *zn = &res->row[i].zn;

	if (!r->ask->line)
		return NULL;
	*line = i + 1 < res->n && zn->day + 1 == res->row[i + 1].zn.day ?
		    nightline(zn, &res->row[i + 1].zn) :
		    bound_none();
	return line;
}

/* The nights' figures in order: net leakage where that is known throughout. */
static const char *
find_trend(const struct result *res, int net, struct trend *out)
{
	/* Sudden changes below are background (domain section 5.3). */
	static const double LEAST = 0.5;
	int64_t *day = xmalloc((res->n + 1) * sizeof *day);
	double *v = xmalloc((res->n + 1) * sizeof *v);

	for (size_t i = 0; i < res->n; i++)
		net &= isnan(res->row[i].zn.mnf_m3h) ||
		       !isnan(res->row[i].zn.loss.nnl.v);
	for (size_t i = 0; i < res->n; i++) {
		const struct zonenight *zn = &res->row[i].zn;

		day[i] = zn->day;
		v[i] = net ? zn->loss.nnl.v : zn->mnf_m3h;
	}
	trend_find(day, v, res->n, LEAST, out);
	free(day);
	free(v);
	return net ? "nnl" : "mnf";
}

static double
mean_coverage(const struct result *res)
{
	double sum = 0;

	for (size_t i = 0; i < res->n; i++)
		sum += res->row[i].zn.coverage;
	return sum / (double)res->n;
}

static void
take_trend(struct run *r, const struct result *res,
    const struct nightout_period *p, size_t zone)
{
	const struct net_zone *z =
	    network_zone(r->in->n, zone, res->row[res->n - 1].zn.day);
	struct trend t;
	const char *basis = find_trend(res, 1, &t);

	r->found |= t.nstep > 0;
	nightout_trend(&r->out, p, basis, &t, z->mains_km, mean_coverage(res));
}

static void
take_state(struct summary *s, const struct result *res)
{
	for (size_t i = 0; i < res->n; i++)
		zonestate_add(&s->state, &res->row[i].zn,
		    res->row[i].has_sub ? &res->row[i].sub : NULL);
	find_trend(res, 0, &s->trend);
}

static void
take_rows(struct run *r, const struct result *res, size_t zone)
{
	const char *id = r->in->n->zone[zone].id;
	struct bound b;

	for (size_t i = 0; i < res->n; i++) {
		const struct row *row = &res->row[i];
		const struct bound *line = line_after(r, res, i, &b);

		if (row->zn.day >= r->to) /* only there for the line */
			break;
		if (r->o->explain != NULL)
			r->failed |= nightexplain(r->o->fp, r->in->s, r->in->n,
					 zone, &row->zn, line) < 0;
		else if (r->ask->mode == NIGHTS)
			nightout_night(&r->out, id, &row->zn, line);
		else if (row->has_sub) {
			nightout_sub(&r->out, id, &row->zn, &row->sub);
			r->found |= zonesub_finding(&row->sub) != 0;
		}
	}
}

static void
take_one(struct run *r, size_t i, const struct result *res)
{
	size_t k = r->pick[i];
	const char *id = r->ask->mode == POINTS ? r->in->n->point[k].id :
						  r->in->n->zone[k].id;
	const struct nightout_period p = {id, r->from, r->to};

	if (r->ask->mode == POINTS) {
		for (size_t d = 0; d < res->n; d++)
			nightout_point(
			    &r->out, id, res->point[d].day, &res->point[d].min);
		return;
	}
	if (r->ask->mode == NIGHTS || r->ask->mode == SUB)
		take_rows(r, res, k);
	else if (res->n == 0)
		return;
	else if (r->ask->mode == TREND)
		take_trend(r, res, &p, k);
	else if (r->ask->mode == STATE)
		take_state(&r->summary[i], res);
	else if (res->lnu.n > 0)
		nightout_lnu(
		    &r->out, &p, &res->lnu, &res->row[res->n - 1].zn.use);
}

static void
take(void *ctx, size_t b, size_t s)
{
	struct run *r = ctx;

	for (size_t i = b * r->batch; i < (b + 1) * r->batch && i < r->npick;
	     i++)
		take_one(r, i, &r->slot[s * r->batch + i - b * r->batch]);
}

/* Neighbours lie in the same parent; states are known when all are. */
static void
print_states(struct run *r)
{
	for (size_t i = 0; i < r->npick; i++) {
		const struct net_zone *z = &r->in->n->zone[r->pick[i]];
		const struct nightout_period p = {z->id, r->from, r->to};
		struct summary *s = &r->summary[i];

		for (size_t k = 0; k < r->npick; k++)
			if (k != i &&
			    r->in->n->zone[r->pick[k]].parent == z->parent)
				s->state.opposite += zonestate_opposite(
				    &s->trend, &r->summary[k].trend);
		if (s->state.days == 0)
			continue;
		r->found |= zonestate_word(&s->state) != ZS_OPERABLE;
		nightout_state(&r->out, &p, &s->state, &s->trend);
	}
}

/* --- which, and by how many threads --- */

static void
pick_zones(struct run *r)
{
	const struct network *n = r->in->n;
	int seen = 0;

	for (size_t z = 0; z < n->nzone; z++)
		if (input_wants(r->o, r->in, z, &seen) &&
		    (r->o->explain == NULL ||
			strcmp(n->zone[z].id, r->o->explain) == 0))
			r->pick[r->npick++] = z;
}

static void
pick_points(struct run *r)
{
	const struct network *n = r->in->n;
	size_t *order = network_points_by_id(n);
	int seen = 0;

	for (size_t i = 0; i < n->npoint; i++) {
		const struct net_point *p = &n->point[order[i]];

		if (network_flows(p) && tool_zone_wanted(r->o, p->id) &&
		    seen++ % r->o->shards == r->o->shard - 1)
			r->pick[r->npick++] = order[i];
	}
	free(order);
}

static int
start_worker(void *ctx, int k, struct store *s)
{
	struct run *r = ctx;
	struct worker *w = &r->worker[k];
	const struct network *n = r->in->n;

	w->s = s;
	w->night = zonenight_new(s, n);
	zonenight_method(w->night, r->ask->method, r->ask->all);
	w->sub = zonesub_new(s, n);
	w->lnu = zonelnu_new(s, n);
	return 0;
}

static void
stop_worker(void *ctx, int k)
{
	struct run *r = ctx;
	struct worker *w = &r->worker[k];

	zonenight_free(w->night);
	zonesub_free(w->sub);
	zonelnu_free(w->lnu);
	free(w->number);
}

static int
threads(const struct run *r)
{
	return parallel_jobs(r->o->jobs, r->npick * (size_t)(r->to - r->from));
}

/* As many as make a thousand days of a point: so much is read in one piece, and
 * kept until it is printed. */
static size_t
batch_of(struct run *r)
{
	enum { MOST = 128 };
	int64_t n = 1000 / (r->to - r->from);

	return r->batch = n < 1 ? 1 : n < MOST ? (size_t)n : MOST;
}

static int
run(struct run *r)
{
	int jobs = threads(r), got;
	size_t slots = parallel_slots(jobs) * batch_of(r);
	const struct readers all = {
	    {(r->npick + r->batch - 1) / r->batch, jobs, r, work, take},
	    start_worker, stop_worker};

	r->worker = xcalloc((size_t)jobs, sizeof *r->worker);
	r->slot = xcalloc(slots, sizeof *r->slot);
	r->summary = xcalloc(r->npick + 1, sizeof *r->summary);
	got = readers_run(&all, r->o, r->in);
	if (got == 0 && r->ask->mode == STATE)
		print_states(r);
	for (size_t i = 0; i < slots; i++) {
		free(r->slot[i].row);
		free(r->slot[i].point);
	}
	free(r->worker);
	free(r->slot);
	free(r->summary);
	return got;
}

static int
nightflow(const struct ask *ask, struct tool_opts *o, struct input *in,
    const char *table)
{
	struct run r = {.ask = ask, .o = o, .in = in};
	int got = 0;

	r.out = (struct nightout){.out = input_out(o, in),
	    .tz = store_zone(in->s),
	    .all = ask->all,
	    .bounds = ask->bounds,
	    .line = ask->line};
	r.pick = xcalloc(in->n->nzone + in->n->npoint + 1, sizeof *r.pick);
	if (o->explain == NULL)
		nightout_heading(&r.out, table);
	(ask->mode == POINTS ? pick_points : pick_zones)(&r);
	if (input_days(o, in, &r.from, &r.to) == 0)
		got = run(&r);
	free(r.pick);
	if (got == 0 && ask->mode == NIGHTS)
		input_put_assumed(o, in, r.out.out);
	csvout_free(r.out.out);
	if (got < 0 || r.failed)
		return 1;
	return r.found && o->exit_code ? 3 : 0;
}

int
main(int argc, char *argv[])
{
	static const char *const tables[] = {"nightflow", "nightflow --points",
	    "nightflow --sub", "nightflow --trend", "nightflow --state",
	    "nightflow --lnu-fit", "nightflow --method all",
	    "nightflow --bounds", "nightflow --line", NULL};
	struct ask ask = {0};
	const struct tool_info info = {.name = "nightflow",
	    .synopsis =
		"nightflow [-d STORE] [--method M] [--bounds] [--line]\n"
		"                 [--assume FILE]\n"
		"                 [--points | --sub | --trend | --state | "
		"--lnu-fit]\n"
		"                 [-z ID[,ID...]] [--from DAY] [--to DAY]\n"
		"                 [--set NAME=VALUE] [FILE...]",
	    .help = help,
	    .tables = tables,
	    .own = long_options,
	    .option = option,
	    .ctx = &ask};
	struct tool_opts o;
	struct input in;
	int status;

	tool_options(argc, argv, &info, &o);
	if ((ask.all || ask.bounds || ask.line || o.explain != NULL) &&
	    ask.mode != NIGHTS)
		tool_misuse("--method all, --bounds, --line and --explain are "
			    "for the table of nights");
	if ((status = input_open(&o, INPUT_READINGS, &in)) != 0)
		return tool_finish(&o, status);
	if (ask.mode != POINTS && input_check_zones(&o, &in) < 0) {
		input_close(&in);
		return tool_finish(&o, 1);
	}
	if (ask.assume != NULL)
		status = input_assume(&o, ask.assume, &in);
	if (status == 0)
		status = nightflow(&ask, &o, &in, tables[ask.mode]);
	input_close(&in);
	return tool_finish(&o, status);
}
