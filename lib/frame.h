/*
 * Tables in memory, as the other tools print them: for programs that lay out.
 *
 * A table is known by its heading (term.h, table.h).  Cells stay the text they
 * were, so that nothing is lost; those of a column that has a unit or decimals
 * are checked to be numbers.  The same table from several files is one, with
 * the columns of all: an older one that lacks what came at its end is read, and
 * its cells there are empty.  All
 * text of a table lies in one piece, as a table may have millions of cells.
 */
#ifndef WB_FRAME_H
#define WB_FRAME_H

#include <stddef.h>
#include <stdint.h>

#include "csvin.h"

struct frame {
	const char *name; /* "nightflow", "zones" ... */
	char **col;
	size_t ncol;
	uint32_t *cell; /* where its text begins; nrow * ncol, row by row */
	size_t nrow, cap;
	char *text; /* "" first */
	size_t ntext, text_cap;
};

struct frame_source { /* what was read, for the provenance */
	char *file;
	char *path; /* as given */
	const char *table;
	size_t rows;
	char sha256[65]; /* of the whole file */
};

struct frames {
	struct frame *frame;
	size_t n;
	struct frame_source *source;
	size_t nsource;
};

#define FRAMES_INIT              \
	{                        \
		NULL, 0, NULL, 0 \
	}

/* Reads all tables of a csvlite stream ("-": standard input).  0, or the exit
 * status: 1 or 4, has said why. */
int frames_read(struct frames *f, const char *path);

/* The table whose heading has just been read: 1, or -1: has said why. */
int frames_take(struct frames *f, struct csvin *in);
void frames_release(struct frames *f);

/* A table, or NULL. */
const struct frame *frames_find(const struct frames *f, const char *name);

/* Is the column of that name a number's, by its entry in the dictionary? */
int frame_is_number(const char *col);

/* A table of one's own, to be filled row by row and released. */
void frame_init(
    struct frame *f, const char *name, const char *const *col, size_t ncol);
int frame_add(struct frame *f, const char *const *cell); /* -1: too large */
void frame_release(struct frame *f);

/* Index of a column; -1: there is none. */
int frame_col(const struct frame *f, const char *col);

/* A cell: text ("" where col is -1), number (NaN where it is none). */
const char *frame_at(const struct frame *f, size_t row, int col);
double frame_num_at(const struct frame *f, size_t row, int col);

/* The same by the column's name. */
const char *frame_text(const struct frame *f, size_t row, const char *col);
double frame_num(const struct frame *f, size_t row, const char *col);

#endif
