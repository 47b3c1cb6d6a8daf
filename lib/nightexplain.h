/*
 * The calculation behind a row of nightflow, in words and numbers.
 */
#ifndef WB_NIGHTEXPLAIN_H
#define WB_NIGHTEXPLAIN_H

#include <stdio.h>

#include "zonenight.h"

/* line: real loss between this night and the next (nightline.h), or NULL.
 * 0; -1: the store failed, has said why. */
int nightexplain(FILE *fp, struct store *s, const struct network *n,
    size_t zone, const struct zonenight *zn, const struct bound *line);

/* The name of input i of a night's bounds. */
const char *nightexplain_input(int i);

#endif
