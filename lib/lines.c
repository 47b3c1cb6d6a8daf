#include "lines.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <libdeflate.h>

#include "hash.h"
#include "xalloc.h"

/* Bytes asked for at a time: the more, the more have come already. */
enum { PIECE = HASH_PIECE, PIECE_MAX = 4 * PIECE };

/* The first time after a jump: often it is for a line, and the next jump. */
enum { PIECE_JUMPED = 4096 };

static const char replacement[] = "\xEF\xBF\xBD";

struct lines {
	char *name;
	int fd;	     /* -1: memory */
	pid_t child; /* that unpacks; 0: none */
	int eof;
	struct stat opened; /* as it was then */
	char *encoding;
	iconv_t decode; /* (iconv_t)-1: none needed */
	int begun;	/* the first bytes were decoded */
	char *raw;	/* undecoded bytes, when there is a decoder */
	size_t nraw, raw_cap;
	char *text; /* decoded; [at, n) is not handed out yet */
	size_t at, n, cap;
	size_t scanned; /* no LF in [at, scanned) */
	size_t piece;	/* bytes to ask for */
	uint64_t no, bytes;
	size_t crc_at, line_at; /* in text: not in crc yet; the current line */
	uint32_t crc;
	int no_crc;
	int crc_behind;	   /* 1: in the CRC are the file's bytes ... */
	uint64_t crc_from; /* ... up to this one, before `at` */
	size_t nul_at;	   /* where a NUL stands for ... */
	int nul_for;	   /* ... this byte; -1: nowhere */
	struct hash *hash;
};

static struct lines *
lines_init(const char *name, const char *encoding)
{
	struct lines *l = xcalloc(1, sizeof *l);

	l->name = xstrdup(name);
	l->fd = -1;
	l->piece = PIECE;
	l->nul_for = -1;
	l->decode = (iconv_t)-1;
	l->hash = hash_new();
	if (encoding == NULL || strcasecmp(encoding, "utf-8") == 0)
		return l;
	l->encoding = xstrdup(encoding);
	l->decode = iconv_open("UTF-8", encoding);
	if (l->decode == (iconv_t)-1) {
		warnx("%s: encoding '%s' is not known", name, encoding);
		lines_free(l);
		return NULL;
	}
	return l;
}

/* The program that unpacks a file of that name, or NULL. */
static const char *
unpacker(const char *path)
{
	size_t n = strlen(path);

	if (n > 3 && strcmp(path + n - 3, ".gz") == 0)
		return "gzip";
	if (n > 3 && strcmp(path + n - 3, ".xz") == 0)
		return "xz";
	return NULL;
}

int
lines_is_packed(const char *path)
{
	return unpacker(path) != NULL;
}

/* Room in a pipe for what is asked for at a time, if the system allows it. */
static void
widen(int fd)
{
	(void)fcntl(fd, F_SETPIPE_SZ, (int)PIECE_MAX);
}

/* Puts the output of the program that unpacks in the place of the file. */
static int
unpack(struct lines *l, const char *program)
{
	int pipe_fd[2];

	if (pipe2(pipe_fd, O_CLOEXEC) < 0 || (l->child = fork()) < 0) {
		warn("%s", l->name);
		l->child = 0;
		return -1;
	}
	if (l->child == 0) {
		if (dup2(l->fd, STDIN_FILENO) < 0 ||
		    dup2(pipe_fd[1], STDOUT_FILENO) < 0)
			_exit(127);
		execlp(program, program, "-dc", (char *)NULL);
		warn("%s", program);
		_exit(127);
	}
	close(pipe_fd[1]);
	close(l->fd);
	l->fd = pipe_fd[0];
	widen(l->fd);
	return 0;
}

/* The end of what was unpacked is the end of the file only if the program says
 * so.  0, or -1: has said why. */
static int
unpacked(struct lines *l)
{
	int status;
	pid_t child = l->child;

	if (child == 0)
		return 0;
	l->child = 0;
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return 0;
	warnx("%s: cannot be unpacked: %s failed", l->name, unpacker(l->name));
	return -1;
}

static int
open_file(struct lines *l, const char *path)
{
	l->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (l->fd < 0) {
		warn("%s", path);
		return -1;
	}
	if (fstat(l->fd, &l->opened) == 0 && S_ISDIR(l->opened.st_mode)) {
		warnx("%s: is a directory", l->name);
		return -1;
	}
	if (unpacker(path) == NULL)
		return 0;
	l->opened = (struct stat){0}; /* a pipe does not grow */
	return unpack(l, unpacker(path));
}

