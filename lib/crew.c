#include "crew.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

#include "parallel.h"
#include "xalloc.h"

enum { MEMBERS_MAX = 3, SOURCES_MAX = 4 };

struct source {			/* stays where it is */
	int (*some)(void *ctx); /* NULL: free */
	void *ctx;
	int busy; /* threads in it */
};

struct crew {
	pthread_mutex_t lock;
	pthread_cond_t called, left;
	struct source source[SOURCES_MAX];
	unsigned calls;
	int started, ending, resting;
	int nmember;
	pthread_t member[MEMBERS_MAX];
};

struct crew *
crew_new(void)
{
	struct crew *c = xcalloc(1, sizeof *c);

	pthread_mutex_init(&c->lock, NULL);
	pthread_cond_init(&c->called, NULL);
	pthread_cond_init(&c->left, NULL);
	return c;
}

void
crew_free(struct crew *c)
{
	if (c == NULL)
		return;
	pthread_mutex_lock(&c->lock);
	c->ending = 1;
	pthread_cond_broadcast(&c->called);
	pthread_mutex_unlock(&c->lock);
	for (int i = 0; i < c->nmember; i++)
		pthread_join(c->member[i], NULL);
	pthread_cond_destroy(&c->called);
	pthread_cond_destroy(&c->left);
	pthread_mutex_destroy(&c->lock);
	free(c);
}

/* Asks one source after the other until one has work; under the lock, which is
 * given up meanwhile. */
static int
work(struct crew *c)
{
	for (int i = 0; i < SOURCES_MAX; i++) {
		struct source *s = &c->source[i];
		int (*some)(void *ctx) = s->some;
		int got;

		if (some == NULL)
			continue;
		s->busy++;
		pthread_mutex_unlock(&c->lock);
		got = some(s->ctx);
		pthread_mutex_lock(&c->lock);
		if (--s->busy == 0)
			pthread_cond_broadcast(&c->left);
		if (got)
			return 1;
	}
	return 0;
}

int
crew_work(struct crew *c)
{
	int got;

	pthread_mutex_lock(&c->lock);
	got = work(c);
	pthread_mutex_unlock(&c->lock);
	return got;
}

static void *
member(void *arg)
{
	struct crew *c = arg;

	pthread_mutex_lock(&c->lock);
	while (!c->ending) {
		unsigned calls = c->calls;

		if (work(c) || calls != c->calls || c->ending)
			continue;
		c->resting++;
		pthread_cond_wait(&c->called, &c->lock);
		c->resting--;
	}
	pthread_mutex_unlock(&c->lock);
	return NULL;
}

/* Where no thread is to be had, there is one less. */
static void
start(struct crew *c)
{
	int n = parallel_cpus() - 1;

	c->started = 1;
	for (int i = 0; i < MEMBERS_MAX && (i == 0 || i < n); i++) {
		if (pthread_create(&c->member[i], NULL, member, c) != 0)
			break;
		c->nmember++;
	}
}

void
crew_call(struct crew *c)
{
	pthread_mutex_lock(&c->lock);
	c->calls++;
	if (!c->started)
		start(c);
	else if (c->resting > 0)
		pthread_cond_broadcast(&c->called);
	pthread_mutex_unlock(&c->lock);
}

void
crew_add(struct crew *c, int (*some)(void *ctx), void *ctx)
{
	struct source *s = c->source;

	pthread_mutex_lock(&c->lock);
	while (s->some != NULL || s->busy > 0) {
		s++;
		assert(s < c->source + SOURCES_MAX);
	}
	*s = (struct source){some, ctx, 0};
	pthread_mutex_unlock(&c->lock);
}

void
crew_remove(struct crew *c, void *ctx)
{
	pthread_mutex_lock(&c->lock);
	for (struct source *s = c->source; s < c->source + SOURCES_MAX; s++) {
		if (s->ctx != ctx)
			continue;
		s->some = NULL;
		while (s->busy > 0)
			pthread_cond_wait(&c->left, &c->lock);
	}
	pthread_mutex_unlock(&c->lock);
}
