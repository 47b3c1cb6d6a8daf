/*
 * Lines of an explanation: a figure with its unit and formula, its bounds and
 * the share of their variance that each input causes.  Names and what is said
 * of them are texts of the catalogue (say.h).
 */
#ifndef WB_EXPLAIN_H
#define WB_EXPLAIN_H

#include <stdio.h>

#include "bound.h"

/* A name in the language that is spoken: by the catalogue, an id by the
 * dictionary; else as it is. */
const char *explain_name(const char *name);

/* "-" where v is not known. */
void explain_num(
    FILE *fp, const char *name, double v, const char *unit, const char *how);

/* A figure's bounds, below it; input(i) is the name of input i of n. */
void explain_limits(
    FILE *fp, const struct bound *v, const char *(*input)(int i), int n);

/* Both. */
void explain_bound(FILE *fp, const char *name, const struct bound *v,
    const char *unit, const char *how, const char *(*input)(int i), int n);

/* "  flags: ..." and an empty line; in Chinese each word with its meaning. */
void explain_flags(FILE *fp, const char *words);

#endif