/* The mark of one byte order at the head of a file in the other. */
static int
wrong_mark(const struct lines *l, const char *encoding)
{
	const char *mark = strcasecmp(encoding, "utf-16le") == 0 ? "\xFE\xFF" :
			   strcasecmp(encoding, "utf-16be") == 0 ? "\xFF\xFE" :
								   NULL;

	if (mark == NULL || l->nraw < 2 || memcmp(l->raw, mark, 2) != 0)
		return 0;
	warnx("%s: begins with the byte order mark of UTF-16%s, not %s",
	    l->name, *mark == '\xFE' ? "BE" : "LE", encoding);
	return 1;
}

struct lines *
lines_open(const char *path, const char *encoding)
{
	int standard = path == NULL || strcmp(path, "-") == 0;
	struct lines *l = lines_init(standard ? "-" : path, encoding);

	if (l == NULL)
		return NULL;
	if (standard) {
		l->fd = STDIN_FILENO;
		widen(l->fd);
	} else if (open_file(l, path) < 0) {
		lines_free(l);
		return NULL;
	}
	return l;
}

struct lines *
lines_memory(const char *name, const void *p, size_t n, const char *encoding)
{
	struct lines *l = lines_init(name, encoding);

	if (l == NULL)
		return NULL;
	l->raw = xmalloc(n);
	memcpy(l->raw, p, n);
	l->nraw = l->raw_cap = n;
	hash_add(l->hash, p, n);
	l->bytes = n;
	if (l->decode == (iconv_t)-1) {
		l->text = l->raw;
		l->n = l->cap = n;
		l->raw = NULL;
		l->nraw = l->raw_cap = 0;
		l->eof = 1;
	}
	return l;
}

void
lines_free(struct lines *l)
{
	if (l == NULL)
		return;
	if (l->fd > STDIN_FILENO)
		close(l->fd);
	if (l->child > 0) /* it ends when nobody reads */
		waitpid(l->child, NULL, 0);
	if (l->decode != (iconv_t)-1)
		iconv_close(l->decode);
	hash_free(l->hash);
	free(l->name);
	free(l->encoding);
	free(l->raw);
	free(l->text);
	free(l);
}

/* Takes the bytes up to `to` into the CRC. */
static void
crc_up_to(struct lines *l, size_t to)
{
	if (to > l->crc_at && !l->no_crc && !l->crc_behind)
		l->crc = libdeflate_crc32(
		    l->crc, l->text + l->crc_at, to - l->crc_at);
	l->crc_at = to;
}

static void
make_room(struct lines *l, size_t more)
{
	if (l->at > 0) {
		crc_up_to(l, l->at);
		l->crc_at = l->line_at = 0;
		memmove(l->text, l->text + l->at, l->n - l->at);
		l->n -= l->at;
		l->scanned -= l->scanned < l->at ? l->scanned : l->at;
		l->at = 0;
	}
	if (l->n + more + 1 > l->cap) {
		l->cap = (l->n + more + 1) * 2;
		l->text = xrealloc(l->text, l->cap, 1);
	}
}

/* Reads at most n bytes into p; -1: has said why. */
static ssize_t
read_piece(struct lines *l, char *p, size_t n)
{
	ssize_t got;

	do
		got = read(l->fd, p, n);
	while (got < 0 && errno == EINTR);
	if (got < 0) {
		warn("%s", l->name);
		return -1;
	}
	if (got == 0 && unpacked(l) < 0)
		return -1;
	l->bytes += (uint64_t)got;
	if (l->hash != NULL)
		hash_add(l->hash, p, (size_t)got);
	return got;
}

long
lines_raw(struct lines *l, char *p, size_t n)
{
	return read_piece(l, p, n < PIECE ? n : PIECE);
}

/* Decodes what raw holds.  A byte that is no text becomes U+FFFD, so that one
 * bad row does not end the file. */
static void
decode(struct lines *l)
{
	char *in = l->raw, *out;
	size_t left = l->nraw, room;

	make_room(l, left * 3 + 16);
	out = l->text + l->n;
	room = l->cap - 1 - l->n;
	while (left > 0 &&
	       iconv(l->decode, &in, &left, &out, &room) == (size_t)-1) {
		if (errno == EINVAL && !l->eof)
			break;
		if (errno == E2BIG) {
			l->n = (size_t)(out - l->text);
			make_room(l, left * 3 + 16);
			out = l->text + l->n;
			room = l->cap - 1 - l->n;
			continue;
		}
		memcpy(out, replacement, 3); /* the row will be refused */
		out += 3;
		room -= 3;
		in++;
		left--;
	}
	l->n = (size_t)(out - l->text);
	memmove(l->raw, in, left);
	l->nraw = left;
}

