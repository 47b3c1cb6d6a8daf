/*
 * The calculation behind a water balance, in words and numbers.
 */
#ifndef WB_BALANCEEXPLAIN_H
#define WB_BALANCEEXPLAIN_H

#include <stdio.h>

#include "balancerun.h"

/* Every period and standard of a zone. */
void
balanceexplain(FILE *fp, const struct balance_opts *o, const struct network *n,
    const char *zone_id, const struct balance_rows *rows);

/* The name of input i of a balance's bounds. */
const char *balanceexplain_input(int i);

#endif
