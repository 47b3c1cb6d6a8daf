#include "report_rule.h"

#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "xalloc.h"

/* The formula of a condition in the first row; NULL: not all of its columns
 * are on the sheet. */
static char *
formula_of(const struct grid *g, const char *cond, uint32_t row)
{
	char *out = xstrdup("=AND("), *next, cell[2][XLSX_CELL];
	struct def_test k;
	double v;
	int n = 0;

	while (def_test_next(&cond, &k) > 0) {
		const char *side[2] = {k.left, k.right};
		const char *guard = "";

		for (int i = 0; i < 2; i++) {
			long c = grid_operand(g, side[i]);

			if (c >= 0) {
				xlsx_cell(cell[i], row, (uint16_t)c, 0, 1);
				guard = cell[i];
			} else if (num_parse(side[i], &v) == 0) {
				snprintf(cell[i], XLSX_CELL, "%.12s", side[i]);
			} else {
				free(out);
				return NULL;
			}
		}
		next = xasprintf("%s%sISNUMBER(%s),%s%s%s", out, n++ ? "," : "",
		    guard, cell[0], k.op, cell[1]);
		free(out);
		out = next;
	}
	next = xasprintf("%s)", out);
	free(out);
	return next;
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

		if (g->c[c].bound != 0)
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
