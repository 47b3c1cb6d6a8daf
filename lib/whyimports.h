/*
 * The imports that a trail comes upon, and of each row of the trail that rests
 * on rows of files: which import, file and line.
 *
 * The store keeps no lines.  When the trail is complete the file of each import
 * is looked for (origfile.h), read again as it was then (intake_seek), and the
 * lines are filled in; where that cannot be, a note says why.
 */
#ifndef WB_WHYIMPORTS_H
#define WB_WHYIMPORTS_H

#include "store.h"
#include "trail.h"

struct whyfiles {
	char **dir; /* folders in which files may lie, too */
	size_t ndir;
	int all; /* 1: each reading and each bill is a row of the trail */
};

struct why_reading { /* on which a row of the trail rests */
	size_t row;
	int counted;	      /* 1: the row counts its readings */
	size_t import, taken; /* index in the ledger; as the store has it, and
			       * where it was found: older if merged */
	const char *point_id; /* stays */
	int64_t t;
	double v;
	uint16_t quality;
	uint64_t line; /* 0: not known */
};

struct why_row { /* of another table, likewise */
	size_t row;
	size_t import;
	char *key;
	uint64_t line;
};

struct whyimports {
	struct store *s;
	const struct whyfiles *files;
	struct store_import *im;
	size_t n;
	int64_t *rows; /* readings or rows taken from each; 0: none */
	struct why_reading *reading;
	size_t nreading, reading_cap;
	struct why_row *row;
	size_t nrow, row_cap;
};

void whyimports_init(
    struct whyimports *i, struct store *s, const struct whyfiles *files);

/* A row of a table other than readings was taken from the import. */
void whyimports_note(struct whyimports *i, int64_t import);

/* The key of the row at hand, to be freed. */
char *whyimports_key(const struct table *t, const struct store_rows *r);

/* The last row of the trail is that one, by its key. */
void whyimports_row(
    struct whyimports *i, struct trail *t, int64_t import, const char *key);

/* The last row of the trail counts the readings of a point on the days
 * [from, to), of the time of day from lo up to hi seconds (hi 0: of all of
 * it).  0; -1: the store failed, has said why. */
int whyimports_count(struct whyimports *i, struct trail *t, int64_t point,
    const char *point_id, int64_t from, int64_t to, int32_t lo, int32_t hi);

/* It is that reading, of that import. */
void whyimports_reading(struct whyimports *i, struct trail *t, int64_t import,
    const char *point_id, int64_t at, const struct reading *r);

/* When the trail is complete: fills in where its rows come from, and adds a row
 * for each import. */
void whyimports_put(struct whyimports *i, struct trail *t);
void whyimports_release(struct whyimports *i);

/* whylines.c: fills in lines, adds notes where that cannot be; of each import
 * the path under which its file was found goes to path[], to be freed. */
void whylines_find(struct whyimports *i, struct trail *t, char **path);

#endif
