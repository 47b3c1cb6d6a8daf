#include <stdlib.h>
#include <string.h>

#include "fill_private.h"
#include "xalloc.h"

enum { HELD_MAX = 2 * 1000 * 1000 };

struct fill *
fill_new(
    struct store *s, struct store_import *im, day_conflict conflict, void *ctx)
{
	struct fill *f = xcalloc(1, sizeof *f);

	f->s = s;
	f->im = im;
	f->crew = crew_new();
	f->writer = daywriter_new(s, f->crew, conflict, ctx);
	pthread_mutex_init(&f->lock, NULL);
	f->first = INT64_MAX;
	f->latest = f->run = INT64_MIN;
	for (int k = 0; k < SWEEPS; k++)
		f->sweep[k].day = INT64_MIN;
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
	crew_free(f->crew);
	for (size_t i = 0; i < f->npoint; i++) {
		free(f->point[i].id);
		free(f->now[i].held);
		free(f->point[i].other.held);
	}
	for (int k = 0; k < SWEEPS; k++)
		sweepday_free(&f->sweep[k]);
	pthread_mutex_destroy(&f->lock);
	strmap_release(&f->map);
	free(f->point);
	free(f->now);
	free(f->last);
	free(f);
}

size_t
fill_points(const struct fill *f)
{
	return f->npoint;
}

struct crew *
fill_crew(struct fill *f)
{
	return f->crew;
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
	f->last = xrealloc(f->last, cap, sizeof *f->last);
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
	    .written = INT64_MIN};
	f->last[f->npoint] = INT64_MIN;
	strmap_put(&f->map, point_id, (long)f->npoint++);
	pthread_mutex_unlock(&f->lock);
	return fill_widen(f) < 0 ? -1 : (long)f->npoint - 1;
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

int64_t
fill_last(const struct fill *f, long point)
{
	return f->last[point];
}

void
fill_factor(const struct fill *f, long point, double *num, double *den)
{
	*num = f->point[point].num;
	*den = f->point[point].den;
}

int
fill_flush(struct fill *f)
{
	if (f->latest != INT64_MIN) {
		f->im->first = f->first;
		f->im->last = f->latest;
	}
	if (fill_close_sweeps(f) < 0 || fill_close_lists(f) < 0 ||
	    daywriter_finish(f->writer, f->im) < 0)
		return -1;
	f->im->repeated += f->repeated;
	f->repeated = 0;
	return 0;
}

static void
show(struct fill *f, const struct fill_row *row, size_t n, uint64_t line)
{
	for (size_t i = 0; i < n; i++) {
		f->last[row[i].point] = row[i].t;
		f->seen(f->ctx, row[i].point, row[i].t, row[i].v,
		    row[i].quality, line + i);
	}
}

int
fill_add(struct fill *f, long point, int64_t t, double v, uint16_t quality,
    uint64_t line)
{
	struct fill_row r = {
	    .v = v, .t = t, .point = (int32_t)point, .quality = quality};

	return fill_rows(f, &r, 1, line);
}

/* Finds the cells of the row's instant. */
static int
turn(struct fill *f, const struct fill_row *r, size_t n)
{
	f->first = r->t < f->first ? r->t : f->first;
	f->latest = r->t > f->latest ? r->t : f->latest;
	return fill_turn(f, r, n);
}

/* While a row of many is noted in a list, the place of a later one is fetched,
 * and before that where it is. */
static inline void
fetch_lists(const struct fill *f, const struct fill_row *r, size_t n)
{
	enum { SOON = 6, LATER = 12 };

	if (n > LATER)
		__builtin_prefetch(&f->now[r[LATER].point], 1);
	if (n > SOON) {
		const struct open_day *d = &f->now[r[SOON].point];

		__builtin_prefetch(d->held + d->n, 1);
	}
}

int
fill_rows(struct fill *f, const struct fill_row *row, size_t n, uint64_t line)
{
	uint64_t *cells = NULL;
	int64_t *last = f->last;

	if (f->seen != NULL) {
		show(f, row, n, line);
		return 0;
	}
	for (size_t i = 0; i < n; i++) {
		const struct fill_row *r = &row[i];

		if (i == 0 || r->t != r[-1].t) {
			if (turn(f, r, n - i) < 0)
				return -1;
			cells = f->cells;
		}
		last[r->point] = r->t;
		if (cells != NULL && cells[r->point] == SWEEP_NONE &&
		    r->quality == QUALITY_GOOD) {
			cells[r->point] = sweep_cell(r->v);
			continue;
		}
		if (cells == NULL)
			fetch_lists(f, r, n - i);
		if (fill_beside(f, r, line + i) < 0)
			return -1;
	}
	return f->held > HELD_MAX ? fill_close_lists(f) : 0;
}
