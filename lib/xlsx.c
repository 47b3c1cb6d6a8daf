#include "xlsx_private.h"

#include <err.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "aside.h"
#include "hash.h"
#include "parallel.h"
#include "xalloc.h"
#include "zipcheck.h"

/* A call of the library about a sheet, for a pen. */
struct stroke {
	void (*write)(const struct stroke *c);
	lxw_worksheet *ws;
	lxw_format *f;
	char *text, *link; /* its own; NULL: none */
	double v;
	struct xlsx_area a;
};

static const int SIZE = 9; /* points, where a look names none */

/* --- the file --- */

static char *
temporary(void)
{
	const char *dir = getenv("TMPDIR");
	char *path = xasprintf("%s/wb-xlsx-XXXXXX", dir ? dir : "/tmp");
	int fd = mkstemp(path);

	if (fd < 0) {
		warn("%s", path);
		free(path);
		return NULL;
	}
	close(fd);
	return path;
}

/* Of a large workbook the library prints each cell as it comes, which takes
 * most of the time: threads do that, each for its sheets. */
static void
do_stroke(void *item)
{
	struct stroke *c = item;

	c->write(c);
	free(c->text);
	free(c->link);
}

static void
take_pens(struct xlsx *x)
{
	x->npen = parallel_cpus() < 2 ? 0 : PENS;
	for (size_t i = 0; i < x->npen; i++)
		x->pen[i] = aside_new(sizeof(struct stroke), do_stroke);
}

static void
lay_pens_down(struct xlsx *x)
{
	while (x->npen > 0)
		aside_free(x->pen[--x->npen]);
}

lxw_worksheet *
xlsx_at_rest(struct xlsx_sheet *s)
{
	if (s->pen != NULL)
		aside_settle(s->pen);
	return s->ws;
}

struct xlsx *
xlsx_new(const struct xlsx_about *about, const char *font, int large)
{
	lxw_workbook_options how = {
	    .constant_memory = (uint8_t)large, .tmpdir = getenv("TMPDIR")};
	struct xlsx *x = xcalloc(1, sizeof *x);
	lxw_doc_properties p = {.title = (char *)about->title,
	    .subject = (char *)"wbtools",
	    .status = (char *)about->status,
	    .comments = (char *)about->program,
	    .created = (time_t)about->created};

	if ((x->path = temporary()) == NULL) {
		free(x);
		return NULL;
	}
	x->font = font;
	x->wb = workbook_new_opt(x->path, &how);
	workbook_set_properties(x->wb, &p);
	if (large)
		take_pens(x);
	return x;
}

static int
copy(const char *path, FILE *to, char sha256[65])
{
	FILE *from = fopen(path, "re");
	struct hash *h;
	char buf[65536];
	size_t n;
	int bad;

	if (from == NULL) {
		warn("%s", path);
		return -1;
	}
	h = sha256 ? hash_new() : NULL;
	while ((n = fread(buf, 1, sizeof buf, from)) > 0) {
		if (h != NULL)
			hash_add(h, buf, n);
		if (to != NULL && fwrite(buf, 1, n, to) != n)
			break; /* the caller checks `to` */
	}
	if (h != NULL) {
		hash_hex(h, sha256);
		hash_free(h);
	}
	bad = ferror(from);
	if (bad)
		warn("%s", path);
	fclose(from);
	return bad ? -1 : 0;
}

/* Without the lines that the library prints of its own accord. */
static lxw_error
close_quietly(lxw_workbook *wb)
{
	int saved = dup(STDERR_FILENO), null = open("/dev/null", O_WRONLY);
	lxw_error e;

	if (null >= 0)
		dup2(null, STDERR_FILENO);
	e = workbook_close(wb);
	fflush(stderr);
	if (saved >= 0)
		dup2(saved, STDERR_FILENO);
	close(saved);
	close(null);
	return e;
}

int
xlsx_write(struct xlsx *x, FILE *fp, char sha256[65])
{
	lxw_error e;

	lay_pens_down(x);
	e = close_quietly(x->wb);
	x->wb = NULL;
	if (e != LXW_NO_ERROR) {
		warnx("%s: %s", x->path, lxw_strerror(e));
		return -1;
	}
	/* The library does not look whether its sheets fitted the disk. */
	if (zipcheck(x->path) < 0)
		return -1;
	return copy(x->path, fp, sha256);
}

