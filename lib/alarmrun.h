/*
 * A scan that goes on from where the last one stopped.
 *
 * What a scan remembers is kept in the store (store_alarm.h) with the day it is
 * of, the last import it has seen and a fingerprint of all that it rests on:
 * registries, parameters, events up to that day, the watch list.  It is used as
 * long as the fingerprint is the same and no import since, and none taken back,
 * touches its days; else the one of a week or a fortnight before; else the
 * readings are gone through from the first.
 *
 * The ledger gets a row for each change, in order of days.  Days that were
 * scanned before and are gone through again add a row only where the outcome
 * differs; an alarm that does not come again is withdrawn.
 */
#ifndef WB_ALARMRUN_H
#define WB_ALARMRUN_H

#include "alarmscan.h"

struct alarmrun {
	struct store *s;
	struct alarmscan *scan;
	int fresh;	      /* 1: without the ledger */
	int64_t from;	      /* day from which days were gone through */
	struct alarms known;  /* the ledger's */
	int64_t known_to;     /* day up to which the ledger was right */
	struct alarm *change; /* in order; the strings are their own */
	size_t n, cap;
	struct { /* what it remembers, to be kept */
		void *p;
		size_t n;
	} kept[3];
	int64_t last_day; /* of the readings */
};

/* Takes all days up to, not including, `to` (INT64_MAX: all there are).  fresh:
 * from the first day, whatever is kept, and without the ledger.  0, or -1: has
 * said why. */
int alarmrun(struct alarmrun *r, struct store *s, const struct network *n,
    const struct watchlist *watch, int64_t to, int fresh);
void alarmrun_release(struct alarmrun *r);

/* Writes the changes and what is to be remembered to the store at `path`.
 * 0, or -1: has said why. */
int alarmrun_write(struct alarmrun *r, const char *path, const char *version);

/* All alarms as they stand: the ledger's, and over them what this run found. */
void alarmrun_all(const struct alarmrun *r, struct alarms *out);

#endif
