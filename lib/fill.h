/*
 * Filling days: readings in any order become chunks of the store.
 *
 * Each point has two days open at a time; a day is written (daywriter.h)
 * when the point has moved on by two, or when too much is open.  A reading that
 * comes later still re-opens its day, so the order of rows changes nothing but
 * the speed.  Where rows come in sweeps, many points at one instant, the two
 * days are cells for all points (sweepday.h), and a point's list of a day holds
 * only what no cell takes: another quality, another instant, a second reading.
 *
 * A second reading of a point at the same instant is a repetition if it says
 * the same; else the first stands and the second is handed back.
 */
#ifndef WB_FILL_H
#define WB_FILL_H

#include <stdint.h>

#include "daywriter.h"
#include "store.h"

struct fill;

struct fill *fill_new(
    struct store *s, struct store_import *im, day_conflict conflict, void *ctx);

/* One that keeps nothing: each reading is shown instead, in the order of lines.
 */
typedef void (*fill_seen)(void *ctx, long point, int64_t t, double v,
    uint16_t quality, uint64_t line);
struct fill *fill_new_showing(struct store *s, fill_seen seen, void *ctx);

/* The threads that help. */
struct crew *fill_crew(struct fill *f);

/* What is still open is dropped. */
void fill_free(struct fill *f);

/* Waits until the days that are on their way are written: until then the store
 * is the writer's.  0, or -1: the store failed, has said why. */
int fill_wait(struct fill *f);

/* A handle for a point (>= 0) that is registered under number n, whose values
 * come converted by num/den; -1: the store failed, has said why. */
long fill_point(
    struct fill *f, const char *point_id, int64_t n, double num, double den);

/* How many there are. */
size_t fill_points(const struct fill *f);

/* The handle of a point met before, or -1. */
long fill_find(const struct fill *f, const char *point_id);

/* Its id; stays. */
const char *fill_id(const struct fill *f, long point);

/* The instant of the last reading added to the point; INT64_MIN: none. */
int64_t fill_last(const struct fill *f, long point);

/* The factor of the point's values. */
void fill_factor(const struct fill *f, long point, double *num, double *den);

/* A point met before, for other threads than the one that adds points. */
struct fill_known {
	long handle;
	const char *id; /* stays */
	double num, den;
};
int fill_knows(struct fill *f, const char *point_id, struct fill_known *out);

/* Adds a reading; -1: the store failed, has said why. */
int fill_add(struct fill *f, long point, int64_t t, double v, uint16_t quality,
    uint64_t line);

/* A line of a file of readings. */
enum fill_kind { FILL_READING, FILL_EMPTY, FILL_ODD };

struct fill_row {
	double v;
	int64_t t;
	int32_t point;
	uint16_t quality;
	uint16_t kind; /* enum fill_kind */
};

/* The same for readings from lines one behind the other. */
int
fill_rows(struct fill *f, const struct fill_row *row, size_t n, uint64_t line);

/* Writes what is open, waits, tells of conflicts, and counts.  0 or -1. */
int fill_flush(struct fill *f);

#endif
