/* Figures by hand. */
#include "lnufit.h"

#include "tap.h"

int
main(void)
{
	/* x 1 2 3, y 2 3 7: means 2, 4; Sxx 2, Sxy 5, Syy 14 */
	const double x[] = {1, 2, NAN, 3}, y[] = {2, 3, 5, 7};
	const double same[] = {4, 4, 4, 4};
	struct lnufit f;

	lnufit(x, y, 4, &f);
	ok(f.n == 3, "a meter without a figure is left out");
	near(f.mean, 4, 1e-12, "mean");
	near(f.day_m3, 2, 1e-12, "mean use of a day");
	/* t = 1.96 + (7.529536 + 1.96)/8 = 3.146192; sqrt(14/2/3) = 1.527525 */
	near(f.half, 3.146192 * 1.5275252317, 1e-9, "half-width");
	near(f.slope, 2.5, 1e-12, "slope");
	near(f.intercept, -1, 1e-12, "intercept");
	near(f.r2, 25.0 / 28, 1e-12, "R2");
	lnufit(same, y, 4, &f);
	ok(f.n == 4 && isnan(f.slope), "equal x have no slope");
	lnufit(x, y, 1, &f);
	ok(f.mean == 2 && isnan(f.half), "one meter has no bounds");
	lnufit(x, y, 0, &f);
	ok(f.n == 0 && isnan(f.mean), "none has nothing");
	return tap_done();
}
