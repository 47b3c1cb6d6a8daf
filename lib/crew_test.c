/* All work is done, once, and nobody is in a source that is gone. */
#include "crew.h"

#include <pthread.h>

#include "tap.h"

struct heap { /* of work */
	pthread_mutex_t lock;
	int left, at_work, done;
	int most;     /* threads that may work on it at a time */
	int too_many; /* 1: more did */
};

static int
some(void *ctx)
{
	struct heap *h = ctx;
	int got;

	pthread_mutex_lock(&h->lock);
	got = h->left > 0 && h->at_work < h->most;
	if (got) {
		h->left--;
		h->at_work++;
		pthread_mutex_unlock(&h->lock);
		for (volatile int i = 0; i < 1000; i++)
			;
		pthread_mutex_lock(&h->lock);
		h->at_work--;
		h->done++;
		h->too_many |= h->at_work >= h->most;
	}
	pthread_mutex_unlock(&h->lock);
	return got;
}

static int
left(struct heap *h)
{
	int n;

	pthread_mutex_lock(&h->lock);
	n = h->left;
	pthread_mutex_unlock(&h->lock);
	return n;
}

int
main(void)
{
	struct heap a = {PTHREAD_MUTEX_INITIALIZER, 5000, 0, 0, 1, 0};
	struct heap b = {PTHREAD_MUTEX_INITIALIZER, 5000, 0, 0, 9, 0};
	struct crew *c = crew_new();

	ok(!crew_work(c), "where there is no source there is nothing to do");
	crew_add(c, some, &a);
	crew_add(c, some, &b);
	crew_call(c);
	while (left(&a) > 2500 || left(&b) > 2500)
		crew_work(c);
	crew_remove(c, &a);
	ok(a.at_work == 0, "nobody is in a source that is gone");
	ok(a.left + a.done == 5000, "what it had is done or still there");
	ok(!a.too_many, "one thread at a time where only one may be");
	crew_add(c, some, &a);
	crew_call(c);
	while (left(&a) > 0 || left(&b) > 0)
		crew_work(c);
	crew_remove(c, &a);
	crew_remove(c, &b);
	ok(a.done == 5000 && b.done == 5000, "all work is done, once");
	crew_free(c);
	crew_free(crew_new());
	return tap_done();
}
