/*
 * Rows of readings in a hurry.
 *
 * A SCADA export repeats itself: the same points come in the same order, a
 * time stands in many rows, values are short decimals.  So a row's shape is
 * predicted: the id that followed this one last time, the time of the row
 * before, digits.  A row that is not as predicted in any way (a quote, an odd
 * time, an unknown point, a missing field) is odd and left to the reader of
 * rows, which knows all forms; both make the same of a row.
 *
 * A readrow belongs to one thread; several may read pieces of one text.
 */
#ifndef WB_READROW_H
#define WB_READROW_H

#include <stddef.h>

#include "caltime.h"
#include "fill.h"
#include "map.h"

/* So many bytes from a row's beginning are looked at, eight at a time. */
enum { READROW_MARGIN = 160 };

struct readrow_form { /* how the rows of a file are written */
	char separator, decimal;
	char quote;	       /* NUL: none */
	int has_quality;       /* 1: a fourth field */
	const struct map *map; /* its missing words, its form of times */
	const struct zone *zone;
	int64_t latest;	   /* a later row is odd */
	struct fill *fill; /* knows the points */
};

struct readrow;

struct readrow *readrow_new(const struct readrow_form *form);
void readrow_free(struct readrow *r);

/* The lines of the n bytes at p, the last of which is LF, one by one into
 * *rows (in place of what was there; grows), and how many; of an odd one `t` is
 * where it begins, in bytes from p.  ahead: bytes that may be looked at, n at
 * least; lines whose margin passes it are odd.  known_only: the first row of a
 * point that nobody knows yet ends it; then `cut` is 1. */
struct readrow_rows {
	struct fill_row *row;
	size_t n, cap;
	int cut;
};
void readrow_piece(struct readrow *r, const char *p, size_t n, size_t ahead,
    int known_only, struct readrow_rows *rows);

#endif
