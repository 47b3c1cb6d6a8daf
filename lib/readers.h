/*
 * Pieces of work on several threads (parallel.h), each with a reader of the
 * store of its own; one thread alone reads the store that is open.
 */
#ifndef WB_READERS_H
#define WB_READERS_H

#include "input.h"
#include "parallel.h"

struct readers {
	struct parallel p;
	/* What worker k needs to read s; 0, or -1: has said why. */
	int (*start)(void *ctx, int k, struct store *s);
	/* Frees it; also of a worker that was not, or not wholly, started. */
	void (*stop)(void *ctx, int k);
};

/* Starts the workers, does the work, stops them; a reader of their own rests
 * (store_rest) after each piece.  0, or -1: has said why. */
int readers_run(
    const struct readers *r, const struct tool_opts *o, const struct input *in);

#endif
