/*
 * Rows that could not be read: each with file, line, column, reason, text.
 *
 * A file of rejects appears only when there is one, and whole.
 */
#ifndef WB_REJECT_H
#define WB_REJECT_H

#include <stddef.h>
#include <stdint.h>

#include "nearest.h"

struct reject;

/* part: where the file grows; NULL: keep no file, only count and complain. */
struct reject *reject_new(const char *part);

/* Another that keeps a file where r does, for a second thread; and what it
 * noted behind what r has: 0, or -1: has said why. */
struct reject *reject_new_beside(const struct reject *r);
int reject_join(struct reject *r, struct reject *from);

/* Notes a row.  column "" where the whole row is meant.  The first twenty
 * are kept for reject_say. */
void reject_add(struct reject *r, const char *file, uint64_t line,
    const char *column, const char *reason, const char *text);

/* ... one for which something else may have been meant. */
void reject_add_meant(struct reject *r, const char *file, uint64_t line,
    const char *column, const char *reason, const char *text,
    const struct nearest *meant);

/* How many rows so far. */
uint64_t reject_count(const struct reject *r);

/* Says the first twenty on stderr, and how many more there are. */
void reject_say(const struct reject *r);

/* Puts the file in its place.  0, or -1: has said why. */
int reject_keep(struct reject *r, const char *path);

/* Frees; a file not kept is gone. */
void reject_free(struct reject *r);

#endif
