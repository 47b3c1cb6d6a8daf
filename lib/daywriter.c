#include "daywriter.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "sweepday.h"
#include "xalloc.h"

enum {
	QUEUED_MAX = 320 * 1000, /* readings on their way */
	WORTH_A_CALL = 16,	 /* days */
	AT_ONCE = 16,		 /* days, before a thread looks around */
	CONFLICTS_MAX = 1000 * 1000
};

struct spare { /* an array for the next day */
	void *p;
	size_t cap;
};

struct spares {
	struct spare *at;
	size_t n, cap;
};

struct conflict {
	uint64_t line;
	const char *point_id;
	double v, num, den;
};

struct daywriter {
	struct store *s;
	day_conflict conflict;
	void *ctx;
	struct crew *crew;
	pthread_mutex_t lock;
	pthread_cond_t done;
	int failed, busy;    /* busy: a thread is writing */
	struct day_job *job; /* a ring */
	size_t njob, first, room;
	size_t queued; /* readings in it */
	struct spares lists, cells;
	/* of the thread that is writing */
	struct store_import im;
	struct reading *r; /* of the day being written, as held, in order */
	size_t r_cap;
	struct noted *second; /* readings of an instant, but for the first */
	size_t nsecond, second_cap;
	const struct day_job *writing;
	struct conflict *found;
	size_t nfound, found_cap;
};

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

static int
by_line(const void *a, const void *b)
{
	const struct conflict *x = a, *y = b;

	return x->line < y->line ? -1 : x->line > y->line;
}

static void
tell_conflicts(struct daywriter *w)
{
	char buf[NUM_BUF];

	if (w->nfound > 0)
		qsort(w->found, w->nfound, sizeof *w->found, by_line);
	for (size_t i = 0; i < w->nfound; i++) {
		const struct conflict *c = &w->found[i];

		w->conflict(w->ctx, c->point_id, c->line,
		    num_unscaled(c->v, c->num, c->den, buf));
	}
	w->nfound = 0;
}

static void
note_conflict(
    struct daywriter *w, const struct day_job *j, uint64_t line, double v)
{
	if (w->nfound == CONFLICTS_MAX)
		tell_conflicts(w);
	w->found = xgrow(w->found, w->nfound, &w->found_cap, sizeof *w->found);
	w->found[w->nfound++] =
	    (struct conflict){line, j->point_id, v, j->num, j->den};
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

	note_conflict(w, j, line_of(j, &j->held[i]), w->r[i].v);
}

/* A second reading of an instant: a repetition, or a conflict. */
static void
same_time(struct daywriter *w, const struct day_job *j, const struct noted *h,
    const struct reading *first)
{
	if (h->v == first->v && (uint16_t)h->key == first->quality)
		w->im.repeated++;
	else
		note_conflict(w, j, line_of(j, h), h->v);
}

static void
make_room(struct daywriter *w, size_t n)
{
	if (n > w->r_cap) {
		w->r_cap = n + 64;
		w->r = xrealloc(w->r, w->r_cap, sizeof *w->r);
	}
}

/* Copies a day's readings in order, without second ones; their number, in r
 * and in held.  Second ones are judged, or kept where the first of all may be
 * in the store. */
static size_t
distinct(struct daywriter *w, struct day_job *j)
{
	int32_t last = -1;
	size_t n = 0;

	w->nsecond = 0;
	for (size_t i = 0; i < j->n; i++) {
		const struct noted h = j->held[i];
		struct reading r = {h.v, noted_off(h.key), (uint16_t)h.key};

		if (r.off == last && j->first) {
			same_time(w, j, &h, &w->r[n - 1]);
		} else if (r.off == last) {
			w->second = xgrow(w->second, w->nsecond, &w->second_cap,
			    sizeof *w->second);
			w->second[w->nsecond++] = h;
		} else {
			last = r.off;
			j->held[n] = h;
			w->r[n++] = r;
		}
	}
	return n;
}

/* 1 if there is a value: then the store has nothing of this day yet from the
 * present import (fill_sweep.c). */
