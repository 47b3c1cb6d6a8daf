#include "report_part.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "caltime.h"
#include "report_data.h"
#include "report_format.h"
#include "report_page.h"
#include "report_word.h"
#include "report_zone.h"
#include "term.h"
#include "xalloc.h"

/* --- cards --- */

/* A bound as text, as the value beside it is shown: thousands parted, and
 * decimals only for what is below a thousand. */
static const char *
grouped(double v, double size, char *buf)
{
	char digits[40];
	size_t n, k = 0;

	snprintf(digits, sizeof digits, "%.*f", size < 1000 ? 2 : 0, v);
	n = strcspn(digits, ".");
	for (size_t i = 0; digits[i] != '\0'; i++) {
		if (i > 0 && i < n && (n - i) % 3 == 0 && digits[i - 1] != '-')
			buf[k++] = ',';
		buf[k++] = digits[i];
	}
	buf[k] = '\0';
	return buf;
}

enum { CARDS = 12 };

struct card {
	struct def_item item;
	uint16_t col, col2;
};

static size_t
find_cards(const struct def_section *d, struct card *c)
{
	const char *p = def_get(d, "cards");
	size_t n = 0;

	while (n < CARDS && def_next(&p, &c[n].item))
		n++;
	return n;
}

/* Columns of the sheet for each card, so that all are about as wide. */
static void
place_cards(struct card *c, size_t n, const double *width, size_t ncol)
{
	double all = 0, sum = 0;
	size_t k = 0;

	for (size_t i = 0; i < ncol; i++)
		all += width[i];
	for (size_t i = 0; i < n; i++) {
		c[i].col = (uint16_t)k;
		do
			sum += width[k++];
		while (k < ncol - (n - 1 - i) &&
		       sum + width[k] / 2 < all * (double)(i + 1) / (double)n);
		if (i == n - 1)
			k = ncol;
		c[i].col2 = (uint16_t)(k - 1);
	}
}

static char *
card_bounds(struct report *r, const struct frame *f, long row, const char *id)
{
	char lo[48], hi[48];
	double v = frame_num(f, (size_t)row, id);
	int a, b;

	report_bounds(f, id, &a, &b);
	if (a < 0 || *frame_at(f, (size_t)row, a) == '\0')
		return xstrdup("");
	return xasprintf("%s %s – %s", report_word(r, "95 % 区间", "95 %:"),
	    grouped(frame_num_at(f, (size_t)row, a), fabs(v), lo),
	    grouped(frame_num_at(f, (size_t)row, b), fabs(v), hi));
}

/* The value's format with its unit. */
static char *
card_format(struct report *r, const struct def_section *d, const char *id)
{
	const struct term *t = term_find(id);
	const char *num = report_format(r, d->id, id);

	return t && *t->unit ? xasprintf("%s\" %s\"", num, t->unit) :
			       xstrdup(num);
}

static void
card_value(struct report *r, const struct def_section *d, struct xlsx_sheet *s,
    struct xlsx_area a, const struct frame *f, long row, const char *id)
{
	char *num = card_format(r, d, id), *note = report_note(r, id);
	struct xlsx_look look = {.size = 14,
	    .bold = 1,
	    .color = INK,
	    .fill = PALE,
	    .align = 'c',
	    .num = num};
	double v = frame_num(f, (size_t)row, id);

	if (strcmp(id, "grade") == 0)
		xlsx_span(s, a, report_grade(r, frame_text(f, (size_t)row, id)),
		    0, &look);
	else
		xlsx_span(s, a, isnan(v) ? "—" : NULL, v, &look);
	if (note != NULL)
		xlsx_note(s, a.row, a.col, note);
	free(note);
	free(num);
}

void
report_cards(struct report *r, const struct def_section *d,
    struct xlsx_sheet *s, uint32_t row, const double *width, size_t ncol,
    const struct frame *f, long frow)
{
	static const struct xlsx_look name = {
	    .size = 9, .color = GREY, .fill = PALE, .align = 'c'};
	static const struct xlsx_look note = {
	    .size = 8, .color = GREY, .fill = PALE, .align = 'c', .line = INK};
	static const double height[] = {16, 28, 15};
	struct card c[CARDS];
	size_t n = find_cards(d, c);

	if (frow < 0 || ncol < n)
		return;
	place_cards(c, n, width, ncol);
	for (uint32_t line = 0; line < 3; line++) {
		xlsx_height(s, row + line, height[line]);
		for (size_t i = 0; i < n; i++) {
			struct xlsx_area a = {
			    row + line, row + line, c[i].col, c[i].col2};
			const char *id = c[i].item.name;
			char *text;

			if (line == 1) {
				card_value(r, d, s, a, f, frow, id);
				continue;
			}
			text = line == 0 ? xstrdup(report_term(r, id)) :
					   card_bounds(r, f, frow, id);
			xlsx_span(s, a, text, 0, line == 0 ? &name : &note);
			free(text);
		}
	}
}

/* --- the cover --- */

enum { NAME, UNIT, NOW, LOW, HIGH, BEFORE, YEAR, COVER_COLUMNS };

