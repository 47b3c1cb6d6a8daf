#include "pattern.h"

#include <stdlib.h>
#include <string.h>

#include "tap.h"

/* What the template becomes; "-" if the name does not match, "!" if there is no
 * such pattern. */
static int
gives(
    const char *pattern, const char *s, const char *template, const char *want)
{
	struct pattern *p = pattern_new(pattern);
	char *got = p ? pattern_name(p, s, template) : NULL;
	const char *is = p == NULL ? "!" : got ? got : "-";
	int ok = strcmp(is, want) == 0;

	if (!ok)
		printf(
		    "# '%s' on '%s': '%s', not '%s'\n", pattern, s, is, want);
	if (p != NULL && pattern_matches(p, s) != (got != NULL))
		ok = 0;
	free(got);
	pattern_free(p);
	return ok;
}

int
main(void)
{
	ok(gives("Q", "Q", "P1", "P1") && gives("Q", "Q1", "P1", "-"),
	    "a name is itself");
	ok(gives("*", "P1", "*", "P1") && gives("*", "P1", "FT_*", "FT_P1"),
	    "the capture goes where the template says");
	ok(gives("*_flow.csv", "A1_flow.csv", "*", "A1") &&
		gives("*_flow.csv", "A1_flow.csvx", "*", "-"),
	    "a glob matches the whole name");
	ok(gives("a.c(*)", "a.c(7)", "*", "7") &&
		gives("a.c(*)", "abc(7)", "*", "-"),
	    "dots and parentheses are letters in it");
	ok(gives("*-*", "S1-Q2", "*.*", "S1.Q2"), "two captures, in order");
	ok(gives("/^(.*)瞬时流量/", "东区瞬时流量(m³/h)", "*", "东区"),
	    "a regular expression, its group");
	ok(gives("/[0-9]+/", "loc 17 b", "P*", "P17"),
	    "without a group: what it matched");
	ok(gives("/(a)|(b)/", "b", "*x*", "xb"),
	    "a group without part is empty");
	ok(gives("/(/", "x", "*", "!"), "an expression that is none");
	ok(gives("/", "/", "x", "x") && gives("//", "//", "x", "x"),
	    "slashes alone are letters");
	return tap_done();
}
