#include "report_part.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report_block.h"
#include "report_data.h"
#include "report_format.h"
#include "report_page.h"
#include "report_period.h"
#include "report_value.h"
#include "report_word.h"
#include "report_zone.h"
#include "term.h"
#include "xalloc.h"

/* Key figures of the whole system beside target and earlier periods, what
 * needs attention, and what the workbook holds. */

enum { NAME, UNIT, NOW, LOW, HIGH, TARGET, MET, BEFORE, YEAR, COVER_COLUMNS };

/* One column less where the period before is the year before. */
struct cover {
	struct report *r;
	const struct def_section *d;
	struct xlsx_sheet *s;
	const struct frame *f;
	long at[3]; /* rows: this period, the one before, a year before */
	uint16_t ncol;
	double width[COVER_COLUMNS];
};

static void
cover_cell(struct xlsx_sheet *s, uint32_t row, uint16_t col, double v,
    struct xlsx_look look)
{
	if (isnan(v)) {
		look.align = 'r';
		look.color = 0xA6A6A6;
		look.num = NULL;
		xlsx_text(s, row, col, "—", &look);
	} else {
		xlsx_num(s, row, col, v, &look);
	}
}

static double
value_at(const struct frame *f, long row, int col)
{
	return row < 0 ? NAN : frame_num_at(f, (size_t)row, col);
}

/* The column that the key `targets` names behind this one; NULL: none. */
static int
target_of(const struct cover *c, const char *id)
{
	const char *p = def_get(c->d, "targets");
	struct def_item item;

	while (p != NULL && def_next(&p, &item))
		if (strcmp(item.name, id) == 0)
			return frame_col(c->f, item.word);
	return -1;
}

/* Met where even the upper bound is, missed where even the lower one is above
 * it; a value without bounds is both of its bounds. */
static void
cover_verdict(
    const struct cover *c, uint32_t row, double lo, double hi, double target)
{
	const struct report *r = c->r;
	struct xlsx_look look = {.bold = 1, .align = 'c', .line = RULE};

	if (hi <= target) {
		look.fill = GREEN;
		xlsx_text(c->s, row, MET, report_word(r, "达标", "met"), &look);
	} else if (lo > target) {
		look.fill = RED;
		xlsx_text(
		    c->s, row, MET, report_word(r, "超标", "missed"), &look);
	} else {
		look.fill = YELLOW;
		xlsx_text(c->s, row, MET,
		    report_word(r, "不能断定", "cannot be told"), &look);
	}
}

static void
cover_target(
    const struct cover *c, uint32_t row, const char *id, struct xlsx_look grey)
{
	int lo, hi, col = target_of(c, id);
	double v = value_at(c->f, c->at[0], frame_col(c->f, id));
	double target = value_at(c->f, c->at[0], col), low, high;

	if (col < 0 || isnan(target) || isnan(v)) {
		xlsx_text(c->s, row, TARGET, "", &grey);
		xlsx_text(c->s, row, MET, "", &grey);
		return;
	}
	report_bounds(c->f, id, &lo, &hi);
	low = value_at(c->f, c->at[0], lo);
	high = value_at(c->f, c->at[0], hi);
	grey.align = 'c';
	cover_cell(c->s, row, TARGET, target, grey);
	cover_verdict(
	    c, row, isnan(low) ? v : low, isnan(high) ? v : high, target);
}

/* A word: the grade, the state of the bills. */
static const char *
cover_word(const struct cover *c, long at, const char *id)
{
	const char *word = at < 0 ? "" : frame_text(c->f, (size_t)at, id);

	if (strcmp(id, "grade") == 0)
		return report_grade(c->r, word);
	return *word == '\0' ? "—" : report_value(c->r, id, word);
}

static void
cover_words(const struct cover *c, uint32_t row, const char *id)
{
	struct xlsx_look look = {
	    .size = 12, .bold = 1, .line = RULE, .align = 'r'};

	for (int i = 0; i < 3; i++) {
		if (i == 0 || BEFORE + i - 1 < c->ncol)
			xlsx_text(c->s, row,
			    (uint16_t)(i == 0 ? NOW : BEFORE + i - 1),
			    cover_word(c, c->at[i], id), &look);
		look = (struct xlsx_look){
		    .color = GREY, .line = RULE, .align = 'r'};
	}
	for (uint16_t k = LOW; k < BEFORE; k++)
		xlsx_text(c->s, row, k, "", &look);
}

