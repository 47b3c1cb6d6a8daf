#include "daywriter.h"

#include <pthread.h>
#include <stdlib.h>

#include "num.h"
#include "xalloc.h"

enum { QUEUED_MAX = 320 * 1000 }; /* readings on their way */

struct spare { /* an array for the next day */
	struct noted *held;
	size_t cap;
};

struct daywriter {
	struct store *s;
	day_conflict conflict;
	void *ctx;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t work, done;
	int running, ending, failed, busy;
	struct day_job *job; /* a ring */
	size_t njob, first, room;
	size_t queued; /* readings in it */
	struct spare *spare;
	size_t nspare, spare_cap;
	/* the writer's own */
	struct store_import im;
	struct reading *r; /* of the day being written, as held, in order */
	size_t r_cap;
	const struct day_job *writing;
};

struct daywriter *
daywriter_new(struct store *s, day_conflict conflict, void *ctx)
{
	struct daywriter *w = xcalloc(1, sizeof *w);

	w->s = s;
	w->conflict = conflict;
	w->ctx = ctx;
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->work, NULL);
	pthread_cond_init(&w->done, NULL);
	return w;
}

/* --- writing a day --- */

static int
by_key(const void *a, const void *b)
{
	const struct noted *x = a, *y = b;

	return x->key < y->key ? -1 : x->key > y->key;
}

/* Nearly in order as they come: insertion, unless that takes too long. */
static void
sort(struct noted *h, size_t n)
{
	size_t moves = 0;

	for (size_t i = 1; i < n; i++) {
		struct noted x = h[i];
		size_t k = i;

		if (h[i - 1].key <= x.key)
			continue;
		for (; k > 0 && h[k - 1].key > x.key; k--)
			h[k] = h[k - 1];
		h[k] = x;
		if ((moves += i - k) > 16 * n) {
			qsort(h, n, sizeof *h, by_key);
			return;
		}
	}
}

static void
tell_conflict(
    struct daywriter *w, const struct day_job *j, uint64_t line, double v)
{
	char buf[NUM_BUF];

	w->conflict(
	    w->ctx, j->point_id, line, num_unscaled(v, j->num, j->den, buf));
}

static uint64_t
line_of(const struct day_job *j, const struct noted *h)
{
	return j->base + (h->key >> 16 & ((1U << NOTED_LINES) - 1));
}

static void
on_conflict(void *ctx, size_t i)
{
	struct daywriter *w = ctx;
	const struct day_job *j = w->writing;

	tell_conflict(w, j, line_of(j, &j->held[i]), w->r[i].v);
}

/* A second reading of an instant: a repetition, or a conflict. */
static void
same_time(struct daywriter *w, const struct day_job *j, const struct noted *h,
    const struct reading *first)
{
	if (h->v == first->v && (uint16_t)h->key == first->quality)
		w->im.repeated++;
	else
		tell_conflict(w, j, line_of(j, h), h->v);
}

/* Copies a day's readings in order, without second ones; their number, in r
 * and in held. */
static size_t
distinct(struct daywriter *w, struct day_job *j)
{
	int32_t last = -1;
	size_t n = 0;

	if (j->n > w->r_cap) {
		w->r_cap = j->n + 64;
		w->r = xrealloc(w->r, w->r_cap, sizeof *w->r);
	}
	for (size_t i = 0; i < j->n; i++) {
		struct reading r = {j->held[i].v, noted_off(j->held[i].key),
		    (uint16_t)j->held[i].key};

		if (r.off == last) {
			same_time(w, j, &j->held[i], &w->r[n - 1]);
			continue;
		}
		last = r.off;
		if (n != i)
			j->held[n] = j->held[i];
		w->r[n++] = r;
	}
	return n;
}

static int
write_day(struct daywriter *w, struct day_job *j)
{
	size_t n;

	if (!j->sorted)
		sort(j->held, j->n);
	n = distinct(w, j);
	w->writing = j;
	return store_put_day(w->s, j->point, j->day, w->r, n, j->first, j->num,
	    j->den, &w->im, on_conflict, w);
}

/* --- the queue --- */

