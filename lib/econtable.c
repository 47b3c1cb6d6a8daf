/* The tables of options and of surveys. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "column.h"
#include "econplan.h"
#include "econreplay.h"
#include "econrun.h"
#include "term.h"
#include "xalloc.h"

/* --- options --- */

static struct econ_costs
costs_of(const struct econrun *r, const struct econ_row *row)
{
	const struct network *n = r->d.run.in.n;
	int64_t day = row->period->to - 1;
	long net = r->d.zone[row->zone].net;
	const struct net_zone *z =
	    net >= 0 ? network_zone(n, (size_t)net, day) : NULL;
	struct econ_costs c = {
	    .lower_m = r->p->lower_m, .icf = z ? z->icf : NAN};
	const struct {
		const char *name;
		double *to;
	} param[] = {{"n1", &c.n1}, {"err_n1", &c.err_n1}, {"prv_yuan", &c.prv},
	    {"renewal_yuan_km", &c.renewal_km}, {"meter_yuan", &c.meter},
	    {"reading_yuan_yr", &c.reading_yr}, {"cmi_pct", &c.cmi_pct},
	    {"err_sampled_pct", &c.err_cmi_pct}};

	for (size_t i = 0; i < sizeof param / sizeof *param; i++)
		*param[i].to =
		    econdata_param(&r->d, row->zone, param[i].name, day);
	if (isnan(c.n1)) /* auto: needs more than is known here */
		c.n1 = 1.15;
	return c;
}

static void
put_range(struct csvout *out, const char *col, const struct econ_range *v)
{
	column_num(out, col, v->v);
	column_num(out, col, v->lo);
	column_num(out, col, v->hi);
}

/* Scenarios that no table told of.  0, or -1: the store failed. */
static int
replay(struct econrun *r)
{
	struct zonenight_work *w;
	int got = 0;

	if (isnan(r->p->lower_m))
		return 0;
	w = zonenight_new(r->d.run.in.s, r->d.run.in.n);
	for (size_t i = 0; got == 0 && i < r->nrow; i++)
		got = econreplay(r, w, &r->row[i]);
	zonenight_free(w);
	return got;
}

int
econrun_options(struct econrun *r, struct csvout *out)
{
	const struct term_table *t = term_table("loss-econ --options");

	if (replay(r) < 0)
		return -1;
	csvout_table(out, t->col, t->ncol);
	for (size_t i = 0; i < r->nrow; i++) {
		const struct econ_row *row = &r->row[i];
		struct econ_costs c = costs_of(r, row);
		struct econ_choice o[ECON_OPTIONS];
		char flags[64];

		econ_choices(&row->in, &row->e, &c, &row->told, o);
		for (int k = 0; k < ECON_OPTIONS; k++) {
			econrun_key(r, row, out);
			csvout_text(out, econ_option_name((enum econ_option)k));
			put_range(out, "saved_m3d", &o[k].saved);
			put_range(out, "benefit_yuan_yr", &o[k].benefit);
			column_num(out, "cost_yuan", o[k].cost.v);
			put_range(out, "payback_months", &o[k].payback);
			column_num(out, "rank", o[k].rank ? o[k].rank : NAN);
			snprintf(flags, sizeof flags, "%s%s%s", o[k].flag,
			    *o[k].flag && o[k].other_period ? " " : "",
			    o[k].other_period ? "other_period" : "");
			csvout_text(out, flags);
			csvout_text(out, o[k].source);
			column_num(out, "cost_yuan", o[k].cost.lo);
			column_num(out, "cost_yuan", o[k].cost.hi);
			csvout_row(out);
		}
	}
	return 0;
}

/* --- surveys --- */

/* 1 if another zone of the run lies inside it: its pipes are that one's. */
static int
has_inner(const struct econrun *r, const struct econ_row *row)
{
	long me = r->d.zone[row->zone].net;

	for (size_t i = 0; me >= 0 && i < r->d.nzone; i++) {
		long other = r->d.zone[i].net;

		if (other >= 0 && other != me &&
		    network_inside(r->d.run.in.n, (size_t)other, (size_t)me))
			return 1;
	}
	return 0;
}

/* Rows of the last period, of zones without others inside. */
static int
is_planned(const struct econrun *r, const struct econ_row *row)
{
	const struct spans *ps = econdata_periods(&r->d);

	return row->period == &ps->p[ps->n - 1] && !has_inner(r, row);
}

static void
put_visit(const struct econrun *r, const struct econ_row *row,
    const struct econ_visit *v, struct csvout *out)
{
	char month[16] = "";
	int y, m, d;

	econrun_key(r, row, out);
	if (v != NULL) {
		cal_civil(row->period->to, &y, &m, &d);
		m += v->month - 1;
		snprintf(
		    month, sizeof month, "%04d-%02d", y + m / 12, m % 12 + 1);
	}
	csvout_text(out, month);
	column_num(out, "survey", v ? v->number : NAN);
	column_num(out, "found_m3d", v ? v->found_m3d.v : NAN);
	column_num(out, "cost_yuan", v ? v->cost : NAN);
	column_num(out, "benefit_yuan_yr", v ? v->benefit.v : NAN);
	column_num(out, "benefit_cost", v ? v->benefit.v / v->cost : NAN);
	csvout_text(out, v == NULL ? "" : v->funded ? "yes" : "no");
	column_num(out, "spent_yuan", v ? v->spent : NAN);
	column_num(out, "rise_m3kmd_yr", row->in.rise);
	column_num(out, "rise_lo", row->in.rise_lo);
	column_num(out, "rise_hi", row->in.rise_hi);
	put_range(out, "eif_months", &row->e.fig[ECON_EIF]);
	csvout_text(out, v == NULL			 ? "none_due" :
			 row->e.flags & ECON_RISE_UNSURE ? "rise_unsure" :
							   "");
	column_num(out, "found_m3d", v ? v->found_m3d.lo : NAN);
	column_num(out, "found_m3d", v ? v->found_m3d.hi : NAN);
	column_num(out, "benefit_yuan_yr", v ? v->benefit.lo : NAN);
	column_num(out, "benefit_yuan_yr", v ? v->benefit.hi : NAN);
	csvout_row(out);
}

void
econrun_surveys(const struct econrun *r, struct csvout *out)
{
	const struct term_table *t = term_table("loss-econ --survey");
	struct econ_visit *v =
	    xcalloc(ECONPLAN_MONTHS * r->nrow + 1, sizeof *v);
	char *due = xcalloc(r->nrow + 1, 1);
	size_t n = 0;

	csvout_table(out, t->col, t->ncol);
	for (size_t i = 0; i < r->nrow; i++) {
		const struct econ_row *row = &r->row[i];
		size_t k = is_planned(r, row) ?
			       econ_visits(&row->in, &row->e, i, v + n) :
			       0;

		due[i] = k > 0;
		n += k;
	}
	econ_fund(v, n, r->p->budget);
	for (size_t i = 0; i < n; i++)
		put_visit(r, &r->row[v[i].zone], &v[i], out);
	for (size_t i = 0; i < r->nrow; i++)
		if (!due[i] && is_planned(r, &r->row[i]))
			put_visit(r, &r->row[i], NULL, out);
	free(v);
	free(due);
}
