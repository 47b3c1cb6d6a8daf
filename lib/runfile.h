/*
 * The files of a command, for the ledger of runs: which were inputs, what was
 * in them, how many rows went in and came out.
 *
 * Rows are those that the seal of a table tells ("#end,ROWS,CRC32"); of a file
 * without one they are not known.
 */
#ifndef WB_RUNFILE_H
#define WB_RUNFILE_H

#include <stdint.h>

#include "store_run.h"

/* Notes in r the inputs among the arguments of a command: files that are
 * there, but for its -o or --output.  Their rows are summed; RUN_UNKNOWN where
 * none is sealed. */
void runfile_inputs(struct store_run *r, char *const *arg);

/* The file that the command is told to write; NULL: none. */
const char *runfile_output(char *const *arg);

/* Rows of a file; RUN_UNKNOWN also where it cannot be read. */
int64_t runfile_rows(const char *path);

/* The command as a shell would take it; to be freed. */
char *runfile_command(char *const *arg);

#endif