/* More text, or eof; -1: has said why. */
static int
fill(struct lines *l)
{
	ssize_t got = 0;

	if (l->decode == (iconv_t)-1) {
		make_room(l, l->piece);
		got = read_piece(l, l->text + l->n, l->piece);
		if (got > 0)
			l->n += (size_t)got;
		if (l->piece < PIECE_MAX)
			l->piece *= 2;
	} else {
		if (l->fd >= 0) {
			if (l->nraw + PIECE > l->raw_cap) {
				l->raw_cap = l->nraw + PIECE;
				l->raw = xrealloc(l->raw, l->raw_cap, 1);
			}
			got = read_piece(l, l->raw + l->nraw, PIECE);
			if (got > 0)
				l->nraw += (size_t)got;
		}
	}
	if (got < 0)
		return -1;
	l->eof = got == 0;
	if (l->decode == (iconv_t)-1)
		return 0;
	if (!l->begun && wrong_mark(l, l->encoding))
		return -1;
	l->begun |= l->nraw > 1;
	decode(l);
	return 0;
}

/* 1 if the bytes are UTF-8 (RFC 3629). */
static int
utf8_valid(const char *s, size_t n)
{
	const unsigned char *p = (const unsigned char *)s, *end = p + n;

	while (p < end) {
		unsigned char c = *p++;
		int more;

		if (c < 0x80)
			continue;
		more = c >= 0xC2 && c < 0xE0 ? 1 :
		       (c & 0xF0) == 0xE0    ? 2 :
		       c >= 0xF0 && c < 0xF5 ? 3 :
					       0;
		if (more == 0 || end - p < more)
			return 0;
		if ((c == 0xE0 && *p < 0xA0) || (c == 0xED && *p >= 0xA0) ||
		    (c == 0xF0 && *p < 0x90) || (c == 0xF4 && *p >= 0x90))
			return 0;
		for (; more > 0; more--)
			if ((*p++ & 0xC0) != 0x80)
				return 0;
	}
	return 1;
}

static void
hand_out(struct lines *l, size_t len, size_t used, struct line *out)
{
	char *s = l->text + l->at;

	l->line_at = l->at;
	l->at += used;
	l->scanned = l->at;
	out->no = ++l->no;
	if (out->no == 1 && len >= 3 && memcmp(s, "\xEF\xBB\xBF", 3) == 0) {
		s += 3;
		len -= 3;
	}
	out->cr = len > 0 && s[len - 1] == '\r';
	len -= (size_t)out->cr;
	l->nul_at = (size_t)(s + len - l->text);
	l->nul_for = s + len < l->text + l->n ? (unsigned char)s[len] : -1;
	s[len] = '\0';
	out->s = s;
	out->len = len;
	out->invalid = l->decode == (iconv_t)-1 ?
			   !utf8_valid(s, len) :
			   memmem(s, len, replacement, 3) != NULL;
}

/* Puts back the byte that the NUL of the last line replaced. */
static void
unterminate(struct lines *l)
{
	if (l->nul_for >= 0)
		l->text[l->nul_at] = (char)l->nul_for;
	l->nul_for = -1;
}

static int
too_long(const struct lines *l)
{
	warnx("%s:%llu: the line is longer than %d bytes", l->name,
	    (unsigned long long)l->no + 1, LINE_MAX_BYTES);
	return -1;
}

/* 1 if it is a file that somebody wrote to since it was opened. */
static int
changed(const struct lines *l)
{
	const struct stat *a = &l->opened;
	struct stat b;

	return l->fd >= 0 && S_ISREG(a->st_mode) && fstat(l->fd, &b) == 0 &&
	       (a->st_size != b.st_size ||
		   a->st_mtim.tv_sec != b.st_mtim.tv_sec ||
		   a->st_mtim.tv_nsec != b.st_mtim.tv_nsec);
}

