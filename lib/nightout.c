#include "nightout.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "column.h"
#include "num.h"
#include "term.h"
#include "words.h"
#include "xalloc.h"

static const char all_table[] = "nightflow --method all";
static const char bounds_table[] = "nightflow --bounds";
static const char line_table[] = "nightflow --line";

static size_t
add_columns(const char **col, size_t n, const char *table)
{
	const struct term_table *t = term_table(table);

	for (size_t i = 0; i < t->ncol; i++)
		col[n++] = t->col[i];
	return n;
}

void
nightout_heading(struct nightout *o, const char *table)
{
	size_t n = add_columns(o->col, 0, table);

	if (o->all)
		n = add_columns(o->col, n, all_table);
	if (o->bounds)
		n = add_columns(o->col, n, bounds_table);
	if (o->line)
		n = add_columns(o->col, n, line_table);
	csvout_table(o->out, o->col, n);
}

/* --- nights --- */

static void
put_time(const struct nightout *o, const struct zonenight *zn, int32_t at)
{
	char buf[CAL_BUF];

	csvout_text(o->out,
	    at < 0 ? "" : cal_instant_text(o->tz, zn->midnight + at, buf));
}

static void
put_all(const struct nightout *o, const struct zonenight *zn)
{
	column_num(o->out, "moving_m3h", zn->min.mnf);
	column_num(o->out, "absolute_m3h", zn->min.lowest);
	put_time(o, zn, zn->min.lowest_at);
	column_num(o->out, "p20_m3h", zn->p20_m3h);
}

static void
put_half(struct csvout *out, const char *col, double v, double half)
{
	column_num(out, col, v - half);
	column_num(out, col, v + half);
}

static void
put_bounds(struct csvout *out, const struct zonenight *zn)
{
	const struct night_loss *l = &zn->loss;

	put_half(out, "inflow_m3", zn->inflow_m3, zn->inflow_half);
	put_half(out, "mnf_adf", zn->mnf_adf, zn->mnf_adf_half);
	column_bounds(out, "ubl_m3h", &l->ubl);
	column_bounds(out, "espb", &l->espb);
	column_bounds(out, "ndf_h", &l->ndf);
	column_bounds(out, "background_m3d", &l->background);
	column_bounds(out, "recoverable_m3d", &l->recoverable);
	column_bounds(out, "ili", &l->ili);
	column_bounded(out, "snapshot_ili", &l->snapshot_ili);
}

void
nightout_night(const struct nightout *o, const char *id,
    const struct zonenight *zn, const struct bound *line)
{
	const struct night_loss *l = &zn->loss;
	struct csvout *out = o->out;
	char buf[CAL_BUF];

	csvout_text(out, id);
	csvout_text(out, cal_day_text(zn->day, buf));
	column_bounded(out, "mnf_m3h", &l->mnf);
	put_time(o, zn, zn->at);
	column_num(out, "fixed_m3h", zn->min.fixed);
	column_num(out, "inflow_m3", zn->inflow_m3);
	column_num(out, "adf_m3h", zn->adf_m3h);
	column_num(out, "mnf_adf", zn->mnf_adf);
	column_num(out, "aznp_m", zn->in.aznp_m);
	column_num(out, "azp_m", zn->in.azp_m);
	column_bounded(out, "lnu_m3h", &l->lnu);
	column_bounded(out, "nnl_m3h", &l->nnl);
	column_num(out, "ubl_m3h", l->ubl.v);
	column_bounded(out, "enf_m3h", &l->enf);
	column_num(out, "espb", l->espb.v);
	column_num(out, "ndf_h", l->ndf.v);
	column_bounded(out, "real_loss_m3d", &l->real_loss);
	column_num(out, "background_m3d", l->background.v);
	column_num(out, "recoverable_m3d", l->recoverable.v);
	column_num(out, "ili", l->ili.v);
	column_num(out, "coverage", zn->coverage);
	csvout_text(out, zonenight_words(zn));
	if (o->all)
		put_all(o, zn);
	if (o->bounds)
		put_bounds(out, zn);
	if (o->line)
		column_bounded(out, "line_loss_m3d", line);
	csvout_row(out);
}

void
nightout_point(const struct nightout *o, const char *id, int64_t day,
    const struct night_min *min)
{
	char buf[CAL_BUF];

	csvout_text(o->out, id);
	csvout_text(o->out, cal_day_text(day, buf));
	column_num(o->out, "mnf_m3h", min->mnf);
	column_num(o->out, "fixed_m3h", min->fixed);
	column_num(o->out, "mean_m3h", min->mean);
	csvout_int(o->out, (int64_t)min->valid);
	csvout_row(o->out);
}

/* --- parents and children --- */

static void
put_figure(struct csvout *out, const char *col, const struct zonesub_figure *f)
{
	column_num(out, col, f->own);
	column_num(out, col, f->sub);
	column_bounded(out, col, &f->diff);
}

/* What was found, and why a figure is not there. */
static void
put_sub_words(
    struct csvout *out, const struct zonenight *zn, const struct zonesub *z)
{
	const unsigned night = ZN_NIGHT_SHORT | ZN_MASKED | ZN_NO_MINIMUM |
			       ZN_CLOCK | ZN_NO_METERS | ZN_NO_DATA;
	const unsigned day = ZN_DAY_SHORT | ZN_NO_METERS | ZN_NO_DATA;
	int finding = zonesub_finding(z);
	struct zonenight why = {
	    .flags = zn->flags & ((isnan(z->night.own) ? night : 0) |
				     (isnan(z->day.own) ? day : 0))};
	char words[200] = "";

