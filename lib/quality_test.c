/* Names of feeds and scores; the counts are judged by scripts/test-quality. */
#include "quality.h"

#include <stdlib.h>
#include <string.h>

#include "tap.h"

static int
feed_is(const char *source, const char *want)
{
	char *feed = quality_feed(source);
	int same = strcmp(feed, want) == 0;

	if (!same)
		printf("# %s: %s\n", source, feed);
	free(feed);
	return same;
}

int
main(void)
{
	struct quality q = {0};

	ok(feed_is("/in/scada-flow-2026-03.csv", "scada-flow-*.csv"),
	    "a month and its folder are no part of the name");
	ok(feed_is("flow_2026_03_01.csv", "flow_*.csv"), "a day");
	ok(feed_is("2026.03.01", "*"), "nothing but a day");
	ok(feed_is("A2F1.csv", "A*F*.csv"), "points");
	ok(feed_is("7-up.csv", "*-up.csv"), "a dash before a letter stays");
	ok(feed_is("zones.csv", "zones.csv"), "no digits");
	ok(feed_is("-", "-"), "standard input");
	ok(feed_is("x1-", "x*-"), "a dash at the end");

	ok(isnan(quality_score(&q, QUALITY_ACCURACY)), "nothing checked");
	ok(isnan(quality_score(&q, QUALITY_OVERALL)), "nor anything at all");
	q.count[QUALITY_CONFORMITY] = (struct quality_count){3, 4, "rows"};
	q.count[QUALITY_TIMELINESS] = (struct quality_count){0, 2, "imports"};
	near(quality_score(&q, QUALITY_CONFORMITY), 0.75, 0, "three of four");
	near(quality_score(&q, QUALITY_OVERALL), 0.375, 1e-15,
	    "the mean of those that there are");
	ok(strcmp(quality_name(QUALITY_OVERALL), "overall") == 0, "names");
	return tap_done();
}
