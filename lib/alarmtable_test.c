/*
 * Which alarms are printed, in what order, and the words of their reasons.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alarmtable.h"
#include "alarmtext.h"
#include "store.h"
#include "tap.h"
#include "term.h"

enum { DAY = 86400, FIRST = 20513 /* 2026-03-01 */ };

static struct store *s;
static struct network *n;
static struct alarms all;
static struct alarmacts acts;

static struct alarm
leak(const char *id, double size, int day)
{
	return (struct alarm){.id = (char *)id,
	    .zone_id = (char *)"A",
	    .point_id = (char *)"",
	    .kind = ALARM_NIGHT_STEP,
	    .state = ALARM_OPEN,
	    .start = (int64_t)(FIRST + day) * DAY,
	    .detected = (int64_t)(FIRST + day) * DAY + 7200,
	    .end = INT64_MIN,
	    .size = size,
	    .lo = size - 1,
	    .hi = size + 1,
	    .mean = 50,
	    .sigma = 0.5,
	    .night = size,
	    .evidence = 1.5,
	    .slope = 0,
	    .limit = NAN,
	    .volume = 24 * size};
}

static void
put(struct alarm a)
{
	int made;

	alarms_put(&all, &a, &made);
}

/* The ids printed, a blank after each; *open: what it returns. */
static const char *
ids(struct alarmtable t, int *open)
{
	static char list[200];
	const struct term_table *table = term_table("alarm-scan");
	char *text, *line, *rest;
	size_t size;
	FILE *fp = open_memstream(&text, &size);
	struct csvout *out = csvout_new(fp, CSVOUT_TSV, 0);

	t.n = n;
	t.tz = store_zone(s);
	t.from = t.from ? t.from : FIRST;
	t.to = t.to ? t.to : FIRST + 10;
	t.acts = &acts;
	csvout_table(out, table->col, table->ncol);
	*open = alarmtable_put(&t, &all, NULL, NULL, out);
	csvout_free(out);
	fclose(fp);
	list[0] = '\0';
	strtok_r(text, "\n", &rest);
	while ((line = strtok_r(NULL, "\n", &rest)) != NULL) {
		line[strcspn(line, "\t")] = '\0';
		strcat(list, line);
		strcat(list, " ");
	}
	free(text);
	return list;
}

static void
make(void)
{
	struct alarm a;

	put(leak("two", 2, 1));
	put(leak("nine", 9, 2));
	a = leak("closed", 20, 0);
	a.state = ALARM_CLOSED;
	a.end = (int64_t)(FIRST + 2) * DAY;
	put(a);
	a = leak("demand", 30, 3);
	a.flags = ALARM_DEMAND;
	put(a);
	a = leak("common1", 6, 4);
	a.flags = ALARM_COMMON;
	put(a);
	a.id = (char *)"common2";
	a.size = 5;
	put(a);
	a = leak("later", 50, 20);
	put(a);
}

static void
listed(void)
{
	struct alarmact shelf = {.who = (char *)"li",
	    .why = (char *)"x",
	    .until = FIRST + 11,
	    .size = 9};
	int open;

	ok(strcmp(ids((struct alarmtable){.budget = -1}, &open),
	       "closed two nine common1 common2 ") == 0 &&
		open == 4,
	    "by time; neither demand nor what is later");
	ok(strcmp(ids((struct alarmtable){.budget = -1, .open_only = 1}, &open),
	       "two nine common1 common2 ") == 0,
	    "open ones");
	ok(strstr(
	       ids((struct alarmtable){.budget = -1, .everything = 1}, &open),
	       "demand ") != NULL,
	    "all");
	/* score 24 size (0.5 + 0.5 0.5), common by half: 162, 54, 36, 45 */
	ok(strcmp(ids((struct alarmtable){.budget = 9}, &open),
	       "nine common1 two ") == 0,
	    "the gravest first, common ones once");
	ok(strcmp(ids((struct alarmtable){.budget = 1}, &open), "nine ") == 0,
	    "and no more than the budget");
	alarmacts_put(&acts, "nine", &shelf);
	ok(strcmp(ids((struct alarmtable){.budget = 1}, &open), "common1 ") ==
		0,
	    "one that is shelved is not worth a visit");
	ok(strstr(ids((struct alarmtable){.budget = -1}, &open), "nine ") !=
		    NULL &&
		open == 3,
	    "is printed, and not open");
	ok(strcmp(
	       ids((struct alarmtable){.budget = 1, .to = FIRST + 11}, &open),
	       "nine ") == 0,
	    "until its day");
	ok(strcmp(
	       ids((struct alarmtable){.budget = -1, .from = FIRST + 3}, &open),
	       "two nine common1 common2 ") == 0,
	    "what ended before the period is not in it");
}

static void
reason(struct alarm a, int zh, const char *want, const char *what)
{
	char *text = alarmtext(&a, store_zone(s), zh);

	ok(strstr(text, want) != NULL, what);
	if (strstr(text, want) == NULL)
		printf("# %s\n", text);
	free(text);
}

static void
reasons(void)
{
	struct alarm a = leak("x", 5, 0);

	reason(a, 0, "up by 5.00 m3/h (10 % of 50.0; 95 % bounds 4.00 to 6.00)",
	    "a leak with size, share and bounds");
	reason(a, 0, "since 2026-03-01 00:00, still so", "and its start");
	reason(a, 1, "流量上升 5.00 m³/h", "in Chinese");
	a.flags = ALARM_DOUBT;
	reason(a, 0, "the data cannot tell", "undetermined");
	a.flags = ALARM_SCALE;
	a.slope = 0.1;
	reason(a, 0, "0.10 times what it was (pulse weight?)", "a factor");
	a.slope = 3.6;
	reason(a, 1, "L/s 与 m³/h 混用", "a wrong unit");
	a = (struct alarm){.kind = ALARM_LOW_PRESSURE,
	    .state = ALARM_OPEN,
	    .start = (int64_t)FIRST * DAY,
	    .end = INT64_MIN,
	    .size = 18.5,
	    .limit = 22,
	    .hours = 3,
	    .base = 4.5,
	    .flags = ALARM_QUIET};
	reason(a, 0,
	    "down to 18.50 m, limit 22.00 since 2026-03-01 00:00, not so now; "
	    "3 times, 4.5 h in all",
	    "a pressure that comes and goes");
	reason(a, 1, "目前已恢复；共 3 次，累计 4.5 小时", "in Chinese");
	a.kind = ALARM_MISMATCH;
	a.size = 19.9;
	a.limit = 5;
	a.flags = 0;
	reason(a, 0, "differ by 19.9 % (limit 5)", "counter and flow");
}

int
main(void)
{
	s = store_open_rw(":memory:", "UTC");
	n = network_load(s);
	make();
	listed();
	reasons();
	alarms_release(&all);
	alarmacts_release(&acts);
	network_free(n);
	store_close(s);
	return tap_done();
}
