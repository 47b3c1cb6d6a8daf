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

/* Room for so many cells and slots; what was there is gone. */
static void
make_room(struct sweepday *s, size_t cells, size_t slots)
{
	if (cells > s->room) {
		free(s->cell);
		s->cell = xaligned(LINE, cells * sizeof *s->cell);
		s->room = cells;
	}
	if (slots > s->begun_room) {
		s->begun = xrealloc(s->begun, slots, 1);
		s->begun_room = slots;
	}
	memset(s->begun, 0, slots);
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
	make_room(s, slots * stride, slots);
	s->day = day;
	s->from = from;
	s->span = span;
	s->phase = phase;
	s->step = step;
	s->slots = slots;
	s->stride = stride;
	s->nleft = 0;
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
	cell = xaligned(LINE, s->slots * stride * sizeof *cell);
	for (size_t i = 0; i < s->slots; i++) {
		if (!s->begun[i])
			continue;
		memset(cell + i * stride, 0xFF, stride * sizeof *cell);
		memcpy(cell + i * stride, s->cell + i * s->stride,
		    s->stride * sizeof *cell);
	}
	free(s->cell);
	s->cell = cell;
	s->room = s->slots * stride;
	s->stride = stride;
	return 0;
}

uint64_t *
sweepday_at(struct sweepday *s, int64_t t)
{
	int64_t off = t - s->from - s->phase;
	uint64_t *cell;
	size_t slot;

	if (off < 0 || off % s->step != 0)
		return NULL;
	slot = (size_t)(off / s->step);
	cell = s->cell + slot * s->stride;
	if (!s->begun[slot]) {
		s->begun[slot] = 1;
		memset(cell, 0xFF, s->stride * sizeof *cell);
		for (size_t i = 0; i < s->nleft; i++)
			cell[s->left[i]] = SWEEP_ELSEWHERE;
	}
	return cell;
}

size_t
sweepday_slots(const struct sweepday *s, size_t *first)
{
	size_t end = s->slots;

	for (*first = 0; *first < end && !s->begun[*first]; ++*first)
		continue;
	while (end > *first && !s->begun[end - 1])
		end--;
	return end - *first;
}

void
sweepday_gather(const struct sweepday *s, size_t point, uint64_t *const *out)
{
	enum { AHEAD = 16 };
	size_t first, n = sweepday_slots(s, &first);
	const uint64_t *from = s->cell + first * s->stride + point;

	for (size_t i = 0; i < n; i++, from += s->stride) {
		if (i + AHEAD < n)
			__builtin_prefetch(from + AHEAD * s->stride);
		if (s->begun[first + i])
			for (size_t k = 0; k < SWEEP_BLOCK; k++)
				out[k][i] = from[k];
		else
			for (size_t k = 0; k < SWEEP_BLOCK; k++)
				out[k][i] = SWEEP_NONE;
	}
}

void
sweepday_take(struct sweepday *s, size_t point, uint64_t *out)
{
	size_t first, n = sweepday_slots(s, &first);

	for (size_t i = 0; i < n; i++)
		out[i] = s->begun[first + i] ?
			     s->cell[(first + i) * s->stride + point] :
			     SWEEP_NONE;
	sweepday_leave(s, point);
}

void
sweepday_leave(struct sweepday *s, size_t point)
{
	s->left = xgrow(s->left, s->nleft, &s->left_cap, sizeof *s->left);
	s->left[s->nleft++] = point;
	for (size_t i = 0; i < s->slots; i++)
		if (s->begun[i])
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
	free(s->begun);
	free(s->left);
}
