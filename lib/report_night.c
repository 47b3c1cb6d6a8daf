#include "report_part.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

/* Night flow of each zone day by day: charts two abreast, and a sheet with
 * their data. */

static const char *const col[] = {"mnf_m3h", "lnu_m3h", "ubl_m3h", "enf_m3h"};
static const unsigned color[] = {INK, 0x7FB069, 0xA6A6A6, 0xE07B39};

/* The data's first column of values: a date and an axis label stand before. */
enum { LINES = 4, CHART_ROWS = 13, ABREAST = 2, PER_PAGE = 8, FIRST = 2 };

static size_t
days(const struct frame *f, const char **out)
{
	size_t n = 0;

	for (size_t i = 0; i < f->nrow; i++) {
		const char *day = frame_text(f, i, "day");
		size_t k = n;

		while (k > 0 && strcmp(out[k - 1], day) > 0)
			k--;
		if (k > 0 && strcmp(out[k - 1], day) == 0)
			continue;
		memmove(out + k + 1, out + k, (n - k) * sizeof *out);
		out[k] = day;
		n++;
	}
	return n;
}

static void
data_heading(struct report *r, struct xlsx_sheet *s)
{
	static const struct xlsx_look head = {
	    .size = 8, .bold = 1, .color = WHITE, .fill = INK, .align = 'c'};

	xlsx_span(
	    s, (struct xlsx_area){2, 3, 0, 0}, report_term(r, "day"), 0, &head);
	xlsx_span(s, (struct xlsx_area){2, 3, 1, 1},
	    report_word(r, "轴标", "Label"), 0, &head);
	for (size_t z = 0; z < r->nzone; z++) {
		char *name = report_zone_name(r, &r->zone[z]);
		uint16_t c = (uint16_t)(FIRST + LINES * z);

		xlsx_span(s,
		    (struct xlsx_area){2, 2, c, (uint16_t)(c + LINES - 1)},
		    name, 0, &head);
		free(name);
		for (uint16_t k = 0; k < LINES; k++)
			xlsx_text(s, 3, (uint16_t)(c + k),
			    report_term(r, col[k]), &head);
	}
}

/* The row of each zone's figures comes in order of days: one pass. */
static void
data_rows(struct report *r, struct xlsx_sheet *s, const struct frame *f,
    const char **day, size_t n)
{
	static const struct xlsx_look date = {.size = 8,
					  .align = 'c',
					  .line = RULE},
				      cell = {.size = 8,
					  .num = "0.00",
					  .line = RULE};
	size_t z = 0, d = 0;
	char label[16];

	/* One day in seven has a label on the axis, all a date beside it. */
	for (size_t k = 0; k < n; k++) {
		/* a hyphen at which no line breaks */
		snprintf(label, sizeof label, "%.2s\u2011%.2s", day[k] + 5,
		    day[k] + 8);
		xlsx_text(s, 4 + (uint32_t)k, 0, day[k], &date);
		xlsx_text(s, 4 + (uint32_t)k, 1,
		    k % (n > 10 ? 7 : 1) == 0 ? label : "", &date);
	}
	for (size_t i = 0; i < f->nrow; i++) {
		const char *id = frame_text(f, i, "zone_id");
		const char *when = frame_text(f, i, "day");

		for (size_t k = 0; k < r->nzone; k++, z = (z + 1) % r->nzone)
			if (strcmp(r->zone[z].id, id) == 0)
				break;
		for (size_t k = 0; k < n; k++, d = (d + 1) % n)
			if (strcmp(day[d], when) == 0)
				break;
		for (uint16_t k = 0; k < LINES; k++) {
			double v = frame_num(f, i, col[k]);

			if (!isnan(v))
				xlsx_num(s, 4 + (uint32_t)d,
				    (uint16_t)(FIRST + LINES * z + k), v,
				    &cell);
		}
	}
}

static void
chart(struct report *r, struct xlsx_sheet *s, size_t z, size_t n)
{
	struct xlsx_series q[LINES];
	char *name = report_zone_name(r, &r->zone[z]);
	struct xlsx_chart c = {.title = name,
	    .unit = "m³/h",
	    .width = 395,
	    .height = 240,
	    .series = q,
	    .n = LINES};

	for (uint16_t k = 0; k < LINES; k++)
		q[k] = (struct xlsx_series){.name = report_term(r, col[k]),
		    .sheet = r->sheet_data,
		    .row = 4,
		    .row2 = 3 + (uint32_t)n,
		    .x = 1,
		    .y = (uint16_t)(FIRST + LINES * z + k),
		    .color = color[k],
		    .dashed = k == 2};
	xlsx_line_chart(s, 3 + CHART_ROWS * (uint32_t)(z / ABREAST),
	    z % ABREAST ? 6 : 0, &c);
	free(name);
}

static void
charts(struct report *r, const struct frame *f, size_t n)
{
	static const struct xlsx_look none = {
	    .size = 11, .color = GREY, .italic = 1};
	struct xlsx_sheet *s = report_sheet(r,
	    report_word(r, "夜间流量", "Night flow"),
	    report_word(r,
		"夜间最小流量、合法夜间用水量、背景漏失与可消减夜间漏损，m³/h",
		"Minimum night flow, legitimate use, background, excess, m³/h"),
	    0, 0, 1);
	uint32_t *breaks = xcalloc(r->nzone, sizeof *breaks);
	size_t nbreak = 0;

	xlsx_width(s, 0, 12, 9);
	if (f == NULL)
		xlsx_text(s, 3, 0, report_word(r, "未提供该表", "not supplied"),
		    &none);
	for (size_t z = 0; f != NULL && z < r->nzone; z++) {
		if (z > 0 && z % PER_PAGE == 0)
			breaks[nbreak++] =
			    2 + CHART_ROWS * (uint32_t)(z / ABREAST);
		chart(r, s, z, n);
	}
	xlsx_page_break(s, breaks, nbreak);
	free(breaks);
}

void
report_night(struct report *r)
{
	const struct frame *f = frames_find(r->in, "nightflow");
	const char **day;
	struct xlsx_sheet *s;
	size_t n;

	if (f == NULL || f->nrow == 0) {
		charts(r, NULL, 0);
		return;
	}
	day = xcalloc(f->nrow + 1, sizeof *day);
	n = days(f, day);
	charts(r, f, n);
	s = report_sheet(r, r->sheet_data,
	    report_word(r, "夜间流量图表的数据，m³/h",
		"The data of the night-flow charts, m³/h"),
	    1, 0, 3);
	xlsx_width(s, 0, 0, 11);
	xlsx_width(s, 1, 1, 7);
	xlsx_width(s, FIRST, (uint16_t)(FIRST + LINES * r->nzone - 1), 13);
	data_heading(r, s);
	data_rows(r, s, f, day, n);
	xlsx_freeze(s, 4, FIRST);
	free(day);
}
