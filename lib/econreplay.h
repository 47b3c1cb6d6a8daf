/*
 * The option pressure as a scenario: the period replayed with the inlet lower
 * (zonewhatif.h), by the same functions as pressure-eval --what-if.
 */
#ifndef WB_ECONREPLAY_H
#define WB_ECONREPLAY_H

#include "econrun.h"

/* Sets told.whole[OPTION_PRESSURE] of a row that no table told of, where the
 * scenario is admissible or refused; else marks it as not judged.  0; -1: the
 * store failed, has said why. */
int econreplay(
    const struct econrun *r, struct zonenight_work *w, struct econ_row *row);

#endif
