#include "unit.h"

#include <string.h>
#include "num.h"
#include "tap.h"

static double
convert(const char *value, const char *name)
{
	const struct unit *u = unit_find(name);
	double v = NAN;

	num_scaled(value, u->num, u->den, &v);
	return v;
}

int
main(void)
{
	/* Domain section 0: 1 MPa = 101.972 m, 1 bar = 10.1972 m, 1 psi =
	 * 0.703070 m, 1 L/s = 3.6 m3/h. */
	near(convert("1", "MPa"), 101.972, 0.0005, "MPa in metres");
	near(convert("1", "bar"), 10.1972, 0.00005, "bar in metres");
	near(convert("1", "kPa"), 0.101972, 0.0000005, "kPa in metres");
	near(convert("1", "psi"), 0.703070, 0.0000005, "psi in metres");
	/* the pound-force per square inch in pascal */
	near(convert("1", "psi"), 6894.757293168361 / 9806.65, 1e-15,
	    "psi as by definition");
	ok(convert("1", "L/s") == 3.6, "L/s in m3/h");
	ok(convert("24", "m3/d") == 1, "m3/d in m3/h");
	near(convert("0.024", "ML/d"), 1, 1e-15, "ML/d in m3/h");
	ok(convert("1500", "L") == 1.5, "L in m3");
	near(convert("1000", "gpm"), 227.124707, 5e-7, "US gallons a minute");
	ok(convert("1000", "L/min") == 60 && convert("1", "m3/min") == 60 &&
		convert("1", "m3/s") == 3600 && convert("500", "L/h") == 0.5,
	    "other flows");
	ok(convert("250", "cm") == 2.5 && convert("250", "mm") == 0.25,
	    "levels");
	ok(unit_find("furlong") == NULL, "an unknown unit");
	ok(unit_fits(unit_find("m"), "level"), "metres are for levels");
	ok(unit_fits(unit_find("m"), "pressure"), "and for pressures");
	ok(!unit_fits(unit_find("m3"), "flow"), "m3 is no flow");
	ok(!strcmp(unit_stored("flow")->name, "m3/h"), "flow is kept in m3/h");
	ok(unit_stored("length") == NULL, "an unknown quantity");
	return tap_done();
}
