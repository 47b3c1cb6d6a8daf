/*
 * Whether a report definition holds together: its tables and columns are those
 * of the dictionary, its conditions read so, its sheets show something.
 */
#ifndef WB_DEFCHECK_H
#define WB_DEFCHECK_H

#include "reportdef.h"

struct defcheck {
	const char *path;
	int complaints; /* so far; the first twenty are said */
};

/* "PATH:LINE: WHAT 'CULPRIT'", and what may be meant where hint is not NULL. */
void defcheck_complain(struct defcheck *r, int line, const char *what,
    const char *culprit, const char *hint);

/* Complains about all that is wrong with a definition whose keys are known. */
void defcheck(struct defcheck *r, const struct def *d);

#endif
