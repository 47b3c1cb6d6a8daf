#include "report_part.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "strmap.h"
#include "report_data.h"
#include "report_page.h"
#include "report_word.h"
#include "report_zone.h"
#include "term.h"
#include "xalloc.h"

/* A chart for each zone, two abreast, and a sheet with their data: a row for
 * each day or period, some columns for each zone. */

enum { CHART_ROWS = 14, ABREAST = 2, PER_PAGE = 8, FIRST = 2, SERIES = 10 };

static const unsigned colours[] = {
    INK, 0x7FB069, 0xA6A6A6, 0xE07B39, 0x8E6BBF, 0x3AA6B9};

/* One column of a zone's data. */
struct line {
	char id[48]; /* of the frame; "" for marks */
	int col;
	char bound, mark; /* 1: drawn thin; 'a' alarms, 'r' repairs */
};

struct charts {
	struct report *r;
	const struct def_section *d;
	const struct frame *f;
	struct line line[SERIES];
	size_t n;
	int of, across;
	const char **day; /* the distinct values of `across` */
	size_t ndays;
	struct strmap index; /* of a day */
	long *at;	     /* frame row by zone and day, or -1 */
	char *mark;	     /* by zone and day: 1 alarm, 2 repair */
	const char *data;    /* name of the data's sheet */
};

uint32_t
report_chart_row(size_t k)
{
	return 3 + CHART_ROWS * (uint32_t)(k / ABREAST);
}

/* --- what is drawn --- */

static void
push_line(struct charts *c, const char *id, char bound, char mark)
{
	struct line *l = &c->line[c->n];

	if (c->n == SERIES)
		return;
	snprintf(l->id, sizeof l->id, "%s", id);
	l->col = frame_col(c->f, id);
	l->bound = bound;
	l->mark = mark;
	if (l->col >= 0)
		c->n++;
}

