#include "report_period.h"

#include <stdlib.h>
#include <string.h>

#include "caltime.h"
#include "report_data.h"
#include "xalloc.h"

/* A day so many months earlier; "" where it is none. */
static void
earlier(const char *day, int months, char *out)
{
	int64_t d;
	int y, m, mday;

	*out = '\0';
	if (cal_parse_day(day, &d) < 0)
		return;
	cal_civil(d, &y, &m, &mday);
	m += 12 * y - 1 - months;
	snprintf(out, CAL_BUF, "%04d-%02d-%02d", m / 12, m % 12 + 1, mday);
}

/* The days of a row's period; 0: it has none. */
static int64_t
days_of(const struct frame *f, size_t row)
{
	int64_t from, to;

	if (cal_parse_day(frame_text(f, row, "from"), &from) < 0 ||
	    cal_parse_day(frame_text(f, row, "to"), &to) < 0)
		return 0;
	return to - from;
}

int
report_is_month(const struct frame *f, size_t row)
{
	int64_t n = days_of(f, row);

	return n >= 28 && n <= 31;
}

static int
is_year(const struct frame *f, size_t row)
{
	int64_t n = days_of(f, row);

	return n == 365 || n == 366;
}

/* The last day on which rows begin, of whole years if `years`; days sort as
 * text.  "": there is none. */
static const char *
last_of(const struct frame *f, int years)
{
	int when = report_when(f);
	const char *last = "";

	for (size_t i = 0; i < f->nrow; i++)
		if (strcmp(frame_at(f, i, when), last) > 0 &&
		    (!years || is_year(f, i)))
			last = frame_at(f, i, when);
	return last;
}

/* Where the rows that begin with the period end: of a report of a year the
 * last of these days, and no other row is of it. */
static void
set_end(struct report *r, const struct frame *f, int yearly)
{
	int to = frame_col(f, "to"), when = report_when(f);

	r->to[0] = '\0';
	if (cal_parse_day(r->day, &r->last) < 0)
		r->last = INT64_MIN;
	for (size_t i = 0; to >= 0 && i < f->nrow; i++) {
		const char *end = frame_at(f, i, to);

		if (strcmp(frame_at(f, i, when), r->day) != 0 ||
		    (yearly && strcmp(end, r->to) < 0))
			continue;
		if (cal_parse_day(end, &r->last) == 0)
			r->last--;
		if (yearly)
			snprintf(r->to, sizeof r->to, "%.15s", end);
	}
}

void
report_set_period(struct report *r, const struct frame *f)
{
	const char *kind = def_get(&r->def->section[0], "period");
	int yearly = kind != NULL && strcmp(kind, "year") == 0;
	const char *last = yearly ? last_of(f, 1) : "";
	char day[CAL_BUF];

	if (*last == '\0')
		last = last_of(f, 0);
	snprintf(r->day, sizeof r->day, "%.15s", last);
	if (r->o->day != INT64_MIN) {
		cal_day_text(r->o->day, day);
		snprintf(r->day, sizeof r->day, "%.15s", day);
	}
	snprintf(r->midnight, sizeof r->midnight, "%.10sT00:00:00Z", r->day);
	set_end(r, f, yearly);
	if (frame_col(f, "to") >= 0 && r->last != INT64_MIN)
		snprintf(r->period, sizeof r->period, "%s – %s", r->day,
		    cal_day_text(r->last, day));
	else
		snprintf(r->period, sizeof r->period, "%s", r->day);
}

/* Does a row begin on that day, and end on that ("": any)? */
static int
is_of(const struct frame *f, size_t row, const char *day, const char *end)
{
	int when = report_when(f), to = frame_col(f, "to");

	return when < 0 || (strcmp(frame_at(f, row, when), day) == 0 &&
			       (*end == '\0' || to < 0 ||
				   strcmp(frame_at(f, row, to), end) == 0));
}

int
report_is_current(const struct report *r, const struct frame *f, size_t row)
{
	return is_of(f, row, r->day, r->to);
}

int
report_is_within(const struct report *r, const struct frame *f, size_t row)
{
	return strcmp(frame_text(f, row, "from"), r->day) >= 0 &&
	       (r->to[0] == '\0' ||
		   strcmp(frame_text(f, row, "to"), r->to) <= 0);
}

long
report_zone_row(const struct report *r, const struct frame *f,
    const char *zone_id, int months)
{
	int id = frame_col(f, "zone_id");
	char day[CAL_BUF], end[CAL_BUF];

	earlier(r->day, months, day);
	earlier(r->to, months, end);
	for (size_t i = f->nrow; i-- > 0;)
		if (strcmp(frame_at(f, i, id), zone_id) == 0 &&
		    is_of(f, i, day, end))
			return (long)i;
	return -1;
}

/* What tells a row from others: zone and period, so many months earlier. */
static char *
key_of(const struct frame *f, size_t row, int months)
{
	int when = report_when(f);
	char day[CAL_BUF], end[CAL_BUF];

	earlier(when < 0 ? "" : frame_at(f, row, when), months, day);
	earlier(frame_text(f, row, "to"), months, end);
	return xasprintf("%s\n%s\n%s", frame_text(f, row, "zone_id"), day, end);
}

long *
report_year_before(const struct frame *f)
{
	long *before = xcalloc(f->nrow + 1, sizeof *before);
	struct strmap at = STRMAP_INIT;
	char *key;

	for (size_t i = 0; i < f->nrow; i++) {
		strmap_put(&at, key = key_of(f, i, 0), (long)i);
		free(key);
	}
	for (size_t i = 0; i < f->nrow; i++) {
		before[i] = strmap_get(&at, key = key_of(f, i, 12));
		free(key);
	}
	strmap_release(&at);
	return before;
}
