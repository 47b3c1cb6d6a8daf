/*
 * What the files of fill share: fill.c knows the points and takes rows,
 * fill_day.c keeps days as lists of readings, fill_sweep.c keeps days as cells
 * for all points.
 */
#ifndef WB_FILL_PRIVATE_H
#define WB_FILL_PRIVATE_H

#include <pthread.h>

#include "fill.h"
#include "strmap.h"
#include "sweepday.h"

struct open_day { /* 64 bytes: one line of the cache */
	int64_t from;
	uint32_t span; /* its instants: from .. from + span - 1 */
	int sorted;
	struct noted *held;
	uint32_t n, cap; /* n == 0: not in use */
	uint64_t base;	 /* of the lines */
	uint64_t last;	 /* key of the last reading */
	int64_t day;
};

struct point {
	struct open_day other; /* beside the one of the last reading */
	char *id;
	int64_t n;
	int64_t written; /* the last day that was handed over */
	double num, den;
};

enum { SWEEPS = 2 }; /* days that are open as cells: today, yesterday */

struct fill {
	struct store *s;
	struct store_import *im;
	struct crew *crew;
	struct daywriter *writer;
	fill_seen seen;	      /* NULL: readings become days */
	void *ctx;	      /* of seen */
	pthread_mutex_t lock; /* of map and point, while they grow */
	struct strmap map;
	struct point *point;
	struct open_day *now; /* by point: the day of the last reading; apart,
			       * so that they lie close together */
	int64_t *last;	      /* by point: the last instant */
	size_t npoint, cap, now_cap;
	int64_t first, latest; /* instants of all readings */
	size_t held;	       /* readings in open days */

	struct sweepday sweep[SWEEPS];
	unsigned turns[SWEEPS]; /* instants that came for each */
	int recent;		/* the one that was turned to last */
	uint64_t *cells;	/* of the instant of the last row, if any */
	int64_t run;		/* the last instant of many points, ... */
	int32_t apart;		/* ... and the distance of such; 0: not known */
	int vain;		/* sweeps that were of no use */
	int64_t repeated;
};

/* Notes a reading in its point's list; 0 or -1. */
int fill_note(struct fill *f, long point, int64_t t, double v, uint16_t quality,
    uint64_t line);

/* The point's list of that day; NULL: there is none. */
struct open_day *fill_list(struct fill *f, size_t point, int64_t day);

/* Hands a list over to be written, with the cells of its point and day; 0 or
 * -1. */
int fill_close(struct fill *f, struct point *p, struct open_day *d);

/* ... with the given cells, which change hands; .v == NULL: none. */
int fill_close_with(struct fill *f, struct point *p, struct open_day *d,
    const struct day_cells *cells);

/* All lists. */
int fill_close_lists(struct fill *f);

/* n rows begin whose instant is another than that of the row before: finds its
 * cells.  0 or -1. */
int fill_turn(struct fill *f, const struct fill_row *row, size_t n);

/* Takes a reading whose cell, in f->cells, is not free, or which needs a list.
 * 0 or -1. */
int fill_beside(struct fill *f, const struct fill_row *r, uint64_t line);

/* Points came: the open sweeps get room for them.  0 or -1. */
int fill_widen(struct fill *f);

/* The open sweep of that day, or NULL. */
struct sweepday *fill_sweep_of(struct fill *f, int64_t day);

/* The form of a point's cells of that day, without an array. */
struct day_cells fill_cells(const struct sweepday *s);

/* All sweeps, with their points' lists. */
int fill_close_sweeps(struct fill *f);

#endif
