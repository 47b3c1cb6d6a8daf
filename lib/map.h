/*
 * Mapping files: how a foreign export becomes one of our tables.
 *
 * INI, one file per source; every key is optional.  A HEADING is a pattern
 * (pattern.h), or #3 for the third column.
 *
 *     [file]     encoding, separator, quote, decimal, thousands, heading,
 *                units_line, skip_head, skip_foot, trim, surplus
 *     [filename] POINT_ID = pattern of the file's name: one file, one point
 *     [columns]  OUR_COLUMN = HEADING | another HEADING
 *     [constants] OUR_COLUMN = value for every row
 *     [time]     format (of caltime.h), day_format, zone, date, clock
 *     [values]   missing = word | word    unit = MPa (of every reading)
 *                unit_from = heading | line
 *     [words]    OUR_WORD = their word | their word: qualities, kinds, ...
 *     [wide]     POINT_ID = HEADING: one point per column; readings only
 *     [units]    POINT_ID = unit of that column
 *     [ignore]   columns = HEADING | HEADING, or * for all others
 *
 * Where a pattern has captures, the first `*` in POINT_ID stands for the first,
 * and so on: `FT_* = *(m3/h)`.  Names of sections, keys and columns are
 * checked; what is not known is an error that names the nearest that is.
 */
#ifndef WB_MAP_H
#define WB_MAP_H

#include <stddef.h>
#include <stdio.h>

#include "csvin.h"
#include "table.h"

struct map_name { /* ours, and theirs: several patterns or a value */
	char *ours;
	struct pattern **theirs;
	size_t ntheirs;
};

struct map_key { /* a line of the file */
	char *section, *name, *value;
	int line;
};

enum map_surplus { SURPLUS_EMPTY, SURPLUS_REFUSE, SURPLUS_IGNORE };
enum map_unit_from { UNIT_OF_POINT, UNIT_OF_HEADING, UNIT_OF_LINE };

struct map {
	const struct table *table;
	char *path; /* NULL: canonical */
	char *encoding;
	struct csvin_opts csv;
	char decimal, thousands; /* '.' and 0 */
	int trim;
	int units_line;		  /* 1: a line of units follows the heading */
	enum map_surplus surplus; /* fields beyond the heading */
	char *time_format;	  /* NULL: canonical */
	char *day_format; /* of columns that are days; NULL: canonical */
	struct pattern *date, *clock; /* time in two columns, or NULL */
	char *zone;		      /* NULL: the store's */
	char *unit;		      /* NULL: that of the point */
	enum map_unit_from unit_from;
	char **missing;
	size_t nmissing;
	struct map_name *filename;
	size_t nfilename;
	struct map_name *column;
	size_t ncolumn;
	struct map_name *constant; /* its value is theirs[0] */
	size_t nconstant;
	struct map_name *words;
	size_t nwords;
	struct map_name *wide;
	size_t nwide;
	struct map_name *units; /* ours a pattern, too: pattern of the id */
	size_t nunits;
	struct pattern **ignore;
	size_t nignore;
	int ignore_all;
	struct map_key *key;
	size_t nkey;
	char *id;   /* name and SHA-256 of the file; "" canonical */
	char *text; /* of the file; NULL: canonical */
};

/* The canonical form of a table: no file. */
struct map *map_canonical(const struct table *t);

/* Reads a mapping file for a table.  NULL: has said why, with file and line. */
struct map *map_read(const char *path, const struct table *t);

/* The same from a stream that is open, with a name for messages. */
struct map *map_read_stream(FILE *fp, const char *name, const struct table *t);
void map_free(struct map *m);

/* So many bytes of a mapping of the ledger (its id, and the point that the name
 * of the file told) are the id. */
size_t map_id_length(const char *mapping);

/* 1 if the word means "no value". */
int map_is_missing(const struct map *m, const char *s);

/* Our word for one of theirs: the first that fits in the order of the file and
 * is one of `words` (NULL: any); else s itself. */
const char *map_word(const struct map *m, const char *s, const char *words);

/* The constant of one of our columns, or NULL. */
const char *map_constant(const struct map *m, const char *column);

/* The unit for readings of a point whose column gives `own` (or NULL); NULL:
 * the point's. */
const char *
map_unit(const struct map *m, const char *point_id, const char *own);

/* 1 if each row stands for itself as the fast reader of readings takes it. */
int map_is_plain(const struct map *m);

/* Every value and where it comes from: a mapping file that means the same. */
void map_print(const struct map *m, FILE *fp);

#endif
