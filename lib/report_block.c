#include "report_block.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report_cell.h"
#include "report_data.h"
#include "report_grid.h"
#include "report_page.h"
#include "report_word.h"
#include "textwidth.h"
#include "xalloc.h"

enum { MOST = 8 }; /* rows, where the definition says nothing */

/* A grid and where its columns stand on the sheet. */
struct block {
	struct report *r;
	const struct def_section *d;
	struct xlsx_sheet *s;
	const double *width;
	size_t ncol; /* of the sheet */
	struct grid g;
	struct textspan *at;
};

static void
place(struct block *b)
{
	double *need;

	while (b->g.ncol > b->ncol)
		free(b->g.c[--b->g.ncol].head);
	need = xcalloc(b->g.ncol + 1, sizeof *need);
	b->at = xcalloc(b->g.ncol + 1, sizeof *b->at);
	for (size_t i = 0; i < b->g.ncol; i++)
		need[i] = b->g.c[i].width;
	textwidth_spread(need, b->g.ncol, b->width, b->ncol, b->at);
	free(need);
}

static double
span_width(const struct block *b, size_t i)
{
	double w = 0;

	for (size_t k = b->at[i].from; k <= b->at[i].to; k++)
		w += b->width[k];
	return w;
}

static struct xlsx_area
area(const struct block *b, uint32_t row, size_t i)
{
	return (struct xlsx_area){
	    row, row, (uint16_t)b->at[i].from, (uint16_t)b->at[i].to};
}

/* The block's name, with how many rows there are. */
static uint32_t
title(const struct block *b, uint32_t row, long n)
{
	static const struct xlsx_look look = {
	    .size = 11, .bold = 1, .color = INK, .line = INK};
	char *text =
	    n < 0 ? xstrdup(report_said(b->r, b->d, "name")) :
		    xasprintf("%s (%ld)", report_said(b->r, b->d, "name"), n);

	xlsx_height(b->s, row, 20);
	xlsx_span(b->s,
	    (struct xlsx_area){row, row, 0, (uint16_t)(b->ncol - 1)}, text, 0,
	    &look);
	free(text);
	return row + 1;
}

static uint32_t
heading(const struct block *b, uint32_t row)
{
	static const struct xlsx_look look = {
	    .size = 8, .color = WHITE, .fill = INK, .align = 'c', .wrap = 1};
	double lines = 1;

	for (size_t i = 0; i < b->g.ncol; i++) {
		double n = textwidth_lines(b->g.c[i].head, span_width(b, i));

		lines = n > lines ? n : lines;
	}
	xlsx_height(b->s, row, 6 + 11 * lines);
	for (size_t i = 0; i < b->g.ncol; i++)
		xlsx_span(b->s, area(b, row, i), b->g.c[i].head, 0, &look);
	return row + 1;
}

static void
draw_row(const struct block *b, uint32_t row, size_t i)
{
	const struct xlsx_look look = {.line = RULE, .wrap = 1};
	double lines = 1, v;

	for (size_t k = 0; k < b->g.ncol; k++) {
		char *text = report_cell_text(&b->g, i, &b->g.c[k], &v);
		double n =
		    text ?
			ceil(textwidth(text) * 1.05 / (span_width(b, k) - 1)) :
			1;

		lines = n > lines ? n : lines;
		free(text);
	}
	xlsx_height(b->s, row, lines == 1 ? 16 : 4 + 12 * lines);
	for (size_t k = 0; k < b->g.ncol; k++)
		report_cell(&b->g, b->s, area(b, row, k), &b->g.c[k], i, look);
}

static uint32_t
say(const struct block *b, uint32_t row, const char *text)
{
	static const struct xlsx_look look = {
	    .size = 9, .color = GREY, .italic = 1};

	xlsx_text(b->s, row, 0, text, &look);
	return row + 1;
}

/* The way to the sheet that has them all. */
static uint32_t
more(const struct block *b, uint32_t row, size_t left)
{
	static const struct xlsx_look link = {.size = 9, .color = 0x2F5597};
	const char *id = def_get(b->d, "see");
	const struct def_section *to =
	    id ? def_find(b->r->def, DEF_SHEET, id) : NULL;
	char *text = xasprintf(
	    "%s %zu", report_word(b->r, "未列出", "not shown:"), left);

	if (to == NULL) {
		row = say(b, row, text);
	} else {
		char *full =
		    xasprintf("%s  →  %s", text, report_said(b->r, to, "name"));

		xlsx_link(b->s, row++, 0, report_said(b->r, to, "name"), 0,
		    full, &link);
		free(full);
	}
	free(text);
	return row;
}

static uint32_t
draw(struct block *b, const struct frame *f, uint32_t row)
{
	size_t most = (size_t)def_num(b->d, "most", MOST), n;

	b->g = grid_make(b->r, b->d, f, -1, NULL);
	place(b);
	n = b->g.nrow < most ? b->g.nrow : most;
	row = title(b, row, (long)b->g.nrow);
	if (b->g.nrow == 0)
		row = say(b, row, report_word(b->r, "无", "none"));
	else
		row = heading(b, row);
	for (size_t i = 0; i < n; i++)
		draw_row(b, row++, i);
	if (b->g.nrow > n)
		row = more(b, row, b->g.nrow - n);
	free(b->at);
	grid_release(&b->g);
	return report_notes(b->r, b->d, b->s, row, b->width, b->ncol) + 1;
}

uint32_t
report_blocks(struct report *r, const struct def_section *d,
    struct xlsx_sheet *s, uint32_t row, const double *width, size_t ncol)
{
	const char *p = def_get(d, "blocks");
	struct def_item item;
	char *text;

	while (p != NULL && def_next(&p, &item)) {
		struct block b = {.r = r,
		    .d = def_find(r->def, DEF_BLOCK, item.name),
		    .s = s,
		    .width = width,
		    .ncol = ncol};
		const struct frame *f =
		    frames_find(r->in, def_get(b.d, "table"));

		if (f != NULL) {
			row = draw(&b, f, row);
			continue;
		}
		row = title(&b, row, -1);
		text = report_not_supplied(r, b.d);
		row = say(&b, row, text) + 1;
		free(text);
	}
	return row;
}
