#include <stdlib.h>

#include "fill_private.h"
#include "gridday.h"

enum {
	RUN = 8, /* so many rows of an instant, and more: a sweep */
	FEW = 4, /* a day of fewer instants was not worth its cells */
	VAIN_MAX = 8
};

struct sweepday *
fill_sweep_of(struct fill *f, int64_t day)
{
	for (int k = 0; k < SWEEPS; k++)
		if (f->sweep[k].day == day)
			return &f->sweep[k];
	return NULL;
}

struct day_cells
fill_cells(const struct sweepday *s)
{
	size_t first, n = sweepday_slots(s, &first);

	return (struct day_cells){.n = n,
	    .phase = s->phase + (int32_t)first * s->step,
	    .step = s->step};
}

/* --- closing --- */

/* Hands over the point's day. */
static int
close_point(struct fill *f, size_t point, const struct sweepday *s,
    const struct day_cells *cells)
{
	struct open_day none = {.day = s->day, .sorted = 1};
	struct open_day *d = fill_list(f, point, s->day);
	int got = fill_close_with(f, &f->point[point], d ? d : &none, cells);

	free(none.held);
	return got;
}

static int
close_block(struct fill *f, const struct sweepday *s, size_t point)
{
	struct day_cells cells[SWEEP_BLOCK];
	uint64_t *out[SWEEP_BLOCK];
	int got = 0;

	for (size_t k = 0; k < SWEEP_BLOCK; k++)
		cells[k] = fill_cells(s);
	daywriter_cells(f->writer, cells, SWEEP_BLOCK);
	for (size_t k = 0; k < SWEEP_BLOCK; k++)
		out[k] = cells[k].v;
	sweepday_gather(s, point, out);
	for (size_t k = 0; k < SWEEP_BLOCK; k++) {
		if (point + k >= f->npoint || got < 0)
			free(cells[k].v);
		else
			got = close_point(f, point + k, s, &cells[k]);
	}
	return got;
}

static int
close_sweep(struct fill *f, int k)
{
	struct sweepday *s = &f->sweep[k];
	int got = 0;

	if (s->day == INT64_MIN)
		return 0;
	f->vain = f->turns[k] < FEW ? f->vain + 1 : 0;
	for (size_t i = 0; i < f->npoint && got == 0; i += SWEEP_BLOCK)
		got = close_block(f, s, i);
	sweepday_end(s);
	return got;
}

int
fill_close_sweeps(struct fill *f)
{
	int older = f->sweep[1].day < f->sweep[0].day;

	return close_sweep(f, older) < 0 || close_sweep(f, !older) < 0 ? -1 : 0;
}

int
fill_widen(struct fill *f)
{
	f->cells = NULL; /* they may move */
	for (int k = 0; k < SWEEPS; k++)
		if (f->sweep[k].day != INT64_MIN &&
		    sweepday_widen(&f->sweep[k], f->npoint) < 0 &&
		    close_sweep(f, k) < 0)
			return -1;
	return 0;
}

/* --- beginning --- */

/* What a list has of the day becomes cells, as if it had come now; what no cell
 * takes stays. */
static void
adopt(struct fill *f, struct sweepday *s, size_t point, struct open_day *d)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < d->n; i++) {
		const struct noted *h = &d->held[i];
		uint64_t *row = sweepday_at(s, d->from + noted_off(h->key));
		uint64_t *cell = row ? row + point : NULL;

		if (cell != NULL && *cell == SWEEP_NONE &&
		    (uint16_t)h->key == QUALITY_GOOD) {
			*cell = sweep_cell(h->v);
			continue;
		}
		if (cell != NULL && *cell == SWEEP_NONE)
			*cell = SWEEP_ELSEWHERE;
		d->held[kept++] = *h;
	}
	f->held -= d->n - kept;
	d->n = kept;
	d->sorted = 0;
}

/* Of a point that has that day written nothing becomes cells: what comes is a
 * second reading of its instant, perhaps, and only lists know lines. */
static void
adopt_all(struct fill *f, struct sweepday *s)
{
	for (size_t i = 0; i < f->npoint; i++) {
		struct open_day *d;

		if (f->point[i].written >= s->day)
			sweepday_leave(s, i);
		else if ((d = fill_list(f, i, s->day)) != NULL)
			adopt(f, s, i, d);
	}
}

/* The day of t gets cells; the one that was turned to longer ago gives way. */
static int
begin_sweep(struct fill *f, int64_t t)
{
	const struct zone *z = store_zone(f->s);
	int64_t day = zone_day(z, t), from = zone_midnight(z, day);
	uint32_t span = (uint32_t)(zone_midnight(z, day + 1) - from);
	int k = f->sweep[f->recent].day == INT64_MIN ? f->recent : !f->recent;
	int32_t apart = f->apart;

	f->apart = 0; /* the next day may have another */
	if (close_sweep(f, k) < 0)
		return -1;
	if (sweepday_begin(&f->sweep[k], day, from, span,
		(int32_t)((t - from) % apart), apart, f->npoint) < 0)
		return 0;
	adopt_all(f, &f->sweep[k]);
	f->recent = k;
	f->turns[k] = 1;
	f->cells = sweepday_at(&f->sweep[k], t);
	return 0;
}

/* Many points have a reading of t. */
static void
note_run(struct fill *f, int64_t t)
{
	if (f->run != INT64_MIN) {
		int64_t apart = t > f->run ? t - f->run : f->run - t;

		if (apart <= CAL_DAY_S)
			f->apart = gridday_part((int32_t)apart, f->apart);
	}
	f->run = t;
}

int
fill_turn(struct fill *f, const struct fill_row *row, size_t n)
{
	const int64_t t = row->t;
	const int many = n > RUN && row[RUN].t == t;

	f->cells = NULL;
	if (many)
		note_run(f, t);
	for (int k = 0; k < SWEEPS; k++)
		if (sweepday_has(&f->sweep[k], t)) {
			f->recent = k;
			f->turns[k]++;
			f->cells = sweepday_at(&f->sweep[k], t);
			return 0;
		}
	return many && f->apart > 0 && f->vain < VAIN_MAX ? begin_sweep(f, t) :
							    0;
}

/* --- a reading --- */

int
fill_beside(struct fill *f, const struct fill_row *r, uint64_t line)
{
	uint64_t *cell = f->cells ? &f->cells[r->point] : NULL;
	double first;

	if (cell != NULL && *cell == SWEEP_NONE) {
		*cell = SWEEP_ELSEWHERE;
	} else if (cell != NULL && r->quality == QUALITY_GOOD &&
		   sweep_value(*cell, &first) && first == r->v) {
		f->repeated++;
		return 0;
	}
	return fill_note(f, r->point, r->t, r->v, r->quality, line);
}
