#include "textpool.h"

#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

enum { PIECE = 65536 };

struct textpool_piece {
	struct textpool_piece *before;
	char text[];
};

static void
add_piece(struct textpool *p, size_t size)
{
	struct textpool_piece *q = xmalloc(sizeof *q + size);

	q->before = p->piece;
	p->piece = q;
	p->used = 0;
}

const char *
textpool_add(struct textpool *p, const char *s)
{
	size_t n = strlen(s) + 1;
	char *at;

	if (n == 1)
		return "";
	if (p->piece == NULL || n > PIECE - p->used)
		add_piece(p, n > PIECE ? n : PIECE);
	at = memcpy(p->piece->text + p->used, s, n);
	p->used = n > PIECE ? PIECE : p->used + n;
	return at;
}

void
textpool_release(struct textpool *p)
{
	while (p->piece != NULL) {
		struct textpool_piece *q = p->piece;

		p->piece = q->before;
		free(q);
	}
	p->used = 0;
}
