/*
 * The ten tables that go in: their columns, types, keys.
 *
 * One description serves the border (what a field may be), the store (what
 * the table is in SQL) and wb-query (what comes out again).  The names are
 * those of wb-csv(5).
 */
#ifndef WB_TABLE_H
#define WB_TABLE_H

#include <stddef.h>

enum table_type {
	TABLE_ID, /* text, not empty, no control characters, no BOM */
	TABLE_TEXT,
	TABLE_NUM,  /* within lo..hi */
	TABLE_DAY,  /* YYYY-MM-DD */
	TABLE_TIME, /* an instant; a day alone is its midnight */
	TABLE_WORD  /* one of `words` */
};

struct table_col {
	const char *name;
	enum table_type type;
	int required;
	int key;	   /* 1: rows that agree in all keys are one; the later
			    * import stands */
	double lo, hi;	   /* TABLE_NUM; both 0: any */
	const char *words; /* TABLE_WORD: separated by blanks */
};

struct table {
	const char *name;
	const struct table_col *col;
	size_t ncol;
};

/* The tables in the order of the manual; index 0.. TABLES - 1. */
enum { TABLES = 10 };
extern const struct table table_all[TABLES];

/* NULL: no such table. */
const struct table *table_find(const char *name);

/* The table that has all these columns, and whose required ones are all
 * there; NULL: none, or not just one. */
const struct table *table_of(char *const *col, size_t ncol);

/* Where there is none: the table that has most of these columns, half of them
 * at least, or NULL.  *odd: the first that it does not have; *lacks: a required
 * one that is not there; NULL: none. */
const struct table *table_meant(
    char *const *col, size_t ncol, const char **odd, const char **lacks);

/* Index of a column, -1: none. */
int table_col(const struct table *t, const char *name);

/* The same, looked for behind column `after` (-1: from the first) and on to it:
 * rows are asked in order, as a rule. */
int table_col_after(const struct table *t, const char *name, int after);

/* The column's name that resembles `name` most. */
const char *table_nearest(const struct table *t, const char *name);

/* NULL if s is a value for that column (an empty s: if none is needed), else
 * what is wrong, for "COLUMN 'S' ...".  Times are not looked at. */
const char *table_wrong(const struct table_col *c, const char *s);

/* 1 if s is one of the words, which blanks part. */
int table_is_word(const char *words, const char *s);

/* How many letters must change to make b of a: for "did you mean". */
size_t table_distance(const char *a, const char *b);

/* The word of a list, which blanks part, that resembles `name` most; until the
 * next call. */
const char *table_nearest_word(const char *words, const char *name);

#endif
