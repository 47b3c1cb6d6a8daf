#include "report_part.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "report_cards.h"
#include "report_cell.h"
#include "report_column.h"
#include "report_page.h"
#include "report_rows.h"
#include "report_rule.h"
#include "report_word.h"
#include "report_format.h"
#include "report_zone.h"
#include "textwidth.h"
#include "xalloc.h"

static const struct xlsx_look HEAD = {.size = 9,
    .bold = 1,
    .color = WHITE,
    .fill = INK,
    .align = 'c',
    .wrap = 1,
    .line = WHITE};
static const struct xlsx_look SUBHEAD = {.size = 8,
    .color = WHITE,
    .fill = INK,
    .align = 'c',
    .wrap = 1,
    .line = WHITE};

static void
draw_heading(const struct grid *g, struct xlsx_sheet *s, uint32_t row)
{
	double lines = 1;

	for (uint16_t c = 0; c < g->ncol; c++) {
		double n = textwidth_lines(g->c[c].head, g->c[c].width);

		lines = n > lines ? n : lines;
	}
	xlsx_height(s, row, 8 + 13 * lines);
	for (uint16_t c = 0; c < g->ncol; c++) {
		const struct grid_col *k = &g->c[c];
		char *note = k->bound ? NULL : report_note(g->r, k->id);

		xlsx_text(s, row, c, k->head, k->bound ? &SUBHEAD : &HEAD);
		if (note != NULL)
			xlsx_note(s, row, c, note);
		free(note);
	}
}

static struct xlsx_look
row_look(const struct grid *g, size_t i)
{
	int depth = g->tree ? g->r->zone[g->zone[i]].depth : 3;

	return (struct xlsx_look){
	    .line = RULE, .bold = depth < 2, .fill = depth == 0 ? PALE : 0};
}

/* Flags wrap: a row is as high as they need. */
static double
row_height(const struct grid *g, size_t i)
{
	double lines = 1, v;

	for (size_t c = 0; c < g->ncol; c++) {
		char *text = report_cell_text(g, i, &g->c[c], &v);
		double part = g->c[c].kind == GRID_FLAGS ? 0.85 : 0.92;
		double n =
		    text && report_cell_wraps(&g->c[c], text) ?
			ceil(textwidth(text) * part / (g->c[c].width - 1)) :
			1;

		lines = n > lines ? n : lines;
		free(text);
	}
	return lines == 1 ? 18 : 6 + 12 * lines;
}

static void
draw_totals(
    const struct grid *g, struct xlsx_sheet *s, uint32_t row, uint32_t first)
{
	const char *p = def_get(g->d, "totals");
	struct xlsx_look look = {.bold = 1, .fill = PALE, .line = INK};
	struct def_item item;

	for (uint16_t c = 0; c < g->ncol; c++)
		xlsx_text(s, row, c,
		    c == 0 ? report_word(g->r, "合计", "Total") : "", &look);
	while (p != NULL && def_next(&p, &item)) {
		long c = grid_operand(g, item.name);
		double sum = 0, v;

		if (c <= 0)
			continue;
		for (size_t i = 0; i < g->nrow; i++)
			if (g->row[i] >= 0 &&
			    num_parse(
				frame_at(g->f, (size_t)g->row[i], g->c[c].col),
				&v) == 0)
				sum += v;
		look.num = g->c[c].num;
		xlsx_total(s, row, (uint16_t)c,
		    (struct xlsx_area){
			first, row - 1, (uint16_t)c, (uint16_t)c},
		    sum, &look);
	}
}

/* The name t_ID for the table with its heading. */
static void
define_table(const struct grid *g, struct xlsx_sheet *s, struct xlsx_area a)
{
	char *name = xasprintf("t_%s", g->d->id);

	xlsx_define(s, name, a);
	free(name);
}

static uint32_t
draw_rows(const struct grid *g, struct xlsx_sheet *s, uint32_t row, size_t from,
    size_t to)
{
	static const struct xlsx_look none = {.color = GREY, .italic = 1};

	for (size_t i = from; i < to; i++, row++) {
		struct xlsx_look look = row_look(g, i);

		if (!g->r->large)
			xlsx_height(s, row, row_height(g, i));
		for (uint16_t c = 0; c < g->ncol; c++)
			report_cell(g, s, (struct xlsx_area){row, row, c, c},
			    &g->c[c], i, look);
	}
	if (g->nrow == 0)
		xlsx_text(s, row++, 0, report_word(g->r, "无", "none"), &none);
	return row;
}

/* The last column to be printed: that of the table, or behind it where the
 * subtitle is longer. */
static uint16_t
last_printed(const struct grid *g, const double *width)
{
	const double usual = 8.43;
	double wide = 0, need = 0;

	for (int zh = 0; zh < 2; zh++) {
		const char *about = def_word(g->d, "about", zh);
		double w = about ? textwidth(about) * 0.9 : 0;

		if ((g->r->lang == REPORT_BOTH ||
			zh == (g->r->lang == REPORT_ZH)) &&
		    w > need)
			need = w;
	}
	for (size_t c = 0; c < g->ncol; c++)
		wide += width[c];
	return (
	    uint16_t)(g->ncol - 1 +
		      (need > wide ? (size_t)ceil((need - wide) / usual) : 0));
}

