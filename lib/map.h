/*
 * Mapping files: how a foreign export becomes one of our tables.
 *
 * INI, one file per source; every key is optional:
 *
 *     [file]     encoding, separator, quote, decimal, thousands, skip_head,
 *                skip_foot, trim
 *     [columns]  OUR_COLUMN = heading | another heading
 *     [constants] OUR_COLUMN = value for every row
 *     [time]     format (of caltime.h), zone
 *     [values]   missing = word | word    unit = MPa (of every reading)
 *     [wide]     POINT_ID = heading, or * = * for one point per column that
 *                has no other use; readings only
 *     [units]    POINT_ID = unit of that column
 *     [ignore]   columns = heading | heading, or * for all others
 *
 * Names of sections, keys and columns are checked; what is not known is an
 * error that names the nearest that is.
 */
#ifndef WB_MAP_H
#define WB_MAP_H

#include <stddef.h>

#include "csvin.h"
#include "table.h"

struct map_name { /* ours, and theirs (several) or a value */
	char *ours;
	char **theirs;
	size_t ntheirs;
};

struct map {
	const struct table *table;
	char *encoding;
	struct csvin_opts csv;
	char decimal, thousands; /* '.' and 0 */
	int trim;
	char *time_format; /* NULL: canonical */
	char *zone;	   /* NULL: the store's */
	char *unit;	   /* NULL: that of the point */
	char **missing;
	size_t nmissing;
	struct map_name *column;
	size_t ncolumn;
	struct map_name *constant;
	size_t nconstant;
	struct map_name *wide;
	size_t nwide;
	struct map_name *units;
	size_t nunits;
	char **ignore;
	size_t nignore;
	int wide_all, ignore_all;
	char *id; /* name and SHA-256 of the file; "" canonical */
};

/* The canonical form of a table: no file. */
struct map *map_canonical(const struct table *t);

/* Reads a mapping file for a table.  NULL: has said why, with file and line. */
struct map *map_read(const char *path, const struct table *t);
void map_free(struct map *m);

/* 1 if the word means "no value". */
int map_is_missing(const struct map *m, const char *s);

#endif
