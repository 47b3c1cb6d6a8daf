/*
 * The two tables of waterbalance: items, and one row a zone and period.
 */
#ifndef WB_BALANCETABLE_H
#define WB_BALANCETABLE_H

#include "balancerun.h"
#include "csvout.h"

/* Rows of one zone ("(total)" for the sum), all periods and standards. */
void balancetable_items(struct csvout *out, const struct balance_opts *o,
    const char *id, const struct balance_rows *rows);
void balancetable_kpi(struct csvout *out, const struct balance_opts *o,
    const char *id, const struct balance_rows *rows);

/* The columns that every table begins with: zone, from, to, standard. */
void balancetable_key(struct csvout *out, const char *id, int64_t from,
    int64_t to, enum standard s);

#endif
