/*
 * Charts of a report: a chart for each zone, two abreast, and their data, a row
 * for each zone and day or period on a sheet of its own behind them.
 *
 * The bounds of one column are drawn as a band: an area from 0 to the lower
 * bound that is not seen, and above it one as high as the bounds are apart.
 * Where they are not known the band keeps its place with no height, so that it
 * does not fall to 0.
 */
#ifndef WB_REPORT_CHARTS_H
#define WB_REPORT_CHARTS_H

#include "report_part.h"

enum { CHART_SERIES = 12 };

enum chart_kind {
	CHART_LINE,
	CHART_THIN, /* a bound that is no band */
	CHART_LOW,  /* the bounds that make the band: not drawn themselves */
	CHART_HIGH,
	CHART_BASE, /* where the band begins, and how high it is */
	CHART_HEIGHT,
	CHART_ALARM, /* marks on the first line */
	CHART_REPAIR
};

struct chart_line {
	char id[48]; /* of the frame */
	int col;     /* in it */
	enum chart_kind kind;
	size_t of; /* of a band: the line whose bounds it shows */
};

struct charts {
	struct report *r;
	const struct def_section *d;
	const struct frame *f;
	struct chart_line line[CHART_SERIES];
	size_t n;
	int of, across;
	const char **day; /* the distinct values of `across` */
	size_t ndays;
	struct strmap index; /* of a day */
	long *at;	     /* frame row by zone and day, or -1 */
	char *mark;	     /* by zone and day: 1 alarm, 2 repair */
	char **data;	     /* names of the data's sheets */
	size_t ndata, per;   /* so many zones on each */
};

/* Columns of the data before those of the lines: zone, id, day, label. */
enum { CHART_FIRST = 4, CHART_LABEL = 3 };

/* The first row of a zone on its sheet of data. */
uint32_t report_chart_data_row(const struct charts *c, size_t zone);

/* Draws the sheets of data. */
void report_chart_data(struct charts *c);

/* What a line is called. */
const char *
report_chart_name(const struct charts *c, const struct chart_line *l);

#endif
