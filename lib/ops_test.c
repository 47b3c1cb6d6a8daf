/* What the limits of an inspection make of a figure. */
#include "ops.h"

#include <math.h>

#include "tap.h"

int
main(void)
{
	ok(ops_judge(1.9, OPS_MORE, 2, 24) == OPS_GREEN, "below both: green");
	ok(ops_judge(2, OPS_MORE, 2, 24) == OPS_AMBER,
	    "the limit itself is amber");
	ok(ops_judge(24, OPS_MORE, 2, 24) == OPS_RED, "and red");
	ok(ops_judge(95, OPS_LESS, 95, 90) == OPS_GREEN,
	    "less is worse: at it, green");
	ok(ops_judge(94.9, OPS_LESS, 95, 90) == OPS_AMBER, "below it");
	ok(ops_judge(89.9, OPS_LESS, 95, 90) == OPS_RED, "below both");
	ok(ops_judge(NAN, OPS_LESS, 95, 90) == OPS_AMBER,
	    "not known: never green");
	ok(ops_judge(7, OPS_MORE, NAN, 1) == OPS_RED &&
		ops_judge(0, OPS_MORE, NAN, 1) == OPS_GREEN,
	    "one limit alone");
	ok(ops_judge(7, OPS_MORE, NAN, NAN) == OPS_GREEN, "none");
	ok(ops_judge(0.96, OPS_LESS, 0.95, 0.95) == OPS_GREEN &&
		ops_judge(0.94, OPS_LESS, 0.95, 0.95) == OPS_RED,
	    "one limit: no amber, least stays least");
	return tap_done();
}
