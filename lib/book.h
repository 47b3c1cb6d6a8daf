/*
 * Cells of a workbook, read back: what stands in each, as text.
 *
 * Office Open XML as report-xlsx, Excel and LibreOffice write it: the parts
 * that name sheets and hold cells, nothing of how they look.  A formula is its
 * last value.  The only user of libzip and expat.
 */
#ifndef WB_BOOK_H
#define WB_BOOK_H

#include <stddef.h>
#include <stdint.h>

struct book;

/* NULL: has said why. */
struct book *book_open(const char *path);
void book_free(struct book *b);

size_t book_sheets(const struct book *b);
const char *book_name(const struct book *b, size_t sheet);
long book_find(const struct book *b, const char *name); /* -1: none */

struct book_cell {
	uint32_t row, col; /* from 0 */
	char *text;	   /* UTF-8; a number as it is written */
};

struct book_sheet {
	struct book_cell
	    *cell; /* by row, then column; empty ones are not here */
	size_t n, cap;
	struct book_area {
		uint32_t row, row2, col, col2;
	} * merged;
	size_t nmerged, merged_cap;
};

/* Reads a sheet, to be released.  0; -1: has said why. */
int book_sheet(struct book *b, size_t sheet, struct book_sheet *out);
void book_sheet_release(struct book_sheet *s);

/* The text of a cell; "" where there is none. */
const char *book_text(const struct book_sheet *s, uint32_t row, uint32_t col);

/* The first cell of the merged area that a cell lies in, else itself. */
void book_anchor(const struct book_sheet *s, uint32_t *row, uint32_t *col);

#endif
