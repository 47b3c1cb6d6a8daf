/*
 * What wb-query prints, table by table; see wb-query(1).
 *
 * Each function prints one table with its heading and returns 0, or -1: it
 * has said why.
 */
#ifndef WB_QUERY_H
#define WB_QUERY_H

#include "choice.h"
#include "csvout.h"
#include "period.h"

enum query_compare { QUERY_ALONE, QUERY_YEAR, QUERY_PREVIOUS };

struct query {
	struct store *s;
	struct choice choice;
	struct csvout *out;
	struct period_step step;
	enum query_compare compare;
	int64_t on; /* --on; TOOL_NO_DAY: none */
};

/* A registry table as it stands; with --on as it holds on that day. */
int query_table(const struct query *q, const struct table *t);

/* Readings, by point and time. */
int query_readings(const struct query *q);

/* Readings with the flags of their validation. */
int query_judged(const struct query *q);

/* Steps of points, of zones; alone or compared. */
int query_points(const struct query *q);
int query_zones(const struct query *q);

/* The last reading of each point. */
int query_last(const struct query *q);

/* The ledger of runs, those that began in the days asked for. */
int query_runs(const struct query *q);

/* The dictionary; no store is needed. */
int query_terms(const struct query *q);

/* The answer to a SELECT. */
int query_sql(const struct query *q, const char *sql);

/* The days asked for, half-open; where open, or with `clip`, those of the
 * store. */
void query_days(const struct query *q, int clip, int64_t *from, int64_t *to);

/* Begins a table of the dictionary. */
void query_heading(const struct query *q, const char *name);

/* The names of the tables above in the dictionary. */
extern const char *const query_tables[];

#endif
