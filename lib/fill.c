#include "fill.h"

#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "strmap.h"
#include "xalloc.h"

enum { OPEN_DAYS = 3, HELD_MAX = 4 * 1000 * 1000 };

struct noted { /* a reading and the line it stands in */
	struct reading r;
	uint64_t line;
};

struct open_day {
	int64_t day, from, to; /* its instants, half-open */
	struct noted *held;
	size_t n, cap;
	int sorted;
};

struct point {
	char *id;
	int64_t n, last;
	double num, den;
	struct open_day open[OPEN_DAYS]; /* n == 0: not in use */
};

struct fill {
	struct store *s;
	struct store_import *im;
	fill_conflict conflict;
	void *ctx;
	struct strmap map;
	struct point *point;
	size_t npoint, cap;
	size_t held;	   /* readings in open days */
	struct reading *r; /* of the day being written ... */
	uint64_t *line;	   /* ... and their lines */
	size_t r_cap;
	const struct point *writing;
};

struct fill *
fill_new(
    struct store *s, struct store_import *im, fill_conflict conflict, void *ctx)
{
	struct fill *f = xcalloc(1, sizeof *f);

	f->s = s;
	f->im = im;
	f->conflict = conflict;
	f->ctx = ctx;
	return f;
}

void
fill_free(struct fill *f)
{
	if (f == NULL)
		return;
	for (size_t i = 0; i < f->npoint; i++) {
		free(f->point[i].id);
		for (int k = 0; k < OPEN_DAYS; k++)
			free(f->point[i].open[k].held);
	}
	strmap_release(&f->map);
	free(f->point);
	free(f->r);
	free(f->line);
	free(f);
}

long
fill_point(
    struct fill *f, const char *point_id, int64_t n, double num, double den)
{
	f->point = xgrow(f->point, f->npoint, &f->cap, sizeof *f->point);
	f->point[f->npoint] = (struct point){.id = xstrdup(point_id),
	    .n = n,
	    .num = num,
	    .den = den,
	    .last = INT64_MIN};
	strmap_put(&f->map, point_id, (long)f->npoint);
	return (long)f->npoint++;
}

long
fill_find(const struct fill *f, const char *point_id)
{
	return strmap_get(&f->map, point_id);
}

int64_t
fill_last(const struct fill *f, long point)
{
	return f->point[point].last;
}

void
fill_factor(const struct fill *f, long point, double *num, double *den)
{
	*num = f->point[point].num;
	*den = f->point[point].den;
}

/* By time, then by line: the first of two is the one that stands. */
static int
by_time(const void *a, const void *b)
{
	const struct noted *x = a, *y = b;

	if (x->r.off != y->r.off)
		return x->r.off < y->r.off ? -1 : 1;
	return x->line < y->line ? -1 : x->line > y->line;
}

static void
tell_conflict(struct fill *f, const struct point *p, uint64_t line, double v)
{
	char buf[NUM_BUF];

	f->conflict(f->ctx, p->id, line, num_unscaled(v, p->num, p->den, buf));
}

static void
on_conflict(void *ctx, size_t i)
{
	struct fill *f = ctx;

	tell_conflict(f, f->writing, f->line[i], f->r[i].v);
}

/* Copies a day's readings in order, without second ones; their number. */
static size_t
distinct(struct fill *f, const struct point *p, const struct open_day *d)
{
	size_t n = 0;

	if (d->n > f->r_cap) {
		f->r_cap = d->n;
		f->r = xrealloc(f->r, f->r_cap, sizeof *f->r);
		f->line = xrealloc(f->line, f->r_cap, sizeof *f->line);
	}
	for (size_t i = 0; i < d->n; i++) {
		const struct noted *h = &d->held[i];

		if (n > 0 && f->r[n - 1].off == h->r.off) {
			if (f->r[n - 1].v == h->r.v &&
			    f->r[n - 1].quality == h->r.quality)
				f->im->repeated++;
			else
				tell_conflict(f, p, h->line, h->r.v);
			continue;
		}
		f->r[n] = h->r;
		f->line[n++] = h->line;
	}
	return n;
}

static int
write_day(struct fill *f, const struct point *p, struct open_day *d)
{
	size_t n;

	if (d->n == 0)
		return 0;
	if (!d->sorted)
		qsort(d->held, d->n, sizeof *d->held, by_time);
	n = distinct(f, p, d);
	f->held -= d->n;
	d->n = 0;
	f->writing = p;
	return store_put_day(
	    f->s, p->n, d->day, f->r, n, p->num, p->den, f->im, on_conflict, f);
}

int
fill_flush(struct fill *f)
{
	for (size_t i = 0; i < f->npoint; i++)
		for (int k = 0; k < OPEN_DAYS; k++)
			if (write_day(f, &f->point[i], &f->point[i].open[k]) <
			    0)
				return -1;
	return 0;
}

/* The open day that t falls into; where none is, the oldest gives way. */
static struct open_day *
day_of(struct fill *f, struct point *p, int64_t t)
{
	struct open_day *d, *oldest = &p->open[0];
	const struct zone *z = store_zone(f->s);

	for (int k = 0; k < OPEN_DAYS; k++) {
		d = &p->open[k];
		if (d->n > 0 && t >= d->from && t < d->to)
			return d;
		if (oldest->n > 0 && (d->n == 0 || d->day < oldest->day))
			oldest = d;
	}
	if (write_day(f, p, oldest) < 0)
		return NULL;
	oldest->day = zone_day(z, t);
	oldest->from = zone_midnight(z, oldest->day);
	oldest->to = zone_midnight(z, oldest->day + 1);
	oldest->sorted = 1;
	return oldest;
}

int
fill_add(struct fill *f, long point, int64_t t, double v, uint16_t quality,
    uint64_t line)
{
	struct point *p = &f->point[point];
	struct open_day *d = day_of(f, p, t);
	struct noted *h;

	if (d == NULL)
		return -1;
	d->held = xgrow(d->held, d->n, &d->cap, sizeof *d->held);
	h = &d->held[d->n++];
	*h = (struct noted){{v, (int32_t)(t - d->from), quality}, line};
	if (d->n > 1 && by_time(h - 1, h) > 0)
		d->sorted = 0;
	p->last = t;
	if (f->im->first == INT64_MIN || t < f->im->first)
		f->im->first = t;
	if (t > f->im->last)
		f->im->last = t;
	if (++f->held > HELD_MAX)
		return fill_flush(f);
	return 0;
}
