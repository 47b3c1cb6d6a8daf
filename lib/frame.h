/*
 * Tables in memory, as the other tools print them: for programs that lay out.
 *
 * A table is known by its heading (term.h), or is the registry table `zones`.
 * Cells stay the text they were, so that nothing is lost; those of a number's
 * column are checked to be numbers.  The same table from several files is one.
 */
#ifndef WB_FRAME_H
#define WB_FRAME_H

#include <stddef.h>

#include "csvin.h"

struct frame {
	const char *name; /* "nightflow", "zones" ... */
	char **col;
	size_t ncol;
	char **cell; /* nrow * ncol, row by row */
	size_t nrow, cap;
};

struct frame_source { /* what was read, for the provenance */
	char *file;
	const char *table;
	size_t rows;
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

/* A cell: text ("" where there is no such column), number (NaN where it is
 * empty). */
const char *frame_text(const struct frame *f, size_t row, const char *col);
double frame_num(const struct frame *f, size_t row, const char *col);

#endif
