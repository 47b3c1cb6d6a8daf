/*
 * Profiles: what is read, what is refused, what they do.
 */
#include "profile.h"

#include <string.h>

#include "tap.h"

static int
refused(const char *text)
{
	struct profile p;

	return profile_parse(text, &p) != NULL;
}

/* It reads, and is written again as `text`. */
static int
again(const char *text)
{
	char buf[PROFILE_TEXT];
	struct profile p;

	return profile_parse(text, &p) == NULL &&
	       strcmp(profile_text(&p, buf), text) == 0;
}

static void
changes(void)
{
	struct profile p;

	profile_parse("inlet=-6", &p);
	near(profile_change(&p, 0, 10, NAN), -6, 0, "lowered by 6 m");
	profile_parse("inlet=38m", &p);
	near(profile_change(&p, 0, 10, 50), -12, 0, "held at 38 m");
	near(profile_change(&p, 0, 10, 30), 0, 0, "a valve only lowers");
	ok(isnan(profile_change(&p, 0, 10, NAN)), "needs the inlet's pressure");
	profile_parse("time=05:30/-3m,23:00/-9m", &p);
	near(profile_change(&p, 19800, 0, NAN), -3, 0, "from 05:30");
	near(profile_change(&p, 82799, 0, NAN), -3, 0, "until 23:00");
	near(profile_change(&p, 82800, 0, NAN), -9, 0, "from 23:00");
	near(profile_change(&p, 0, 0, NAN), -9, 0, "over midnight");
	profile_parse("flow=20/30m,60/36m", &p);
	near(profile_change(&p, 0, 0, 40), -10, 0, "below the least flow");
	near(profile_change(&p, 0, 40, 40), -7, 1e-12, "between two flows");
	near(profile_change(&p, 0, 99, 40), -4, 0, "above the greatest");
}

int
main(void)
{
	ok(again("inlet=-6m") && again("inlet=38.5m") && again("inlet=-0m"),
	    "fixed profiles");
	ok(again("time=00:00/-9m,05:30/-3m,23:00/-7.2m"), "by time");
	ok(again("flow=-5/30m,60/36.25m"), "by flow");
	ok(refused("") && refused("inlet") && refused("outlet=3") &&
		refused("inlet=") && refused("inlet=6m,7m"),
	    "what is no profile");
	ok(refused("inlet=+6m"), "one that raises");
	ok(refused("inlet=0m"), "no pressure at all");
	ok(refused("time=06:00/-3m,05:00/-2m"), "times that fall");
	ok(refused("time=06:00/-3m,07:00/30m"), "both kinds of value");
	ok(refused("time=24:00/-3m") && refused("time=6/-3m") &&
		refused("time=-3m"),
	    "no time");
	changes();
	return tap_done();
}
