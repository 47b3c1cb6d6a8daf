/*
 * Severity, score and words of alarms, worked out by hand.
 */
#include <stdlib.h>
#include <string.h>

#include "alarm.h"
#include "alarmtext.h"
#include "tap.h"

static struct alarm
leak(double size, double mean, unsigned flags)
{
	return (struct alarm){.kind = ALARM_NIGHT_STEP,
	    .state = ALARM_OPEN,
	    .start = 1767225600, /* 2026-01-01 UTC */
	    .detected = 1767232800,
	    .end = INT64_MIN,
	    .size = size,
	    .lo = size - 1,
	    .hi = size + 1,
	    .mean = mean,
	    .night = size,
	    .sigma = 0.5,
	    .evidence = 1.5,
	    .flags = flags};
}

static void
weights(void)
{
	struct alarm a = leak(6, 100, 0);

	ok(alarm_severity(&a) == 3, "6 of 100 m3/h: 3");
	/* 24 * 6 * 1.2 * (0.5 + 0.5 * 0.5) */
	near(alarm_score(&a, 1.2), 129.6, 1e-9, "its score in yuan a day");
	near(alarm_score(&a, NAN), 108, 1e-9, "in m3 without a price");
	a = leak(6, 100, ALARM_COMMON);
	ok(alarm_severity(&a) == 4, "common: one class lower");
	near(alarm_score(&a, 1), 54, 1e-9, "and half the score");
	a = leak(6, 25, 0);
	ok(alarm_severity(&a) == 1, "6 of 25: 1");
	a = leak(21, 1000, 0);
	ok(alarm_severity(&a) == 1, "20 m3/h: 1");
	a.kind = ALARM_LIMIT;
	near(alarm_score(&a, 9), 3, 0, "no leak: 5 less its severity");
}

static void
lists(void)
{
	struct alarm a = leak(6, 100, 0), b;
	struct alarms l = {0};
	char id[] = "A-1-leak", zone[] = "A", none[] = "";
	int made;

	a.id = id;
	a.zone_id = zone;
	a.point_id = none;
	alarms_put(&l, &a, &made);
	ok(made && l.n == 1, "a new one");
	b = a;
	b.volume = 99;
	ok(alarm_same(&a, &b), "more water gone is the same alarm");
	b.size = 7;
	ok(!alarm_same(&a, &b), "another size is not");
	alarms_put(&l, &b, &made);
	ok(!made && l.n == 1 && l.a[0].size > 6.9, "one of each id, the last");
	alarms_release(&l);
}

static void
words(void)
{
	struct alarm a = leak(6, 100, ALARM_BOUNDARY | ALARM_OVERDUE);
	struct zone *tz = zone_new("UTC");
	char buf[ALARM_WORDS], *en, *zh;
	int good = 1;

	ok(strcmp(alarm_words(a.flags, buf), "boundary overdue") == 0, "flags");
	for (int k = 0; k < ALARM_KINDS; k++)
		good &= alarm_kind_of(alarm_kind_word((enum alarm_kind)k)) == k;
	ok(good && alarm_kind_of("nothing") == -1, "kinds there and back");
	en = alarmtext(&a, tz, 0);
	zh = alarmtext(&a, tz, 1);
	ok(strstr(en, "6.00 m3/h (6 % of 100.0; 95 % bounds 5.00 to 7.00)") &&
		strstr(en, "since 2026-01-01 00:00, still so") &&
		strstr(en, "boundary valve"),
	    "the reason with its figures");
	ok(strstr(zh, "6.00 m³/h") && strstr(zh, "边界阀门"), "in Chinese");
	free(en);
	free(zh);
	zone_free(tz);
}

int
main(void)
{
	weights();
	lists();
	words();
	return tap_done();
}
