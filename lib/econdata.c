#include "econdata.h"

#include <err.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "econrise.h"
#include "econtold.h"
#include "term.h"
#include "xalloc.h"

/* --- what comes in --- */

static const char KPI[] = "waterbalance --kpi", NIGHTS[] = "nightflow",
		  BOUNDS[] = "nightflow --bounds",
		  METHODS[] = "nightflow --method all";

/* What follows a scenario in its stream and is of no use here. */
static const char *const passed_over[] = {
    "pressure-eval --what-if points", "assume", NULL};

static int
is_one_of(const char *name, const char *const *list)
{
	while (*list != NULL && strcmp(name, *list) != 0)
		list++;
	return *list != NULL;
}

static int
pass_over(struct csvin *in)
{
	enum csvin_got got;

	while ((got = csvin_next(in)) == CSVIN_ROW)
		;
	if (got == CSVIN_BAD)
		return csvin_warn(in, "%s", tr(csvin_reason(in)));
	return got == CSVIN_END ? 1 : -1;
}

static int
take(void *ctx, struct csvin *in)
{
	static const char *const ours[] = {
	    KPI, ECONRISE_TREND, NIGHTS, BOUNDS, METHODS, NULL};
	const struct term_table *t = term_table_of(in->col, in->ncol);
	struct econdata *d = ctx;

	if (t != NULL && is_one_of(t->name, passed_over))
		return pass_over(in);
	if (t != NULL &&
	    (is_one_of(t->name, ours) || is_one_of(t->name, econtold_tables)))
		return frames_take(&d->tables, in);
	d->more = 1;
	return 0;
}

static const struct frame *
nights_of(const struct econdata *d)
{
	const struct frame *f = frames_find(&d->tables, NIGHTS);

	if (f == NULL)
		f = frames_find(&d->tables, BOUNDS);
	return f ? f : frames_find(&d->tables, METHODS);
}

static int
parse_day(const struct frame *f, size_t row, const char *col, int64_t *day)
{
	if (cal_parse_day(frame_text(f, row, col), day) == 0)
		return 0;
	warnx("'%s' in the table %s is no day (YYYY-MM-DD)",
	    frame_text(f, row, col), f->name);
	return -1;
}

/* --- periods --- */

static int
by_from(const void *a, const void *b)
{
	const struct span *x = a, *y = b;

	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return x->to < y->to ? -1 : x->to > y->to;
}

static void
add_period(struct spans *ps, int64_t from, int64_t to)
{
	for (size_t i = 0; i < ps->n; i++)
		if (ps->p[i].from == from && ps->p[i].to == to)
			return;
	spans_add(ps, from, to, "");
}

/* Those of the balances, else the days of the nights. */
static int
periods_of_tables(struct econdata *d)
{
	const struct frame *kpi = frames_find(&d->tables, KPI);
	const struct frame *f = nights_of(d);
	int64_t a, b, first = INT64_MAX, last = INT64_MIN;

	for (size_t i = 0; kpi != NULL && i < kpi->nrow; i++) {
		if (parse_day(kpi, i, "from", &a) < 0 ||
		    parse_day(kpi, i, "to", &b) < 0)
			return -1;
		add_period(&d->periods, a, b);
	}
	for (size_t i = 0; kpi == NULL && f != NULL && i < f->nrow; i++) {
		if (parse_day(f, i, "day", &a) < 0)
			return -1;
		first = a < first ? a : first;
		last = a > last ? a : last;
	}
	if (first <= last)
		add_period(&d->periods, first, last + 1);
	qsort(
	    d->bo.periods.p, d->bo.periods.n, sizeof *d->bo.periods.p, by_from);
	return 0;
}

/* --- zones --- */

static int
by_id(const void *a, const void *b)
{
	const struct econdata_zone *x = a, *y = b;

	return strcmp(x->id, y->id);
}

static void
add_zone(struct econdata *d, const char *id)
{
	const struct network *n = d->run.in.n;
	struct econdata_zone z = {.id = id, .level = NAN};

	z.net = strmap_get(&n->zone_of, id);
	if (z.net >= 0)
		z.level = n->zone[z.net].level;
	if (id[0] == '(' || !tool_zone_wanted(d->o, id) ||
	    (d->o->explain != NULL && strcmp(id, d->o->explain) != 0) ||
	    (d->o->level >= 0 && z.level != d->o->level))
		return;
	for (size_t i = 0; i < d->nzone; i++)
		if (strcmp(d->zone[i].id, id) == 0)
			return;
	d->zone = xrealloc(d->zone, d->nzone + 1, sizeof *d->zone);
	d->zone[d->nzone++] = z;
}

