#include "econrun.h"

#include <err.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "column.h"
#include "explain.h"
#include "term.h"
#include "xalloc.h"

/* --- keys --- */

static const char *const key_name[ECON_KEYS] = {
    "payback", "recoverable", "enf_km", "espb", "ili", "score"};

const char *
econ_key_name(enum econ_key k)
{
	return key_name[k];
}

enum econ_key
econ_key_find(const char *name)
{
	int k = 0;

	while (k < ECON_KEYS && strcmp(key_name[k], name) != 0)
		k++;
	return (enum econ_key)k;
}

static const struct bound *
simple_key(const struct econ *e, enum econ_key k)
{
	const struct bound *const key[] = {
	    &e->benefit_cost, &e->recoverable, &e->enf_km, &e->espb, &e->ili};

	return key[k];
}

int
econ_weights(const char *path, double weight[KEY_SCORE])
{
	const struct csvin_opts plain = {.foreign = 1};
	struct csvin *in = csvin_open(path, &plain);
	enum csvin_got got = in ? csvin_table(in) : CSVIN_FAILED;
	int key = -1, value = -1, ok = got == CSVIN_ROW;
	double sum = 0, v;

	memset(weight, 0, KEY_SCORE * sizeof *weight);
	if (ok && ((key = csvin_col(in, "key")) < 0 ||
		      (value = csvin_col(in, "weight")) < 0))
		ok =
		    csvin_warn(in, "weights need the columns key, weight") == 0;
	while (ok && (got = csvin_next(in)) == CSVIN_ROW) {
		enum econ_key k = econ_key_find(csvin_text(in, key));

		if (k >= KEY_SCORE)
			ok = csvin_warn(in,
				 "'%s' is none of payback, recoverable, "
				 "enf_km, espb, ili",
				 csvin_text(in, key)) == 0;
		else if (csvin_num(in, value, &v) < 0)
			ok = 0;
		else if (!(v >= 0))
			ok = csvin_warn(in, "a weight is 0 or more") == 0;
		else
			sum += weight[k] = v;
	}
	if (ok && got == CSVIN_BAD)
		ok = csvin_warn(in, "%s", csvin_reason(in)) == 0;
	if (ok && got == CSVIN_END && !(sum > 0))
		ok = csvin_warn(in, "all weights are 0") == 0;
	csvin_free(in);
	return ok && got == CSVIN_END ? 0 : -1;
}

/* --- ranks --- */

struct group { /* rows that are ranked together */
	struct econ_row **row;
	size_t n;
};

/* Least and greatest of a key among the group. */
static void
extent(const struct group *g, enum econ_key k, double *lo, double *hi)
{
	*lo = INFINITY;
	*hi = -INFINITY;
	for (size_t i = 0; i < g->n; i++) {
		double v = simple_key(&g->row[i]->e, k)->v;

		*lo = v < *lo ? v : *lo;
		*hi = v > *hi ? v : *hi;
	}
}

