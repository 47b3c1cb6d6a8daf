#include "econrepair.h"

#include <math.h>

#include "tap.h"

int
main(void)
{
	int64_t day[30];
	double mnf[30];
	struct repair r;

	/* 20 +- 1 until the repair on day 15, 12 +- 1 after it. */
	for (int i = 0; i < 30; i++) {
		day[i] = i;
		mnf[i] = (i < 15 ? 20 : 12) + (i % 2 ? 1 : -1);
	}
	repair_measure(day, mnf, 30, INT64_MIN, 15, 0, &r);
	ok(r.n_before == 7 && r.n_after == 7, "seven nights on a side");
	/* 8..14: 4 of -1, 3 of +1; 16..22 the same. */
	near(r.before, 20 - 1 / 7.0, 1e-12, "before");
	near(r.after, 12 - 1 / 7.0, 1e-12, "after, without the day itself");
	near(r.step.v, 8, 1e-12, "step");
	/* s2 = 2 * (7 - 1/7) / 12 = 8/7; t 12 dof 2.178813. */
	near(r.step.hi - 8, 2.178813 * sqrt(8 / 7.0 * 2 / 7), 1e-6,
	    "Student's bounds");
	near(r.regrowth.v, 1 / 7.0 * 2, 1e-12, "23..29: one more of +1");
	ok(r.regrowth.lo < 0 && r.regrowth.hi > 0, "no regrowth to be seen");
	repair_measure(day, mnf, 30, INT64_MIN, 15, 0.5, &r);
	near(r.step.hi - 8, hypot(2.178813 * sqrt(16 / 49.0), 4), 1e-6,
	    "and the meter's");
	repair_measure(day, mnf, 30, 12, 15, 0, &r);
	ok(r.n_before == 2 && isnan(r.step.v), "too few nights of the leak");
	mnf[16] = mnf[17] = NAN;
	repair_measure(day, mnf, 20, INT64_MIN, 15, 0, &r);
	ok(r.n_after == 2 && isnan(r.step.v) && isnan(r.regrowth.v),
	    "too few nights after");
	return tap_done();
}
