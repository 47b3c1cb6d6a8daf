/*
 * The words that stand in the cells of tables, as people read them: kinds,
 * states, roles, severities.  Names of columns, items and flags are in term.h.
 */
#ifndef WB_WORD_H
#define WB_WORD_H

#include <stddef.h>

struct word {
	const char *col;  /* of this column; "*": of any; "": a term */
	const char *text; /* as the table has it */
	const char *zh, *en;
};

/* The list in order.  0; -1: it has no more. */
int word_at(size_t i, struct word *w);

/* What a cell of a column reads as: words of that column alone; else those that
 * read alike in any, then the dictionary.  0; -1: it is no such word. */
int word_own(const char *col, const char *text, struct word *w);
int word_any(const char *text, struct word *w);

#endif
