#include "report_part.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "term.h"
#include "xalloc.h"

/* --- key figures --- */

static const char *
grade_word(const struct report *r, const char *grade)
{
	return strcmp(grade, "1") == 0	  ? report_term(r, "grade_1") :
	       strcmp(grade, "2") == 0	  ? report_term(r, "grade_2") :
	       strcmp(grade, "fail") == 0 ? report_term(r, "grade_fail") :
					    "—";
}

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

/* The unit belongs to the value's format. */
static void
draw_card(struct report *r, struct xlsx_sheet *s, struct xlsx_area a,
    const struct frame *f, size_t frow, const struct card *c)
{
	struct xlsx_look name = {.size = 9,
			     .color = GREY,
			     .fill = PALE,
			     .align = 'c'},
			 value = {.size = 15,
			     .bold = 1,
			     .color = INK,
			     .fill = PALE,
			     .align = 'c',
			     .num = c->num},
			 note = {.size = 8,
			     .color = GREY,
			     .fill = PALE,
			     .align = 'c',
			     .line = INK};
	double v = frame_num(f, frow, c->col);
	char *text = NULL, lo[48], hi[48];

	xlsx_span(s, a, report_term(r, c->col), 0, &name);
	a.row++, a.row2++;
	if (c->grade)
		xlsx_span(s, a, grade_word(r, frame_text(f, frow, c->col)), 0,
		    &value);
	else
		xlsx_span(s, a, isnan(v) ? "—" : NULL, v, &value);
	a.row++, a.row2++;
	if (c->lo != NULL && *frame_text(f, frow, c->lo))
		text = xasprintf("%s %s – %s",
		    report_word(r, "95 % 区间", "95 %:"),
		    grouped(frame_num(f, frow, c->lo), fabs(v), lo),
		    grouped(frame_num(f, frow, c->hi), fabs(v), hi));
	xlsx_span(s, a, text ? text : "", 0, &note);
	free(text);
}

void
report_cards(struct report *r, struct xlsx_sheet *s, uint32_t row, int columns,
    const struct frame *f, size_t frow, const struct card *c, size_t n)
{
	xlsx_height(s, row, 16);
	xlsx_height(s, row + 1, 28);
	xlsx_height(s, row + 2, 15);
	for (size_t i = 0; i < n; i++) {
		struct xlsx_area a = {row, row,
		    (uint16_t)(i * (size_t)columns / n),
		    (uint16_t)((i + 1) * (size_t)columns / n - 1)};

		draw_card(r, s, a, f, frow, &c[i]);
	}
}

/* --- the heading --- */

static const struct xlsx_look HEAD = {.size = 9,
    .bold = 1,
    .color = WHITE,
    .fill = INK,
    .align = 'c',
    .wrap = 1,
    .line = WHITE};
static const struct xlsx_look SUBHEAD = {
    .size = 8, .color = WHITE, .fill = INK, .align = 'c', .line = WHITE};

static int
columns_of(const struct rcol *c)
{
	return c->lo ? 3 : 1;
}

static void
head(struct report *r, struct xlsx_sheet *s, uint32_t row, uint16_t col,
    const struct rcol *c)
{
	const struct term *t = term_find(c->id);
	char *text =
	    t && *t->unit ?
		xasprintf("%s\n%s", report_term(r, c->id), t->unit) :
		xstrdup(c->kind == RC_ID ? report_word(r, "编号", "Id") :
					   report_term(r, c->id));
	struct xlsx_area a = {row, row + (c->lo == NULL), col,
	    (uint16_t)(col + columns_of(c) - 1)};

	xlsx_span(s, a, text, 0, &HEAD);
	if (c->lo != NULL) {
		xlsx_text(
		    s, row + 1, col, report_word(r, "数值", "value"), &SUBHEAD);
		xlsx_text(s, row + 1, (uint16_t)(col + 1),
		    report_word(r, "下限", "low"), &SUBHEAD);
		xlsx_text(s, row + 1, (uint16_t)(col + 2),
		    report_word(r, "上限", "high"), &SUBHEAD);
		xlsx_width(s, (uint16_t)(col + 1), (uint16_t)(col + 2),
		    c->width * 0.85);
	}
	if (t != NULL && *t->formula)
		xlsx_note(s, row, col, t->formula);
	xlsx_width(s, col, col, c->width);
	free(text);
}

/* --- cells --- */

static struct xlsx_look
row_look(const struct rzone *z)
{
	return (struct xlsx_look){.line = RULE,
	    .bold = z->depth < 2,
	    .fill = z->depth == 0 ? PALE : 0};
}

static void
missing(struct xlsx_sheet *s, uint32_t row, uint16_t col, struct xlsx_look look)
{
	look.color = 0xA6A6A6;
	look.align = 'r';
	look.bold = 0;
	xlsx_text(s, row, col, "—", &look);
}

