/*
 * Two zones of three onsets each: rows of both together and of each, by hand.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tap.h"
#include "term.h"
#include "trialtable.h"

static struct trial trial[2] = {
    {.mean = 50, .resolution = 10, .trials = 3},
    {.mean = 100, .resolution = NAN, .trials = 3},
};

/* The table, of which zone B is wanted or not; to be freed. */
static char *
table(int b)
{
	struct net_zone zone[] = {{.id = (char *)"A"}, {.id = (char *)"B"}};
	struct network n = {.zone = zone, .nzone = 2};
	char wanted[] = {1, (char)b}, *text;
	struct trialtable t = {&n, wanted, trial, 20513, 20523, 14};
	const struct term_table *head = term_table("alarm-scan --resolution");
	size_t size;
	FILE *fp = open_memstream(&text, &size);
	struct csvout *out = csvout_new(fp, CSVOUT_CSV, 0);

	csvout_table(out, head->col, head->ncol);
	trialtable_put(&t, out);
	csvout_free(out);
	fclose(fp);
	return text;
}

int
main(void)
{
	char *text;

	for (int k = 0; k < TRIAL_SIZES; k++) {
		const double a[] = {8, 2, INFINITY}, b[] = {4, 6, INFINITY};

		memcpy(trial[0].hours[k], a, sizeof a);
		memcpy(trial[1].hours[k], b, sizeof b);
	}
	text = table(1);
	/* 2 4 6 8 and two later: 7 is between the third and the fourth, of
	 * those found 5; Wilson of 4 in 6 by python: 0.3000 to 0.9032; six
	 * onsets are bounded by the least and the greatest, which nobody saw */
	ok(strstr(text,
	       "\nall,2026-03-01,2026-03-11,14,,20,6,4,0.6667,0.3,0.9032,5,,,7,"
	       "2,\n") != NULL,
	    "both zones as one lot");
	ok(strstr(text, "\nA,2026-03-01,2026-03-11,14,10,20,3,2,0.6667,") !=
		NULL,
	    "a fifth of 50 is 10");
	ok(strstr(text, ",5,10,20,8,,\n") != NULL,
	    "median of those found 5, of all 8, three bound nothing");
	ok(strstr(text, "\nB,2026-03-01,2026-03-11,14,20,20,3,2,") != NULL,
	    "a fifth of 100 is 20");
	free(text);
	text = table(0);
	ok(strstr(text, "\nB,") == NULL,
	    "a zone that is not wanted is not there");
	ok(strstr(text, "\nall,2026-03-01,2026-03-11,14,,20,3,2,") != NULL,
	    "nor in the lot");
	free(text);
	return tap_done();
}
