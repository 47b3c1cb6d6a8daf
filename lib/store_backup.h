/*
 * A store as a file: copied while it is in use, checked, looked at from
 * outside.
 */
#ifndef WB_STORE_BACKUP_H
#define WB_STORE_BACKUP_H

#include "store.h"

/* Copies the store at `from`, as it is at one moment, to a new file `to`
 * (SQLite's online backup): imports may go on meanwhile.  The copy is checked
 * (store_check), is of the schema that the store had, is a file by itself
 * whatever the store's journal, and appears under its name only when all is
 * well.  0, or -1: has said why. */
int store_backup(const char *from, const char *to);

/* How many faults SQLite's integrity check finds; *first the first of them, to
 * be freed (NULL: none).  -1: has said why. */
int64_t store_check(struct store *s, char **first);

/* The schema of the file, and that of this program; 0, or -1: has said why. */
int store_schema(const char *path, int *is, int *known);

/* Bytes of the file, and those that its disk has left for us. */
int store_room(const char *path, double *bytes, double *left);

#endif
