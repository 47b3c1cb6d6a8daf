/*
 * The sums behind an exponent and a scenario, for --explain.
 */
#ifndef WB_PE_EXPLAIN_H
#define WB_PE_EXPLAIN_H

#include <stdio.h>

#include "zonewhatif.h"

void pe_explain_n1(FILE *fp, const char *zone_id, const struct zonen1 *n1);
void pe_explain_whatif(FILE *fp, const struct network *n, const char *zone_id,
    const struct zone *tz, const struct zonewhatif *z);

#endif
