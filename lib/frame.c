#include "frame.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "csvin.h"
#include "num.h"
#include "say.h"
#include "table.h"
#include "term.h"
#include "xalloc.h"

/* --- which table is it --- */

/* A table's name and columns, whichever dictionary knows it. */
struct known {
	const char *name;
	const struct term_table *out;
	const struct table *in;
};

static int
find_known(const struct csvin *in, struct known *k)
{
	*k = (struct known){0};
	if ((k->out = term_table_of(in->col, in->ncol)) != NULL) {
		k->name = k->out->name;
		return 0;
	}
	if ((k->in = table_of(in->col, in->ncol)) != NULL) {
		k->name = k->in->name;
		return 0;
	}
	if ((k->out = term_table_older(in->col, in->ncol)) != NULL) {
		k->name = k->out->name;
		return 0;
	}
	csvin_warn(in,
	    "this heading is that of no table; 'wb-query TABLE' and the "
	    "tools' --help-columns tell theirs");
	return -1;
}

/* Ids and words may look like numbers, and have neither unit nor decimals. */
int
frame_is_number(const char *col)
{
	const struct term *t = term_find(col);

	return t != NULL && (*t->unit != '\0' || t->digits > 0);
}

static int
is_number(const struct known *k, const char *col)
{
	if (k->in == NULL)
		return frame_is_number(col);
	return k->in->col[table_col(k->in, col)].type == TABLE_NUM;
}

/* A table that goes in has its columns only; one that comes out may have
 * others of the dictionary behind its own. */
static int
check_columns(const struct csvin *in, const struct known *k)
{
	for (size_t i = 0; i < in->ncol; i++)
		if (k->in ? table_col(k->in, in->col[i]) < 0 :
			    term_find(in->col[i]) == NULL)
			return csvin_warn(in, "unknown column '%s' of %s",
			    in->col[i], k->name);
	return 0;
}

/* --- rows --- */

void
frame_init(
    struct frame *f, const char *name, const char *const *col, size_t ncol)
{
	*f = (struct frame){.name = name, .ncol = ncol};
	f->col = xcalloc(ncol, sizeof *f->col);
	for (size_t i = 0; i < ncol; i++)
		f->col[i] = xstrdup(col[i]);
	f->text = xcalloc(1, f->text_cap = 4096);
	f->ntext = 1;
}

void
frame_release(struct frame *f)
{
	for (size_t i = 0; i < f->ncol; i++)
		free(f->col[i]);
	free(f->col);
	free(f->cell);
	free(f->text);
}

static int
add_cell(struct frame *f, uint32_t *at, const char *s)
{
	size_t n = strlen(s) + 1;

	*at = 0;
	if (n == 1)
		return 0;
	if (f->ntext + n > UINT32_MAX)
		return -1;
	if (f->ntext + n > f->text_cap) {
		f->text_cap = 2 * (f->text_cap + n);
		f->text = xrealloc(f->text, f->text_cap, 1);
	}
	memcpy(f->text + f->ntext, s, n);
	*at = (uint32_t)f->ntext;
	f->ntext += n;
	return 0;
}

int
frame_add(struct frame *f, const char *const *cell)
{
	if (f->nrow == f->cap) {
		f->cap = f->cap ? 2 * f->cap : 64;
		f->cell = xrealloc(f->cell, f->cap * f->ncol, sizeof *f->cell);
	}
	for (size_t i = 0; i < f->ncol; i++)
		if (add_cell(f, &f->cell[f->nrow * f->ncol + i], cell[i]) < 0)
			return -1;
	f->nrow++;
	return 0;
}

/* --- reading --- */

/* The table's frame, and where each of its columns stands in this file. */
static struct frame *
frame_of(struct frames *f, const struct csvin *in, const struct known *k)
{
	for (size_t i = 0; i < f->n; i++)
		if (strcmp(f->frame[i].name, k->name) == 0)
			return &f->frame[i];
	f->frame = xrealloc(f->frame, f->n + 1, sizeof *f->frame);
	frame_init(
	    &f->frame[f->n], k->name, (const char *const *)in->col, in->ncol);
	return &f->frame[f->n++];
}

/* A column more, empty in the rows that are there. */
static void
add_column(struct frame *f, const char *name)
{
	const size_t n = f->ncol;
	uint32_t *cell = xcalloc(f->cap * (n + 1) + 1, sizeof *cell);

	for (size_t i = 0; i < f->nrow; i++)
		memcpy(cell + i * (n + 1), f->cell + i * n, n * sizeof *cell);
	free(f->cell);
	f->cell = cell;
	f->col = xrealloc(f->col, n + 1, sizeof *f->col);
	f->col[n] = xstrdup(name);
	f->ncol = n + 1;
}

