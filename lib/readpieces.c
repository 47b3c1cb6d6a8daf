#include "readpieces.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "parallel.h"
#include "xalloc.h"

enum {
	MEMORY_PIECE = 32 * 1024,
	FILE_PIECE = 64 * 1024, /* both stay in a cache, with their rows */
	RING = 8,		/* pieces of a file that are read ahead */
	LINE = 4096,		/* bytes behind a piece, for its last line */
	HELPERS_MAX = 3
};

struct reader { /* of a thread */
	struct readrow *rows;
	char *buf; /* for the bytes of a file */
};

struct readpieces {
	const struct readrow_form *form;
	size_t size; /* of a piece, or 0 */
	struct reader own;
	const char *end; /* of the text in memory */
	int fd;		 /* -1: memory */
	uint64_t file_at, file_end;

	struct readpiece *slot; /* piece i is in slot i % nslot */
	size_t nslot, cap;

	pthread_mutex_t lock; /* of what follows, and of slot[].done */
	pthread_cond_t work, done;
	size_t at, n;	/* the present piece; how many there are */
	size_t claimed; /* pieces before this one are read or being read */
	int ending, waiting, busy; /* helpers: shall end, shall wait; at work */
	int hired, nhelper;
	struct helper {
		struct readpieces *r;
		struct reader reader;
		pthread_t thread;
	} helper[HELPERS_MAX];
};

struct readpieces *
readpieces_new(const struct readrow_form *form, size_t size)
{
	struct readpieces *r = xcalloc(1, sizeof *r);

	r->form = form;
	r->size = size;
	r->own.rows = readrow_new(form);
	r->fd = -1;
	r->waiting = 1;
	pthread_mutex_init(&r->lock, NULL);
	pthread_cond_init(&r->work, NULL);
	pthread_cond_init(&r->done, NULL);
	return r;
}

static void
release(struct reader *t)
{
	readrow_free(t->rows);
	free(t->buf);
}

void
readpieces_free(struct readpieces *r)
{
	if (r == NULL)
		return;
	pthread_mutex_lock(&r->lock);
	r->ending = 1;
	pthread_cond_broadcast(&r->work);
	pthread_mutex_unlock(&r->lock);
	for (int i = 0; i < r->nhelper; i++) {
		pthread_join(r->helper[i].thread, NULL);
		release(&r->helper[i].reader);
	}
	for (size_t i = 0; i < r->cap; i++)
		free(r->slot[i].rows.row);
	free(r->slot);
	release(&r->own);
	pthread_cond_destroy(&r->work);
	pthread_cond_destroy(&r->done);
	pthread_mutex_destroy(&r->lock);
	free(r);
}

/* --- a piece of a file --- */

static size_t
file_piece(const struct readpieces *r)
{
	return r->size ? r->size : FILE_PIECE;
}

/* How many of the bytes from `at` on could be read. */
static size_t
read_at(int fd, uint64_t at, char *p, size_t n)
{
	size_t have = 0;

	while (have < n) {
		ssize_t got = pread(fd, p + have, n - have, (off_t)(at + have));

		if (got <= 0)
			break; /* who reads on from here will say why */
		have += (size_t)got;
	}
	return have;
}

/* The first line that begins at p or later, or NULL; `at_start`: p begins one;
 * else the byte before it is there. */
static const char *
line_from(const char *p, const char *end, int at_start)
{
	const char *lf;

	if (at_start)
		return p;
	lf = memchr(p - 1, '\n', (size_t)(end - p) + 1);
	return lf ? lf + 1 : NULL;
}