static void
find_zones(struct econdata *d)
{
	const struct frame *f[] = {frames_find(&d->tables, KPI), nights_of(d)};
	const struct network *n = d->run.in.n;

	for (int k = 0; k < 2; k++)
		for (size_t i = 0; f[k] != NULL && i < f[k]->nrow; i++)
			if (i == 0 ||
			    strcmp(frame_text(f[k], i, "zone_id"),
				frame_text(f[k], i - 1, "zone_id")) != 0)
				add_zone(d, frame_text(f[k], i, "zone_id"));
	for (size_t z = 0; f[0] == NULL && f[1] == NULL && z < n->nzone; z++)
		if (network_first(n, z))
			add_zone(d, n->zone[z].id);
	if (d->nzone > 0)
		qsort(d->zone, d->nzone, sizeof *d->zone, by_id);
}

/* Where the streams held tables of other programs alone, the rest is that of
 * the store. */
static int
open_input(struct econdata *d)
{
	int status = balance_open(&d->run, &d->bo);

	if (status != 0 || d->more || d->o->db == NULL || d->o->nfile == 0)
		return status;
	balance_close(&d->run);
	d->o->nfile = 0;
	return balance_open(&d->run, &d->bo);
}

int
econdata_open(struct econdata *d, struct tool_opts *o)
{
	int given = o->from != TOOL_NO_DAY && o->to != TOOL_NO_DAY, status;

	*d = (struct econdata){.o = o, .tables = FRAMES_INIT};
	d->bo = (struct balance_opts){.tool = o,
	    .nstandard = 1,
	    .edition = 2018,
	    .need_accounts = 1,
	    .take = take,
	    .take_ctx = d};
	/* Without, the periods are those of the tables, and no balance is
	 * computed: any day does for it. */
	spans_add(&d->bo.periods, given ? o->from : 0, given ? o->to : 1, "");
	if (given)
		spans_add(&d->periods, o->from, o->to, "");
	if ((status = open_input(d)) != 0)
		return status;
	if (!given && periods_of_tables(d) < 0)
		return 1;
	if (d->periods.n == 0)
		tool_misuse("which period? --month, --quarter, --year, or "
			    "--from and --to");
	if (zonebursts_read(&d->bursts, d->run.in.s, d->run.in.n) < 0)
		return 1;
	econnights_open(&d->nights, nights_of(d), d->run.in.s, d->run.in.n);
	find_zones(d);
	return 0;
}

void
econdata_close(struct econdata *d)
{
	econnights_close(&d->nights);
	zonebursts_release(&d->bursts);
	balance_close(&d->run);
	frames_release(&d->tables);
	spans_release(&d->bo.periods);
	spans_release(&d->periods);
	free(d->zone);
}

const struct spans *
econdata_periods(const struct econdata *d)
{
	return &d->periods;
}

double
econdata_param(
    const struct econdata *d, size_t zone, const char *name, int64_t day)
{
	return network_num(d->run.in.n, name, d->zone[zone].net, day);
}

/* --- the balance --- */

struct volumes { /* m3 of the period, 95 % half-widths */
	double supply, supply_half, authorised, authorised_half, sales, uarl,
	    real, real_half;
};

static const struct volumes unknown = {NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};

/* Half the distance between two columns. */
static double
half_between(const struct frame *f, size_t row, const char *lo, const char *hi)
{
	return (frame_num(f, row, hi) - frame_num(f, row, lo)) / 2;
}

static void
volumes_of_table(const struct frame *f, const char *id, const struct span *p,
    struct volumes *v)
{
	int64_t a, b;

	for (size_t i = 0; i < f->nrow; i++) {
		if (strcmp(frame_text(f, i, "zone_id"), id) != 0 ||
		    cal_parse_day(frame_text(f, i, "from"), &a) < 0 ||
		    cal_parse_day(frame_text(f, i, "to"), &b) < 0 ||
		    a != p->from || b != p->to)
			continue;
		v->supply = frame_num(f, i, "supply_m3");
		v->supply_half = half_between(f, i, "supply_lo", "supply_hi");
		v->authorised = frame_num(f, i, "authorised_m3");
		v->authorised_half = econ_half_less(
		    half_between(f, i, "loss_lo", "loss_hi"), v->supply_half);
		v->sales = v->supply - frame_num(f, i, "nrw_m3");
		v->uarl = frame_num(f, i, "uarl_m3");
		v->real = frame_num(f, i, "real_m3");
		v->real_half = half_between(f, i, "real_lo", "real_hi");
		return;
	}
}

/* 0, or -1. */
static int
volumes_of_store(
    struct econdata *d, long zone, size_t period, struct volumes *v)
{
	size_t n = d->bo.periods.n;
	struct balance_rows *rows = xcalloc(n, sizeof *rows);
	const struct zonekpi *k = &rows[period].k[0];
	int got = balance_zone(&d->run, (size_t)zone, rows);

	if (got == 0 && rows[period].held) {
		v->supply = k->supply.v;
		v->supply_half = bound_half(&k->supply);
		v->authorised = k->authorised.v;
		v->authorised_half = bound_half(&k->authorised);
		v->sales = k->supply.v - k->nrw_m3.v;
		v->uarl = k->ind.uarl_m3;
		v->real = k->real.v;
		v->real_half = bound_half(&k->real);
	}
	balance_rows_release(rows, n);
	free(rows);
	return got;
}

