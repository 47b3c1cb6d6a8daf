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
	uint64_t no; /* from 1 */
	int cr;	     /* 1: a CR stood before the LF */
	int invalid; /* 1: its bytes are not text in this encoding */
};

/* 1 if the name ends in .gz or .xz: the file is read through `gzip -dc` or `xz
 * -dc`, and has failed if that has.  What is counted and hashed is what comes
 * out. */
int lines_is_packed(const char *path);

/* path NULL or "-": standard input.  encoding NULL: UTF-8.  NULL: has said
 * why. */
struct lines *lines_open(const char *path, const char *encoding);
struct lines *
lines_memory(const char *name, const void *p, size_t n, const char *encoding);
void lines_free(struct lines *l);

/* The bytes as they are, in the place of lines: how many of at most n; 0: the
 * end; -1: has said why. */
long lines_raw(struct lines *l, char *p, size_t n);

/* 1: a line; 0: the end; -1: cannot be read on, has said why (also of a file
 * that grows and ends inside a line). */
int lines_next(struct lines *l, struct line *out);

/* Whole lines that are in memory already, at *p, or 0: the length of a stretch
 * that ends with LF, for those who read in a hurry; and so many bytes and lines
 * of them as read. */
size_t lines_ahead(struct lines *l, const char **p);
void lines_skip(struct lines *l, size_t bytes, uint64_t lines);

/* For those who read the file itself, in several threads: its descriptor, and
 * where the next line begins; -1: it is no regular file, or its bytes have to
 * be decoded or hashed here.  Then going on at `to`, so many lines further;
 * lines_crc reads these again. */
int lines_file(struct lines *l, uint64_t *at);
void lines_jump(struct lines *l, uint64_t to, uint64_t lines);

/* The number of the last line that was handed out or skipped. */
uint64_t lines_number(const struct lines *l);

/* CRC-32 of all bytes before the current line, since the start or the last
 * restart; and let it begin anew after the current line. */
uint32_t lines_crc(struct lines *l);

/* Nobody will ask for the CRC. */
void lines_no_crc(struct lines *l);
void lines_crc_restart(struct lines *l);

uint64_t lines_bytes(const struct lines *l);

/* Without SHA-256, which is "" then: to be said before the first line. */
void lines_no_hash(struct lines *l);
void lines_sha256(const struct lines *l, char hex[65]);
const char *lines_name(const struct lines *l);

#endif
