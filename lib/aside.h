/*
 * Work done aside: by a second thread, item by item in the order in which they
 * are put, so that nothing depends on which thread is faster.
 *
 * What the work touches belongs to the second thread from the first item put
 * until aside_settle returns.
 */
#ifndef WB_ASIDE_H
#define WB_ASIDE_H

#include <stddef.h>

/* Items that may wait; who puts more waits for room. */
enum { ASIDE_MOST = 1 << 15 };

struct aside;

/* Items of so many bytes, for each of which work is called once.  Where no
 * thread is to be had work is called by aside_put. */
struct aside *aside_new(size_t size, void (*work)(void *item));

/* Hands over a copy of the item. */
void aside_put(struct aside *a, const void *item);

/* Waits until all is done. */
void aside_settle(struct aside *a);

/* Settles and frees; NULL is none. */
void aside_free(struct aside *a);

#endif
