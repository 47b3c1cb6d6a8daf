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
	int stop;
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

/* The next piece, once its slot is free; 0: there is none. */
static int
claim(struct pool *q, size_t *i)
{
	size_t slots = parallel_slots(q->p->jobs);
	int got = 0;

	pthread_mutex_lock(&q->lock);
	while (!q->stop && q->next < q->p->n && q->next >= q->taken + slots)
		pthread_cond_wait(&q->freed, &q->lock);
	if (!q->stop && q->next < q->p->n) {
		*i = q->next++;
		q->slot[*i % slots] = BUSY;
		got = 1;
	}
	pthread_mutex_unlock(&q->lock);
	return got;
}

static void *
run(void *arg)
{
	struct worker *w = arg;
	struct pool *q = w->pool;
	size_t slots = parallel_slots(q->p->jobs), i;

	while (claim(q, &i)) {
		int got = q->p->work(q->p->ctx, w->k, i, i % slots);

		pthread_mutex_lock(&q->lock);
		q->slot[i % slots] = got < 0 ? FAILED : DONE;
		q->stop |= got < 0;
		pthread_cond_signal(&q->done);
		pthread_mutex_unlock(&q->lock);
	}
	return NULL;
}

/* Waits for piece i and takes it; -1: it failed, or never was done. */
static int
take(struct pool *q, size_t i)
{
	size_t slots = parallel_slots(q->p->jobs), s = i % slots;
	enum slot_state state;

	pthread_mutex_lock(&q->lock);
	while (q->slot[s] != DONE && q->slot[s] != FAILED &&
	       (!q->stop || i < q->next))
		pthread_cond_wait(&q->done, &q->lock);
	state = q->slot[s];
	pthread_mutex_unlock(&q->lock);
	if (state != DONE)
		return -1;
	q->p->take(q->p->ctx, i, s);
	pthread_mutex_lock(&q->lock);
	q->slot[s] = FREE;
	q->taken = i + 1;
	pthread_cond_broadcast(&q->freed);
	pthread_mutex_unlock(&q->lock);
	return 0;
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
	int got = 0, started = 0;

	if (p->jobs <= 1)
		return run_here(p);
	pthread_mutex_init(&q.lock, NULL);
	pthread_cond_init(&q.freed, NULL);
	pthread_cond_init(&q.done, NULL);
	q.slot = xcalloc(parallel_slots(p->jobs), sizeof *q.slot);
	w = xcalloc((size_t)p->jobs, sizeof *w);
	for (; started < p->jobs; started++) {
		w[started] = (struct worker){.pool = &q, .k = started};
		if (pthread_create(
			&w[started].thread, NULL, run, &w[started]) != 0)
			break;
	}
	if (started == 0)
		got = run_here(p);
	for (size_t i = 0; started > 0 && got == 0 && i < p->n; i++)
		got = take(&q, i);
	pthread_mutex_lock(&q.lock);
	q.stop = 1;
	pthread_cond_broadcast(&q.freed);
	pthread_mutex_unlock(&q.lock);
	for (int k = 0; k < started; k++)
		pthread_join(w[k].thread, NULL);
	pthread_mutex_destroy(&q.lock);
	pthread_cond_destroy(&q.freed);
	pthread_cond_destroy(&q.done);
	free(q.slot);
	free(w);
	return got;
}
