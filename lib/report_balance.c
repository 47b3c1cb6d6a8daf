#include "report_part.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report_page.h"
#include "report_period.h"
#include "report_value.h"
#include "report_word.h"
#include "report_zone.h"
#include "term.h"
#include "xalloc.h"

/* The balance of each zone, item by item as the standard's table has them. */

static const char *const balance_col[] = {
    "item", "volume_m3", "lo", "hi", "share_pct", "basis"};

enum { BALANCE_COLUMNS = 6 };

/* The rows of one zone. */
struct block {
	const struct frame *f;
	size_t *row;
	size_t n;
};

static int
item_depth(const struct block *b, const char *parent)
{
	int depth = 0, item = frame_col(b->f, "item");

	while (*parent != '\0' && depth < 5) {
		size_t i = 0;

		depth++;
		while (i < b->n &&
		       strcmp(frame_at(b->f, b->row[i], item), parent) != 0)
			i++;
		if (i == b->n)
			break;
		parent = frame_text(b->f, b->row[i], "parent_item");
	}
	return depth;
}

static void
balance_number(struct xlsx_sheet *s, uint32_t row, uint16_t col, double v,
    struct xlsx_look look)
{
	look.num = col == 4 ? "0.00" : "#,##0";
	if (col == 2 || col == 3) {
		look.bold = 0;
		look.color = GREY;
		look.size = 8;
	}
	if (isnan(v)) {
		look.color = 0xA6A6A6;
		look.align = 'r';
		xlsx_text(s, row, col, "—", &look);
	} else {
		xlsx_num(s, row, col, v, &look);
	}
}

static void
balance_row(struct report *r, struct xlsx_sheet *s, uint32_t row,
    const struct block *b, size_t frow)
{
	const struct frame *f = b->f;
	int depth = item_depth(b, frame_text(f, frow, "parent_item"));
	struct xlsx_look look = {.line = RULE,
			     .bold = depth < 2,
			     .fill = depth == 0 ? 0xDCE6F2 : 0},
			 name = look;
	const char *item = frame_text(f, frow, "item");

	if (strstr(frame_text(f, frow, "flags"), "not_evaluated") != NULL)
		item = "other_unevaluated";
	name.indent = (char)(2 * depth);
	xlsx_height(s, row, 16);
	xlsx_text(s, row, 0, report_term(r, item), &name);
	for (uint16_t c = 1; c <= 4; c++)
		balance_number(
		    s, row, c, frame_num(f, frow, balance_col[c]), look);
	look.align = 'c';
	look.bold = 0;
	xlsx_text(s, row, 5,
	    report_value(r, "basis", frame_text(f, frow, "basis")), &look);
}

static void
balance_heading(
    struct report *r, struct xlsx_sheet *s, uint32_t row, const struct rzone *z)
{
	static const struct xlsx_look bar = {.size = 10,
					  .bold = 1,
					  .color = WHITE,
					  .fill = INK},
				      head = {.bold = 1,
					  .color = INK,
					  .fill = PALE,
					  .align = 'c',
					  .line = INK};
	char *name = report_zone_name(z), *text;

	xlsx_span(s, (struct xlsx_area){row, row, 0, BALANCE_COLUMNS - 1}, name,
	    0, &bar);
	for (uint16_t c = 0; c < BALANCE_COLUMNS; c++) {
		const struct term *t = term_find(balance_col[c]);

		text = *t->unit ? xasprintf("%s (%s)", report_term(r, t->id),
				      report_unit(r, t->unit)) :
				  xstrdup(report_term(r, t->id));
		xlsx_text(s, row + 1, c, text, &head);
		free(text);
	}
	free(name);
}

/* The rows of a zone in this period, by the standard asked for. */
static void
find_block(struct report *r, const struct def_section *d, const char *zone,
    struct block *b)
{
	int id = frame_col(b->f, "zone_id");
	int standard = frame_col(b->f, "standard");
	const char *want = def_get(d, "standard");

	b->n = 0;
	for (size_t i = 0; i < b->f->nrow; i++)
		if (strcmp(frame_at(b->f, i, id), zone) == 0 &&
		    report_is_current(r, b->f, i) &&
		    (want == NULL ||
			strcmp(frame_at(b->f, i, standard), want) == 0))
			b->row[b->n++] = i;
}

void
report_balance(
    struct report *r, const struct def_section *d, const struct frame *f)
{
	enum { PAGE_ROWS = 50 };
	static const double one[BALANCE_COLUMNS] = {44, 14, 14, 14, 14, 11};
	static const double two[BALANCE_COLUMNS] = {74, 20, 20, 20, 20, 16};
	const double *width = r->lang == REPORT_BOTH ? two : one;
	struct xlsx_sheet *s = report_sheet_of(r, d, (int)r->top - 1);
	struct block b = {.f = f, .row = xcalloc(f->nrow + 1, sizeof *b.row)};
	const uint32_t first = r->top + 1;
	uint32_t row = first, *breaks = xcalloc(r->nzone, sizeof *breaks);
	uint32_t page = 0;
	size_t n = 0;

	for (uint16_t c = 0; c < BALANCE_COLUMNS; c++)
		xlsx_width(s, c, c, width[c]);
	for (size_t z = 0; z < r->nzone; z++) {
		find_block(r, d, r->zone[z].id, &b);
		if (b.n == 0)
			continue;
		if (row > first && row + b.n + 2 - page > PAGE_ROWS)
			breaks[n++] = page = row;
		balance_heading(r, s, row, &r->zone[z]);
		row += 2;
		for (size_t i = 0; i < b.n; i++)
			balance_row(r, s, row++, &b, b.row[i]);
		row++;
	}
	xlsx_page_break(s, breaks, n);
	xlsx_freeze(s, r->top, 0);
	row = report_notes(r, d, s, row, width, BALANCE_COLUMNS);
	xlsx_print_area(s, (struct xlsx_area){0, row, 0, BALANCE_COLUMNS - 1});
	free(b.row);
	free(breaks);
}
