/*
 * What pe_zone.c and pe_screen.c share.
 */
#ifndef WB_PE_PRIVATE_H
#define WB_PE_PRIVATE_H

#include "pe.h"
#include "presspoint.h"

/* The points of a zone together, over a period. */
struct pe_zone_state {
	size_t points; /* with readings */
	double readings, qualified, rate_sum;
	size_t rates;
	double below_h, worst, negative_h, steps, cycles;
	double range_sum, night_day_sum;
	size_t ranges, night_days;
	size_t valid, expected;
	const struct net_edge *critical; /* with the least surplus */
	double surplus, spare;		 /* its mean and its least */
	int critical_gaps; /* 1: a critical point has too few readings, so that
			    * these three are not known */
	char events[128];
};

/* 0, or -1: the store failed, has said why. */
int pe_zone_read(struct pe *pe, struct presspoint_work *w, size_t zone,
    int64_t from, int64_t to, struct pe_zone_state *z);

/* Adds the words that tell why the surplus is not known. */
void pe_critical_words(const struct pe_zone_state *z, char *flags, size_t size);

/* part / of; NaN: of nothing. */
double pe_share(double part, double of);

#endif
