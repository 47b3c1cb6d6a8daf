#include "csvout.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <libdeflate.h>

#include "num.h"
#include "spark.h"
#include "textwidth.h"
#include "xalloc.h"

struct csvout {
	FILE *fp; /* NULL: a part */
	enum csvout_format format;
	int seal, tables;
	const char *const *col;
	size_t ncol, at; /* fields of the heading; of the row so far */
	uint64_t rows;
	uint32_t crc;
	char *held; /* rows not yet written, and the row so far */
	size_t len, cap;
	char **cell; /* CSVOUT_TABLE: all cells, row by row */
	size_t ncell, cell_cap;
	char *is_num; /* ... and whether each is a number */
	size_t num_cap;
	void (*before)(void *); /* writing; NULL: nothing */
	void *ctx;
	struct csvout_spark *spark; /* NULL: none */
};

enum { HELD_MAX = 1 << 16 };

struct csvout *
csvout_new(FILE *fp, enum csvout_format format, int seal)
{
	struct csvout *out = xcalloc(1, sizeof *out);

	out->fp = fp;
	out->format = format;
	out->seal = seal && format == CSVOUT_CSV;
	return out;
}

void
csvout_before_write(struct csvout *out, void (*f)(void *), void *ctx)
{
	out->before = f;
	out->ctx = ctx;
}

void
csvout_spark(struct csvout *out, struct csvout_spark *spark)
{
	if (out->format == CSVOUT_TABLE)
		out->spark = spark;
}

static void
put(struct csvout *out, const char *s, size_t n)
{
	if (out->len + n + 1 > out->cap) {
		out->cap = 2 * (out->len + n) + 256;
		out->held = xrealloc(out->held, out->cap, 1);
	}
	memcpy(out->held + out->len, s, n);
	out->len += n;
}

static void
write_held(struct csvout *out)
{
	if (out->len == 0)
		return;
	if (out->seal)
		out->crc = libdeflate_crc32(out->crc, out->held, out->len);
	if (out->before != NULL)
		out->before(out->ctx);
	fwrite(out->held, 1, out->len, out->fp);
	out->len = 0;
}

/* --- the table for the eye --- */

static void
pad(FILE *fp, size_t n)
{
	for (; n > 0; n--)
		putc(' ', fp);
}

static void
print_cell(struct csvout *out, const char *s, size_t w, int right, int last)
{
	size_t gap = w > textwidth_cells(s) ? w - textwidth_cells(s) : 0;

	if (right)
		pad(out->fp, gap);
	fputs(s, out->fp);
	if (!last) {
		if (!right)
			pad(out->fp, gap);
		fputs("  ", out->fp);
	}
}

/* Draws the column that was chosen, if the table has it; returns how many
 * columns the table has. */
static size_t
draw(struct csvout *out)
{
	struct spark_table t = {out->cell, out->is_num, out->ncol,
	    out->ncol ? out->ncell / out->ncol : 0};

	if (out->spark == NULL || t.nrow == 0 ||
	    spark_table(&t, out->spark->column, out->spark->room) < 0)
		return out->ncol;
	out->spark->drawn = 1;
	out->cell = t.cell;
	out->is_num = t.is_num;
	out->ncell = out->cell_cap = out->num_cap = t.nrow * t.ncol;
	return t.ncol;
}

static void
print_aligned(struct csvout *out)
{
	size_t n = draw(out), rows, *w;
	char *right;

	if (n == 0)
		return;
	rows = out->ncell / n;
	w = xcalloc(n, sizeof *w);
	right = xcalloc(n, 1);
	for (size_t i = 0; i < out->ncell; i++) {
		size_t c = i % n, wi = textwidth_cells(out->cell[i]);

		w[c] = wi > w[c] ? wi : w[c];
		right[c] |= i >= n && out->is_num[i] && out->cell[i][0];
	}
	for (size_t i = 0; i < rows * n; i++) {
		size_t c = i % n;

		print_cell(out, out->cell[i], w[c], right[c], c == n - 1);
		if (c == n - 1)
			putc('\n', out->fp);
		free(out->cell[i]);
	}
	out->ncell = 0;
	free(w);
	free(right);
}

static void
keep_cell(struct csvout *out, const char *s, int is_num)
{
	out->cell =
	    xgrow(out->cell, out->ncell, &out->cell_cap, sizeof *out->cell);
	out->is_num = xgrow(out->is_num, out->ncell, &out->num_cap, 1);
	out->is_num[out->ncell] = (char)is_num;
	out->cell[out->ncell++] = xstrdup(s);
}

/* --- fields --- */

static void
put_quoted(struct csvout *out, const char *s)
{
	put(out, "\"", 1);
	for (; *s != '\0'; s++) {
		if (*s == '"')
			put(out, "\"", 1);
		put(out, s, 1);
	}
	put(out, "\"", 1);
}

static void
put_json(struct csvout *out, const char *s)
{
	char esc[8];

	put(out, "\"", 1);
	while (*s != '\0') {
		size_t n = 0;

		while (
		    (unsigned char)s[n] >= 0x20 && s[n] != '"' && s[n] != '\\')
			n++;
		put(out, s, n);
		s += n;
		if (*s == '"' || *s == '\\') {
			put(out, "\\", 1);
			put(out, s++, 1);
		} else if (*s != '\0') {
			snprintf(
			    esc, sizeof esc, "\\u%04x", (unsigned char)*s++);
			put(out, esc, 6);
		}
	}
	put(out, "\"", 1);
}

