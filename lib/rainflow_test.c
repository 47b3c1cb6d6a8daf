/*
 * Rainflow against the standard's own example, ASTM E1049-85 figure 6:
 * -2 1 -3 5 -1 3 -4 4 -2 has ranges 3: 0.5, 4: 1.5, 6: 0.5, 8: 1.0, 9: 0.5.
 */
#include "rainflow.h"

#include <stddef.h>
#include <stdlib.h>

#include "tap.h"

static double
cycles(const double *v, size_t n, double least)
{
	struct rainflow f;
	double sum;

	rainflow_init(&f, least);
	rainflow_add(&f, v, n / 2); /* in two pieces */
	if (n > 0)
		rainflow_add(&f, v + n / 2, n - n / 2);
	sum = rainflow_cycles(&f);
	rainflow_release(&f);
	return sum;
}

/* The standard's procedure as it is written, over all turning points. */
static double
plainly(const double *v, size_t n, double least)
{
	double turn[401] = {0}, sum = 0;
	size_t m = 0;

	for (size_t i = 0; i < n; i++) {
		if (m > 0 && v[i] == turn[m - 1])
			continue;
		if (m >= 2 &&
		    (turn[m - 1] > turn[m - 2]) == (v[i] > turn[m - 1]))
			turn[m - 1] = v[i];
		else
			turn[m++] = v[i];
	}
	n = m;
	m = 0;
	for (size_t i = 0; i < n; i++) {
		turn[m++] = turn[i];
		while (m >= 3) {
			double x = fabs(turn[m - 1] - turn[m - 2]);
			double y = fabs(turn[m - 2] - turn[m - 3]);

			if (x < y)
				break;
			if (m == 3) {
				sum += y >= least ? 0.5 : 0;
				turn[0] = turn[1];
				turn[1] = turn[2];
				m = 2;
			} else {
				sum += y >= least ? 1 : 0;
				turn[m - 3] = turn[m - 1];
				m -= 2;
			}
		}
	}
	for (size_t i = 1; i < m; i++)
		sum += fabs(turn[i] - turn[i - 1]) >= least ? 0.5 : 0;
	return sum;
}

static void
random_walks(void)
{
	double v[400];
	int good = 1;

	srand(11);
	for (int round = 0; round < 5000; round++) {
		size_t n = (size_t)(rand() % 400);
		int wide = 1 + rand() % 30;
		double least = 1 + rand() % 20;

		for (size_t i = 0; i < n; i++)
			v[i] = (round % 2 && i ? v[i - 1] : 0) +
			       rand() % (2 * wide + 1) - wide;
		good &= cycles(v, n, least) == plainly(v, n, least);
	}
	ok(good, "5000 random series as by the standard's own procedure");
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
	random_walks();
	return tap_done();
}
