#include "fill.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "daywriter.h"
#include "strmap.h"
#include "xalloc.h"

enum { HELD_MAX = 2 * 1000 * 1000 };

struct open_day { /* 64 bytes: one line of the cache */
	int64_t from;
	uint32_t span; /* its instants: from .. from + span - 1 */
	int sorted;
	struct noted *held;
	uint32_t n, cap; /* n == 0: not in use */
	uint64_t base;	 /* of the lines */
	uint64_t last;	 /* key of the last reading */
	int64_t day;
};

struct point {
	struct open_day other; /* beside the one of the last reading */
	char *id;
	int64_t n, last; /* last: instant, while no day is open */
	int64_t written; /* the last day that was handed over */
	double num, den;
};

struct fill {
	struct store *s;
	struct store_import *im;
	struct daywriter *writer;
	fill_seen seen;	      /* NULL: readings become days */
	void *ctx;	      /* of seen */
	pthread_mutex_t lock; /* of map and point, while they grow */
	struct strmap map;
	struct point *point;
	struct open_day *now; /* by point: the day of the last reading; apart,
			       * so that they lie close together */
	size_t npoint, cap, now_cap;
	int64_t first, latest; /* instants of all readings */
	size_t held;	       /* readings in open days */
};

struct fill *
fill_new(
    struct store *s, struct store_import *im, day_conflict conflict, void *ctx)
{
	struct fill *f = xcalloc(1, sizeof *f);

	f->s = s;
	f->im = im;
	f->writer = daywriter_new(s, conflict, ctx);
	pthread_mutex_init(&f->lock, NULL);
	f->first = INT64_MAX;
	f->latest = INT64_MIN;
	return f;
}

struct fill *
fill_new_showing(struct store *s, fill_seen seen, void *ctx)
{
	struct fill *f = fill_new(s, NULL, NULL, NULL);

	f->seen = seen;
	f->ctx = ctx;
	return f;
}

void
fill_free(struct fill *f)
{
	if (f == NULL)
		return;
	daywriter_free(f->writer);
	for (size_t i = 0; i < f->npoint; i++) {
		free(f->point[i].id);
		free(f->now[i].held);
		free(f->point[i].other.held);
	}
	pthread_mutex_destroy(&f->lock);
	strmap_release(&f->map);
	free(f->point);
	free(f->now);
	free(f);
}

int
fill_wait(struct fill *f)
{
	return daywriter_wait(f->writer);
}

/* Each day on a line of its own. */
static void
more_days(struct fill *f)
{
	size_t cap = f->now_cap ? 2 * f->now_cap : 64;
	struct open_day *now = xaligned(64, cap * sizeof *now);

	memset(now, 0, cap * sizeof *now);
	if (f->npoint > 0)
		memcpy(now, f->now, f->npoint * sizeof *now);
	free(f->now);
	f->now = now;
	f->now_cap = cap;
}

long
fill_point(
    struct fill *f, const char *point_id, int64_t n, double num, double den)
{
	pthread_mutex_lock(&f->lock);
	f->point = xgrow(f->point, f->npoint, &f->cap, sizeof *f->point);
	if (f->npoint == f->now_cap)
		more_days(f);
	f->point[f->npoint] = (struct point){.id = xstrdup(point_id),
	    .n = n,
	    .num = num,
	    .den = den,
	    .last = INT64_MIN,
	    .written = INT64_MIN};
	strmap_put(&f->map, point_id, (long)f->npoint++);
	pthread_mutex_unlock(&f->lock);
	return (long)f->npoint - 1;
}

int
fill_knows(struct fill *f, const char *point_id, struct fill_known *out)
{
	pthread_mutex_lock(&f->lock);
	out->handle = strmap_get(&f->map, point_id);
	if (out->handle >= 0) {
		const struct point *p = &f->point[out->handle];

		out->id = p->id;
		out->num = p->num;
		out->den = p->den;
	}
	pthread_mutex_unlock(&f->lock);
	return out->handle >= 0;
}

long
fill_find(const struct fill *f, const char *point_id)
{
	return strmap_get(&f->map, point_id);
}

const char *
fill_id(const struct fill *f, long point)
{
	return f->point[point].id;
}

static int64_t
last_of(const struct open_day *d)
{
	return d->from + noted_off(d->last);
}

int64_t
fill_last(const struct fill *f, long point)
{
	const struct open_day *d = &f->now[point];

	return d->n > 0 ? last_of(d) : f->point[point].last;
}

void
fill_factor(const struct fill *f, long point, double *num, double *den)
{
	*num = f->point[point].num;
	*den = f->point[point].den;
}

/* Hands a day over to be written. */
static int
close_day(struct fill *f, struct point *p, struct open_day *d)
{
	struct day_job j;
	int got;

	if (d->n == 0)
		return 0;
	j = (struct day_job){.point_id = p->id,
	    .point = p->n,
	    .day = d->day,
	    .first = d->day > p->written,
	    .sorted = d->sorted,
	    .num = p->num,
	    .den = p->den,
	    .base = d->base,
	    .held = d->held,
	    .n = d->n,
	    .cap = d->cap};
	f->held -= d->n;
	if (j.first)
		p->written = d->day;
	if (d != &p->other)
		p->last = last_of(d);
	got = daywriter_put(f->writer, &j);
	d->held = j.held;
	d->cap = (uint32_t)j.cap;
	d->n = 0;
	return got;
}