static void
cover_row(const struct cover *c, uint32_t row, const char *id)
{
	static const struct xlsx_look name = {
	    .size = 11, .bold = 1, .color = INK, .line = RULE};
	static const struct xlsx_look unit = {
	    .color = GREY, .line = RULE, .align = 'c'};
	struct xlsx_look value = {.size = 12, .bold = 1, .line = RULE},
			 grey = {.color = GREY, .line = RULE};
	int col = frame_col(c->f, id), lo, hi;
	const struct term *t = term_find(id);
	char *note = report_note(c->r, id);

	report_bounds(c->f, id, &lo, &hi);
	value.num = grey.num = report_format(c->r, c->d->id, id);
	xlsx_height(c->s, row, 21);
	xlsx_text(c->s, row, NAME, report_term(c->r, id), &name);
	if (note != NULL)
		xlsx_note(c->s, row, NAME, note);
	free(note);
	xlsx_text(c->s, row, UNIT, t ? report_unit(c->r, t->unit) : "", &unit);
	if (!frame_is_number(id)) {
		cover_words(c, row, id);
		return;
	}
	cover_cell(c->s, row, NOW, value_at(c->f, c->at[0], col), value);
	if (lo < 0 || hi < 0) { /* it never has bounds */
		xlsx_text(c->s, row, LOW, "", &grey);
		xlsx_text(c->s, row, HIGH, "", &grey);
	} else {
		cover_cell(c->s, row, LOW, value_at(c->f, c->at[0], lo), grey);
		cover_cell(c->s, row, HIGH, value_at(c->f, c->at[0], hi), grey);
	}
	cover_target(c, row, id, grey);
	for (uint16_t k = BEFORE; k < c->ncol; k++)
		cover_cell(c->s, row, k,
		    value_at(c->f, c->at[k - BEFORE + 1], col), grey);
}

static void
cover_heading(struct cover *c, uint32_t row)
{
	static const char *const zh[] = {"指标", "单位", "本期", "下限", "上限",
	    "目标", "与目标比", "上期", "去年同期"};
	static const char *const en[] = {"Indicator", "Unit", "This period",
	    "low", "high", "Target", "Against it", "Period before",
	    "A year before"};
	static const double width[] = {30, 8, 15, 11, 11, 11, 14, 14, 14};
	static const struct xlsx_look head = {
	    .bold = 1, .color = WHITE, .fill = INK, .align = 'c', .wrap = 1};
	const int both = c->r->lang == REPORT_BOTH;

	xlsx_height(c->s, row, both ? 34 : 22);
	for (uint16_t k = 0; k < c->ncol; k++) {
		c->width[k] = both && k == NAME ? 52 :
			      both && k == MET	? 24 :
						  width[k];
		xlsx_width(c->s, k, k, c->width[k]);
		xlsx_text(
		    c->s, row, k, report_lines(c->r, zh[k], en[k]), &head);
	}
}

/* Every sheet of the workbook, one click away. */
static uint32_t
contents(struct report *r, struct xlsx_sheet *s, uint32_t row)
{
	static const struct xlsx_look head = {.bold = 1,
					  .color = INK,
					  .line = INK},
				      link = {.color = 0x2F5597},
				      about = {.color = GREY, .size = 8};

	xlsx_text(s, row++, 0, report_word(r, "目录", "Contents"), &head);
	for (size_t i = 0; i < r->def->n; i++) {
		const struct def_section *d = &r->def->section[i];
		const char *text;

		if (d->kind != DEF_SHEET || def_get(d, "each") != NULL)
			continue;
		text = def_word(d, "about", r->lang != REPORT_EN);
		xlsx_link(s, row, 0, report_said(r, d, "name"), 0,
		    report_said(r, d, "name"), &link);
		xlsx_text(s, row++, 1, text ? text : "", &about);
	}
	return row;
}

/* Rows of the whole system: this period, the one before, a year before. */
static void
find_periods(struct cover *c)
{
	const char *period = def_get(&c->r->def->section[0], "period");
	int yearly = period != NULL && strcmp(period, "year") == 0;

	c->ncol = yearly ? YEAR : COVER_COLUMNS;
	for (int i = 0; i < 3; i++) {
		c->at[i] = -1;
		if (c->r->nzone == 0)
			continue;
		c->at[i] = report_zone_row(c->r, c->f, c->r->zone[0].id,
		    i == 2 || (i == 1 && yearly) ? 12 : i);
	}
}

void
report_cover(
    struct report *r, const struct def_section *d, const struct frame *f)
{
	static const struct xlsx_look big = {.size = 11, .color = INK};
	struct cover c = {.r = r, .d = d, .f = f};
	const char *p = def_get(d, "cards");
	char *line, *zone;
	struct def_item item;
	uint32_t row = r->top + 3;

	c.s = report_sheet_of(r, d, -1);
	find_periods(&c);
	zone = r->nzone > 0 ? report_zone_name(&r->zone[0]) : xstrdup("");
	line = xasprintf("%s    %s    %s: %s", zone, r->period,
	    report_word(r, "数据状态", "state"), report_state(r));
	xlsx_text(c.s, r->top + 1, 0, line, &big);
	cover_heading(&c, row++);
	while (p != NULL && def_next(&p, &item))
		cover_row(&c, row++, item.name);
	row = report_notes(r, d, c.s, row, c.width, c.ncol) + 1;
	row = report_blocks(r, d, c.s, row, c.width, c.ncol);
	row = contents(r, c.s, row);
	xlsx_print_area(
	    c.s, (struct xlsx_area){0, row, 0, (uint16_t)(c.ncol - 1)});
	free(line);
	free(zone);
}
