/*
 * Rules on the flow of customers' meters, where readings of them are at hand.
 *
 * An account's meter is the point whose point_id is its meter_id.  Hours are
 * judged, each with night_coverage of its readings.  A user point that is the
 * meter of no account is a finding itself.
 */
#ifndef WB_BILLMETER_H
#define WB_BILLMETER_H

#include "billfind.h"
#include "meterpoint.h"
#include "network.h"

struct bill_trace {	    /* the hours of a meter */
	double hours, m3;   /* with flow known */
	double below_q2_m3; /* of m3, what passed below Q2 */
	double above_q3_h;
	double most_m3h;
	size_t nights, night_flows; /* known; with flow above Q1 throughout */
	double night_least_m3h;	    /* least of the night_flows; NaN: none */
};

/* Begins as {.night_least_m3h = NAN}.  Adds an hour's mean flow; a night's
 * hours from..to of n hours. */
void bill_trace_day(struct bill_trace *t, const struct meterpoint *p,
    const double *m3h, size_t n, size_t night_from, size_t night_to);

/* The three rules on what was seen over days [from, to). */
void bill_trace_rules(const struct bill_trace *t, const struct meterpoint *p,
    const struct ledger_account *a, int32_t from, int32_t to,
    const struct billrules *r, struct bill_findings *out);

/* All meters and user points of the store over days [from, to).  0; -1: the
 * store failed. */
int bill_meters(const struct ledger *l, struct store *s,
    const struct network *n, int64_t from, int64_t to,
    const struct billrules *r, struct bill_findings *out);

#endif
