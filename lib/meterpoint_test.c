/*
 * Flow points: WE-22, a vendor's page, guide values.
 */
#include "meterpoint.h"

#include "tap.h"

int
main(void)
{
	struct meterpoint p = meterpoint_of(2.5, 80, 15);

	near(p.q1, 0.03125, 1e-12, "Q1 of Q3 2.5, R 80");
	near(p.q2, 0.05, 1e-12, "Q2");
	near(p.q4, 3.125, 1e-12, "Q4");
	near(meterpoint_of(2.5, 100, 15).q1, 0.025, 1e-12, "Q1 of R 100");
	near(meterpoint_of(2.5, 50, 15).q1, 0.05, 1e-12, "Q1 of R 50");
	p = meterpoint_of(NAN, NAN, 200);
	near(p.q3, 400, 0, "the guide value of DN 200");
	near(p.q1, 3.2, 1e-12, "and its R 125");
	ok(p.guide && !meterpoint_of(2.5, 80, 15).guide, "which is said");
	ok(isnan(meterpoint_of(NAN, 80, 33).q1), "no guide for DN 33");
	return tap_done();
}
