/*
 * The inspection of a store and of what feeds it, line by line.
 *
 * Each line has a figure and is green, amber or red by two limits, which are
 * parameters (ops_...; wb(7)).  Of what may at most be, the limit itself is
 * over it; of what has to be at least, it is enough.  What cannot be known is
 * amber, never green; its figure is empty and its detail says why.
 *
 * Nothing but the age of a backup and the room on the disk depends on anything
 * but the store, the day and the inspection before.
 */
#ifndef WB_OPS_H
#define WB_OPS_H

#include <stddef.h>
#include <stdint.h>

#include "csvout.h"
#include "network.h"
#include "store.h"

enum ops_light { OPS_GREEN, OPS_AMBER, OPS_RED };
enum ops_worse { OPS_MORE, OPS_LESS };

struct ops_line {
	const char *section, *check, *unit;
	char *subject; /* "": the whole */
	enum ops_light light;
	double measured, amber, red; /* NaN: not known, no limit */
	double previous;	     /* of the inspection before; NaN */
	int was;		     /* its light; -1: none */
	char *detail;
};

struct ops {
	struct store *s;
	struct network *n;
	const char *db;
	int64_t day;	     /* inspected as at its end ... */
	int64_t from, to;    /* ... over these days, half-open */
	int64_t begin, end;  /* their instants */
	const char *backups; /* folder; NULL: none was named */
	double last_bytes;   /* size at the inspection before; NaN ... */
	int64_t last_day;    /* ... and its day */
	int64_t self;	     /* run that is at work: our own job; 0 */
	int zh;		     /* details in Chinese */
	int all;	     /* also the green lines of single points */
	struct ops_line *line;
	size_t n_line, cap;
};

/* Adds a line, lit by its limits (both NaN: green), from which on a figure is
 * too large, or (least) below which it is too small; detail in either language,
 * to be given with the same arguments.  Good until the next call. */
struct ops_line *ops_add(struct ops *o, const char *section, const char *check,
    const char *subject, double measured, const char *unit, double amber,
    double red);
struct ops_line *ops_add_least(struct ops *o, const char *section,
    const char *check, const char *subject, double measured, const char *unit,
    double amber, double red);
void ops_detail(const struct ops *o, struct ops_line *l, const char *en,
    const char *zh, ...);

/* A parameter of the inspection, without a zone. */
double ops_limit(const struct ops *o, const char *name);

/* What the limits make of a figure; NaN: amber. */
enum ops_light
ops_judge(double measured, enum ops_worse worse, double amber, double red);

/* The sections.  0, or -1: has said why. */
int ops_feeds(struct ops *o);
int ops_store(struct ops *o);
int ops_backups(struct ops *o);
int ops_runs(struct ops *o);
int ops_quality(struct ops *o);
int ops_alarms(struct ops *o);
int ops_imports(struct ops *o);

/* All of them; one that failed is a red line. */
void ops_inspect(struct ops *o);

/* What the inspection before said, from the table that it printed: each line
 * gets its figure and light, growth its base.  To be called before the sections
 * (day and size), and after them (the lines).  0, or the exit status. */
struct frames;
int ops_read_previous(struct ops *o, const char *path, struct frames *f);
void ops_compare(struct ops *o, const struct frames *f);

/* Prints the table ops-check; the worst light. */
enum ops_light ops_put(const struct ops *o, struct csvout *out);
void ops_release(struct ops *o);

#endif
