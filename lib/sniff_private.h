/*
 * The parts of sniff: the sheet that a file is, and the form of its times.
 * Private to sniff.
 */
#ifndef WB_SNIFF_PRIVATE_H
#define WB_SNIFF_PRIVATE_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { SNIFF_BYTES = 64 << 20, SNIFF_FORMAT = 48 };

/* A file as lines of fields. */
struct sheet {
	const char *path;
	int whole; /* 0: only its first SNIFF_BYTES were looked at */
	const char *encoding;
	char *encoding_why;
	char **line; /* decoded, those that are not empty */
	uint64_t *no;
	size_t nline;
	char separator, quote;
	double separated;	  /* share of the lines with as many fields */
	size_t ncol;		  /* of the heading */
	int heading, units;	  /* 1: there is a heading, a line of units */
	size_t top, end;	  /* rows are line[top] .. line[end - 1] */
	uint64_t head, skip_head; /* number of the heading's line */
	char **col;		  /* headings; "" where there is none */
	char **unit;		  /* of the line of units, or NULL */
	char *buf;		  /* the line that was split last ... */
	size_t at;		  /* ... and which it was, +1; 0: none */
	char **field;		  /* its fields, blanks around them taken off */
	size_t nfield, field_cap;
	int padded; /* 1: there were blanks around one */
};

/* Reads, decodes, cuts.  0, or -1: has said why not. */
int sheet_read(struct sheet *s, const char *path);
void sheet_release(struct sheet *s);

/* Field c of line i, "" where it has none. */
const char *sheet_cell(struct sheet *s, size_t i, size_t c);

struct sniff_time {
	size_t col, clock;	   /* the column; that of the clock, or -1 */
	char format[SNIFF_FORMAT]; /* "": canonical */
	char other[SNIFF_FORMAT];  /* one that fits as well, or "" */
	int open;		   /* 1: nothing settles which */
	size_t cells, fit;
	size_t last; /* line of the last time */
	char *why;   /* of the choice between the two, or NULL */
};

/* Finds the time among the columns; wanted[c] says which come first.  0, or -1:
 * there is none. */
int sniff_time(struct sheet *s, const char *wanted, struct sniff_time *t);

/* The form of days in a column. */
int sniff_day(struct sheet *s, size_t col, struct sniff_time *t);

#endif
