/*
 * A column of a table drawn for the eye, in blocks of Unicode.
 *
 * Two forms.  Where the rows of a subject (what the text columns before the
 * first number name, times apart) follow one another in time: one row for each
 * subject, with a line of the column's values, lowest to highest of that
 * subject: a mark for each step of time, or where they are too many the mean of
 * several.  Else the rows as they are, cut to what
 * names them, the column, its bounds and flags, with a bar from 0 on a scale
 * that all share.
 *
 * Nothing is known of how a terminal draws these characters (some take two
 * places for them where the language is Chinese), so they stand last in a row.
 */
#ifndef WB_SPARK_H
#define WB_SPARK_H

#include <stddef.h>

/* Cells row by row, the heading first; each is malloc'd. */
struct spark_table {
	char **cell;
	char *is_num; /* of each cell */
	size_t ncol, nrow;
};

/* Redraws t within so many columns of the terminal.  0; -1: t has no such
 * column and stays. */
int spark_table(struct spark_table *t, const char *column, size_t room);

/* A mark for each value, from lo to hi; '.' where it is NaN.  Where lo is hi
 * all are in the middle.  buf has 3 * n + 1 bytes. */
void spark_line(const double *v, size_t n, double lo, double hi, char *buf);

/* A bar of v on a scale from lo <= 0 to hi >= 0 that is `width` wide: to an
 * eighth where no value is below 0; else in whole characters, shaded to the
 * left of 0.  Nothing for 0 and NaN.  buf has 3 * width + 1 bytes. */
void spark_bar(double v, double lo, double hi, size_t width, char *buf);

#endif
