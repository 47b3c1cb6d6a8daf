/*
 * The border: text becomes rows of the store, or is refused with a reason.
 *
 * One file is one import, all of it or nothing.  A row that cannot be read
 * goes to the rejects; with more rejects than allowed nothing of the file is
 * imported.  A field that is empty, or a word that the mapping lists, is "no
 * value": a reading without value is counted (`empty`) and not stored.
 */
#ifndef WB_INTAKE_H
#define WB_INTAKE_H

#include <stdint.h>
#include <stdio.h>

#include "csvin.h"
#include "map.h"
#include "store.h"

struct intake_opts {
	double max_rejects;  /* so many rows, or ... */
	int percent;	     /* 1: ... per cent of the rows */
	const char *rejects; /* file; NULL: STORE.rejects-ID.csv, "" none */
	const char *version; /* noted in the ledger */
	int64_t latest;	     /* instant: later readings are rejected; 0: none
			      */
	int new_points;	     /* 1: readings of an unknown point register it
			      * as a flow, in the mapping's unit or m3/h */
	int progress;	     /* 1: is told on a terminal */
	int quiet;	     /* 1: rejects are not said on stderr */
	int slow;	     /* 1: without the fast path, for tests */
	size_t piece;	     /* bytes that a thread reads at a time; 0: as is
			      * good; else for tests, with more threads */
	int dry_run;	     /* 1: count, complain, change nothing */

	/* NULL, or who is asked first for each table of a stream.  1: has read
	 * its rows; 0: is not concerned; -1: failed, has said why if anyone
	 * has to. */
	int (*take)(void *ctx, struct csvin *in);
	void *take_ctx;
};

/* The default: at most 1 % rejects. */
extern const struct intake_opts intake_defaults;

struct intake_result {
	int64_t id;  /* of the import; 0: refused */
	int already; /* 1: these bytes are import `id`; nothing done */
	int64_t rows, added, repeated, changed, empty, rejected;
	int cut; /* 1: the input's seal was wrong: status 4 */
};

/* Imports a file ("-": standard input) into a table by a mapping.  0, or -1:
 * has said why; the store is as it was. */
int intake_file(struct store *s, const struct map *m, const char *path,
    const struct intake_opts *o, struct intake_result *out);

/* Reads a file, whose bytes are known to be those of an import, as it was read
 * then: by its mapping, with the point that its name told (NULL: none), and the
 * registries of s, which answers as of that import.  Rows that would come in
 * are shown to q.  0, or -1: has said why. */
struct sought;
int intake_seek(struct store *s, const struct map *m, const char *path,
    const char *file_point, struct sought *q);

/* Prints what each column of a file becomes by a mapping, and why, as comments
 * of a mapping file.  0, or -1: has said why not. */
int intake_print_columns(const struct map *m, const char *path, FILE *fp);

/* Reads a csvlite stream of our own tables, each known by its heading, into a
 * store; no row may be wrong.  `got`, if not NULL, gets one bit per table of
 * table_all.  0, or -1: has said why. */
int intake_stream(struct store *s, const char *path,
    const struct intake_opts *o, unsigned *got, struct intake_result *out);

#endif
