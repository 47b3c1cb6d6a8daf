/*
 * The trail of a figure: what it is, what it was computed from, where that came
 * from.  For programs rows of the table `wb-explain`, for people sections.
 */
#ifndef WB_TRAIL_H
#define WB_TRAIL_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "csvout.h"

enum trail_kind { /* in the order of the sections */
	TRAIL_CELL,
	TRAIL_FIGURE,
	TRAIL_FORMULA,
	TRAIL_SHARE,
	TRAIL_FLAG,
	TRAIL_EVENT,
	TRAIL_STEP,
	TRAIL_PARAM,
	TRAIL_REGISTRY,
	TRAIL_READING,
	TRAIL_BILL,
	TRAIL_IMPORT,
	TRAIL_NOTE,
	TRAIL_KINDS
};

struct trail_row {
	enum trail_kind kind;
	char *what, *value, *unit, *source;
	int64_t import;	     /* that it rests on; 0: none, or several */
	uint64_t line, last; /* of its file; 0: not known */
};

struct trail_file { /* of an import */
	int64_t import;
	char *path, *sha256;
};

struct trail {
	struct trail_row *row;
	size_t n, cap;
	struct trail_file *file;
	size_t nfile, file_cap;
	int spoken; /* 1: for people, in the language that is spoken */
};

#define TRAIL_INIT                        \
	{                                 \
		NULL, 0, 0, NULL, 0, 0, 0 \
	}

/* A text of the catalogue in the language of the trail: the table's is always
 * English. */
const char *trail_tr(const struct trail *t, const char *text)
    __attribute__((format_arg(2)));

/* What an id is called; in English and in the table the id. */
const char *trail_name(const struct trail *t, const char *id);

/* Adds a row; texts are copied, source is printf's and of the catalogue. */
void trail_add(struct trail *t, enum trail_kind kind, const char *what,
    const char *value, const char *unit, const char *source, ...)
    __attribute__((format(printf, 6, 7)));

/* The same with a number of at most `digits` decimals; NaN: empty. */
void trail_num(struct trail *t, enum trail_kind kind, const char *what,
    double v, int digits, const char *unit, const char *source, ...)
    __attribute__((format(printf, 7, 8)));

/* A row more, to be filled in. */
struct trail_row *trail_new_row(struct trail *t);

/* The file of an import; both are copied. */
void trail_file(
    struct trail *t, int64_t import, const char *path, const char *sha256);
void trail_release(struct trail *t);

/* Rows of the table, sections as they were added; the sections in order. */
void trail_put(const struct trail *t, struct csvout *out);
void trail_print(const struct trail *t, FILE *fp);

#endif
