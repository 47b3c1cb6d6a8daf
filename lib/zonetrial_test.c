/*
 * The verdicts of a tightness test.
 */
#include "zonetrial.h"

#include "tap.h"

static enum tightness
judge(double flow, double before, double third, double last)
{
	const struct tightness_in t = {flow, before, third, last, 2, 0.5, 0.5};

	return tightness_judge(&t);
}

int
main(void)
{
	ok(judge(0, 30, 6, 1.5) == TIGHT_TIGHT, "it fell to nothing");
	ok(judge(0, 30, 6, 2.9) == TIGHT_TIGHT, "or to a tenth");
	ok(judge(0.1, 30, 12.2, 12) == TIGHT_FED,
	    "it stays up: water comes in");
	ok(judge(0, 30, 15, 10) == TIGHT_FALLING, "it still falls");
	ok(judge(3, 30, 1, 1) == TIGHT_NOT_CLOSED, "an inlet was open");
	ok(judge(-3, 30, 1, 1) == TIGHT_NOT_CLOSED, "or an outlet");
	ok(judge(NAN, 30, 1, 1) == TIGHT_UNKNOWN &&
		judge(0, NAN, 1, 1) == TIGHT_UNKNOWN,
	    "nothing was read");
	return tap_done();
}
