/*
 * Lines of an explanation: a figure with its unit and formula, its bounds and
 * the share of their variance that each input causes.
 */
#ifndef WB_EXPLAIN_H
#define WB_EXPLAIN_H

#include <stdio.h>

#include "bound.h"

/* "-" where v is not known. */
void explain_num(
    FILE *fp, const char *name, double v, const char *unit, const char *how);

/* The same, and below it the bounds; input(i) is the name of input i of n. */
void explain_bound(FILE *fp, const char *name, const struct bound *v,
    const char *unit, const char *how, const char *(*input)(int i), int n);

#endif
