/* Any way of cutting the input into pieces gives the same lines. */
#include "lines.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "rnd.h"
#include "tap.h"
#include "xalloc.h"

/* All lines with their numbers and CRCs, as one text. */
static char *
slurp(struct lines *l)
{
	char *all = xstrdup(""), *next;
	struct line line;

	while (lines_next(l, &line) == 1) {
		next = xasprintf("%s%llu %08x %d %s\n", all,
		    (unsigned long long)line.no, lines_crc(l), line.invalid,
		    line.s);
		free(all);
		all = next;
	}
	lines_free(l);
	return all;
}

/* The bytes through a pipe, in pieces of random size. */
static char *
through_pipe(const char *p, size_t n, const char *encoding)
{
	int fd[2], saved = dup(STDIN_FILENO);
	char *got;
	pid_t pid;

	if (pipe(fd) != 0 || (pid = fork()) < 0)
		abort();
	if (pid == 0) {
		close(fd[0]);
		while (n > 0) {
			size_t k = 1 + rnd(7);

			k = k < n ? k : n;
			if (write(fd[1], p, k) != (ssize_t)k)
				_exit(1);
			p += k;
			n -= k;
		}
		_exit(0);
	}
	close(fd[1]);
	dup2(fd[0], STDIN_FILENO);
	close(fd[0]);
	got = slurp(lines_open("-", encoding));
	dup2(saved, STDIN_FILENO);
	close(saved);
	waitpid(pid, NULL, 0);
	return got;
}

static void
same(const char *p, size_t n, const char *encoding, const char *what)
{
	char *whole = slurp(lines_memory("-", p, n, encoding)), *cut;
	int all = 1;

	for (int i = 0; i < 20; i++) {
		rnd_seed += (unsigned)i;
		cut = through_pipe(p, n, encoding);
		all &= strcmp(whole, cut) == 0;
		free(cut);
	}
	ok(all, what);
	free(whole);
}

/* Reads a file to which `more` is added after its first line was read: the
 * number of lines, or -1. */
static int
growing(const char *first, const char *more)
{
	char path[] = "/tmp/wb-lines-test-XXXXXX";
	int fd = mkstemp(path), n = 0, got;
	struct lines *l;
	struct line line;

	if (write(fd, first, strlen(first)) < 0 ||
	    (l = lines_open(path, NULL)) == NULL)
		abort();
	while ((got = lines_next(l, &line)) == 1)
		if (n++ == 0 && write(fd, more, strlen(more)) < 0)
			abort();
	lines_free(l);
	unlink(path);
	close(fd);
	return got == 0 ? n : -1;
}

static void
test_growing(void)
{
	ok(growing("a\nb\n", "c\nd\n") == 4, "a file that grows is read on");
	ok(growing("a\nb", "") == 2, "a last line without LF");
	ok(growing("a\nb\n", "c\n1") == -1,
	    "a file that grows and ends inside a line is refused");
	ok(growing("a\nb", "c") == -1, "also where that line was there before");
}

/* Random lines of a file, some read over by a jump as those do that read the
 * file themselves: the same lines with the same CRC as without. */
static int
jumping(void)
{
	char path[] = "/tmp/wb-lines-test-XXXXXX", text[20000];
	int fd = mkstemp(path), same = 1, more = 1;
	size_t n = 0, end[sizeof text], nline = 0;
	uint64_t at;
	struct lines *l, *all;
	struct line line, want = {0};

	while (n + 64 < sizeof text) {
		for (unsigned k = rnd(60); k > 0; k--)
			text[n++] = (char)('a' + rnd(26));
		text[n++] = '\n';
		end[nline++] = n;
	}
	all = lines_memory("-", text, n, NULL);
	if (write(fd, text, n) < 0 || (l = lines_open(path, NULL)) == NULL)
		abort();
	lines_no_hash(l);
	while (more) {
		uint64_t no = lines_number(l), over = rnd(3) ? 0 : 1 + rnd(99);

		if (over > 0 && no + over < nline) {
			same &= lines_file(l, &at) >= 0 &&
				at == (no > 0 ? end[no - 1] : 0);
			lines_jump(l, end[no + over - 1], over);
		}
		more = lines_next(l, &line) == 1;
		while (more && want.no < line.no && lines_next(all, &want) == 1)
			;
		same &= !more ||
			(want.no == line.no && strcmp(want.s, line.s) == 0);
		if (more && rnd(4) == 0)
			same &= lines_crc(l) == lines_crc(all);
		if (more && rnd(9) == 0) {
			lines_crc_restart(l);
			lines_crc_restart(all);
		}
	}
	same &= lines_bytes(l) == n;
	lines_free(l);
	lines_free(all);
	unlink(path);
	close(fd);
	return same;
}

static void
test_jumping(void)
{
	int all = 1;

	for (int i = 0; i < 100; i++)
		all &= jumping();
	ok(all, "what is jumped over is in the CRC all the same");
}

#define BYTES(s) s, sizeof s - 1

int
main(void)
{
	static const char sha_abc[] = "ba7816bf8f01cfea414140de5dae2223"
				      "b00361a396177a9cb410ff61f20015ad";
	struct lines *l;
	struct line line;
	char hex[65];

	rnd_seed = 5;
	same(BYTES("\xEF\xBB\xBF"
		   "a,b\r\n1,2\n\n\"x\ny\",3\r\nlast"),
	    NULL, "UTF-8 with BOM, CRLF, an empty line, no LF at the end");
	same(BYTES("\xCA\xB1\xBC\xE4,\x81\x30\x84\x36\r\n1\xFF,2\n\xCA"),
	    "GB18030", "GB18030: two and four bytes, a bad one, one cut short");
	same(BYTES("\xFF\xFE"
		   "a\0,\0\x2D\x4E\n\0"
		   "1\0\n\0"),
	    "UTF-16LE", "UTF-16LE with BOM");
	l = lines_memory("m", "abc", 3, NULL);
	while (lines_next(l, &line) == 1)
		;
	lines_sha256(l, hex);
	ok(strcmp(hex, sha_abc) == 0, "SHA-256 of abc (FIPS 180-2)");
	ok(lines_bytes(l) == 3, "bytes counted");
	lines_free(l);
	if (freopen("/dev/null", "w", stderr) == NULL)
		abort();
	test_growing();
	test_jumping();
	return tap_done();
}
