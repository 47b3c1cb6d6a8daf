#include "nearest.h"

#include <string.h>

#include "say.h"
#include "tap.h"

/* What is nearest to a word among those of a list; "" if none is near. */
static int
means(const char *typed, const char *list, const char *want)
{
	struct nearest n = nearest_to(typed);
	char words[200];

	strcpy(words, list);
	nearest_try_words(&n, words);
	return strcmp(n.best ? n.best : "", want) == 0;
}

static void
test_resemblance(void)
{
	static const char tables[] = "zones points edges readings bills";

	ok(means("zonse", tables, "zones"), "two letters changed places");
	ok(means("bill", tables, "bills"), "one lacks");
	ok(means("EDGES", tables, "edges"), "in another case");
	ok(means("weather", tables, ""), "none is near");
	ok(means("", tables, ""), "nothing was typed");
	ok(means("xy", "ab xb", "xb"), "of two letters one may differ");
	ok(means("xy", "ab", ""), "not both");
}

static void
test_beginning(void)
{
	ok(means("mnf", "icf ili mnf_m3h", "mnf_m3h"),
	    "a beginning is nearer than two letters");
	ok(means("il", "icf ilmenite", ""), "two letters are no beginning");
	ok(means("ndf", "ndf_h ndf", "ndf"), "the word itself is nearest");
	ok(means("mn", "mx my", "mx"), "of equals the first");
}

static void
test_hint(void)
{
	struct nearest n = nearest_to("zonse");
	char buf[NEAREST_HINT];

	ok(*nearest_hint(&n, buf) == '\0', "nothing to say");
	nearest_try(&n, "zones");
	say_in("en");
	ok(!strcmp(nearest_hint(&n, buf), " (did you mean 'zones'?)"),
	    "a question");
	say_in("zh");
	ok(!strcmp(nearest_hint(&n, buf), "（是否应为“zones”？）"),
	    "in Chinese");
	nearest_is(&n, "Z1");
	nearest_try(&n, "zonse");
	ok(!strcmp(n.best, "Z1"), "known by something else");
}

int
main(void)
{
	test_resemblance();
	test_beginning();
	test_hint();
	return tap_done();
}
