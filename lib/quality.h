/*
 * Data quality along GB/T 36344-2018: six dimensions, each a share of counts.
 *
 *                    readings                       the other tables
 *     conformity     rows that the border took      the same
 *     completeness   intervals with a reading       fields that are filled, of
 *                                                   those that figures rest on
 *     accuracy       readings that validation       fields within the range of
 *                    (validate.h, totaliser.h)      their column
 *                    does not exclude
 *     consistency    readings that contradict no    names that are registered:
 *                    earlier import                 parents, zones, points,
 *                                                   accounts
 *     timeliness     imports whose last reading     -
 *                    was at most 24 h old
 *     accessibility  imports that stand, of all that were not refused
 *
 *     score = passed / checked, 0..1
 *     overall = mean of the scores there are (equal weights)
 *
 * Per table, and per feed: the imports from files of one name, where any run of
 * digits counts as one.  A feed is judged by what it brought itself.
 *
 * A point's intervals are those from its first reading to its last; a point
 * without any does not count.  For a period, all its intervals count for each
 * point that reported in it or in the 28 days before, timeliness counts the
 * points whose last reading is at most 2 h older than its end, and of the
 * ledger only imports with readings in it.  Limits of 2 h and 24 h: domain
 * section 9 (data age).
 */
#ifndef WB_QUALITY_H
#define WB_QUALITY_H

#include <stddef.h>
#include <stdint.h>

#include "store.h"

enum quality_dimension {
	QUALITY_CONFORMITY,
	QUALITY_COMPLETENESS,
	QUALITY_ACCURACY,
	QUALITY_CONSISTENCY,
	QUALITY_TIMELINESS,
	QUALITY_ACCESSIBILITY,
	QUALITY_OVERALL,
	QUALITY_DIMENSIONS
};

struct quality_count {
	int64_t passed, checked;
	const char *counted; /* what: "rows", "readings" ... */
};

/* A table's quality, or that of one of its feeds. */
struct quality {
	const struct table *table;
	char *feed; /* "": of the table */
	struct quality_count count[QUALITY_OVERALL];
};

/* Judges what stands in the store, of the readings those of the days from..to,
 * half-open (INT64_MIN: all).  *out by table, then by feed.  0, or -1: has said
 * why. */
int quality_report(
    struct store *s, int64_t from, int64_t to, struct quality **out, size_t *n);
void quality_free(struct quality *q, size_t n);

/* "conformity" ... */
const char *quality_name(enum quality_dimension d);

/* NaN where nothing was checked. */
double quality_score(const struct quality *q, enum quality_dimension d);

/* The feed of a source, to be freed: the file's name without its folder, each
 * run of digits (and of dashes, dots, underscores between such) a '*'. */
char *quality_feed(const char *source);

#endif
