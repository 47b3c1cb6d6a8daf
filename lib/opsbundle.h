/*
 * What a question to the makers needs: versions, parameters, both ledgers, the
 * inspection, the network and a few days of three points.
 *
 * One text of several tables (csvlite), to be read before it is sent.  Zones,
 * points, feeds, alarms and accounts are called by a hash of their ids that
 * nobody can undo without the files that were imported; names, remarks, users,
 * machines, paths, commands and sums of money are left out.
 */
#ifndef WB_OPSBUNDLE_H
#define WB_OPSBUNDLE_H

#include "ops.h"

/* Writes it; a file that is there is refused.  0, or -1: has said why. */
int opsbundle_write(const struct ops *o, const char *path);

#endif
