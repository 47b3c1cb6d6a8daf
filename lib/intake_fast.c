#include "intake_fast.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "fill.h"
#include "parallel.h"
#include "readrow.h"
#include "xalloc.h"

enum { POINT, TIME, VALUE, QUALITY }; /* the columns, in this order */
enum { PIECE = 32 * 1024, HELPERS_MAX = 3 };

/* One row of so many may be odd where others are to help: what they read of a
 * file of odd rows would be for nothing. */
enum { FEW = 8 };

struct piece {
	const char *p;
	size_t n;
	struct readrow_rows rows;
	int done;
};

struct intake_fast {
	struct readrow_form form;
	char quote;
	size_t size; /* of a piece */
	struct readrow *own;

	/* The stretch of text that is in memory, as pieces. */
	struct piece *piece;
	size_t npiece, cap;
	const char *end;
	/* Rows before this one are taken: row `row` of piece `at`; `line` is
	 * the number of the line before the first of that piece. */
	size_t at, row;
	uint64_t line;
	size_t rows, odd; /* taken of this stretch */

	pthread_mutex_t lock; /* of what follows, and of piece[].done */
	pthread_cond_t work, done;
	size_t claimed; /* pieces before this one are read or being read */
	int ending, waiting, busy; /* helpers: shall end, shall wait; at work */
	int hired, nhelper;
	struct helper {
		struct intake_fast *f;
		struct readrow *reader;
		pthread_t thread;
	} helper[HELPERS_MAX];
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
	    .has_quality = k->at[QUALITY] == 3,
	    .map = m,
	    .latest = k->opts->latest ? k->opts->latest : INT64_MAX,
	    .zone = k->zone,
	    .fill = k->fill};
	f->quote = m->csv.quote ? m->csv.quote : '"';
	f->size = k->opts->piece ? k->opts->piece : PIECE;
	f->own = readrow_new(&f->form);
	f->waiting = 1;
	pthread_mutex_init(&f->lock, NULL);
	pthread_cond_init(&f->work, NULL);
	pthread_cond_init(&f->done, NULL);
	return f;
}

void
intake_fast_free(struct intake_fast *f)
{
	if (f == NULL)
		return;
	pthread_mutex_lock(&f->lock);
	f->ending = 1;
	pthread_cond_broadcast(&f->work);
	pthread_mutex_unlock(&f->lock);
	for (int i = 0; i < f->nhelper; i++) {
		pthread_join(f->helper[i].thread, NULL);
		readrow_free(f->helper[i].reader);
	}
	for (size_t i = 0; i < f->cap; i++)
		free(f->piece[i].rows.row);
	free(f->piece);
	readrow_free(f->own);
	pthread_cond_destroy(&f->work);
	pthread_cond_destroy(&f->done);
	pthread_mutex_destroy(&f->lock);
	free(f);
}

/* --- pieces --- */

/* Reads the next piece that nobody has claimed; under the lock. */
static void
read_next(struct intake_fast *f, struct readrow *reader)
{
	struct piece *q = &f->piece[f->claimed++];

	pthread_mutex_unlock(&f->lock);
	readrow_piece(reader, q->p, q->n, (size_t)(f->end - q->p), &q->rows);
	pthread_mutex_lock(&f->lock);
	q->done = 1;
}

static void *
help(void *arg)
{
	struct helper *h = arg;
	struct intake_fast *f = h->f;

	pthread_mutex_lock(&f->lock);
	while (!f->ending) {
		if (f->waiting || f->claimed == f->npiece) {
			pthread_cond_wait(&f->work, &f->lock);
			continue;
		}
		f->busy++;
		read_next(f, h->reader);
		f->busy--;
		pthread_cond_signal(&f->done);
	}
	pthread_mutex_unlock(&f->lock);
	return NULL;
}

/* Where no thread is to be had, there is one less. */
static void
hire(struct intake_fast *f)
{
	int n = f->size == PIECE ? parallel_cpus() - 1 : HELPERS_MAX;

	f->hired = 1;
	while (f->nhelper < n && f->nhelper < HELPERS_MAX) {
		struct helper *h = &f->helper[f->nhelper];

		h->f = f;
		h->reader = readrow_new(&f->form);
		if (pthread_create(&h->thread, NULL, help, h) != 0) {
			readrow_free(h->reader);
			break;
		}
		f->nhelper++;
	}
}