	words_add(words, sizeof words,
	    finding > 0 ? "sub_less" :
	    finding < 0 ? "sub_more" :
			  "");
	words_add(words, sizeof words, z->silent > 0 ? "sub_missing" : "");
	words_add(words, sizeof words, zonenight_words(&why));
	csvout_text(out, words);
}

void
nightout_sub(const struct nightout *o, const char *id,
    const struct zonenight *zn, const struct zonesub *z)
{
	char buf[CAL_BUF];

	csvout_text(o->out, id);
	csvout_text(o->out, cal_day_text(zn->day, buf));
	csvout_int(o->out, (int64_t)z->children);
	put_figure(o->out, "night_own_m3h", &z->night);
	put_figure(o->out, "day_own_m3", &z->day);
	put_sub_words(o->out, zn, z);
	csvout_row(o->out);
}

/* --- periods --- */

static void
put_period(struct csvout *out, const struct nightout_period *p)
{
	char buf[CAL_BUF];

	csvout_text(out, p->id);
	csvout_text(out, cal_day_text(p->from, buf));
	csvout_text(out, cal_day_text(p->to, buf));
}

/* "2026-02-20:+13.95 2026-03-02:-13.8" */
static void
put_steps(struct csvout *out, const struct trend *t)
{
	size_t room = t->nstep * (CAL_BUF + NUM_BUF) + 1, n = 0;
	char *text = xmalloc(room), day[CAL_BUF], size[NUM_BUF];

	text[0] = '\0';
	for (size_t i = 0; i < t->nstep; i++)
		n += (size_t)snprintf(text + n, room - n, "%s%s:%s%s",
		    n ? " " : "", cal_day_text(t->step[i].day, day),
		    t->step[i].size > 0 ? "+" : "",
		    num_fixed(t->step[i].size, 2, size));
	csvout_text(out, text);
	free(text);
}

void
nightout_trend(const struct nightout *o, const struct nightout_period *p,
    const char *basis, const struct trend *t, double mains_km, double coverage)
{
	/* m3/h a day: 24 h, 365 days, for each km */
	double rise = mains_km > 0 ? 24 * 365 / mains_km : NAN;
	struct csvout *out = o->out;

	put_period(out, p);
	csvout_text(out, basis);
	column_num(out, "level_m3h", t->level);
	put_half(out, "level_m3h", t->level, t->level_half);
	column_num(out, "slope_m3hd", t->slope);
	column_num(out, "slope_m3hd", t->slope_lo);
	column_num(out, "slope_m3hd", t->slope_hi);
	column_num(out, "rise_m3kmd_yr", t->slope * rise);
	column_num(out, "rise_m3kmd_yr", t->slope_lo * rise);
	column_num(out, "rise_m3kmd_yr", t->slope_hi * rise);
	csvout_int(out, (int64_t)t->nstep);
	put_steps(out, t);
	csvout_int(out, (int64_t)t->n);
	column_num(out, "coverage", coverage);
	csvout_text(out, isnan(t->slope) ? "few_nights" : "");
	csvout_row(out);
}

void
nightout_state(const struct nightout *o, const struct nightout_period *p,
    const struct zonestate *z, const struct trend *t)
{
	struct csvout *out = o->out;

	put_period(out, p);
	csvout_text(out, zonestate_name(zonestate_word(z)));
	csvout_int(out, (int64_t)z->days);
	csvout_int(out, (int64_t)z->nights);
	column_num(out, "coverage", z->coverage / (double)z->days);
	csvout_int(out, (int64_t)z->masked);
	csvout_int(out, (int64_t)z->no_meters);
	csvout_int(out, (int64_t)z->no_data);
	csvout_int(out, (int64_t)z->left_out);
	csvout_int(out, (int64_t)z->negative);
	csvout_int(out, (int64_t)z->sub_days);
	csvout_int(out, (int64_t)z->sub_more);
	csvout_int(out, (int64_t)t->nstep);
	csvout_int(out, (int64_t)z->opposite);
	csvout_row(out);
}

void
nightout_lnu(const struct nightout *o, const struct nightout_period *p,
    const struct lnufit *f, const struct night_use *u)
{
	struct csvout *out = o->out;
	double all = u->properties / 1000;
	/* what lnu_l_use must be to give the same from the population */
	double use =
	    f->mean * u->properties / (u->population * u->active_pct / 100);

	put_period(out, p);
	csvout_int(out, (int64_t)f->n);
	column_num(out, "lnu_l_property", f->mean);
	put_half(out, "lnu_l_property", f->mean, f->half);
	column_num(out, "use_m3d", f->day_m3);
	column_num(out, "fit_slope", f->slope);
	column_num(out, "fit_intercept", f->intercept);
	column_num(out, "fit_r2", f->r2);
	column_num(out, "lnu_m3h", f->mean * all);
	put_half(out, "lnu_m3h", f->mean * all, f->half * all);
	column_num(out, "lnu_l_use", use);
	csvout_row(out);
}