static void
number(struct xlsx_sheet *s, uint32_t row, uint16_t col, double v,
    struct xlsx_look look, const struct rcol *c, int bound)
{
	if (isnan(v)) {
		missing(s, row, col, look);
		return;
	}
	look.num = c->num;
	look.bold = !bound && look.bold;
	if (bound) {
		look.size = 8;
		look.color = GREY;
	}
	xlsx_num(s, row, col, v, &look);
}

static void
text_cell(struct report *r, struct xlsx_sheet *s, uint32_t row, uint16_t col,
    const struct frame *f, long frow, const struct rcol *c,
    struct xlsx_look look)
{
	const char *v = frow < 0 ? "" : frame_text(f, (size_t)frow, c->id);
	char *flags;

	look.align = 'c';
	switch (c->kind) {
	case RC_TIME: /* the clock of an RFC 3339 time */
		if (strlen(v) >= 16) {
			char clock[6];

			snprintf(clock, sizeof clock, "%.5s", v + 11);
			xlsx_text(s, row, col, clock, &look);
			return;
		}
		break;
	case RC_MET:
		if (*v != '\0') {
			look.bold = 1;
			look.color = *v == 'y' ? DARK_GREEN : DARK_RED;
			xlsx_text(s, row, col, report_term(r, v), &look);
			return;
		}
		break;
	case RC_GRADE:
		if (*v != '\0') {
			xlsx_text(s, row, col, grade_word(r, v), &look);
			return;
		}
		break;
	case RC_FLAGS:
		flags = report_flags(r, v);
		look.align = 'l';
		look.bold = 0;
		look.size = 8;
		look.color = 0x595959;
		look.wrap = 1;
		look.indent = 1;
		xlsx_text(s, row, col, flags, &look);
		free(flags);
		return;
	default:
		break;
	}
	missing(s, row, col, look);
}

static void
zone_cell(struct xlsx_sheet *s, uint32_t row, uint16_t col,
    const struct rzone *z, enum rcol_kind kind, struct xlsx_look look)
{
	if (kind == RC_ZONE) {
		look.indent = (char)z->depth;
		xlsx_text(s, row, col, *z->name ? z->name : z->id, &look);
	} else {
		look.bold = 0;
		look.color = GREY;
		xlsx_text(s, row, col, z->id, &look);
	}
}

static void
table_row(struct report *r, struct xlsx_sheet *s, uint32_t row,
    const struct rzone *z, const struct frame *f, long frow,
    const struct rcol *c, size_t n)
{
	struct xlsx_look look = row_look(z);
	uint16_t col = 0;

	for (size_t i = 0; i < n;
	     col = (uint16_t)(col + columns_of(&c[i])), i++) {
		if (c[i].kind == RC_ZONE || c[i].kind == RC_ID) {
			zone_cell(s, row, col, z, c[i].kind, look);
			continue;
		}
		if (c[i].kind != RC_NUM) {
			text_cell(r, s, row, col, f, frow, &c[i], look);
			continue;
		}
		number(s, row, col,
		    frow < 0 ? NAN : frame_num(f, (size_t)frow, c[i].id), look,
		    &c[i], 0);
		if (c[i].lo == NULL)
			continue;
		number(s, row, (uint16_t)(col + 1),
		    frow < 0 ? NAN : frame_num(f, (size_t)frow, c[i].lo), look,
		    &c[i], 1);
		number(s, row, (uint16_t)(col + 2),
		    frow < 0 ? NAN : frame_num(f, (size_t)frow, c[i].hi), look,
		    &c[i], 1);
	}
}

uint32_t
report_table(struct report *r, struct xlsx_sheet *s, uint32_t row,
    const struct frame *f, const long *pick, const struct rcol *c, size_t n,
    uint16_t *at)
{
	uint16_t col = 0;
	uint32_t last;

	xlsx_height(s, row, r->zh ? 36 : 48);
	xlsx_height(s, row + 1, 15);
	for (size_t i = 0; i < n; i++) {
		at[i] = col;
		head(r, s, row, col, &c[i]);
		col = (uint16_t)(col + columns_of(&c[i]));
	}
	for (size_t z = 0; z < r->nzone; z++) {
		xlsx_height(s, row + 2 + (uint32_t)z, 20);
		table_row(
		    r, s, row + 2 + (uint32_t)z, &r->zone[z], f, pick[z], c, n);
	}
	last = row + 1 + (uint32_t)r->nzone;
	xlsx_filter(
	    s, (struct xlsx_area){row + 1, last, 0, (uint16_t)(col - 1)});
	xlsx_freeze(s, row + 2, 2);
	return last + 1;
}
