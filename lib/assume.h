/*
 * Assumptions: how much less would have flowed, and at how much less pressure,
 * had something been otherwise.  pressure-eval --what-if prints them,
 * nightflow and waterbalance take them with --assume.
 *
 *     zone_id, time, step_s, flow_cut_m3h, leak_cut_m3h, azp_cut_m
 *
 * A row holds for step_s seconds from its time.  flow_cut is what the zone's
 * inflow falls by, leak_cut the part of it that is leakage, azp_cut what the
 * pressure at its average zone point falls by.  A zone without rows that has
 * zones with rows inside it takes the sum of their flows.
 */
#ifndef WB_ASSUME_H
#define WB_ASSUME_H

#include "csvout.h"
#include "gridday.h"
#include "network.h"

struct assume_row {
	int64_t time; /* instant */
	int32_t step; /* seconds, > 0 */
	double flow, leak, azp;
};

struct assume;

struct assume *assume_new(void);
void assume_free(struct assume *a);

/* Rows of a zone come in order of time and do not overlap; -1: they do not. */
int assume_add(struct assume *a, const char *zone_id, struct assume_row row);

/* Reads the assumption tables of a csvlite stream ("-": standard input), among
 * whatever other tables; tz for times without offset.  NULL: has said why;
 * *status, if not NULL, is then 1 or 4.  A stream without a row is refused. */
struct assume *
assume_read(const char *path, const struct zone *tz, int *status);

/* Writes the table, zones by id. */
void
assume_write(const struct assume *a, const struct zone *tz, struct csvout *out);

/* Lowers a day's flow of a zone (first row of its id), whose grid begins at
 * midnight.  How many steps of the grid are lowered.  a NULL: none. */
size_t assume_flow(const struct assume *a, const struct network *n, size_t zone,
    int64_t midnight, struct gridday *g);

/* The same of the pressure at its average zone point; by the zone's own rows
 * alone. */
size_t assume_pressure(const struct assume *a, const struct network *n,
    size_t zone, int64_t midnight, struct gridday *g);

/* Cut volumes of a zone between two instants, m3. */
void assume_volume(const struct assume *a, const struct network *n, size_t zone,
    int64_t from, int64_t to, double *flow_m3, double *leak_m3);

#endif
