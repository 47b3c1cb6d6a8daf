#include "advice.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tap.h"

static double
value(const void *ctx, const char *name, int *known)
{
	(void)ctx;
	*known = 1;
	if (strcmp(name, "ili") == 0)
		return 4.25;
	if (strcmp(name, "payback_months") == 0)
		return NAN;
	*known = 0;
	return NAN;
}

static int
applies(const char *when)
{
	struct advice_rule r = {(char *)"r", (char *)when, NULL, NULL};
	struct advice_facts f = {value, "no_cv rise_none", NULL};

	return advice_applies(&r, &f);
}

int
main(void)
{
	struct advice_rule r = {(char *)"r", (char *)"",
	    (char *)"指数{ili:1}，{payback_months}",
	    (char *)"{ili} of {ili:0}."};
	struct advice_facts f = {value, "", NULL};
	char *s;

	ok(applies("ili > 4") && !applies("ili > 4.25"), "greater");
	ok(applies("ili >= 4.25") && applies("ili <= 4.25"), "equal");
	ok(applies("3 < ili & ili < 5") && !applies("3 < ili & ili < 4"),
	    "both terms");
	ok(!applies("payback_months < 12") && !applies("payback_months >= 12"),
	    "not known is neither");
	ok(applies("flag no_cv") && !applies("flag rise"), "a flag is a word");
	ok(applies("no flag rise") && !applies("no flag rise_none"), "no flag");
	s = advice_sentence(&r, "zh", &f);
	ok(strcmp(s, "指数4.2，—") == 0, s);
	free(s);
	s = advice_sentence(&r, "en", &f);
	ok(strcmp(s, "4.2500 of 4.") == 0, s);
	free(s);
	return tap_done();
}
