/*
 * Rows of a file that are looked for: readings by point and instant, rows of
 * other tables by their key.
 *
 * They are put in first, then the file is read as it was when it was imported
 * (intake_seek), and each row that would come in is shown.  The first row of a
 * point and instant, or of a key, is the one that stands (fill.h,
 * store_put_row), so its line is the answer.
 */
#ifndef WB_SOUGHT_H
#define WB_SOUGHT_H

#include <stddef.h>
#include <stdint.h>

#include "table.h"

struct sought;

struct sought *sought_new(void);
void sought_free(struct sought *q);

/* Looks for a reading.  *line, which stays until sought_free, becomes the line
 * that says so; it remains as it is where none does, or where the row that
 * counts says something else. */
void sought_reading(struct sought *q, const char *point_id, int64_t t, double v,
    uint16_t quality, uint64_t *line);

/* Looks for the row of a table by its key (registry_key), likewise. */
void sought_row(struct sought *q, const char *key, uint64_t *line);

/* After the last one, before the first row is shown. */
void sought_ready(struct sought *q);

/* The readings of a point that are looked for, or NULL. */
struct sought_point;
struct sought_point *sought_point(const struct sought *q, const char *point_id);

/* Shows a reading of it. */
void sought_see_reading(struct sought_point *p, int64_t t, double v,
    uint16_t quality, uint64_t line);

/* 1 if a row is looked for whose key begins with that id. */
int sought_begins(const struct sought *q, const char *id);

/* Shows a row. */
void sought_see_row(struct sought *q, const char *key, uint64_t line);

#endif
