#include "whycell.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alias.h"
#include "caltime.h"
#include "cjj92.h"
#include "iwa.h"
#include "num.h"
#include "term.h"
#include "whyask.h"

/* --- captions --- */

/* Words of headings that are no column of a table, or another one's there. */
static const char *const words[][3] = {{"zone_id", "编号", "Id"},
    {"zone", "分区", "Zone"}, {"rank", "排名", "Rank"},
    {"owner", "责任单位", "Owner"}, {"low", "下限", "low"},
    {"high", "上限", "high"}, {"indicator", "指标", "Indicator"},
    {"now", "本期", "This period"}, {"before", "上期", "Period before"},
    {"year_before", "去年同期", "A year before"}, {"label", "轴标", "Label"}};

enum { WORDS = sizeof words / sizeof *words };

/* A heading without its unit: the first line, or what stands before " (". */
static void
caption(const char *text, char *buf, size_t size)
{
	size_t n = strcspn(text, "\n");
	const char *unit = strstr(text, " (");

	if (unit != NULL && text[strlen(text) - 1] == ')' &&
	    (size_t)(unit - text) < n)
		n = (size_t)(unit - text);
	snprintf(buf, size, "%.*s", (int)n, text);
}

static int
is(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

static int
is_word(const char *text, const char *word)
{
	for (int i = 0; i < WORDS; i++)
		if (is(words[i][0], word))
			return is(text, words[i][1]) || is(text, words[i][2]);
	return 0;
}

static const char *
word_of(const char *text)
{
	for (int i = 0; i < WORDS; i++)
		if (is(text, words[i][1]) || is(text, words[i][2]))
			return words[i][0];
	return NULL;
}

/* In one language, or in both with a blank between. */
static int
is_name(const char *zh, const char *en, const char *text)
{
	size_t n = strlen(zh);

	return is(zh, text) || is(en, text) ||
	       (strncmp(zh, text, n) == 0 && text[n] == ' ' &&
		   is(en, text + n + 1));
}

/* By its name, or the one that it had in older workbooks. */
static int
names(const struct term *t, const char *text)
{
	const char *was = t ? alias_term(t->id) : NULL;

	return t != NULL && (is_name(t->zh, t->en, text) ||
				(was != NULL && is_name(was, t->en, text)));
}

/* The column of a table that a heading names; NULL: none. */
static const char *
column_of(const struct term_table *t, const char *text)
{
	for (size_t i = 0; i < t->ncol; i++)
		if (names(term_find(t->col[i]), text))
			return t->col[i];
	return NULL;
}

/* --- the heading --- */

struct heading {
	const struct book_sheet *s;
	uint32_t row;
	const struct book_cell *cell; /* of the row */
	size_t n;
	const struct term_table *table; /* NULL: not known */
};

/* The cells of a row, found by halves: a sheet may have a million. */
static void
row_of(const struct book_sheet *s, uint32_t row, struct heading *h)
{
	size_t lo = 0, hi = s->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (s->cell[mid].row < row)
			lo = mid + 1;
		else
			hi = mid;
	}
	*h = (struct heading){.s = s, .row = row, .cell = s->cell + lo};
	while (lo + h->n < s->n && h->cell[h->n].row == row)
		h->n++;
}

/* Headings that name a column, but for words that any table may have. */
static size_t
columns_in(const struct heading *h, const struct term_table *t)
{
	size_t found = 0;
	char text[WHYCELL_TEXT];

	for (size_t i = 0; i < h->n; i++) {
		caption(h->cell[i].text, text, sizeof text);
		found += word_of(text) == NULL && column_of(t, text) != NULL;
	}
	return found;
}

/* 1 if a table is a smaller one of the same program. */
static int
is_part(const struct term_table *t, const struct term_table *of)
{
	size_t n = strcspn(t->name, " ");

	return of != NULL && strncmp(t->name, of->name, n) == 0 &&
	       strcspn(of->name, " ") == n && t->ncol < of->ncol;
}

