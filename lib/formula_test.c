/*
 * Names of formulas, and numbers in their place.
 */
#include "formula.h"

#include <string.h>

#include "tap.h"

static double
value(const void *ctx, const char *name)
{
	(void)ctx;
	return strcmp(name, "a") == 0	? 1.5 :
	       strcmp(name, "b_2") == 0 ? -2 :
					  NAN;
}

static void
names_are(const char *expr, const char *want, const char *what)
{
	char name[FORMULA_NAME], got[200] = "";
	const char *p = expr;

	while (formula_name(&p, name)) {
		strcat(got, name);
		strcat(got, " ");
	}
	if (!ok(strcmp(got, want) == 0, what))
		printf("# '%s'\n", got);
}

static void
numbers_are(const char *expr, const char *want, const char *what)
{
	char got[FORMULA_TEXT];

	formula_numbers(expr, value, NULL, got, sizeof got);
	if (!ok(strcmp(got, want) == 0, what))
		printf("# '%s'\n", got);
}

int
main(void)
{
	char tiny[8];

	names_are("a - b_2", "a b_2 ", "two names");
	names_are("max(0, a / 1000) + 0.8 * x", "a x ",
	    "functions and numbers are none");
	names_are("1e3 * a", "a ", "nor is an exponent");
	names_are("", "", "of nothing");
	numbers_are("a - b_2 * unknown", "1.5 - (-2) * -",
	    "below zero in brackets, not known a dash");
	numbers_are("max(a, 3) ^ 0.5", "max(1.5, 3) ^ 0.5", "the rest stays");
	formula_numbers("a + a + a + a", value, NULL, tiny, sizeof tiny);
	ok(strcmp(tiny, "1.5 + 1") == 0, "cut where there is no more room");
	return tap_done();
}
