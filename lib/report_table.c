#include "report_part.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "term.h"
#include "xalloc.h"

/* A row for each zone, or for each row of a table: one heading row, so that
 * filters and other programs can use it. */

enum kind {
	ZONE,
	OWNER,
	RANK,
	ID,
	TEXT,
	NUMBER,
	CLOCK,
	INSTANT,
	WORD,
	MET,
	GRADE,
	FLAGS
};

struct tcol {
	char id[48];
	enum kind kind;
	int col;    /* of the frame; -1: none */
	int bound;  /* -1 lower, 1 upper, 0: the value itself */
	int lo, hi; /* its bounds in the frame, for notes; -1: none */
	double width;
	const char *num;
	char *head;
};

struct ttable {
	struct report *r;
	const struct def_section *d;
	const struct frame *f;
	struct tcol *c;
	size_t ncol;
	long *row;  /* rows of the frame to be shown; -1: none, a zone's */
	long *zone; /* index of the zone of each, -1: none */
	size_t nrow;
	int tree; /* a row for each zone, as the tree has them */
	int id;	  /* zone_id's column */
	char **rank;
};

/* --- columns --- */

static enum kind
kind_of(const struct frame *f, const struct def_item *item)
{
	const char *id = item->name;
	size_t n = strlen(id);

	if (frame_col(f, id) < 0) {
		if (strcmp(id, "zone") == 0)
			return ZONE;
		if (strcmp(id, "owner") == 0)
			return OWNER;
		if (strcmp(id, "rank") == 0)
			return RANK;
	}
	if (strcmp(item->word, "text") == 0 || strcmp(id, "from") == 0 ||
	    strcmp(id, "to") == 0 || strcmp(id, "day") == 0)
		return TEXT;
	if (strcmp(item->word, "clock") == 0)
		return CLOCK;
	if (strcmp(id, "flags") == 0)
		return FLAGS;
	if (strcmp(id, "grade") == 0)
		return GRADE;
	if (strcmp(id, "target_met") == 0)
		return MET;
	if (n > 3 && strcmp(id + n - 3, "_id") == 0)
		return ID;
	if (frame_is_number(id))
		return NUMBER;
	if ((n > 3 && strcmp(id + n - 3, "_at") == 0) ||
	    strcmp(id, "time") == 0 || strcmp(id, "start") == 0 ||
	    strcmp(id, "end") == 0 || strcmp(id, "detected") == 0)
		return INSTANT;
	return WORD;
}

static char *
heading(const struct ttable *t, const struct tcol *c)
{
	struct report *r = t->r;
	const char *own = def_column(r->def, t->d->id, c->id, "heading", r->zh);
	const struct term *w = term_find(c->id);

	if (c->bound != 0)
		return xstrdup(c->bound < 0 ? report_word(r, "下限", "low") :
					      report_word(r, "上限", "high"));
	if (own != NULL)
		return xstrdup(own);
	if (c->kind == ZONE)
		return xstrdup(report_word(r, "分区", "Zone"));
	if (c->kind == OWNER)
		return xstrdup(report_word(r, "责任单位", "Owner"));
	if (c->kind == RANK)
		return xstrdup(report_word(r, "排名", "Rank"));
	if (strcmp(c->id, "zone_id") == 0)
		return xstrdup(report_word(r, "编号", "Id"));
	if (w != NULL && *w->unit != '\0' && strcmp(w->unit, "-") != 0)
		return xasprintf("%s\n%s", report_term(r, c->id), w->unit);
	return xstrdup(report_term(r, c->id));
}

static void
push_col(struct ttable *t, const struct def_item *item, int bound, int col)
{
	struct tcol *c;

	t->c = xrealloc(t->c, t->ncol + 1, sizeof *t->c);
	c = &t->c[t->ncol++];
	*c = (struct tcol){.bound = bound, .col = col, .lo = -1, .hi = -1};
	snprintf(c->id, sizeof c->id, "%s", item->name);
	c->kind = bound ? NUMBER : kind_of(t->f, item);
	c->num = report_format(t->r, t->d->id, c->id);
	c->head = heading(t, c);
}

