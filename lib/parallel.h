/*
 * Independent pieces of work on several threads, their results in order.
 *
 * Piece i is done by some worker and handed to the caller's thread in the order
 * 0, 1, 2 ..., so that what is printed does not depend on the number of
 * threads. Few results are open at a time.  The caller's thread is one of the
 * workers.
 */
#ifndef WB_PARALLEL_H
#define WB_PARALLEL_H

#include <stddef.h>

struct parallel {
	size_t n;  /* pieces */
	int jobs;  /* threads; 1: all in the caller's */
	void *ctx; /* of the functions below */
	/* Does piece i with what belongs to worker k (0..jobs-1), into result
	 * slot s (0..parallel_slots - 1).  0, or -1: failed, has said why. */
	int (*work)(void *ctx, int k, size_t i, size_t s);
	/* Takes the result of piece i from slot s, in the caller's thread. */
	void (*take)(void *ctx, size_t i, size_t s);
};

/* The processors this process may use, at most 8: more readers of one store
 * would only wait for each other. */
int parallel_cpus(void);

/* As many of `jobs` as are worth their start for n days of a point to read, at
 * least one. */
int parallel_jobs(int jobs, size_t n);

/* Slots that parallel_run uses. */
size_t parallel_slots(int jobs);

/* 0, or -1: some piece failed; those before it were taken. */
int parallel_run(const struct parallel *p);

#endif
