#include "report_part.h"

#include <stdlib.h>
#include <string.h>

#include "strmap.h"
#include "report_page.h"
#include "report_word.h"
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

enum { TERM_COLUMNS = 6 };

static const double term_width[TERM_COLUMNS] = {34, 30, 18, 12, 52, 24};

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
	static const struct xlsx_look *const look[TERM_COLUMNS] = {
	    &NAME, &CELL, &CODE, &CELL, &CELL, &CELL};
	int en = r->lang == REPORT_EN;
	const char *const text[TERM_COLUMNS] = {en ? t->en : t->zh,
	    en ? t->zh : t->en, t->id, report_unit(r, t->unit),
	    report_prose(r, t->formula), t->source};

	report_fit_row(s, row, text, term_width, TERM_COLUMNS);
	for (uint16_t c = 0; c < TERM_COLUMNS; c++)
		xlsx_text(s, row, c, text[c], look[c]);
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

/* The columns of every table that was supplied, each once. */
static uint32_t
column_rows(
    struct report *r, struct xlsx_sheet *s, uint32_t row, struct strmap *seen)
{
	for (size_t i = 0; i < r->in->n; i++)
		for (size_t k = 0; k < r->in->frame[i].ncol; k++) {
			const char *id = r->in->frame[i].col[k];

			if (strmap_get(seen, id) >= 0 || term_find(id) == NULL)
				continue;
			strmap_put(seen, id, 1);
			term_row(r, s, row++, term_find(id));
		}
	return row;
}

void
report_meaning(struct report *r, const struct def_section *d)
{
	static const char *const zh[] = {"指标", "英文", "代码", "单位",
	    "公式或含义", "来源"},
				 *const en[] = {"Indicator", "Chinese",
				     "Column", "Unit", "Formula or meaning",
				     "Source"};
	struct xlsx_sheet *s = report_sheet_of(r, d, (int)r->top + 1);
	struct strmap seen = STRMAP_INIT;
	uint32_t row = r->top + 2;

	for (uint16_t c = 0; c < TERM_COLUMNS; c++)
		xlsx_width(s, c, c, term_width[c]);
	heading(r, s, row - 1, zh, en, TERM_COLUMNS);
	row = column_rows(r, s, row, &seen);
	row++;
	for (size_t i = 0; i < r->in->n; i++)
		row = flag_rows(r, s, row, &r->in->frame[i], &seen);
	xlsx_freeze(s, r->top + 2, 0);
	xlsx_print_area(s, (struct xlsx_area){0, row, 0, TERM_COLUMNS - 1});
	strmap_release(&seen);
}

static void
source_row(struct report *r, struct xlsx_sheet *s, uint32_t row,
    const struct frame_source *q)
{
	static const struct xlsx_look count = {
	    .line = RULE, .num = "#,##0", .top = 1};
	int is_stdin = strcmp(q->file, "-") == 0;

	xlsx_text(s, row, 0,
	    is_stdin ? report_word(r, "标准输入", "standard input") : q->file,
	    &CELL);
	xlsx_text(s, row, 1, q->table, &CELL);
	xlsx_num(s, row, 2, (double)q->rows, &count);
	xlsx_text(s, row, 3, q->sha256, &CODE);
}

/* What else the bytes depend on. */
static void
provenance(struct report *r, struct xlsx_sheet *s, uint32_t row)
{
	const char *base = strrchr(r->def->path, '/');
	const char *const lines[][2] = {
	    {report_word(r, "时段", "Period"), r->period},
	    {report_word(r, "数据状态", "State"), report_state(r)},
	    {report_word(r, "报表定义", "Definition"),
		base ? base + 1 : r->def->path},
	    {"SHA-256", r->def->text_sha256},
	    {report_word(r, "程序版本", "Program version"), r->o->version}};

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		xlsx_text(s, row, 0, lines[i][0], &NAME);
		xlsx_text(s, row++, 1, lines[i][1], &CODE);
	}
}

void
report_sources(struct report *r, const struct def_section *d)
{
	static const char *const zh[] = {"文件", "表", "行数", "SHA-256"};
	static const char *const en[] = {"File", "Table", "Rows", "SHA-256"};
	struct xlsx_sheet *s = report_sheet_of(r, d, (int)r->top + 1);
	uint32_t row = r->top + 2;

	xlsx_width(s, 0, 0, 44);
	xlsx_width(s, 1, 1, 28);
	xlsx_width(s, 2, 2, 12);
	xlsx_width(s, 3, 3, 64);
	heading(r, s, row - 1, zh, en, 4);
	for (size_t i = 0; i < r->in->nsource; i++)
		source_row(r, s, row++, &r->in->source[i]);
	provenance(r, s, row + 1);
	xlsx_print_area(s, (struct xlsx_area){0, row + 6, 0, 3});
}