static void
add_col(struct ttable *t, const struct def_item *item)
{
	int lo, hi;

	report_bounds(t->f, item->name, &lo, &hi);
	push_col(t, item, 0, frame_col(t->f, item->name));
	if (lo < 0 || hi < 0)
		return;
	if (strcmp(item->word, "bounds") == 0) {
		push_col(t, item, -1, lo);
		push_col(t, item, 1, hi);
	} else {
		t->c[t->ncol - 1].lo = lo;
		t->c[t->ncol - 1].hi = hi;
	}
}

/* All columns of the table, the zone's name before its id. */
static void
all_columns(struct ttable *t)
{
	struct def_item item = {.word = ""};

	for (size_t i = 0; i < t->f->ncol; i++) {
		if (strcmp(t->f->col[i], "zone_id") == 0) {
			strcpy(item.name, "zone");
			add_col(t, &item);
		}
		snprintf(item.name, sizeof item.name, "%s", t->f->col[i]);
		add_col(t, &item);
	}
}

static void
find_columns(struct ttable *t)
{
	const char *p = def_get(t->d, "columns");
	struct def_item item;

	if (p == NULL) {
		all_columns(t);
		return;
	}
	while (def_next(&p, &item))
		add_col(t, &item);
}

/* --- rows --- */

static void
push_row(struct ttable *t, long row, long zone)
{
	t->row = xrealloc(t->row, t->nrow + 1, sizeof *t->row);
	t->zone = xrealloc(t->zone, t->nrow + 1, sizeof *t->zone);
	t->row[t->nrow] = row;
	t->zone[t->nrow++] = zone;
}

static int
order(const struct frame *f, int col, long a, long b)
{
	const char *s = frame_at(f, (size_t)a, col);
	const char *u = frame_at(f, (size_t)b, col);
	double x, y;

	if (num_parse(s, &x) == 0 && num_parse(u, &y) == 0)
		return (x > y) - (x < y);
	if (*s == '\0' || *u == '\0') /* what is not known comes last */
		return 0;
	return strcmp(s, u);
}

struct sorting {
	const struct frame *f;
	int col, down;
};

static int
by_column(const void *pa, const void *pb, void *ctx)
{
	const struct sorting *s = ctx;
	const long a = *(const long *)pa, b = *(const long *)pb;
	int none_a = *frame_at(s->f, (size_t)a, s->col) == '\0';
	int none_b = *frame_at(s->f, (size_t)b, s->col) == '\0';
	int c = order(s->f, s->col, a, b);

	if (none_a != none_b)
		return none_a - none_b;
	if (c != 0)
		return s->down ? -c : c;
	return (a > b) - (a < b);
}

static void
sort_rows(struct ttable *t)
{
	const char *p = def_get(t->d, "sort");
	struct def_item item;
	struct sorting s;

	if (p == NULL || !def_next(&p, &item))
		return;
	s = (struct sorting){
	    t->f, frame_col(t->f, item.name), strcmp(item.word, "down") == 0};
	if (s.col >= 0 && !t->tree && t->nrow > 0)
		qsort_r(t->row, t->nrow, sizeof *t->row, by_column, &s);
}

/* A row for each zone: the last of the table for this day or period. */
static void
zone_rows(struct ttable *t, int when)
{
	for (size_t z = 0; z < t->r->nzone; z++)
		push_row(t, -1, (long)z);
	for (size_t i = 0; i < t->f->nrow; i++) {
		long z = report_zone(t->r, frame_at(t->f, i, t->id));

		if (z >= 0 && (when < 0 || strcmp(frame_at(t->f, i, when),
					       t->r->day) == 0))
			t->row[z] = (long)i;
	}
}

static void
find_rows(struct ttable *t, int each, const char *value)
{
	const char *rows = def_get(t->d, "rows");
	int when = report_when(t->f);
	const char *day = t->r->day;

	t->tree = rows != NULL && strcmp(rows, "zones") == 0 && t->id >= 0;
	if (t->tree) {
		zone_rows(t, when);
		return;
	}
	for (size_t i = 0; i < t->f->nrow; i++) {
		if (rows != NULL && strcmp(rows, "period") == 0 && when >= 0 &&
		    strcmp(frame_at(t->f, i, when), day) != 0)
			continue;
		if (each >= 0 && strcmp(frame_at(t->f, i, each), value) != 0)
			continue;
		if (report_where(t->d, t->f, i))
			push_row(t, (long)i, -1);
	}
	sort_rows(t);
	for (size_t i = 0; t->id >= 0 && i < t->nrow; i++)
		t->zone[i] =
		    report_zone(t->r, frame_at(t->f, (size_t)t->row[i], t->id));
}

