#include "report_charts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report_data.h"
#include "report_page.h"
#include "report_period.h"
#include "report_word.h"
#include "report_zone.h"
#include "term.h"
#include "xalloc.h"

/* Rows are 21 pixels high, not Excel's usual 20: only an unusual height is kept
 * by every program, and four rows of charts fill a page. */
enum { CHART_ROWS = 12, ROW_PIXELS = 21, ROWS_A_PAGE = 4, SHEET_COLUMNS = 12 };

static const unsigned colours[] = {
    INK, 0x7FB069, 0xA6A6A6, 0xE07B39, 0x8E6BBF, 0x3AA6B9};

/* Two abreast; names in both languages need the room of one. */
static unsigned
abreast(const struct report *r)
{
	return r->lang == REPORT_BOTH ? 1 : 2;
}

uint32_t
report_chart_row(const struct report *r, size_t k)
{
	return r->top + 1 + CHART_ROWS * (uint32_t)(k / abreast(r));
}

/* --- what is drawn --- */

/* NULL: no room for it, or no such column. */
static struct chart_line *
push_line(struct charts *c, const char *id, enum chart_kind kind)
{
	struct chart_line *l = &c->line[c->n];

	if (c->n == CHART_SERIES)
		return NULL;
	snprintf(l->id, sizeof l->id, "%s", id);
	l->col = frame_col(c->f, id);
	l->kind = kind;
	if (l->col < 0)
		return NULL;
	c->n++;
	return l;
}

/* The line of a column; 0, the first, where there is none. */
static size_t
line_of(const struct charts *c, const char *id)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->line[i].kind == CHART_LINE &&
		    strcmp(c->line[i].id, id) == 0)
			return i;
	return 0;
}

/* The first column with bounds has a band, the others thin lines. */
static void
find_bounds(struct charts *c)
{
	const char *p = def_get(c->d, "bounds");
	struct chart_line *height;
	struct def_item item;
	int lo, hi, band = 1;

	while (p != NULL && def_next(&p, &item)) {
		report_bounds(c->f, item.name, &lo, &hi);
		if (lo < 0 || hi < 0 || c->n + 4 > CHART_SERIES)
			continue;
		push_line(c, c->f->col[lo], band ? CHART_LOW : CHART_THIN);
		push_line(c, c->f->col[hi], band ? CHART_HIGH : CHART_THIN);
		if (band) {
			push_line(c, c->f->col[lo], CHART_BASE);
			height = push_line(c, c->f->col[hi], CHART_HEIGHT);
			if (height != NULL)
				height->of = line_of(c, item.name);
		}
		band = 0;
	}
}

