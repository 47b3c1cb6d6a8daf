#include "report_charts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report_page.h"
#include "report_word.h"
#include "report_zone.h"
#include "xalloc.h"

static const struct xlsx_look HEAD = {
    .size = 8, .bold = 1, .color = WHITE, .fill = INK, .align = 'c', .wrap = 1};
static const struct xlsx_look TEXT = {.size = 8, .align = 'c', .line = RULE};
static const struct xlsx_look NUMBER = {.size = 8, .num = "0.00", .line = RULE};
static const struct xlsx_look HELPER = {
    .size = 8, .num = "0.00", .line = RULE, .color = GREY, .italic = 1};

uint32_t
report_chart_data_row(const struct charts *c, size_t zone)
{
	return c->r->top + 1 + (uint32_t)(zone % c->per * c->ndays);
}

const char *
report_chart_name(const struct charts *c, const struct chart_line *l)
{
	const struct report *r = c->r;

	switch (l->kind) {
	case CHART_ALARM:
		return report_word(r, "报警", "Alarm");
	case CHART_REPAIR:
		return report_word(r, "修复", "Repair");
	case CHART_BASE:
		return report_word(r, "区间带起点", "Band from");
	case CHART_HEIGHT:
		return report_joined(
		    r, report_term(r, c->line[l->of].id), " 95 %");
	default:
		return report_term(r, l->id);
	}
}

static void
data_heading(struct charts *c, struct xlsx_sheet *s)
{
	const struct report *r = c->r;
	const char *const head[CHART_FIRST] = {report_lines(r, "分区", "Zone"),
	    report_lines(r, "编号", "Id"),
	    report_term_lines(r, c->f->col[c->across]),
	    report_lines(r, "轴标", "Label")};

	for (uint16_t k = 0; k < CHART_FIRST; k++)
		xlsx_text(s, r->top, k, head[k], &HEAD);
	for (size_t k = 0; k < c->n; k++)
		xlsx_text(s, r->top, (uint16_t)(CHART_FIRST + k),
		    report_chart_name(c, &c->line[k]), &HEAD);
	xlsx_height(s, r->top, r->lang == REPORT_EN ? 26 : 38);
}

/* One day in seven has a label on the axis, all a date beside it. */
static void
data_label(const struct charts *c, size_t k, char *label, size_t size)
{
	const char *day = c->day[k];

	/* a hyphen at which no line breaks */
	*label = '\0';
	if (strcmp(c->f->col[c->across], "day") != 0)
		snprintf(label, size, "%.4s\u2011%.2s", day, day + 5);
	else if (k % (c->ndays > 10 ? 7 : 1) == 0)
		snprintf(label, size, "%.2s\u2011%.2s", day + 5, day + 8);
}

/* The value of a line, NaN where there is none. */
static double
value(const struct charts *c, size_t place, const struct chart_line *l)
{
	char bit = l->kind == CHART_ALARM ? 1 : l->kind == CHART_REPAIR ? 2 : 0;

	if (c->at[place] < 0 || (bit != 0 && !(c->mark[place] & bit)))
		return NAN;
	return frame_num_at(c->f, (size_t)c->at[place], l->col);
}

/* The day from which the band takes its place: this one, the last one before
 * it that has both bounds, or the first of all.  -1: there is none. */
static long
band_day(
    const struct charts *c, size_t zone, size_t k, const struct chart_line *low)
{
	const size_t first = zone * c->ndays;

	for (size_t i = k + 1; i-- > 0;)
		if (!isnan(value(c, first + i, low)) &&
		    !isnan(value(c, first + i, low + 1)))
			return (long)i;
	for (size_t i = k + 1; i < c->ndays; i++)
		if (!isnan(value(c, first + i, low)) &&
		    !isnan(value(c, first + i, low + 1)))
			return (long)i;
	return -1;
}

/* Base and height of the band, as formulas over the bounds of that day. */
static void
band_cells(const struct charts *c, struct xlsx_sheet *s, uint32_t row,
    uint16_t col, size_t zone, size_t k)
{
	const struct chart_line *low = &c->line[col - CHART_FIRST - 2];
	long from = band_day(c, zone, k, low);
	size_t place = zone * c->ndays + (size_t)from;
	uint32_t there = report_chart_data_row(c, zone) + (uint32_t)from;
	double lo, hi;

	if (from < 0)
		return;
	lo = value(c, place, low);
	hi = value(c, place, low + 1);
	xlsx_copy(s, row, col, there, (uint16_t)(col - 2), lo, &HELPER);
	if ((size_t)from == k)
		xlsx_less(s, row, (uint16_t)(col + 1), (uint16_t)(col - 1),
		    (uint16_t)(col - 2), hi - lo, &HELPER);
	else
		xlsx_less(s, row, (uint16_t)(col + 1), col, col, 0, &HELPER);
}

static void
data_row(const struct charts *c, struct xlsx_sheet *s, uint32_t row,
    size_t zone, size_t k)
{
	const struct rzone *z = &c->r->zone[zone];
	char label[24];

	data_label(c, k, label, sizeof label);
	xlsx_text(s, row, 0, *z->name ? z->name : z->id, &TEXT);
	xlsx_text(s, row, 1, z->id, &TEXT);
	xlsx_text(s, row, 2, c->day[k], &TEXT);
	xlsx_text(s, row, CHART_LABEL, label, &TEXT);
	for (size_t i = 0; i < c->n; i++) {
		uint16_t col = (uint16_t)(CHART_FIRST + i);
		double v;

		if (c->line[i].kind == CHART_BASE)
			band_cells(c, s, row, col, zone, k);
		if (c->line[i].kind == CHART_BASE ||
		    c->line[i].kind == CHART_HEIGHT)
			continue;
		v = value(c, zone * c->ndays + k, &c->line[i]);
		if (!isnan(v))
			xlsx_num(s, row, col, v, &NUMBER);
	}
}

static void
data_sheet(struct charts *c, size_t part)
{
	const uint32_t top = c->r->top;
	const uint16_t last = (uint16_t)(CHART_FIRST + c->n - 1);
	struct xlsx_sheet *s = report_sheet(c->r, c->d, c->data[part],
	    "图表的数据；斜体为区间带的辅助公式",
	    "The data of the charts; in italics formulas that help to draw the "
	    "band",
	    (int)top);
	uint32_t row = top + 1;

	xlsx_width(s, 0, 0, 16);
	xlsx_width(s, 1, 1, 9);
	xlsx_width(s, 2, 2, 11);
	xlsx_width(s, CHART_LABEL, CHART_LABEL, 9);
	xlsx_width(s, CHART_FIRST, last, 13);
	data_heading(c, s);
	for (size_t z = part * c->per;
	     z < c->r->nzone && z < (part + 1) * c->per; z++)
		for (size_t k = 0; k < c->ndays; k++)
			data_row(c, s, row++, z, k);
	xlsx_filter(s, (struct xlsx_area){top, row - 1, 0, last});
	xlsx_freeze(s, top + 1, CHART_FIRST);
	xlsx_print_area(s, (struct xlsx_area){0, row - 1, 0, last});
}

void
report_chart_data(struct charts *c)
{
	for (size_t i = 0; i < c->ndata; i++)
		data_sheet(c, i);
}
