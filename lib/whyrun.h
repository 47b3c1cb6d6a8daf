/*
 * One run of wb-explain: the row that holds a figure is computed, then
 * explained or replayed.
 */
#ifndef WB_WHYRUN_H
#define WB_WHYRUN_H

#include "whyimports.h"
#include "tool.h"
#include "trail.h"
#include "whyask.h"

struct whycell;

struct whyrun {
	struct tool_opts *tool; /* without files */
	const char *standard;	/* cjj92, iwa, awwa */
	int replay;
	struct whyfiles files;
	const char *text;	    /* what was asked */
	const struct whycell *cell; /* that shows the figure; NULL: none */
};

/* A figure: the trail of it, or with `replay` its script to tool->fp.  0, or
 * the exit status: has said why. */
int whyrun_figure(
    const struct whyrun *r, const struct whyask *ask, struct trail *t);

/* An alarm of the ledger, by its id or as a cell's row names it.  The same. */
int
whyrun_alarm(const struct whyrun *r, const struct whyask *ask, struct trail *t);

/* A cell of a workbook.  The same. */
int
whyrun_cell(const struct whyrun *r, const struct whyask *ask, struct trail *t);

struct network;

/* A zone by its id, else by its name, "" the first that lies in none; -1: none.
 */
long whyrun_zone(const struct network *n, const char *id);

#endif
