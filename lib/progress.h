/*
 * Progress of a long reading, on a terminal: after the first second a line on
 * standard error that is rewritten, and at the end one with the rate.
 */
#ifndef WB_PROGRESS_H
#define WB_PROGRESS_H

#include <stdint.h>

struct progress {
	const char *name;
	int on;		/* 1: there is a terminal and somebody wants it */
	int shown;	/* 1: a line stands there */
	double start;	/* seconds */
	double last;	/* when the line was written */
	uint64_t bytes; /* of the whole file; 0: not known */
};

void progress_start(struct progress *p, const char *name, int wanted);

/* So many bytes and rows until now. */
void progress_tick(struct progress *p, uint64_t bytes, int64_t rows);
void progress_end(struct progress *p, int64_t rows);

#endif
