#include "parallel.h"

#include <sched.h>

#include "tap.h"

enum { N = 500, SLOTS = 16 };

struct job {
	size_t out[SLOTS], expected;
	int in_order, fail_at;
};

static int
work(void *ctx, int k, size_t i, size_t s)
{
	struct job *j = ctx;

	for (size_t turn = 0; turn < (i * 7 + (size_t)k) % 5; turn++)
		sched_yield();
	j->out[s] = i * i;
	return (int)i == j->fail_at ? -1 : 0;
}

static void
take(void *ctx, size_t i, size_t s)
{
	struct job *j = ctx;

	j->in_order &= i == j->expected && j->out[s] == i * i;
	j->expected++;
}

static void
test(int jobs, int fail_at, const char *what)
{
	struct job j = {.in_order = 1, .fail_at = fail_at};
	const struct parallel p = {N, jobs, &j, work, take};
	int got = parallel_run(&p);

	ok(j.in_order && got == (fail_at < N ? -1 : 0) &&
		j.expected == (size_t)fail_at,
	    what);
}

int
main(void)
{
	test(1, N, "one thread");
	test(2, N, "two threads hand over in order");
	test(8, N, "eight");
	test(1, 17, "a piece that fails ends the run");
	test(4, 17, "after those before it were taken");
	test(4, 0, "also the first");
	return tap_done();
}