static void
find_lines(struct charts *c)
{
	const char *p = def_get(c->d, "lines"), *q = def_get(c->d, "bounds");
	const char *m = def_get(c->d, "marks");
	struct def_item item, first;
	int lo, hi;

	while (def_next(&p, &item))
		push_line(c, item.name, 0, 0);
	while (q != NULL && def_next(&q, &item)) {
		report_bounds(c->f, item.name, &lo, &hi);
		if (lo < 0 || hi < 0)
			continue;
		push_line(c, c->f->col[lo], 1, 0);
		push_line(c, c->f->col[hi], 1, 0);
	}
	/* Marks stand on the first line. */
	p = def_get(c->d, "lines");
	def_next(&p, &first);
	while (m != NULL && def_next(&m, &item))
		if (frames_find(c->r->in, item.name) != NULL)
			push_line(c, first.name, 0,
			    strcmp(item.name, "events") == 0 ? 'r' : 'a');
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void
find_days(struct charts *c)
{
	size_t kept = 0;

	c->day = xcalloc(c->f->nrow + 1, sizeof *c->day);
	for (size_t i = 0; i < c->f->nrow; i++) {
		const char *day = frame_at(c->f, i, c->across);

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

		if (z >= 0 && k >= 0)
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

/* --- the data --- */

static const char *
line_name(const struct charts *c, const struct line *l)
{
	return l->mark == 'a' ? report_word(c->r, "报警", "Alarm") :
	       l->mark == 'r' ? report_word(c->r, "修复", "Repair") :
				report_term(c->r, l->id);
}

static void
data_heading(struct charts *c, struct xlsx_sheet *s)
{
	static const struct xlsx_look head = {
	    .size = 8, .bold = 1, .color = WHITE, .fill = INK, .align = 'c'};
	struct report *r = c->r;

	xlsx_text(s, 2, 0, "", &head);
	xlsx_text(s, 2, 1, "", &head);
	for (size_t z = 0; z < r->nzone; z++) {
		char *name = report_zone_name(&r->zone[z]);
		uint16_t col = (uint16_t)(FIRST + c->n * z);

		xlsx_span(s,
		    (struct xlsx_area){2, 2, col, (uint16_t)(col + c->n - 1)},
		    name, 0, &head);
		free(name);
	}
	xlsx_text(s, 3, 0, report_term(r, c->f->col[c->across]), &head);
	xlsx_text(s, 3, 1, report_word(r, "轴标", "Label"), &head);
	for (size_t z = 0; z < r->nzone; z++)
		for (size_t k = 0; k < c->n; k++)
			xlsx_text(s, 3, (uint16_t)(FIRST + c->n * z + k),
			    line_name(c, &c->line[k]), &head);
}

/* One day in seven has a label on the axis, all a date beside it. */
static void
data_label(struct charts *c, struct xlsx_sheet *s, size_t k,
    const struct xlsx_look *look)
{
	const char *day = c->day[k];
	int daily = strcmp(c->f->col[c->across], "day") == 0;
	char label[24] = "";

	/* a hyphen at which no line breaks */
	if (!daily)
		snprintf(label, sizeof label, "%.4s\u2011%.2s", day, day + 5);
	else if (k % (c->ndays > 10 ? 7 : 1) == 0)
		snprintf(
		    label, sizeof label, "%.2s\u2011%.2s", day + 5, day + 8);
	xlsx_text(s, 4 + (uint32_t)k, 0, day, look);
	xlsx_text(s, 4 + (uint32_t)k, 1, label, look);
}

static void
data_row(struct charts *c, struct xlsx_sheet *s, size_t k)
{
	static const struct xlsx_look date = {
	    .size = 8, .align = 'c', .line = RULE};
	static const struct xlsx_look cell = {
	    .size = 8, .num = "0.00", .line = RULE};

	data_label(c, s, k, &date);
	for (size_t z = 0; z < c->r->nzone; z++) {
		size_t place = z * c->ndays + k;

		for (size_t i = 0; i < c->n && c->at[place] >= 0; i++) {
			const struct line *l = &c->line[i];
			double v =
			    frame_num_at(c->f, (size_t)c->at[place], l->col);
			char bit = l->mark == 'a' ? 1 : l->mark == 'r' ? 2 : 0;

			if (!isnan(v) && (bit == 0 || (c->mark[place] & bit)))
				xlsx_num(s, 4 + (uint32_t)k,
				    (uint16_t)(FIRST + c->n * z + i), v, &cell);
		}
	}
}

static void
data_sheet(struct charts *c)
{
	const char *about =
	    report_word(c->r, "图表的数据", "The data of the charts");
	struct xlsx_sheet *s = report_sheet(c->r, c->d, c->data, about, 3);
	uint16_t last = (uint16_t)(FIRST + c->n * c->r->nzone - 1);

	xlsx_width(s, 0, 0, 11);
	xlsx_width(s, 1, 1, 8);
	xlsx_width(s, FIRST, last, 15);
	data_heading(c, s);
	for (size_t k = 0; k < c->ndays; k++)
		data_row(c, s, k);
	xlsx_freeze(s, 4, FIRST);
	xlsx_print_area(
	    s, (struct xlsx_area){0, 3 + (uint32_t)c->ndays, 0, last});
}

/* --- the charts --- */

static struct xlsx_series
series(const struct charts *c, size_t z, size_t k)
{
	const struct line *l = &c->line[k];

	return (struct xlsx_series){.name = line_name(c, l),
	    .sheet = c->data,
	    .row = 4,
	    .row2 = 3 + (uint32_t)c->ndays,
	    .x = 1,
	    .y = (uint16_t)(FIRST + c->n * z + k),
	    .color = l->mark == 'a' ? DARK_RED :
		     l->mark == 'r' ? DARK_GREEN :
		     l->bound	    ? 0x8FAADC :
				      colours[k % 6],
	    .dashed = strstr(l->id, "target") != NULL ||
		      strcmp(l->id, "ubl_m3h") == 0,
	    .thin = l->bound,
	    .unnamed = l->bound,
	    .markers = c->ndays < 20 && !l->bound && !l->mark,
	    .only_markers = (char)(l->mark == 'a' ? 't' :
				   l->mark == 'r' ? 'd' :
						    0)};
}

/* Is there anything to draw? */
static int
has_figures(const struct charts *c, size_t z)
{
	for (size_t k = 0; k < c->ndays; k++)
		for (size_t i = 0; i < c->n; i++)
			if (c->at[z * c->ndays + k] >= 0 &&
			    !isnan(frame_num_at(c->f,
				(size_t)c->at[z * c->ndays + k],
				c->line[i].col)))
				return 1;
	return 0;
}

static void
chart(struct charts *c, struct xlsx_sheet *s, size_t z)
{
	struct xlsx_series q[SERIES];
	char *name = report_zone_name(&c->r->zone[z]);
	const struct term *t = term_find(c->line[0].id);
	struct xlsx_chart out = {.title = name,
	    .unit = t ? t->unit : "",
	    .width = 395,
	    .height = 240,
	    .series = q,
	    .n = c->n};

	for (size_t k = 0; k < c->n; k++)
		q[k] = series(c, z, k);
	xlsx_line_chart(s, report_chart_row(z) + 1, z % ABREAST ? 6 : 0, &out);
	free(name);
}

/* The way back to the table, above each chart. */
static void
chart_heading(struct charts *c, struct xlsx_sheet *s, size_t z)
{
	static const struct xlsx_look link = {.size = 8, .color = 0x2F5597};
	static const struct xlsx_look none = {.italic = 1, .color = GREY};
	const struct def_section *to = report_find_sheet(c->r, "table");
	uint16_t col = z % ABREAST ? 6 : 0;
	char *text;

	if (to == NULL || def_get(to, "each") != NULL)
		return;
	text = xasprintf("↑ %s", def_word(to, "name", c->r->zh));
	xlsx_link(s, report_chart_row(z), col, def_word(to, "name", c->r->zh),
	    0, text, &link);
	free(text);
	if (!has_figures(c, z)) {
		char *name = report_zone_name(&c->r->zone[z]);

		text = xasprintf(
		    "%s: %s", name, report_word(c->r, "无数据", "no data"));
		xlsx_text(
		    s, report_chart_row(z), (uint16_t)(col + 2), text, &none);
		free(text);
		free(name);
	}
}

static void
chart_sheet(struct charts *c)
{
	struct xlsx_sheet *s = report_sheet_of(c->r, c->d, 1);
	uint32_t *breaks = xcalloc(c->r->nzone + 1, sizeof *breaks);
	size_t nbreak = 0;

	xlsx_width(s, 0, 12, 9);
	for (size_t z = 0; z < c->r->nzone; z++) {
		if (z > 0 && z % PER_PAGE == 0)
			breaks[nbreak++] = report_chart_row(z);
		chart_heading(c, s, z);
		if (has_figures(c, z))
			chart(c, s, z);
	}
	xlsx_page_break(s, breaks, nbreak);
	xlsx_print_area(s, (struct xlsx_area){0,
			       report_chart_row(c->r->nzone + 1) - 1, 0, 11});
	free(breaks);
}

void
report_charts(
    struct report *r, const struct def_section *d, const struct frame *f)
{
	struct charts c = {.r = r, .d = d, .f = f};
	const char *of = def_get(d, "of");
	char *wanted = xasprintf("%s%s", def_word(d, "name", r->zh),
	    report_word(r, "数据", " data"));
	char *data = xlsx_sheet_name(r->x, wanted);

	c.of = frame_col(f, of ? of : "zone_id");
	c.across = frame_col(f, def_get(d, "across"));
	c.data = data;
	find_lines(&c);
	find_days(&c);
	find_places(&c);
	find_marks(&c, "alarm-scan", "start", 1);
	find_marks(&c, "events", "end", 2);
	/* Excel has no more columns: the zones that fit. */
	if (FIRST + c.n * r->nzone <= XLSX_COLUMNS) {
		chart_sheet(&c);
		data_sheet(&c);
	}
	strmap_release(&c.index);
	free(c.day);
	free(c.at);
	free(c.mark);
	free(data);
	free(wanted);
}
