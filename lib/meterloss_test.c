/*
 * Weighted errors: WE-15, and what follows from it by hand.
 */
#include "meterloss.h"

#include "tap.h"

int
main(void)
{
	/* WE-15: 23 % at -15, 68 % at -1.8, 9 % at +16: -3.234 % */
	const struct meter_band band[] = {
	    {0.23, -0.15, 0.02}, {0.68, -0.018, 0.01}, {0.09, 0.16, 0.05}};
	struct bound e = meter_error(band, 3, 0), u;

	near(100 * e.v, -3.234, 1e-9, "weighted error");
	/* sqrt((.23*2)^2 + (.68*1)^2 + (.09*5)^2) = 0.93675 points */
	near(100 * bound_half(&e), sqrt(0.2116 + 0.4624 + 0.2025), 1e-9,
	    "its 95 % error");
	u = meter_under(100000, e);
	near(u.v, 100000 / 0.96766 - 100000, 1e-6, "under-registered");
	/* dU/de = V/(1 + e)^2 */
	near(bound_half(&u), 100000 / (0.96766 * 0.96766) * bound_half(&e),
	    1e-6, "its error");
	u = meter_under(100000, meter_error(band, 0, 0));
	ok(isnan(u.v), "nothing from no tests");
	ok(meter_class('h') == 0 && meter_class('u') == 3 &&
		meter_class('x') < 0 && meter_class(0) < 0,
	    "classes");
	return tap_done();
}
