/*
 * The short bills of a file (billshort.h), added by several threads at once,
 * each a part of the file from line to line.
 *
 * It ends before the first row that is not short; what follows is for the
 * reader of rows, who knows all forms and says what is wrong.  So the sums are
 * the same as if one thread had read all.
 */
#ifndef WB_BILLPARTS_H
#define WB_BILLPARTS_H

#include "billing.h"

struct billparts {
	int fd;	       /* a regular file */
	uint64_t at;   /* where a row begins; moved to where it ended */
	uint64_t rows; /* how many it took */
	int jobs;      /* threads, at least 1 */
};

/* 0, or -1: a bill came before one of its account that was there. */
int billparts_add(struct billparts *p, struct billing *b);

#endif