static int
close_all(struct fill *f)
{
	for (size_t i = 0; i < f->npoint; i++) {
		struct point *p = &f->point[i];

		if (close_day(f, p, &p->other) < 0 ||
		    close_day(f, p, &f->now[i]) < 0)
			return -1;
	}
	return 0;
}

int
fill_flush(struct fill *f)
{
	if (f->latest != INT64_MIN) {
		f->im->first = f->first;
		f->im->last = f->latest;
	}
	if (close_all(f) < 0 || daywriter_wait(f->writer) < 0)
		return -1;
	daywriter_count(f->writer, f->im);
	return 0;
}

static void
swap_days(struct open_day *a, struct open_day *b)
{
	struct open_day d = *a;

	*a = *b;
	*b = d;
}

static int
is_in(const struct open_day *d, int64_t t)
{
	return d->n > 0 && (uint64_t)(t - d->from) < d->span;
}

static int
fits(const struct open_day *d, uint64_t line)
{
	return line - d->base < (uint64_t)1 << NOTED_LINES;
}

/* Makes the day that t falls into the present one; where it is not open, the
 * older of two gives way. */
static int
turn_to(struct fill *f, long point, int64_t t, uint64_t line)
{
	const struct zone *z = store_zone(f->s);
	struct point *p = &f->point[point];
	struct open_day *d = &f->now[point];

	if (!is_in(d, t) &&
	    (p->other.n == 0 || p->other.day < d->day || is_in(&p->other, t)))
		swap_days(d, &p->other);
	if (is_in(d, t) && fits(d, line))
		return 0;
	if (close_day(f, p, d) < 0)
		return -1;
	d->day = zone_day(z, t);
	d->from = zone_midnight(z, d->day);
	d->span = (uint32_t)(zone_midnight(z, d->day + 1) - d->from);
	d->base = line;
	d->last = 0;
	d->sorted = 1;
	return 0;
}

/* A day has 24, 48, 96, 288 or 1,440 readings as a rule, and some repeated. */
static void
lengthen(struct open_day *d)
{
	static const uint32_t room[] = {26, 50, 100, 150, 300, 600, 1500};

	for (size_t i = 0; i < sizeof room / sizeof *room; i++)
		if (room[i] > d->cap) {
			d->cap = room[i];
			d->held = xrealloc(d->held, d->cap, sizeof *d->held);
			return;
		}
	d->cap *= 2;
	d->held = xrealloc(d->held, d->cap, sizeof *d->held);
}

/* Notes a reading that comes from that line, without looking at the sum or at
 * what is first and last. */
static inline int
note(struct fill *f, long point, int64_t t, double v, uint16_t quality,
    uint64_t line)
{
	struct open_day *d = &f->now[point];
	struct noted h;

	if ((!is_in(d, t) || !fits(d, line)) && turn_to(f, point, t, line) < 0)
		return -1;
	if (d->n == d->cap)
		lengthen(d);
	h = noted_of(v, (int32_t)(t - d->from), line - d->base, quality);
	d->held[d->n++] = h;
	/* Lines only rise, so of equal times the later line stands behind. */
	d->sorted &= h.key > d->last;
	d->last = h.key;
	return 0;
}

static int
count(struct fill *f, size_t n, int64_t first, int64_t latest)
{
	f->first = first < f->first ? first : f->first;
	f->latest = latest > f->latest ? latest : f->latest;
	f->held += n;
	return f->held > HELD_MAX ? close_all(f) : 0;
}

static void
show(struct fill *f, long point, int64_t t, double v, uint16_t quality,
    uint64_t line)
{
	f->point[point].last = t;
	f->seen(f->ctx, point, t, v, quality, line);
}

int
fill_add(struct fill *f, long point, int64_t t, double v, uint16_t quality,
    uint64_t line)
{
	if (f->seen != NULL) {
		show(f, point, t, v, quality, line);
		return 0;
	}
	return note(f, point, t, v, quality, line) < 0 ? -1 : count(f, 1, t, t);
}

/* Rows by turns: while one is noted, the place of a later one is fetched, and
 * before that where it is. */
int
fill_rows(struct fill *f, const struct fill_row *row, size_t n, uint64_t line)
{
	enum { SOON = 6, LATER = 12 };
	int64_t first = INT64_MAX, latest = INT64_MIN;

	if (f->seen != NULL) {
		for (size_t i = 0; i < n; i++)
			show(f, row[i].point, row[i].t, row[i].v,
			    row[i].quality, line + i);
		return 0;
	}
	for (size_t i = 0; i < n; i++) {
		const struct fill_row *r = &row[i];

		if (i + LATER < n)
			__builtin_prefetch(&f->now[r[LATER].point], 1);
		if (i + SOON < n) {
			const struct open_day *d = &f->now[r[SOON].point];

			__builtin_prefetch(d->held + d->n, 1);
		}
		if (note(f, r->point, r->t, r->v, r->quality, line + i) < 0)
			return -1;
		first = r->t < first ? r->t : first;
		latest = r->t > latest ? r->t : latest;
	}
	return count(f, n, first, latest);
}
