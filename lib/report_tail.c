#include "report_part.h"

#include <stdlib.h>
#include <string.h>

#include "strmap.h"
#include "term.h"
#include "xalloc.h"

/* What every figure means, and where it comes from. */

static const struct xlsx_look HEAD = {.bold = 1, .color = WHITE, .fill = INK},
			      CELL = {.line = RULE, .wrap = 1, .top = 1},
			      NAME = {.line = RULE,
				  .bold = 1,
				  .wrap = 1,
				  .top = 1},
			      CODE = {.line = RULE, .color = GREY, .top = 1};

static void
heading(struct report *r, struct xlsx_sheet *s, uint32_t row,
    const char *const *zh, const char *const *en, uint16_t n)
{
	for (uint16_t c = 0; c < n; c++)
		xlsx_text(s, row, c, report_word(r, zh[c], en[c]), &HEAD);
}

static void
term_row(
    struct report *r, struct xlsx_sheet *s, uint32_t row, const struct term *t)
{
	xlsx_text(s, row, 0, report_word(r, t->zh, t->en), &NAME);
	xlsx_text(s, row, 1, report_word(r, t->en, t->zh), &CELL);
	xlsx_text(s, row, 2, t->id, &CODE);
	xlsx_text(s, row, 3, t->unit, &CELL);
	xlsx_text(s, row, 4, t->formula, &CELL);
	xlsx_text(s, row, 5, t->source, &CELL);
}

/* The words that stand in the column `flags` of a table. */
static uint32_t
flag_rows(struct report *r, struct xlsx_sheet *s, uint32_t row,
    const struct frame *f, struct strmap *seen)
{
	for (size_t i = 0; i < f->nrow; i++) {
		const char *p = frame_text(f, i, "flags");
		char word[64];
		size_t n;

		for (; *p != '\0'; p += n + (p[n] == ' ')) {
			n = strcspn(p, " ");
			snprintf(word, sizeof word, "%.*s", (int)n, p);
			if (strmap_get(seen, word) >= 0)
				continue;
			strmap_put(seen, word, 1);
			if (term_find(word) != NULL)
				term_row(r, s, row++, term_find(word));
		}
	}
	return row;
}

void
report_meaning(struct report *r)
{
	static const char *const zh[] = {"指标", "英文", "代码", "单位",
	    "公式或含义", "来源"},
				 *const en[] = {"Indicator", "Chinese",
				     "Column", "Unit", "Formula or meaning",
				     "Source"};
	static const double width[] = {34, 30, 18, 9, 52, 24};
	const struct term_table *t = term_table(r->shown);
	struct xlsx_sheet *s = report_sheet(r,
	    report_word(r, "指标说明", "Definitions"),
	    report_word(r, "各列与标记的含义、公式和来源",
		"What the columns and flags mean, by which formula and source"),
	    1, 0, 3);
	struct strmap seen = STRMAP_INIT;
	uint32_t row = 4;

	for (uint16_t c = 0; c < 6; c++)
		xlsx_width(s, c, c, width[c]);
	heading(r, s, 3, zh, en, 6);
	for (size_t i = 0; i < t->ncol; i++)
		term_row(r, s, row++, term_find(t->col[i]));
	row++;
	for (size_t i = 0; i < r->in->n; i++)
		row = flag_rows(r, s, row, &r->in->frame[i], &seen);
	xlsx_freeze(s, 4, 0);
	strmap_release(&seen);
}

void
report_sources(struct report *r)
{
	static const char *const zh[] = {"文件", "表", "行数"}, *const en[] = {
								    "File",
								    "Table",
								    "Rows"};
	static const struct xlsx_look count = {.line = RULE, .num = "#,##0"};
	struct xlsx_sheet *s = report_sheet(r,
	    report_word(r, "数据来源", "Sources"),
	    report_word(r, "本工作簿由下列表格排版而成，不含任何计算",
		"This workbook lays out the tables below and computes nothing"),
	    0, 1, 3);
	uint32_t row = 4;

	xlsx_width(s, 0, 0, 44);
	xlsx_width(s, 1, 1, 28);
	xlsx_width(s, 2, 2, 12);
	heading(r, s, 3, zh, en, 3);
	for (size_t i = 0; i < r->in->nsource; i++, row++) {
		const struct frame_source *q = &r->in->source[i];

		xlsx_text(s, row, 0,
		    strcmp(q->file, "-") == 0 ?
			report_word(r, "标准输入", "standard input") :
			q->file,
		    &CELL);
		xlsx_text(s, row, 1, q->table, &CELL);
		xlsx_num(s, row, 2, (double)q->rows, &count);
	}
	row++;
	xlsx_text(s, row, 0, report_word(r, "时段", "Period"), &NAME);
	xlsx_text(s, row++, 1, r->period, &CELL);
	xlsx_text(
	    s, row, 0, report_word(r, "程序版本", "Program version"), &NAME);
	xlsx_text(s, row, 1, r->o->version, &CELL);
}
