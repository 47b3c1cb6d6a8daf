#include "billqueue.h"

#include <pthread.h>
#include <stdlib.h>

#include "xalloc.h"

enum { SLOTS = 16 };

struct billqueue_thread {
	struct billing *b;
	pthread_t thread;
	int running, ending, wrong;
	pthread_mutex_t lock;
	pthread_cond_t change;
	size_t put, done; /* batches handed over; added */
	size_t n[SLOTS];
	struct bill slot[SLOTS][BILLQUEUE_BATCH];
};

static void *
work(void *arg)
{
	struct billqueue_thread *t = arg;

	pthread_mutex_lock(&t->lock);
	for (;;) {
		size_t i = t->done % SLOTS;
		int wrong = t->wrong;

		while (t->done == t->put && !t->ending)
			pthread_cond_wait(&t->change, &t->lock);
		if (t->done == t->put)
			break;
		pthread_mutex_unlock(&t->lock);
		if (!wrong)
			wrong = billing_add_all(t->b, t->slot[i], t->n[i]) ==
				BILLING_ORDER;
		pthread_mutex_lock(&t->lock);
		t->wrong = wrong;
		t->done++;
		pthread_cond_signal(&t->change);
	}
	pthread_mutex_unlock(&t->lock);
	return NULL;
}

void
billqueue_open(struct billqueue *q, struct billing *b)
{
	struct billqueue_thread *t = xcalloc(1, sizeof *t);

	t->b = b;
	pthread_mutex_init(&t->lock, NULL);
	pthread_cond_init(&t->change, NULL);
	*q = (struct billqueue){t->slot[0], 0, t};
}

/* Where no thread is to be had the work is done here. */
static int
add_here(struct billqueue *q)
{
	struct billqueue_thread *t = q->t;

	if (!t->wrong && q->n > 0)
		t->wrong =
		    billing_add_all(t->b, q->batch, q->n) == BILLING_ORDER;
	q->n = 0;
	return t->wrong ? -1 : 0;
}

int
billqueue_flush(struct billqueue *q)
{
	struct billqueue_thread *t = q->t;
	int wrong;

	if (!t->running)
		t->running = pthread_create(&t->thread, NULL, work, t) == 0;
	if (!t->running)
		return add_here(q);
	pthread_mutex_lock(&t->lock);
	t->n[t->put++ % SLOTS] = q->n;
	pthread_cond_signal(&t->change);
	while (t->put - t->done == SLOTS)
		pthread_cond_wait(&t->change, &t->lock);
	wrong = t->wrong;
	pthread_mutex_unlock(&t->lock);
	q->batch = t->slot[t->put % SLOTS];
	q->n = 0;
	return wrong ? -1 : 0;
}

int
billqueue_close(struct billqueue *q)
{
	struct billqueue_thread *t = q->t;
	int wrong;

	/* A few bills are no work for a thread. */
	if (t->running) {
		billqueue_flush(q);
		pthread_mutex_lock(&t->lock);
		t->ending = 1;
		pthread_cond_signal(&t->change);
		pthread_mutex_unlock(&t->lock);
		pthread_join(t->thread, NULL);
	}
	wrong = add_here(q);
	pthread_mutex_destroy(&t->lock);
	pthread_cond_destroy(&t->change);
	free(t);
	*q = (struct billqueue){0};
	return wrong;
}
