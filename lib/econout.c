/* The main table and that of ranks. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "column.h"
#include "econrun.h"
#include "term.h"
#include "xalloc.h"

/* --- tables --- */

void
econrun_key(
    const struct econrun *r, const struct econ_row *row, struct csvout *out)
{
	char buf[CAL_BUF];

	csvout_text(out, econrun_zone(r, row));
	csvout_text(out, cal_day_text(row->period->from, buf));
	csvout_text(out, cal_day_text(row->period->to, buf));
}

static char *
advice_of(const struct econrun *r, const struct econ_row *row)
{
	char flags[256], *all = xstrdup("");
	struct advice_facts f = {econrun_value, flags, row};
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

void
econrun_rank(struct csvout *out, const struct econrank *k)
{
	column_num(out, "rank", econrun_rank_number(k->rank));
	column_num(out, "rank_lo", econrun_rank_number(k->lo));
	column_num(out, "rank_hi", econrun_rank_number(k->hi));
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
	econrun_rank(out, &row->rank);
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

void
econrun_ranks(const struct econrun *r, struct csvout *out)
{
	const struct term_table *t = term_table("loss-econ --rank");

	csvout_table(out, t->col, t->ncol);
	for (size_t i = 0; i < r->nrow; i++) {
		const struct econ_row *row = &r->row[i];
		struct econ_group g = econrun_group(r, i);
		char *list = rank_list(&row->rank, g.n);
		char flags[256];

		econrun_key(r, row, out);
		csvout_text(out, econ_key_names[r->p->by]);
		column_bounded(out, "key_value", &row->key);
		econrun_rank(out, &row->rank);
		column_num(out, "rank_p", row->rank.p);
		column_num(out, "first_p", row->rank.p_first);
		csvout_text(out, list);
		put_ties(out, row);
		column_num(out, "nights", row->in.nights);
		econ_words(row->e.flags, flags, sizeof flags);
		csvout_text(out, flags);
		csvout_row(out);
		free(list);
		free(g.row);
	}
}
