/* The table of repairs: each event that ended, and what night flow says. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "column.h"
#include "econrepair.h"
#include "econrun.h"
#include "term.h"
#include "xalloc.h"

/* An event of the registry that may have been a repair. */
struct event {
	const char *id, *kind;
	int64_t began, mended;
	double cost;
};

/* Minima, and the mean night-day factor, hours a day, with its 95 % half-width,
 * that of pressure and exponent. */
struct series {
	int64_t *day;
	double *mnf;
	size_t n, cap, ndfs;
	double ndf, ndf_half;
};

static void
series_release(struct series *s)
{
	free(s->day);
	free(s->mnf);
}

static void
add_mnf(void *ctx, const struct econ_night *night)
{
	struct series *s = ctx;

	if (s->n == s->cap) {
		s->cap = s->cap ? 2 * s->cap : 64;
		s->day = xrealloc(s->day, s->cap, sizeof *s->day);
		s->mnf = xrealloc(s->mnf, s->cap, sizeof *s->mnf);
	}
	s->day[s->n] = night->day;
	s->mnf[s->n++] = night->mnf_m3h;
	if (isnan(night->ndf_h))
		return;
	s->ndf += night->ndf_h;
	s->ndf_half += isnan(night->ndf_half) ? 0 : night->ndf_half;
	s->ndfs++;
}

/* The nights of days [from, to).  0; -1: the store failed, has said why. */
static int
read_series(struct econdata *d, size_t zone, int64_t from, int64_t to,
    struct series *out)
{
	*out = (struct series){0};
	if (econdata_nights(d, zone, from, to, add_mnf, out) < 0) {
		series_release(out);
		return -1;
	}
	out->ndf = out->ndfs ? out->ndf / (double)out->ndfs : NAN;
	out->ndf_half = out->ndfs ? out->ndf_half / (double)out->ndfs : NAN;
	return 0;
}

static int
is_repair(const char *kind, const char *outcome)
{
	/* A repair is one of a burst, unless nothing was there to mend. */
	return zonebursts_is(
	    strcmp(kind, "repair") == 0 ? "burst" : kind, outcome);
}

/* The step over the day, with the bounds of the night-day factor.  That of a
 * burst goes with espb_exp, not N1: NDF(n) = 24 (NDF(N1)/24)^(n/N1), as if all
 * hours but those of the minimum had one pressure. */
static struct econ_range
over_day(const struct econrun *r, const struct econ_row *row,
    const struct econ_range *step, const struct series *s)
{
	int64_t day = row->period->to - 1;
	double n1 = econdata_param(&r->d, row->zone, "n1", day);
	double n = econdata_param(&r->d, row->zone, "espb_exp", day);
	double ndf = 24 * pow(s->ndf / 24, n / (isnan(n1) ? 1.15 : n1));
	double v = step->v * ndf;
	double half =
	    ndf * hypot(step->hi - step->v, step->v * s->ndf_half / s->ndf);

	return (struct econ_range){v, v - half, v + half};
}

static const char *
verdict(const struct repair *m)
{
	if (isnan(m->step.v))
		return "few_nights";
	if (m->step.lo > 0)
		return m->regrowth.lo > 0 ? "verified regrown" : "verified";
	return m->step.hi < 0 ? "risen" : "not_verified";
}

static void
put_range(struct csvout *out, const char *col, const struct econ_range *v)
{
	column_num(out, col, v->v);
	column_num(out, col, v->lo);
	column_num(out, col, v->hi);
}

static double
months(double cost, double gain)
{
	return gain > 0 ? 12 * cost / gain : NAN;
}

static void
put_repair(const struct econrun *r, const struct econ_row *row,
    const struct event *e, const struct repair *m, const struct series *s,
    struct csvout *out)
{
	struct econ_range daily = over_day(r, row, &m->step, s);
	const double k = 365 * row->in.cv;
	double gain = daily.v * k;
	char buf[CAL_BUF];

	econrun_key(r, row, out);
	csvout_text(out, e->id);
	csvout_text(out, e->kind);
	csvout_text(out, cal_day_text(e->mended, buf));
	csvout_int(out, (int64_t)m->n_before);
	csvout_int(out, (int64_t)m->n_after);
	column_num(out, "before_m3h", m->before);
	column_num(out, "after_m3h", m->after);
	put_range(out, "step_m3h", &m->step);
	put_range(out, "verified_m3d", &daily);
	column_num(out, "benefit_yuan_yr", gain);
	column_num(out, "cost_yuan", e->cost);
	column_num(out, "payback_months", months(e->cost, gain));
	put_range(out, "regrowth_m3h", &m->regrowth);
	csvout_text(out, verdict(m));
	column_num(out, "benefit_yuan_yr", daily.lo * k);
	column_num(out, "benefit_yuan_yr", daily.hi * k);
	column_num(out, "payback_months", months(e->cost, daily.hi * k));
	column_num(out, "payback_months", months(e->cost, daily.lo * k));
	csvout_row(out);
}

static int
measure(struct econrun *r, const struct econ_row *row, const struct event *e,
    struct csvout *out)
{
	struct series s;
	struct repair m;
	double pct =
	    econdata_param(&r->d, row->zone, "err_flow_pct", e->mended);

	/* A leak may have run for long before the period. */
	if (read_series(&r->d, row->zone, row->period->from - 31,
		row->period->to, &s) < 0)
		return -1;
	repair_measure(s.day, s.mnf, s.n, e->began, e->mended, pct / 100, &m);
	put_repair(r, row, e, &m, &s, out);
	series_release(&s);
	return 0;
}

/* The events of one zone and period. */
static int
repairs_of(struct econrun *r, const struct econ_row *row, struct csvout *out)
{
	const struct table *t = table_find("events");
	struct store *s = r->d.run.in.s;
	const struct zone *tz = store_zone(s);
	struct store_rows *ev = store_rows_open(s, t);
	int got = ev ? 1 : -1;

	while (got > 0 && (got = store_rows_next(ev)) > 0) {
		const char *zone = store_rows_text(ev, table_col(t, "zone_id"));
		int64_t end =
		    store_rows_time(ev, table_col(t, "end"), INT64_MIN);
		int64_t start = store_rows_time(ev, table_col(t, "start"), 0);
		struct event e = {
		    .id = store_rows_text(ev, table_col(t, "event_id")),
		    .kind = store_rows_text(ev, table_col(t, "kind")),
		    .cost = store_rows_num(ev, table_col(t, "cost_yuan"))};

		if (strcmp(zone, r->d.zone[row->zone].id) != 0 ||
		    !is_repair(
			e.kind, store_rows_text(ev, table_col(t, "outcome"))))
			continue;
		e.began = strcmp(e.kind, "repair") == 0 ? INT64_MIN :
							  zone_day(tz, start);
		if (end == INT64_MIN)
			end = strcmp(e.kind, "repair") == 0 ? start : INT64_MIN;
		if (end == INT64_MIN)
			continue; /* still running */
		e.mended = zone_day(tz, end);
		if (e.mended >= row->period->from &&
		    e.mended < row->period->to && measure(r, row, &e, out) < 0)
			got = -1;
	}
	store_rows_close(ev);
	return got;
}

int
econrun_repairs(struct econrun *r, struct csvout *out)
{
	const struct term_table *t = term_table("loss-econ --repairs");

	csvout_table(out, t->col, t->ncol);
	for (size_t i = 0; i < r->nrow; i++)
		if (repairs_of(r, &r->row[i], out) < 0)
			return -1;
	return 0;
}
