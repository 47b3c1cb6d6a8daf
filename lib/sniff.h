/*
 * A first mapping for an unknown export.
 *
 * Reads a file and proposes how it becomes one of our tables: encoding,
 * separator, lines around the table, form of numbers and times, what the
 * columns are.  Each guess stands with its evidence, as comments: which rows,
 * what share of them.  What the file leaves open (03/04/2026) is said to be
 * open, never settled in silence.  Nothing is imported.
 */
#ifndef WB_SNIFF_H
#define WB_SNIFF_H

#include <stdio.h>

#include "table.h"

/* Prints a mapping file.  0, or -1: has said why not. */
int sniff(const char *path, const struct table *t, FILE *fp);

#endif