/* Keeps a day's array for another; under the lock. */
static void
give_back(struct daywriter *w, struct noted *held, size_t cap)
{
	w->spare = xgrow(w->spare, w->nspare, &w->spare_cap, sizeof *w->spare);
	w->spare[w->nspare++] = (struct spare){held, cap};
}

static void
take_spare(struct daywriter *w, struct day_job *j)
{
	j->held = NULL;
	j->n = j->cap = 0;
	if (w->nspare > 0) {
		j->held = w->spare[--w->nspare].held;
		j->cap = w->spare[w->nspare].cap;
	}
}

static void *
work(void *arg)
{
	struct daywriter *w = arg;

	pthread_mutex_lock(&w->lock);
	for (;;) {
		struct day_job j;
		int bad;

		while (w->njob == 0 && !w->ending)
			pthread_cond_wait(&w->work, &w->lock);
		if (w->njob == 0)
			break;
		j = w->job[w->first];
		w->first = (w->first + 1) % w->room;
		w->njob--;
		w->busy = 1;
		bad = w->failed;
		pthread_mutex_unlock(&w->lock);
		bad = bad || write_day(w, &j) < 0;
		pthread_mutex_lock(&w->lock);
		w->failed = bad;
		w->busy = 0;
		w->queued -= j.n;
		give_back(w, j.held, j.cap);
		pthread_cond_signal(&w->done);
	}
	pthread_mutex_unlock(&w->lock);
	return NULL;
}

/* Makes the ring longer; under the lock. */
static void
lengthen(struct daywriter *w)
{
	size_t room = w->room ? 2 * w->room : 64;
	struct day_job *job = xmalloc(room * sizeof *job);

	for (size_t i = 0; i < w->njob; i++)
		job[i] = w->job[(w->first + i) % w->room];
	free(w->job);
	w->job = job;
	w->first = 0;
	w->room = room;
}

/* Where no thread is to be had the day is written here. */
static int
write_here(struct daywriter *w, struct day_job *j)
{
	if (!w->failed && write_day(w, j) < 0)
		w->failed = 1;
	j->n = 0;
	return w->failed ? -1 : 0;
}

int
daywriter_put(struct daywriter *w, struct day_job *j)
{
	int failed;

	if (!w->running)
		w->running = pthread_create(&w->thread, NULL, work, w) == 0;
	if (!w->running)
		return write_here(w, j);
	pthread_mutex_lock(&w->lock);
	while (w->njob > 0 && w->queued + j->n > QUEUED_MAX)
		pthread_cond_wait(&w->done, &w->lock);
	if (w->njob == w->room)
		lengthen(w);
	w->job[(w->first + w->njob++) % w->room] = *j;
	w->queued += j->n;
	take_spare(w, j);
	failed = w->failed;
	pthread_cond_signal(&w->work);
	pthread_mutex_unlock(&w->lock);
	return failed ? -1 : 0;
}

int
daywriter_wait(struct daywriter *w)
{
	int failed;

	pthread_mutex_lock(&w->lock);
	while (w->njob > 0 || w->busy)
		pthread_cond_wait(&w->done, &w->lock);
	failed = w->failed;
	pthread_mutex_unlock(&w->lock);
	return failed ? -1 : 0;
}

void
daywriter_count(struct daywriter *w, struct store_import *im)
{
	im->added += w->im.added;
	im->repeated += w->im.repeated;
	im->changed += w->im.changed;
	w->im = (struct store_import){0};
}

void
daywriter_free(struct daywriter *w)
{
	if (w == NULL)
		return;
	daywriter_wait(w);
	if (w->running) {
		pthread_mutex_lock(&w->lock);
		w->ending = 1;
		pthread_cond_signal(&w->work);
		pthread_mutex_unlock(&w->lock);
		pthread_join(w->thread, NULL);
	}
	for (size_t i = 0; i < w->nspare; i++)
		free(w->spare[i].held);
	pthread_mutex_destroy(&w->lock);
	pthread_cond_destroy(&w->work);
	pthread_cond_destroy(&w->done);
	free(w->spare);
	free(w->job);
	free(w->r);
	free(w);
}
