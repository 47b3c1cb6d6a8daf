/*
 * Which entry of the watch list holds on which day.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tap.h"
#include "watchlist.h"

/* Reads the text as a file; what watchlist_read says. */
static int
read_text(struct watchlist *l, const char *text)
{
	char path[] = "/tmp/watchXXXXXX";
	int fd = mkstemp(path), got;
	FILE *f = fdopen(fd, "w");

	fputs(text, f);
	fclose(f);
	*l = (struct watchlist){0};
	got = watchlist_read(l, path);
	unlink(path);
	return got;
}

int
main(void)
{
	struct watchlist l;
	const struct watch *w;

	ok(read_text(&l, "point_id,low,high,hold_min,from,to,note\n"
			 "P,20,,30,2026-03-01,2026-03-03,works\n"
			 "P,,50,,2026-03-03,,\n"
			 "Q,1,2,,,,always\n") == 0,
	    "a list is read");
	/* date -u -d 2026-03-01 +%s: 20513 days */
	ok(watchlist_find(&l, "P", 20512) == NULL, "not before its first day");
	w = watchlist_find(&l, "P", 20513);
	ok(w != NULL && w->low == 20 && isnan(w->high) && w->hold_min == 30 &&
		strcmp(w->note, "works") == 0,
	    "from its first day on, with its limits");
	ok(watchlist_find(&l, "P", 20514) == w, "and on the next");
	w = watchlist_find(&l, "P", 20515);
	ok(w != NULL && isnan(w->low) && w->high == 50,
	    "from the day `to` on the next entry");
	ok(watchlist_find(&l, "P", 40000) == w, "without end");
	ok(watchlist_find(&l, "Q", 0) != NULL, "always");
	ok(watchlist_find(&l, "R", 20513) == NULL, "of another point nothing");
	watchlist_release(&l);
	ok(read_text(&l, "point_id,low\nP,x\n") < 0, "not a number");
	watchlist_release(&l);
	ok(read_text(&l, "point_id,low\n,1\n") < 0, "no point");
	watchlist_release(&l);
	return tap_done();
}
