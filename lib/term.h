/*
 * The dictionary: every table that comes out, every column of it, each with its
 * Chinese and English name, unit, formula and source.
 *
 * --help-columns, the headings of the reports and the manual come from here;
 * ids never change with the language.
 */
#ifndef WB_TERM_H
#define WB_TERM_H

#include <stddef.h>

struct term {
	const char *id;
	const char *zh, *en;
	const char *unit;    /* as printed; "" where there is none */
	int digits;	     /* decimals in text output, at most */
	const char *formula; /* or what it is, in a few words */
	const char *source;  /* clause, page, or "" */
};

struct term_table {
	const char *name;	/* "nightflow" */
	const char *const *col; /* in order */
	size_t ncol;
	size_t need; /* so many of the first ones it always had */
};

/* A column, a balance item, a grade or a flag; NULL: not in the dictionary. */
const struct term *term_find(const char *id);

/* All of them in order; NULL behind the last. */
const struct term *term_at(size_t i);

/* A table that comes out; NULL: no such table. */
const struct term_table *term_table(const char *name);

/* The tables in order; NULL behind the last. */
const struct term_table *term_table_at(size_t i);

/* The table whose columns stand in a heading, in whatever order and perhaps
 * among others; those that it gained at its end may lack.  NULL: none. */
const struct term_table *term_table_of(char *const *col, size_t ncol);

/* The table of which a heading has the first columns, at least half of them and
 * no others: one that an older program printed.  Of several the shortest.
 * NULL: none. */
const struct term_table *term_table_older(char *const *col, size_t ncol);

#endif