/* --- ranks --- */

/* Bounds of the ranked column of a row, or the value twice.  -1: not known. */
static int
rank_span(const struct ttable *t, size_t i, int col, const int *bound,
    double *lo, double *hi)
{
	double v;

	if (t->row[i] < 0)
		return -1;
	v = frame_num_at(t->f, (size_t)t->row[i], col);
	*lo = frame_num_at(t->f, (size_t)t->row[i], bound[0]);
	*hi = frame_num_at(t->f, (size_t)t->row[i], bound[1]);
	if (isnan(*lo) || isnan(*hi))
		*lo = *hi = v;
	return isnan(v) ? -1 : 0;
}

static int
same_level(const struct ttable *t, size_t i, size_t k)
{
	return t->zone[i] < 0 || t->zone[k] < 0 ||
	       t->r->zone[t->zone[i]].depth == t->r->zone[t->zone[k]].depth;
}

/* Zones of one level are ranked among each other; those whose bounds overlap
 * share the ranks that any of them may have. */
static void
find_ranks(struct ttable *t)
{
	const char *p = def_get(t->d, "rank");
	struct def_item item;
	int col, bound[2], down;

	if (p == NULL || !def_next(&p, &item))
		return;
	col = frame_col(t->f, item.name);
	down = strcmp(item.word, "down") == 0;
	report_bounds(t->f, item.name, &bound[0], &bound[1]);
	t->rank = xcalloc(t->nrow + 1, sizeof *t->rank);
	for (size_t i = 0; i < t->nrow; i++) {
		double lo, hi, a, b;
		size_t before = 0, after = 0, n = 0;

		if (rank_span(t, i, col, bound, &lo, &hi) < 0)
			continue;
		for (size_t k = 0; k < t->nrow; k++) {
			if (!same_level(t, i, k) ||
			    rank_span(t, k, col, bound, &a, &b) < 0)
				continue;
			n++;
			before += down ? a > hi : b < lo;
			after += down ? b < lo : a > hi;
		}
		t->rank[i] = before + 1 == n - after ?
				 xasprintf("%zu", before + 1) :
				 xasprintf("%zu–%zu", before + 1, n - after);
	}
}

/* --- cells --- */

static const struct xlsx_look HEAD = {.size = 9,
    .bold = 1,
    .color = WHITE,
    .fill = INK,
    .align = 'c',
    .wrap = 1,
    .line = WHITE};
static const struct xlsx_look SUBHEAD = {.size = 8,
    .color = WHITE,
    .fill = INK,
    .align = 'c',
    .wrap = 1,
    .line = WHITE};

/* The text of a cell, to be freed; NULL: a number, in *v. */
static char *
cell_text(const struct ttable *t, size_t i, const struct tcol *c, double *v)
{
	const struct report *r = t->r;
	const struct rzone *z = t->zone[i] < 0 ? NULL : &r->zone[t->zone[i]];
	const char *s =
	    t->row[i] < 0 ? "" : frame_at(t->f, (size_t)t->row[i], c->col);

	switch (c->kind) {
	case ZONE:
		s = z ? (*z->name ? z->name : z->id) :
			frame_at(t->f, (size_t)t->row[i], t->id);
		return xstrdup(s);
	case OWNER:
		return xstrdup(z ? z->owner : "");
	case RANK:
		return xstrdup(t->rank && t->rank[i] ? t->rank[i] : "");
	case ID:
		if (t->tree && c->col == t->id)
			s = z->id;
		return xstrdup(s);
	case TEXT:
		return xstrdup(s);
	case CLOCK:
		return strlen(s) >= 16 ? xasprintf("%.5s", s + 11) : xstrdup(s);
	case INSTANT:
		return strlen(s) >= 16 && s[10] == 'T' ?
			   xasprintf("%.10s %.5s", s, s + 11) :
			   xstrdup(s);
	case MET:
		return xstrdup(*s ? report_term(r, s) : "");
	case GRADE:
		return xstrdup(*s ? report_grade(r, s) : "");
	case FLAGS:
		return report_flags(r, s);
	case NUMBER:
	case WORD:
		break;
	}
	if (num_parse(s, v) == 0)
		return NULL;
	return xstrdup(c->kind == NUMBER ? "" : report_value(r, s));
}

