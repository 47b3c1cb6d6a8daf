#include "econrun.h"

#include <err.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "econscore.h"
#include "xalloc.h"

/* --- keys --- */

const char *const econ_key_names[ECON_KEYS] = {
    "payback", "recoverable", "enf_km", "espb", "ili", "score"};

enum econ_key
econ_key_find(const char *name)
{
	int k = 0;

	while (k < ECON_KEYS && strcmp(econ_key_names[k], name) != 0)
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

/* --- ranks --- */

static void
put_scores(const struct econ_opts *p, const struct econ_group *g)
{
	struct bound *key = xcalloc(g->n * KEY_SCORE + 1, sizeof *key);
	struct bound *score = xcalloc(g->n + 1, sizeof *score);

	for (size_t i = 0; i < g->n; i++)
		for (int k = 0; k < KEY_SCORE; k++)
			key[i * KEY_SCORE + (size_t)k] =
			    *simple_key(&g->row[i]->e, (enum econ_key)k);
	econ_score(key, g->n, KEY_SCORE, p->weight, score, NULL);
	for (size_t i = 0; i < g->n; i++)
		g->row[i]->key = score[i];
	free(key);
	free(score);
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The ids it is tied with. */
static char *
tied_ids(const struct econrun *r, const struct econ_group *g, size_t i)
{
	const char **id = xcalloc(g->n + 1, sizeof *id);
	size_t n = 0, len = 1;
	char *out;

	for (size_t k = 0; k < g->n; k++)
		if (k != i && g->row[k]->rank.rank > 0 &&
		    g->row[i]->rank.rank > 0 &&
		    econrank_tied(&g->row[i]->key, &g->row[k]->key)) {
			id[n++] = econrun_zone(r, g->row[k]);
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
rank_group(struct econrun *r, const struct econ_group *g)
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

struct econ_group
econrun_group(const struct econrun *r, size_t i)
{
	struct econ_group g = {xcalloc(r->nrow + 1, sizeof *g.row), 0};

	for (size_t k = 0; k < r->nrow; k++)
		if (same_group(r, &r->row[i], &r->row[k]))
			g.row[g.n++] = &r->row[k];
	return g;
}

static void
rank_all(struct econrun *r)
{
	for (size_t i = 0; i < r->nrow; i++) {
		struct econ_group g;

		if (r->row[i].tied != NULL)
			continue; /* ranked with another */
		g = econrun_group(r, i);
		rank_group(r, &g);
		free(g.row);
	}
}

/* --- figures by name --- */

double
econrun_rank_number(size_t rank)
{
	return rank > 0 ? (double)rank : NAN;
}

double
econrun_value(const void *ctx, const char *name, int *known)
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
		return econrun_rank_number(row->rank.rank);
	if (strcmp(name, "rank_lo") == 0)
		return econrun_rank_number(row->rank.lo);
	if (strcmp(name, "rank_hi") == 0)
		return econrun_rank_number(row->rank.hi);
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
	if (advice_load(&r->advice, p->rules, econrun_value) < 0)
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

const char *
econrun_zone(const struct econrun *r, const struct econ_row *row)
{
	return r->d.zone[row->zone].id;
}
