/*
 * Chunks that wait, so that they are written in the order of their keys: where
 * rows come point by point, each of a point's days lies in another page.
 */
#include <stdlib.h>
#include <string.h>

#include "store_private.h"
#include "xalloc.h"

enum { WAITING_MAX = 4 * 1024 * 1024 }; /* bytes */

struct waiting {
	struct chunk_row row; /* but for its bytes, ... */
	size_t at;	      /* ... which begin here */
};

struct later {
	struct waiting *chunk;
	size_t n, cap;
	struct chunk_bytes bytes;
	int sorted;
	int64_t last; /* key of the last one that was written at once */
};

void
later_drop(struct store *s)
{
	if (s->later == NULL)
		return;
	free(s->later->chunk);
	free(s->later->bytes.p);
	free(s->later);
	s->later = NULL;
}

static int
by_key(const void *a, const void *b)
{
	const struct waiting *x = a, *y = b;

	return x->row.key < y->row.key ? -1 : x->row.key > y->row.key;
}

int
later_write(struct store *s)
{
	struct later *l = s->later;
	int got = 0;

	if (l == NULL)
		return 0;
	if (!l->sorted)
		qsort(l->chunk, l->n, sizeof *l->chunk, by_key);
	for (size_t i = 0; i < l->n && got == 0; i++) {
		l->chunk[i].row.bytes = l->bytes.p + l->chunk[i].at;
		got = store_write_row(s, s->day_insert, &l->chunk[i].row);
	}
	l->n = l->bytes.n = 0;
	l->sorted = 1;
	return got;
}

static void
keep(struct later *l, const struct chunk_row *row)
{
	struct chunk_bytes *b = &l->bytes;

	if (b->n + row->nbytes > b->cap) {
		b->cap = 2 * (b->n + row->nbytes) + 65536;
		b->p = xrealloc(b->p, b->cap, 1);
	}
	memcpy(b->p + b->n, row->bytes, row->nbytes);
	l->sorted &= l->n == 0 || l->chunk[l->n - 1].row.key < row->key;
	l->chunk = xgrow(l->chunk, l->n, &l->cap, sizeof *l->chunk);
	l->chunk[l->n++] = (struct waiting){*row, b->n};
	b->n += row->nbytes;
}

int
later_put(struct store *s, const struct chunk_row *row)
{
	struct later *l = s->later;

	if (l == NULL) {
		l = s->later = xcalloc(1, sizeof *l);
		l->sorted = 1;
		l->last = INT64_MIN;
	}
	if (l->n == 0 && row->key > l->last) { /* at the end, where it lies */
		l->last = row->key;
		return store_write_row(s, s->day_insert, row);
	}
	if (l->bytes.n + row->nbytes > WAITING_MAX && later_write(s) < 0)
		return -1;
	keep(l, row);
	return 0;
}
