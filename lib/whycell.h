/*
 * What a cell of a workbook shows, by what stands around it: the heading above
 * it, the zone and the day of its row, the period of the workbook.
 *
 * Headings are those of the dictionary, Chinese or English, so a sheet that was
 * sorted, filtered, or whose columns were moved still answers, and so does a
 * workbook that was saved by another program.
 */
#ifndef WB_WHYCELL_H
#define WB_WHYCELL_H

#include <stdint.h>

#include "book.h"

enum { WHYCELL_TEXT = 200 };

struct whycell {
	char table[64];	   /* of the dictionary; "" not known */
	char name[64];	   /* a column of it, or an item of a balance */
	char zone[64];	   /* id; its name where there are no ids; ""
			    * the whole system's */
	char standard[8];  /* of a balance; "" not told */
	int64_t from, to;  /* days; from INT64_MIN: not told */
	char point[64];	   /* of an alarm, with `start` */
	char start[32];	   /* YYYY-MM-DD HH:MM */
	char value[64];	   /* as the cell has it */
	char bound;	   /* 'l', 'h': it is a bound of the figure; 0 */
	uint32_t row, col; /* where it really stands, if merged */
};

/* The period of the workbook from its sheet of sources.  0; -1: none is told;
 * -2: cannot be read, has said why. */
int whycell_period(struct book *b, int64_t *from, int64_t *to);

/* NULL, or what is wrong: until the next call. */
const char *whycell_find(const struct book_sheet *s, uint32_t row, uint32_t col,
    struct whycell *out);

#endif
