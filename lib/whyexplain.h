/*
 * The trail of a figure: its formula with its numbers, what each of them is
 * made of, the parameters and where each was set, the events that touch it, and
 * the readings, bills and imports behind it.
 */
#ifndef WB_WHYEXPLAIN_H
#define WB_WHYEXPLAIN_H

#include "trail.h"
#include "why.h"
#include "whyimports.h"

/* Of a name of the row.  0; -1: the store failed, has said why. */
int whyexplain(const struct why *w, const char *name, struct trail *t);

/* The events that touch a zone between two instants, and what brought them. */
int whyexplain_events(struct store *s, const struct network *n, size_t zone,
    int64_t from, int64_t to, struct trail *t, struct whyimports *seen);

#endif