/* A part of the rows on a sheet of their own. */
struct part {
	size_t from, to;
	size_t print;	     /* so many of them are printed */
	uint32_t head, row2; /* the heading's row, the last of the table */
	double *width;	     /* of the columns */
};

static struct part
part_of(const struct grid *g, size_t from, size_t to)
{
	struct part p = {.from = from, .to = to, .print = to - from};
	double most = def_num(g->d, "print", INFINITY);

	p.head = g->r->top + (def_get(g->d, "cards") ? CARD_ROWS : 0);
	if (most < (double)p.print) { /* a line says so, and notes move up */
		p.print = (size_t)most;
		p.head += 1 + (uint32_t)report_note_rows(g->r, g->d);
	}
	p.row2 = p.head + (uint32_t)(to > from ? to - from : 1);
	p.width = xcalloc(g->ncol + 1, sizeof *p.width);
	return p;
}

static int
is_cut(const struct part *p)
{
	return p->print < p->to - p->from;
}

/* Above the heading, on each page: that not all is printed, and the notes. */
static void
say_cut(const struct grid *g, struct xlsx_sheet *s, const struct part *p)
{
	static const struct xlsx_look look = {.size = 9, .color = DARK_RED};
	const size_t n = p->to - p->from;
	char *zh = xasprintf(
	    "打印前 %zu 行，共 %zu 行；全部各行见本工作表。", p->print, n);
	char *en = xasprintf(
	    "Printed: the first %zu of %zu rows; all are in the sheet.",
	    p->print, n);
	uint32_t row = p->head - (uint32_t)report_note_rows(g->r, g->d) - 1;

	xlsx_text(s, row, 0, report_word(g->r, zh, en), &look);
	report_notes(g->r, g->d, s, row + 1, p->width, g->ncol);
	free(zh);
	free(en);
}

/* Rules, filter, panes and name of the table. */
static void
set_up(const struct grid *g, struct xlsx_sheet *s, const struct part *p)
{
	const struct xlsx_area all = {
	    p->head, p->row2, 0, (uint16_t)(g->ncol - 1)};
	int whole = p->from == 0 && p->to == g->nrow;

	xlsx_filter(s, all);
	xlsx_freeze(s, p->head + 1, (uint16_t)def_num(g->d, "freeze", 1));
	report_rules(g, s, p->head + 1, all.row2);
	if (whole && def_get(g->d, "each") == NULL)
		define_table(g, s, all);
}

/* Rows from..to of the table on a sheet of that name. */
static void
draw_part(const struct grid *g, const char *name, size_t from, size_t to)
{
	struct part p = part_of(g, from, to);
	struct xlsx_sheet *s =
	    report_sheet_named(g->r, g->d, name, (int)p.head);
	const char *cards = def_get(g->d, "cards");
	uint32_t row;

	for (uint16_t c = 0; c < g->ncol; c++)
		xlsx_width(s, c, c, p.width[c] = g->c[c].width);
	if (cards != NULL && g->nrow > 0)
		report_cards(g->r, g->d, s, g->r->top, p.width, g->ncol, g->f,
		    g->row[0]);
	if (is_cut(&p))
		say_cut(g, s, &p);
	draw_heading(g, s, p.head);
	set_up(g, s, &p);
	row = draw_rows(g, s, p.head + 1, from, to);
	if (def_get(g->d, "totals") != NULL && from == 0 && to == g->nrow &&
	    g->nrow > 0)
		draw_totals(g, s, row++, p.head + 1);
	if (!is_cut(&p))
		row = report_notes(g->r, g->d, s, row, p.width, g->ncol);
	else
		row = p.head + 1 + (uint32_t)p.print;
	xlsx_print_area(
	    s, (struct xlsx_area){0, row - 1, 0, last_printed(g, p.width)});
	free(p.width);
}

/* The rows on as many sheets as they need. */
static void
draw_value(struct report *r, const struct def_section *d, const struct frame *f,
    int each, const char *value)
{
	struct grid g = grid_make(r, d, f, each, value);
	size_t most = (size_t)def_num(d, "most", XLSX_ROWS - 100), from = 0;
	const char *name = report_said(r, d, "name");
	char *full = value ? xasprintf("%s %s", name, value) : xstrdup(name);

	do {
		size_t to = g.nrow - from > most ? from + most : g.nrow;

		draw_part(&g, full, from, to);
		from = to;
	} while (from < g.nrow);
	grid_release(&g);
	free(full);
}

int
report_table(
    struct report *r, const struct def_section *d, const struct frame *f)
{
	const char *by = def_get(d, "each"), *value = NULL;
	int each = by ? frame_col(f, by) : -1;

	if (each < 0) {
		draw_value(r, d, f, -1, NULL);
		return 0;
	}
	/* The values in order, by the next larger each time. */
	for (;;) {
		const char *next = NULL;

		for (size_t i = 0; i < f->nrow; i++) {
			const char *v = frame_at(f, i, each);

			if ((value == NULL || strcmp(v, value) > 0) &&
			    (next == NULL || strcmp(v, next) < 0))
				next = v;
		}
		if (next == NULL)
			return 0;
		draw_value(r, d, f, each, value = next);
	}
}
