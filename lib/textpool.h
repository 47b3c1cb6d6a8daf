/*
 * Short texts by the million: copied one behind another into large pieces, and
 * released all together.
 */
#ifndef WB_TEXTPOOL_H
#define WB_TEXTPOOL_H

#include <stddef.h>

struct textpool {
	struct textpool_piece *piece; /* the one being filled */
	size_t used;
};

#define TEXTPOOL_INIT   \
	{               \
		NULL, 0 \
	}

/* A copy that stays where it is until the pool is released. */
const char *textpool_add(struct textpool *p, const char *s);
void textpool_release(struct textpool *p);

#endif
