#include "frame.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "csvin.h"
#include "num.h"
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
	k->in = table_of(in->col, in->ncol);
	if (k->in != NULL && strcmp(k->in->name, "zones") == 0) {
		k->name = k->in->name;
		return 0;
	}
	return csvin_warn(
	    in, "this heading is neither of nightflow, waterbalance nor zones");
}

/* Is it text, a number, or no column of the table (-1)? */
static int
is_number(const struct known *k, const char *col)
{
	static const char *const text[] = {"zone_id", "point_id", "day",
	    "mnf_at", "flags", "from", "to", "standard", "item", "parent_item",
	    "basis", "grade", "band", "target_met", "period", "note",
	    "bill_state", "uarl_set", "band_lcd", "per", "assessment", "sub",
	    "agree", "leak_kind", "figure", "source", "imported_at",
	    "step_list", "fixed_at", "lowest_at", "p20_at", "advice"};
	int c;

	if (k->in != NULL) {
		c = table_col(k->in, col);
		return c < 0 ? -1 : k->in->col[c].type == TABLE_NUM;
	}
	for (size_t i = 0; i < sizeof text / sizeof *text; i++)
		if (strcmp(text[i], col) == 0)
			return 0;
	for (size_t i = 0; i < k->out->ncol; i++)
		if (strcmp(k->out->col[i], col) == 0)
			return 1;
	return -1;
}

static int
check_columns(const struct csvin *in, const struct known *k)
{
	for (size_t i = 0; i < in->ncol; i++)
		if (is_number(k, in->col[i]) < 0)
			return csvin_warn(in, "unknown column '%s' of %s",
			    in->col[i], k->name);
	return 0;
}

/* --- reading --- */

static struct frame *
frame_of(struct frames *f, const struct csvin *in, const struct known *k)
{
	struct frame *fr;

	for (size_t i = 0; i < f->n; i++)
		if (strcmp(f->frame[i].name, k->name) == 0)
			return &f->frame[i];
	f->frame = xrealloc(f->frame, f->n + 1, sizeof *f->frame);
	fr = &f->frame[f->n++];
	*fr = (struct frame){.name = k->name, .ncol = in->ncol};
	fr->col = xcalloc(in->ncol, sizeof *fr->col);
	for (size_t i = 0; i < in->ncol; i++)
		fr->col[i] = xstrdup(in->col[i]);
	return fr;
}

static int
check_cells(const struct csvin *in, const struct known *k)
{
	double v;

	for (size_t i = 0; i < in->ncol; i++)
		if (is_number(k, in->col[i]) && csvin_num(in, (int)i, &v) < 0)
			return -1;
	return 0;
}

static void
add_row(struct frame *fr, const struct csvin *in)
{
	if (fr->nrow == fr->cap) {
		fr->cap = fr->cap ? 2 * fr->cap : 64;
		fr->cell =
		    xrealloc(fr->cell, fr->cap * fr->ncol, sizeof *fr->cell);
	}
	for (size_t i = 0; i < fr->ncol; i++)
		fr->cell[fr->nrow * fr->ncol + i] =
		    xstrdup(csvin_text(in, csvin_col(in, fr->col[i])));
	fr->nrow++;
}

static void
add_source(struct frames *f, const char *path, const char *table, size_t rows)
{
	const char *base = strrchr(path, '/');

	f->source = xrealloc(f->source, f->nsource + 1, sizeof *f->source);
	f->source[f->nsource++] =
	    (struct frame_source){xstrdup(base ? base + 1 : path), table, rows};
}

int
frames_take(struct frames *f, struct csvin *in)
{
	struct known k;
	struct frame *fr;
	enum csvin_got got;
	size_t rows = 0;

	if (find_known(in, &k) < 0 || check_columns(in, &k) < 0)
		return -1;
	fr = frame_of(f, in, &k);
	while ((got = csvin_next(in)) == CSVIN_ROW) {
		if (check_cells(in, &k) < 0)
			return -1;
		add_row(fr, in);
		rows++;
	}
	if (got == CSVIN_BAD)
		return csvin_warn(in, "%s", csvin_reason(in));
	add_source(f, in->name, k.name, rows);
	return got == CSVIN_FAILED ? -1 : 1;
}

int
frames_read(struct frames *f, const char *path)
{
	struct csvin *in = csvin_open(path, NULL);
	enum csvin_got got;
	int status = 0;

	if (in == NULL)
		return 1;
	while ((got = csvin_table(in)) == CSVIN_ROW)
		if (frames_take(f, in) < 0)
			break;
	if (got != CSVIN_END)
		status = csvin_status(in);
	csvin_free(in);
	return status;
}

void
frames_release(struct frames *f)
{
	for (size_t i = 0; i < f->n; i++) {
		struct frame *fr = &f->frame[i];

		for (size_t k = 0; k < fr->nrow * fr->ncol; k++)
			free(fr->cell[k]);
		for (size_t k = 0; k < fr->ncol; k++)
			free(fr->col[k]);
		free(fr->cell);
		free(fr->col);
	}
	for (size_t i = 0; i < f->nsource; i++)
		free(f->source[i].file);
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

const char *
frame_text(const struct frame *f, size_t row, const char *col)
{
	for (size_t i = 0; i < f->ncol; i++)
		if (strcmp(f->col[i], col) == 0)
			return f->cell[row * f->ncol + i];
	return "";
}

double
frame_num(const struct frame *f, size_t row, const char *col)
{
	double v = NAN;

	num_parse(frame_text(f, row, col), &v);
	return v;
}