static void
find_lines(struct charts *c)
{
	const char *p = def_get(c->d, "lines"), *m = def_get(c->d, "marks");
	struct def_item item, first = {.name = ""};

	while (p != NULL && def_next(&p, &item)) {
		if (*first.name == '\0')
			first = item;
		push_line(c, item.name, CHART_LINE);
	}
	find_bounds(c);
	/* Marks stand on the first line. */
	while (m != NULL && def_next(&m, &item))
		if (frames_find(c->r->in, item.name) != NULL)
			push_line(c, first.name,
			    strcmp(item.name, "events") == 0 ? CHART_REPAIR :
							       CHART_ALARM);
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* With the key `rows` = months a chart has all months, of other years too. */
static int
is_drawn(const struct charts *c, size_t row)
{
	const char *rows = def_get(c->d, "rows");

	return rows == NULL || strcmp(rows, "months") != 0 ||
	       report_is_month(c->f, row);
}

static void
find_days(struct charts *c)
{
	size_t kept = 0;

	c->day = xcalloc(c->f->nrow + 1, sizeof *c->day);
	for (size_t i = 0; i < c->f->nrow; i++) {
		const char *day = frame_at(c->f, i, c->across);

		if (!is_drawn(c, i))
			continue;
		if (strmap_get(&c->index, day) >= 0)
			continue;
		strmap_put(&c->index, day, 0);
		c->day[kept++] = day;
	}
	qsort(c->day, kept, sizeof *c->day, by_text);
	for (size_t k = 0; k < kept; k++)
		strmap_put(&c->index, c->day[k], (long)k);
	c->ndays = kept;
}

static void
find_places(struct charts *c)
{
	size_t n = c->r->nzone * c->ndays;
	struct strmap zone = STRMAP_INIT;

	c->at = xcalloc(n + 1, sizeof *c->at);
	c->mark = xcalloc(n + 1, 1);
	for (size_t i = 0; i < n; i++)
		c->at[i] = -1;
	for (size_t z = 0; z < c->r->nzone; z++)
		strmap_put(&zone, c->r->zone[z].id, (long)z);
	for (size_t i = 0; i < c->f->nrow; i++) {
		long z = strmap_get(&zone, frame_at(c->f, i, c->of));
		long k = strmap_get(&c->index, frame_at(c->f, i, c->across));

		if (z >= 0 && k >= 0 && is_drawn(c, i))
			c->at[(size_t)z * c->ndays + (size_t)k] = (long)i;
	}
	strmap_release(&zone);
}

/* Days on which an alarm began, or a leak or burst was repaired. */
static void
find_marks(struct charts *c, const char *table, const char *when, char bit)
{
	const struct frame *f = frames_find(c->r->in, table);

	for (size_t i = 0; f != NULL && i < f->nrow; i++) {
		const char *kind = frame_text(f, i, "kind");
		long z = report_zone(c->r, frame_text(f, i, "zone_id")), k;
		char day[11];

		if (bit == 2 && strcmp(kind, "repair") != 0 &&
		    strcmp(kind, "leak") != 0 && strcmp(kind, "burst") != 0)
			continue;
		snprintf(day, sizeof day, "%.10s", frame_text(f, i, when));
		k = strmap_get(&c->index, day);
		if (z >= 0 && k >= 0)
			c->mark[(size_t)z * c->ndays + (size_t)k] |= bit;
	}
}

/* --- the charts --- */

/* Is there anything of that kind to draw? */
static int
has_any(const struct charts *c, size_t z, enum chart_kind kind)
{
	for (size_t i = 0; i < c->n; i++)
		for (size_t k = 0; c->line[i].kind == kind && k < c->ndays;
		     k++) {
			size_t place = z * c->ndays + k;

			if (c->at[place] >= 0 &&
			    !isnan(frame_num_at(
				c->f, (size_t)c->at[place], c->line[i].col)) &&
			    (kind == CHART_LINE ||
				(c->mark[place] &
				    (kind == CHART_ALARM ? 1 : 2))))
				return 1;
		}
	return 0;
}

/* Seven parts of white in ten. */
static unsigned
paler(unsigned c)
{
	unsigned out = 0;

	for (int shift = 0; shift <= 16; shift += 8)
		out |= ((c >> shift & 255) * 3 + 255 * 7) / 10 << shift;
	return out;
}

static unsigned
colour_of(const struct chart_line *l, size_t k)
{
	return l->kind == CHART_ALARM  ? DARK_RED :
	       l->kind == CHART_REPAIR ? DARK_GREEN :
	       l->kind == CHART_HEIGHT ? paler(colours[l->of % 6]) :
	       l->kind == CHART_THIN   ? 0x8FAADC :
					 colours[k % 6];
}

static struct xlsx_series
series(const struct charts *c, size_t z, size_t k)
{
	const struct chart_line *l = &c->line[k];
	uint32_t row = report_chart_data_row(c, z);

	return (struct xlsx_series){.name = report_chart_name(c, l),
	    .sheet = c->data[z / c->per],
	    .row = row,
	    .row2 = row + (uint32_t)c->ndays - 1,
	    .x = CHART_LABEL,
	    .y = (uint16_t)(CHART_FIRST + k),
	    .color = colour_of(l, k),
	    .dashed = strstr(l->id, "target") != NULL ||
		      strcmp(l->id, "ubl_m3h") == 0,
	    .thin = l->kind == CHART_THIN,
	    .unnamed = l->kind == CHART_THIN || l->kind == CHART_BASE,
	    .area = (char)(l->kind == CHART_BASE   ? 'n' :
			   l->kind == CHART_HEIGHT ? 'f' :
						     0),
	    .markers = c->ndays < 20 && l->kind == CHART_LINE,
	    .only_markers = (char)(l->kind == CHART_ALARM  ? 't' :
				   l->kind == CHART_REPAIR ? 'd' :
							     0)};
}

static void
chart(struct charts *c, struct xlsx_sheet *s, size_t z)
{
	struct xlsx_series q[CHART_SERIES];
	char *name = report_zone_name(&c->r->zone[z]);
	const struct term *t = term_find(c->line[0].id);
	struct xlsx_chart out = {.title = name,
	    .unit = t ? report_unit(c->r, t->unit) : "",
	    .width = abreast(c->r) == 1 ? 803 : 395,
	    .height = ROW_PIXELS * (CHART_ROWS - 1) - 6,
	    .series = q};

	for (size_t k = 0; k < c->n; k++) {
		enum chart_kind kind = c->line[k].kind;

		if (kind == CHART_LOW || kind == CHART_HIGH ||
		    ((kind == CHART_ALARM || kind == CHART_REPAIR) &&
			!has_any(c, z, kind)))
			continue;
		q[out.n++] = series(c, z, k);
	}
	xlsx_line_chart(s, report_chart_row(c->r, z) + 1,
	    z % abreast(c->r) ? SHEET_COLUMNS / 2 : 0, &out);
	free(name);
}

/* The way back to the table, above each chart. */
static void
chart_heading(struct charts *c, struct xlsx_sheet *s, size_t z)
{
	static const struct xlsx_look link = {.size = 8, .color = 0x2F5597};
	static const struct xlsx_look none = {.italic = 1, .color = GREY};
	const struct def_section *to = report_find_sheet(c->r, "table");
	uint16_t col = z % abreast(c->r) ? SHEET_COLUMNS / 2 : 0;
	uint32_t row = report_chart_row(c->r, z);
	char *text;

	if (to != NULL && def_get(to, "each") == NULL) {
		const char *name = report_said(c->r, to, "name");

		text = xasprintf("↑ %s", name);
		xlsx_link(s, row, col, name, 0, text, &link);
		free(text);
	}
	if (!has_any(c, z, CHART_LINE)) {
		char *name = report_zone_name(&c->r->zone[z]);

		text = xasprintf(
		    "%s: %s", name, report_word(c->r, "无数据", "no data"));
		xlsx_text(s, row, (uint16_t)(col + 2), text, &none);
		free(text);
		free(name);
	}
}

static void
chart_sheet(struct charts *c)
{
	struct xlsx_sheet *s = report_sheet_of(c->r, c->d, (int)c->r->top - 1);
	uint32_t *breaks = xcalloc(c->r->nzone + 1, sizeof *breaks);
	uint32_t first = report_chart_row(c->r, 0);
	const unsigned side = abreast(c->r);
	uint32_t end = report_chart_row(c->r, c->r->nzone + side - 1);
	size_t nbreak = 0;

	xlsx_width(s, 0, SHEET_COLUMNS, 9);
	for (uint32_t row = first; row < end; row++) {
		size_t z = (row - first) / CHART_ROWS * side;

		xlsx_height(s, row, ROW_PIXELS * 0.75);
		if ((row - first) % CHART_ROWS != 0)
			continue;
		if (z > 0 && z % (ROWS_A_PAGE * side) == 0)
			breaks[nbreak++] = row;
		for (size_t i = z; i < z + side && i < c->r->nzone; i++) {
			chart_heading(c, s, i);
			if (has_any(c, i, CHART_LINE))
				chart(c, s, i);
		}
	}
	xlsx_page_break(s, breaks, nbreak);
	xlsx_print_area(
	    s, (struct xlsx_area){0, end - 1, 0, SHEET_COLUMNS - 1});
	free(breaks);
}

/* As many sheets of data as Excel's rows ask for. */
static void
name_data(struct charts *c)
{
	const char *name = report_said(c->r, c->d, "name");
	const char *data = c->r->lang == REPORT_ZH ? "数据" : " data";

	c->per = (XLSX_ROWS - 10) / (c->ndays ? c->ndays : 1);
	c->ndata = (c->r->nzone + c->per - 1) / c->per;
	c->data = xcalloc(c->ndata + 1, sizeof *c->data);
	for (size_t i = 0; i < c->ndata; i++) {
		char *wanted = i == 0 ?
				   xasprintf("%s%s", name, data) :
				   xasprintf("%s%s %zu", name, data, i + 1);

		c->data[i] = xlsx_sheet_name(c->r->x, wanted);
		free(wanted);
	}
}

void
report_charts(
    struct report *r, const struct def_section *d, const struct frame *f)
{
	struct charts c = {.r = r, .d = d, .f = f};
	const char *of = def_get(d, "of");

	c.of = frame_col(f, of ? of : "zone_id");
	c.across = frame_col(f, def_get(d, "across"));
	find_lines(&c);
	find_days(&c);
	find_places(&c);
	find_marks(&c, "alarm-scan", "start", 1);
	find_marks(&c, "events", "end", 2);
	name_data(&c);
	chart_sheet(&c);
	report_chart_data(&c);
	strmap_release(&c.index);
	free(c.day);
	free(c.at);
	free(c.mark);
	for (size_t i = 0; i < c.ndata; i++)
		free(c.data[i]);
	free(c.data);
}
