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

/* Rows of a piece of a text, line by line. */
struct readrow_rows {
	struct fill_row *row; /* of an odd one `t` is where it begins */
	size_t n, cap;
	size_t at; /* so many bytes of the piece are read */
};

/* The lines of the n bytes at p, the last of which is LF, from rows->at on, up
 * to the row of a point that nobody knows yet.  ahead: bytes that may be looked
 * at, n at least; lines whose margin passes it are odd. */
void readrow_piece(struct readrow *r, const char *p, size_t n, size_t ahead,
    struct readrow_rows *rows);

/* The next line is odd. */
void readrow_pass(const char *p, size_t n, struct readrow_rows *rows);

#endif
