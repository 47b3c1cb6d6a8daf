/*
 * The border, continued: rows of readings, long or wide.  Private to intake.
 */
#ifndef WB_INTAKE_READINGS_H
#define WB_INTAKE_READINGS_H

#include "csvin.h"
#include "intake.h"
#include "reject.h"
#include "strmap.h"

struct wide { /* a column that holds the readings of one point */
	size_t col;
	long point; /* handle of fill; -1: not looked up yet */
	char *id;
	const char *unit; /* NULL: the mapping's or the point's */
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
	struct store_import im;
	int *at;	       /* by our column: index in their row, or -1 */
	const char **constant; /* by our column */
	int readings;	       /* 1: the table is readings */
	struct fill *fill;
	struct wide *wide; /* NULL: long form */
	size_t nwide;
	int64_t last;		    /* instant of the row before (wide) */
	struct strmap line[TABLES]; /* of a registry's rows, by their key */
};

/* intake.c */
const char *intake_field(struct intake *k, int at);
void intake_reject(
    struct intake *k, const char *column, const char *reason, const char *text);

/* The whole row cannot be read: in the wide form the readings of all points. */
void intake_reject_row(
    struct intake *k, const char *column, const char *reason, const char *text);
int intake_number(
    struct intake *k, const char *s, double num, double den, double *out);
const char *
intake_time(struct intake *k, const char *s, int64_t after, int64_t *t);
int intake_bind(struct intake *k);
int intake_rows(struct intake *k);

/* intake_readings.c */
void intake_readings_start(struct intake *k);
void intake_readings_release(struct intake *k);

/* 1 if column i is one of a point; it is noted. */
int intake_wide_column(struct intake *k, size_t i);

/* All points of the mapping and the time have a column.  0 or -1, said why. */
int intake_wide_complete(struct intake *k);

/* 0, or -1: the store failed. */
int intake_readings_row(struct intake *k);

#endif
