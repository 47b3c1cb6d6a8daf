/*
 * Formulas as text: what a figure is computed from.
 *
 * A formula is an expression of awk(1): numbers, names, + - * / ^, comparisons,
 * ?: and brackets.  A name is the id of another figure, of a parameter or of a
 * column of the registry; a name before a bracket is a function.  So the same
 * text is read by people, shown with its numbers in place, and handed to awk to
 * be computed again.
 */
#ifndef WB_FORMULA_H
#define WB_FORMULA_H

#include <stddef.h>

enum { FORMULA_NAME = 64, FORMULA_TEXT = 1024 };

/* Takes the next name off *expr, functions passed over.  1, or 0 at its end. */
int formula_name(const char **expr, char name[FORMULA_NAME]);

/* The formula with the number of each name in its place, "-" where it is not
 * known; below zero in brackets.  Numbers have at most 6 decimals. */
void formula_numbers(const char *expr,
    double (*value)(const void *ctx, const char *name), const void *ctx,
    char *buf, size_t size);

#endif
