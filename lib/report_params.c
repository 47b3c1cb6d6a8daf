#include "report_part.h"

#include <stdlib.h>
#include <string.h>

#include "param.h"
#include "report_data.h"
#include "report_page.h"
#include "report_word.h"
#include "report_zone.h"
#include "xalloc.h"

/* Every parameter: its values on record and where they hold, else its default.
 * What --set changed in one run is not known here. */

static const struct xlsx_look HEAD = {.bold = 1, .color = WHITE, .fill = INK},
			      NAME = {.line = RULE, .bold = 1},
			      CELL = {.line = RULE, .wrap = 1, .indent = 1},
			      SET = {.line = RULE, .bold = 1, .align = 'r'},
			      USUAL = {
				  .line = RULE, .color = GREY, .align = 'r'};

enum { COLUMNS = 6 };

static const double width[COLUMNS] = {26, 14, 18, 12, 60, 36};

static void
put_row(struct report *r, struct xlsx_sheet *s, uint32_t row,
    const struct param *p, const struct frame *f, long at)
{
	const char *zone = at < 0 ? "" : frame_text(f, (size_t)at, "zone_id");
	const char *from =
	    at < 0 ? "" : frame_text(f, (size_t)at, "valid_from");
	const char *value = at >= 0  ? frame_text(f, (size_t)at, "value") :
			    p->value ? p->value :
				       "—";
	const char *where = at < 0 && p->value ?
				report_word(r, "缺省值", "default") :
			    at < 0 ? report_word(r, "未设定", "not set") :
			    *zone  ? zone :
				     report_word(r, "全部分区", "all zones");

	const char *note = at < 0 ? "" : frame_text(f, (size_t)at, "note");
	const char *const text[COLUMNS] = {
	    p->name, value, where, from, report_prose(r, p->meaning), note};
	const struct xlsx_look *const look[COLUMNS] = {
	    &NAME, at < 0 ? &USUAL : &SET, &CELL, &CELL, &CELL, &CELL};

	report_fit_row(s, row, text, width, COLUMNS);
	for (uint16_t c = 0; c < COLUMNS; c++)
		xlsx_text(s, row, c, text[c], look[c]);
}

static void
heading(struct report *r, struct xlsx_sheet *s, uint32_t row)
{
	static const char *const zh[COLUMNS] = {
	    "参数", "取值", "设定于", "起始日", "含义", "备注"};
	static const char *const en[COLUMNS] = {
	    "Parameter", "Value", "Set for", "From", "Meaning", "Note"};
	for (uint16_t c = 0; c < COLUMNS; c++) {
		xlsx_width(s, c, c, width[c]);
		xlsx_text(s, row, c, report_word(r, zh[c], en[c]), &HEAD);
	}
}

void
report_parameters(struct report *r, const struct def_section *d)
{
	const struct frame *f = frames_find(r->in, "params");
	struct xlsx_sheet *s = report_sheet_of(r, d, (int)r->top);
	uint32_t row = r->top + 1;

	heading(r, s, r->top);
	for (const struct param *p = param_all; f != NULL && p->name; p++) {
		uint32_t first = row;

		for (size_t i = 0; i < f->nrow; i++)
			if (strcmp(frame_text(f, i, "name"), p->name) == 0)
				put_row(r, s, row++, p, f, (long)i);
		if (row == first)
			put_row(r, s, row++, p, f, -1);
	}
	if (f == NULL) {
		char *text = xasprintf(
		    "%s: params", report_word(r, "未提供该表", "not supplied"));

		xlsx_text(s, row++, 0, text, &CELL);
		free(text);
	}
	xlsx_freeze(s, r->top + 1, 1);
	xlsx_filter(s, (struct xlsx_area){r->top, row - 1, 0, COLUMNS - 1});
	row = report_notes(r, d, s, row, width, COLUMNS);
	xlsx_print_area(s, (struct xlsx_area){0, row - 1, 0, COLUMNS - 1});
}
