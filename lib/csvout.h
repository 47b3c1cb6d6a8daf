/*
 * Rows out: one table after another, as CSV (RFC 4180, UTF-8, LF), as
 * tab-separated values, as JSON lines, or aligned for the eye.
 *
 * A number that is not known (NaN) is an empty field, in JSON null.  The
 * heading is written also where there are no rows.
 */
#ifndef WB_CSVOUT_H
#define WB_CSVOUT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum csvout_format { CSVOUT_CSV, CSVOUT_TABLE, CSVOUT_TSV, CSVOUT_JSONL };

struct csvout;

/* seal: 1 ends the stream with "#end,ROWS,CRC32" (CSV only). */
struct csvout *csvout_new(FILE *fp, enum csvout_format format, int seal);

/* Draws a column of the tables that are aligned (spark.h), within so many
 * columns of the terminal; `drawn` becomes 1 if one has it.  Not copied. */
struct csvout_spark {
	const char *column;
	size_t room;
	int drawn;
};
void csvout_spark(struct csvout *out, struct csvout_spark *spark);

/* Calls f(ctx) whenever rows are about to be written, which may wait for
 * whoever reads them. */
void csvout_before_write(struct csvout *out, void (*f)(void *), void *ctx);

/* Begins a table: its heading; an empty line parts it from the one before. */
void csvout_table(struct csvout *out, const char *const *col, size_t ncol);

/* The next field of the row. */
void csvout_text(struct csvout *out, const char *s);
void csvout_num(struct csvout *out, double v, int digits);
void csvout_exact(struct csvout *out, double v);
void csvout_number(struct csvout *out, const char *text); /* as it is */
void csvout_int(struct csvout *out, int64_t v);

/* Ends the row; asserts that it has as many fields as the heading. */
void csvout_row(struct csvout *out);

/* Rows written so far, headings apart. */
uint64_t csvout_rows(const struct csvout *out);

/* Rows for the table that `out` is in, made apart, perhaps in another thread,
 * until they are joined to it in their turn; a part is emptied by that and can
 * be filled anew. */
struct csvout *csvout_part(const struct csvout *out);
void csvout_join(struct csvout *out, struct csvout *part);

/* Writes the rows that are held (not those of a table that is aligned). */
void csvout_flush(struct csvout *out);

/* Writes the seal and what is still held, and frees.  The caller checks fp. */
void csvout_free(struct csvout *out);

#endif