void
xlsx_free(struct xlsx *x)
{
	if (x == NULL)
		return;
	lay_pens_down(x);
	if (x->wb != NULL)
		close_quietly(x->wb);
	unlink(x->path);
	for (size_t i = 0; i < x->nsheet; i++) {
		free(x->sheet[i]->name);
		free(x->sheet[i]);
	}
	free(x->sheet);
	for (size_t i = 0; i < x->nmade; i++)
		free((char *)x->made[i].look.num);
	free(x->made);
	free(x->path);
	free(x);
}

/* UTF-16 units of a character that begins with this byte; 0: it does not. */
static int
units(unsigned char c)
{
	return (c & 0xC0) == 0x80 ? 0 : c >= 0xF0 ? 2 : 1;
}

/* Bytes of s that have at most so many UTF-16 units. */
static size_t
cut(const char *s, int most)
{
	size_t i;
	int n = 0;

	for (i = 0; s[i] != '\0'; i++) {
		n += units((unsigned char)s[i]);
		if (n > most)
			break;
	}
	return i;
}

static int
is_taken(const struct xlsx *x, const char *name)
{
	for (size_t i = 0; i < x->nsheet; i++)
		if (strcasecmp(x->sheet[i]->name, name) == 0)
			return 1;
	return 0;
}

char *
xlsx_sheet_name(const struct xlsx *x, const char *name)
{
	enum { LONGEST = 31 };
	char *clean = xstrndup(name, cut(name, LONGEST)), *out;

	for (char *p = clean; *p != '\0'; p++)
		if (strchr("[]:*?/\\", *p) != NULL || (unsigned char)*p < ' ')
			*p = '-';
	if (*clean == '\'')
		*clean = '-';
	if (*clean != '\0' && clean[strlen(clean) - 1] == '\'')
		clean[strlen(clean) - 1] = '-';
	out = xstrdup(*clean == '\0'			? "-" :
		      strcasecmp(clean, "history") == 0 ? "History-" :
							  clean);
	for (int k = 2; is_taken(x, out); k++) {
		free(out);
		out = xasprintf(
		    "%.*s (%d)", (int)cut(clean, LONGEST - 7), clean, k);
	}
	free(clean);
	return out;
}

struct xlsx_sheet *
xlsx_sheet(struct xlsx *x, const char *name)
{
	struct xlsx_sheet *s = xcalloc(1, sizeof *s);

	s->x = x;
	s->name = xlsx_sheet_name(x, name);
	s->ws = workbook_add_worksheet(x->wb, s->name);
	if (s->ws == NULL)
		errx(1, "sheet '%s' cannot be made", s->name);
	worksheet_gridlines(s->ws, LXW_HIDE_ALL_GRIDLINES);
	if (x->npen > 0)
		s->pen = x->pen[x->nsheet % x->npen];
	x->sheet = xgrow(x->sheet, x->nsheet, &x->sheet_cap, sizeof *x->sheet);
	return x->sheet[x->nsheet++] = s;
}

const char *
xlsx_name(const struct xlsx_sheet *s)
{
	return s->name;
}

const char *
xlsx_cell(char *buf, uint32_t row, uint16_t col, int fix_row, int fix_col)
{
	char letters[4] = "", *first = letters + sizeof letters - 1;

	for (unsigned c = col + 1u; c > 0; c = (c - 1) / 26)
		*--first = (char)('A' + (c - 1) % 26);
	snprintf(buf, XLSX_CELL, "%s%s%s%u", fix_col ? "$" : "", first,
	    fix_row ? "$" : "", row + 1);
	return buf;
}

/* --- looks --- */

static int
same_look(const struct xlsx_look *a, const struct xlsx_look *b)
{
	return a->size == b->size && a->color == b->color &&
	       a->fill == b->fill && a->line == b->line &&
	       a->align == b->align && a->bold == b->bold &&
	       a->italic == b->italic && a->wrap == b->wrap &&
	       a->top == b->top && a->indent == b->indent &&
	       (a->num == b->num ||
		   (a->num && b->num && strcmp(a->num, b->num) == 0));
}

