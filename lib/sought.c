#include "sought.h"

#include <stdlib.h>
#include <string.h>

#include "registry.h"
#include "strmap.h"
#include "xalloc.h"

struct item {
	int64_t t;
	double v;
	uint64_t *line;
	uint16_t quality;
	int seen; /* 1: its row was there */
};

struct sought_point {
	struct item *item; /* by time */
	size_t n, cap;
	size_t at; /* the next one, where rows come in order of time */
};

struct row {
	uint64_t *line;
	long next; /* another of the same key, or -1 */
	int seen;
};

struct sought {
	struct strmap points, keys, ids;
	struct sought_point **point;
	size_t npoint, point_cap;
	struct row *row;
	size_t nrow, row_cap;
};

struct sought *
sought_new(void)
{
	return xcalloc(1, sizeof(struct sought));
}

void
sought_free(struct sought *q)
{
	for (size_t i = 0; i < q->npoint; i++) {
		free(q->point[i]->item);
		free(q->point[i]);
	}
	strmap_release(&q->points);
	strmap_release(&q->keys);
	strmap_release(&q->ids);
	free(q->point);
	free(q->row);
	free(q);
}

/* --- what is looked for --- */

static struct sought_point *
point_of(struct sought *q, const char *id)
{
	struct sought_point *p = sought_point(q, id);

	if (p != NULL)
		return p;
	q->point = xgrow(q->point, q->npoint, &q->point_cap, sizeof *q->point);
	p = q->point[q->npoint] = xcalloc(1, sizeof *p);
	strmap_put(&q->points, id, (long)q->npoint++);
	return p;
}

void
sought_reading(struct sought *q, const char *point_id, int64_t t, double v,
    uint16_t quality, uint64_t *line)
{
	struct sought_point *p = point_of(q, point_id);

	p->item = xgrow(p->item, p->n, &p->cap, sizeof *p->item);
	p->item[p->n++] =
	    (struct item){.t = t, .v = v, .line = line, .quality = quality};
}

void
sought_row(struct sought *q, const char *key, uint64_t *line)
{
	char *id = xstrndup(key, strcspn(key, (char[]){REGISTRY_KEY_PART, 0}));

	q->row = xgrow(q->row, q->nrow, &q->row_cap, sizeof *q->row);
	q->row[q->nrow] =
	    (struct row){.line = line, .next = strmap_get(&q->keys, key)};
	strmap_put(&q->keys, key, (long)q->nrow++);
	strmap_put(&q->ids, id, 1);
	free(id);
}

static int
by_time(const void *a, const void *b)
{
	const struct item *x = a, *y = b;

	return x->t < y->t ? -1 : x->t > y->t;
}

void
sought_ready(struct sought *q)
{
	for (size_t i = 0; i < q->npoint; i++)
		qsort(q->point[i]->item, q->point[i]->n,
		    sizeof *q->point[i]->item, by_time);
}

/* --- what is seen --- */

struct sought_point *
sought_point(const struct sought *q, const char *point_id)
{
	long at = strmap_get(&q->points, point_id);

	return at < 0 ? NULL : q->point[at];
}

/* The first item that is not before t. */
static size_t
seek(const struct sought_point *p, int64_t t)
{
	size_t lo = 0, hi = p->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (p->item[mid].t < t)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

void
sought_see_reading(struct sought_point *p, int64_t t, double v,
    uint16_t quality, uint64_t line)
{
	size_t i = p->at;

	if (t < p->item[0].t || t > p->item[p->n - 1].t)
		return;
	if (i == p->n || p->item[i].t != t)
		i = seek(p, t);
	for (; i < p->n && p->item[i].t == t; i++) {
		struct item *m = &p->item[i];

		if (!m->seen && m->v == v && m->quality == quality)
			*m->line = line;
		m->seen = 1;
	}
	p->at = i;
}

int
sought_begins(const struct sought *q, const char *id)
{
	return strmap_get(&q->ids, id) >= 0;
}

void
sought_see_row(struct sought *q, const char *key, uint64_t line)
{
	for (long i = strmap_get(&q->keys, key); i >= 0; i = q->row[i].next) {
		if (!q->row[i].seen)
			*q->row[i].line = line;
		q->row[i].seen = 1;
	}
}
