#include "fill.h"

#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "strmap.h"
#include "xalloc.h"

enum { OPEN_DAYS = 2, HELD_MAX = 4 * 1000 * 1000 };

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
	int64_t written; /* the last day that was written */
	double num, den;
	struct open_day open[OPEN_DAYS]; /* n == 0: not in use */
	int at; /* index of the one of the last reading */
};

struct fill {
	struct store *s;
	struct store_import *im;
	fill_conflict conflict;
	void *ctx;
	struct strmap map;
	struct point *point;
	size_t npoint, cap;
	int64_t first, latest; /* instants of all readings */
	size_t held;	       /* readings in open days */
	struct reading *r;     /* of the day being written ... */
	uint64_t *line;	       /* ... and their lines */
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
	f->first = INT64_MAX;
	f->latest = INT64_MIN;
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

	    .last = INT64_MIN,
	    .written = INT64_MIN};
	strmap_put(&f->map, point_id, (long)f->npoint);
	return (long)f->npoint++;
}

const char *
fill_id(const struct fill *f, long point)
{
	return f->point[point].id;
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

/* Nearly in order as they come: insertion, unless that takes too long. */
static void
sort(struct noted *h, size_t n)
{
	size_t moves = 0;

	for (size_t i = 1; i < n; i++) {
		struct noted x = h[i];
		size_t k = i;

		for (; k > 0 && by_time(&h[k - 1], &x) > 0; k--)
			h[k] = h[k - 1];
		h[k] = x;
		if ((moves += i - k) > 16 * n) {
			qsort(h, n, sizeof *h, by_time);
			return;
		}
	}
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
write_day(struct fill *f, struct point *p, struct open_day *d)
{
	int first = d->day > p->written;
	size_t n;

	if (d->n == 0)
		return 0;
	if (!d->sorted)
		sort(d->held, d->n);
	n = distinct(f, p, d);
	f->held -= d->n;
	d->n = 0;
	f->writing = p;
	if (first)
		p->written = d->day;
	return store_put_day(f->s, p->n, d->day, f->r, n, first, p->num, p->den,
	    f->im, on_conflict, f);
}

int
fill_flush(struct fill *f)
{
	if (f->latest != INT64_MIN) {
		f->im->first = f->first;
		f->im->last = f->latest;
	}
	for (size_t i = 0; i < f->npoint; i++)
		for (int k = 0; k < OPEN_DAYS; k++)
			if (write_day(f, &f->point[i], &f->point[i].open[k]) <
			    0)
				return -1;
	return 0;
}

/* The open day that t falls into; where none is, the oldest gives way. */
static struct open_day *
other_day(struct fill *f, struct point *p, int64_t t)
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
	struct open_day *d = &p->open[p->at];
	struct noted *h;

	if (d->n == 0 || t < d->from || t >= d->to) {
		if ((d = other_day(f, p, t)) == NULL)
			return -1;
		p->at = (int)(d - p->open);
	}
	if (d->n == d->cap)
		d->held = xgrow(d->held, d->n, &d->cap, sizeof *d->held);
	h = &d->held[d->n++];
	*h = (struct noted){{v, (int32_t)(t - d->from), quality}, line};
	/* Lines only rise, so of equal times the later line stands behind. */
	if (d->n > 1 && h[-1].r.off > h->r.off)
		d->sorted = 0;
	p->last = t;
	if (t < f->first)
		f->first = t;
	if (t > f->latest)
		f->latest = t;
	if (++f->held > HELD_MAX)
		return fill_flush(f);
	return 0;
}
