/*
 * A day of all points, one cell for each and for each step of a grid.
 *
 * A SCADA export comes in sweeps: all points at one instant, then all at the
 * next.  The cells of an instant lie side by side, so that a sweep is written
 * where the one before ended; a point's day is gathered when it is over.  An
 * instant that never comes costs nothing: an hour's file is an hour's work.
 */
#ifndef WB_SWEEPDAY_H
#define WB_SWEEPDAY_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* A cell is a double's bits; no reading is such a NaN. */
static const uint64_t SWEEP_NONE = UINT64_MAX;
/* What comes for this point and instant is kept elsewhere. */
static const uint64_t SWEEP_ELSEWHERE = UINT64_MAX - 1;

enum { SWEEP_BLOCK = 8 }; /* points that are gathered together */

struct sweepday {
	int64_t day, from; /* day: INT64_MIN where it is not in use */
	uint32_t span;	   /* its instants: from .. from + span - 1 */
	int32_t phase, step;
	size_t slots, stride; /* a multiple of SWEEP_BLOCK */
	uint64_t *cell;	      /* slot by slot, */
	size_t room;
	uint8_t *begun;	   /* 1: the slot's cells are in use */
	size_t begun_room; /* slots */
	size_t *left;	   /* points that go elsewhere in all slots */
	size_t nleft, left_cap;
};

/* Begins a day for so many points, whose instants are from + phase, then every
 * step seconds (0 <= phase < step).  0, or -1: that is too much memory; it is
 * not in use then. */
int sweepday_begin(struct sweepday *s, int64_t day, int64_t from, uint32_t span,
    int32_t phase, int32_t step, size_t points);

/* Makes room for more points while the day is in use; 0 or -1: too much. */
int sweepday_widen(struct sweepday *s, size_t points);

static inline int
sweepday_has(const struct sweepday *s, int64_t t)
{
	return s->day != INT64_MIN && (uint64_t)(t - s->from) < s->span;
}

/* The cells of an instant of the day, by point; NULL: it is none of the grid.
 */
uint64_t *sweepday_at(struct sweepday *s, int64_t t);

/* The slots from the first to the last that have cells; how many. */
size_t sweepday_slots(const struct sweepday *s, size_t *first);

static inline uint64_t
sweep_cell(double v)
{
	uint64_t bits;

	memcpy(&bits, &v, sizeof bits);
	return bits;
}

/* 1 and the value, if the cell holds one. */
static inline int
sweep_value(uint64_t cell, double *v)
{
	memcpy(v, &cell, sizeof *v);
	return cell < SWEEP_ELSEWHERE;
}

/* Copies the cells of the SWEEP_BLOCK points from `point` on, of those slots,
 * to out[0..]. */
void
sweepday_gather(const struct sweepday *s, size_t point, uint64_t *const *out);

/* Moves those of one point; what comes for it now goes elsewhere. */
void sweepday_take(struct sweepday *s, size_t point, uint64_t *out);

/* What comes for the point goes elsewhere. */
void sweepday_leave(struct sweepday *s, size_t point);

/* The day is over. */
void sweepday_end(struct sweepday *s);

void sweepday_free(struct sweepday *s);

#endif
