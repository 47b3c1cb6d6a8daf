/*
 * The alarm ledger and what a scan remembers, in the store.
 *
 *   alarm  append-only: one row each time an alarm began, grew, closed or was
 *          withdrawn, with the day of the data that told it and the time when
 *          it was written; the last row of an alarm_id stands
 *   scan   what alarm-scan needs to go on from the day where it stopped; a
 *          cache: it is overwritten, and can be made again from the readings
 *
 * Both tables are made by the first write; a store without them is complete.
 */
#ifndef WB_STORE_ALARM_H
#define WB_STORE_ALARM_H

#include "alarmact.h"
#include "store.h"

/* The rows that stand, into *l.  0, or -1: has said why. */
int store_ledger_load(struct store *s, struct alarms *l);

/* Between these two, a transaction.  0, or -1: has said why. */
int store_ledger_begin(struct store *s);
int store_ledger_commit(struct store *s);

int
store_ledger_add(struct store *s, const struct alarm *a, const char *version);

/* The last acknowledgement or shelving of each alarm, with the size that the
 * ledger had of it then, into *l.  0, or -1: has said why. */
int store_alarmacts(struct store *s, struct alarmacts *l);

/* A remembered block, or its first `most` bytes.  kept: NULL where there is
 * none; to be freed.  0 or -1. */
int store_scan_get(
    struct store *s, const char *name, size_t most, void **kept, size_t *bytes);
int store_scan_put(
    struct store *s, const char *name, const void *data, size_t bytes);

#endif
