/*
 * Bills on their way into their sums: added in a second thread, in the order in
 * which they are put, so that nothing depends on which thread is faster.
 *
 * While a queue is open only billing_ids may be called for the same sums.
 */
#ifndef WB_BILLQUEUE_H
#define WB_BILLQUEUE_H

#include "billing.h"

enum { BILLQUEUE_BATCH = 512 };

struct billqueue {
	struct bill *batch; /* that is being filled */
	size_t n;
	struct billqueue_thread *t;
};

void billqueue_open(struct billqueue *q, struct billing *b);

/* Hands the batch over; 0, or -1: a bill came before one of its account that
 * was there (BILLING_ORDER), and what follows is dropped. */
int billqueue_flush(struct billqueue *q);

/* Where the next bill goes: filled in there, as a copy costs more than the
 * rest.
 */
static inline struct bill *
billqueue_room(struct billqueue *q)
{
	return &q->batch[q->n];
}

/* It is filled in.  0, or -1 as above; it may be told some thousand bills
 * later.
 */
static inline int
billqueue_put(struct billqueue *q)
{
	return ++q->n < BILLQUEUE_BATCH ? 0 : billqueue_flush(q);
}

/* Waits for the last; 0, or -1 as above. */
int billqueue_close(struct billqueue *q);

#endif