/* What an earlier file of this table did not have yet. */
static void
add_columns(struct frame *fr, const struct csvin *in)
{
	for (size_t i = 0; i < in->ncol; i++)
		if (frame_col(fr, in->col[i]) < 0)
			add_column(fr, in->col[i]);
}

static int
read_rows(struct frame *fr, struct csvin *in, const struct known *k)
{
	int *at = xcalloc(fr->ncol, sizeof *at);
	char *number = xcalloc(in->ncol, 1);
	const char **cell = xcalloc(fr->ncol, sizeof *cell);
	enum csvin_got got = CSVIN_FAILED;
	int bad = 0;
	double v;

	for (size_t i = 0; i < fr->ncol; i++)
		at[i] = csvin_col(in, fr->col[i]);
	for (size_t i = 0; i < in->ncol; i++)
		number[i] = (char)is_number(k, in->col[i]);
	while (!bad && (got = csvin_next(in)) == CSVIN_ROW) {
		for (size_t i = 0; !bad && i < in->ncol; i++)
			bad = number[i] && csvin_num(in, (int)i, &v) < 0;
		for (size_t i = 0; i < fr->ncol; i++)
			cell[i] = csvin_text(in, at[i]);
		if (!bad && frame_add(fr, cell) < 0)
			bad = csvin_warn(in, "%s is too large", fr->name);
	}
	if (!bad && got == CSVIN_BAD)
		bad = csvin_warn(in, "%s", tr(csvin_reason(in)));
	free(at);
	free(number);
	free(cell);
	return bad || got == CSVIN_FAILED ? -1 : 0;
}

static void
add_source(struct frames *f, const char *path, const char *table, size_t rows)
{
	const char *base = strrchr(path, '/');

	f->source = xrealloc(f->source, f->nsource + 1, sizeof *f->source);
	f->source[f->nsource++] =
	    (struct frame_source){.file = xstrdup(base ? base + 1 : path),
		.path = xstrdup(path),
		.table = table,
		.rows = rows};
}

int
frames_take(struct frames *f, struct csvin *in)
{
	struct known k;
	struct frame *fr;
	size_t before;

	if (find_known(in, &k) < 0 || check_columns(in, &k) < 0)
		return -1;
	fr = frame_of(f, in, &k);
	before = fr->nrow;
	add_columns(fr, in);
	if (read_rows(fr, in, &k) < 0)
		return -1;
	add_source(f, in->name, k.name, fr->nrow - before);
	return 1;
}

int
frames_read(struct frames *f, const char *path)
{
	struct csvin *in = csvin_open(path, NULL);
	size_t first = f->nsource;
	enum csvin_got got;
	int status = 0;
	char hex[65];

	if (in == NULL)
		return 1;
	while ((got = csvin_table(in)) == CSVIN_ROW)
		if (frames_take(f, in) < 0)
			break;
	if (got != CSVIN_END)
		status = csvin_status(in);
	else
		csvin_sha256(in, hex);
	for (size_t i = first; status == 0 && i < f->nsource; i++)
		memcpy(f->source[i].sha256, hex, sizeof hex);
	csvin_free(in);
	return status;
}

void
frames_release(struct frames *f)
{
	for (size_t i = 0; i < f->n; i++)
		frame_release(&f->frame[i]);
	for (size_t i = 0; i < f->nsource; i++) {
		free(f->source[i].file);
		free(f->source[i].path);
	}
	free(f->frame);
	free(f->source);
	*f = (struct frames)FRAMES_INIT;
}

/* --- asking --- */

const struct frame *
frames_find(const struct frames *f, const char *name)
{
	for (size_t i = 0; i < f->n; i++)
		if (strcmp(f->frame[i].name, name) == 0)
			return &f->frame[i];
	return NULL;
}

int
frame_col(const struct frame *f, const char *col)
{
	for (size_t i = 0; i < f->ncol; i++)
		if (strcmp(f->col[i], col) == 0)
			return (int)i;
	return -1;
}

const char *
frame_at(const struct frame *f, size_t row, int col)
{
	return col < 0 ? "" : f->text + f->cell[row * f->ncol + (size_t)col];
}

double
frame_num_at(const struct frame *f, size_t row, int col)
{
	double v = NAN;

	num_parse(frame_at(f, row, col), &v);
	return v;
}

const char *
frame_text(const struct frame *f, size_t row, const char *col)
{
	return frame_at(f, row, frame_col(f, col));
}

double
frame_num(const struct frame *f, size_t row, const char *col)
{
	return frame_num_at(f, row, frame_col(f, col));
}