static void
look_of_text(struct xlsx_look *look, const struct tcol *c, const char *s)
{
	look->align = 'c';
	switch (c->kind) {
	case MET:
		look->bold = 1;
		break;
	case FLAGS:
		look->align = 'l';
		look->bold = 0;
		look->size = 8;
		look->color = 0x595959;
		look->wrap = 1;
		look->indent = 1;
		break;
	case ZONE:
		look->align = 'l';
		break;
	case ID:
	case OWNER:
		look->bold = 0;
		look->color = GREY;
		break;
	case WORD:
	case TEXT:
		look->bold = 0;
		look->align = 'l';
		look->indent = 1;
		look->wrap = strlen(s) > 60;
		break;
	default:
		break;
	}
	if (*s == '\0' && c->kind != FLAGS && c->kind != OWNER &&
	    c->kind != TEXT && c->kind != WORD && c->kind != ID) {
		look->color = 0xA6A6A6;
		look->align = c->kind == NUMBER ? 'r' : 'c';
		look->bold = 0;
	}
}

/* The note of a value: its bounds where they have no columns. */
static void
bounds_note(const struct ttable *t, struct xlsx_sheet *s, uint32_t row,
    uint16_t col, size_t i, const struct tcol *c)
{
	const char *lo, *hi;
	char *note;

	if (c->lo < 0 || !t->tree || t->nrow > 100)
		return;
	lo = frame_at(t->f, (size_t)t->row[i], c->lo);
	hi = frame_at(t->f, (size_t)t->row[i], c->hi);
	if (*lo == '\0' || *hi == '\0')
		return;
	note = xasprintf("%s\n%s – %s",
	    report_word(t->r, "95 % 区间", "95 % bounds"), lo, hi);
	xlsx_note(s, row, col, note);
	free(note);
}

static void
zone_cell(const struct ttable *t, struct xlsx_sheet *s, uint32_t row,
    uint16_t col, size_t i, const char *text, struct xlsx_look look)
{
	const struct def_section *to = report_find_sheet(t->r, "charts");
	long z = t->zone[i];

	look.indent = (char)(t->tree && z >= 0 ? t->r->zone[z].depth : 0);
	if (to == NULL || z < 0 || to == t->d || t->r->large ||
	    frames_find(t->r->in, def_get(to, "table")) == NULL) {
		xlsx_text(s, row, col, text, &look);
		return;
	}
	look.color = INK;
	xlsx_link(s, row, col, def_word(to, "name", t->r->zh),
	    report_chart_row((size_t)z), text, &look);
}

static void
put_cell(const struct ttable *t, struct xlsx_sheet *s, uint32_t row,
    uint16_t col, size_t i, struct xlsx_look look)
{
	const struct tcol *c = &t->c[col];
	double v = NAN;
	char *text = cell_text(t, i, c, &v);

	if (text == NULL) {
		look.num = c->num;
		if (c->bound != 0) {
			look.bold = 0;
			look.size = 8;
			look.color = GREY;
		}
		xlsx_num(s, row, col, v, &look);
		bounds_note(t, s, row, col, i, c);
		return;
	}
	look_of_text(&look, c, text);
	if (c->kind == MET && *text != '\0')
		look.color = *frame_at(t->f, (size_t)t->row[i], c->col) == 'y' ?
				 DARK_GREEN :
				 DARK_RED;
	if (c->kind == ZONE)
		zone_cell(t, s, row, col, i, text, look);
	else
		xlsx_text(s, row, col,
		    *text || c->kind == FLAGS || c->kind == TEXT ||
			    c->kind == WORD || c->kind == OWNER ||
			    c->kind == ID ?
			text :
			"—",
		    &look);
	free(text);
}

/* --- widths --- */

/* Columns that a text takes: characters from CJK on are two wide. */
static double
text_width(const char *s)
{
	double w = 0;

	for (; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;

		w += (c & 0xC0) == 0x80 ? 0 : c >= 0xE3 ? 2 : 1;
	}
	return w;
}

/* The widest part of a heading that a line break leaves whole. */
static double
longest_word(const char *s)
{
	double most = 0;

	for (const char *p = s; *p != '\0';) {
		size_t n = strcspn(p, " \n");
		char *word = xstrndup(p, n);
		double w = text_width(word);

		/* Chinese may break anywhere, but looks poor below four. */
		if ((unsigned char)*word >= 0xE3 && w > 8)
			w = 8;
		most = w > most ? w : most;
		free(word);
		p += n + (p[n] != '\0');
	}
	return most;
}

