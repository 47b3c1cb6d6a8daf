/*
 * A fingerprint of all that a scan up to a day rests on but the readings:
 * registries, parameters, what of the events was known by the end of that day,
 * the watch list, the time zone.  What is remembered of a scan holds as long as
 * it is the same.
 */
#ifndef WB_SCANPRINT_H
#define WB_SCANPRINT_H

#include "alarmscan.h"

uint64_t scan_fingerprint(const struct alarmscan *c, int64_t day);

#endif
