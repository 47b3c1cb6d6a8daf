/*
 * Units: what is converted at the border, and nowhere else.
 *
 * Inside the store flow is m3/h, volume m3, pressure and level metres of
 * water (g = 9.80665 m/s2, 1000 kg/m3: 1 MPa = 101.9716 m), energy kWh, power
 * kW; the rest stays as it is.  (Domain section 0.)
 */
#ifndef WB_UNIT_H
#define WB_UNIT_H

#include <stddef.h>

/* A value in this unit times num/den is the stored value; both are whole
 * numbers where that is possible, so that decimals convert exactly. */
struct unit {
	const char *name;
	const char *quantities; /* blank-separated names of points.quantity */
	double num, den;
};

/* NULL: no such unit. */
const struct unit *unit_find(const char *name);

/* All units, by index; NULL behind the last.  Those from gpm on are of exports
 * alone: `points` does not name them. */
const struct unit *unit_at(size_t i);

/* The unit in which the store keeps that quantity; NULL: no such quantity. */
const struct unit *unit_stored(const char *quantity);

/* 1 if readings of that quantity may come in that unit. */
int unit_fits(const struct unit *u, const char *quantity);

#endif
