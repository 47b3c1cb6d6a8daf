/*
 * How wide text and numbers stand in a cell, in characters of the usual font.
 *
 * Characters from CJK on (U+3000) are two wide, all others one.
 */
#ifndef WB_TEXTWIDTH_H
#define WB_TEXTWIDTH_H

#include <stddef.h>
#include <stdio.h>

double textwidth(const char *s);

/* Text, and blanks up to that width behind it; `right`: before it. */
void textwidth_put(FILE *fp, const char *s, int width, int right);

/* Columns that a text takes on a terminal: characters from CJK on (U+2E80) take
 * two. */
size_t textwidth_cells(const char *s);

/* The widest part that a line break leaves whole: a word; of Chinese, which
 * may break anywhere, four characters. */
double textwidth_word(const char *s);

/* A number as its Excel format shows it: its decimals, thousands, per cent. */
double textwidth_number(double v, const char *format);

/* Lines that a text takes in a column of that width; its own breaks count. */
double textwidth_lines(const char *s, double width);

/* Columns of a sheet that stand together for one. */
struct textspan {
	size_t from, to; /* both included */
};

/* Shares ncol columns of these widths out to n <= ncol parts in order, each
 * about as wide as its share of all needs, and at least one column. */
void textwidth_spread(const double *need, size_t n, const double *width,
    size_t ncol, struct textspan *out);

#endif
