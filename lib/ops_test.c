/* What the limits of an inspection make of a figure. */
#include "ops.h"

#include <math.h>

#include "tap.h"

int
main(void)
{
	ok(ops_judge(1.9, 2, 24) == OPS_GREEN, "below both: green");
	ok(ops_judge(2, 2, 24) == OPS_AMBER, "the limit itself is amber");
	ok(ops_judge(24, 2, 24) == OPS_RED, "and red");
	ok(ops_judge(95, 95, 90) == OPS_GREEN, "less is worse: at it, green");
	ok(ops_judge(94.9, 95, 90) == OPS_AMBER, "below it");
	ok(ops_judge(89.9, 95, 90) == OPS_RED, "below both");
	ok(ops_judge(NAN, 95, 90) == OPS_AMBER, "not known: never green");
	ok(ops_judge(7, NAN, 1) == OPS_RED && ops_judge(0, NAN, 1) == OPS_GREEN,
	    "one limit alone");
	ok(ops_judge(7, NAN, NAN) == OPS_GREEN, "none");
	return tap_done();
}