/* The table of which a row has most columns; of several the first, but the
 * smallest of its program. */
static size_t
find_table(struct heading *h)
{
	const struct term_table *t;
	size_t most = 0;

	for (size_t i = 0; (t = term_table_at(i)) != NULL; i++) {
		size_t found = columns_in(h, t);

		if (found > most || (found == most && is_part(t, h->table))) {
			most = found;
			h->table = t;
		}
	}
	return most;
}

static size_t
words_in(const struct heading *h)
{
	size_t found = 0;
	char text[WHYCELL_TEXT];

	for (size_t i = 0; i < h->n; i++) {
		caption(h->cell[i].text, text, sizeof text);
		found += word_of(text) != NULL;
	}
	return found;
}

/* Numbers are no heading. */
static int
has_numbers(const struct heading *h)
{
	double v;

	for (size_t i = 0; i < h->n; i++)
		if (num_parse(h->cell[i].text, &v) == 0)
			return 1;
	return 0;
}

static int
is_heading(struct heading *h)
{
	return h->n >= 2 && !has_numbers(h) && find_table(h) + words_in(h) >= 2;
}

/* The nearest heading above a row (or below, with step 1); 0: none. */
static int
heading_near(
    const struct book_sheet *s, uint32_t row, int step, struct heading *h)
{
	uint32_t last = s->n > 0 ? s->cell[s->n - 1].row : 0;

	for (int64_t r = (int64_t)row + step; r >= 0 && r <= last; r += step) {
		row_of(s, (uint32_t)r, h);
		if (is_heading(h))
			return 1;
	}
	return 0;
}

/* The caption above a column; "" where there is none. */
static void
caption_at(const struct heading *h, uint32_t col, char *buf)
{
	caption(book_text(h->s, h->row, col), buf, WHYCELL_TEXT);
}

/* The column whose heading is that word, else that id of the table; -1: none.
 * (A zone's name is headed as in the dictionary its id is.) */
static long
find_column(const struct heading *h, const char *want)
{
	char text[WHYCELL_TEXT];
	long found = -1;

	for (size_t i = 0; i < h->n; i++) {
		const char *id;

		caption(h->cell[i].text, text, sizeof text);
		if (is_word(text, want))
			return (long)h->cell[i].col;
		id = h->table ? column_of(h->table, text) : NULL;
		if (found < 0 && id != NULL && is(id, want))
			found = (long)h->cell[i].col;
	}
	return found;
}

/* --- keys --- */

/* "name (ID)", and what follows four blanks: the id. */
static int
zone_in(const char *text, char *buf, size_t size)
{
	const char *end = strstr(text, "    "), *open = NULL;

	if (end == NULL)
		end = text + strlen(text);
	for (const char *p = text; p + 1 < end; p++)
		if (p[0] == ' ' && p[1] == '(')
			open = p + 2;
	if (open == NULL || end[-1] != ')')
		return -1;
	snprintf(buf, size, "%.*s", (int)(end - 1 - open), open);
	return 0;
}

/* "2026-03-01 – 2026-03-31", or one day, somewhere in a text: both count. */
static int
period_in(const char *text, int64_t *from, int64_t *to)
{
	char day[11];
	int64_t d;
	int found = 0;

	for (const char *p = text; *p != '\0'; p++) {
		snprintf(day, sizeof day, "%.10s", p);
		if (cal_parse_day(day, &d) < 0)
			continue;
		if (found++ == 0)
			*from = d;
		*to = d + 1;
		p += 9;
	}
	return found == 0 || *from >= *to ? -1 : 0;
}

int
whycell_period(struct book *b, int64_t *from, int64_t *to)
{
	for (size_t i = book_sheets(b); i-- > 0;) {
		struct book_sheet s;
		int got = -1;

		if (book_sheet(b, i, &s) < 0)
			return -2;
		for (size_t k = 0; got < 0 && k < s.n; k++)
			if (s.cell[k].col == 0 &&
			    (is(s.cell[k].text, "时段") ||
				is(s.cell[k].text, "Period") ||
				is(s.cell[k].text, "时段 Period")))
				got = period_in(
				    book_text(&s, s.cell[k].row, 1), from, to);
		book_sheet_release(&s);
		if (got == 0)
			return 0;
	}
	return -1;
}

