#include "runlength.h"

#include <math.h>

/* False alarms a year at h for four correlations, found by simulation. */
static const struct {
	double h, far[4];
} run_lengths[] = {{4, {1.2, 3.4, 5.0, 6.6}}, {5, {0.38, 2.0, 3.5, 5.2}},
    {6, {0.15, 1.1, 2.4, 4.0}}, {8, {0.025, 0.35, 1.2, 2.4}},
    {10, {0.003, 0.12, 0.53, 1.5}}, {12, {0.0004, 0.04, 0.29, 1.1}},
    {14, {0.00005, 0.013, 0.14, 0.66}}};

enum { RUN_LENGTHS = sizeof run_lengths / sizeof *run_lengths };

/* log of the false alarms a year in row i at correlation phi. */
static double
log_far(int i, double phi)
{
	static const double at[] = {0, 0.3, 0.5, 0.7};
	int k = phi < 0.3 ? 0 : phi < 0.5 ? 1 : 2;
	double a = log(run_lengths[i].far[k]),
	       b = log(run_lengths[i].far[k + 1]);

	return a + (b - a) * (phi - at[k]) / (at[k + 1] - at[k]);
}

double
runlength_h(double far, double phi)
{
	double want = log(far), last = log_far(0, phi), h;

	if (want >= last)
		return run_lengths[0].h;
	for (int i = 1; i < RUN_LENGTHS; i++) {
		double next = log_far(i, phi);

		h = run_lengths[i - 1].h +
		    (run_lengths[i].h - run_lengths[i - 1].h) * (last - want) /
			(last - next);
		if (want >= next)
			return h;
		last = next;
	}
	return run_lengths[RUN_LENGTHS - 1].h + 2;
}
