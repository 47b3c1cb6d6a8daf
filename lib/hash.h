/*
 * SHA-256 of a stream, computed beside the reading of it: a second thread
 * takes copies of the pieces as they come.  A stream of one piece needs none.
 */
#ifndef WB_HASH_H
#define WB_HASH_H

#include <stddef.h>

struct hash;

struct hash *hash_new(void);
void hash_free(struct hash *h);

/* The next bytes; no copy is larger than HASH_PIECE. */
enum { HASH_PIECE = 64 * 1024 };
void hash_add(struct hash *h, const void *p, size_t n);

/* 64 hex digits of all bytes so far; waits for the thread. */
void hash_hex(struct hash *h, char hex[65]);

#endif
