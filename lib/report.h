/*
 * Reports: tables laid out as a workbook.  Nothing is computed here.
 *
 *     daily    one page with a row per zone, night-flow charts
 *     monthly  key figures and zones against their targets, the balance as
 *              the standard prints it, loss rates by month, night-flow charts
 *
 * and behind both the meaning of every column and flag, and where the figures
 * come from.  A table that was not supplied leaves a sheet that says so.
 */
#ifndef WB_REPORT_H
#define WB_REPORT_H

#include <stdint.h>
#include <stdio.h>

#include "frame.h"

struct report_opts {
	int monthly;	   /* 0: daily */
	int zh;		   /* 1: Chinese, 0: English */
	const char *title; /* NULL: the usual one */
	int64_t day;	   /* daily: which; INT64_MIN: the last */
	const char *version;
};

/* Writes the workbook's bytes.  0, or -1: has said why. */
int
report_write(const struct frames *in, const struct report_opts *o, FILE *fp);

#endif
