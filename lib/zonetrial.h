/*
 * The trial of a new zone: is it tight, and what did its first week show.
 *
 * Tightness, the zero-pressure test: by night all known inlets are shut.  In a
 * tight zone the pressure falls to nothing as the last water is used; where it
 * stays up, water comes in by a way that nobody knows.
 *
 *     tight         in the last quarter of the test the pressure is at most
 *                   tight_m, or a tenth of what it was in the hour before
 *     fed           it is above that and no longer falls: from the third
 *                   quarter to the last by less than err_pressure_m
 *     falling       it still falls: the test was too short
 *     not_closed    more than tight_m3h still flowed through the meters
 *     unknown       no flow or no pressure was read
 */
#ifndef WB_ZONETRIAL_H
#define WB_ZONETRIAL_H

#include "zonenight.h"

enum tightness {
	TIGHT_UNKNOWN,
	TIGHT_NOT_CLOSED,
	TIGHT_TIGHT,
	TIGHT_FED,
	TIGHT_FALLING
};

struct tightness_in {
	double flow;		    /* mean through the meters, m3/h */
	double before, third, last; /* means of pressure, m; NaN */
	double tight_m, tight_m3h, still_m;
};

enum tightness tightness_judge(const struct tightness_in *t);

const char *tightness_word(enum tightness t);

struct zonetrial {
	size_t days, full; /* full: with volume, minimum and pressure */
	double inflow, inflow_sd, adf;	      /* m3/d, m3/h */
	double mnf, mnf_sd, mnf_min, mnf_max; /* m3/h */
	double azp, azp_min, azp_max;	      /* m, of daily means */
	double coverage;
	struct tightness_in test; /* NaN where there was none */
	double least;		  /* lowest pressure of the test */
	enum tightness verdict;
};

/* Days [from, to); the test between two instants, INT64_MIN: none.  1, 0 the
 * zone holds on none of the days, -1 the store failed, has said why. */
int zonetrial_zone(struct zonenight_work *w, struct store *s,
    const struct network *n, size_t zone, int64_t from, int64_t to,
    int64_t test_from, int64_t test_to, struct zonetrial *out);

#endif
