/*
 * Days as nightflow(1) prints them: what flowed into a zone or past a point,
 * and the zone's real loss by its night flow.
 *
 * A table with the columns zone_id, day and inflow_m3 (and real_loss_m3d with
 * its bounds, where it has them), or point_id, day and mean_m3h, as it comes
 * from `nightflow` and `nightflow --points`; other columns are passed over.
 */
#ifndef WB_DAILYFLOW_H
#define WB_DAILYFLOW_H

#include <stddef.h>
#include <stdint.h>

#include "csvin.h"
#include "rowscan.h"
#include "strmap.h"

struct daily { /* of a zone or point */
	char *id;
	int64_t first; /* day of value 0 */
	size_t n, cap;
	double *flow; /* m3/d of a zone, m3/h of a point; NaN not known */
	double *real, *real_half; /* m3/d; NULL: no such column */
};

struct dailyflow {
	struct daily *zone, *point;
	size_t nzone, npoint, zone_cap, point_cap;
	struct strmap zone_of, point_of;
	struct rowscan_days days;
};

void dailyflow_release(struct dailyflow *d);

/* 1: read; 0: another table; -1: failed, has said why. */
int dailyflow_take(struct dailyflow *d, struct csvin *in);

/* NULL: not among them. */
const struct daily *dailyflow_zone(const struct dailyflow *d, const char *id);
const struct daily *dailyflow_point(const struct dailyflow *d, const char *id);

/* Value of a day in flow, real or real_half; NaN where there is none. */
double daily_at(const struct daily *d, const double *v, int64_t day);

#endif
