/*
 * What all programs share: options, --help, --version, the output file.
 *
 * The only module besides xalloc and cmd/ that may end the program.  Exit
 * status everywhere: 0 done, 1 failed (said why), 2 misused, 3 done and
 * something was found (only with --exit-code), 4 input stream cut or its seal
 * wrong.
 */
#ifndef WB_TOOL_H
#define WB_TOOL_H

#include <getopt.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "csvout.h"

#define TOOL_NO_DAY INT64_MIN

struct tool_set { /* --set NAME=VALUE */
	const char *name, *value;
};

struct tool_opts {
	const char *db; /* -d, or WB_DB; NULL: none */
	char **zone;	/* -z, sorted as given; nzone 0: all */
	size_t nzone;
	int level;	  /* --level; -1: all */
	int64_t from, to; /* days, half-open; TOOL_NO_DAY: open */
	struct tool_set *set;
	size_t nset;
	const char *as_of;   /* import number or day; NULL: now */
	const char *explain; /* zone */
	enum csvout_format format;
	struct csvout_spark spark; /* --spark; column NULL: none */
	const char *lang;	   /* "en" or "zh" */
	const char *output;	   /* -o; NULL: standard output */
	int jobs;		   /* -j, at most so many threads */
	int shard, shards;	   /* --shard K/N: 1..N of N; 1/1 */
	int seal, exit_code, quiet, verbose;
	const char *const *tables; /* that it prints: tool_info's */
	char **file;		   /* the arguments that are left */
	size_t nfile;
	FILE *fp;   /* where output goes */
	char *part; /* its name until it is complete */
};

/* What a program adds.  own: its long options, ended by {0}; a val >= 1000 or
 * a letter of `letters` (getopt's form) reaches `option`.  option may be NULL;
 * it returns -1 for a value that is no good after tool_misuse's line. */
struct tool_info {
	const char *name;
	const char *synopsis; /* as in the manual page */
	const char *help;     /* what it does, own options, three examples */
	const char *const *tables; /* names of its output tables, NULL-ended */
	const struct option *own;
	const char *letters;
	const char *deaf;  /* names of shared options that say nothing to this
			    * program, a blank between them: refused */
	const char *langs; /* words of --lang; NULL: "en zh" */
	void (*option)(int c, const char *arg, void *ctx);
	void *ctx;
};

/* Reads the options; handles --help, --help-columns and --version.  Exits 2
 * on misuse.  From here on files are made 0640 at most. */
void tool_options(
    int argc, char *argv[], const struct tool_info *info, struct tool_opts *o);

/* One line, a hint at --help, status 2. */
void tool_misuse(const char *fmt, ...)
    __attribute__((format(printf, 1, 2), noreturn));

/* Misuse: a word is none of the tables that go in, nor one of `others`, which
 * NULL ends. */
void tool_no_table(const char *name, const char *const *others)
    __attribute__((noreturn));

/* Opens -o (beside its name, renamed at the end) or standard output; the
 * writer of tables on it. */
struct csvout *tool_out(struct tool_opts *o);
void tool_open(struct tool_opts *o);

/* Ends the output: writes, checks, renames.  status: what main would return;
 * with status 1, 2 or 4 an -o file is not left behind.  Returns the status, 1
 * if the output could not be written. */
int tool_finish(struct tool_opts *o, int status);

/* 1 if --zone names the zone, or names none. */
int tool_zone_wanted(const struct tool_opts *o, const char *zone_id);

const char *tool_version(void);

#endif