/* Of a number as its format shows it. */
static double
number_width(double v, const char *num)
{
	const char *point = strchr(num, '.');
	int digits = point ? (int)strspn(point + 1, "0#") : 0;
	char buf[64];

	if (strcmp(num, "General") == 0)
		return snprintf(buf, sizeof buf, "%.10g", v);
	if (strchr(num, '%') != NULL)
		v *= 100;
	snprintf(buf, sizeof buf, "%.*f", digits, v);
	return (double)strlen(buf) +
	       (strchr(num, ',') ? (double)(strcspn(buf, ".") - 1) / 3 : 0) +
	       (strchr(num, '%') ? 1 : 0);
}

/* Numbers: the smallest and the largest tell. */
static double
widest_number(const struct ttable *t, const struct tcol *c)
{
	double least = INFINITY, most = -INFINITY, a, b, v;

	for (size_t i = 0; i < t->nrow; i++) {
		if (t->row[i] < 0 ||
		    num_parse(frame_at(t->f, (size_t)t->row[i], c->col), &v) <
			0)
			continue;
		least = v < least ? v : least;
		most = v > most ? v : most;
	}
	if (isinf(most))
		return 1;
	a = number_width(least, c->num);
	b = number_width(most, c->num);
	return a > b ? a : b;
}

/* A thousand rows tell enough of text. */
static double
widest_text(const struct ttable *t, const struct tcol *c)
{
	double most = 0, v;

	for (size_t i = 0; i < t->nrow && i < 1000; i++) {
		char *text = cell_text(t, i, c, &v);
		double w = text ? text_width(text) : number_width(v, c->num);

		if (c->kind == ZONE && t->tree)
			w += 1.5 * t->r->zone[t->zone[i]].depth;
		most = w > most ? w : most;
		free(text);
	}
	return c->kind == FLAGS && most > 30 ? 30 : most;
}

static void
set_width(const struct ttable *t, struct tcol *c)
{
	const char *own = def_column(t->r->def, t->d->id, c->id, "width", -1);
	double w = longest_word(c->head) * 1.05 + 1;
	double need =
	    c->kind == NUMBER ? widest_number(t, c) : widest_text(t, c);

	need = need * (c->bound ? 0.85 : 0.95) + 1.5;
	w = need > w ? need : w;
	c->width = w < 5 ? 5 : w > 42 ? 42 : w;
	if (own != NULL && c->bound == 0)
		num_parse(own, &c->width);
}

/* Lines that a heading takes in its column. */
static double
heading_lines(const char *s, double width)
{
	double lines = 0;

	for (const char *p = s; *p != '\0';) {
		size_t n = strcspn(p, "\n");
		char *part = xstrndup(p, n);

		lines += ceil(text_width(part) * 1.12 / width);
		free(part);
		p += n + (p[n] != '\0');
	}
	return lines;
}

/* --- rules --- */

/* The sheet's column of an operand, or -1. */
static long
operand(const struct ttable *t, const char *name)
{
	int col = frame_col(t->f, name);

	for (size_t i = 0; i < t->ncol; i++)
		if (t->c[i].col == col && col >= 0)
			return (long)i;
	return -1;
}

/* The formula of a condition in the first row; NULL: not all of its columns
 * are on the sheet. */
static char *
formula_of(const struct ttable *t, const char *cond, uint32_t row)
{
	char *out = xstrdup("=AND("), *next, cell[2][XLSX_CELL];
	struct def_test k;
	double v;
	int n = 0;

	while (def_test_next(&cond, &k) > 0) {
		const char *side[2] = {k.left, k.right};
		const char *guard = "";

		for (int i = 0; i < 2; i++) {
			long c = operand(t, side[i]);

			if (c >= 0) {
				xlsx_cell(cell[i], row, (uint16_t)c, 0, 1);
				guard = cell[i];
			} else if (num_parse(side[i], &v) == 0) {
				snprintf(cell[i], XLSX_CELL, "%.12s", side[i]);
			} else {
				free(out);
				return NULL;
			}
		}
		next = xasprintf("%s%sISNUMBER(%s),%s%s%s", out, n++ ? "," : "",
		    guard, cell[0], k.op, cell[1]);
		free(out);
		out = next;
	}
	next = xasprintf("%s)", out);
	free(out);
	return next;
}

