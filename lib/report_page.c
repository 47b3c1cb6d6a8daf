#include "report_page.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report_period.h"
#include "report_word.h"
#include "textwidth.h"
#include "xalloc.h"

/* 1 if the balance has rows of the period, and calls each of them final. */
static int
all_billed(const struct report *r)
{
	const struct frame *f = frames_find(r->in, "waterbalance --kpi");
	int state = f ? frame_col(f, "bill_state") : -1, rows = 0;

	for (size_t i = 0; state >= 0 && i < f->nrow; i++) {
		if (!report_is_current(r, f, i))
			continue;
		if (strcmp(frame_at(f, i, state), "final") != 0)
			return 0;
		rows++;
	}
	return rows > 0;
}

const char *
report_state(const struct report *r)
{
	return r->o->final || all_billed(r) ?
		   report_word(r, "正式", "final") :
		   report_word(r, "暂定", "provisional");
}

struct xlsx_sheet *
report_sheet(struct report *r, const struct def_section *d, const char *name,
    const char *zh, const char *en, int repeat_to)
{
	static const struct xlsx_look title = {.size = 16,
					  .bold = 1,
					  .color = INK},
				      sub = {.size = 9, .color = GREY};
	struct xlsx_sheet *s = xlsx_sheet(r->x, name);
	char *sheet = xasprintf("%s", xlsx_name(s));
	struct xlsx_page page = {.landscape = def_yes(d, "landscape", 0),
	    .one_page = def_yes(d, "one_page", 0),
	    .repeat_from = 0,
	    .repeat_to = repeat_to,
	    .header = report_state(r),
	    .footer_left = r->title,
	    .footer_mid =
		r->lang == REPORT_ZH ? "第 &P 页，共 &N 页" : "&P / &N",
	    .footer_right = sheet};

	xlsx_height(s, 0, 26);
	xlsx_text(s, 0, 0, r->title, &title);
	xlsx_text(s, 1, 0, r->lang == REPORT_EN ? en : zh, &sub);
	if (r->lang == REPORT_BOTH)
		xlsx_text(s, 2, 0, en, &sub);
	xlsx_page(s, &page);
	free(sheet);
	return s;
}

struct xlsx_sheet *
report_sheet_named(struct report *r, const struct def_section *d,
    const char *name, int repeat_to)
{
	const char *zh = def_word(d, "about", 1), *en = def_word(d, "about", 0);

	return report_sheet(r, d, name, zh ? zh : "", en ? en : "", repeat_to);
}

struct xlsx_sheet *
report_sheet_of(struct report *r, const struct def_section *d, int repeat_to)
{
	return report_sheet_named(r, d, report_said(r, d, "name"), repeat_to);
}

/* One note over the columns of the sheet, as high as it needs. */
static void
note_line(struct xlsx_sheet *s, uint32_t row, const char *text, double wide,
    size_t ncol)
{
	static const struct xlsx_look small = {
	    .size = 8, .color = GREY, .wrap = 1, .top = 1};
	double lines = ceil(textwidth(text) * 0.85 / wide);

	xlsx_height(s, row, 3 + 11 * (lines < 1 ? 1 : lines));
	xlsx_span(s, (struct xlsx_area){row, row, 0, (uint16_t)(ncol - 1)},
	    text, 0, &small);
}

/* Notes parted by |, from `row` on; the row after them. */
static uint32_t
note_lines(
    struct xlsx_sheet *s, uint32_t row, const char *p, double wide, size_t ncol)
{
	while (p != NULL && *p != '\0') {
		size_t n = strcspn(p, "|");
		char *line = xstrndup(p, n);

		note_line(s, row++, line, wide, ncol);
		free(line);
		p += n + (p[n] == '|');
		p += strspn(p, " ");
	}
	return row;
}

/* How many lines a note has. */
static size_t
count_lines(const char *p)
{
	size_t n = p != NULL && *p != '\0';

	for (; n > 0 && *p != '\0'; p++)
		n += *p == '|' && p[1 + strspn(p + 1, " ")] != '\0';
	return n;
}

size_t
report_note_rows(const struct report *r, const struct def_section *d)
{
	const char *zh = def_word(d, "note", 1), *en = def_word(d, "note", 0);

	return (r->lang != REPORT_EN ? count_lines(zh) : 0) +
	       (r->lang == REPORT_EN || (r->lang == REPORT_BOTH && en != zh) ?
		       count_lines(en) :
		       0);
}

uint32_t
report_notes(struct report *r, const struct def_section *d,
    struct xlsx_sheet *s, uint32_t row, const double *width, size_t ncol)
{
	const char *zh = def_word(d, "note", 1), *en = def_word(d, "note", 0);
	double wide = 0;

	for (size_t i = 0; i < ncol; i++)
		wide += width[i];
	if (r->lang != REPORT_EN)
		row = note_lines(s, row, zh, wide, ncol);
	if (r->lang == REPORT_EN || (r->lang == REPORT_BOTH && en != zh))
		row = note_lines(s, row, en, wide, ncol);
	return row;
}

void
report_fit_row(struct xlsx_sheet *s, uint32_t row, const char *const *text,
    const double *width, size_t n)
{
	double lines = 1;

	for (size_t i = 0; i < n; i++) {
		double k = textwidth_lines(text[i], width[i]);

		lines = k > lines ? k : lines;
	}
	xlsx_height(s, row, 3 + 12 * lines);
}

const struct def_section *
report_find_sheet(const struct report *r, const char *layout)
{
	for (size_t i = 0; i < r->def->n; i++) {
		const struct def_section *d = &r->def->section[i];
		const char *is = def_get(d, "layout");

		if (d->kind == DEF_SHEET &&
		    strcmp(is ? is : "table", layout) == 0)
			return d;
	}
	return NULL;
}
