/*
 * What an acknowledgement and a shelf hide, and that growth undoes them.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "alarmact.h"
#include "tap.h"

enum { TODAY = 46000 };

static struct alarm
leak(double size)
{
	return (struct alarm){
	    .kind = ALARM_NIGHT_STEP, .state = ALARM_OPEN, .size = size};
}

static void
leaks(void)
{
	struct alarmact ack = {.until = INT64_MIN, .size = 4},
			shelf = {.until = TODAY + 1, .size = 4};
	struct alarm a = leak(4);

	ok(alarmact_flag(&ack, &a, TODAY) == ALARM_ACKNOWLEDGED,
	    "acknowledged");
	ok(alarmact_flag(&shelf, &a, TODAY) == ALARM_SHELVED,
	    "shelved up to the day before");
	ok(alarmact_flag(&shelf, &a, TODAY + 1) == 0, "on the day it is back");
	a = leak(4.1);
	ok(alarmact_flag(&ack, &a, TODAY) == ALARM_OUTGROWN &&
		alarmact_flag(&shelf, &a, TODAY) == ALARM_OUTGROWN,
	    "neither hides one that grew");
	a = leak(3);
	ok(alarmact_flag(&ack, &a, TODAY) == ALARM_ACKNOWLEDGED,
	    "one that shrank is none that grew");
	a.state = ALARM_CLOSED;
	ok(alarmact_flag(&ack, &a, TODAY) == 0, "closed: nothing to see to");
}

static void
points(void)
{
	struct alarmact shelf = {
	    .until = TODAY + 9, .size = 20, .limit = 22}; /* 2 below */
	struct alarm a = {.kind = ALARM_LOW_PRESSURE,
	    .state = ALARM_OPEN,
	    .size = 19.6,
	    .limit = 22};
	struct alarm gap = {
	    .kind = ALARM_GAP, .state = ALARM_OPEN, .limit = NAN};

	ok(alarmact_flag(&shelf, &a, TODAY) == ALARM_SHELVED,
	    "2.4 m below instead of 2: shelved");
	a.size = 19.4;
	ok(alarmact_flag(&shelf, &a, TODAY) == ALARM_OUTGROWN,
	    "2.6 m below: outgrown");
	ok(alarmact_flag(&shelf, &gap, TODAY) == ALARM_SHELVED,
	    "a gap has no size");
}

static void
words(void)
{
	struct alarmact a = {
	    .who = (char *)"li", .why = (char *)"crew", .until = INT64_MIN};
	struct alarmacts l = {0};
	char *word =
	    alarmact_shelved(20548); /* date -d 2026-04-05 +%s / 86400 */
	int64_t day;

	ok(strcmp(word, "shelved until 2026-04-05") == 0,
	    "the word of a shelf");
	ok(alarmact_until(word, &day) && day == 20548, "and back");
	ok(!alarmact_until("acknowledged", &day) &&
		!alarmact_until("shelved until tomorrow", &day),
	    "other words are none");
	free(word);
	alarmacts_put(&l, "A", &a);
	alarmacts_put(&l, "B", &a);
	a.who = (char *)"wang";
	alarmacts_put(&l, "A", &a);
	ok(l.n == 2 && strcmp(alarmacts_find(&l, "A")->who, "wang") == 0 &&
		strcmp(alarmacts_find(&l, "B")->who, "li") == 0,
	    "the last one stands");
	ok(alarmacts_find(&l, "C") == NULL, "of another alarm there is none");
	alarmacts_release(&l);
}

int
main(void)
{
	leaks();
	points();
	words();
	return tap_done();
}