static void
set_align(lxw_format *f, const struct xlsx_look *l)
{
	if (l->align == 'l')
		format_set_align(f, LXW_ALIGN_LEFT);
	else if (l->align == 'c')
		format_set_align(f, LXW_ALIGN_CENTER);
	else if (l->align == 'r')
		format_set_align(f, LXW_ALIGN_RIGHT);
	format_set_align(
	    f, l->top ? LXW_ALIGN_VERTICAL_TOP : LXW_ALIGN_VERTICAL_CENTER);
}

static lxw_format *
make_format(struct xlsx *x, const struct xlsx_look *l)
{
	lxw_format *f = workbook_add_format(x->wb);

	format_set_font_name(f, x->font);
	format_set_font_size(f, l->size ? l->size : SIZE);
	if (l->color)
		format_set_font_color(f, l->color);
	if (l->fill)
		format_set_bg_color(f, l->fill);
	if (l->line) {
		format_set_bottom(f, LXW_BORDER_THIN);
		format_set_bottom_color(f, l->line);
	}
	if (l->bold)
		format_set_bold(f);
	if (l->italic)
		format_set_italic(f);
	if (l->wrap)
		format_set_text_wrap(f);
	if (l->indent)
		format_set_indent(f, (uint8_t)l->indent);
	if (l->num)
		format_set_num_format(f, l->num);
	set_align(f, l);
	lxw_format_get_xf_index(f); /* numbered now: a pen only reads it */
	return f;
}

static lxw_format *
format_of(struct xlsx *x, const struct xlsx_look *l)
{
	static const struct xlsx_look plain;

	if (l == NULL)
		l = &plain;
	if (x->last < x->nmade && same_look(&x->made[x->last].look, l))
		return x->made[x->last].f;
	for (size_t i = 0; i < x->nmade; i++)
		if (same_look(&x->made[i].look, l))
			return x->made[x->last = i].f;
	x->made = xgrow(x->made, x->nmade, &x->cap, sizeof *x->made);
	x->made[x->nmade] = (struct made){*l, make_format(x, l)};
	if (l->num != NULL) /* the caller's may not live as long */
		x->made[x->nmade].look.num = xstrdup(l->num);
	return x->made[x->nmade++].f;
}

/* --- cells --- */

/* Text and link are the caller's. */
static void
stroke(struct xlsx_sheet *s, struct stroke c)
{
	c.ws = s->ws;
	c.text = c.text ? xstrdup(c.text) : NULL;
	c.link = c.link ? xstrdup(c.link) : NULL;
	if (s->pen != NULL)
		aside_put(s->pen, &c);
	else
		do_stroke(&c);
}

static struct xlsx_area
one_cell(uint32_t row, uint16_t col)
{
	return (struct xlsx_area){row, row, col, col};
}

static void
write_text(const struct stroke *c)
{
	worksheet_write_string(c->ws, c->a.row, c->a.col, c->text, c->f);
}

void
xlsx_text(struct xlsx_sheet *s, uint32_t row, uint16_t col, const char *text,
    const struct xlsx_look *look)
{
	struct stroke c = {.write = write_text,
	    .a = one_cell(row, col),
	    .text = (char *)text,
	    .f = format_of(s->x, look)};
	char *head = NULL;

	if (text[cut(text, XLSX_TEXT)] != '\0')
		c.text = head =
		    xasprintf("%.*s…", (int)cut(text, XLSX_TEXT - 1), text);
	stroke(s, c);
	free(head);
}

/* A sheet's name between apostrophes: its own are doubled. */
static char *
quoted(const char *name)
{
	char *out = xcalloc(2 * strlen(name) + 1, 1), *p = out;

	for (; *name != '\0'; name++) {
		*p++ = *name;
		if (*name == '\'')
			*p++ = '\'';
	}
	return out;
}

static void
write_link(const struct stroke *c)
{
	worksheet_write_url_opt(
	    c->ws, c->a.row, c->a.col, c->link, c->f, c->text, NULL);
}

