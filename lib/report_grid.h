/*
 * What a table on a sheet shows: columns and rows of a frame, in the order of
 * the definition.  Private to report*.c, as the headers report_*.h are.
 */
#ifndef WB_REPORT_GRID_H
#define WB_REPORT_GRID_H

#include "report_part.h"

enum grid_kind {
	GRID_ZONE,
	GRID_OWNER,
	GRID_RANK,
	GRID_ID,
	GRID_TEXT,
	GRID_NUMBER,
	GRID_CLOCK,
	GRID_INSTANT,
	GRID_WORD,
	GRID_MET,
	GRID_GRADE,
	GRID_FLAGS,
	GRID_DAYS /* since the row's start */
};

struct grid_col {
	char id[48];
	enum grid_kind kind;
	int col;     /* of the frame; -1: none */
	int missing; /* 1: an older table that has no such column */
	int bound;   /* -1 lower, 1 upper, 0: the value itself */
	int earlier; /* 1: of the row a year before */
	int lo, hi;  /* its bounds in the frame, for notes; -1: none */
	double width;
	const char *num; /* Excel's format */
	char *head;
};

struct grid {
	struct report *r;
	const struct def_section *d;
	const struct frame *f;
	struct grid_col *c;
	size_t ncol;
	long *row;    /* rows of the frame to be shown; -1: none, a zone's */
	long *zone;   /* index of the zone of each, -1: none */
	long *before; /* of each row of the frame, a year before; NULL */
	size_t nrow;
	int tree;	      /* a row for each zone, as the tree has them */
	int id;		      /* zone_id's column */
	struct ranktie *rank; /* of each row; NULL: nothing is ranked */
};

/* The grid of a section: all rows, or those whose column `each` (-1: none) has
 * that value. */
struct grid grid_make(struct report *r, const struct def_section *d,
    const struct frame *f, int each, const char *value);
void grid_release(struct grid *g);

/* The row of the frame whose cell of a column stands in row i; -1: none. */
long grid_row(const struct grid *g, size_t i, const struct grid_col *c);

/* The column that shows one of the frame; -1: none does. */
long grid_operand(const struct grid *g, const char *name);

#endif
