/*
 * Ranks of figures that are known within bounds.
 *
 * A figure is before another only where their bounds do not overlap; those that
 * overlap share the ranks that any of them may have.  Of n known figures, with
 * b surely before and a surely behind it, one has the ranks b + 1 to n - a.
 */
#ifndef WB_RANKTIE_H
#define WB_RANKTIE_H

#include <stddef.h>

struct ranktie {
	size_t first, last; /* from 1; 0, 0: the figure is not known */
};

/* lo <= hi of each, NaN where it is not known; the least is first, or with
 * down the greatest.  O(n log n). */
void ranktie(const double *lo, const double *hi, size_t n, int down,
    struct ranktie *out);

#endif