void
xlsx_link(struct xlsx_sheet *s, uint32_t row, uint16_t col, const char *sheet,
    uint32_t to_row, const char *text, const struct xlsx_look *look)
{
	char *in = quoted(sheet);
	char *url = xasprintf("internal:'%s'!A%u", in, to_row + 1);

	stroke(s, (struct stroke){.write = write_link,
		      .a = one_cell(row, col),
		      .text = (char *)text,
		      .link = url,
		      .f = format_of(s->x, look)});
	free(in);
	free(url);
}

static void
write_formula(const struct stroke *c)
{
	worksheet_write_formula_num(
	    c->ws, c->a.row, c->a.col, c->text, c->f, c->v);
}

/* Frees the formula. */
static void
put_formula(struct xlsx_sheet *s, uint32_t row, uint16_t col, char *formula,
    double v, const struct xlsx_look *look)
{
	stroke(s, (struct stroke){.write = write_formula,
		      .a = one_cell(row, col),
		      .text = formula,
		      .v = v,
		      .f = format_of(s->x, look)});
	free(formula);
}

void
xlsx_total(struct xlsx_sheet *s, uint32_t row, uint16_t col,
    struct xlsx_area of, double v, const struct xlsx_look *look)
{
	char from[XLSX_CELL], to[XLSX_CELL];

	put_formula(s, row, col,
	    xasprintf("=SUBTOTAL(109,%s:%s)",
		xlsx_cell(from, of.row, of.col, 0, 0),
		xlsx_cell(to, of.row2, of.col2, 0, 0)),
	    v, look);
}

void
xlsx_copy(struct xlsx_sheet *s, uint32_t row, uint16_t col, uint32_t from_row,
    uint16_t from_col, double v, const struct xlsx_look *look)
{
	char of[XLSX_CELL];

	put_formula(s, row, col,
	    xasprintf("=%s", xlsx_cell(of, from_row, from_col, 0, 0)), v, look);
}

void
xlsx_less(struct xlsx_sheet *s, uint32_t row, uint16_t col, uint16_t a,
    uint16_t b, double v, const struct xlsx_look *look)
{
	char of[XLSX_CELL], off[XLSX_CELL];

	put_formula(s, row, col,
	    xasprintf("=%s-%s", xlsx_cell(of, row, a, 0, 0),
		xlsx_cell(off, row, b, 0, 0)),
	    v, look);
}

static void
write_num(const struct stroke *c)
{
	worksheet_write_number(c->ws, c->a.row, c->a.col, c->v, c->f);
}

void
xlsx_num(struct xlsx_sheet *s, uint32_t row, uint16_t col, double v,
    const struct xlsx_look *look)
{
	stroke(s, (struct stroke){.write = write_num,
		      .a = one_cell(row, col),
		      .v = v,
		      .f = format_of(s->x, look)});
}

static void
write_merged(const struct stroke *c)
{
	worksheet_merge_range(
	    c->ws, c->a.row, c->a.col, c->a.row2, c->a.col2, "", c->f);
}

void
xlsx_span(struct xlsx_sheet *s, struct xlsx_area a, const char *text, double v,
    const struct xlsx_look *look)
{
	if (a.row != a.row2 || a.col != a.col2)
		stroke(s, (struct stroke){.write = write_merged,
			      .a = a,
			      .f = format_of(s->x, look)});
	if (text != NULL)
		xlsx_text(s, a.row, a.col, text, look);
	else
		xlsx_num(s, a.row, a.col, v, look);
}

static void
write_height(const struct stroke *c)
{
	worksheet_set_row(c->ws, c->a.row, c->v, NULL);
}

void
xlsx_height(struct xlsx_sheet *s, uint32_t row, double points)
{
	stroke(
	    s, (struct stroke){
		   .write = write_height, .a = one_cell(row, 0), .v = points});
}

static void
write_print_area(const struct stroke *c)
{
	worksheet_print_area(c->ws, c->a.row, c->a.col, c->a.row2, c->a.col2);
}

void
xlsx_print_area(struct xlsx_sheet *s, struct xlsx_area a)
{
	stroke(s, (struct stroke){.write = write_print_area, .a = a});
}

void
xlsx_width(struct xlsx_sheet *s, uint16_t col, uint16_t col2, double w)
{
	worksheet_set_column(xlsx_at_rest(s), col, col2, w, NULL);
}

