/*
 * The watch list: points with limits of their own, for a time.  A table
 *
 *     point_id, low, high, hold_min, from, to, note
 *
 * with limits in the unit of the store (m3/h, m, NTU, mg/L); from and to are
 * days, half-open, empty for always.
 */
#ifndef WB_WATCHLIST_H
#define WB_WATCHLIST_H

#include <stddef.h>
#include <stdint.h>

struct watch {
	char *point_id, *note;
	double low, high, hold_min;
	int64_t from, to;
};

struct watchlist {
	struct watch *w;
	size_t n, cap;
};

/* Reads a file; 0, or -1: has said why with its line. */
int watchlist_read(struct watchlist *l, const char *path);
void watchlist_release(struct watchlist *l);

/* The entry of a point on a day, or NULL. */
const struct watch *
watchlist_find(const struct watchlist *l, const char *point_id, int64_t day);

#endif
