/*
 * Workbooks: sheets, cells, rules, charts, print set-up.  The only user of
 * libxlsxwriter.
 *
 * The same calls give the same bytes: the creation time is the caller's, and
 * nothing else of the machine enters.  Text is always text, also where it
 * begins with '='.
 *
 * Cells of a sheet are written row by row, a row's height and links with them:
 * a large workbook keeps only the row at hand in memory.
 */
#ifndef WB_XLSX_H
#define WB_XLSX_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct xlsx;
struct xlsx_sheet;

/* How a cell looks; {0} is plain text.  Colours are 0xRRGGBB, 0 none or
 * black. */
struct xlsx_look {
	int size;		    /* points; 0: the usual one */
	unsigned color, fill, line; /* line: thin, below the cell */
	char align;		    /* 'l', 'c', 'r'; 0: as the type is */
	char bold, italic, wrap, top;
	char indent;
	const char *num; /* Excel number format, or NULL */
};

struct xlsx_area {
	uint32_t row, row2;
	uint16_t col, col2;
};

/* Excel's limits. */
enum { XLSX_ROWS = 1048576, XLSX_COLUMNS = 16384, XLSX_TEXT = 32767 };

/* What the file says of itself. */
struct xlsx_about {
	const char *title, *status, *program;
	int64_t created; /* seconds since 1970 UTC */
};

/* font: of all cells; large: rows go to disk as they are written.  NULL: no
 * temporary file, has said why. */
struct xlsx *
xlsx_new(const struct xlsx_about *about, const char *font, int large);

/* Finishes and writes the bytes to fp (NULL: nowhere); sha256 of them in 64 hex
 * digits, where it is not NULL.  0, or -1: has said why. */
int xlsx_write(struct xlsx *x, FILE *fp, char sha256[65]);
void xlsx_free(struct xlsx *x);

/* The name that a sheet called so gets: without the characters that Excel
 * refuses, 31 at most, unlike the others.  To be freed. */
char *xlsx_sheet_name(const struct xlsx *x, const char *name);
struct xlsx_sheet *xlsx_sheet(struct xlsx *x, const char *name);
const char *xlsx_name(const struct xlsx_sheet *s);

/* "AB12", with dollars as asked for; buf has room for XLSX_CELL. */
enum { XLSX_CELL = 16 };
const char *
xlsx_cell(char *buf, uint32_t row, uint16_t col, int fix_row, int fix_col);

void xlsx_text(struct xlsx_sheet *s, uint32_t row, uint16_t col,
    const char *text, const struct xlsx_look *look);
void xlsx_num(struct xlsx_sheet *s, uint32_t row, uint16_t col, double v,
    const struct xlsx_look *look);

/* Text that leads to a cell of a sheet. */
void
xlsx_link(struct xlsx_sheet *s, uint32_t row, uint16_t col, const char *sheet,
    uint32_t to_row, const char *text, const struct xlsx_look *look);

/* The sum of an area that a filter leaves, with its value now. */
void xlsx_total(struct xlsx_sheet *s, uint32_t row, uint16_t col,
    struct xlsx_area of, double v, const struct xlsx_look *look);

/* A formula, with its value now: the number of another cell; that of column a
 * less that of column b in this row. */
void
xlsx_copy(struct xlsx_sheet *s, uint32_t row, uint16_t col, uint32_t from_row,
    uint16_t from_col, double v, const struct xlsx_look *look);
void xlsx_less(struct xlsx_sheet *s, uint32_t row, uint16_t col, uint16_t a,
    uint16_t b, double v, const struct xlsx_look *look);

/* One cell over an area; then the text, or v where text is NULL. */
void xlsx_span(struct xlsx_sheet *s, struct xlsx_area a, const char *text,
    double v, const struct xlsx_look *look);

void xlsx_width(struct xlsx_sheet *s, uint16_t col, uint16_t col2, double w);
void xlsx_height(struct xlsx_sheet *s, uint32_t row, double points);
void xlsx_freeze(struct xlsx_sheet *s, uint32_t row, uint16_t col);
void xlsx_filter(struct xlsx_sheet *s, struct xlsx_area a);
void xlsx_print_area(struct xlsx_sheet *s, struct xlsx_area a);

/* A name for an area, of the whole workbook: letters, digits, '_'. */
void xlsx_define(struct xlsx_sheet *s, const char *name, struct xlsx_area a);
void xlsx_page_break(struct xlsx_sheet *s, const uint32_t *rows, size_t n);

/* A cell note. */
void
xlsx_note(struct xlsx_sheet *s, uint32_t row, uint16_t col, const char *text);

/* Data bars from 0; a look where a formula (of the first cell, relative) is
 * true. */
void xlsx_bars(struct xlsx_sheet *s, struct xlsx_area a, unsigned color);
void xlsx_rule(struct xlsx_sheet *s, struct xlsx_area a, const char *formula,
    const struct xlsx_look *look);

/* A4, one page wide; rows 0..repeat are printed on every page (-1: none). */
struct xlsx_page {
	int landscape, one_page, repeat_from, repeat_to;
	const char *header, *footer_left, *footer_mid, *footer_right;
};
void xlsx_page(struct xlsx_sheet *s, const struct xlsx_page *p);

struct xlsx_series {
	const char *name;
	const char *sheet;  /* that holds the data ... */
	uint32_t row, row2; /* ... in these rows */
	uint16_t x, y;	    /* columns of the category and the value */
	unsigned color;
	int dashed, markers, thin;
	char only_markers; /* 'd' diamond, 't' triangle; 0: a line */
	int unnamed;	   /* 1: not in the legend */
	char area; /* 'f' filled, 'n' not seen: stacked below the lines */
};

struct xlsx_chart {
	const char *title, *unit;
	int width, height; /* pixels */
	const struct xlsx_series *series;
	size_t n;
};
void xlsx_line_chart(struct xlsx_sheet *s, uint32_t row, uint16_t col,
    const struct xlsx_chart *c);

#endif