void
xlsx_freeze(struct xlsx_sheet *s, uint32_t row, uint16_t col)
{
	worksheet_freeze_panes(xlsx_at_rest(s), row, col);
}

void
xlsx_filter(struct xlsx_sheet *s, struct xlsx_area a)
{
	worksheet_autofilter(xlsx_at_rest(s), a.row, a.col, a.row2, a.col2);
}

void
xlsx_define(struct xlsx_sheet *s, const char *name, struct xlsx_area a)
{
	char from[XLSX_CELL], to[XLSX_CELL];
	char *sheet = quoted(s->name);
	char *formula =
	    xasprintf("='%s'!%s:%s", sheet, xlsx_cell(from, a.row, a.col, 1, 1),
		xlsx_cell(to, a.row2, a.col2, 1, 1));

	workbook_define_name(s->x->wb, name, formula);
	free(sheet);
	free(formula);
}

void
xlsx_page_break(struct xlsx_sheet *s, const uint32_t *rows, size_t n)
{
	lxw_row_t *list = xcalloc(n + 1, sizeof *list);

	for (size_t i = 0; i < n; i++)
		list[i] = rows[i];
	if (n > 0)
		worksheet_set_h_pagebreaks(xlsx_at_rest(s), list);
	free(list);
}

void
xlsx_note(struct xlsx_sheet *s, uint32_t row, uint16_t col, const char *text)
{
	lxw_comment_options o = {
	    .author = (char *)"", .width = 320, .height = 70};

	worksheet_write_comment_opt(xlsx_at_rest(s), row, col, text, &o);
}

/* --- rules --- */

void
xlsx_bars(struct xlsx_sheet *s, struct xlsx_area a, unsigned color)
{
	lxw_conditional_format c = {
	    .type = LXW_CONDITIONAL_DATA_BAR,
	    .bar_color = color,
	    .bar_solid = 1,
	    .bar_no_border = 1,
	    .min_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
	    .min_value = 0,
	    .data_bar_2010 = 1,
	    .bar_negative_color = 0xBFBFBF,
	};

	worksheet_conditional_format_range(
	    xlsx_at_rest(s), a.row, a.col, a.row2, a.col2, &c);
}

void
xlsx_rule(struct xlsx_sheet *s, struct xlsx_area a, const char *formula,
    const struct xlsx_look *look)
{
	lxw_format *f = workbook_add_format(s->x->wb);
	lxw_conditional_format c = {.type = LXW_CONDITIONAL_TYPE_FORMULA,
	    .value_string = (char *)formula,
	    .format = f};

	if (look->color)
		format_set_font_color(f, look->color);
	if (look->fill)
		format_set_bg_color(f, look->fill);
	if (look->bold)
		format_set_bold(f);
	worksheet_conditional_format_range(
	    xlsx_at_rest(s), a.row, a.col, a.row2, a.col2, &c);
}

/* --- print --- */

/* '&' begins a code in Excel's footers. */
static char *
footer(const struct xlsx_page *p)
{
	return xasprintf("&L&8%s&C&8%s&R&8%s",
	    p->footer_left ? p->footer_left : "",
	    p->footer_mid ? p->footer_mid : "",
	    p->footer_right ? p->footer_right : "");
}

void
xlsx_page(struct xlsx_sheet *s, const struct xlsx_page *p)
{
	char *foot = footer(p), *head = xasprintf("&R&8%s", p->header);

	worksheet_set_header(xlsx_at_rest(s), head);
	free(head);
	worksheet_set_paper(xlsx_at_rest(s), 9); /* A4 */
	if (p->landscape)
		worksheet_set_landscape(xlsx_at_rest(s));
	worksheet_fit_to_pages(xlsx_at_rest(s), 1, p->one_page ? 1 : 0);
	worksheet_set_margins(xlsx_at_rest(s), 0.4, 0.4, 0.65, 0.6);
	worksheet_center_horizontally(xlsx_at_rest(s));
	if (p->repeat_to >= 0)
		worksheet_repeat_rows(xlsx_at_rest(s),
		    (lxw_row_t)p->repeat_from, (lxw_row_t)p->repeat_to);
	worksheet_set_footer(xlsx_at_rest(s), foot);
	free(foot);
}
