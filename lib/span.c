#include "span.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "caltime.h"
#include "csvin.h"
#include "xalloc.h"

void
spans_release(struct spans *ps)
{
	free(ps->p);
	*ps = (struct spans){0};
}

void
spans_add(struct spans *ps, int64_t from, int64_t to, const char *name)
{
	struct span *p;

	ps->p = xgrow(ps->p, ps->n, &ps->cap, sizeof *ps->p);
	p = &ps->p[ps->n++];
	*p =
	    (struct span){.from = from, .to = to, .minus_a = -1, .minus_b = -1};
	snprintf(p->name, sizeof p->name, "%s", name);
}

/* --- calendar units --- */

enum unit { DAY, WEEK, MONTH, QUARTER, YEAR, UNITS };

/* 1970-01-01 was a Thursday: day 4 a Monday. */
static int64_t
week_begin(int64_t day)
{
	int64_t off = (day - 4) % 7;

	return day - (off < 0 ? off + 7 : off);
}

/* First day of the unit that a day lies in, `ahead` units on. */
static int64_t
unit_begin(enum unit u, int64_t day, int ahead)
{
	static const int months[UNITS] = {0, 0, 1, 3, 12};
	int y, m, d, k;

	if (u == DAY)
		return day + ahead;
	if (u == WEEK)
		return week_begin(day) + 7 * ahead;
	cal_civil(day, &y, &m, &d);
	k = (y * 12 + m - 1) / months[u] + ahead;
	k *= months[u];
	return cal_day(k / 12, k % 12 + 1, 1);
}

static int64_t
iso_week(int64_t day, int *year)
{
	int y, m, d;
	int64_t first;

	/* The week belongs to the year of its Thursday. */
	cal_civil(week_begin(day) + 3, &y, &m, &d);
	first = week_begin(cal_day(y, 1, 4));
	*year = y;
	return (week_begin(day) - first) / 7 + 1;
}

/* The unit that a span is exactly one of, or UNITS. */
static enum unit
unit_of(int64_t from, int64_t to)
{
	for (int u = DAY; u < UNITS; u++)
		if (unit_begin((enum unit)u, from, 0) == from &&
		    unit_begin((enum unit)u, from, 1) == to)
			return (enum unit)u;
	return UNITS;
}

static void
dates(int64_t from, int64_t to, char *buf)
{
	char a[CAL_BUF], b[CAL_BUF];

	snprintf(buf, SPAN_NAME, "%.10s..%.10s", cal_day_text(from, a),
	    cal_day_text(to - 1, b));
}

void
span_name(int64_t from, int64_t to, char *buf)
{
	char text[CAL_BUF];
	int y, m, d;

	cal_civil(from, &y, &m, &d);
	switch (unit_of(from, to)) {
	case DAY:
		snprintf(buf, SPAN_NAME, "%.10s", cal_day_text(from, text));
		break;
	case WEEK:
		d = (int)iso_week(from, &y);
		snprintf(buf, SPAN_NAME, "%04d-W%02d", y, d);
		break;
	case MONTH:
		snprintf(buf, SPAN_NAME, "%04d-%02d", y, m);
		break;
	case QUARTER:
		snprintf(buf, SPAN_NAME, "%04d-Q%d", y, (m + 2) / 3);
		break;
	case YEAR:
		snprintf(buf, SPAN_NAME, "%04d", y);
		break;
	case UNITS:
		dates(from, to, buf);
		break;
	}
}

int
spans_cut(struct spans *ps, int64_t from, int64_t to, const char *unit)
{
	static const char *const names[UNITS] = {
	    "day", "week", "month", "quarter", "year"};
	int u = 0;

	while (u < UNITS && strcmp(names[u], unit) != 0)
		u++;
	if (u == UNITS)
		return -1;
	for (int64_t a = from, b; a < to; a = b) {
		char name[SPAN_NAME];

		b = unit_begin((enum unit)u, a, 1);
		b = b < to ? b : to;
		span_name(a, b, name);
		spans_add(ps, a, b, name);
	}
	return 0;
}

int
span_parse_week(const char *s, int64_t *from, int64_t *to)
{
	int y, w, end = 0, year;

	if (sscanf(s, "%4d-W%2d%n", &y, &w, &end) != 2 || end != 8 ||
	    s[end] != '\0' || y < 1970 || y > 2098 || w < 1)
		return -1;
	*from = week_begin(cal_day(y, 1, 4)) + 7 * (w - 1);
	*to = *from + 7;
	return iso_week(*from, &year) == w && year == y ? 0 : -1;
}

