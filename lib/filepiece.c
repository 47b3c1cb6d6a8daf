#include "filepiece.h"

#include <string.h>
#include <unistd.h>

#include "xalloc.h"

size_t
filepieces_count(const struct filepieces *f)
{
	return (size_t)((f->end - f->at + f->size - 1) / f->size);
}

size_t
file_read_at(int fd, uint64_t at, char *p, size_t n)
{
	size_t have = 0;

	while (have < n) {
		ssize_t got = pread(fd, p + have, n - have, (off_t)(at + have));

		if (got <= 0)
			break;
		have += (size_t)got;
	}
	return have;
}

/* The first line that begins at p or later, NULL: none does; the byte before p
 * is there. */
static const char *
line_from(const char *p, const char *end)
{
	const char *lf = memchr(p - 1, '\n', (size_t)(end - p) + 1);

	return lf ? lf + 1 : NULL;
}

/* The end of the last line in n bytes. */
static const char *
last_end(const char *p, size_t n)
{
	const char *lf = memrchr(p, '\n', n);

	return lf ? lf + 1 : p;
}

int
filepiece_read(const struct filepieces *f, size_t i, struct filepiece *t)
{
	size_t before = i > 0, n; /* the byte that ends the line before */
	uint64_t from = f->at + i * f->size, to = from + f->size;
	uint64_t want =
	    to + FILEPIECE_LINE < f->end ? to + FILEPIECE_LINE : f->end;
	const char *begin;

	if (t->buf == NULL)
		t->buf =
		    xmalloc(1 + f->size + FILEPIECE_LINE + FILEPIECE_ZEROS);
	n = (size_t)(want - from) + before;
	t->p = t->stop = NULL;
	if (file_read_at(f->fd, from - before, t->buf, n) < n)
		return -1;
	memset(t->buf + n, 0, FILEPIECE_ZEROS);
	t->end = t->buf + n;
	begin = t->buf + before;
	t->p = before ? line_from(begin, t->end) : begin;
	if (to < f->end)
		t->stop = line_from(begin + f->size, t->end);
	if (t->stop == NULL && want == f->end)
		t->stop = last_end(t->buf, n);
	if (t->p == NULL || t->stop == NULL)
		return -1;
	if (t->stop < t->p) /* the unfinished line began before */
		t->stop = t->p;
	t->from = from + (uint64_t)(t->p - begin);
	t->to = from + (uint64_t)(t->stop - begin);
	return 0;
}
