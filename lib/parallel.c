#include "parallel.h"

#include <pthread.h>
#include <sched.h>
#include <stdlib.h>

#include "xalloc.h"

enum slot_state { FREE, BUSY, DONE, FAILED };

struct pool {
	const struct parallel *p;
	pthread_mutex_t lock;
	pthread_cond_t freed, done;
	size_t next, taken; /* the next piece to do, and to take */
	int stop, resting;  /* resting: workers that wait for a slot */
	enum slot_state *slot;
};

struct worker {
	struct pool *pool;
	int k;
	pthread_t thread;
};

int
parallel_cpus(void)
{
	enum { MOST = 8 };
	cpu_set_t set;
	int n =
	    sched_getaffinity(0, sizeof set, &set) < 0 ? 1 : CPU_COUNT(&set);

	return n < 1 ? 1 : n < MOST ? n : MOST;
}

int
parallel_jobs(int jobs, size_t n)
{
	enum { WORTH_A_START = 1000 }; /* 4 ms */

	if ((size_t)jobs > n / WORTH_A_START)
		jobs = (int)(n / WORTH_A_START);
	return jobs < 1 ? 1 : jobs;
}

size_t
parallel_slots(int jobs)
{
	return jobs > 1 ? 2 * (size_t)jobs : 1;
}

/* 1: there is a piece to do, and a slot for it; under the lock, as the next. */
static int
may_do(const struct pool *q)
{
	return !q->stop && q->next < q->p->n &&
	       q->next < q->taken + parallel_slots(q->p->jobs);
}

/* Does the next piece, for worker k. */
static void
do_next(struct pool *q, int k)
{
	size_t i = q->next++, s = i % parallel_slots(q->p->jobs);
	int got;

	q->slot[s] = BUSY;
	pthread_mutex_unlock(&q->lock);
	got = q->p->work(q->p->ctx, k, i, s);
	pthread_mutex_lock(&q->lock);
	q->slot[s] = got < 0 ? FAILED : DONE;
	q->stop |= got < 0;
}

static void *
run(void *arg)
{
	struct worker *w = arg;
	struct pool *q = w->pool;

	pthread_mutex_lock(&q->lock);
	while (!q->stop && q->next < q->p->n) {
		if (may_do(q)) {
			do_next(q, w->k);
			pthread_cond_signal(&q->done);
			continue;
		}
		q->resting++;
		pthread_cond_wait(&q->freed, &q->lock);
		q->resting--;
	}
	pthread_mutex_unlock(&q->lock);
	return NULL;
}

static void
take_next(struct pool *q, size_t s)
{
	pthread_mutex_unlock(&q->lock);
	q->p->take(q->p->ctx, q->taken, s);
	pthread_mutex_lock(&q->lock);
	q->slot[s] = FREE;
	q->taken++;
	if (q->resting > 0)
		pthread_cond_broadcast(&q->freed);
}

/* The caller's part: takes what is done in order, and is worker 0 meanwhile.
 * -1: some piece failed. */
static int
lead(struct pool *q)
{
	int got = 0;

	pthread_mutex_lock(&q->lock);
	while (q->taken < q->p->n) {
		size_t s = q->taken % parallel_slots(q->p->jobs);
		enum slot_state state = q->slot[s];

		if (state == DONE) {
			take_next(q, s);
		} else if (may_do(q)) {
			do_next(q, 0);
		} else if (state == BUSY) {
			pthread_cond_wait(&q->done, &q->lock);
		} else { /* it failed, or another did before it began */
			got = -1;
			break;
		}
	}
	q->stop = 1;
	pthread_cond_broadcast(&q->freed);
	pthread_mutex_unlock(&q->lock);
	return got;
}

static int
run_here(const struct parallel *p)
{
	for (size_t i = 0; i < p->n; i++) {
		if (p->work(p->ctx, 0, i, 0) < 0)
			return -1;
		p->take(p->ctx, i, 0);
	}
	return 0;
}

int
parallel_run(const struct parallel *p)
{
	struct pool q = {.p = p};
	struct worker *w;
	int got, n;

	if (p->jobs <= 1)
		return run_here(p);
	pthread_mutex_init(&q.lock, NULL);
	pthread_cond_init(&q.freed, NULL);
	pthread_cond_init(&q.done, NULL);
	q.slot = xcalloc(parallel_slots(p->jobs), sizeof *q.slot);
	w = xcalloc((size_t)p->jobs, sizeof *w);
	for (n = 1; n < p->jobs; n++) { /* where none is to be had: fewer */
		w[n] = (struct worker){.pool = &q, .k = n};
		if (pthread_create(&w[n].thread, NULL, run, &w[n]) != 0)
			break;
	}
	got = lead(&q);
	while (--n > 0)
		pthread_join(w[n].thread, NULL);
	pthread_mutex_destroy(&q.lock);
	pthread_cond_destroy(&q.freed);
	pthread_cond_destroy(&q.done);
	free(q.slot);
	free(w);
	return got;
}
