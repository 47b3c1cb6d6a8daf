/*
 * Workbooks: sheets, cells, rules, charts, print set-up.  The only user of
 * libxlsxwriter.
 *
 * The same calls give the same bytes: the creation time is the caller's, and
 * nothing else of the machine enters.  Text is always text, also where it
 * begins with '='.
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

/* font: of all cells; created: seconds since 1970 UTC.  NULL: no temporary
 * file, has said why. */
struct xlsx *xlsx_new(const char *title, const char *font, int64_t created);

/* Finishes and writes the bytes to fp.  0, or -1: has said why. */
int xlsx_write(struct xlsx *x, FILE *fp);
void xlsx_free(struct xlsx *x);

struct xlsx_sheet *xlsx_sheet(struct xlsx *x, const char *name);

void xlsx_text(struct xlsx_sheet *s, uint32_t row, uint16_t col,
    const char *text, const struct xlsx_look *look);
void xlsx_num(struct xlsx_sheet *s, uint32_t row, uint16_t col, double v,
    const struct xlsx_look *look);

/* One cell over an area; then the text, or v where text is NULL. */
void xlsx_span(struct xlsx_sheet *s, struct xlsx_area a, const char *text,
    double v, const struct xlsx_look *look);

void xlsx_width(struct xlsx_sheet *s, uint16_t col, uint16_t col2, double w);
void xlsx_height(struct xlsx_sheet *s, uint32_t row, double points);
void xlsx_freeze(struct xlsx_sheet *s, uint32_t row, uint16_t col);
void xlsx_filter(struct xlsx_sheet *s, struct xlsx_area a);
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
	const char *footer_left, *footer_mid, *footer_right;
};
void xlsx_page(struct xlsx_sheet *s, const struct xlsx_page *p);

struct xlsx_series {
	const char *name;
	const char *sheet;  /* that holds the data ... */
	uint32_t row, row2; /* ... in these rows */
	uint16_t x, y;	    /* columns of the category and the value */
	unsigned color;
	int dashed, markers;
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
