/*
 * Time zones: the list of a zone's changes, from its file, and where that has
 * only a rule, or is none, asked of the C library once.
 */
#include "caltime_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "tzfile.h"
#include "xalloc.h"

struct zone {
	char *name;
	struct tzfile_change *change; /* in order; the first at INT64_MIN */
	size_t n, cap;
};

static char *
path_of(const char *name)
{
	const char *dir = getenv("TZDIR");

	return xasprintf("%s/%s", dir ? dir : "/usr/share/zoneinfo", name);
}

/* glibc takes an unknown name for UTC without a word: look first. */
static int
zone_known(const char *name)
{
	char *path;
	int known;

	if (strcmp(name, "UTC") == 0 || strcmp(name, "UTC0") == 0)
		return 1;
	if (name[0] == '\0' || name[0] == '/' || strstr(name, "..") != NULL)
		return 0;
	path = path_of(name);
	known = access(path, R_OK) == 0;
	free(path);
	/* A POSIX rule such as CST-8 has a digit and no slash. */
	return known || (strchr(name, '/') == NULL &&
			    strpbrk(name, "0123456789") != NULL);
}

static int32_t
system_offset(int64_t t)
{
	time_t tt = (time_t)t;
	struct tm tm;

	localtime_r(&tt, &tm);
	return (int32_t)tm.tm_gmtoff;
}

static void
add_change(struct zone *z, int64_t at, int32_t offset)
{
	if (z->n > 0 && z->change[z->n - 1].offset == offset)
		return;
	z->change = xgrow(z->change, z->n, &z->cap, sizeof *z->change);
	z->change[z->n++] = (struct tzfile_change){at, offset};
}

/* Changes of the file since 1970; 1: those are all. */
static int
take_file(struct zone *z, const char *name, int64_t *last)
{
	char *path = path_of(name);
	struct tzfile f;
	int whole;

	if (tzfile_read(path, &f) < 0) {
		free(path);
		return 0;
	}
	for (size_t i = 0; i < f.n; i++) {
		if (i + 1 < f.n && f.change[i + 1].at <= 0)
			continue;
		add_change(z, z->n > 0 ? f.change[i].at : INT64_MIN,
		    f.change[i].offset);
		*last = f.change[i].at > 0 ? f.change[i].at : 0;
	}
	whole = !f.goes_on;
	tzfile_release(&f);
	free(path);
	return whole;
}

/* Looks at every fortnight and halves those in which the offset changes: no
 * rule changes twice within one. */
static void
find_changes(struct zone *z, int64_t from)
{
	const int64_t step = 14 * CAL_DAY_S;
	int64_t end = cal_day(CAL_YEAR_END, 1, 1) * CAL_DAY_S, lo, hi, mid;
	int32_t offset = system_offset(from), next;

	if (z->n == 0)
		add_change(z, INT64_MIN, offset);
	for (int64_t t = from; t < end; t += step) {
		next = system_offset(t + step);
		if (next == offset)
			continue;
		for (lo = t, hi = t + step; hi - lo > 1;) {
			mid = lo + (hi - lo) / 2;
			if (system_offset(mid) == offset)
				lo = mid;
			else
				hi = mid;
		}
		add_change(z, hi, next);
		offset = next;
	}
}

/* With the zone as the C library's own, for a moment. */
static void
ask_library(struct zone *z, int64_t from)
{
	const char *env = getenv("TZ");
	char *old = env ? xstrdup(env) : NULL;

	setenv("TZ", z->name, 1);
	tzset();
	find_changes(z, from);
	if (old != NULL)
		setenv("TZ", old, 1);
	else
		unsetenv("TZ");
	tzset();
	free(old);
}

struct zone *
zone_new(const char *name)
{
	struct zone *z;
	int64_t last = 0;

	if (!zone_known(name))
		return NULL;
	z = xcalloc(1, sizeof *z);
	z->name = xstrdup(name);
	if (!take_file(z, name, &last))
		ask_library(z, last);
	return z;
}

void
zone_free(struct zone *z)
{
	if (z == NULL)
		return;
	free(z->name);
	free(z->change);
	free(z);
}

const char *
zone_name(const struct zone *z)
{
	return z->name;
}

const char *
zone_system(void)
{
	static char link[256];
	const char *tz = getenv("TZ"), *p;
	ssize_t n;

	if (tz != NULL && tz[0] != '\0')
		return tz[0] == ':' ? tz + 1 : tz;
	if (tz != NULL)
		return "UTC";
	n = readlink("/etc/localtime", link, sizeof link - 1);
	if (n <= 0)
		return "UTC";
	link[n] = '\0';
	p = strstr(link, "zoneinfo/");
	return p ? p + strlen("zoneinfo/") : "UTC";
}

int32_t
zone_offset(const struct zone *z, int64_t t)
{
	size_t lo = 0, hi = z->n;

	while (hi - lo > 1) {
		size_t mid = (lo + hi) / 2;

		if (z->change[mid].at <= t)
			lo = mid;
		else
			hi = mid;
	}
	return z->change[lo].offset;
}

int
zone_instant(const struct zone *z, int64_t day, int32_t clock, int64_t *t,
    int64_t *later)
{
	int64_t local = day * CAL_DAY_S + clock;
	const struct tzfile_change *end = &z->change[z->n - 1];
	/* The offsets in force a day before and after: all that can apply. */
	int32_t a, b;
	int64_t ta, tb;
	int fits_a, fits_b;

	if (local - CAL_DAY_S - 43200 >= end->at) {
		*t = local - end->offset;
		if (later != NULL)
			*later = *t;
		return 0;
	}
	a = zone_offset(z, local - CAL_DAY_S - 43200);
	b = zone_offset(z, local + CAL_DAY_S + 43200);
	ta = local - a;
	tb = local - b;
	fits_a = zone_offset(z, ta) == a;
	fits_b = zone_offset(z, tb) == b;
	if (!fits_a && !fits_b) {
		/* In the gap: the change lies between the two readings. */
		int64_t lo = tb < ta ? tb : ta, hi = tb < ta ? ta : tb;

		*t = lo;
		for (size_t i = 0; i < z->n; i++)
			if (z->change[i].at >= lo && z->change[i].at <= hi)
				*t = z->change[i].at;
		return -1;
	}
	if (fits_a && fits_b) {
		*t = ta < tb ? ta : tb;
		if (later != NULL)
			*later = ta < tb ? tb : ta;
		return 0;
	}
	*t = fits_a ? ta : tb;
	if (later != NULL)
		*later = *t;
	return 0;
}

int64_t
zone_midnight(const struct zone *z, int64_t day)
{
	int64_t t;

	zone_instant(z, day, 0, &t, NULL);
	return t;
}

int64_t
zone_day(const struct zone *z, int64_t t)
{
	int64_t local = t + zone_offset(z, t);

	return local >= 0 ? local / CAL_DAY_S :
			    -((-local + CAL_DAY_S - 1) / CAL_DAY_S);
}