/* Not known where a key of some weight is not. */
static void
put_scores(const struct econ_opts *p, const struct group *g)
{
	double all = 0, lo, hi;

	for (int k = 0; k < KEY_SCORE; k++)
		all += p->weight[k];
	for (size_t i = 0; i < g->n; i++)
		g->row[i]->key = bound_exact(0);
	for (int k = 0; k < KEY_SCORE; k++) {
		if (p->weight[k] == 0)
			continue;
		extent(g, (enum econ_key)k, &lo, &hi);
		for (size_t i = 0; i < g->n; i++) {
			struct bound b =
			    *simple_key(&g->row[i]->e, (enum econ_key)k);
			double w = p->weight[k] / all;

			b.v -= lo;
			b = bound_scale(b, hi > lo ? w / (hi - lo) : 0);
			g->row[i]->key = bound_add(g->row[i]->key, b);
		}
	}
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char *
id_of(const struct econrun *r, const struct econ_row *row)
{
	return r->d.zone[row->zone].id;
}

/* The ids it is tied with. */
static char *
tied_ids(const struct econrun *r, const struct group *g, size_t i)
{
	const char **id = xcalloc(g->n + 1, sizeof *id);
	size_t n = 0, len = 1;
	char *out;

	for (size_t k = 0; k < g->n; k++)
		if (k != i && g->row[k]->rank.rank > 0 &&
		    g->row[i]->rank.rank > 0 &&
		    econrank_tied(&g->row[i]->key, &g->row[k]->key)) {
			id[n++] = id_of(r, g->row[k]);
			len += strlen(id[n - 1]) + 1;
		}
	qsort(id, n, sizeof *id, by_name);
	out = xcalloc(len, 1);
	for (size_t k = 0; k < n; k++) {
		strcat(out, k ? " " : "");
		strcat(out, id[k]);
	}
	free(id);
	return out;
}

static void
rank_group(struct econrun *r, const struct group *g)
{
	struct bound *key = xcalloc(g->n + 1, sizeof *key);
	struct econrank *rank = xcalloc(g->n + 1, sizeof *rank);

	for (size_t i = 0; i < g->n && r->p->by != KEY_SCORE; i++)
		g->row[i]->key = *simple_key(&g->row[i]->e, r->p->by);
	if (r->p->by == KEY_SCORE)
		put_scores(r->p, g);
	for (size_t i = 0; i < g->n; i++)
		key[i] = g->row[i]->key;
	econrank(key, g->n, ECON_INPUTS, r->p->seed, r->p->draws, rank);
	for (size_t i = 0; i < g->n; i++)
		g->row[i]->rank = rank[i];
	for (size_t i = 0; i < g->n; i++)
		g->row[i]->tied = tied_ids(r, g, i);
	free(key);
	free(rank);
}

static int
same_group(
    const struct econrun *r, const struct econ_row *a, const struct econ_row *b)
{
	double x = r->d.zone[a->zone].level, y = r->d.zone[b->zone].level;

	return a->period == b->period && (x == y || (isnan(x) && isnan(y)));
}

static void
rank_all(struct econrun *r)
{
	struct group g = {xcalloc(r->nrow + 1, sizeof *g.row), 0};

	for (size_t i = 0; i < r->nrow; i++) {
		if (r->row[i].tied != NULL)
			continue; /* ranked with another */
		g.n = 0;
		for (size_t k = i; k < r->nrow; k++)
			if (same_group(r, &r->row[i], &r->row[k]))
				g.row[g.n++] = &r->row[k];
		rank_group(r, &g);
	}
	free(g.row);
}

/* --- figures by name --- */

static double
rank_number(size_t rank)
{
	return rank > 0 ? (double)rank : NAN;
}

/* For advice_facts; ctx NULL: only whether there is such a name. */
static double
value(const void *ctx, const char *name, int *known)
{
	static const struct econ_row nothing;
	const struct econ_row *row = ctx ? ctx : &nothing;

	*known = 1;
	for (int f = 0; f < ECON_ALL; f++) {
		const char *col = econ_column((enum econ_fig)f);
		size_t n = strlen(col);

		if (strncmp(name, col, n) != 0)
			continue;
		if (name[n] == '\0')
			return row->e.fig[f].v;
		if (strcmp(name + n, "_lo") == 0)
			return row->e.fig[f].lo;
		if (strcmp(name + n, "_hi") == 0)
			return row->e.fig[f].hi;
	}
	if (strcmp(name, "nights") == 0)
		return row->in.nights;
	if (strcmp(name, "rank") == 0)
		return rank_number(row->rank.rank);
	if (strcmp(name, "rank_lo") == 0)
		return rank_number(row->rank.lo);
	if (strcmp(name, "rank_hi") == 0)
		return rank_number(row->rank.hi);
	*known = 0;
	return NAN;
}

/* --- the run --- */

/* What is left over against what was built up of its parts. */
static void
compare_apparent(struct econ_row *row)
{
	const struct econ_range *a = &row->e.fig[ECON_APPARENT];
	const struct econ_range *b = &row->told.apparent_m3d;

	if (a->lo > b->hi || a->hi < b->lo)
		row->e.flags |= ECON_APPARENT_DIFFERS;
}

static int
compute(struct econrun *r)
{
	const struct spans *ps = econdata_periods(&r->d);

	r->row = xcalloc(r->d.nzone * ps->n + 1, sizeof *r->row);
	for (size_t z = 0; z < r->d.nzone; z++) {
		for (size_t i = 0; i < ps->n; i++) {
			struct econ_row *row = &r->row[r->nrow];
			int got = econdata_zone(&r->d, z, i, &row->in);

			if (got < 0)
				return -1;
			if (got == 0)
				continue;
			row->zone = z;
			row->period = &ps->p[i];
			econ(&row->in, &row->e);
			econtold_zone(&r->d.tables, r->d.zone[z].id, &ps->p[i],
			    &row->in, &row->told);
			compare_apparent(row);
			r->nrow++;
		}
	}
	rank_all(r);
	return 0;
}

int
econrun_open(struct econrun *r, struct tool_opts *o, const struct econ_opts *p)
{
	int status;

	*r = (struct econrun){.p = p};
	if (advice_load(&r->advice, p->rules, value) < 0)
		return 1;
	if ((status = econdata_open(&r->d, o)) != 0)
		return status;
	r->d.above_uarl = p->above_uarl;
	return compute(r) < 0;
}

void
econrun_close(struct econrun *r)
{
	for (size_t i = 0; i < r->nrow; i++) {
		econrank_release(&r->row[i].rank, 1);
		free(r->row[i].tied);
	}
	free(r->row);
	advice_release(&r->advice);
	econdata_close(&r->d);
}

/* --- tables --- */

void
econrun_key(
    const struct econrun *r, const struct econ_row *row, struct csvout *out)
{
	char buf[CAL_BUF];

	csvout_text(out, id_of(r, row));
	csvout_text(out, cal_day_text(row->period->from, buf));
	csvout_text(out, cal_day_text(row->period->to, buf));
}

static char *
advice_of(const struct econrun *r, const struct econ_row *row)
{
	char flags[256], *all = xstrdup("");
	struct advice_facts f = {value, flags, row};
	const char *lang = r->d.o->lang;

	econ_words(row->e.flags, flags, sizeof flags);
	for (size_t i = 0; i < r->advice.n; i++) {
		char *s, *both;

		if (!advice_applies(&r->advice.rule[i], &f))
			continue;
		s = advice_sentence(&r->advice.rule[i], lang, &f);
		both = xasprintf("%s%s%s", all,
		    *all != '\0' && strcmp(lang, "en") == 0 ? " " : "", s);
		free(all);
		free(s);
		all = both;
	}
	return all;
}

static void
put_rank(struct csvout *out, const struct econrank *k)
{
	column_num(out, "rank", rank_number(k->rank));
	column_num(out, "rank_lo", rank_number(k->lo));
	column_num(out, "rank_hi", rank_number(k->hi));
}

static void
put_ties(struct csvout *out, const struct econ_row *row)
{
	char buf[128];
	size_t n = 0;

	csvout_text(out, row->tied);
	buf[0] = '\0';
	for (int i = 0; i < ECON_INPUTS; i++)
		if (row->rank.apart >> i & 1)
			n += (size_t)snprintf(buf + n, sizeof buf - n, "%s%s",
			    n ? " " : "", econ_input_name(i));
	csvout_text(out, buf);
}

static void
put_row(struct csvout *out, const struct econrun *r, const struct econ_row *row)
{
	char flags[256], *advice = advice_of(r, row);

	econrun_key(r, row, out);
	for (int f = 0; f < ECON_FIGS; f++) {
		const struct econ_range *v = &row->e.fig[f];
		const char *col = econ_column((enum econ_fig)f);

		column_num(out, col, v->v);
		if (r->p->bounds) {
			column_num(out, col, v->lo);
			column_num(out, col, v->hi);
		}
	}
	put_rank(out, &row->rank);
	csvout_text(out, advice);
	econ_words(row->e.flags, flags, sizeof flags);
	csvout_text(out, flags);
	for (int f = ECON_FIGS; f < ECON_ALL; f++)
		column_num(out, econ_column((enum econ_fig)f), row->e.fig[f].v);
	put_ties(out, row);
	column_num(out, "nights", row->in.nights);
	for (int f = ECON_FIGS; r->p->bounds && f < ECON_ALL; f++) {
		const char *col = econ_column((enum econ_fig)f);

		column_num(out, col, row->e.fig[f].lo);
		column_num(out, col, row->e.fig[f].hi);
	}
	csvout_row(out);
	free(advice);
}

void
econrun_table(const struct econrun *r, struct csvout *out)
{
	const struct term_table *t =
	    term_table(r->p->bounds ? "loss-econ --bounds" : "loss-econ");

	csvout_table(out, t->col, t->ncol);
	for (size_t i = 0; i < r->nrow; i++)
		put_row(out, r, &r->row[i]);
}

/* Ranks of half a per cent and more, "1:0.62 2:0.31". */
static char *
rank_list(const struct econrank *k, size_t n)
{
	char *all = xstrdup("");

	for (size_t i = 0; k->draws != NULL && i < n; i++) {
		char *both;

		if (k->draws[i] < 0.005)
			continue;
		both = xasprintf(
		    "%s%s%zu:%.2f", all, *all ? " " : "", i + 1, k->draws[i]);
		free(all);
		all = both;
	}
	return all;
}

static size_t
group_size(const struct econrun *r, const struct econ_row *row)
{
	size_t n = 0;

	for (size_t i = 0; i < r->nrow; i++)
		n += (size_t)same_group(r, row, &r->row[i]);
	return n;
}

void
econrun_ranks(const struct econrun *r, struct csvout *out)
{
	const struct term_table *t = term_table("loss-econ --rank");

	csvout_table(out, t->col, t->ncol);
	for (size_t i = 0; i < r->nrow; i++) {
		const struct econ_row *row = &r->row[i];
		char *list = rank_list(&row->rank, group_size(r, row));
		char flags[256];

		econrun_key(r, row, out);
		csvout_text(out, econ_key_name(r->p->by));
		column_bounded(out, "key_value", &row->key);
		put_rank(out, &row->rank);
		column_num(out, "rank_p", row->rank.p);
		column_num(out, "first_p", row->rank.p_first);
		csvout_text(out, list);
		put_ties(out, row);
		column_num(out, "nights", row->in.nights);
		econ_words(row->e.flags, flags, sizeof flags);
		csvout_text(out, flags);
		csvout_row(out);
		free(list);
	}
}

/* --- the sums behind --- */

static void
explain_inputs(const struct econ_in *in, FILE *fp)
{
	explain_bound(
	    fp, "supply", &in->supply, "m³", "", econ_input_name, ECON_INPUTS);
	explain_bound(
	    fp, "sales", &in->sales, "m³", "", econ_input_name, ECON_INPUTS);
	explain_num(fp, "unbilled", in->unbilled.v, "m³", "authorised - sales");
	explain_num(fp, "nights", in->nights, "", "with all of the below");
	explain_bound(fp, "real loss", &in->real, "m³/d",
	    "mean of the nights' NNL * NDF", econ_input_name, ECON_INPUTS);
	explain_bound(fp, "background", &in->background, "m³/d",
	    "mean of UBL * NDF", econ_input_name, ECON_INPUTS);
	explain_bound(fp, "excess", &in->enf, "m³/h", "MNF - LNU - UBL",
	    econ_input_name, ECON_INPUTS);
	explain_bound(
	    fp, "ESPB", &in->espb, "", "", econ_input_name, ECON_INPUTS);
	explain_num(fp, "UARL", in->uarl_m3d, "m³/d", "");
	explain_num(fp, "mains", in->mains_km, "km", "zones");
	explain_num(fp, "connections", in->connections, "", "zones");
	explain_num(fp, "meters", in->meters, "", "zones");
	explain_num(fp, "cv_yuan_m3", in->cv, "yuan/m³", "params");
	explain_num(fp, "retail_yuan_m3", in->retail, "yuan/m³", "params");
	explain_num(fp, "survey_yuan_km", in->survey, "yuan/km", "params");
	explain_num(fp, "repair cost", in->repair, "yuan",
	    "repair_yuan, else the events' mean");
	explain_num(fp, "rise", in->rise, "m³/km/d/yr",
	    "rise_m3kmd_yr, else the slope of the nights");
	explain_num(fp, "rise, lower", in->rise_lo, "m³/km/d/yr", "");
	explain_num(fp, "rise, upper", in->rise_hi, "m³/km/d/yr", "");
}

static void
explain_figure(const struct econ_row *row, enum econ_fig f, FILE *fp)
{
	const struct term *t = term_find(econ_column(f));
	const struct econ_range *v = &row->e.fig[f];
	char *how = xasprintf("%s%s[%.4f .. %.4f]", t->formula,
	    *t->formula ? "  " : "", v->lo, v->hi);

	explain_num(fp, t->id, v->v, t->unit, how);
	free(how);
}

void
econrun_explain(const struct econrun *r, FILE *fp)
{
	char buf[CAL_BUF], end[CAL_BUF];

	for (size_t i = 0; i < r->nrow; i++) {
		const struct econ_row *row = &r->row[i];

		fprintf(fp, "%sloss-econ %s %s to %s\n", i ? "\n" : "",
		    id_of(r, row), cal_day_text(row->period->from, buf),
		    cal_day_text(row->period->to, end));
		explain_inputs(&row->in, fp);
		for (int f = 0; f < ECON_ALL; f++)
			explain_figure(row, (enum econ_fig)f, fp);
	}
}
