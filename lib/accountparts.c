#include "accountparts.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "accountbatch.h"
#include "parallel.h"
#include "xalloc.h"

enum { PIECE = 1 << 18 }; /* bytes: a millisecond of work */

struct worker {
	struct billline_seen seen;
	struct filepiece piece;
};

struct slot { /* what a worker made of a piece */
	struct accountbatch batch;
	uint64_t from, to;
	int ended, wrong; /* 1: before the end of the piece; it does not go */
};

struct parts {
	struct fileparts *p;
	const struct billline_plan *plan;
	struct billing *b;
	struct filepieces file;
	struct worker *worker;
	struct slot *slot;
	int ended, wrong;
};

/* 0: it holds no day. */
static int
put(struct accountbatch *t, const struct billline *r)
{
	const struct bill_account a = {.id = r->id,
	    .len = r->id_len,
	    .zone = r->zone,
	    .class = r->class,
	    .closed = r->closed,
	    .from = r->from,
	    .to = r->to};

	if (r->from >= r->to)
		return 0;
	accountbatch_put(t, &a, r->zone_len);
	return 1;
}

static int
read_piece(void *ctx, int k, size_t i, size_t slot)
{
	struct parts *q = ctx;
	struct worker *w = &q->worker[k];
	struct filepiece *f = &w->piece;
	struct slot *s = &q->slot[slot];
	const char *p, *next;
	struct billline r;

	accountbatch_clear(&s->batch);
	s->wrong = 0;
	s->ended = filepiece_read(&q->file, i, f) < 0;
	if (s->ended)
		return 0;
	for (p = f->p; p < f->stop && !s->wrong; p = next) {
		next = billline_plain(&w->seen, q->plan, p, f->stop, &r);
		if (next == NULL)
			break;
		s->wrong = !put(&s->batch, &r);
	}
	s->from = f->from;
	s->to = f->from + (uint64_t)(p - f->p);
	s->ended = p < f->stop;
	return 0;
}

static void
take_piece(void *ctx, size_t i, size_t slot)
{
	struct parts *q = ctx;
	struct slot *s = &q->slot[slot];

	(void)i;
	if (q->ended || q->wrong)
		return;
	q->ended = s->batch.n == 0 ? s->ended : s->from != q->p->at;
	if (q->ended || s->batch.n == 0)
		return;
	q->wrong = s->wrong || accountbatch_add(&s->batch, q->b) < 0;
	q->ended = s->ended;
	q->p->at = s->to;
	q->p->rows += s->batch.n;
}

static int
run(struct parts *q, size_t pieces, int jobs)
{
	size_t slots = parallel_slots(jobs);
	const struct parallel all = {pieces, jobs, q, read_piece, take_piece};
	int got;

	q->worker = xcalloc((size_t)jobs, sizeof *q->worker);
	q->slot = xcalloc(slots, sizeof *q->slot);
	got = parallel_run(&all);
	for (int k = 0; k < jobs; k++)
		free(q->worker[k].piece.buf);
	for (size_t i = 0; i < slots; i++)
		accountbatch_release(&q->slot[i].batch);
	free(q->worker);
	free(q->slot);
	return got < 0 || q->wrong ? -1 : 0;
}

int
accountparts_add(
    struct fileparts *p, const struct billline_plan *plan, struct billing *b)
{
	struct parts q = {.p = p, .plan = plan, .b = b};
	struct stat st;
	size_t pieces;

	p->rows = 0;
	if (fstat(p->fd, &st) < 0 || (uint64_t)st.st_size <= p->at + PIECE)
		return 0;
	q.file = (struct filepieces){p->fd, p->at, (uint64_t)st.st_size, PIECE};
	pieces = filepieces_count(&q.file);
	return run(
	    &q, pieces, (size_t)p->jobs < pieces ? p->jobs : (int)pieces);
}
