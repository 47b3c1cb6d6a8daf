/*
 * Rows of readings in a hurry: pieces of the text are read (readrow.h) beside
 * each other, by this thread and others, and their readings taken in order.
 *
 * What lies ahead is read on trust: that every line is a row of this table.
 * Where a row is odd the reader of rows takes it, and reading goes on with the
 * line behind what that has taken.  So threads and pieces change nothing but
 * the speed.
 */
#ifndef WB_INTAKE_FAST_H
#define WB_INTAKE_FAST_H

#include "intake_private.h"

struct intake_fast;

/* NULL: this file's form does not allow it. */
struct intake_fast *intake_fast_new(struct intake *k);
void intake_fast_free(struct intake_fast *f);

/* Takes the rows that lie ahead, up to the first that is odd.  0, or -1: the
 * store failed. */
int intake_fast_rows(struct intake_fast *f, struct intake *k);

#endif
