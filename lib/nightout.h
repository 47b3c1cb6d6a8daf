/*
 * The rows of nightflow's tables.
 */
#ifndef WB_NIGHTOUT_H
#define WB_NIGHTOUT_H

#include "csvout.h"
#include "lnufit.h"
#include "trend.h"
#include "zonestate.h"
#include "zonesub.h"

struct nightout {
	struct csvout *out;
	const struct zone *tz;
	int all, bounds, line; /* further columns of the main table */
	const char *col[64];   /* the heading; csvout keeps a pointer to it */
};

void nightout_heading(struct nightout *o, const char *table);

/* `nightflow`, with the further columns that are asked for; line: see
 * nightline.h, for its columns. */
void nightout_night(const struct nightout *o, const char *id,
    const struct zonenight *zn, const struct bound *line);

void nightout_point(const struct nightout *o, const char *id, int64_t day,
    const struct night_min *min);

void nightout_sub(const struct nightout *o, const char *id,
    const struct zonenight *zn, const struct zonesub *z);

struct nightout_period {
	const char *id;
	int64_t from, to;
};

/* basis: "nnl" or "mnf"; coverage: of the days on the mean. */
void nightout_trend(const struct nightout *o, const struct nightout_period *p,
    const char *basis, const struct trend *t, double mains_km, double coverage);

void nightout_state(const struct nightout *o, const struct nightout_period *p,
    const struct zonestate *z, const struct trend *t);

void nightout_lnu(const struct nightout *o, const struct nightout_period *p,
    const struct lnufit *f, const struct night_use *u);

#endif
