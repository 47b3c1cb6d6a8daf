#include "report_rule.h"

#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "xalloc.h"

/* One side of a comparison as a formula has it.  1: a cell, 0: a number, -1: a
 * column that is not on the sheet. */
static int
side_of(const struct grid *g, const char *side, uint32_t row, char *out)
{
	long c = grid_operand(g, side);
	double v;

	if (c >= 0) {
		xlsx_cell(out, row, (uint16_t)c, 0, 1);
		return 1;
	}
	snprintf(out, XLSX_CELL, "%.12s", side);
	return num_parse(side, &v) == 0 ? 0 : -1;
}

/* Adds to a list of formulas, and takes it over. */
static char * and (char *list, const char *a, const char *b, const char *c)
{
	char *out =
	    xasprintf("%s%s%s%s%s", list, *list == '\0' ? "" : ",", a, b, c);

	free(list);
	return out;
}

/* The formula of a condition in the first row; NULL: not all of its columns
 * are on the sheet.  What is not known is a dash, which Excel takes to be more
 * than any number: so each cell has to be a number. */
static char *
formula_of(const struct grid *g, const char *cond, uint32_t row)
{
	char *list = xstrdup(""), *out, cell[2][XLSX_CELL];
	struct def_test k;

	while (def_test_next(&cond, &k) > 0) {
		const char *side[2] = {k.left, k.right};

		for (int i = 0; i < 2; i++) {
			int is = side_of(g, side[i], row, cell[i]);

			if (is < 0) {
				free(list);
				return NULL;
			}
			if (is > 0)
				list = and(list, "ISNUMBER(", cell[i], ")");
		}
		list = and(list, cell[0], k.op, cell[1]);
	}
	out = xasprintf("=AND(%s)", list);
	free(list);
	return out;
}

static void
draw_rules(const struct grid *g, struct xlsx_sheet *s,
    const struct def_section *d, struct xlsx_area a)
{
	static const struct {
		const char *key;
		struct xlsx_look look;
	} kinds[] = {{"green", {.fill = GREEN}}, {"yellow", {.fill = YELLOW}},
	    {"orange", {.fill = ORANGE}}, {"red", {.fill = RED}},
	    {"strong", {.color = DARK_RED, .bold = 1}}};

	for (size_t i = 0; i < d->nkey; i++)
		for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
			char *formula;

			if (strcmp(d->key[i].name, kinds[k].key) != 0)
				continue;
			formula = formula_of(g, d->key[i].value, a.row);
			if (formula != NULL)
				xlsx_rule(s, a, formula, &kinds[k].look);
			free(formula);
		}
}

void
report_rules(
    const struct grid *g, struct xlsx_sheet *s, uint32_t row, uint32_t row2)
{
	for (uint16_t c = 0; c < g->ncol; c++) {
		struct xlsx_area a = {row, row2, c, c};
		const char *bars =
		    def_column(g->r->def, g->d->id, g->c[c].id, "bars", -1);

		if (g->c[c].bound != 0 || g->c[c].earlier)
			continue;
		if (bars != NULL && strcmp(bars, "yes") == 0)
			xlsx_bars(s, a, BAR);
		for (int own = 1; own >= 0; own--) {
			const struct def_section *d = def_column_section(
			    g->r->def, g->d->id, g->c[c].id, own);

			if (d != NULL)
				draw_rules(g, s, d, a);
		}
	}
}
