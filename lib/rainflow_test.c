/*
 * Rainflow against the standard's own example, ASTM E1049-85 figure 6:
 * -2 1 -3 5 -1 3 -4 4 -2 has ranges 3: 0.5, 4: 1.5, 6: 0.5, 8: 1.0, 9: 0.5.
 */
#include "rainflow.h"

#include <stddef.h>

#include "tap.h"

static double
cycles(const double *v, size_t n, double least)
{
	struct rainflow f;
	double sum;

	rainflow_init(&f, least);
	for (size_t i = 0; i < n; i++)
		rainflow_add(&f, v[i]);
	sum = rainflow_cycles(&f);
	rainflow_release(&f);
	return sum;
}

int
main(void)
{
	static const double astm[] = {-2, 1, -3, 5, -1, 3, -4, 4, -2};
	/* the same path with stops on the way */
	static const double fine[] = {
	    -2, -1, 1, 1, NAN, 0, -3, -3, 2, 5, 4, -1, 1, 3, 0, -4, 4, 3, -2};
	static const double flat[] = {7, 7, 7}, step[] = {20, 20, 26, 26};
	static const double saw[] = {0, 6, 0, 6, 0, 6, 0};

	near(cycles(astm, 9, 3), 4, 1e-12, "all of the example");
	near(cycles(astm, 9, 3.5), 3.5, 1e-12, "ranges of 4 and more");
	near(cycles(astm, 9, 5), 2, 1e-12, "of 6 and more");
	near(cycles(astm, 9, 7), 1.5, 1e-12, "of 8 and more");
	near(cycles(astm, 9, 8.5), 0.5, 1e-12, "of 9");
	near(cycles(astm, 9, 9.5), 0, 1e-12, "none is greater");
	near(cycles(fine, 19, 3), 4, 1e-12, "values on the way change nothing");
	near(cycles(flat, 3, 1), 0, 0, "a constant has no cycle");
	near(cycles(step, 4, 5), 0.5, 0, "one step is half a cycle");
	near(cycles(saw, 7, 5), 3, 0, "three teeth are three cycles");
	near(cycles(NULL, 0, 1), 0, 0, "nothing at all");
	return tap_done();
}
