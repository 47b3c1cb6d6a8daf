#include "sweepday.h"

#include <stdlib.h>

#include "xalloc.h"

enum { ROOM_MAX = 4 * 1024 * 1024, LINE = 64 };

/* So that a point's cells do not all fall into the same set of a cache. */
static size_t
stride_of(size_t points)
{
	size_t blocks = points / SWEEP_BLOCK + 1;

	return (blocks | 1) * SWEEP_BLOCK;
}

static uint64_t *
empty(size_t n)
{
	uint64_t *cell = xaligned(LINE, n * sizeof *cell);

	memset(cell, 0xFF, n * sizeof *cell);
	return cell;
}

int
sweepday_begin(struct sweepday *s, int64_t day, int64_t from, uint32_t span,
    int32_t phase, int32_t step, size_t points)
{
	size_t slots = (span - (uint32_t)phase - 1) / (uint32_t)step + 1;
	size_t stride = stride_of(points + points / 4);

	s->day = INT64_MIN;
	if (span <= (uint32_t)phase || slots > ROOM_MAX / stride)
		return -1;
	if (slots * stride > s->room) {
		free(s->cell);
		s->room = slots * stride;
		s->cell = empty(s->room);
	}
	s->day = day;
	s->from = from;
	s->span = span;
	s->phase = phase;
	s->step = step;
	s->slots = slots;
	s->stride = stride;
	return 0;
}

int
sweepday_widen(struct sweepday *s, size_t points)
{
	size_t stride = stride_of(points + points / 4);
	uint64_t *cell;

	if (points <= s->stride)
		return 0;
	if (s->slots > ROOM_MAX / stride)
		return -1;
	cell = empty(s->slots * stride);
	for (size_t i = 0; i < s->slots; i++)
		memcpy(cell + i * stride, s->cell + i * s->stride,
		    s->stride * sizeof *cell);
	free(s->cell);
	s->cell = cell;
	s->room = s->slots * stride;
	s->stride = stride;
	return 0;
}

uint64_t *
sweepday_at(const struct sweepday *s, int64_t t)
{
	int64_t off = t - s->from - s->phase;

	if (off < 0 || off % s->step != 0)
		return NULL;
	return s->cell + (size_t)(off / s->step) * s->stride;
}

void
sweepday_gather(struct sweepday *s, size_t point, uint64_t *const *out)
{
	enum { AHEAD = 16 };
	uint64_t *from = s->cell + point, none[SWEEP_BLOCK];

	memset(none, 0xFF, sizeof none);
	for (size_t i = 0; i < s->slots; i++, from += s->stride) {
		if (i + AHEAD < s->slots)
			__builtin_prefetch(from + AHEAD * s->stride, 1);
		for (size_t k = 0; k < SWEEP_BLOCK; k++)
			out[k][i] = from[k];
		memcpy(from, none, sizeof none);
	}
}

void
sweepday_take(struct sweepday *s, size_t point, uint64_t *out)
{
	uint64_t *from = s->cell + point;

	for (size_t i = 0; i < s->slots; i++, from += s->stride) {
		out[i] = *from;
		*from = SWEEP_ELSEWHERE;
	}
}

void
sweepday_leave(struct sweepday *s, size_t point)
{
	for (size_t i = 0; i < s->slots; i++)
		s->cell[i * s->stride + point] = SWEEP_ELSEWHERE;
}

void
sweepday_end(struct sweepday *s)
{
	s->day = INT64_MIN;
}

void
sweepday_free(struct sweepday *s)
{
	free(s->cell);
}
