/*
 * nightflow - minimum night flow and real losses per zone and day
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "column.h"
#include "input.h"
#include "nightexplain.h"
#include "term.h"
#include "tool.h"
#include "zonenight.h"

enum { OPT_POINTS = 1000 };

static const struct option long_options[] = {
    {"points", no_argument, NULL, OPT_POINTS},
    {0},
};

static const char help[] =
    "Minimum night flow, legitimate use, background, excess and daily real "
    "loss of\n"
    "each zone and day, with 95 % bounds.  From the store, or from tables "
    "(readings,\n"
    "zones, edges ...) in files or on standard input; readings alone: each "
    "point\n"
    "is a zone.\n"
    "  --points         minima of each flow point instead, without zones\n"
    "Examples:\n"
    "  nightflow -d city.db --month 2026-03 -o night.csv\n"
    "  nightflow -d city.db -z A2 --day 2026-02-25 --explain A2\n"
    "  nightflow -f table --set fixed_from=02:00 readings.csv\n";

static void
option(int c, const char *arg, void *ctx)
{
	int *points = ctx;

	(void)arg;
	if (c == OPT_POINTS)
		*points = 1;
}

static void
put_zone_day(struct csvout *out, const char *id, const struct zone *tz,
    const struct zonenight *zn)
{
	const struct night_loss *l = &zn->loss;
	char buf[CAL_BUF];

	csvout_text(out, id);
	csvout_text(out, cal_day_text(zn->day, buf));
	column_num(out, "mnf_m3h", l->mnf.v);
	column_bounds(out, "mnf_m3h", &l->mnf);
	csvout_text(
	    out, isnan(zn->min.mnf) ?
		     "" :
		     cal_instant_text(tz, zn->midnight + zn->min.at, buf));
	column_num(out, "fixed_m3h", zn->min.fixed);
	column_num(out, "inflow_m3", zn->inflow_m3);
	column_num(out, "adf_m3h", zn->adf_m3h);
	column_num(out, "mnf_adf", l->mnf.v / zn->adf_m3h);
	column_num(out, "aznp_m", zn->in.aznp_m);
	column_num(out, "azp_m", zn->in.azp_m);
	column_num(out, "lnu_m3h", l->lnu.v);
	column_bounds(out, "lnu_m3h", &l->lnu);
	column_num(out, "nnl_m3h", l->nnl.v);
	column_bounds(out, "nnl_m3h", &l->nnl);
	column_num(out, "ubl_m3h", l->ubl.v);
	column_num(out, "enf_m3h", l->enf.v);
	column_bounds(out, "enf_m3h", &l->enf);
	column_num(out, "espb", l->espb);
	column_num(out, "ndf_h", l->ndf.v);
	column_num(out, "real_loss_m3d", l->real_loss.v);
	column_bounds(out, "real_loss_m3d", &l->real_loss);
	column_num(out, "background_m3d", l->background.v);
	column_num(out, "recoverable_m3d", l->recoverable.v);
	column_num(out, "ili", l->ili.v);
	column_num(out, "coverage", zn->coverage);
	csvout_text(out, zonenight_words(zn));
	csvout_row(out);
}

static void
put_point_day(struct csvout *out, const char *id, int64_t day,
    const struct night_min *min)
{
	char buf[CAL_BUF];

	csvout_text(out, id);
	csvout_text(out, cal_day_text(day, buf));
	column_num(out, "mnf_m3h", min->mnf);
	column_num(out, "fixed_m3h", min->fixed);
	column_num(out, "mean_m3h", min->mean);
	csvout_int(out, (int64_t)min->valid);
	csvout_row(out);
}

static int
zones(struct input *in, struct zonenight_work *w, const struct tool_opts *o,
    int64_t from, int64_t to, struct csvout *out)
{
	struct zonenight zn;
	int seen = 0, got = 0;

	for (size_t z = 0; got >= 0 && z < in->n->nzone; z++) {
		const char *id = in->n->zone[z].id;

		if (!input_wants(o, in, z, &seen))
			continue;
		if (o->explain != NULL && strcmp(id, o->explain) != 0)
			continue;
		for (int64_t d = from; d < to; d++) {
			if ((got = zonenight_day(w, z, d, &zn)) < 0)
				break;
			if (got > 0 && o->explain != NULL)
				nightexplain(o->fp, id, store_zone(in->s), &zn);
			else if (got > 0)
				put_zone_day(out, id, store_zone(in->s), &zn);
		}
	}
	return got < 0 ? 1 : 0;
}

static int
by_id(const void *a, const void *b)
{
	const struct net_point *const *x = a, *const *y = b;

	return strcmp((*x)->id, (*y)->id);
}

static int
points(struct input *in, struct zonenight_work *w, const struct tool_opts *o,
    int64_t from, int64_t to, struct csvout *out)
{
	const struct net_point **p = calloc(in->n->npoint + 1, sizeof *p);
	struct night_min min;
	int got = 0, seen = 0;

	for (size_t i = 0; i < in->n->npoint; i++)
		p[i] = &in->n->point[i];
	qsort(p, in->n->npoint, sizeof *p, by_id);
	for (size_t i = 0; got >= 0 && i < in->n->npoint; i++) {
		if (strcmp(p[i]->quantity, "flow") != 0 ||
		    !tool_zone_wanted(o, p[i]->id) ||
		    seen++ % o->shards != o->shard - 1)
			continue;
		for (int64_t d = from; d < to; d++) {
			got = zonenight_point(
			    w, (size_t)(p[i] - in->n->point), d, &min);
			if (got < 0)
				break;
			if (got > 0)
				put_point_day(out, p[i]->id, d, &min);
		}
	}
	free(p);
	return got < 0 ? 1 : 0;
}

int
main(int argc, char *argv[])
{
	static const char *const tables[] = {
	    "nightflow", "nightflow --points", NULL};
	int by_point = 0, status;
	const struct tool_info info = {.name = "nightflow",
	    .synopsis = "nightflow [-d STORE] [--points] [-z ID[,ID...]] "
			"[--from DAY] [--to DAY]\n"
			"                 [--set NAME=VALUE] [FILE...]",
	    .help = help,
	    .tables = tables,
	    .own = long_options,
	    .option = option,
	    .ctx = &by_point};
	const struct term_table *t;
	struct zonenight_work *w;
	struct tool_opts o;
	struct input in;
	struct csvout *out;
	int64_t from, to;

	tool_options(argc, argv, &info, &o);
	if ((status = input_open(&o, INPUT_READINGS, &in)) != 0)
		return tool_finish(&o, status);
	if (!by_point && input_check_zones(&o, &in) < 0) {
		input_close(&in);
		return tool_finish(&o, 1);
	}
	out = input_out(&o, &in);
	t = term_table(tables[by_point]);
	if (o.explain == NULL)
		csvout_table(out, t->col, t->ncol);
	w = zonenight_new(in.s, in.n);
	if (input_days(&o, &in, &from, &to) == 0)
		status = (by_point ? points : zones)(&in, w, &o, from, to, out);
	zonenight_free(w);
	csvout_free(out);
	input_close(&in);
	return tool_finish(&o, status);
}