static int
has_cells(const struct day_cells *c)
{
	double v;

	for (size_t i = 0; c->v != NULL && i < c->n; i++)
		if (sweep_value(c->v[i], &v))
			return 1;
	return 0;
}

/* The values of n cells; how many there are. */
static inline size_t
copy_cells(const uint64_t *cell, size_t n, int32_t off, int32_t step,
    struct reading *r)
{
	size_t m = 0;

	for (size_t i = 0; i < n; i++, off += step) {
		r[m].off = off;
		r[m].quality = QUALITY_GOOD;
		m += (size_t)sweep_value(cell[i], &r[m].v);
	}
	return m;
}

/* The list's next readings up to the instant `to`; where the list goes on. */
static size_t
copy_list(struct daywriter *w, const struct day_job *j, size_t i, int32_t to,
    size_t *n)
{
	for (; i < j->n && noted_off(j->held[i].key) <= to; i++) {
		const struct noted *h = &j->held[i];
		int32_t off = noted_off(h->key);

		if (*n > 0 && w->r[*n - 1].off == off)
			same_time(w, j, h, &w->r[*n - 1]);
		else
			w->r[(*n)++] =
			    (struct reading){h->v, off, (uint16_t)h->key};
	}
	return i;
}

/* Cells and the list in order, without second readings; their number.  The list
 * stays as it is. */
static size_t
merged(struct daywriter *w, const struct day_job *j)
{
	const struct day_cells *c = &j->cells;
	size_t n = 0, i = 0, k = 0;

	while (k < c->n) {
		/* Cells up to that of the list's next instant, itself too. */
		int32_t at = c->phase + (int32_t)k * c->step;
		size_t end = c->n;

		if (i < j->n) {
			int32_t next = noted_off(j->held[i].key);

			if (next < at) {
				i = copy_list(w, j, i, at - 1, &n);
				continue;
			}
			end = (size_t)(next - c->phase) / (size_t)c->step + 1;
			end = end < c->n ? end : c->n;
		}
		n += copy_cells(c->v + k, end - k, at, c->step, w->r + n);
		k = end;
		at = c->phase + (int32_t)(end - 1) * c->step;
		i = copy_list(w, j, i, at, &n);
	}
	copy_list(w, j, i, INT32_MAX, &n);
	return n;
}

static int
put(struct daywriter *w, const struct day_job *j, size_t n)
{
	w->writing = j;
	return n == 0 ? 0 :
			store_put_day(w->s, j->point, j->day, w->r, n, j->first,
			    j->num, j->den, &w->im, on_conflict, w);
}

static int
write_day(struct daywriter *w, struct day_job *j)
{
	int got;

	if (!j->sorted)
		sort(j->held, j->n);
	make_room(w, j->n + j->cells.n + 1);
	if (has_cells(&j->cells))
		return put(w, j, merged(w, j));
	got = put(w, j, distinct(w, j));
	while (got == 0 && w->nsecond > 0) { /* against what stands now */
		j->n = w->nsecond;
		memcpy(j->held, w->second, j->n * sizeof *j->held);
		got = put(w, j, distinct(w, j));
	}
	return got;
}

/* --- the queue --- */

/* Keeps an array for another day; under the lock. */
static void
give_back(struct spares *s, void *p, size_t cap)
{
	if (p == NULL)
		return;
	s->at = xgrow(s->at, s->n, &s->cap, sizeof *s->at);
	s->at[s->n++] = (struct spare){p, cap};
}

static struct spare
take_spare(struct spares *s)
{
	return s->n > 0 ? s->at[--s->n] : (struct spare){NULL, 0};
}

static void
free_spares(struct spares *s)
{
	while (s->n > 0)
		free(take_spare(s).p);
	free(s->at);
}

