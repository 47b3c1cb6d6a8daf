/*
 * Pieces of a text of readings (readrow.h), read by the threads of a crew
 * ahead of the one that takes their rows in order.
 *
 * A text in memory is cut into pieces; of a file each thread reads its own
 * piece into a buffer of its own, where the bytes are still at hand when it
 * comes to their rows.
 */
#ifndef WB_READPIECES_H
#define WB_READPIECES_H

#include "readrow.h"

struct readpieces;

struct readpiece {
	struct readrow_rows rows;
	const char *p; /* where it begins, of a text in memory */
	size_t n;      /* bytes of its lines; 0: no line begins in it */
	uint64_t from; /* of a file: where they begin */
	int whole;     /* 0: could not be read, or a line is too long */
	size_t points; /* known when it was read */
	int done;
};

/* size: bytes of a piece, 0 for what is best.  *form stays. */
struct readpieces *readpieces_new(const struct readrow_form *form, size_t size);
void readpieces_free(struct readpieces *r);

/* From now on the pieces of n bytes in memory, whole lines; with helpers or
 * without.  They must stay until readpieces_hold or the next beginning. */
void
readpieces_memory(struct readpieces *r, const char *p, size_t n, int helpers);

/* From now on the lines of a regular file that begin in its bytes from `at`,
 * the beginning of one, up to `end`, but for an unfinished last one. */
void readpieces_file(struct readpieces *r, int fd, uint64_t at, uint64_t end);

/* The present piece, read; until it is, this thread works as well.  NULL: there
 * is no more. */
const struct readpiece *readpieces_present(struct readpieces *r);

/* 1: its rows end with that of a point that nobody knows. */
static inline int
readpiece_cut(const struct readpiece *q)
{
	return q->whole && q->rows.at < q->n;
}

/* That row of the present piece is odd; reads on behind it. */
void readpieces_on(struct readpieces *r);

/* Rows come that are not odd: pieces that were cut are worth another try, if
 * points became known since. */
void readpieces_points(struct readpieces *r);

/* The present one is done with. */
void readpieces_next(struct readpieces *r);

/* No helper is at work afterwards, nor begins before readpieces_go_on. */
void readpieces_hold(struct readpieces *r);
void readpieces_go_on(struct readpieces *r);

#endif
