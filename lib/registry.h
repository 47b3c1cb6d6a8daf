/*
 * What only the rows of a registry together can show.
 *
 *   - Two rows of one thing (equal in all keys but valid_from) whose spans
 *     [valid_from, valid_to) overlap: on those days nobody could say which of
 *     them holds.  An empty valid_from is always, an empty valid_to for ever.
 *   - A zone whose parent is not registered, and one that lies in itself.
 *
 * A row of an earlier import with the same key is replaced, and no fault.
 */
#ifndef WB_REGISTRY_H
#define WB_REGISTRY_H

#include "store.h"

/* 1 if the table has such rules. */
int registry_has_rules(const struct table *t);

/* The keys of a row as one text, each with this byte, which no id holds, behind
 * it; to be freed.  value[i] is column i. */
enum { REGISTRY_KEY_PART = '\x1f' };
char *registry_key(const struct table *t, const char *const *value);

/* A row of the import being made (by its key) is wrong: what. */
typedef void (*registry_fault)(void *ctx, const char *key, const char *what);

/* Looks at the table as it would stand after the import being made; faults
 * among rows of earlier imports alone are passed over.  The number of faults,
 * or -1: has said why. */
long registry_check(
    struct store *s, const struct table *t, registry_fault fault, void *ctx);

#endif
