/*
 * How the inlet pressure of a zone would be run: a what-if's profile.
 *
 *     inlet=-6m                          lower by 6 m at all hours
 *     inlet=38m                          held at 38 m behind the valve
 *     time=23:00/-9m,05:30/-3m           by time of day, each from its time on
 *     flow=20/30m,60/36m                 by the zone's flow in m3/h, straight
 *                                        between the points and level beyond
 *
 * A value with a sign is a change, one without a pressure at the inlet; all
 * values of a profile are of one kind.  A valve only lowers: where the pressure
 * is below what it is set to, nothing changes.
 */
#ifndef WB_PROFILE_H
#define WB_PROFILE_H

#include <stddef.h>
#include <stdint.h>

enum { PROFILE_SLOTS = 24, PROFILE_TEXT = 512 };

enum profile_kind { PROFILE_INLET, PROFILE_TIME, PROFILE_FLOW };

struct profile {
	enum profile_kind kind;
	int relative; /* 1: values are changes, <= 0 */
	size_t n;
	struct profile_slot {
		double at; /* clock seconds, m3/h; rising */
		double m;
	} slot[PROFILE_SLOTS];
};

/* NULL, or what is wrong with the text. */
const char *profile_parse(const char *text, struct profile *out);

/* The change of the inlet's pressure, <= 0, at a clock second and flow; NaN
 * where that needs the pressure there and it is not known. */
double profile_change(
    const struct profile *p, int32_t clock, double flow_m3h, double inlet_m);

/* As profile_parse takes it; buf has PROFILE_TEXT bytes. */
const char *profile_text(const struct profile *p, char *buf);

#endif
