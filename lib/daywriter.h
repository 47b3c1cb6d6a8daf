/*
 * Writing days beside the reading: finished days of readings go to the store
 * in the order in which they were handed over, one at a time, by whichever
 * thread of a crew has nothing else to do.
 *
 * While days are on their way the store belongs to the writer: whoever wants it
 * waits for daywriter_wait first.  What is counted and which readings are in
 * conflict depends neither on the threads nor on the order of days.
 */
#ifndef WB_DAYWRITER_H
#define WB_DAYWRITER_H

#include <stddef.h>
#include <stdint.h>

#include "crew.h"
#include "store.h"

/* A reading and the line it stands in, in 16 bytes.  Keys of one day sort by
 * time, then by line. */
struct noted {
	double v;
	uint64_t key; /* offset in the day << NOTED_OFF | line - base << 16 |
			 quality */
};

enum { NOTED_LINES = 31, NOTED_OFF = 47 }; /* bits for lines; shift */

static inline struct noted
noted_of(double v, int32_t off, uint64_t line, uint16_t quality)
{
	return (struct noted){
	    v, (uint64_t)off << NOTED_OFF | line << 16 | (uint64_t)quality};
}

static inline int32_t
noted_off(uint64_t key)
{
	return (int32_t)(key >> NOTED_OFF);
}

/* Good readings of a point's day, cells of a sweep (sweepday.h): they came
 * before all others of their instants. */
struct day_cells {
	uint64_t *v; /* of the instants phase, phase + step ..., or NULL */
	size_t n, cap;
	int32_t phase, step;
};

struct day_job {
	const char *point_id; /* stays */
	int64_t point, day;
	int first; /* 1: the import has nothing of this point and day yet */
	int sorted;
	double num, den;
	uint64_t base; /* of the lines */
	struct noted *held;
	size_t n, cap;
	struct day_cells cells;
};

struct daywriter;

/* The reading from that line contradicts an earlier one; the value as the file
 * had it. */
typedef void (*day_conflict)(
    void *ctx, const char *point_id, uint64_t line, const char *value);

struct daywriter *daywriter_new(
    struct store *s, struct crew *crew, day_conflict conflict, void *ctx);

/* Waits until nothing is on its way; frees. */
void daywriter_free(struct daywriter *w);

/* Takes a day with its arrays; *j has an empty list afterwards.  0, or -1: an
 * earlier day could not be written. */
int daywriter_put(struct daywriter *w, struct day_job *j);

/* Gives each of them an array for .n cells. */
void daywriter_cells(struct daywriter *w, struct day_cells *cells, size_t many);

/* Waits until all days are written.  0, or -1: the store failed, has said
 * why. */
int daywriter_wait(struct daywriter *w);

/* Waits, tells of the conflicts by their lines (a million at a time), and adds
 * what the days so far were to the store (added, repeated, changed) to *im,
 * once.  0 or -1, as before. */
int daywriter_finish(struct daywriter *w, struct store_import *im);

#endif
