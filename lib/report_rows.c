#include "report_rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "ranktie.h"
#include "report_data.h"
#include "report_period.h"
#include "report_zone.h"
#include "xalloc.h"

static void
push_row(struct grid *g, long row, long zone)
{
	g->row = xrealloc(g->row, g->nrow + 1, sizeof *g->row);
	g->zone = xrealloc(g->zone, g->nrow + 1, sizeof *g->zone);
	g->row[g->nrow] = row;
	g->zone[g->nrow++] = zone;
}

static int
order(const struct frame *f, int col, long a, long b)
{
	const char *s = frame_at(f, (size_t)a, col);
	const char *u = frame_at(f, (size_t)b, col);
	double x, y;

	if (num_parse(s, &x) == 0 && num_parse(u, &y) == 0)
		return (x > y) - (x < y);
	if (*s == '\0' || *u == '\0') /* what is not known comes last */
		return 0;
	return strcmp(s, u);
}

struct sorting {
	const struct frame *f;
	int col, down;
};

static int
by_column(const void *pa, const void *pb, void *ctx)
{
	const struct sorting *s = ctx;
	const long a = *(const long *)pa, b = *(const long *)pb;
	int none_a = *frame_at(s->f, (size_t)a, s->col) == '\0';
	int none_b = *frame_at(s->f, (size_t)b, s->col) == '\0';
	int c = order(s->f, s->col, a, b);

	if (none_a != none_b)
		return none_a - none_b;
	if (c != 0)
		return s->down ? -c : c;
	return (a > b) - (a < b);
}

static void
sort_rows(struct grid *g)
{
	const char *p = def_get(g->d, "sort");
	struct def_item item;
	struct sorting s;

	if (p == NULL || !def_next(&p, &item))
		return;
	s = (struct sorting){
	    g->f, frame_col(g->f, item.name), strcmp(item.word, "down") == 0};
	if (s.col >= 0 && !g->tree && g->nrow > 0)
		qsort_r(g->row, g->nrow, sizeof *g->row, by_column, &s);
}

/* A row for each zone: the last of the table for this day or period. */
static void
zone_rows(struct grid *g)
{
	for (size_t z = 0; z < g->r->nzone; z++)
		push_row(g, -1, (long)z);
	for (size_t i = 0; i < g->f->nrow; i++) {
		long z = report_zone(g->r, frame_at(g->f, i, g->id));

		if (z >= 0 && report_is_current(g->r, g->f, i))
			g->row[z] = (long)i;
	}
}

/* Does the key `rows` take a row? */
static int
is_taken(const struct grid *g, const char *rows, size_t i)
{
	const struct report *r = g->r;
	int months = strncmp(rows, "months", 6) == 0;
	long z = g->id < 0 ? -1 : report_zone(r, frame_at(g->f, i, g->id));

	if (strcmp(rows, "all") == 0)
		return 1;
	if (months ?
		!report_is_month(g->f, i) || !report_is_within(r, g->f, i) :
		!report_is_current(r, g->f, i))
		return 0;
	if (strcmp(rows, "period") == 0 || strcmp(rows, "months") == 0 ||
	    g->id < 0)
		return 1;
	return strcmp(rows, "leaves") == 0 ?
		   z >= 0 && report_is_leaf(r, (size_t)z) :
		   z == 0;
}

void
report_rows(struct grid *g, int each, const char *value)
{
	const char *given = def_get(g->d, "rows");
	const char *rows = given ? given : "all";

	g->tree = strcmp(rows, "zones") == 0 && g->id >= 0;
	if (g->tree) {
		zone_rows(g);
		return;
	}
	for (size_t i = 0; i < g->f->nrow; i++) {
		if (!is_taken(g, rows, i))
			continue;
		if (each >= 0 && strcmp(frame_at(g->f, i, each), value) != 0)
			continue;
		if (report_where(g->r, g->d, g->f, i))
			push_row(g, (long)i, -1);
	}
	sort_rows(g);
	for (size_t i = 0; g->id >= 0 && i < g->nrow; i++)
		g->zone[i] =
		    report_zone(g->r, frame_at(g->f, (size_t)g->row[i], g->id));
}

/* The level of a row's zone in the tree; -1: none. */
static int
level_of(const struct grid *g, size_t i)
{
	return g->zone[i] < 0 ? -1 : g->r->zone[g->zone[i]].depth;
}

/* Bounds of the ranked column in the rows of one level of the tree, or in all
 * (level -1); others are not known here. */
static void
rank_spans(
    const struct grid *g, const char *name, int level, double *lo, double *hi)
{
	int col = frame_col(g->f, name), bound[2];

	report_bounds(g->f, name, &bound[0], &bound[1]);
	for (size_t i = 0; i < g->nrow; i++) {
		size_t row = (size_t)g->row[i];

		lo[i] = hi[i] = NAN;
		if (g->row[i] < 0 || isnan(frame_num_at(g->f, row, col)) ||
		    level_of(g, i) != level)
			continue;
		lo[i] = frame_num_at(g->f, row, bound[0]);
		hi[i] = frame_num_at(g->f, row, bound[1]);
		if (isnan(lo[i]) || isnan(hi[i]))
			lo[i] = hi[i] = frame_num_at(g->f, row, col);
	}
}

void
report_ranks(struct grid *g)
{
	const char *p = def_get(g->d, "rank");
	struct def_item item;
	struct ranktie *part;
	double *lo, *hi;
	int deepest = -1;

	if (p == NULL || !def_next(&p, &item))
		return;
	g->rank = xcalloc(g->nrow + 1, sizeof *g->rank);
	part = xcalloc(g->nrow + 1, sizeof *part);
	lo = xcalloc(g->nrow + 1, sizeof *lo);
	hi = xcalloc(g->nrow + 1, sizeof *hi);
	for (size_t i = 0; i < g->nrow; i++)
		if (level_of(g, i) > deepest)
			deepest = level_of(g, i);
	for (int level = -1; level <= deepest; level++) {
		rank_spans(g, item.name, level, lo, hi);
		ranktie(lo, hi, g->nrow, strcmp(item.word, "down") == 0, part);
		for (size_t i = 0; i < g->nrow; i++)
			if (part[i].first > 0)
				g->rank[i] = part[i];
	}
	free(part);
	free(lo);
	free(hi);
}
