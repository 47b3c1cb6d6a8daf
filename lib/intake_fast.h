/*
 * Rows of readings in a hurry.
 *
 * A SCADA export repeats itself: the same points come in the same order, a
 * time stands in many rows, values are short decimals.  So a row's shape is
 * predicted: the id that followed this one last time, the time of the row
 * before, digits.  A row that is not as predicted in any way (a quote, an odd
 * time, an unknown point, a missing field) is left to the reader of rows,
 * which knows all forms; both give the same readings, counts and rejects.
 */
#ifndef WB_INTAKE_FAST_H
#define WB_INTAKE_FAST_H

#include "intake_readings.h"

struct intake_fast;

/* NULL: this file's form does not allow it. */
struct intake_fast *intake_fast_new(struct intake *k);
void intake_fast_free(struct intake_fast *f);

/* Takes the rows that lie ahead, up to the first that is not plain.  0, or -1:
 * the store failed. */
int intake_fast_rows(struct intake_fast *f, struct intake *k);

#endif
