/*
 * Assumptions: what they take off, where, and what is refused.
 */
#include "assume.h"

#include "tap.h"

enum { W, A, A1, B, ZONES };

/* W around A and B, A around A1. */
static struct net_zone zone[ZONES] = {
    {.id = (char *)"W", .parent = -1},
    {.id = (char *)"A", .parent = W},
    {.id = (char *)"A1", .parent = A},
    {.id = (char *)"B", .parent = W},
};

static struct assume *
rows(void)
{
	static const struct assume_row early = {1000, 900, 3, 2, 5},
				       late = {1900, 900, 6, 4, 7};
	struct assume *a = assume_new();

	assume_add(a, "A1", early);
	assume_add(a, "A1", late);
	assume_add(a, "B", early);
	return a;
}

static void
flows(const struct network *n, struct assume *a)
{
	double v[4] = {10, 10, NAN, 10}, flow, leak;
	struct gridday g = {300, 4, v};

	/* steps of 300 s from 1600: 1600-1900 early, then late */
	ok(assume_flow(a, n, A1, 1600, &g) == 4, "four steps are lowered");
	near(v[0], 7, 1e-12, "by the row that holds");
	near(v[1], 4, 1e-12, "and by the next");
	ok(isnan(v[2]), "what is not known stays so");
	v[0] = 10;
	g = (struct gridday){900, 1, v};
	assume_flow(a, n, A1, 1450, &g);
	near(v[0], 10 - (3 * 450 + 6 * 450) / 900.0, 1e-12,
	    "a longer step by the mean of them");
	v[0] = 10;
	ok(assume_flow(a, n, A1, 2800, &g) == 0 && v[0] == 10,
	    "beyond the rows nothing");
	ok(assume_flow(NULL, n, A1, 1000, &g) == 0, "nor without any");
	assume_volume(a, n, W, 0, 5000, &flow, &leak);
	near(flow, (3 + 6 + 3) * 0.25, 1e-12, "a zone around has them all");
	near(leak, (2 + 4 + 2) * 0.25, 1e-12, "leakage by itself");
	assume_volume(a, n, A, 1000, 1450, &flow, &leak);
	near(flow, 3 * 450 / 3600.0, 1e-12, "part of a row");
}

static void
nested(const struct network *n, struct assume *a)
{
	static const struct assume_row own = {1000, 900, 1, 1, 9};
	double flow, leak, v[1] = {50};
	struct gridday g = {900, 1, v};

	ok(assume_pressure(a, n, A, 1000, &g) == 0 && v[0] == 50,
	    "pressure falls by the zone's own rows alone");
	assume_add(a, "A", own);
	assume_volume(a, n, A, 0, 5000, &flow, &leak);
	near(flow, 0.25, 1e-12, "its own rows stand for those inside");
	assume_volume(a, n, W, 0, 5000, &flow, &leak);
	near(flow, 1, 1e-12, "for the zone around too");
	ok(assume_pressure(a, n, A, 1000, &g) == 1 && v[0] == 41,
	    "and its pressure falls");
	ok(assume_add(a, "A", own) == -1, "rows that overlap are refused");
}

int
main(void)
{
	struct network n = {.zone = zone, .nzone = ZONES};
	struct assume *a = rows();

	for (long i = 0; i < ZONES; i++)
		strmap_put(&n.zone_of, zone[i].id, i);
	flows(&n, a);
	nested(&n, a);
	assume_free(a);
	strmap_release(&n.zone_of);
	return tap_done();
}
