/*
 * The calculation behind a water balance, in words and numbers.
 */
#ifndef WB_BALANCEEXPLAIN_H
#define WB_BALANCEEXPLAIN_H

#include <stdio.h>

#include "zonebalance.h"

void
balanceexplain(FILE *fp, const char *zone_id, const struct zonebalance *zb);

#endif
