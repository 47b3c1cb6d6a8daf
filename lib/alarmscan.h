/*
 * One day of a whole utility, watched: each zone's flow for leaks, each point
 * for faults of its meter, for pressure and for limits.
 *
 * Days are taken in order, all zones and points of a day together, so that a
 * scan day by day and one over the whole period are the same thing.  What it
 * remembers between days is one block of bytes per zone and per point.
 *
 *     clock      the day fits its pattern 1.5 times better when turned by an
 *                hour or more, two days running; such days are not looked at
 *                for leaks, for at most two weeks
 *     common     three zones in ten of one level (of five at least) rose on
 *                one day: weather, a festival, a clock
 *     inner      a zone around another rose when that one did, by 0.4 to 2.5
 *                times as much: one leak, seen twice; the inner one stands
 *     boundary   one zone rose, another of the same parent fell, within a day
 *                and by 25 %: water that takes another way
 *
 * A flow and a totaliser of one meter (points.meter_id) are held against each
 * other day by day (mismatch).
 *
 * A leak is closed by the fall that fits it (leakcase.h), or by an event that
 * ended, with an outcome, in its zone or one inside it.
 */
#ifndef WB_ALARMSCAN_H
#define WB_ALARMSCAN_H

#include "alarm.h"
#include "alarmevent.h"
#include "leakcase.h"
#include "pointday.h"
#include "pointwatch.h"
#include "watchlist.h"
#include "zoneslots.h"

struct scan_zone {
	int64_t clock_since; /* first day that ran late; INT64_MIN: none */
	int32_t lag, clock_open;
	struct leak_report fall; /* the last one */
	struct leakwatch w;
	struct leakcases cases;
};

struct alarmscan {
	struct store *s;
	const struct network *n;
	const struct watchlist *watch;
	struct alarmevents events;
	struct zoneslots slots;
	struct pointday day;
	struct scan_zone **zone; /* by network zone; NULL: no meters yet */
	struct pointwatch **point;
	void *arena; /* what was put back; some of these lie in it */
	size_t arena_bytes;
	long *edge_of, *next_edge; /* of a point, first and next; -1: none */
	char *outer;		   /* 1: the zone has others inside */
	int (*moved)[LEAK_CASES];  /* cases that changed today */
	uint16_t *flag;
	size_t flag_cap;
	int64_t today;
	int64_t horizon;      /* instant up to which there is news at all */
	struct alarms alarms; /* all that changed since the scan began */
	/* Told of each change; may be NULL. */
	int (*changed)(void *ctx, const struct alarm *a);
	void *ctx;
	int failed;
};

/* NULL: has said why. */
struct alarmscan *alarmscan_new(
    struct store *s, const struct network *n, const struct watchlist *watch);
void alarmscan_free(struct alarmscan *c);

/* Of the last day with readings: beyond its last one, if more than an hour is
 * left, silence is not a gap but what has not come yet.  0, or -1. */
int alarmscan_last(struct alarmscan *c, int64_t day);

/* Takes a day.  0, or -1: has said why. */
int alarmscan_day(struct alarmscan *c, int64_t day);

/* Puts what is still open into c->alarms as it stands, telling nobody. */
void alarmscan_open(struct alarmscan *c);

/* Begins the watch of a zone with the night that its parameters say. */
void alarmscan_start(struct leakwatch *w, const struct network *n, size_t zone,
    int64_t day, int slots);

/* The settings for a zone and day, from the parameters. */
void alarmscan_settings(const struct network *n, size_t zone, int64_t day,
    struct leakwatch_opts *o);

#endif
