/*
 * Parameters: their names, defaults, ranges.
 *
 * Values come from the table `params` or from --set; a value of a zone stands
 * above one without, a zone inherits from its parent, --set stands above all.
 * The sources of the defaults are named in wb(7).
 */
#ifndef WB_PARAM_H
#define WB_PARAM_H

#include <stdint.h>

#include "nearest.h"

enum param_type {
	PARAM_NUM,   /* within lo..hi */
	PARAM_CLOCK, /* HH:MM, up to 24:00 */
	PARAM_WORD   /* one of `words`, or, if hi > lo, a number */
};

struct param {
	const char *name;
	const char *value; /* the default; NULL: there is none */
	enum param_type type;
	double lo, hi;
	const char *words;
	const char *meaning;
};

/* NULL: no such parameter. */
const struct param *param_find(const char *name);

/* The name that resembles `name`. */
struct nearest param_nearest(const char *name);

/* NULL if s is a value for it, else what is wrong with it. */
const char *param_wrong(const struct param *p, const char *s);

/* All of them, ended by a NULL name. */
extern const struct param param_all[];

#endif
