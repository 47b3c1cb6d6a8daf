/*
 * What leaks that were found have lost: volumes from the registry of events.
 *
 *     V = flow * (awareness + location + repair)             (BABE)
 *
 * An event of kind burst is a reported leak, one of kind leak an unreported
 * one.  It ran from `start` to `end`, or still runs; awareness ends at `aware`
 * (else `found`), location at `found`, repair at `end`.  Only the time within
 * the period counts.  The flow is flow_m3h, else that of an orifice
 *
 *     QL = C1 C2 A sqrt(2 g H) * 3600    CJJ 92, C1 by the pipe's diameter,
 *                                        C2 = leak_c2
 *
 * of hole_cm2 at pressure_m (else the zone's mean), else burst_m3h or
 * leak_m3h at 50 m, times (P/50)^n1.  95 % error err_leak_pct.
 */
#ifndef WB_LEAKVOLUME_H
#define WB_LEAKVOLUME_H

#include <stddef.h>
#include <stdint.h>

#include "network.h"

enum leak_kind { LEAK_REPORTED, LEAK_UNREPORTED, LEAK_KINDS };

struct leak_event {
	long zone; /* first row; -1: of no zone */
	enum leak_kind kind;
	int64_t start, aware, found, end; /* instants; end INT64_MAX: runs */
	double flow_m3h, hole_cm2, dn_mm, pressure_m; /* NaN: not known */
};

struct leaks {
	struct leak_event *e;
	size_t n, cap;
};

/* 0, or -1: the store failed, has said why. */
int leaks_load(struct leaks *l, struct store *s, const struct network *n);
void leaks_release(struct leaks *l);

struct leak_in { /* for a zone and period */
	double azp_m;
	double c2, burst_m3h, leak_m3h, n1;
};

/* Flow while it ran, m3/h; *assumed 1: neither measured nor by orifice. */
double
leak_flow(const struct leak_event *e, const struct leak_in *in, int *assumed);

struct leak_sum {
	size_t events;
	int running; /* of them not repaired by the end of the period */
	int assumed; /* of them with an assumed flow */
	double awareness_m3, location_m3, repair_m3, total_m3;
};

/* Of a zone and those inside it, between two instants, by kind. */
void leaks_sum(const struct leaks *l, const struct network *n, size_t zone,
    int64_t from, int64_t to, const struct leak_in *in,
    struct leak_sum out[LEAK_KINDS]);

#endif
