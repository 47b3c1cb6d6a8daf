/*
 * What the files of the workbook writer share: xlsx.c has the file, its sheets
 * and cells, xlsx_chart.c the charts.
 */
#ifndef WB_XLSX_PRIVATE_H
#define WB_XLSX_PRIVATE_H

#include <xlsxwriter.h>

#include "aside.h"
#include "xlsx.h"

struct made { /* a format that exists already */
	struct xlsx_look look;
	lxw_format *f;
};

enum { PENS = 2 }; /* laying out takes about half of one's time */

struct xlsx {
	lxw_workbook *wb;
	char *path; /* the temporary file; NULL: gone */
	const char *font;
	struct made *made;
	size_t nmade, cap, last; /* last: the one that was asked for before */
	struct xlsx_sheet **sheet;
	size_t nsheet, sheet_cap;
	struct aside
	    *pen[PENS]; /* threads that print the cells of large ones */
	size_t npen;
};

struct xlsx_sheet {
	struct xlsx *x;
	lxw_worksheet *ws;
	char *name;
	struct aside *pen; /* NULL: none */
};

/* The library's sheet, for a call of it: what was put before is done. */
lxw_worksheet *xlsx_at_rest(struct xlsx_sheet *s);

#endif
