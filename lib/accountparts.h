/*
 * The plain accounts of a file (billline.h), read by several threads and added
 * in their order.
 *
 * It ends before the first row that is not plain; what follows is for the
 * reader of rows, who knows all forms and says what is wrong.
 */
#ifndef WB_ACCOUNTPARTS_H
#define WB_ACCOUNTPARTS_H

#include "billline.h"

struct accountparts {
	int fd;	       /* a regular file */
	uint64_t at;   /* where a row begins; moved to where it ended */
	uint64_t rows; /* how many it took */
	int jobs;      /* threads, at least 1 */
	const struct billline_plan *plan;
};

/* 0, or -1: an account contradicts another, or holds no day. */
int accountparts_add(struct accountparts *p, struct billing *b);

#endif
