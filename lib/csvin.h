/*
 * Rows in: tables of comma-separated values, from a file or standard input.
 *
 * A stream holds one table or several, an empty line between them, each with
 * its heading (what Miller calls csvlite).  Every row knows its line.  A
 * foreign export has another encoding, separator, or lines around the table:
 * `struct csvin_opts`.  The only user of libcsv and iconv.
 *
 * A stream may end with a seal, "#end,ROWS,CRC32"; a seal that is there is
 * checked, and under WB_SEAL=1 one must be there.
 */
#ifndef WB_CSVIN_H
#define WB_CSVIN_H

#include <stddef.h>
#include <stdint.h>

struct csvin_opts {
	const char *encoding;  /* of iconv; NULL: UTF-8, BOM or not */
	char separator, quote; /* 0: ',' and '"' */
	int no_quote;	       /* 1: a quote is a letter like any other */
	int no_heading;	       /* 1: columns are called #1, #2, ... */
	int skip_head;	       /* lines before the heading */
	int skip_foot;	       /* lines after the last row, empty ones apart */
	int foreign;	       /* 1: empty lines are skipped, a heading may
				* repeat, no seal is looked for */
	int unhashed;	       /* 1: csvin_sha256 has nothing to say */
	int unsealed;	       /* 1: no seal is needed, whatever WB_SEAL says */
};

/* What csvin_table and csvin_next answer. */
enum csvin_got {
	CSVIN_FAILED = -1, /* cannot be read on; has said why */
	CSVIN_END = 0,	   /* no more tables; end of this table */
	CSVIN_ROW = 1,	   /* a heading; a row */
	CSVIN_BAD = 2	   /* this row cannot be split; csvin_reason */
};

struct csvin_field {
	char *s; /* text, NUL-terminated; writable */
	size_t len;
};

struct csvin {
	const char *name; /* for messages: the file, or "-" */
	uint64_t line;	  /* where the row began, from 1 ... */
	uint64_t last;	  /* ... and where it ended: a quoted field runs on */
	size_t ncol;	  /* of the heading */
	char **col;	  /* its names */
	size_t nfield;
	struct csvin_field *field; /* of the row; until the next call */
	uint64_t bytes;		   /* read so far, as they were in the file */
	int cut;		   /* 1: failed for want of a good seal */
	struct csvin_state *state;
};

/* NULL or "-" is standard input.  opts NULL: a table of our own.  NULL: cannot
 * be opened, has said why. */
struct csvin *csvin_open(const char *path, const struct csvin_opts *opts);

/* The same over bytes in memory, for tests. */
struct csvin *csvin_memory(
    const char *name, const void *p, size_t n, const struct csvin_opts *opts);
void csvin_free(struct csvin *in);

/* Reads a heading; rows of the table before that are still there are read
 * over.  A stream without any heading is CSVIN_FAILED. */
enum csvin_got csvin_table(struct csvin *in);
enum csvin_got csvin_next(struct csvin *in);

/* For those who read plain rows in a hurry: whole lines of this table (and
 * perhaps of what follows it) that are in memory, at *p, or 0; so many bytes
 * and lines of them as read, rows all of them; the last line's number. */
size_t csvin_ahead(struct csvin *in, const char **p);
void csvin_skip(struct csvin *in, size_t bytes, uint64_t lines);
uint64_t csvin_line(const struct csvin *in);

/* For those who read the rest of a regular file themselves, in several threads:
 * its descriptor and where the next row begins; -1: not to be had, or the file
 * ends with a seal, so that all of it would be read twice.  Then going on at
 * `to`, so many lines further, rows all of them. */
int csvin_file(struct csvin *in, uint64_t *at);
void csvin_jump(struct csvin *in, uint64_t to, uint64_t lines);

/* Bytes read so far, of the file as it is. */
uint64_t csvin_bytes(const struct csvin *in);

/* Why a row was CSVIN_BAD, and its text so far. */
const char *csvin_reason(const struct csvin *in);

/* Index of a column, or -1. */
int csvin_col(const struct csvin *in, const char *name);

/* Text of a column of this row; "" where col is -1. */
const char *csvin_text(const struct csvin *in, int col);

/* Blanks for the line ends and other control characters of a message. */
void csvin_plain(char *text);

/* "prog: file:line: what" on stderr; returns -1. */
int csvin_warn(const struct csvin *in, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* A number, or NaN for an empty field.  -1: it is none, has said so. */
int csvin_num(const struct csvin *in, int col, double *out);

/* SHA-256 of all bytes read, 64 hex digits, "" if unhashed; after the end only.
 */
void csvin_sha256(const struct csvin *in, char hex[65]);

/* Exit status for a stream that failed: 4 if its seal was wrong, else 1. */
int csvin_status(const struct csvin *in);

#endif
