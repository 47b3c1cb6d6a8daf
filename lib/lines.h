/*
 * Lines in: bytes of a file as lines of UTF-8, each with its number.
 *
 * Decodes (iconv), takes a byte-order mark off, cuts at LF and takes a CR
 * before it off.  The only user of iconv.  Counts what it reads: bytes, SHA-256
 * of the file, and CRC-32 of the bytes before the current line.
 */
#ifndef WB_LINES_H
#define WB_LINES_H

#include <stddef.h>
#include <stdint.h>

enum { LINE_MAX_BYTES = 1 << 20 }; /* longer is refused */

struct lines;

struct line {
	char *s; /* NUL-terminated, writable, until the next call */
	size_t len;
	uint64_t no;  /* from 1 */
	int cr;	      /* 1: a CR stood before the LF */
	int invalid;  /* 1: its bytes are not text in this encoding */
	uint32_t crc; /* CRC-32 of all bytes before the line, since the start
		       * or lines_crc_restart */
};

/* path NULL or "-": standard input.  encoding NULL: UTF-8.  NULL: has said
 * why. */
struct lines *lines_open(const char *path, const char *encoding);
struct lines *
lines_memory(const char *name, const void *p, size_t n, const char *encoding);
void lines_free(struct lines *l);

/* 1: a line; 0: the end; -1: cannot be read on, has said why. */
int lines_next(struct lines *l, struct line *out);

/* The CRC begins anew after the current line. */
void lines_crc_restart(struct lines *l);

uint64_t lines_bytes(const struct lines *l);
void lines_sha256(const struct lines *l, char hex[65]);
const char *lines_name(const struct lines *l);

#endif
