/*
 * What the files of the border share: intake.c has files, streams and tables,
 * intake_column.c binds their columns to ours, intake_field.c reads fields and
 * refuses them, intake_registry.c has the rows of registries, intake_readings.c
 * those of readings, intake_fast.c the plain ones of them in a hurry.
 */
#ifndef WB_INTAKE_PRIVATE_H
#define WB_INTAKE_PRIVATE_H

#include "csvin.h"
#include "intake.h"
#include "pattern.h"
#include "progress.h"
#include "reject.h"
#include "strmap.h"

struct wide { /* a column that holds the readings of one point */
	size_t col;
	long point; /* handle of fill; -1: not looked up yet */
	char *id;
	const char *unit; /* that its heading gives, or NULL */
	char *refused;	  /* why all its readings are rejected, or NULL */
};

struct intake {
	struct store *store;
	const struct intake_opts *opts;
	const struct map *map;
	const struct zone *zone;
	struct zone *own_zone;
	struct csvin *in;
	struct reject *reject;
	struct reject *late; /* conflicts found later: of readings by the
			      * writer's thread, of bills by the batch */
	struct store_import im;
	int *at;	       /* by our column: index in their row, or -1 */
	const char **constant; /* by our column */
	int readings, bills;   /* 1: the table is that */
	int date, clock;       /* columns that together are the time, or -1 */
	char *joined;	       /* their text */
	size_t joined_cap;
	char *file_point; /* the point that the file's name tells, or NULL */
	char *mapping;	  /* its name in the ledger: with the file's point */
	const char *unit; /* that the heading of the values gives, or NULL */
	char **units;	  /* the line of units, by column, or NULL */
	struct fill *fill;
	struct sought *sought;	  /* NULL: rows come in; else they are shown */
	struct sought_point **of; /* by handle of fill: what is looked for */
	size_t nof, of_cap;
	struct wide *wide; /* NULL: long form */
	size_t nwide;
	int64_t last;		    /* instant of the row before (wide) */
	struct strmap line[TABLES]; /* of a registry's rows, by their key */
	struct progress progress;
};

/* intake_field.c */
const char *intake_field(struct intake *k, int at);
void intake_reject(
    struct intake *k, const char *column, const char *reason, const char *text);

/* The same, with what could be meant. */
struct nearest;
void intake_reject_meant(struct intake *k, const char *column,
    const char *reason, const char *text, const struct nearest *meant);

/* The whole row cannot be read: in the wide form the readings of all points. */
void intake_reject_row(
    struct intake *k, const char *column, const char *reason, const char *text);
int intake_number(
    struct intake *k, const char *s, double num, double den, double *out);
const char *
intake_time(struct intake *k, const char *s, int64_t after, int64_t *t);
/* Our column of this row; "" where it has none. */
const char *intake_text(struct intake *k, size_t column);

/* A number as the export writes it, in our form; NULL: it is none. */
const char *
intake_local_number(struct intake *k, const char *s, char *buf, size_t size);

/* intake_column.c: finds the columns of the heading.  0 or -1, said why. */
int intake_bind(struct intake *k);

/* What column i becomes, and why, in words. */
void intake_print_column(const struct intake *k, size_t i, FILE *fp);

/* intake_registry.c: a row into its table.  0, or -1: the store failed. */
int intake_registry_row(struct intake *k);

/* The registries that this import touched, as wholes; 0, or -1: has said why.
 */
int intake_registries_check(const struct intake *k);

/* intake_readings.c */
void intake_readings_start(struct intake *k);

/* After the last row: writes what is open.  0 or -1. */
int intake_readings_finish(struct intake *k);

/* Waits for what is being written; then the store can be rolled back. */
void intake_readings_stop(struct intake *k);
void intake_readings_release(struct intake *k);

/* 1 if the pattern means column i, by its heading or its place. */
int intake_is_column(const struct intake *k, const struct pattern *p, size_t i);

/* 1 if column i is one of a point; it is noted.  wild: by a pattern, else by
 * its name.  -1: has said why not. */
int intake_wide_column(struct intake *k, size_t i, int wild);

/* The time, the values, all points of the mapping have their columns, and
 * those their units.  0 or -1, said why. */
int intake_readings_complete(struct intake *k);

/* The point of a file of that name.  0 or -1, said why. */
int intake_file_point(struct intake *k);

/* The line of units.  0 or -1, said why. */
int intake_units_line(struct intake *k);

/* 0, or -1: the store failed. */
int intake_readings_row(struct intake *k);

#endif