/* --- the nights --- */

struct nights { /* sums */
	double n, uarl_n, uarl, inflow, inflow_n;
	struct bound real, background, enf, espb;
	double supply_half; /* of the inflow, a share of it */
};

static void
add_night(void *ctx, const struct econ_night *night)
{
	const struct night_loss *l = &night->loss;
	struct nights *s = ctx;

	if (!isnan(night->inflow_m3)) {
		s->inflow += night->inflow_m3;
		s->inflow_n++;
	}
	if (isnan(l->recoverable.v))
		return;
	s->n++;
	s->real = bound_add(s->real, l->real_loss);
	s->background = bound_add(s->background, l->background);
	s->enf = bound_add(s->enf, l->enf);
	s->espb = bound_add(s->espb, l->espb);
	if (l->ili.v > 0) {
		s->uarl += l->real_loss.v / l->ili.v;
		s->uarl_n++;
	}
}

int
econdata_nights(struct econdata *d, size_t zone, int64_t from, int64_t to,
    void (*take_night)(void *ctx, const struct econ_night *night), void *ctx)
{
	const struct econdata_zone *z = &d->zone[zone];

	return econnights_each(
	    &d->nights, z->id, z->net, from, to, take_night, ctx);
}

/* --- together --- */

/* A length or a number of 0 is one that nobody entered. */
static double
above_none(double v)
{
	return v > 0 ? v : NAN;
}

/* 1; 0: the registry has no such zone on that day. */
static int
describe(struct econdata *d, size_t zone, int64_t day, struct econ_in *in)
{
	const struct network *n = d->run.in.n;
	long net = d->zone[zone].net;
	const struct net_zone *z =
	    net >= 0 ? network_zone(n, (size_t)net, day) : NULL;

	in->mains_km = z ? above_none(z->mains_km) : NAN;
	in->connections = z ? above_none(z->connections) : NAN;
	in->private_km = z ? z->private_km : NAN;
	in->meters = z ? z->meters : NAN;
	in->cv = econdata_param(d, zone, "cv_yuan_m3", day);
	in->retail = econdata_param(d, zone, "retail_yuan_m3", day);
	in->survey = econdata_param(d, zone, "survey_yuan_km", day);
	in->repair = econdata_param(d, zone, "repair_yuan", day);
	if (isnan(in->repair))
		in->repair = d->bursts.cost;
	in->ali_ref_pct = econdata_param(d, zone, "ali_ref_pct", day);
	in->above_uarl = d->above_uarl;
	return z != NULL;
}

static void
put_volumes(const struct volumes *v, const struct nights *s, struct econ_in *in)
{
	in->supply = bound_input(v->supply, NIGHT_FLOW, v->supply_half);
	in->sales = bound_input(v->sales, ECON_SALES, v->authorised_half);
	in->unbilled = bound_exact(v->authorised - v->sales);
	in->uarl_m3d = v->uarl / in->days;
	if (isnan(in->supply.v) && s->inflow_n >= in->days)
		in->supply = bound_input(s->inflow, NIGHT_FLOW, NAN);
	if (isnan(in->uarl_m3d) && s->uarl_n > 0)
		in->uarl_m3d = s->uarl / s->uarl_n;
}

static void
put_nights(const struct nights *s, const struct volumes *v, struct econ_in *in)
{
	in->nights = s->n;
	if (s->n > 0) {
		in->real = bound_scale(s->real, 1 / s->n);
		in->background = bound_scale(s->background, 1 / s->n);
		in->enf = bound_scale(s->enf, 1 / s->n);
		in->espb = bound_scale(s->espb, 1 / s->n);
		return;
	}
	in->background = in->enf = in->espb = bound_none();
	/* Of the balance, where no night tells. */
	in->real = bound_input(
	    v->real / in->days, ECON_UNBILLED, v->real_half / in->days);
}

int
econdata_zone(
    struct econdata *d, size_t zone, size_t period, struct econ_in *in)
{
	const struct econdata_zone *z = &d->zone[zone];
	const struct span *p = &d->periods.p[period];
	const struct frame *kpi = frames_find(&d->tables, KPI);
	struct volumes v = unknown;
	struct nights s = {0};
	int computes = d->o->from != TOOL_NO_DAY, holds;

	*in = (struct econ_in){.days = (double)(p->to - p->from)};
	holds = describe(d, zone, p->to - 1, in);
	if (kpi != NULL)
		volumes_of_table(kpi, z->id, p, &v);
	else if (z->net >= 0 && computes &&
		 volumes_of_store(d, z->net, period, &v) < 0)
		return -1;
	if (!holds && kpi == NULL && d->nights.f == NULL)
		return 0;
	if (econdata_nights(d, zone, p->from, p->to, add_night, &s) < 0)
		return -1;
	put_volumes(&v, &s, in);
	put_nights(&s, &v, in);
	return econrise_find(d, zone, p, in) < 0 ? -1 : 1;
}
