/*
 * The ledger of runs: what was started on the store, by whom, with what, and
 * what came of it.
 *
 *   run        one row per job (daily, monthly) and per step of it; written
 *              when it begins, completed once when it ends: a row without
 *              status was cut off, or is at work
 *   alarm_act  append-only: who was told of an alarm, who took note of it
 *
 * Figures follow from the imports alone; nothing here changes one.
 */
#ifndef WB_STORE_RUN_H
#define WB_STORE_RUN_H

#include "store.h"

enum { RUN_UNKNOWN = -1 }; /* of a status or a number of rows */

struct store_run {
	int64_t id, parent; /* parent: the job; 0: none */
	char *job, *period; /* "daily", "2026-03-31"; "" none */
	char *step;	    /* "" is the job as a whole */
	char *command;	    /* as a shell would take it */
	char *who, *host, *version;
	int64_t pid;
	int64_t started; /* an instant */
	int64_t import;	 /* the last one that the store had then */
	double seconds;	 /* NaN: it has not ended */
	int status;	 /* what it exited with, 128 + N by signal N */
	int64_t rows_in, rows_out, rejected;
	char *inputs; /* "SHA256 NAME; SHA256 NAME", "" none */
};

/* Notes that a run begins; job and period are those of its parent where it has
 * one.  `started` and `import` are filled in by the store.  Its number, or -1:
 * has said why. */
int64_t store_run_begin(struct store *s, const struct store_run *r);

/* Notes its end, once: status, seconds, rows, inputs.  0, or -1: has said why.
 */
int store_run_end(struct store *s, const struct store_run *r);

/* All of them in order; to be freed with store_runs_free.  0, or -1: has said
 * why. */
int store_runs(struct store *s, struct store_run **out, size_t *n);
void store_runs_free(struct store_run *r, size_t n);

/* Notes that an alarm was "notified" or "acknowledged".  0, or -1: has said
 * why. */
int store_act_add(struct store *s, const char *alarm_id, const char *act,
    const char *who, const char *note);

struct store_act {
	char *alarm_id, *act, *who, *note;
	int64_t at; /* an instant */
};

/* All of them in order; to be freed with store_acts_free.  0, or -1. */
int store_acts(struct store *s, struct store_act **out, size_t *n);
void store_acts_free(struct store_act *a, size_t n);

/* The user that runs the program, by name, else by number; to be freed. */
char *run_user(void);

/* The machine's name; to be freed. */
char *run_host(void);

#endif
