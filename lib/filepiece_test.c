#include "filepiece.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rnd.h"
#include "tap.h"

/* Lines of 0 to 40 letters; the last without its end now and then. */
static size_t
random_text(char *p, size_t lines, int open_end)
{
	size_t n = 0;

	for (size_t i = 0; i < lines; i++) {
		for (unsigned k = rnd(40); k > 0; k--)
			p[n++] = (char)('a' + rnd(26));
		p[n++] = '\n';
	}
	if (open_end)
		n += (size_t)sprintf(p + n, "unfinished");
	return n;
}

static int
file_of(const char *p, size_t n)
{
	char path[] = "/tmp/wb-filepiece-XXXXXX";
	int fd = mkstemp(path);

	unlink(path);
	if (write(fd, p, n) != (ssize_t)n)
		abort();
	return fd;
}

/* The pieces one behind the other are the text, whole lines all of them. */
static int
joins(const char *p, size_t n, size_t at, size_t size)
{
	struct filepieces f = {file_of(p, n), at, n, size};
	struct filepiece t = {0};
	const char *last = memrchr(p, '\n', n);
	uint64_t pos = at, end = last ? (uint64_t)(last + 1 - p) : at;
	int same = 1;

	end = end < at ? at : end;
	for (size_t i = 0; i < filepieces_count(&f); i++) {
		if (filepiece_read(&f, i, &t) < 0) { /* the unfinished line */
			same &= pos == end && end < n;
			continue;
		}
		if (t.p == t.stop)
			continue;
		same &= t.from == pos && t.stop[-1] == '\n' &&
			t.to - t.from == (uint64_t)(t.stop - t.p) &&
			memcmp(t.p, p + pos, (size_t)(t.stop - t.p)) == 0 &&
			t.from < at + (i + 1) * size && t.from >= at + i * size;
		pos = t.to;
	}
	close(f.fd);
	free(t.buf);
	return same && pos == end;
}

static void
test_joins(void)
{
	static char text[60 * 41 + 20];
	int same = 1;

	for (int k = 0; k < 400; k++) {
		size_t n = random_text(text, rnd(60), rnd(2));
		const char *lf = memchr(text, '\n', n);
		size_t at = lf && rnd(2) ? (size_t)(lf + 1 - text) : 0;

		if (n > at)
			same &= joins(text, n, at, 1 + rnd(rnd(2) ? 20 : 700));
	}
	ok(same, "400 random files: pieces of any size make up the whole");
}

static void
test_bad(void)
{
	static char text[3 * FILEPIECE_LINE];
	struct filepieces f;
	struct filepiece t = {0};

	memset(text, 'x', sizeof text);
	text[9] = text[sizeof text - 1] = '\n';
	f = (struct filepieces){file_of(text, sizeof text), 0, sizeof text, 16};
	ok(filepiece_read(&f, 0, &t) < 0, "a line that is too long");
	f.end = sizeof text + 100;
	ok(filepiece_read(&f, sizeof text / 16 - 1, &t) < 0,
	    "a file that has become shorter");
	close(f.fd);
	free(t.buf);
}

int
main(void)
{
	rnd_seed = 5;
	test_joins();
	test_bad();
	return tap_done();
}
