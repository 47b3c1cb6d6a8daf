#include "billingscan.h"

#include <stdlib.h>
#include <string.h>

#include "accountbatch.h"
#include "billqueue.h"
#include "readers.h"
#include "rowscan.h"
#include "store_bill.h"
#include "store_scan.h"
#include "xalloc.h"

static int
jobs_for(const struct tool_opts *o, size_t pieces)
{
	size_t jobs = (size_t)o->jobs;

	jobs = jobs < pieces ? jobs : pieces;
	return jobs < 1 ? 1 : (int)jobs;
}

/* What threads share begins with the store that each of them reads. */
struct stores {
	struct store **by; /* worker */
};

static int
start_worker(void *ctx, int k, struct store *s)
{
	((struct stores *)ctx)->by[k] = s;
	return 0;
}

static void
stop_worker(void *ctx, int k)
{
	((struct stores *)ctx)->by[k] = NULL;
}

/* --- accounts --- */

enum { ACCOUNTS = 8192 }; /* of a piece: 5 ms of work */

struct accounts {
	struct stores s;
	struct billing *b;
	struct rowscan_days *days;  /* by worker */
	struct accountbatch *batch; /* by slot */
	int fits;
};

static void
put_account(
    struct accountbatch *t, const struct store_scan *r, struct rowscan_days *c)
{
	enum { ID, ZONE, CLASS, STATUS, FROM, TO };
	struct bill_account a = {.id = store_scan_text(r, ID),
	    .zone = store_scan_text(r, ZONE),
	    .class = store_scan_text(r, CLASS)[0],
	    .closed = store_scan_text(r, STATUS)[0] == 'c',
	    .from = rowscan_day_or(c, store_scan_text(r, FROM), INT32_MIN),
	    .to = rowscan_day_or(c, store_scan_text(r, TO), INT32_MAX)};

	a.len = strlen(a.id);
	accountbatch_put(t, &a, strlen(a.zone));
}

static int
read_accounts(void *ctx, int k, size_t i, size_t slot)
{
	static const char *const col[] = {"account_id", "zone_id", "class",
	    "status", "valid_from", "valid_to", NULL};
	struct accounts *q = ctx;
	struct accountbatch *t = &q->batch[slot];
	int64_t from = 1 + (int64_t)i * ACCOUNTS;
	struct store_scan *r = store_scan_between(
	    q->s.by[k], table_find("accounts"), col, from, from + ACCOUNTS);
	int got = r ? 1 : -1;

	accountbatch_clear(t);
	while (got > 0 && (got = store_scan_next(r)) > 0)
		put_account(t, r, &q->days[k]);
	store_scan_close(r);
	return got;
}

static void
take_accounts(void *ctx, size_t i, size_t slot)
{
	struct accounts *q = ctx;

	(void)i;
	q->fits = q->fits && accountbatch_add(&q->batch[slot], q->b) == 0;
}

int
billingscan_accounts(
    struct billing *b, const struct tool_opts *o, const struct input *in)
{
	int64_t last = store_scan_last(in->s, table_find("accounts"));
	size_t pieces =
	    ((size_t)(last < 0 ? 0 : last) + ACCOUNTS - 1) / ACCOUNTS;
	int jobs = jobs_for(o, pieces / 4), got;
	size_t slots = parallel_slots(jobs);
	struct accounts q = {{xcalloc((size_t)jobs, sizeof *q.s.by)}, b,
	    xcalloc((size_t)jobs, sizeof *q.days),
	    xcalloc(slots, sizeof *q.batch), 1};
	const struct readers all = {
	    {pieces, jobs, &q, read_accounts, take_accounts}, start_worker,
	    stop_worker};

	got = last < 0 ? -1 : readers_run(&all, o, in);
	for (size_t i = 0; i < slots; i++)
		accountbatch_release(&q.batch[i]);
	free(q.batch);
	free(q.days);
	free(q.s.by);
	return got < 0 ? -1 : q.fits;
}

/* --- bills in parts --- */

enum { BATCH = 512 }; /* bills: they stay in a cache */

struct part {
	int64_t first, last; /* blocks */
	struct billing *b;   /* its own, but for the first */
	int estimated;	     /* 1: it met such a bill, and ended there */
	enum billing_got got;
};

struct parts {
	struct stores s;
	struct part *part;
	int estimated;
	enum billing_got got;
};

