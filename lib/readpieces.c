#include "readpieces.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "filepiece.h"
#include "xalloc.h"

enum {
	MEMORY_PIECE = 32 * 1024,
	FILE_PIECE = 64 * 1024, /* both stay in a cache, with their rows */
	RING = 8,		/* pieces of a file that are read ahead */
	READERS_MAX = 8
};

_Static_assert(
    (int)READROW_MARGIN <= (int)FILEPIECE_ZEROS, "a row may be looked at");

struct reader { /* of a thread */
	struct readrow *rows;
	struct filepiece piece; /* of a file */
};

struct readpieces {
	const struct readrow_form *form;
	size_t size; /* of a piece, or 0 */
	struct reader *own;
	const char *end; /* of the text in memory */
	int in_file;	 /* 1: not in memory */
	struct filepieces file;

	struct readpiece *slot; /* piece i is in slot i % nslot */
	size_t nslot, cap;

	struct crew *crew;
	pthread_mutex_t lock; /* of what follows, and of slot[].done */
	pthread_cond_t done;
	size_t at, n;	   /* the present piece; how many there are */
	size_t claimed;	   /* pieces before this one are read or being read */
	size_t points;	   /* that are known */
	int waiting, busy; /* helpers: shall wait; at work */
	struct reader *idle[READERS_MAX]; /* readers of helpers */
	int nidle;
};

static struct reader *
reader_new(const struct readrow_form *form)
{
	struct reader *t = xcalloc(1, sizeof *t);

	t->rows = readrow_new(form);
	return t;
}

static void
reader_free(struct reader *t)
{
	readrow_free(t->rows);
	free(t->piece.buf);
	free(t);
}

/* The text of piece i of the file; NULL: it has none, or it has changed. */
static const char *
text_of_file(struct readpieces *r, struct reader *t, size_t i, size_t *ahead)
{
	struct readpiece *q = &r->slot[i % r->nslot];
	struct filepiece *f = &t->piece;
	size_t n;

	if (filepiece_read(&r->file, i, f) < 0) {
		q->whole = 0;
		return NULL;
	}
	n = (size_t)(f->stop - f->p);
	q->whole = q->rows.at == 0 || (q->from == f->from && q->n == n);
	q->from = f->from;
	q->n = n;
	*ahead = (size_t)(f->end - f->p) + FILEPIECE_ZEROS;
	return q->whole && n > 0 ? f->p : NULL;
}

/* Reads piece i, or reads on in it; pass: its next row is odd. */
static void
read_piece(struct readpieces *r, struct reader *t, size_t i, int pass)
{
	struct readpiece *q = &r->slot[i % r->nslot];
	const char *p = q->p;
	size_t ahead;

	if (r->in_file)
		p = text_of_file(r, t, i, &ahead);
	else
		ahead = (size_t)(r->end - p);
	if (p == NULL)
		return;
	if (pass)
		readrow_pass(p, q->n, &q->rows);
	readrow_piece(t->rows, p, q->n, ahead, &q->rows);
}

/* --- threads --- */

/* 1: there is a piece that nobody has claimed, and a slot for it; under the
 * lock, as the next two. */
static int
may_begin(const struct readpieces *r)
{
	return r->claimed < r->n && r->claimed < r->at + r->nslot;
}

/* Claims piece *i, to be read: one that was cut, now that more points are
 * known, or the next; 0: there is none. */
static int
claim(struct readpieces *r, size_t *i)
{
	struct readpiece *q;

	for (*i = r->at + 1; *i < r->claimed; ++*i) {
		q = &r->slot[*i % r->nslot];
		if (q->done && readpiece_cut(q) && q->points != r->points) {
			q->done = 0;
			return 1;
		}
	}
	if (!may_begin(r))
		return 0;
	*i = r->claimed++;
	q = &r->slot[*i % r->nslot];
	q->rows.n = q->rows.at = 0;
	return 1;
}

static void
read_claimed(struct readpieces *r, struct reader *t, size_t i)
{
	struct readpiece *q = &r->slot[i % r->nslot];

	q->points = r->points;
	pthread_mutex_unlock(&r->lock);
	read_piece(r, t, i, 0);
	pthread_mutex_lock(&r->lock);
	q->done = 1;
}

/* A piece, for a thread of the crew. */
static int
some(void *ctx)
{
	struct readpieces *r = ctx;
	struct reader *t;
	size_t i;
	int got;

	pthread_mutex_lock(&r->lock);
	got = !r->waiting && claim(r, &i);
	if (got) {
		t = r->nidle > 0 ? r->idle[--r->nidle] : reader_new(r->form);
		r->busy++;
		read_claimed(r, t, i);
		r->busy--;
		r->idle[r->nidle++] = t;
		pthread_cond_signal(&r->done);
	}
	pthread_mutex_unlock(&r->lock);
	return got;
}

