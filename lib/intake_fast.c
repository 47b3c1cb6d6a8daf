#include "intake_fast.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "fill.h"
#include "readpieces.h"
#include "xalloc.h"

enum { POINT, TIME, VALUE, QUALITY }; /* the columns, in this order */

enum {
	/* One row of so many may be odd where others are to help: what they
	 * read of a file of odd rows would be for nothing. */
	FEW = 8,
	/* Of a file each odd row costs as much as so many others. */
	FEW_OF_FILE = 100,
	FILE_WORTH = 1 << 20, /* bytes that are worth a beginning */
	STRETCH = 16,	      /* pieces of a file between two looks around */
	MANY = 32	      /* rows without a new point */
};

struct intake_fast {
	struct readrow_form form;
	size_t size; /* of a piece that tests ask for, or 0 */
	struct readpieces *pieces;
	const char *end;      /* of the text in memory, which stays while */
	uint64_t bytes;	      /* no more than these were read of the stream */
	int in_file, no_file; /* 1: the pieces are of the file; none can be */
	uint64_t pos;	      /* of the file: behind the last row taken */
	/* Rows before this one are taken: row `row` of the present piece;
	 * `line` is the number of the line before its first. */
	size_t row;
	uint64_t line;
	size_t rows, odd; /* taken of this stretch */
};

/* A missing word that reads as a number would be taken for one. */
static int
words_are_words(const struct map *m)
{
	for (size_t i = 0; i < m->nmissing; i++)
		if (strpbrk(m->missing[i], "0123456789") != NULL)
			return 0;
	return 1;
}

struct intake_fast *
intake_fast_new(struct intake *k)
{
	const struct map *m = k->map;
	const uint16_t one = 1;
	struct intake_fast *f;

	if (!k->readings || k->wide != NULL || m->trim || m->thousands ||
	    m->nconstant > 0 || !words_are_words(m) || k->at[POINT] != 0 ||
	    k->at[TIME] != 1 || k->at[VALUE] != 2 ||
	    k->in->ncol != (k->at[QUALITY] == 3 ? 4 : 3) ||
	    *(const uint8_t *)&one != 1)
		return NULL;
	f = xcalloc(1, sizeof *f);
	f->form = (struct readrow_form){
	    .separator = m->csv.separator ? m->csv.separator : ',',
	    .decimal = m->decimal,
	    .quote = m->csv.no_quote ? '\0' :
		     m->csv.quote    ? m->csv.quote :
				       '"',
	    .has_quality = k->at[QUALITY] == 3,
	    .map = m,
	    .latest = k->opts->latest ? k->opts->latest : INT64_MAX,
	    .zone = k->zone,
	    .fill = k->fill};
	f->size = k->opts->piece;
	f->pieces = readpieces_new(&f->form, f->size);
	return f;
}

void
intake_fast_free(struct intake_fast *f)
{
	if (f == NULL)
		return;
	readpieces_free(f->pieces);
	free(f);
}

/* --- rows --- */

/* Takes the rows of the piece up to the first odd one.  How many, or -1. */
static long
take(struct intake_fast *f, struct intake *k, const struct readpiece *q)
{
	size_t first = f->row, i = first;
	const struct fill_row *row = q->rows.row;

	while (i < q->rows.n && row[i].kind != FILL_ODD) {
		size_t from = i;

		while (i < q->rows.n && row[i].kind == FILL_READING)
			i++;
		if (fill_rows(
			k->fill, row + from, i - from, f->line + 1 + from) < 0)
			return -1;
		for (; i < q->rows.n && row[i].kind == FILL_EMPTY; i++)
			k->im.empty++;
	}
	if (i > first + MANY)
		readpieces_points(f->pieces);
	f->row = i;
	f->rows += i - first;
	k->im.rows += (int64_t)(i - first);
	return (long)(i - first);
}

/* 1 if the row that comes next is odd; where it begins in the piece. */
static int
is_odd(const struct intake_fast *f, const struct readpiece *q, size_t *at)
{
	if (f->row < q->rows.n) {
		*at = (size_t)q->rows.row[f->row].t;
		return 1;
	}
	*at = q->rows.at;
	return readpiece_cut(q);
}

static void
next_piece(struct intake_fast *f, const struct readpiece *q)
{
	f->line += q->rows.n;
	f->row = 0;
	readpieces_next(f->pieces);
}

/* Goes to the row behind line number `line`; 0: no piece has it. */
static int
seek(struct intake_fast *f, uint64_t line)
{
	const struct readpiece *q;

	while ((q = readpieces_present(f->pieces)) != NULL) {
		size_t row = (size_t)(line - f->line);

		if (row < q->rows.n || (row == q->rows.n && readpiece_cut(q))) {
			f->row = row;
			return 1;
		}
		if (!q->whole)
			break;
		if (readpiece_cut(q))
			readpieces_on(f->pieces);
		else
			next_piece(f, q);
	}
	return 0;
}

