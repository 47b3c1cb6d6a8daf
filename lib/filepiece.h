/*
 * The lines of a regular file in pieces, for several threads: a piece holds
 * those that begin in its stretch of so many bytes.
 *
 * Whoever takes the pieces in order must see that each begins where the one
 * before it ended: else the file is not what it was.
 */
#ifndef WB_FILEPIECE_H
#define WB_FILEPIECE_H

#include <stddef.h>
#include <stdint.h>

/* A regular file of which threads take the plain rows, up to the first that is
 * not. */
struct fileparts {
	int fd;
	uint64_t at;   /* where a row begins; moved to where it ended */
	uint64_t rows; /* how many they took */
	int jobs;      /* threads, at least 1 */
};

/* How many of the n bytes from `at` on could be read: all but at the end of the
 * file, or where it fails; whoever reads on from there will hear why. */
size_t file_read_at(int fd, uint64_t at, char *p, size_t n);

struct filepieces {
	int fd;
	uint64_t at, end; /* a line begins at `at` */
	size_t size;	  /* of a stretch, bytes */
};

/* A line may pass the end of its piece by so many bytes; behind the last byte
 * read there are so many zeros. */
enum { FILEPIECE_LINE = 4096, FILEPIECE_ZEROS = 160 };

struct filepiece {	      /* of a thread; begin with zeros */
	const char *p, *stop; /* the lines; equal: none begins there */
	const char *end;      /* of what was read */
	uint64_t from, to;    /* where they begin and end in the file */
	char *buf;	      /* to be freed */
};

size_t filepieces_count(const struct filepieces *f);

/* Reads piece i; 0, or -1: it cannot be read wholly, or a line is too long. An
 * unfinished line at the end of the file is left out. */
int
filepiece_read(const struct filepieces *f, size_t i, struct filepiece *piece);

#endif
