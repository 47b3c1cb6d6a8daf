#include "book.h"

#include <ctype.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <expat.h>
#include <zip.h>

#include "xalloc.h"

/* A part of more bytes is none of ours. */
enum { PART_MOST = 1 << 30 };

struct name {
	char *name, *id; /* id: of the relation to its part */
};

struct book {
	char *path;
	zip_t *zip;
	struct name *sheet;
	size_t n;
	struct name *target; /* name: the part, id: of the relation */
	size_t ntarget;
	char **shared;
	size_t nshared, shared_cap;
};

/* --- parts --- */

static int
broken(const struct book *b, const char *part, const char *why)
{
	warnx("%s: %s: %s: is it a workbook?", b->path, part, why);
	return -1;
}

/* Hands a part to the parser.  0; -1: has said why; 1: there is no such part.
 */
static int
parse_part(const struct book *b, const char *part, XML_Parser p)
{
	zip_file_t *f = zip_fopen(b->zip, part, 0);
	zip_int64_t got, all = 0;
	int bad = 0;

	if (f == NULL)
		return 1;
	do {
		void *buf = XML_GetBuffer(p, 65536);

		if (buf == NULL)
			errx(1, "out of memory");
		got = zip_fread(f, buf, 65536);
		all += got;
		if (got < 0)
			bad = broken(b, part, zip_file_strerror(f));
		else if (all > PART_MOST)
			bad = broken(b, part, "is too large");
		else if (XML_ParseBuffer(p, (int)got, got == 0) ==
			 XML_STATUS_ERROR)
			bad = broken(
			    b, part, XML_ErrorString(XML_GetErrorCode(p)));
	} while (bad == 0 && got > 0);
	zip_fclose(f);
	return bad;
}

/* The last part of a name with a prefix: "x:row" is a row. */
static int
is(const XML_Char *name, const char *want)
{
	const char *colon = strrchr(name, ':');

	return strcmp(colon ? colon + 1 : name, want) == 0;
}

static const char *
attribute(const XML_Char **attr, const char *want)
{
	for (; *attr != NULL; attr += 2)
		if (strcmp(attr[0], want) == 0)
			return attr[1];
	return "";
}

/* Text that is being put together. */
struct text {
	char *s;
	size_t n, cap;
};

static void
text_add(struct text *t, const char *s, size_t n)
{
	while (t->n + n + 1 > t->cap) {
		t->cap = t->cap ? 2 * t->cap : 256;
		t->s = xrealloc(t->s, t->cap, 1);
	}
	memcpy(t->s + t->n, s, n);
	t->n += n;
	t->s[t->n] = '\0';
}

/* --- the list of sheets --- */

static void
push_name(struct name **list, size_t *n, const char *name, const char *id)
{
	*list = xrealloc(*list, *n + 1, sizeof **list);
	(*list)[(*n)++] = (struct name){xstrdup(name), xstrdup(id)};
}

static void
on_workbook(void *ctx, const XML_Char *name, const XML_Char **attr)
{
	struct book *b = ctx;

	if (is(name, "sheet"))
		push_name(&b->sheet, &b->n, attribute(attr, "name"),
		    attribute(attr, "r:id"));
}

static void
on_relation(void *ctx, const XML_Char *name, const XML_Char **attr)
{
	struct book *b = ctx;

	if (is(name, "Relationship"))
		push_name(&b->target, &b->ntarget, attribute(attr, "Target"),
		    attribute(attr, "Id"));
}

static int
parse_list(struct book *b, const char *part, XML_StartElementHandler on_start)
{
	XML_Parser p = XML_ParserCreate(NULL);
	int got;

	XML_SetUserData(p, b);
	XML_SetStartElementHandler(p, on_start);
	got = parse_part(b, part, p);
	XML_ParserFree(p);
	return got == 1 ? broken(b, part, "there is no such part") : got;
}

/* --- shared strings --- */

struct strings {
	struct book *b;
	struct text text;
	int in_text, phonetic;
};

static void
on_string_start(void *ctx, const XML_Char *name, const XML_Char **attr)
{
	struct strings *s = ctx;

	(void)attr;
	if (is(name, "si"))
		s->text.n = 0;
	s->phonetic += is(name, "rPh");
	s->in_text = is(name, "t") && !s->phonetic;
}

