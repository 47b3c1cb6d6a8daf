/*
 * Real loss between two nights: by hand.
 */
#include "nightline.h"
#include "tap.h"

static struct zonenight
night(int64_t midnight, int32_t at, double nnl, double half)
{
	struct zonenight zn = {.midnight = midnight, .at = at, .width = 3600};

	zn.in.day_h = 24;
	zn.loss.nnl = bound_input(nnl, NIGHT_LNU, half);
	zn.loss.ndf = bound_exact(20);
	return zn;
}

int
main(void)
{
	/* 03:30 to 04:30 in both: 20 h remain after 04:00, 24 h between. */
	const double w = 20.0 * 20 / (2 * 24 * 24);
	struct zonenight a = night(0, 12600, 10, 3);
	struct zonenight b = night(86400, 12600, 16, 3);
	struct bound l = nightline(&a, &b);

	near(l.v, (10 + 6 * w) * 20, 1e-9, "the second night by its weight");
	near(bound_half(&l), 3 * 20, 1e-9, "night use errs alike in both");
	b.loss.nnl = a.loss.nnl;
	l = nightline(&a, &b);
	near(l.v, 200, 1e-9, "the same in both: as by one night");
	/* A leak that grows by 1 m3/h an hour: the day's mean is that at noon,
	 * 8 hours after 04:00, less what the line has flat before it. */
	b = night(86400, 12600, 10 + 24, 0);
	l = nightline(&a, &b);
	near(l.v / 20, 10 + 20.0 * 20 / 2 / 24, 1e-9, "flat until the minimum");
	/* The next minimum at 01:30 to 02:30, 22 hours on. */
	b = night(86400, 5400, 16, 0);
	l = nightline(&a, &b);
	near(l.v / 20, 10 + 6 * 400.0 / (2 * 22 * 24), 1e-9, "another hour");
	b.at = -1;
	l = nightline(&a, &b);
	ok(isnan(l.v), "no next night, no figure");
	return tap_done();
}
