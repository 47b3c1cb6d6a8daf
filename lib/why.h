/*
 * What is known of a row of a table, so that a figure of it can be explained
 * and computed again: the names its formulas use, the value behind each, what
 * each is itself made of.
 */
#ifndef WB_WHY_H
#define WB_WHY_H

#include <stddef.h>
#include <stdint.h>

#include "bound.h"
#include "formula.h"
#include "network.h"

enum why_kind {
	WHY_NONE,     /* not a name of this row */
	WHY_FIGURE,   /* by a formula of other names */
	WHY_RAW,      /* from readings, bills, rows of `balance`, events */
	WHY_PARAM,    /* a parameter */
	WHY_REGISTRY, /* a column of `zones` */
	WHY_CONST     /* the calendar's */
};

/* What a raw figure is made from; see replay.h. */
enum why_raw {
	RAW_NONE,   /* no commands compute it again */
	RAW_FLOW,   /* readings of the zone's flow meters */
	RAW_AZP,    /* of its pressure points (of its inlets, where none) */
	RAW_OUTLET, /* of the outlets of the plants that serve it */
	RAW_USERS,  /* of its large users' meters */
	RAW_GROUP,  /* accounts of a night group */
	RAW_BILLS,  /* bills */
	RAW_GIVEN,  /* rows of `balance` */
	RAW_LEAKS   /* leaks and bursts of `events` */
};

struct why_what {
	enum why_kind kind;
	double v;		   /* NaN: not known */
	const struct bound *bound; /* NULL: it has none */
	const char *expr;	   /* of a figure; until the next call */
	enum why_raw raw;
	const char *mode; /* of a raw figure: which of them, a word */
};

struct why {
	struct store *s;
	const struct network *n;
	size_t zone;	  /* first row of its id */
	int64_t from, to; /* days, half-open */
	const char *table;
	const void *row;
	struct why_what (*what)(const struct why *w, const char *name);
	const char *(*input)(int i); /* name of input i of the bounds */
	int ninput;
	const char *flags;
	/* 1: volumes are sums of rounded leaves (balance_round) */
	int (*closed)(const struct why *w, const char *name);
	int (*leaf)(const struct why *w, const char *name);
	int32_t at, width;	      /* hour of the minimum; at -1: none */
	const struct whyfiles *files; /* whyimports.h */
};

/* The value of a name; for formula_numbers, ctx is the struct why. */
double why_value(const void *ctx, const char *name);

/* Calls visit for all names that `name` is made of, each once and after those
 * that it is made of itself; `name` comes last. */
void why_walk(const struct why *w, const char *name,
    void (*visit)(void *ctx, const char *name, const struct why_what *what),
    void *ctx);

/* A name of a static list: where its value lies in the row. */
struct why_entry {
	const char *name;
	enum why_kind kind;
	size_t offset; /* of a double, or of a struct bound, in the row */
	int bounded;
	enum why_raw raw;
	const char *text; /* formula, or mode */
};

struct why_what why_of_entry(const struct why *w, const struct why_entry *e);

/* The points of a raw figure, and how each counts: its value plus add, times
 * weight. */
struct why_point {
	size_t point;
	double weight, add;
};

/* Those of a day, of pressures with what brings them to the zone's level.  How
 * many; *out is to be freed. */
size_t why_points(
    const struct why *w, enum why_raw raw, int64_t day, struct why_point **out);

/* The flows of the plants that n points of pressure belong to: how many have
 * one; *out is to be freed.  They count with RAW_OUTLET in this mode. */
#define WHY_BY_VOLUME "by_volume"
int why_by_volume(const struct why_what *what);
size_t why_meters(const struct why *w, const struct why_point *p, size_t n,
    struct why_point **out);

#endif
