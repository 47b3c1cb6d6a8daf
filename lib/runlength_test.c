/*
 * False alarms of a CUSUM at the threshold asked for, simulated.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>

#include "runlength.h"
#include "tap.h"

static uint64_t seed;

/* About normal, variance 1. */
static double
noise(void)
{
	double sum = -6;

	for (int i = 0; i < 12; i++) {
		seed = seed * 6364136223846793005U + 1442695040888963407U;
		sum += (double)(seed >> 40) / (1 << 24);
	}
	return sum;
}

/* False alarms of the plain CUSUM at the h that is asked for, simulated with
 * this file's own noise: within a factor of 1.6 of what was wanted. */
static void
run_length(double far, double phi)
{
	double h = runlength_h(far, phi), x = 0, up = 0, got, years = 4000;
	char what[80];
	int alarms = 0;

	seed = 99;
	for (int d = 0; d < 365 * years; d++) {
		double z;

		x = phi * x + sqrt(1 - phi * phi) * noise();
		z = x > 4 ? 4 : x < -4 ? -4 : x;
		up = up + z - 0.5 > 0 ? up + z - 0.5 : 0;
		if (up > h) {
			alarms++;
			up = 0;
		}
	}
	got = alarms / years;
	snprintf(what, sizeof what,
	    "%g a year wanted at phi %g: h %.2f, simulated %.2f", far, phi, h,
	    got);
	ok(got < 1.6 * far && got > far / 1.6, what);
}

int
main(void)
{
	run_length(2, 0.3);
	run_length(4, 0.5);
	run_length(4, 0.7);
	run_length(1, 0.5);
	ok(runlength_h(0.1, 0.5) > runlength_h(1, 0.5) &&
		runlength_h(1, 0.7) > runlength_h(1, 0.5),
	    "fewer alarms or more correlation: a higher threshold");
	near(runlength_h(1e9, 0.5), 4, 0, "not below 4");
	near(runlength_h(1e-9, 0), 16, 0, "nor above 16");
	return tap_done();
}
