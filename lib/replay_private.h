/*
 * What the files of replay share: replay.c puts the script together, with rows
 * of the registries, replay_readings.c has the figures that come from readings,
 * replayawk.c the programs.
 */
#ifndef WB_REPLAY_PRIVATE_H
#define WB_REPLAY_PRIVATE_H

#include "caltime.h"
#include "replay.h"

struct making {
	FILE *fp;
	const struct why *w;
	const char *asked;
	const struct replay *r;
	char *reason;
	int failed;
	char from[CAL_BUF], to[CAL_BUF];
	int series, plants, bills; /* 1: the function is needed */
	char *lines;		   /* of the formulas, for the last awk */
	char *vars;		   /* the variables that it is handed */
};

/* The figure cannot be replayed: the first reason given is told. */
void __attribute__((format(printf, 2, 3)))
replay_cannot(struct making *m, const char *fmt, ...);

/* 1 if an id can stand in the script as it is. */
int replay_plain(const char *id);

/* The commands for a figure from readings: of points on one grid; of the
 * plants, their pressures by their volumes. */
void replay_readings(
    struct making *m, const char *name, const struct why_what *what);
void replay_volumes(struct making *m, const char *name);

#endif