/* The first day of the period before (months 1) or a year before (12). */
static void
earlier(const char *day, int months, char *out)
{
	int64_t d;
	int y, m, mday;

	*out = '\0';
	if (cal_parse_day(day, &d) < 0)
		return;
	cal_civil(d, &y, &m, &mday);
	m -= months;
	if (m < 1) {
		m += 12;
		y--;
	}
	snprintf(out, CAL_BUF, "%04d-%02d-%02d", y, m, mday);
}

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

static void
cover_row(struct report *r, const struct def_section *d, struct xlsx_sheet *s,
    uint32_t row, const struct frame *f, const long *at, const char *id)
{
	static const struct xlsx_look name = {
	    .size = 11, .bold = 1, .color = INK, .line = RULE};
	static const struct xlsx_look unit = {
	    .color = GREY, .line = RULE, .align = 'c'};
	struct xlsx_look value = {.size = 12, .bold = 1, .line = RULE},
			 grey = {.color = GREY, .line = RULE};
	int col = frame_col(f, id), lo, hi;
	const struct term *t = term_find(id);
	char *note = report_note(r, id);

	report_bounds(f, id, &lo, &hi);
	value.num = grey.num = report_format(r, d->id, id);
	xlsx_height(s, row, 24);
	xlsx_text(s, row, NAME, report_term(r, id), &name);
	if (note != NULL)
		xlsx_note(s, row, NAME, note);
	free(note);
	xlsx_text(s, row, UNIT, t ? t->unit : "", &unit);
	if (strcmp(id, "grade") == 0) {
		value.align = 'r';
		xlsx_text(s, row, NOW,
		    at[0] < 0 ?
			"—" :
			report_grade(r, frame_text(f, (size_t)at[0], id)),
		    &value);
		for (uint16_t c = LOW; c < COVER_COLUMNS; c++)
			xlsx_text(s, row, c, "", &grey);
		return;
	}
	cover_cell(s, row, NOW, value_at(f, at[0], col), value);
	cover_cell(s, row, LOW, value_at(f, at[0], lo), grey);
	cover_cell(s, row, HIGH, value_at(f, at[0], hi), grey);
	cover_cell(s, row, BEFORE, value_at(f, at[1], col), grey);
	cover_cell(s, row, YEAR, value_at(f, at[2], col), grey);
}

static void
cover_heading(struct report *r, struct xlsx_sheet *s, uint32_t row)
{
	static const char *const zh[] = {
	    "指标", "单位", "本期", "下限", "上限", "上期", "去年同期"};
	static const char *const en[] = {"Indicator", "Unit", "This period",
	    "low", "high", "Period before", "A year before"};
	static const double width[] = {34, 9, 16, 13, 13, 15, 15};
	static const struct xlsx_look head = {
	    .bold = 1, .color = WHITE, .fill = INK, .align = 'c', .wrap = 1};

	xlsx_height(s, row, 22);
	for (uint16_t c = 0; c < COVER_COLUMNS; c++) {
		xlsx_width(s, c, c, width[c]);
		xlsx_text(s, row, c, report_word(r, zh[c], en[c]), &head);
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
				      about = {.color = GREY};

	xlsx_text(s, row++, 0, report_word(r, "目录", "Contents"), &head);
	for (size_t i = 0; i < r->def->n; i++) {
		const struct def_section *d = &r->def->section[i];
		const char *text;

		if (d->kind != DEF_SHEET || def_get(d, "each") != NULL)
			continue;
		text = def_word(d, "about", r->zh);
		xlsx_link(s, row, 0, def_word(d, "name", r->zh), 0,
		    def_word(d, "name", r->zh), &link);
		xlsx_text(s, row++, 1, text ? text : "", &about);
	}
	return row;
}

void
report_cover(
    struct report *r, const struct def_section *d, const struct frame *f)
{
	static const struct xlsx_look big = {.size = 11, .color = INK};
	struct xlsx_sheet *s = report_sheet_of(r, d, -1);
	const char *p = def_get(d, "cards");
	int id = frame_col(f, "zone_id"), when = report_when(f);
	char day[CAL_BUF], *line, *zone;
	struct def_item item;
	uint32_t row = 5;
	long at[3] = {-1, -1, -1};

	for (int i = 0; r->nzone > 0 && i < 3; i++) {
		earlier(r->day, i == 2 ? 12 : i, day);
		at[i] = report_pick(f, id, r->zone[0].id, when, day);
	}
	zone = r->nzone > 0 ? report_zone_name(&r->zone[0]) : xstrdup("");
	line = xasprintf("%s    %s    %s: %s", zone, r->period,
	    report_word(r, "数据状态", "state"), report_state(r));
	xlsx_text(s, 3, 0, line, &big);
	cover_heading(r, s, row++);
	while (p != NULL && def_next(&p, &item))
		cover_row(r, d, s, row++, f, at, item.name);
	row = report_notes(r, d, s, row) + 1;
	row = contents(r, s, row);
	xlsx_print_area(s, (struct xlsx_area){0, row, 0, COVER_COLUMNS - 1});
	free(line);
	free(zone);
}
