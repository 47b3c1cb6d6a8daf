/* Zones of every sort: half hours, changes at midnight, a day left out, two
 * hours at once.  Instants agree with the C library, and come back from what
 * the clock on the wall said. */
#include "caltime.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tap.h"

static unsigned long long seed = 11;

static int64_t
rnd(int64_t n)
{
	seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
	return (int64_t)((seed >> 20) % (unsigned long long)n);
}

/* As the C library has it, whose TZ is set. */
static int
agrees(const struct zone *z, int64_t t)
{
	time_t tt = (time_t)t;
	struct tm tm;
	char want[CAL_BUF], got[CAL_BUF];

	localtime_r(&tt, &tm);
	strftime(want, sizeof want, "%Y-%m-%dT%H:%M:%S", &tm);
	return zone_offset(z, t) == tm.tm_gmtoff &&
	       strncmp(cal_instant_text(z, t, got), want, strlen(want)) == 0;
}

/* Read with its offset, and without: then t is one of the two it may be. */
static int
comes_back(const struct zone *z, int64_t t)
{
	struct cal_stamp s;
	char text[CAL_BUF];
	int64_t back, first, later;

	cal_instant_text(z, t, text);
	if (cal_parse_stamp(text, &s) < 0 || !s.has_offset ||
	    cal_instant(&s, z, INT64_MIN, &back) < 0 || back != t)
		return 0;
	return zone_instant(z, s.day, s.clock, &first, &later) == 0 &&
	       first <= later && (t == first || t == later);
}

/* A day begins where the days before it end. */
static int
days_join(const struct zone *z, int64_t day)
{
	int64_t t = zone_midnight(z, day), next = zone_midnight(z, day + 1);

	return next >= t && zone_day(z, next - 1) <= day &&
	       (next == t || zone_day(z, t) == day);
}

static void
test_zone(const char *name)
{
	const int64_t end = cal_day(2099, 12, 1) * CAL_DAY_S;
	struct zone *z = zone_new(name);
	int same = 1, back = 1, days = 1;
	int64_t t;

	if (z == NULL) {
		printf("# %s is not known here\n", name);
		return;
	}
	setenv("TZ", name, 1);
	tzset();
	for (int i = 0; i < 20000; i++) {
		t = CAL_DAY_S + rnd(end);
		same &= agrees(z, t);
		back &= comes_back(z, t);
	}
	/* every quarter of an hour of some years, changes and all */
	for (t = cal_day(2010, 1, 1) * CAL_DAY_S;
	     t < cal_day(2013, 1, 1) * CAL_DAY_S; t += 900)
		back &= comes_back(z, t) && agrees(z, t);
	for (int64_t d = 2; d < cal_day(2040, 1, 1); d++)
		days &= days_join(z, d);
	ok(same, name);
	ok(back, "  an instant comes back from its clock time");
	ok(days, "  days join");
	zone_free(z);
}

/* Every zone there is, from 1970 to 2099. */
static void
test_all_zones(void)
{
	FILE *fp = fopen("/usr/share/zoneinfo/tzdata.zi", "r");
	char line[256], name[128];
	int64_t end = cal_day(2100, 1, 1) * CAL_DAY_S;
	int zones = 0, wrong = 0;

	while (fp != NULL && fgets(line, sizeof line, fp) != NULL) {
		struct zone *z;

		if (sscanf(line, "Z %127s", name) != 1 ||
		    (z = zone_new(name)) == NULL)
			continue;
		zones++;
		setenv("TZ", name, 1);
		tzset();
		for (int64_t t = zones; t < end; t += 1000003) {
			time_t tt = (time_t)t;
			struct tm tm;

			localtime_r(&tt, &tm);
			wrong += tm.tm_gmtoff != zone_offset(z, t);
		}
		zone_free(z);
	}
	unsetenv("TZ");
	tzset();
	if (fp == NULL) {
		printf("# no list of the zones here\n");
		return;
	}
	fclose(fp);
	ok(wrong == 0 && zones > 300,
	    "all zones, every twelfth day: as the C library has them");
}

int
main(void)
{
	static const char *const names[] = {"UTC", "Asia/Shanghai",
	    "Europe/Rome", "America/Sao_Paulo", "Asia/Beirut",
	    "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia",
	    "America/Scoresbysund", "Antarctica/Troll", "Africa/Cairo",
	    "America/St_Johns", "Asia/Kathmandu", "CST-8"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		test_zone(names[i]);
	test_all_zones();
	return tap_done();
}
