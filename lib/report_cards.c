#include "report_cards.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report_data.h"
#include "report_format.h"
#include "report_value.h"
#include "report_word.h"
#include "term.h"
#include "textwidth.h"
#include "xalloc.h"

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

enum { CARDS = 12 };

struct card {
	struct def_item item;
	uint16_t col, col2;
};

static size_t
find_cards(const struct def_section *d, struct card *c)
{
	const char *p = def_get(d, "cards");
	size_t n = 0;

	while (n < CARDS && def_next(&p, &c[n].item))
		n++;
	return n;
}

/* Columns of the sheet for each card, so that all are about as wide. */
static void
place_cards(struct card *c, size_t n, const double *width, size_t ncol)
{
	struct textspan at[CARDS];
	double need[CARDS];

	for (size_t i = 0; i < n; i++)
		need[i] = 1;
	textwidth_spread(need, n, width, ncol, at);
	for (size_t i = 0; i < n; i++) {
		c[i].col = (uint16_t)at[i].from;
		c[i].col2 = (uint16_t)at[i].to;
	}
}

static char *
card_bounds(struct report *r, const struct frame *f, long row, const char *id)
{
	char lo[48], hi[48];
	double v = frame_num(f, (size_t)row, id);
	int a, b;

	report_bounds(f, id, &a, &b);
	if (a < 0 || *frame_at(f, (size_t)row, a) == '\0')
		return xstrdup("");
	return xasprintf("%s %s – %s", report_word(r, "95 % 区间", "95 %:"),
	    grouped(frame_num_at(f, (size_t)row, a), fabs(v), lo),
	    grouped(frame_num_at(f, (size_t)row, b), fabs(v), hi));
}

/* The value's format with its unit. */
static char *
card_format(struct report *r, const struct def_section *d, const char *id)
{
	const struct term *t = term_find(id);
	const char *num = report_format(r, d->id, id);

	return t && *t->unit ?
		   xasprintf("%s\" %s\"", num, report_unit(r, t->unit)) :
		   xstrdup(num);
}

static void
card_value(struct report *r, const struct def_section *d, struct xlsx_sheet *s,
    struct xlsx_area a, const struct frame *f, long row, const char *id)
{
	char *num = card_format(r, d, id), *note = report_note(r, id);
	struct xlsx_look look = {.size = 14,
	    .bold = 1,
	    .color = INK,
	    .fill = PALE,
	    .align = 'c',
	    .num = num};
	double v = frame_num(f, (size_t)row, id);

	if (strcmp(id, "grade") == 0)
		xlsx_span(s, a, report_grade(r, frame_text(f, (size_t)row, id)),
		    0, &look);
	else
		xlsx_span(s, a, isnan(v) ? "—" : NULL, v, &look);
	if (note != NULL)
		xlsx_note(s, a.row, a.col, note);
	free(note);
	free(num);
}

void
report_cards(struct report *r, const struct def_section *d,
    struct xlsx_sheet *s, uint32_t row, const double *width, size_t ncol,
    const struct frame *f, long frow)
{
	static const struct xlsx_look name = {
	    .size = 9, .color = GREY, .fill = PALE, .align = 'c', .wrap = 1};
	static const struct xlsx_look note = {
	    .size = 8, .color = GREY, .fill = PALE, .align = 'c', .line = INK};
	const int both = r->lang == REPORT_BOTH;
	const double height[] = {both ? 28 : 16, 28, 15};
	struct card c[CARDS];
	size_t n = find_cards(d, c);

	if (frow < 0 || ncol < n)
		return;
	place_cards(c, n, width, ncol);
	for (uint32_t line = 0; line < 3; line++) {
		xlsx_height(s, row + line, height[line]);
		for (size_t i = 0; i < n; i++) {
			struct xlsx_area a = {
			    row + line, row + line, c[i].col, c[i].col2};
			const char *id = c[i].item.name;
			char *text;

			if (line == 1) {
				card_value(r, d, s, a, f, frow, id);
				continue;
			}
			text = line == 0 ? xstrdup(report_term_lines(r, id)) :
					   card_bounds(r, f, frow, id);
			xlsx_span(s, a, text, 0, line == 0 ? &name : &note);
			free(text);
		}
	}
}