static void
put_tsv(struct csvout *out, const char *s)
{
	for (; *s != '\0'; s++) {
		if (*s == '\t' || *s == '\n' || *s == '\r')
			put(out, " ", 1);
		else
			put(out, s, 1);
	}
}

/* A lone empty field would read as an empty line. */
static void
put_csv(struct csvout *out, const char *s)
{
	size_t n = 0;

	while (s[n] != '\0' && s[n] != ',' && s[n] != '"' && s[n] != '\r' &&
	       s[n] != '\n')
		n++;
	if (s[n] != '\0' || (n == 0 && out->ncol == 1))
		put_quoted(out, s);
	else
		put(out, s, n);
}

static void
field(struct csvout *out, const char *s, int is_num)
{
	assert(out->at < out->ncol);
	switch (out->format) {
	case CSVOUT_CSV:
		if (out->at > 0)
			put(out, ",", 1);
		if (is_num && *s != '\0')
			put(out, s, strlen(s));
		else
			put_csv(out, s);
		break;
	case CSVOUT_TSV:
		if (out->at > 0)
			put(out, "\t", 1);
		put_tsv(out, s);
		break;
	case CSVOUT_JSONL:
		put(out, out->at > 0 ? "," : "{", 1);
		put_json(out, out->col[out->at]);
		put(out, ":", 1);
		if (!is_num)
			put_json(out, s);
		else if (*s == '\0')
			put(out, "null", 4);
		else
			put(out, s, strlen(s));
		break;
	case CSVOUT_TABLE:
		keep_cell(out, s, is_num);
		break;
	}
	out->at++;
}

static void
end_row(struct csvout *out)
{
	assert(out->at == out->ncol);
	out->at = 0;
	if (out->format == CSVOUT_TABLE)
		return;
	put(out, out->format == CSVOUT_JSONL ? "}\n" : "\n",
	    out->format == CSVOUT_JSONL ? 2 : 1);
	if (out->len > HELD_MAX && out->fp != NULL)
		write_held(out);
}

void
csvout_table(struct csvout *out, const char *const *col, size_t ncol)
{
	if (out->tables++ > 0) {
		if (out->format == CSVOUT_TABLE) {
			print_aligned(out);
			putc('\n', out->fp);
		} else if (out->format != CSVOUT_JSONL) {
			put(out, "\n", 1);
		}
	}
	out->col = col;
	out->ncol = ncol;
	out->at = 0;
	if (out->format == CSVOUT_JSONL)
		return;
	for (size_t i = 0; i < ncol; i++)
		field(out, col[i], 0);
	end_row(out);
}

void
csvout_text(struct csvout *out, const char *s)
{
	field(out, s ? s : "", 0);
}

void
csvout_num(struct csvout *out, double v, int digits)
{
	char buf[NUM_BUF];

	field(out, num_fixed(v, digits, buf), 1);
}

void
csvout_exact(struct csvout *out, double v)
{
	char buf[NUM_BUF];

	field(out, num_exact(v, buf), 1);
}

void
csvout_number(struct csvout *out, const char *text)
{
	field(out, text, 1);
}

void
csvout_int(struct csvout *out, int64_t v)
{
	enum { PLAIN = 1000000000 };
	char buf[NUM_BUF];

	if (v > -PLAIN && v < PLAIN)
		num_fixed((double)v, 0, buf);
	else
		snprintf(buf, sizeof buf, "%" PRId64, v);
	field(out, buf, 1);
}

void
csvout_row(struct csvout *out)
{
	out->rows++;
	end_row(out);
}

struct csvout *
csvout_part(const struct csvout *out)
{
	struct csvout *part = csvout_new(NULL, out->format, 0);

	part->col = out->col;
	part->ncol = out->ncol;
	return part;
}

void
csvout_join(struct csvout *out, struct csvout *part)
{
	assert(out->at == 0 && part->at == 0);
	if (part->len > 0)
		put(out, part->held, part->len);
	if (out->len > HELD_MAX && out->fp != NULL)
		write_held(out);
	for (size_t i = 0; i < part->ncell; i++) {
		keep_cell(out, part->cell[i], part->is_num[i]);
		free(part->cell[i]);
	}
	out->rows += part->rows;
	part->rows = part->len = part->ncell = 0;
}

uint64_t
csvout_rows(const struct csvout *out)
{
	return out->rows;
}

void
csvout_flush(struct csvout *out)
{
	write_held(out);
}

void
csvout_free(struct csvout *out)
{
	if (out == NULL)
		return;
	if (out->fp != NULL) {
		if (out->format == CSVOUT_TABLE)
			print_aligned(out);
		write_held(out);
	}
	for (size_t i = 0; i < out->ncell; i++)
		free(out->cell[i]); /* of a part that was not joined */
	if (out->seal)
		fprintf(out->fp, "#end,%" PRIu64 ",%08" PRIx32 "\n", out->rows,
		    out->crc);
	free(out->held);
	free(out->cell);
	free(out->is_num);
	free(out);
}
