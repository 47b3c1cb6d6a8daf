/*
 * What the tables of other programs tell of a zone's options: of
 * pressure-eval, --what-if (the admissible scenario with the most benefit; one
 * that was refused, if all were) and --measures; of bill-scan, --apparent (what
 * meters miss, what is lost in reading and accounts), --meters (the same of all
 * accounts, for zones that --apparent has not) and --reading (readings due that
 * were estimated, met nobody or were not made at all; of all routes).
 *
 * Rows whose days touch the period come first; where there are none, others do,
 * and that is noted.
 */
#ifndef WB_ECONTOLD_H
#define WB_ECONTOLD_H

#include "econplan.h"
#include "frame.h"
#include "span.h"

/* The tables' names, ended by NULL. */
extern const char *const econtold_tables[];

/* in: sales and days of the zone. */
void econtold_zone(const struct frames *tables, const char *zone,
    const struct span *period, const struct econ_in *in, struct econ_told *out);

#endif
