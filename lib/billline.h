/*
 * A row of accounts or bills: what its fields say, by the columns of its table.
 *
 * Plain rows are read by their shape: no quotes but around texts that nobody
 * needs, days as YYYY-MM-DD, words that the column knows.
 */
#ifndef WB_BILLLINE_H
#define WB_BILLLINE_H

#include "billshort.h"
#include "csvin.h"
#include "table.h"

enum { BILLLINE_COLUMNS = 32 };

enum billline_use { /* what a field is read for */
	USE_NOT,
	USE_ID,
	USE_ZONE,
	USE_CLASS,
	USE_CLOSED,
	USE_FROM,
	USE_TO,
	USE_M3,
	USE_ESTIMATED,
	USE_UNBILLED
};

struct billline_plan { /* the columns of the table, in its order */
	const struct table_col *col[BILLLINE_COLUMNS];
	enum billline_use use[BILLLINE_COLUMNS];
	size_t n;
	int accounts;
};

/* What was met before: of a thread.  Begin with zeros, and the ids. */
struct billline_seen {
	struct billshort last; /* the days, the last account */
	struct billline_word { /* of a column, that was looked up */
		const struct table_col *col;
		size_t len;
		char text[16];
	} word[16];
};

struct billline {	       /* what one row says */
	const char *id, *zone; /* not terminated */
	size_t id_len, zone_len;
	char class;
	int closed, estimated, unbilled;
	int32_t from, to;
	double m3;
	uint32_t account; /* BILLIDS_NONE: by its id */
};

/* 0: the table is neither. */
int billline_plan(struct billline_plan *p, const struct csvin *in);

/* 1: bills of account, days and volume alone, which billshort reads. */
int billline_short(const struct billline_plan *pl);

/* The plain row at p; where the next begins, NULL: it is not plain, or does not
 * end before `end`. */
const char *
billline_plain(struct billline_seen *c, const struct billline_plan *pl,
    const char *p, const char *end, struct billline *r);

/* A row that the reader of rows has read; 0: it is wrong. */
int billline_any(
    const struct billline_plan *pl, const struct csvin *in, struct billline *r);

#endif
