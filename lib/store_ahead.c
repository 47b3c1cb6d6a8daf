#include "store_private.h"

#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

/* Points this near each other are fetched together with those between. */
enum { NEAR = 8 };

/* So much is fetched at most, whole days. */
enum { ROOM = 4 << 20 };

struct run { /* of point numbers */
	int64_t first, last;
};

struct ahead {
	struct run *run;
	size_t nrun, run_cap;
	int64_t from, to;	   /* days that are here */
	struct ahead_chunk *chunk; /* in order of key */
	size_t n, cap;
	size_t *day_at; /* the first chunk of each day, and the end */
	size_t day_cap;
	uint8_t *bytes;
	size_t nbytes, bytes_cap;
};

static int
by_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static void
find_runs(struct ahead *a, const int64_t *point, size_t n)
{
	int64_t *p = xmalloc((n + 1) * sizeof *p);

	a->nrun = 0;
	if (n > 0) {
		memcpy(p, point, n * sizeof *p);
		qsort(p, n, sizeof *p, by_number);
	}
	for (size_t i = 0; i < n; i++) {
		if (a->nrun > 0 && p[i] - a->run[a->nrun - 1].last <= NEAR) {
			a->run[a->nrun - 1].last = p[i];
			continue;
		}
		a->run = xgrow(a->run, a->nrun, &a->run_cap, sizeof *a->run);
		a->run[a->nrun++] = (struct run){p[i], p[i]};
	}
	free(p);
}

void
ahead_row(sqlite3_stmt *st, struct ahead_chunk *c)
{
	c->key = sqlite3_column_int64(st, 0);
	c->n = (size_t)sqlite3_column_bytes(st, 1);
	c->since = sqlite3_column_type(st, 2) == SQLITE_NULL ?
		       -1 :
		       sqlite3_column_int64(st, 2);
}

static void
keep(struct ahead *a, sqlite3_stmt *st)
{
	struct ahead_chunk *c;

	a->chunk = xgrow(a->chunk, a->n, &a->cap, sizeof *a->chunk);
	c = &a->chunk[a->n++];
	ahead_row(st, c);
	c->at = a->nbytes;
	if (c->n == 0)
		return;
	if (a->nbytes + c->n > a->bytes_cap) {
		a->bytes_cap = 2 * (a->nbytes + c->n);
		a->bytes = xrealloc(a->bytes, a->bytes_cap, 1);
	}
	memcpy(a->bytes + a->nbytes, sqlite3_column_blob(st, 1), c->n);
	a->nbytes += c->n;
}

static int
fetch_run(struct store *s, const struct run *r, int64_t day)
{
	sqlite3_stmt *st = store_seek(s, store_chunk_key(day, r->first, 0),
	    store_chunk_key(day, r->last, STORE_IMPORT_MAX));
	int got;

	if (st == NULL)
		return -1;
	while ((got = sqlite3_step(st)) == SQLITE_ROW)
		keep(s->ahead, st);
	sqlite3_reset(st);
	return got == SQLITE_DONE ? 0 : store_say(s);
}

int
store_ahead(
    struct store *s, const int64_t *point, size_t n, int64_t from, int64_t to)
{
	struct ahead *a = s->ahead;

	if (a == NULL)
		a = s->ahead = xcalloc(1, sizeof *a);
	find_runs(a, point, n);
	a->n = 0;
	a->nbytes = 0;
	a->from = a->to = from;
	while (a->to < to && a->nbytes < ROOM) {
		a->day_at = xgrow(a->day_at, (size_t)(a->to - from) + 1,
		    &a->day_cap, sizeof *a->day_at);
		a->day_at[a->to - from] = a->n;
		for (size_t i = 0; i < a->nrun; i++)
			if (fetch_run(s, &a->run[i], a->to) < 0)
				return -1;
		a->day_at[++a->to - from] = a->n;
	}
	return 0;
}

static int
has_point(const struct ahead *a, int64_t point)
{
	for (size_t i = 0; i < a->nrun; i++)
		if (point >= a->run[i].first && point <= a->run[i].last)
			return 1;
	return 0;
}

int
ahead_find(const struct ahead *a, int64_t point, int64_t day, int64_t key,
    const struct ahead_chunk **first, const struct ahead_chunk **end)
{
	size_t lo, hi;

	if (a == NULL || day < a->from || day >= a->to || !has_point(a, point))
		return 0;
	lo = a->day_at[day - a->from];
	hi = a->day_at[day - a->from + 1];
	*end = a->chunk + hi;
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (a->chunk[mid].key < key)
			lo = mid + 1;
		else
			hi = mid;
	}
	*first = a->chunk + lo;
	return 1;
}

const uint8_t *
ahead_bytes(const struct ahead *a, const struct ahead_chunk *c)
{
	return a->bytes + c->at;
}

void
ahead_free(struct ahead *a)
{
	if (a == NULL)
		return;
	free(a->run);
	free(a->chunk);
	free(a->day_at);
	free(a->bytes);
	free(a);
}
