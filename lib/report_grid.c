#include "report_grid.h"

#include <stdlib.h>

#include "report_column.h"
#include "report_period.h"
#include "report_rows.h"

struct grid
grid_make(struct report *r, const struct def_section *d, const struct frame *f,
    int each, const char *value)
{
	struct grid g = {.r = r, .d = d, .f = f};

	g.id = frame_col(f, "zone_id");
	report_columns(&g);
	for (size_t c = 0; c < g.ncol && g.before == NULL; c++)
		if (g.c[c].earlier)
			g.before = report_year_before(f);
	report_rows(&g, each, value);
	report_ranks(&g);
	for (size_t c = 0; c < g.ncol; c++)
		report_column_width(&g, &g.c[c]);
	return g;
}

void
grid_release(struct grid *g)
{
	for (size_t c = 0; c < g->ncol; c++)
		free(g->c[c].head);
	free(g->c);
	free(g->row);
	free(g->zone);
	free(g->before);
	free(g->rank);
}

long
grid_row(const struct grid *g, size_t i, const struct grid_col *c)
{
	long row = g->row[i];

	return row < 0 || !c->earlier ? row : g->before[row];
}

long
grid_operand(const struct grid *g, const char *name)
{
	int col = frame_col(g->f, name);

	for (size_t i = 0; i < g->ncol; i++)
		if (g->c[i].col == col && col >= 0 && !g->c[i].earlier)
			return (long)i;
	return -1;
}
