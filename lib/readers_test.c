/* Who gets which store, and that all is given back. */
#include "readers.h"

#include <string.h>

#include "tap.h"

enum { MOST = 4 };

struct tried {
	struct store *s[MOST];		    /* of each worker */
	int started, stopped, taken, fails; /* fails: the k that does */
	int order;			    /* 1: taken in order */
};

static int
start(void *ctx, int k, struct store *s)
{
	struct tried *t = ctx;

	t->s[k] = s;
	t->started++;
	return k == t->fails ? -1 : 0;
}

static void
stop(void *ctx, int k)
{
	struct tried *t = ctx;

	(void)k;
	t->stopped++;
}

/* Each worker reads with its own. */
static int
work(void *ctx, int k, size_t i, size_t s)
{
	struct tried *t = ctx;
	int64_t first, last;

	(void)i;
	(void)s;
	return store_span(t->s[k], &first, &last) < 0 ? 0 : -1;
}

static void
take(void *ctx, size_t i, size_t s)
{
	struct tried *t = ctx;

	(void)s;
	t->order &= i == (size_t)t->taken++;
}

static struct tried
run(const struct input *in, int jobs, int fails, int *got)
{
	static const struct tool_opts o;
	struct tried t = {.fails = fails, .order = 1};
	const struct readers r = {{9, jobs, &t, work, take}, start, stop};

	*got = readers_run(&r, &o, in);
	return t;
}

int
main(void)
{
	struct input in = {
	    .s = store_open_rw(":memory:", "UTC"), .in_memory = 1};
	struct tried t;
	int got;

	t = run(&in, 1, -1, &got);
	ok(got == 0 && t.taken == 9 && t.order, "one thread does all");
	ok(t.s[0] == in.s && t.stopped == 1, "with the store that is open");
	t = run(&in, 3, -1, &got);
	ok(got == 0 && t.taken == 9 && t.order, "three do it in order");
	ok(t.s[0] != in.s && t.s[1] != in.s && t.s[2] != in.s &&
		t.s[0] != t.s[1] && t.s[1] != t.s[2],
	    "each with a reader of its own");
	ok(t.started == 3 && t.stopped == 3, "all are stopped");
	t = run(&in, 3, 1, &got);
	ok(got == -1 && t.taken == 0, "one that cannot start: nothing is done");
	ok(t.started == 2 && t.stopped == 3, "and all are stopped");
	store_close(in.s);
	return tap_done();
}