int
span_parse_ytd(const char *s, int64_t *from, int64_t *to)
{
	int64_t first;
	int y, m, d;

	if (cal_parse_day(s, &first) == 0)
		*to = first + 1;
	else if (cal_parse_month(s, &first, to) < 0)
		return -1;
	cal_civil(first, &y, &m, &d);
	*from = cal_day(y, 1, 1);
	return 0;
}

/* --- comparisons --- */

static int64_t
year_before(int64_t day)
{
	int y, m, d;

	cal_civil(day, &y, &m, &d);
	return cal_day(y - 1, m, m == 2 && d == 29 ? 28 : d);
}

static void
other_span(
    const struct span *p, int last_year, int ytd, int64_t *from, int64_t *to)
{
	enum unit u = unit_of(p->from, p->to);

	*from = p->from;
	*to = unit_begin(MONTH, p->to - 1, 0);
	if (last_year) {
		*from = year_before(p->from);
		*to = year_before(p->to - 1) + 1;
		/* the whole of February stays whole */
		if (unit_begin(MONTH, p->to, 0) == p->to)
			*to = unit_begin(MONTH, *to - 1, 1);
	} else if (!ytd) {
		*to = p->from;
		*from = u == UNITS ? p->from - (p->to - p->from) :
				     unit_begin(u, p->from, -1);
	}
}

int
spans_compare(struct spans *ps, const char *with, int ytd)
{
	int last_year = strcmp(with, "last-year") == 0;
	size_t n = ps->n;

	if (!last_year && strcmp(with, "previous") != 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		char name[SPAN_NAME], both[2 * SPAN_NAME + 4];
		int64_t from, to;

		other_span(&ps->p[i], last_year, ytd, &from, &to);
		if (from >= to) /* January has no month before it */
			continue;
		span_name(from, to, name);
		snprintf(both, sizeof both, "%s%s", ytd ? "ytd " : "", name);
		spans_add(ps, from, to, both);
		snprintf(both, sizeof both, "%s - %s", ps->p[i].name,
		    ps->p[ps->n - 1].name);
		spans_add(ps, ps->p[i].from, ps->p[i].to, both);
		ps->p[ps->n - 1].minus_a = (long)i;
		ps->p[ps->n - 1].minus_b = (long)ps->n - 2;
	}
	return 0;
}

/* --- business months --- */

static int
calendar_row(struct spans *ps, struct csvin *in, const int col[3], int64_t from,
    int64_t to)
{
	const char *name = csvin_text(in, col[0]);
	int64_t a, b;

	if (*name == '\0' || strlen(name) >= SPAN_NAME)
		return csvin_warn(in, "period '%s': 1 to %d letters, please",
		    name, SPAN_NAME - 1);
	if (cal_parse_day(csvin_text(in, col[1]), &a) < 0)
		return csvin_warn(in, "from '%s' is not a day (YYYY-MM-DD)",
		    csvin_text(in, col[1]));
	if (cal_parse_day(csvin_text(in, col[2]), &b) < 0)
		return csvin_warn(in, "to '%s' is not a day (YYYY-MM-DD)",
		    csvin_text(in, col[2]));
	if (a >= b)
		return csvin_warn(
		    in, "to '%s' is not after from", csvin_text(in, col[2]));
	if (from >= to || (a < to && b > from))
		spans_add(ps, a, b, name);
	return 0;
}

int
spans_calendar(struct spans *ps, const char *path, int64_t from, int64_t to)
{
	static const char *const names[3] = {"period", "from", "to"};
	struct csvin *in = csvin_open(path, NULL);
	enum csvin_got got = CSVIN_ROW;
	int col[3], bad = 0;

	if (in == NULL)
		return -1;
	if (csvin_table(in) != CSVIN_ROW)
		bad = 1;
	for (int i = 0; !bad && i < 3; i++)
		if ((col[i] = csvin_col(in, names[i])) < 0)
			bad = csvin_warn(
				  in, "column '%s' is missing", names[i]) < 0;
	while (!bad && (got = csvin_next(in)) == CSVIN_ROW)
		bad = calendar_row(ps, in, col, from, to) < 0;
	if (got == CSVIN_BAD)
		csvin_warn(in, "%s", tr(csvin_reason(in)));
	csvin_free(in);
	if (bad || got != CSVIN_END)
		return -1;
	if (ps->n == 0) {
		warnx(
		    "%s: no period of the calendar lies in the days asked for",
		    path);
		return -1;
	}
	return 0;
}