/* --- kinds of sheets --- */

static void
set(char *buf, size_t size, const char *text)
{
	snprintf(buf, size, "%s", text);
}

/* A day so many months earlier or later; days of the month stay. */
static int64_t
shifted(int64_t day, int months)
{
	int y, m, d;

	cal_civil(day, &y, &m, &d);
	m += months - 1;
	y += (m < 0 ? m - 11 : m) / 12;
	m = (m % 12 + 12) % 12 + 1;
	return cal_valid(y, m, d) ? cal_day(y, m, d) : cal_day(y, m, 1);
}

/* How many months the workbook's period has; 1 where it is not known. */
static int
months_of(const struct whycell *c)
{
	int n = 1;

	while (c->from != INT64_MIN && n < 12 && shifted(c->from, n) < c->to)
		n++;
	return n;
}

/* The cover: an indicator a row; now, its bounds, before. */
static const char *
on_cover(const struct heading *h, struct whycell *out)
{
	const struct term_table *kpi = term_table("waterbalance --kpi");
	char text[WHYCELL_TEXT], head[WHYCELL_TEXT];
	const char *id, *line = book_text(h->s, h->row - 2, 0);
	int back = 0;

	caption(book_text(h->s, out->row, 0), text, sizeof text);
	if ((id = column_of(kpi, text)) == NULL)
		return "its row names no indicator";
	set(out->table, sizeof out->table, kpi->name);
	set(out->name, sizeof out->name, id);
	if (zone_in(line, out->zone, sizeof out->zone) < 0 ||
	    period_in(line, &out->from, &out->to) < 0)
		return "the line above the heading names no zone and period";
	caption_at(h, out->col, head);
	if (is_word(head, "low") || is_word(head, "high"))
		out->bound = is_word(head, "low") ? 'l' : 'h';
	else if (is_word(head, "before"))
		back = 1;
	else if (is_word(head, "year_before"))
		back = 12;
	else if (!is_word(head, "now"))
		return "its column holds no figure";
	out->from = shifted(out->from, -back);
	out->to = shifted(out->to, -back);
	return NULL;
}

/* The item that a text names; *only_iwa 1: CJJ 92 has none of that name. */
static const char *
item_of(const char *text, int *only_iwa)
{
	if (names(term_find("other_unevaluated"), text))
		return "other_losses";
	*only_iwa = 0;
	for (int i = 0; i < CJJ_ITEMS; i++)
		if (names(term_find(cjj_name((enum cjj_item)i)), text))
			return cjj_name((enum cjj_item)i);
	*only_iwa = 1;
	for (int i = 0; i < IWA_ITEMS; i++)
		if (names(term_find(iwa_name((enum iwa_item)i)), text))
			return iwa_name((enum iwa_item)i);
	return NULL;
}

/* The standard of a block: by what the sheet says of itself, and its items. */
static const char *
standard_of(const struct heading *h)
{
	const char *about = book_text(h->s, 1, 0), *text;
	int iwa = 0, only = 0;

	if (strstr(about, "AWWA") != NULL || strstr(about, "awwa") != NULL)
		return "awwa";
	for (uint32_t r = h->row + 1; *(text = book_text(h->s, r, 0)); r++)
		if (item_of(text, &only) != NULL)
			iwa |= only;
	return iwa ? "iwa" : "cjj92";
}

