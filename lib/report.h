/*
 * Reports: tables laid out as a workbook, as a definition (reportdef.h) says.
 * Nothing is computed here but totals of a column and ranks.
 *
 * A table that was not supplied leaves a sheet that says so, unless the
 * definition requires it.
 */
#ifndef WB_REPORT_H
#define WB_REPORT_H

#include <stdint.h>
#include <stdio.h>

#include "frame.h"
#include "reportdef.h"

/* Both: Chinese first, English behind it or below. */
enum report_lang { REPORT_EN, REPORT_ZH, REPORT_BOTH };

/* By its name: en, zh, both. */
enum report_lang report_lang_of(const char *name);
const char *report_lang_name(enum report_lang lang);

struct report_opts {
	const struct def *def;
	enum report_lang lang;
	int final;	   /* 0: the figures are provisional */
	const char *title; /* NULL: the definition's */
	int64_t day;	/* of a report of a day: which; INT64_MIN: the last */
	const char *db; /* the store that SQL asks; NULL: none */
	const char *version;
};

/* Writes the workbook's bytes (fp NULL: nowhere), and their SHA-256 (NULL: not
 * wanted).  0, or -1:
 * has said why. */
int report_write(const struct frames *in, const struct report_opts *o, FILE *fp,
    char sha256[65]);

#endif