static inline struct bill
bill_of(const struct billrow *r, const struct billids *ids, uint32_t *at)
{
	const struct bill x = {.m3 = r->v[BILL_VOLUME],
	    .from = r->from,
	    .to = r->to,
	    .account = billids_beside(ids, r->id, r->id_len, *at),
	    .estimated = r->status == STORE_BILL_ESTIMATED ||
			 r->status == STORE_BILL_NO_ACCESS,
	    .unbilled = r->billing == STORE_BILL_UNBILLED};

	*at = x.account != BILLIDS_NONE ? x.account : *at;
	return x;
}

/* Up to BATCH bills; 1: there may be more, 0, -1. */
static int
read_batch(struct part *p, struct store_bills *bills, uint32_t *at)
{
	const struct billids *ids = billing_ids(p->b);
	struct bill x[BATCH];
	struct billrow r;
	size_t n = 0;
	int got = 1;

	while (n < BATCH && (got = store_bills_next(bills, &r)) > 0) {
		x[n] = bill_of(&r, ids, at);
		if (x[n++].estimated) {
			p->estimated = 1;
			return 0;
		}
	}
	p->got = billing_add_all(p->b, x, n);
	return p->got == BILLING_OK ? got : got < 0 ? -1 : 0;
}

static int
read_part(void *ctx, int k, size_t i, size_t slot)
{
	struct parts *q = ctx;
	struct part *p = &q->part[i];
	struct store_bills *bills =
	    store_bills_between(q->s.by[k], p->first, p->last);
	int got = bills ? 1 : -1;
	uint32_t at = 0;

	(void)slot;
	while (got > 0)
		got = read_batch(p, bills, &at);
	store_bills_close(bills);
	return got;
}

static void
take_part(void *ctx, size_t i, size_t slot)
{
	struct parts *q = ctx;
	struct part *p = &q->part[i];

	(void)slot;
	q->estimated |= p->estimated;
	if (q->estimated || q->got != BILLING_OK)
		return;
	q->got = p->got;
	if (q->got == BILLING_OK && i > 0)
		q->got = billing_join(q->part[0].b, p->b);
}

/* Neighbours in blocks that count, shared out evenly. */
static void
cut(struct part *part, size_t n, struct billing *b, const int64_t *key,
    size_t nkey)
{
	for (size_t i = 0; i < n; i++)
		part[i] = (struct part){.first = key[nkey * i / n],
		    .last = key[nkey * (i + 1) / n - 1],
		    .b = i == 0 ? b : billing_part(b)};
}

/* 1, 0, -1; *estimated: there are such bills, and the sums are not whole. */
static int
bills_in_parts(struct billing *b, const struct tool_opts *o,
    const struct input *in, int *estimated)
{
	int64_t *key = NULL;
	size_t nkey, n;
	int got = store_bill_blocks(in->s, &key, &nkey);
	struct parts q = {0};
	struct readers all = {
	    {0, 1, &q, read_part, take_part}, start_worker, stop_worker};

	if (got < 0 || nkey == 0) {
		free(key);
		return got < 0 ? -1 : 1;
	}
	n = billing_parts(b, (size_t)jobs_for(o, nkey / 8));
	all.p.n = n;
	all.p.jobs = (int)n;
	q.part = xcalloc(n, sizeof *q.part);
	q.s.by = xcalloc(n, sizeof *q.s.by);
	cut(q.part, n, b, key, nkey);
	got = readers_run(&all, o, in);
	for (size_t i = 1; i < n; i++)
		billing_part_free(q.part[i].b);
	free(q.part);
	free(q.s.by);
	free(key);
	*estimated = q.estimated;
	return got < 0 ? -1 : q.got == BILLING_OK;
}

/* --- bills one after another --- */

static int
bills_in_turn(struct billing *b, struct store *s)
{
	struct store_bills *bills = store_bills_open(s);
	int got = bills ? 1 : -1, fits = 1;
	struct billqueue q;
	struct billrow r;
	uint32_t at = 0;

	billqueue_open(&q, b);
	while (fits && got > 0 && (got = store_bills_next(bills, &r)) > 0) {
		*billqueue_room(&q) = bill_of(&r, billing_ids(b), &at);
		fits = billqueue_put(&q) == 0;
	}
	store_bills_close(bills);
	fits = billqueue_close(&q) == 0 && fits;
	return got < 0 ? -1 : fits;
}

int
billingscan_bills(
    struct billing *b, const struct tool_opts *o, const struct input *in)
{
	int estimated = 0;
	int got = bills_in_parts(b, o, in, &estimated);

	if (got < 0 || !estimated)
		return got;
	billing_forget(b);
	return bills_in_turn(b, in->s);
}
