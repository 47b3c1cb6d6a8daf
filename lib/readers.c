#include "readers.h"

#include <stdlib.h>

#include "xalloc.h"

struct run {
	const struct readers *r;
	struct store **own; /* by worker; NULL: it reads what is open */
};

static int
work(void *ctx, int k, size_t i, size_t s)
{
	const struct run *q = ctx;
	int got = q->r->p.work(q->r->p.ctx, k, i, s);

	if (q->own[k] != NULL)
		store_rest(q->own[k]);
	return got;
}

static void
take(void *ctx, size_t i, size_t s)
{
	const struct run *q = ctx;

	q->r->p.take(q->r->p.ctx, i, s);
}

static int
start(const struct run *q, const struct tool_opts *o, const struct input *in,
    int k)
{
	if (q->r->p.jobs <= 1)
		return q->r->start(q->r->p.ctx, k, in->s);
	q->own[k] = input_reader(o, in);
	return q->own[k] ? q->r->start(q->r->p.ctx, k, q->own[k]) : -1;
}

int
readers_run(
    const struct readers *r, const struct tool_opts *o, const struct input *in)
{
	int jobs = r->p.jobs, got = 0;
	struct run q = {r, xcalloc((size_t)jobs, sizeof *q.own)};
	const struct parallel p = {r->p.n, jobs, &q, work, take};

	for (int k = 0; got == 0 && k < jobs; k++)
		got = start(&q, o, in, k);
	if (got == 0)
		got = parallel_run(&p);
	for (int k = 0; k < jobs; k++) {
		r->stop(r->p.ctx, k);
		store_close(q.own[k]);
	}
	free(q.own);
	return got;
}