static const char *
on_balance(const struct heading *h, struct whycell *out)
{
	char head[WHYCELL_TEXT];
	const char *item, *id;
	int only;

	item = item_of(book_text(h->s, out->row, 0), &only);
	caption_at(h, out->col, head);
	id = column_of(h->table, head);
	if (item == NULL || id == NULL || is(id, "item"))
		return "its row and column name no figure of a balance";
	if (zone_in(book_text(h->s, h->row - 1, 0), out->zone,
		sizeof out->zone) < 0)
		return "the line above the heading names no zone";
	set(out->table, sizeof out->table, "waterbalance");
	set(out->name, sizeof out->name, item);
	set(out->standard, sizeof out->standard, standard_of(h));
	if (is(id, "lo") || is(id, "hi"))
		out->bound = is(id, "lo") ? 'l' : 'h';
	if (is(id, "share_pct") || is(id, "basis"))
		set(out->value, sizeof out->value, "");
	return NULL;
}

/* The data of charts: zones abreast, a day or period a row. */
static const char *
on_charts(const struct heading *h, struct whycell *out)
{
	char head[WHYCELL_TEXT];
	const char *id, *when = book_text(h->s, out->row, 0);
	uint32_t col = out->col;
	int months = months_of(out);

	caption_at(h, out->col, head);
	id = h->table ? column_of(h->table, head) : NULL;
	if (id == NULL || out->col < 2)
		return "its column holds no figure";
	while (col > 2 && *book_text(h->s, h->row - 1, col) == '\0')
		col--;
	if (zone_in(book_text(h->s, h->row - 1, col), out->zone,
		sizeof out->zone) < 0)
		return "no zone stands above it";
	set(out->table, sizeof out->table, h->table->name);
	set(out->name, sizeof out->name, id);
	if (cal_parse_day(when, &out->from) < 0)
		return "its row begins with no day";
	out->to = is(h->table->name, "waterbalance --kpi") ?
		      shifted(out->from, months) :
		      out->from + 1;
	return NULL;
}

static void
take_period(const struct heading *h, struct whycell *out)
{
	long day = find_column(h, "day"), from = find_column(h, "from"),
	     to = find_column(h, "to");
	int64_t first, end;

	if (day >= 0 && cal_parse_day(book_text(h->s, out->row, (uint32_t)day),
			    &out->from) == 0)
		out->to = out->from + 1;
	if (from < 0 || cal_parse_day(book_text(h->s, out->row, (uint32_t)from),
			    &first) < 0)
		return;
	if (to < 0 ||
	    cal_parse_day(book_text(h->s, out->row, (uint32_t)to), &end) < 0)
		end = shifted(first, months_of(out));
	out->from = first;
	out->to = end;
}

static int
is_key(const char *id)
{
	return is(id, "zone_id") || is(id, "day") || is(id, "from") ||
	       is(id, "to");
}

/* The column that a heading names; a bound's is that before it, as is that of
 * the same figure a year before: then *back is 12 months, else 0. */
static const char *
name_column(const struct heading *h, struct whycell *out, int *back)
{
	char head[WHYCELL_TEXT];
	uint32_t col = out->col;
	const char *id;

	caption_at(h, col, head);
	*back = is_word(head, "year_before") ? 12 : 0;
	if (*back != 0 && col > 0)
		caption_at(h, --col, head);
	while (col > 0 && (is_word(head, "low") || is_word(head, "high"))) {
		if (out->bound == 0 && *back == 0)
			out->bound = is_word(head, "low") ? 'l' : 'h';
		caption_at(h, --col, head);
	}
	id = h->table ? column_of(h->table, head) : NULL;
	if (id == NULL)
		return "its heading names no figure";
	if (is_key(id))
		return "says whose row it is: ask for a figure of the row";
	set(out->table, sizeof out->table, h->table->name);
	set(out->name, sizeof out->name, id);
	return NULL;
}

static void
name_alarm(const struct heading *h, struct whycell *out)
{
	long point = find_column(h, "point_id"),
	     start = find_column(h, "start");

	if (point >= 0)
		set(out->point, sizeof out->point,
		    book_text(h->s, out->row, (uint32_t)point));
	/* Its heading may be one of the definition's own. */
	for (size_t i = 0; start < 0 && i < h->n; i++)
		if (is(h->cell[i].text, "开始") || is(h->cell[i].text, "From"))
			start = (long)h->cell[i].col;
	if (start >= 0)
		set(out->start, sizeof out->start,
		    book_text(h->s, out->row, (uint32_t)start));
}

