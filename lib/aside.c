#include "aside.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

enum { STEP = 1024 }; /* items handed over at once */

struct aside {
	size_t size;
	void (*work)(void *item);
	pthread_t thread;
	int running, ending;
	pthread_mutex_t lock;
	pthread_cond_t change;
	/* Items so far; those up to `put` lie in ring[i % ASIDE_MOST]. */
	size_t put, handed, done;
	unsigned char *ring;
};

static void
do_items(struct aside *a, size_t from, size_t to)
{
	for (; from < to; from++)
		a->work(a->ring + from % ASIDE_MOST * a->size);
}

static void *
run(void *arg)
{
	struct aside *a = arg;

	pthread_mutex_lock(&a->lock);
	for (;;) {
		size_t from = a->done, to;

		while (a->handed == from && !a->ending)
			pthread_cond_wait(&a->change, &a->lock);
		to = a->handed - from > STEP ? from + STEP : a->handed;
		if (to == from)
			break;
		pthread_mutex_unlock(&a->lock);
		do_items(a, from, to);
		pthread_mutex_lock(&a->lock);
		a->done = to;
		pthread_cond_signal(&a->change);
	}
	pthread_mutex_unlock(&a->lock);
	return NULL;
}

struct aside *
aside_new(size_t size, void (*work)(void *item))
{
	struct aside *a = xcalloc(1, sizeof *a);

	a->size = size;
	a->work = work;
	a->ring = xmalloc(ASIDE_MOST * size);
	pthread_mutex_init(&a->lock, NULL);
	pthread_cond_init(&a->change, NULL);
	a->running = pthread_create(&a->thread, NULL, run, a) == 0;
	return a;
}

/* Hands over what was put and waits until at most so many are left. */
static void
hand_over(struct aside *a, size_t left)
{
	if (!a->running) {
		do_items(a, a->handed, a->put);
		a->handed = a->done = a->put;
		return;
	}
	pthread_mutex_lock(&a->lock);
	a->handed = a->put;
	pthread_cond_signal(&a->change);
	while (a->put - a->done > left)
		pthread_cond_wait(&a->change, &a->lock);
	pthread_mutex_unlock(&a->lock);
}

void
aside_put(struct aside *a, const void *item)
{
	memcpy(a->ring + a->put % ASIDE_MOST * a->size, item, a->size);
	a->put++;
	if (!a->running || a->put - a->handed == STEP)
		hand_over(a, ASIDE_MOST - STEP);
}

void
aside_settle(struct aside *a)
{
	hand_over(a, 0);
}

void
aside_free(struct aside *a)
{
	if (a == NULL)
		return;
	aside_settle(a);
	if (a->running) {
		pthread_mutex_lock(&a->lock);
		a->ending = 1;
		pthread_cond_signal(&a->change);
		pthread_mutex_unlock(&a->lock);
		pthread_join(a->thread, NULL);
	}
	pthread_mutex_destroy(&a->lock);
	pthread_cond_destroy(&a->change);
	free(a->ring);
	free(a);
}