/* The lines that begin in piece i. */
static void
read_file(struct readpieces *r, struct reader *t, size_t i, struct readpiece *q)
{
	size_t size = file_piece(r), before = i > 0;
	uint64_t from = r->file_at + i * size, to = from + size;
	uint64_t want = to + LINE < r->file_end ? to + LINE : r->file_end;
	const char *p, *end, *stop;
	size_t n;

	q->rows.n = 0;
	q->from = q->to = from;
	if (t->buf == NULL)
		t->buf = xmalloc(1 + size + LINE + READROW_MARGIN);
	n = read_at(
	    r->fd, from - before, t->buf, (size_t)(want - from) + before);
	end = t->buf + n;
	memset(t->buf + n, 0, READROW_MARGIN);
	q->whole = n == (size_t)(want - from) + before;
	if (!q->whole)
		return;
	p = line_from(t->buf + before, end, i == 0);
	stop =
	    to < r->file_end ? line_from(t->buf + before + size, end, 0) : NULL;
	if (stop == NULL && want == r->file_end) {
		stop = memrchr(t->buf, '\n', n);
		stop = stop ? stop + 1 : t->buf;
	}
	/* Without an end in sight a line began before, or is too long. */
	q->whole = stop != NULL && p != NULL;
	if (!q->whole || stop <= p)
		return;
	q->from = from + (uint64_t)(p - t->buf) - before;
	q->to = from + (uint64_t)(stop - t->buf) - before;
	readrow_piece(t->rows, p, (size_t)(stop - p),
	    (size_t)(end - p) + READROW_MARGIN, &q->rows);
}

/* --- threads --- */

/* Reads the next piece that nobody has claimed; under the lock. */
static void
read_next(struct readpieces *r, struct reader *t)
{
	size_t i = r->claimed++;
	struct readpiece *q = &r->slot[i % r->nslot];

	pthread_mutex_unlock(&r->lock);
	if (r->fd >= 0)
		read_file(r, t, i, q);
	else
		readrow_piece(
		    t->rows, q->p, q->n, (size_t)(r->end - q->p), &q->rows);
	pthread_mutex_lock(&r->lock);
	q->done = 1;
}

/* 1: there is a piece to be read, and a slot for it; under the lock. */
static int
may_read(const struct readpieces *r)
{
	return r->claimed < r->n && r->claimed < r->at + r->nslot;
}

static void *
help(void *arg)
{
	struct helper *h = arg;
	struct readpieces *r = h->r;

	pthread_mutex_lock(&r->lock);
	while (!r->ending) {
		if (r->waiting || !may_read(r)) {
			pthread_cond_wait(&r->work, &r->lock);
			continue;
		}
		r->busy++;
		read_next(r, &h->reader);
		r->busy--;
		pthread_cond_signal(&r->done);
	}
	pthread_mutex_unlock(&r->lock);
	return NULL;
}

/* Where no thread is to be had, there is one less. */
static void
hire(struct readpieces *r)
{
	int n = r->size ? HELPERS_MAX : parallel_cpus() - 1;

	r->hired = 1;
	while (r->nhelper < n && r->nhelper < HELPERS_MAX) {
		struct helper *h = &r->helper[r->nhelper];

		h->r = r;
		h->reader = (struct reader){readrow_new(r->form), NULL};
		if (pthread_create(&h->thread, NULL, help, h) != 0) {
			release(&h->reader);
			break;
		}
		r->nhelper++;
	}
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
	if (!r->hired)
		hire(r);
	pthread_mutex_lock(&r->lock);
	r->waiting = 0;
	pthread_cond_broadcast(&r->work);
	pthread_mutex_unlock(&r->lock);
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
	r->fd = -1;
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
	size_t size = file_piece(r);

	readpieces_hold(r);
	r->fd = fd;
	r->file_at = at;
	r->file_end = end;
	r->at = r->claimed = 0;
	r->n = (size_t)((end - at + size - 1) / size);
	grow(r, RING);
	r->nslot = RING;
	for (size_t i = 0; i < RING; i++)
		r->slot[i].done = 0;
	if (r->n > 2)
		readpieces_go_on(r);
}

/* --- in order --- */

const struct readpiece *
readpieces_present(struct readpieces *r)
{
	struct readpiece *q;

	if (r->at == r->n)
		return NULL;
	q = &r->slot[r->at % r->nslot];
	pthread_mutex_lock(&r->lock);
	while (!q->done) {
		if (may_read(r))
			read_next(r, &r->own);
		else
			pthread_cond_wait(&r->done, &r->lock);
	}
	pthread_mutex_unlock(&r->lock);
	return q;
}

void
readpieces_next(struct readpieces *r)
{
	pthread_mutex_lock(&r->lock);
	if (r->fd >= 0) {
		r->slot[r->at % r->nslot].done = 0;
		/* A helper that waits is worth waking for more than one. */
		if (r->claimed <= r->at + r->nslot / 2 && !r->waiting)
			pthread_cond_broadcast(&r->work);
	}
	r->at++;
	pthread_mutex_unlock(&r->lock);
}