void
daywriter_cells(struct daywriter *w, struct day_cells *cells, size_t many)
{
	pthread_mutex_lock(&w->lock);
	for (size_t i = 0; i < many; i++) {
		struct day_cells *c = &cells[i];
		struct spare s = take_spare(&w->cells);

		if (s.cap < c->n) {
			free(s.p);
			s.p = xmalloc(c->n * sizeof *c->v);
			s.cap = c->n;
		}
		c->v = s.p;
		c->cap = s.cap;
	}
	pthread_mutex_unlock(&w->lock);
}

static size_t
size_of(const struct day_job *j)
{
	return j->n + j->cells.n;
}

/* Writes the next day; under the lock, which is given up meanwhile. */
static void
write_next(struct daywriter *w)
{
	struct day_job j = w->job[w->first];
	const size_t size = size_of(&j);
	int bad = w->failed;

	w->first = (w->first + 1) % w->room;
	w->njob--;
	w->busy = 1;
	pthread_mutex_unlock(&w->lock);
	bad = bad || write_day(w, &j) < 0;
	pthread_mutex_lock(&w->lock);
	w->failed = bad;
	w->busy = 0;
	w->queued -= size;
	give_back(&w->lists, j.held, j.cap);
	give_back(&w->cells, j.cells.v, j.cells.cap);
	pthread_cond_signal(&w->done);
}

/* A few days, unless another thread writes. */
static int
some(void *ctx)
{
	struct daywriter *w = ctx;
	int n = 0;

	pthread_mutex_lock(&w->lock);
	for (; n < AT_ONCE && w->njob > 0 && !w->busy; n++)
		write_next(w);
	pthread_mutex_unlock(&w->lock);
	return n > 0;
}

/* Writes days, or waits for the thread that does, until so few readings are on
 * their way; under the lock. */
static void
write_down_to(struct daywriter *w, size_t few)
{
	while (w->queued > few) {
		if (w->busy)
			pthread_cond_wait(&w->done, &w->lock);
		else
			write_next(w);
	}
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

int
daywriter_put(struct daywriter *w, struct day_job *j)
{
	struct spare s = {NULL, 0};
	int failed, call;

	pthread_mutex_lock(&w->lock);
	if (w->queued + size_of(j) > QUEUED_MAX)
		write_down_to(w, QUEUED_MAX / 2);
	if (w->njob == w->room)
		lengthen(w);
	w->job[(w->first + w->njob++) % w->room] = *j;
	w->queued += size_of(j);
	/* A list that has been long will be long again. */
	if (j->cap > 0)
		s = take_spare(&w->lists);
	j->held = s.p;
	j->cap = s.cap;
	j->n = 0;
	failed = w->failed;
	call = w->njob >= WORTH_A_CALL && !w->busy;
	pthread_mutex_unlock(&w->lock);
	if (call)
		crew_call(w->crew);
	return failed ? -1 : 0;
}

int
daywriter_wait(struct daywriter *w)
{
	int failed;

	pthread_mutex_lock(&w->lock);
	write_down_to(w, 0);
	failed = w->failed;
	pthread_mutex_unlock(&w->lock);
	return failed ? -1 : 0;
}

struct daywriter *
daywriter_new(
    struct store *s, struct crew *crew, day_conflict conflict, void *ctx)
{
	struct daywriter *w = xcalloc(1, sizeof *w);

	w->s = s;
	w->crew = crew;
	w->conflict = conflict;
	w->ctx = ctx;
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->done, NULL);
	crew_add(crew, some, w);
	return w;
}

int
daywriter_finish(struct daywriter *w, struct store_import *im)
{
	if (daywriter_wait(w) < 0)
		return -1;
	tell_conflicts(w);
	im->added += w->im.added;
	im->repeated += w->im.repeated;
	im->changed += w->im.changed;
	w->im = (struct store_import){0};
	return 0;
}

void
daywriter_free(struct daywriter *w)
{
	if (w == NULL)
		return;
	daywriter_wait(w);
	crew_remove(w->crew, w);
	free_spares(&w->lists);
	free_spares(&w->cells);
	pthread_mutex_destroy(&w->lock);
	pthread_cond_destroy(&w->done);
	free(w->found);
	free(w->second);
	free(w->job);
	free(w->r);
	free(w);
}
