/*
 * What the files of sniff share: sniff.c prints the whole, sniff_sheet.c cuts
 * the sheet that a file is, sniff_time.c finds the form of its times,
 * sniff_number.c that of its numbers, sniff_name.c names columns and points,
 * sniff_readings.c says how readings lie in it.
 */
#ifndef WB_SNIFF_PRIVATE_H
#define WB_SNIFF_PRIVATE_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "table.h"

struct strmap;

enum { SNIFF_BYTES = 64 << 20, SNIFF_FORMAT = 48, SNIFF_WORDS = 40 };

/* No column. */
#define SNIFF_NONE ((size_t)-1)

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

/* --- the whole --- */

/* The columns of readings. */
enum { SNIFF_POINT, SNIFF_TIME, SNIFF_VALUE, SNIFF_QUALITY };

enum sniff_kind { SNIFF_EMPTY, SNIFF_TEXT, SNIFF_NUMBERS, SNIFF_TIMES };

/* A cell of a column of numbers that is none. */
struct sniff_word {
	char *text;
	size_t count, line;
};

struct number_form {
	char decimal, thousands;
	const char *name;
	size_t fit;
	uint64_t meaning; /* the same for two that read alike */
};

struct sniffer {
	struct sheet s;
	const struct table *t;
	FILE *fp;
	char *wanted; /* by column: 1 if its heading means the time */
	enum sniff_kind *kind;
	struct sniff_time time;
	struct number_form form;
	const char *other_form; /* that fits as well, or NULL */
	size_t numbers;		/* cells that look like one */
	struct sniff_word word[SNIFF_WORDS];
	size_t nword;
	size_t foot;
	int readings;
	int open; /* 1: a column that must be there was not found */
};

/* --- numbers --- */

/* 1 if it has digits and nothing that is in no number. */
int sniff_is_number(const char *s);

/* The form in which most cells read, into n->form; then the columns' kinds. */
void sniff_form(struct sniffer *n);
void sniff_kinds(struct sniffer *n);

/* Notes what stands in column `only` (SNIFF_NONE: in every column of numbers)
 * and is no number; notes one such word. */
void sniff_words(struct sniffer *n, size_t only);
void sniff_note_word(struct sniffer *n, const char *text, size_t line);

/* --- names in the mapping --- */

/* 1 if a mapping can hold the text as a value that means itself. */
int sniff_is_plain(const char *s);

/* How the mapping calls column c: by its heading, or by its place. */
const char *sniff_reference(const struct sniffer *n, size_t c, char buf[32]);

/* The unit that the heading of column c gives, or NULL; *at is where it begins
 * there. */
const char *sniff_heading_unit(const struct sniffer *n, size_t c, size_t *at);

/* An id for the point of column c: its heading without unit and without what
 * ends a key; none that is used.  To be freed. */
char *sniff_point_id(const struct sniffer *n, size_t c, struct strmap *used);

/* How the name of the file ends, from its last dot on; .gz and .xz apart. */
const char *sniff_extension(const char *path, char buf[16]);

/* --- what is printed --- */

/* The sections of a mapping of readings. */
void sniff_readings(struct sniffer *n);

/* That another form of times fits as well. */
void sniff_print_choice(const struct sniffer *n, const struct sniff_time *t);

/* The columns that are not used (by column: 1), to be passed over; all of them
 * where a list would be longer than a line of a mapping may be. */
void sniff_print_ignored(const struct sniffer *n, const char *used);

#endif