static void
draw_rules(const struct ttable *t, struct xlsx_sheet *s,
    const struct def_section *d, struct xlsx_area a)
{
	static const struct {
		const char *key;
		struct xlsx_look look;
	} kinds[] = {{"green", {.fill = GREEN}}, {"yellow", {.fill = YELLOW}},
	    {"orange", {.fill = ORANGE}}, {"red", {.fill = RED}},
	    {"strong", {.color = DARK_RED, .bold = 1}}};

	for (size_t i = 0; i < d->nkey; i++)
		for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
			char *formula;

			if (strcmp(d->key[i].name, kinds[k].key) != 0)
				continue;
			formula = formula_of(t, d->key[i].value, a.row);
			if (formula != NULL)
				xlsx_rule(s, a, formula, &kinds[k].look);
			free(formula);
		}
}

static void
colour(
    const struct ttable *t, struct xlsx_sheet *s, uint32_t row, uint32_t row2)
{
	for (uint16_t c = 0; c < t->ncol; c++) {
		struct xlsx_area a = {row, row2, c, c};
		const char *bars =
		    def_column(t->r->def, t->d->id, t->c[c].id, "bars", -1);

		if (t->c[c].bound != 0)
			continue;
		if (bars != NULL && strcmp(bars, "yes") == 0)
			xlsx_bars(s, a, BAR);
		for (int own = 1; own >= 0; own--) {
			const struct def_section *d = def_column_section(
			    t->r->def, t->d->id, t->c[c].id, own);

			if (d != NULL)
				draw_rules(t, s, d, a);
		}
	}
}

/* --- the sheet --- */

static void
draw_heading(const struct ttable *t, struct xlsx_sheet *s, uint32_t row)
{
	double lines = 1;

	for (uint16_t c = 0; c < t->ncol; c++) {
		double n = heading_lines(t->c[c].head, t->c[c].width);

		lines = n > lines ? n : lines;
	}
	xlsx_height(s, row, 8 + 13 * lines);
	for (uint16_t c = 0; c < t->ncol; c++) {
		const struct tcol *k = &t->c[c];
		char *note = k->bound ? NULL : report_note(t->r, k->id);

		xlsx_text(s, row, c, k->head, k->bound ? &SUBHEAD : &HEAD);
		if (note != NULL)
			xlsx_note(s, row, c, note);
		free(note);
	}
}

static struct xlsx_look
row_look(const struct ttable *t, size_t i)
{
	int depth = t->tree ? t->r->zone[t->zone[i]].depth : 3;

	return (struct xlsx_look){
	    .line = RULE, .bold = depth < 2, .fill = depth == 0 ? PALE : 0};
}

/* Flags wrap: a row is as high as they need. */
static double
row_height(const struct ttable *t, size_t i)
{
	double lines = 1, v;

	for (size_t c = 0; c < t->ncol; c++) {
		char *text;
		double n;

		if (t->c[c].kind != FLAGS && t->c[c].kind != WORD &&
		    t->c[c].kind != TEXT)
			continue;
		text = cell_text(t, i, &t->c[c], &v);
		n = text ? ceil(text_width(text) * 0.92 / (t->c[c].width - 2)) :
			   1;
		lines = n > lines ? n : lines;
		free(text);
	}
	return lines == 1 ? 18 : 6 + 12 * lines;
}

static void
draw_totals(
    const struct ttable *t, struct xlsx_sheet *s, uint32_t row, uint32_t first)
{
	const char *p = def_get(t->d, "totals");
	struct xlsx_look look = {.bold = 1, .fill = PALE, .line = INK};
	struct def_item item;

	xlsx_text(s, row, 0, report_word(t->r, "合计", "Total"), &look);
	while (p != NULL && def_next(&p, &item)) {
		long c = operand(t, item.name);
		double sum = 0, v;

		if (c <= 0)
			continue;
		for (size_t i = 0; i < t->nrow; i++)
			if (t->row[i] >= 0 &&
			    num_parse(
				frame_at(t->f, (size_t)t->row[i], t->c[c].col),
				&v) == 0)
				sum += v;
		look.num = t->c[c].num;
		xlsx_total(s, row, (uint16_t)c,
		    (struct xlsx_area){
			first, row - 1, (uint16_t)c, (uint16_t)c},
		    sum, &look);
	}
}

