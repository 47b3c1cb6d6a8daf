/*
 * Which figures of a period moved since it was first reported, and which
 * imports moved them.
 *
 * The balance is computed as of the import after which it was reported, and
 * then as of each later one that can concern it (not readings of other days);
 * where a figure is printed otherwise than before, that import moved it.
 */
#ifndef WB_BALANCERESTATE_H
#define WB_BALANCERESTATE_H

#include "balancerun.h"
#include "csvout.h"

/* The store is o->tool->db; o->tool->as_of, an import or a day, tells when the
 * first period was reported: NULL, at the end of the fifth day after it.  A
 * status: 0, or 1, has said why. */
int balance_restate(const struct balance_opts *o, struct csvout *out);

#endif