void
readpieces_hold(struct readpieces *r)
{
	pthread_mutex_lock(&r->lock);
	r->waiting = 1;
	while (r->busy > 0)
		pthread_cond_wait(&r->done, &r->lock);
	pthread_mutex_unlock(&r->lock);
}

void
readpieces_go_on(struct readpieces *r)
{
	pthread_mutex_lock(&r->lock);
	r->waiting = 0;
	pthread_mutex_unlock(&r->lock);
	crew_call(r->crew);
}

/* --- beginning --- */

static void
grow(struct readpieces *r, size_t n)
{
	if (n <= r->cap)
		return;
	r->slot = xrealloc(r->slot, n, sizeof *r->slot);
	memset(r->slot + r->cap, 0, (n - r->cap) * sizeof *r->slot);
	r->cap = n;
}

void
readpieces_memory(struct readpieces *r, const char *p, size_t n, int helpers)
{
	size_t size = r->size ? r->size : MEMORY_PIECE;

	readpieces_hold(r);
	r->in_file = 0;
	r->end = p + n;
	r->n = r->at = r->claimed = 0;
	while (p < r->end) {
		const char *stop = r->end;
		struct readpiece *q;

		if ((size_t)(r->end - p) > size)
			stop = (const char *)memchr(p + size - 1, '\n',
				   (size_t)(r->end - p) - size + 1) +
			       1;
		if (r->n == r->cap)
			grow(r, r->cap ? 2 * r->cap : 16);
		q = &r->slot[r->n++];
		q->p = p;
		q->n = (size_t)(stop - p);
		q->whole = 1;
		q->done = 0;
		p = stop;
	}
	r->nslot = r->cap;
	if (helpers && r->n > 2)
		readpieces_go_on(r);
}

void
readpieces_file(struct readpieces *r, int fd, uint64_t at, uint64_t end)
{
	readpieces_hold(r);
	r->in_file = 1;
	r->file =
	    (struct filepieces){fd, at, end, r->size ? r->size : FILE_PIECE};
	r->at = r->claimed = 0;
	r->n = filepieces_count(&r->file);
	grow(r, RING);
	r->nslot = RING;
	for (size_t i = 0; i < RING; i++)
		r->slot[i].done = 0;
	if (r->n > 2)
		readpieces_go_on(r);
}

/* --- in order --- */

void
readpieces_points(struct readpieces *r)
{
	size_t points = fill_points(r->form->fill);

	if (points == r->points)
		return;
	pthread_mutex_lock(&r->lock);
	r->points = points;
	pthread_mutex_unlock(&r->lock);
	crew_call(r->crew);
}

const struct readpiece *
readpieces_present(struct readpieces *r)
{
	struct readpiece *q;
	size_t points;

	if (r->at == r->n)
		return NULL;
	q = &r->slot[r->at % r->nslot];
	pthread_mutex_lock(&r->lock);
	while (!q->done) {
		size_t i;
		int did;

		if (claim(r, &i)) {
			read_claimed(r, r->own, i);
			continue;
		}
		pthread_mutex_unlock(&r->lock);
		did = crew_work(r->crew);
		pthread_mutex_lock(&r->lock);
		if (!did && !q->done)
			pthread_cond_wait(&r->done, &r->lock);
	}
	pthread_mutex_unlock(&r->lock);
	points = fill_points(r->form->fill);
	if (readpiece_cut(q) && q->points != points) {
		q->points = points;
		read_piece(r, r->own, r->at, 0);
	}
	return q;
}

void
readpieces_on(struct readpieces *r)
{
	read_piece(r, r->own, r->at, 1);
}

void
readpieces_next(struct readpieces *r)
{
	int call = 0;

	pthread_mutex_lock(&r->lock);
	if (r->in_file) {
		r->slot[r->at % r->nslot].done = 0;
		/* A thread that rests is worth waking for more than one. */
		call = r->claimed <= r->at + r->nslot / 2 && !r->waiting;
	}
	r->at++;
	pthread_mutex_unlock(&r->lock);
	if (call)
		crew_call(r->crew);
}

/* --- the whole --- */

struct readpieces *
readpieces_new(const struct readrow_form *form, size_t size)
{
	struct readpieces *r = xcalloc(1, sizeof *r);

	r->form = form;
	r->size = size;
	r->own = reader_new(form);
	r->waiting = 1;
	pthread_mutex_init(&r->lock, NULL);
	pthread_cond_init(&r->done, NULL);
	r->crew = fill_crew(form->fill);
	crew_add(r->crew, some, r);
	return r;
}

void
readpieces_free(struct readpieces *r)
{
	if (r == NULL)
		return;
	readpieces_hold(r);
	crew_remove(r->crew, r);
	for (int i = 0; i < r->nidle; i++)
		reader_free(r->idle[i]);
	reader_free(r->own);
	for (size_t i = 0; i < r->cap; i++)
		free(r->slot[i].rows.row);
	free(r->slot);
	pthread_cond_destroy(&r->done);
	pthread_mutex_destroy(&r->lock);
	free(r);
}