/* Rows from..to of the table on a sheet of that name. */
static void
draw_part(const struct ttable *t, const char *name, size_t from, size_t to)
{
	const char *about = def_word(t->d, "about", t->r->zh);
	const char *cards = def_get(t->d, "cards");
	uint32_t head = cards ? 6 : 2, row = head + 1, last;
	struct xlsx_sheet *s =
	    report_sheet(t->r, t->d, name, about ? about : "", (int)head);
	double *width = xcalloc(t->ncol + 1, sizeof *width);
	int whole = from == 0 && to == t->nrow;
	char *defined;

	for (uint16_t c = 0; c < t->ncol; c++)
		xlsx_width(s, c, c, width[c] = t->c[c].width);
	if (cards != NULL && t->nrow > 0)
		report_cards(t->r, t->d, s, 2, width, t->ncol, t->f, t->row[0]);
	draw_heading(t, s, head);
	for (size_t i = from; i < to; i++, row++) {
		struct xlsx_look look = row_look(t, i);

		if (!t->r->large)
			xlsx_height(s, row, row_height(t, i));
		for (uint16_t c = 0; c < t->ncol; c++)
			put_cell(t, s, row, c, i, look);
	}
	last = row > head + 1 ? row - 1 : head + 1;
	xlsx_filter(
	    s, (struct xlsx_area){head, last, 0, (uint16_t)(t->ncol - 1)});
	xlsx_freeze(s, head + 1, (uint16_t)def_num(t->d, "freeze", 1));
	colour(t, s, head + 1, last);
	if (def_get(t->d, "totals") != NULL && whole && t->nrow > 0)
		draw_totals(t, s, row++, head + 1);
	if (t->nrow == 0) {
		static const struct xlsx_look none = {
		    .color = GREY, .italic = 1};

		xlsx_text(s, row++, 0, report_word(t->r, "无", "none"), &none);
	}
	row = report_notes(t->r, t->d, s, row);
	xlsx_print_area(
	    s, (struct xlsx_area){0, row - 1, 0, (uint16_t)(t->ncol - 1)});
	if (whole && def_get(t->d, "each") == NULL) {
		defined = xasprintf("t_%s", t->d->id);
		xlsx_define(s, defined,
		    (struct xlsx_area){head, last, 0, (uint16_t)(t->ncol - 1)});
		free(defined);
	}
	free(width);
}

/* The rows on as many sheets as they need. */
static void
draw_value(struct report *r, const struct def_section *d, const struct frame *f,
    int each, const char *value)
{
	struct ttable t = {.r = r, .d = d, .f = f};
	size_t most = (size_t)def_num(d, "most", XLSX_ROWS - 100), from = 0;
	const char *name = def_word(d, "name", r->zh);
	char *full = value ? xasprintf("%s %s", name, value) : xstrdup(name);

	t.id = frame_col(f, "zone_id");
	find_columns(&t);
	find_rows(&t, each, value);
	find_ranks(&t);
	for (size_t c = 0; c < t.ncol; c++)
		set_width(&t, &t.c[c]);
	do {
		size_t to = t.nrow - from > most ? from + most : t.nrow;

		draw_part(&t, full, from, to);
		from = to;
	} while (from < t.nrow);
	for (size_t c = 0; c < t.ncol; c++)
		free(t.c[c].head);
	for (size_t i = 0; t.rank && i < t.nrow; i++)
		free(t.rank[i]);
	free(t.rank);
	free(t.c);
	free(t.row);
	free(t.zone);
	free(full);
}

int
report_table(
    struct report *r, const struct def_section *d, const struct frame *f)
{
	const char *by = def_get(d, "each"), *value = NULL;
	int each = by ? frame_col(f, by) : -1;

	if (each < 0) {
		draw_value(r, d, f, -1, NULL);
		return 0;
	}
	/* The values in order, by the next larger each time. */
	for (;;) {
		const char *next = NULL;

		for (size_t i = 0; i < f->nrow; i++) {
			const char *v = frame_at(f, i, each);

			if ((value == NULL || strcmp(v, value) > 0) &&
			    (next == NULL || strcmp(v, next) < 0))
				next = v;
		}
		if (next == NULL)
			return 0;
		draw_value(r, d, f, each, value = next);
	}
}
