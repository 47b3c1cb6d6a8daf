/*
 * Where a tool's data come from: the store, or tables on files and standard
 * input, which are read into a store in memory so that all else is the same.
 */
#ifndef WB_INPUT_H
#define WB_INPUT_H

#include "csvin.h"
#include "network.h"
#include "tool.h"

struct assume;

struct input {
	struct store *s;
	struct network *n;
	struct assume *assume; /* NULL: none */
	int in_memory;	       /* 1: tables that came as text */
};

enum input_need {
	INPUT_READINGS,
	INPUT_BILLS,	  /* and bills; the network without accounts */
	INPUT_BILLS_NIGHT /* and bills */
};

/* Without file arguments: the store -d.  With them, or without -d: a csvlite
 * stream of tables that go in, registries before the readings that refer to
 * them; the registries (and bills, where there is need of them) that it lacks
 * come from -d where that is given.  The
 * time zone is the store's, else TZ's.  0, or the exit status: has said why. */
int
input_open(const struct tool_opts *o, enum input_need need, struct input *in);

/* The writer of tables on the output.  The store is read in a hurry, and not
 * held while the output waits for its reader. */
struct csvout *input_out(struct tool_opts *o, struct input *in);

/* The same; `take` is asked first for each table of the files, as for
 * intake_stream. */
int input_open_taking(const struct tool_opts *o, enum input_need need,
    int (*take)(void *ctx, struct csvin *in), void *ctx, struct input *in);
void input_close(struct input *in);

/* Lowers flows and pressures as the assumptions of a file ("-": standard input)
 * say.  0, or the exit status: has said why. */
int input_assume(const struct tool_opts *o, const char *path, struct input *in);

/* Writes the assumptions after the tables of `out`, for the next program; not
 * for the eye. */
void input_put_assumed(
    const struct tool_opts *o, const struct input *in, struct csvout *out);

/* Another reader of the same data: a thread has one of its own.  To be closed
 * before `in` is; NULL: has said why. */
struct store *input_reader(const struct tool_opts *o, const struct input *in);

/* The days asked for, or those with readings.  -1: there are none. */
int input_days(const struct tool_opts *o, const struct input *in, int64_t *from,
    int64_t *to);

/* 1 if --zone, --level, --shard admit the zone (first row of its id); to be
 * asked once for each zone, in order: *seen counts for the shards. */
int input_wants(
    const struct tool_opts *o, const struct input *in, size_t zone, int *seen);

/* -1 and one line if a zone, or one of --zone or --explain, is not
 * registered. */
int input_check_zone(const struct input *in, const char *id);
int input_check_zones(const struct tool_opts *o, const struct input *in);

#endif
