/*
 * What loss-econ knows of a zone and a period: from tables that other programs
 * printed, or computed here by the same functions.
 *
 * Taken from the streams, each by its heading: `nightflow` (with whatever
 * further columns), `waterbalance --kpi`, `nightflow --trend`, and those of
 * econtold.h.  What none of them tells is computed: from the store if the
 * streams hold no other tables, else from the readings, bills and registries
 * of the streams.
 *
 * The figures of night flow are means over the nights of the period
 * (econnights.h); their errors do not shrink with the number of nights, as the
 * meters and assumptions are the same ones.
 */
#ifndef WB_ECONDATA_H
#define WB_ECONDATA_H

#include "balancerun.h"
#include "econ.h"
#include "econnights.h"
#include "frame.h"
#include "zonebursts.h"

struct econdata_zone {
	const char *id;
	long net; /* first row of its id in the network; -1: not registered */
	double level;
};

struct econdata {
	struct tool_opts *o;
	struct balance_opts bo;
	struct spans periods;
	struct balance_run run;
	struct frames tables;
	int more; /* 1: the streams held other tables as well */
	struct econnights nights;
	struct zonebursts bursts;
	struct econdata_zone *zone; /* those that are asked for, by id */
	size_t nzone;
	int above_uarl;
};

/* 0, or the exit status: has said why. */
int econdata_open(struct econdata *d, struct tool_opts *o);
void econdata_close(struct econdata *d);

/* Its periods, oldest first. */
const struct spans *econdata_periods(const struct econdata *d);

/* 1: *in is filled; 0: nothing is known of the zone in that period; -1: the
 * store failed, has said why. */
int econdata_zone(
    struct econdata *d, size_t zone, size_t period, struct econ_in *in);

/* A parameter of a zone on a day; NaN: none. */
double econdata_param(
    const struct econdata *d, size_t zone, const char *name, int64_t day);

/* Hands over the nights of a zone that are known of days [from, to).  0; -1:
 * the store failed, has said why. */
int econdata_nights(struct econdata *d, size_t zone, int64_t from, int64_t to,
    void (*take)(void *ctx, const struct econ_night *night), void *ctx);

#endif
