/*
 * The rate of rise of unreported leakage: the parameter rise_m3kmd_yr; else the
 * table `nightflow --trend`; else the slope of the nights of the year up to the
 * end of the period (trend.h), of at least ECONRISE_NIGHTS.
 */
#ifndef WB_ECONRISE_H
#define WB_ECONRISE_H

#include "econdata.h"

enum { ECONRISE_NIGHTS = 28 };

extern const char ECONRISE_TREND[]; /* the table */

/* Sets rise and its bounds of in, which has mains_km; NaN: not known.  0; -1:
 * the store failed, has said why. */
int econrise_find(
    struct econdata *d, size_t zone, const struct span *p, struct econ_in *in);

#endif