/* No helper is at work afterwards, nor begins. */
static void
hold(struct intake_fast *f)
{
	pthread_mutex_lock(&f->lock);
	f->waiting = 1;
	while (f->busy > 0)
		pthread_cond_wait(&f->done, &f->lock);
	pthread_mutex_unlock(&f->lock);
}

static void
go_on(struct intake_fast *f)
{
	pthread_mutex_lock(&f->lock);
	f->waiting = 0;
	pthread_cond_broadcast(&f->work);
	pthread_mutex_unlock(&f->lock);
}

/* Cuts the n bytes at p, whole lines, into pieces. */
static void
cut(struct intake_fast *f, const char *p, size_t n)
{
	f->end = p + n;
	f->npiece = f->claimed = 0;
	while (p < f->end) {
		const char *stop = f->end;
		struct piece *q;

		if ((size_t)(f->end - p) > f->size)
			stop = (const char *)memchr(p + f->size - 1, '\n',
				   (size_t)(f->end - p) - f->size + 1) +
			       1;
		if (f->npiece == f->cap) {
			f->cap = f->cap ? 2 * f->cap : 16;
			f->piece = xrealloc(f->piece, f->cap, sizeof *f->piece);
			memset(f->piece + f->npiece, 0,
			    (f->cap - f->npiece) * sizeof *f->piece);
		}
		q = &f->piece[f->npiece++];
		q->p = p;
		q->n = (size_t)(stop - p);
		q->done = 0;
		p = stop;
	}
}

/* A new stretch of text, behind line number `line`. */
static void
begin(struct intake_fast *f, const char *p, size_t n, uint64_t line)
{
	int helpful = f->odd * FEW <= f->rows;

	hold(f);
	cut(f, p, n);
	f->at = f->row = f->rows = f->odd = 0;
	f->line = line;
	if (helpful && f->npiece > 2) {
		if (!f->hired)
			hire(f);
		go_on(f);
	}
}

/* The present piece, read: meanwhile this thread reads pieces as well. */
static const struct piece *
present(struct intake_fast *f)
{
	struct piece *q = &f->piece[f->at];

	pthread_mutex_lock(&f->lock);
	while (!q->done) {
		if (f->claimed < f->npiece)
			read_next(f, f->own);
		else
			pthread_cond_wait(&f->done, &f->lock);
	}
	pthread_mutex_unlock(&f->lock);
	return q;
}

/* --- rows --- */

/* Goes to the row behind line number `line`; 0: that is not in this stretch. */
static int
seek(struct intake_fast *f, uint64_t line)
{
	for (; f->at < f->npiece; f->at++) {
		size_t n = present(f)->rows.n;

		if (line - f->line < n) {
			f->row = (size_t)(line - f->line);
			return 1;
		}
		f->line += n;
	}
	return 0;
}

/* Takes the rows of the present piece up to the first odd one.  How many, or
 * -1. */
static long
take(struct intake_fast *f, struct intake *k, const struct piece *q)
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
	f->row = i;
	f->rows += i - first;
	k->im.rows += (int64_t)(i - first);
	return (long)(i - first);
}

/* The reader of rows takes more than the line at p, perhaps all that is in
 * memory: a quote may go on, and empty lines may be passed over. */
static int
may_go_on(const struct intake_fast *f, const char *p)
{
	size_t n =
	    (size_t)((const char *)memchr(p, '\n', (size_t)(f->end - p)) - p);

	return n < 2 || memchr(p, f->quote, n) != NULL;
}

int
intake_fast_rows(struct intake_fast *f, struct intake *k)
{
	const char *p;
	size_t n = csvin_ahead(k->in, &p);

	if (n == 0)
		return 0;
	if (!seek(f, csvin_line(k->in)))
		begin(f, p, n, csvin_line(k->in));
	else if (f->waiting && f->odd * FEW <= f->rows)
		go_on(f);
	while (f->at < f->npiece) {
		const struct piece *q = present(f);
		const char *stop = q->p + q->n;
		long taken = take(f, k, q);

		if (taken < 0)
			return -1;
		if (f->row < q->rows.n)
			stop = q->p + q->rows.row[f->row].t;
		csvin_skip(k->in, (size_t)(stop - p), (uint64_t)taken);
		p = stop;
		if (f->row < q->rows.n) {
			f->rows++;
			f->odd++;
			if (may_go_on(f, p))
				hold(f);
			return 0;
		}
		f->line += q->rows.n;
		f->at++;
		f->row = 0;
	}
	return 0;
}
