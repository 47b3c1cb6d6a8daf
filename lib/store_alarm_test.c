/*
 * The ledger: what was put in comes out, the last row of an alarm stands, and
 * an act knows how large the alarm was then.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "store_alarm.h"
#include "store_run.h"
#include "store_sql.h"
#include "tap.h"

static struct alarm
leak(const char *id)
{
	return (struct alarm){.id = (char *)id,
	    .zone_id = (char *)"A",
	    .point_id = (char *)"",
	    .kind = ALARM_NIGHT_RISE,
	    .state = ALARM_OPEN,
	    .start = 1000,
	    .detected = 2000,
	    .end = INT64_MIN,
	    .at = 20513,
	    .size = 4.25,
	    .lo = 3,
	    .hi = NAN,
	    .mean = 50,
	    .base = 20,
	    .sigma = 0.5,
	    .night = -1,
	    .evidence = 1.5,
	    .slope = 0.1,
	    .limit = NAN,
	    .volume = 77,
	    .path = 1,
	    .by = 2,
	    .hours = 6,
	    .flags = ALARM_COMMON | ALARM_DOUBT};
}

static void
there_and_back(struct store *s)
{
	struct alarm a = leak("A-1-leak"), b = leak("B-1-leak");
	struct alarms l = {0};

	ok(store_ledger_load(s, &l) == 0 && l.n == 0, "at first there is none");
	ok(store_ledger_begin(s) == 0 && store_ledger_add(s, &a, "1") == 0 &&
		store_ledger_add(s, &b, "1") == 0,
	    "two alarms");
	a.state = ALARM_CLOSED;
	a.end = 9000;
	ok(store_ledger_add(s, &a, "1") == 0 && store_ledger_commit(s) == 0,
	    "one of them is closed");
	ok(store_ledger_load(s, &l) == 0 && l.n == 2, "there are two");
	ok(strcmp(l.a[0].id, "A-1-leak") == 0 && alarm_same(&l.a[0], &a) &&
		l.a[0].state == ALARM_CLOSED,
	    "the last row stands");
	ok(alarm_same(&l.a[1], &b) && l.a[1].end == INT64_MIN &&
		isnan(l.a[1].hi) && l.a[1].at == 20513,
	    "what is not known comes back as that");
	ok(l.a[1].night == -1 && l.a[1].evidence == 1.5 &&
		l.a[1].volume == 77 && l.a[1].path == 1 && l.a[1].by == 2 &&
		l.a[1].hours == 6 &&
		l.a[1].flags == (ALARM_COMMON | ALARM_DOUBT),
	    "with its figures");
	alarms_release(&l);
}

static void
acts(struct store *s)
{
	struct alarmacts l = {0};
	const struct alarmact *a;

	ok(store_act_add(s, "B-1-leak", "notified", "op", "mail") == 0 &&
		store_alarmacts(s, &l) == 0 && l.n == 0,
	    "who was told has taken nothing on");
	store_act_add(s, "B-1-leak", "acknowledged", "li", "crew");
	store_act_add(s, "B-1-leak", "shelved until 2026-03-01", "wang", "x");
	ok(store_alarmacts(s, &l) == 0 && l.n == 1, "one alarm was seen");
	a = alarmacts_find(&l, "B-1-leak");
	ok(a != NULL && strcmp(a->who, "wang") == 0 && a->until == 20513,
	    "the last word stands");
	near(a->size, 4.25, 0, "of the size that the ledger had then");
	alarmacts_release(&l);
}

static void
remembered(struct store *s)
{
	void *p, *head;
	size_t n;

	ok(store_scan_get(s, "now", SIZE_MAX, &p, &n) == 0 && p == NULL,
	    "nothing is remembered yet");
	ok(store_ledger_begin(s) == 0 &&
		store_scan_put(s, "now", "first", 5) == 0 &&
		store_scan_put(s, "now", "second", 6) == 0 &&
		store_ledger_commit(s) == 0,
	    "a block and another in its place");
	ok(store_scan_get(s, "now", SIZE_MAX, &p, &n) == 0 && n == 6 &&
		memcmp(p, "second", 6) == 0,
	    "comes back");
	free(p);
	ok(store_scan_get(s, "now", 3, &head, &n) == 0 && n == 3 &&
		memcmp(head, "sec", 3) == 0,
	    "or its beginning");
	free(head);
}

/* From here on the store serves SQL alone. */
static void
as_rows(struct store *s)
{
	struct store_sql *q =
	    store_sql_open(s, "SELECT alarm_id FROM alarm ORDER BY seq");
	char seen[64] = "";

	while (q != NULL && store_sql_next(q) > 0)
		strcat(strcat(seen, store_sql_text(q, 0)), " ");
	ok(strcmp(seen, "A-1-leak B-1-leak A-1-leak ") == 0,
	    "what an alarm was before is kept");
	store_sql_close(q);
}

int
main(void)
{
	struct store *s = store_open_rw(":memory:", "UTC");

	there_and_back(s);
	acts(s);
	remembered(s);
	as_rows(s);
	store_close(s);
	return tap_done();
}