static void
on_string_end(void *ctx, const XML_Char *name)
{
	struct strings *s = ctx;
	struct book *b = s->b;

	s->in_text = 0;
	s->phonetic -= is(name, "rPh");
	if (!is(name, "si"))
		return;
	text_add(&s->text, "", 0);
	b->shared =
	    xgrow(b->shared, b->nshared, &b->shared_cap, sizeof *b->shared);
	b->shared[b->nshared++] = xstrndup(s->text.s, s->text.n);
}

static void
on_string_text(void *ctx, const XML_Char *s, int n)
{
	struct strings *t = ctx;

	if (t->in_text)
		text_add(&t->text, s, (size_t)n);
}

static int
read_shared(struct book *b)
{
	struct strings s = {.b = b};
	XML_Parser p = XML_ParserCreate(NULL);
	int got;

	XML_SetUserData(p, &s);
	XML_SetElementHandler(p, on_string_start, on_string_end);
	XML_SetCharacterDataHandler(p, on_string_text);
	got = parse_part(b, "xl/sharedStrings.xml", p);
	XML_ParserFree(p);
	free(s.text.s);
	return got < 0 ? -1 : 0;
}

/* --- the book --- */

struct book *
book_open(const char *path)
{
	struct book *b = xcalloc(1, sizeof *b);
	int code;

	b->path = xstrdup(path);
	if ((b->zip = zip_open(path, ZIP_RDONLY, &code)) == NULL) {
		zip_error_t e;

		zip_error_init_with_code(&e, code);
		warnx("%s: %s", path, zip_error_strerror(&e));
		zip_error_fini(&e);
	} else if (parse_list(b, "xl/workbook.xml", on_workbook) == 0 &&
		   parse_list(b, "xl/_rels/workbook.xml.rels", on_relation) ==
		       0 &&
		   read_shared(b) == 0) {
		return b;
	}
	book_free(b);
	return NULL;
}

static void
free_names(struct name *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(list[i].name);
		free(list[i].id);
	}
	free(list);
}

void
book_free(struct book *b)
{
	if (b == NULL)
		return;
	if (b->zip != NULL)
		zip_discard(b->zip);
	free_names(b->sheet, b->n);
	free_names(b->target, b->ntarget);
	for (size_t i = 0; i < b->nshared; i++)
		free(b->shared[i]);
	free(b->shared);
	free(b->path);
	free(b);
}

size_t
book_sheets(const struct book *b)
{
	return b->n;
}

const char *
book_name(const struct book *b, size_t sheet)
{
	return b->sheet[sheet].name;
}

long
book_find(const struct book *b, const char *name)
{
	for (size_t i = 0; i < b->n; i++)
		if (strcmp(b->sheet[i].name, name) == 0)
			return (long)i;
	return -1;
}

/* --- a sheet --- */

struct reading_sheet {
	const struct book *b;
	struct book_sheet *s;
	struct text text;
	uint32_t row, col; /* of the cell at hand */
	char type;	   /* 's': its text is a number of shared */
	int in_text;
};

/* "AB12" into row and column, from 0; what is left. */
static const char *
cell_of(const char *s, uint32_t *row, uint32_t *col)
{
	uint32_t r = 0, c = 0;

	for (; isalpha((unsigned char)*s) && c < 1 << 16; s++)
		c = 26 * c + (uint32_t)(toupper((unsigned char)*s) - 'A' + 1);
	for (; isdigit((unsigned char)*s) && r < 1 << 24; s++)
		r = 10 * r + (uint32_t)(*s - '0');
	*row = r > 0 ? r - 1 : 0;
	*col = c > 0 ? c - 1 : 0;
	return s;
}

static void
push_merged(struct book_sheet *s, const char *ref)
{
	struct book_area a;
	const char *p = cell_of(ref, &a.row, &a.col);

	if (*p != ':')
		return;
	cell_of(p + 1, &a.row2, &a.col2);
	s->merged =
	    xgrow(s->merged, s->nmerged, &s->merged_cap, sizeof *s->merged);
	s->merged[s->nmerged++] = a;
}

