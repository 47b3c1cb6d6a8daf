#include "zonestate.h"

#include <string.h>

#include "tap.h"

static struct zonestate
fine(void)
{
	return (struct zonestate){.days = 30, .nights = 30, .coverage = 30};
}

static void
test_words(void)
{
	struct zonestate z = fine();

	ok(zonestate_word(&z) == ZS_OPERABLE, "a month without a fault");
	z.masked = 15;
	z.nights = 15;
	ok(zonestate_word(&z) == ZS_OPERABLE, "half of it masked");
	z.masked = 16;
	ok(zonestate_word(&z) == ZS_PAUSED, "more than half");
	z = fine();
	z.no_meters = 1;
	ok(zonestate_word(&z) == ZS_LINKS_INCOMPLETE, "a day without meters");
	z = fine();
	z.nights = 0;
	z.no_data = 30;
	ok(zonestate_word(&z) == ZS_LINKS_INCOMPLETE, "a meter never heard of");
	z = fine();
	z.nights = 27;
	ok(zonestate_word(&z) == ZS_OPERABLE, "27 nights of 30");
	z.nights = 26;
	ok(zonestate_word(&z) == ZS_DATA_POOR, "26 nights of 30");
	z = fine();
	z.coverage = 26.9;
	ok(zonestate_word(&z) == ZS_DATA_POOR, "89.7 % of the readings");
	z = fine();
	z.left_out = 3;
	ok(zonestate_word(&z) == ZS_OPERABLE, "three days with bad readings");
	z.left_out = 4;
	ok(zonestate_word(&z) == ZS_METER_SUSPECT, "four");
	z = fine();
	z.negative = 16;
	ok(zonestate_word(&z) == ZS_METER_SUSPECT,
	    "less than nothing by night");
	z = fine();
	z.sub_days = 20;
	z.sub_more = 11;
	ok(zonestate_word(&z) == ZS_BOUNDARY_SUSPECT, "its parts take more");
	z = fine();
	z.opposite = 1;
	ok(zonestate_word(&z) == ZS_BOUNDARY_SUSPECT, "a step with a twin");
	ok(strcmp(zonestate_name(ZS_DATA_POOR), "data_poor") == 0, "a name");
}

static void
test_opposite(void)
{
	struct trend a = {.nstep = 2}, b = {.nstep = 1};

	a.step[0] = (struct trend_step){100, 5, 1};
	a.step[1] = (struct trend_step){120, 8, 1};
	b.step[0] = (struct trend_step){101, -6, 1};
	ok(zonestate_opposite(&a, &b) == 1, "+5 and -6, each +-1, a night off");
	b.step[0].size = -6.5;
	ok(zonestate_opposite(&a, &b) == 0, "+5 and -6.5 are two things");
	b.step[0].size = 5;
	ok(zonestate_opposite(&a, &b) == 0, "both ways alike");
	b.step[0] = (struct trend_step){102, -5, 1};
	ok(zonestate_opposite(&a, &b) == 0, "two nights off");
}

int
main(void)
{
	test_words();
	test_opposite();
	return tap_done();
}
