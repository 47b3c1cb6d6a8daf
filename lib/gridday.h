/*
 * One local day of readings on a regular grid.
 *
 * Readings that the source called good are averaged over each step of the
 * grid; a step has a value if at least `cover` of the readings it should hold
 * are there.  Where the grid is the point's own interval that is the reading
 * itself.  Several points add up step by step: where one has no value, the sum
 * has none.
 */
#ifndef WB_GRIDDAY_H
#define WB_GRIDDAY_H

#include <stddef.h>
#include <stdint.h>

#include "store.h"

struct gridday {
	int32_t step; /* seconds */
	size_t n;     /* steps of the day */
	double *v;    /* NaN: no value */
};

/* A mean that holds over [from, to) seconds after the local midnight. */
struct gridday_span {
	int32_t from, to;
	double v;
};

#define GRIDDAY_INIT       \
	{                  \
		0, 0, NULL \
	}

/* Sets the grid to one point's day.  length: of the day, seconds.  0: the grid
 * does not weigh such readings by time, as a stamp is no multiple of the
 * interval, or the step is none; then it holds nothing yet. */
int gridday_fill(struct gridday *g, int32_t step, int64_t length,
    const struct reading *r, size_t n, int32_t interval, double cover);

/* Sets the grid to spans in order of time that do not overlap; they may reach
 * beyond the day. */
void gridday_spans(struct gridday *g, int32_t step, int64_t length,
    const struct gridday_span *span, size_t n, double cover);

/* Fills each run of missing steps of at most `longest` seconds between two
 * values on the straight line between them.  How many were filled. */
size_t gridday_bridge(struct gridday *g, int32_t longest);

/* The longest step that parts both. */
int32_t gridday_part(int32_t a, int32_t b);

/* Steps become the means of `by` of theirs each; one without value takes its
 * new step's with it. */
void gridday_coarsen(struct gridday *g, int32_t by);

/* g becomes a copy of from. */
void gridday_copy(struct gridday *g, const struct gridday *from);

/* sum += weight * g, step by step; an empty sum becomes weight * g. */
void gridday_add(struct gridday *sum, const struct gridday *g, double weight);

/* Mean over [from, to) seconds of the values there are, if they are at least
 * `cover` of those there should be; else NaN.  *valid, if not NULL: how
 * many. */
double gridday_mean(const struct gridday *g, int64_t from, int64_t to,
    double cover, size_t *valid);

/* The same over all steps that [from, to) touches: for a grid that is coarser
 * than the window, or lies across it. */
double gridday_mean_around(
    const struct gridday *g, int64_t from, int64_t to, double cover);

void gridday_release(struct gridday *g);

#endif
