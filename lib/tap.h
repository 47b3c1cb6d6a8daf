/*
 * Test Anything Protocol, for prove(1).
 */
#ifndef WB_TAP_H
#define WB_TAP_H

#include <math.h>
#include <stdio.h>

static int tap_count, tap_failed;

static inline int
tap_ok(int ok, const char *file, int line, const char *what)
{
	printf("%sok %d - %s\n", ok ? "" : "not ", ++tap_count, what);
	if (!ok) {
		tap_failed++;
		printf("# %s:%d\n", file, line);
	}
	return ok;
}

/* |got - want| <= tol; two NaN are equal. */
static inline int
tap_near(double got, double want, double tol, const char *file, int line,
    const char *what)
{
	int ok = (isnan(got) && isnan(want)) || fabs(got - want) <= tol;

	tap_ok(ok, file, line, what);
	if (!ok)
		printf("# got %.17g, want %.17g +- %g\n", got, want, tol);
	return ok;
}

#define ok(cond, what) tap_ok((cond) != 0, __FILE__, __LINE__, what)
#define near(got, want, tol, what) \
	tap_near(got, want, tol, __FILE__, __LINE__, what)

/* The last statement of main. */
static inline int
tap_done(void)
{
	printf("1..%d\n", tap_count);
	return tap_failed != 0;
}

#endif
