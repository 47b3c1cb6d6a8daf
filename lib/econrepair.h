/*
 * What a repair has brought: the step of night flow from before to after.
 *
 *     before   mean MNF of the last REPAIR_NIGHTS nights before the day of the
 *              repair, not before the leak began
 *     after    mean MNF of the first REPAIR_NIGHTS nights after that day
 *     step     before - after                              m3/h
 *     regrowth mean MNF of the last REPAIR_NIGHTS nights of the period, none of
 *              them of `after`, - after                    m3/h
 *
 * 95 % bounds: the nights' own scatter, by Student's t of the two samples with
 * one variance, and the meter's error, a share of the step as it is the same
 * meter before and after, in quadrature.  A night counts once its minimum is
 * known; fewer than REPAIR_LEAST on a side tell nothing.
 */
#ifndef WB_ECONREPAIR_H
#define WB_ECONREPAIR_H

#include <stddef.h>
#include <stdint.h>

#include "econ.h"

enum { REPAIR_NIGHTS = 7, REPAIR_LEAST = 3 };

struct repair {
	size_t n_before, n_after;
	double before, after;
	struct econ_range step, regrowth; /* m3/h; NaN: not known */
};

/* Nights in order of time, NaN without; the leak from day `began` (INT64_MIN:
 * not known) to day `mended`; err: of the meter, a share. */
void repair_measure(const int64_t *day, const double *mnf, size_t n,
    int64_t began, int64_t mended, double err, struct repair *out);

#endif
