/*
 * Charts of a workbook: lines, and areas below them.
 */
#include "xlsx_private.h"

#include <stdlib.h>

#include "xalloc.h"

/* Series are areas below, then lines: the library draws one kind in a chart, so
 * the chart of areas is made right behind the chart of lines and writes itself
 * into it, on the same axes.  It keeps the other's own writer meanwhile. */
static void
write_both(lxw_chart *lines)
{
	lxw_chart *areas = STAILQ_NEXT(lines, list_pointers);

	areas->file = lines->file;
	areas->id = lines->id;
	areas->write_chart_type(areas);
	lines->axis_id_1 = areas->axis_id_1;
	lines->axis_id_2 = areas->axis_id_2;
	lines->series_index = areas->series_index;
	areas->write_plot_area(lines);
}

static lxw_chart *
add_areas(struct xlsx *x, lxw_chart *lines)
{
	lxw_chart *areas = workbook_add_chart(x->wb, LXW_CHART_AREA_STACKED);

	areas->write_plot_area = lines->write_chart_type;
	lines->write_chart_type = write_both;
	return areas;
}

static void
add_area(lxw_chart *areas, const struct xlsx_series *q)
{
	lxw_chart_series *out = chart_add_series(areas, NULL, NULL);
	lxw_chart_fill fill = {.color = q->color, .none = q->area == 'n'};
	lxw_chart_line line = {.none = LXW_TRUE};

	chart_series_set_categories(out, q->sheet, q->row, q->x, q->row2, q->x);
	chart_series_set_values(out, q->sheet, q->row, q->y, q->row2, q->y);
	chart_series_set_name(out, q->name);
	chart_series_set_fill(out, &fill);
	chart_series_set_line(out, &line);
}

static void
add_series(lxw_chart *chart, const struct xlsx_series *q)
{
	lxw_chart_series *out = chart_add_series(chart, NULL, NULL);
	lxw_chart_line line = {.color = q->color, .width = 1.75f};

	lxw_chart_fill fill = {.color = q->color};

	if (q->dashed)
		line.dash_type = LXW_CHART_LINE_DASH_DASH;
	if (q->thin)
		line.dash_type = LXW_CHART_LINE_DASH_ROUND_DOT;
	line.width = q->thin ? 0.75f : q->dashed ? 1.25f : line.width;
	line.none = q->only_markers != 0;
	chart_series_set_categories(out, q->sheet, q->row, q->x, q->row2, q->x);
	chart_series_set_values(out, q->sheet, q->row, q->y, q->row2, q->y);
	chart_series_set_name(out, q->name);
	chart_series_set_line(out, &line);
	if (q->markers || q->only_markers) {
		line.none = 0;
		chart_series_set_marker_type(
		    out, q->only_markers == 'd' ? LXW_CHART_MARKER_DIAMOND :
			 q->only_markers	? LXW_CHART_MARKER_TRIANGLE :
						  LXW_CHART_MARKER_CIRCLE);
		chart_series_set_marker_size(out, q->only_markers ? 8 : 5);
		chart_series_set_marker_fill(out, &fill);
		chart_series_set_marker_line(out, &line);
	}
}

/* Areas first, as they lie below; what has no name is not in the legend. */
static void
add_all(struct xlsx *x, lxw_chart *chart, const struct xlsx_chart *c)
{
	int16_t *unnamed = xcalloc(c->n + 1, sizeof *unnamed), k = 0;
	lxw_chart *areas = NULL;
	size_t n = 0;

	for (int lines = 0; lines < 2; lines++)
		for (size_t i = 0; i < c->n; i++) {
			const struct xlsx_series *q = &c->series[i];

			if ((q->area == 0) != lines)
				continue;
			if (lines)
				add_series(chart, q);
			else
				add_area(
				    areas = areas ? areas : add_areas(x, chart),
				    q);
			if (q->unnamed)
				unnamed[n++] = k;
			k++;
		}
	unnamed[n] = -1;
	if (n > 0)
		chart_legend_delete_series(chart, unnamed);
	free(unnamed);
}

static void
set_axes(const struct xlsx *x, lxw_chart *chart, const struct xlsx_chart *c)
{
	lxw_chart_font small = {
	    .name = (char *)x->font, .size = 8, .color = 0x595959};
	lxw_chart_line grid = {.color = 0xE3E6EA, .width = 0.5f};
	lxw_chart_line axis = {.color = 0xA6A6A6, .width = 0.75f};
	lxw_chart_line hidden = {.none = LXW_TRUE};

	chart_axis_set_num_font(chart->x_axis, &small);
	chart_axis_set_num_font(chart->y_axis, &small);
	chart_axis_set_name(chart->y_axis, c->unit);
	chart_axis_set_name_font(chart->y_axis, &small);
	chart_axis_major_gridlines_set_line(chart->y_axis, &grid);
	chart_axis_set_line(chart->x_axis, &axis);
	chart_axis_set_line(chart->y_axis, &hidden);
	chart_axis_set_label_position(
	    chart->x_axis, LXW_CHART_AXIS_LABEL_POSITION_LOW);
}

void
xlsx_line_chart(struct xlsx_sheet *s, uint32_t row, uint16_t col,
    const struct xlsx_chart *c)
{
	lxw_chart *chart = workbook_add_chart(s->x->wb, LXW_CHART_LINE);
	lxw_chart_font title = {.name = (char *)s->x->font,
	    .size = 10,
	    .bold = 1,
	    .color = 0x1F3864};
	lxw_chart_font small = {
	    .name = (char *)s->x->font, .size = 8, .color = 0x595959};
	lxw_chart_line frame = {.color = 0xD9D9D9, .width = 0.75f};
	/* 64 x 20 pixels and 480 x 288 are the library's units. */
	lxw_chart_options o = {
	    .x_scale = c->width / 480.0, .y_scale = c->height / 288.0};

	add_all(s->x, chart, c);
	chart_title_set_name(chart, c->title);
	chart_title_set_name_font(chart, &title);
	chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
	chart_legend_set_font(chart, &small);
	chart_chartarea_set_line(chart, &frame);
	set_axes(s->x, chart, c);
	worksheet_insert_chart_opt(xlsx_at_rest(s), row, col, chart, &o);
}