/* 1 if a column has the zones' ids. */
static int
has_ids(const struct heading *h)
{
	char text[WHYCELL_TEXT];

	for (size_t i = 0; i < h->n; i++) {
		caption(h->cell[i].text, text, sizeof text);
		if (is_word(text, "zone_id"))
			return 1;
	}
	return 0;
}

/* A table: a zone a row. */
static const char *
in_table(const struct heading *h, struct whycell *out)
{
	long zone = find_column(h, "zone_id");
	const char *wrong;
	int back;

	if (!has_ids(h)) /* a digest names its zones */
		zone = find_column(h, "zone");
	set(out->zone, sizeof out->zone,
	    book_text(h->s, out->row, (uint32_t)zone));
	if (h->table != NULL && is(h->table->name, "alarm-scan") &&
	    find_column(h, "size_m3h") >= 0) {
		set(out->table, sizeof out->table, h->table->name);
		name_alarm(h, out);
		return NULL;
	}
	if ((wrong = name_column(h, out, &back)) != NULL)
		return wrong;
	take_period(h, out);
	if (out->from != INT64_MIN) {
		out->from = shifted(out->from, -back);
		out->to = shifted(out->to, -back);
	}
	return NULL;
}

/* The first row of a table with the zones' ids, below a card, that says what
 * the card says; no zone where none does. */
static void
zone_of_card(const struct heading *h, struct whycell *out)
{
	const char *value = book_text(h->s, h->row + 1, out->col);
	uint32_t from = out->row;
	struct heading t;

	for (; heading_near(h->s, from, 1, &t); from = t.row) {
		long zone = find_column(&t, "zone_id"),
		     col = find_column(&t, out->name);
		const char *id;

		if (!has_ids(&t) || col < 0)
			continue;
		for (uint32_t r = t.row + 1;
		     *(id = book_text(h->s, r, (uint32_t)zone)) != '\0'; r++)
			if (is(book_text(h->s, r, (uint32_t)col), value)) {
				set(out->zone, sizeof out->zone, id);
				return;
			}
	}
}

/* Cards stand above tables: two rows below their names. */
static const char *
on_card(const struct heading *h, struct whycell *out)
{
	const char *wrong;
	int back;

	if (out->row > h->row + 2)
		return "nothing around it says of which zone it is";
	if ((wrong = name_column(h, out, &back)) != NULL)
		return wrong;
	zone_of_card(h, out);
	return NULL;
}

const char *
whycell_find(
    const struct book_sheet *s, uint32_t row, uint32_t col, struct whycell *out)
{
	struct heading h;

	book_anchor(s, &row, &col);
	out->row = row;
	out->col = col;
	out->bound = 0;
	out->table[0] = out->name[0] = out->zone[0] = '\0';
	out->standard[0] = out->point[0] = out->start[0] = '\0';
	set(out->value, sizeof out->value, book_text(s, row, col));
	if (out->value[0] == '\0')
		return "is empty";
	row_of(s, row, &h);
	if (is_heading(&h))
		return "is a heading: ask for a cell below it";
	if (!heading_near(s, row, -1, &h))
		return "has no heading above it that is in the dictionary";
	if (find_column(&h, "indicator") == 0 && h.row >= 2)
		return on_cover(&h, out);
	if (find_column(&h, "label") == 1 && h.row >= 1)
		return on_charts(&h, out);
	if (h.table != NULL && is(h.table->name, "waterbalance") &&
	    find_column(&h, "item") == 0 && h.row >= 1)
		return on_balance(&h, out);
	if (has_ids(&h) || find_column(&h, "zone") >= 0)
		return in_table(&h, out);
	return on_card(&h, out);
}