/* 1: at most one row of n of this stretch is odd. */
static int
few_odd(const struct intake_fast *f, size_t n)
{
	return f->odd * n <= f->rows;
}

static void
begin_at(struct intake_fast *f, uint64_t line)
{
	f->row = f->rows = f->odd = 0;
	f->line = line;
}

/* --- a file --- */

static void
leave_file(struct intake_fast *f)
{
	f->in_file = 0;
	readpieces_memory(f->pieces, "", 0, 0);
	begin_at(f, 0);
}

/* 1: from the next row on the file is read in pieces. */
static int
begin_file(struct intake_fast *f, struct intake *k)
{
	uint64_t worth = f->size ? 4 * f->size : FILE_WORTH;
	struct stat st;
	int fd;

	if (f->no_file ||
	    (f->size == 0 && (f->rows == 0 || !few_odd(f, FEW_OF_FILE))))
		return 0;
	if ((fd = csvin_file(k->in, &f->pos)) < 0 || fstat(fd, &st) < 0 ||
	    (uint64_t)st.st_size < f->pos + worth) {
		f->no_file = 1;
		return 0;
	}
	f->in_file = 1;
	readpieces_file(f->pieces, fd, f->pos, (uint64_t)st.st_size);
	begin_at(f, csvin_line(k->in));
	return 1;
}

/* The rows of the present pieces up to an odd one, or for a while.  How many,
 * or -1; *wrong: the file is not what it was, or a line is too long. */
static long
file_stretch(struct intake_fast *f, struct intake *k, int *wrong)
{
	const struct readpiece *q;
	long all = 0;

	for (int i = 0;
	     i < STRETCH && (q = readpieces_present(f->pieces)) != NULL; i++) {
		size_t odd;
		long taken;

		*wrong =
		    !q->whole || (f->row == 0 && q->n > 0 && q->from != f->pos);
		if (*wrong)
			break;
		if ((taken = take(f, k, q)) < 0)
			return -1;
		all += taken;
		if (is_odd(f, q, &odd)) {
			f->pos = q->from + odd;
			f->rows++;
			f->odd++;
			break;
		}
		if (q->n > 0)
			f->pos = q->from + q->n;
		next_piece(f, q);
	}
	return all;
}

static int
file_rows(struct intake_fast *f, struct intake *k)
{
	enum { SOME = 1000 };
	int wrong = csvin_file(k->in, &f->pos) < 0 ||
		    (f->odd > SOME && !few_odd(f, FEW_OF_FILE)) ||
		    !seek(f, csvin_line(k->in));
	long taken = wrong ? 0 : file_stretch(f, k, &wrong);

	if (taken < 0)
		return -1;
	if (taken > 0)
		csvin_jump(k->in, f->pos, (uint64_t)taken);
	if (wrong)
		leave_file(f);
	return 0;
}

/* --- a text in memory --- */

/* The reader of rows takes more than the line at p, perhaps all that is in
 * memory: a quote may go on, and empty lines may be passed over. */
static int
may_go_on(const struct intake_fast *f, const char *p)
{
	size_t n =
	    (size_t)((const char *)memchr(p, '\n', (size_t)(f->end - p)) - p);

	return n < 2 || memchr(p, f->form.quote, n) != NULL;
}

static int
memory_rows(struct intake_fast *f, struct intake *k)
{
	const struct readpiece *q;
	const char *p;
	size_t n = csvin_ahead(k->in, &p);
	int few = few_odd(f, FEW);

	if (n == 0)
		return 0;
	if (f->bytes != csvin_bytes(k->in) || !seek(f, csvin_line(k->in))) {
		if (begin_file(f, k))
			return file_rows(f, k);
		readpieces_memory(f->pieces, p, n, few);
		f->bytes = csvin_bytes(k->in);
		f->end = p + n;
		begin_at(f, csvin_line(k->in));
	} else if (few) {
		readpieces_go_on(f->pieces);
	}
	while ((q = readpieces_present(f->pieces)) != NULL) {
		const char *stop;
		long taken = take(f, k, q);
		size_t at;
		int odd;

		if (taken < 0)
			return -1;
		odd = is_odd(f, q, &at);
		stop = q->p + at;
		csvin_skip(k->in, (size_t)(stop - p), (uint64_t)taken);
		p = stop;
		if (odd) {
			f->rows++;
			f->odd++;
			if (may_go_on(f, p))
				readpieces_hold(f->pieces);
			return 0;
		}
		next_piece(f, q);
	}
	return 0;
}

int
intake_fast_rows(struct intake_fast *f, struct intake *k)
{
	return f->in_file ? file_rows(f, k) : memory_rows(f, k);
}