/* What follows the last LF is a line too, unless its writer is still at it. */
static int
last_line(struct lines *l, struct line *out)
{
	if (l->n == l->at)
		return 0;
	if (changed(l)) {
		warnx("%s:%llu: was written to while it was read and ends "
		      "inside this line: read it again when it is whole",
		    l->name, (unsigned long long)l->no + 1);
		return -1;
	}
	make_room(l, 1); /* for the NUL */
	hand_out(l, l->n - l->at, l->n - l->at, out);
	return 1;
}

int
lines_next(struct lines *l, struct line *out)
{
	unterminate(l);
	for (;;) {
		char *lf = l->n == l->scanned ? NULL :
						memchr(l->text + l->scanned,
						    '\n', l->n - l->scanned);

		if (lf != NULL) {
			size_t len = (size_t)(lf - (l->text + l->at));

			if (len > LINE_MAX_BYTES)
				return too_long(l);
			hand_out(l, len, len + 1, out);
			return 1;
		}
		l->scanned = l->n;
		if (l->n - l->at > LINE_MAX_BYTES)
			return too_long(l);
		if (l->eof)
			return last_line(l, out);
		if (fill(l) < 0)
			return -1;
	}
}

size_t
lines_ahead(struct lines *l, const char **p)
{
	const char *end;

	unterminate(l);
	end =
	    l->n == l->at ? NULL : memrchr(l->text + l->at, '\n', l->n - l->at);

	*p = l->text + l->at;
	return end ? (size_t)(end + 1 - *p) : 0;
}

void
lines_skip(struct lines *l, size_t bytes, uint64_t lines)
{
	l->at += bytes;
	l->scanned = l->at;
	l->no += lines;
}

int
lines_file(struct lines *l, uint64_t *at)
{
	struct stat st;
	off_t read_up_to;

	if (l->fd < 0 || l->decode != (iconv_t)-1 || l->hash != NULL ||
	    fstat(l->fd, &st) < 0 || !S_ISREG(st.st_mode) ||
	    (read_up_to = lseek(l->fd, 0, SEEK_CUR)) < 0)
		return -1;
	*at = (uint64_t)read_up_to - (l->n - l->at);
	return l->fd;
}

void
lines_jump(struct lines *l, uint64_t to, uint64_t lines)
{
	uint64_t at;

	if (lines_file(l, &at) < 0 || to < at ||
	    lseek(l->fd, (off_t)to, SEEK_SET) < 0)
		return;
	if (!l->crc_behind) {
		l->crc_behind = 1;
		l->crc_from = at - (l->at - l->crc_at);
	}
	l->bytes += to - at - (l->n - l->at);
	l->at = l->n = l->scanned = l->line_at = l->crc_at = 0;
	l->nul_for = -1;
	l->no += lines;
	l->eof = 0;
	l->piece = PIECE_JUMPED;
}

uint64_t
lines_number(const struct lines *l)
{
	return l->no;
}

/* Reads again what jumps have left out, up to the current line.  What cannot be
 * read leaves a CRC that fits nothing. */
static void
catch_up(struct lines *l)
{
	char *p = xmalloc(PIECE);
	uint64_t at;

	l->crc_behind = 0;
	l->crc_at = l->line_at;
	if (lines_file(l, &at) < 0)
		at = 0;
	else
		at -= l->at - l->line_at;
	while (l->crc_from < at) {
		uint64_t left = at - l->crc_from;
		ssize_t got = pread(
		    l->fd, p, left < PIECE ? left : PIECE, (off_t)l->crc_from);

		if (got <= 0)
			break;
		l->crc = libdeflate_crc32(l->crc, p, (size_t)got);
		l->crc_from += (uint64_t)got;
	}
	free(p);
}

/* The current line may be overwritten by its reader, but not what came before
 * it. */
uint32_t
lines_crc(struct lines *l)
{
	if (l->crc_behind)
		catch_up(l);
	crc_up_to(l, l->line_at);
	return l->crc;
}

void
lines_no_crc(struct lines *l)
{
	l->no_crc = 1;
}

void
lines_crc_restart(struct lines *l)
{
	l->crc = 0;
	l->crc_at = l->at;
	l->crc_behind = 0;
}

uint64_t
lines_bytes(const struct lines *l)
{
	return l->bytes;
}

void
lines_no_hash(struct lines *l)
{
	hash_free(l->hash);
	l->hash = NULL;
}

void
lines_sha256(const struct lines *l, char hex[65])
{
	hex[0] = '\0';
	if (l->hash != NULL)
		hash_hex(l->hash, hex);
}

const char *
lines_name(const struct lines *l)
{
	return l->name;
}
