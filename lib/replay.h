/*
 * A figure computed again, from raw rows, without this library: the commands of
 * wb-query and awk that do it, as a script for sh(1).
 *
 * Readings as validation leaves them, bills, rows of the registries and of
 * parameters come out of the store as they stand; awk puts them together by the
 * formulas of why.h.  What the script prints has the digits of the table.
 *
 * Not everything can be replayed: counters, tanks, odd intervals, a day on
 * which the clocks change, meters that changed within the period, bounds.  Then
 * the reason is told, never another figure.
 */
#ifndef WB_REPLAY_H
#define WB_REPLAY_H

#include <stdio.h>

#include "why.h"

struct replay {
	const char *db, *as_of; /* as_of NULL: as it stands */
};

enum { REPLAY_REASON = 300 };

/* Writes the script for a name of the row.  0; -1: cannot be replayed, reason
 * says why, nothing was written. */
int replay(FILE *fp, const struct why *w, const char *name,
    const struct replay *r, char reason[REPLAY_REASON]);

/* The programs for awk; functions of the shell that run them. */
extern const char replay_series[], replay_plants[], replay_bills[];

#endif