/* Cells need not say where they stand: then it is behind the one before. */
static void
on_sheet_start(void *ctx, const XML_Char *name, const XML_Char **attr)
{
	struct reading_sheet *r = ctx;
	const char *ref = attribute(attr, "r");

	if (is(name, "row")) {
		r->row =
		    *ref ? (uint32_t)strtoul(ref, NULL, 10) - 1 : r->row + 1;
		r->col = UINT32_MAX;
	} else if (is(name, "c")) {
		r->col++;
		if (*ref != '\0')
			cell_of(ref, &r->row, &r->col);
		r->type = attribute(attr, "t")[0];
		if (strcmp(attribute(attr, "t"), "str") == 0)
			r->type = 't';
		r->text.n = 0;
	} else if (is(name, "mergeCell")) {
		push_merged(r->s, attribute(attr, "ref"));
	}
	r->in_text = is(name, "v") || is(name, "t");
}

static void
on_sheet_end(void *ctx, const XML_Char *name)
{
	struct reading_sheet *r = ctx;
	struct book_sheet *s = r->s;
	const char *text;
	size_t i;

	r->in_text = 0;
	if (!is(name, "c") || r->text.n == 0)
		return;
	text = r->text.s;
	if (r->type == 's') {
		i = strtoul(text, NULL, 10);
		text = i < r->b->nshared ? r->b->shared[i] : "";
	}
	s->cell = xgrow(s->cell, s->n, &s->cap, sizeof *s->cell);
	s->cell[s->n++] = (struct book_cell){r->row, r->col, xstrdup(text)};
}

static void
on_sheet_text(void *ctx, const XML_Char *s, int n)
{
	struct reading_sheet *r = ctx;

	if (r->in_text)
		text_add(&r->text, s, (size_t)n);
}

static int
by_place(const void *pa, const void *pb)
{
	const struct book_cell *a = pa, *b = pb;

	if (a->row != b->row)
		return a->row < b->row ? -1 : 1;
	return (a->col > b->col) - (a->col < b->col);
}

/* The part of a sheet; to be freed.  NULL: the relation is missing. */
static char *
part_of(const struct book *b, size_t sheet)
{
	for (size_t i = 0; i < b->ntarget; i++) {
		const char *to = b->target[i].name;

		if (strcmp(b->target[i].id, b->sheet[sheet].id) == 0)
			return *to == '/' ? xstrdup(to + 1) :
					    xasprintf("xl/%s", to);
	}
	return NULL;
}

int
book_sheet(struct book *b, size_t sheet, struct book_sheet *out)
{
	struct reading_sheet r = {.b = b, .s = out, .row = UINT32_MAX};
	char *part = part_of(b, sheet);
	XML_Parser p = XML_ParserCreate(NULL);
	int got = 1;

	*out = (struct book_sheet){0};
	XML_SetUserData(p, &r);
	XML_SetElementHandler(p, on_sheet_start, on_sheet_end);
	XML_SetCharacterDataHandler(p, on_sheet_text);
	if (part != NULL)
		got = parse_part(b, part, p);
	if (got == 1)
		broken(b, book_name(b, sheet), "the sheet's part is missing");
	XML_ParserFree(p);
	free(part);
	free(r.text.s);
	if (got != 0) {
		book_sheet_release(out);
		return -1;
	}
	if (out->n > 0)
		qsort(out->cell, out->n, sizeof *out->cell, by_place);
	return 0;
}

void
book_sheet_release(struct book_sheet *s)
{
	for (size_t i = 0; i < s->n; i++)
		free(s->cell[i].text);
	free(s->cell);
	free(s->merged);
	*s = (struct book_sheet){0};
}

const char *
book_text(const struct book_sheet *s, uint32_t row, uint32_t col)
{
	const struct book_cell key = {row, col, NULL}, *c = NULL;

	if (s->n > 0)
		c = bsearch(&key, s->cell, s->n, sizeof key, by_place);
	return c ? c->text : "";
}

void
book_anchor(const struct book_sheet *s, uint32_t *row, uint32_t *col)
{
	for (size_t i = 0; i < s->nmerged; i++) {
		const struct book_area *a = &s->merged[i];

		if (*row >= a->row && *row <= a->row2 && *col >= a->col &&
		    *col <= a->col2) {
			*row = a->row;
			*col = a->col;
			return;
		}
	}
}
