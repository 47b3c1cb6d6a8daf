#include "period.h"

#include <stdlib.h>
#include <string.h>

#include "num.h"

int
period_parse(const char *s, struct period_step *out)
{
	static const struct {
		const char *name;
		struct period_step step;
	} words[] = {{"1d", {PERIOD_DAY, 1}}, {"1mon", {PERIOD_MONTHS, 1}},
	    {"1y", {PERIOD_MONTHS, 12}}, {"all", {PERIOD_ALL, 0}}};
	char digits[8];
	size_t n = strspn(s, "0123456789");
	int64_t count, unit;

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (strcmp(words[i].name, s) == 0) {
			*out = words[i].step;
			return 0;
		}
	}
	unit = strcmp(s + n, "min") == 0 ? 60 :
	       strcmp(s + n, "h") == 0	 ? 3600 :
					   0;
	if (unit == 0 || n == 0 || n >= sizeof digits)
		return -1;
	memcpy(digits, s, n);
	digits[n] = '\0';
	if (num_int(digits, 1, CAL_DAY_S / unit - 1, &count) < 0 ||
	    CAL_DAY_S % (count * unit) != 0)
		return -1;
	*out = (struct period_step){PERIOD_CLOCK, (int32_t)(count * unit)};
	return 0;
}

static int32_t
day_length(const struct zone *z, int64_t day)
{
	return (int32_t)(zone_midnight(z, day + 1) - zone_midnight(z, day));
}

/* The first day of the month (or year) after the one that holds the day. */
static int64_t
next_month(int64_t day, int months)
{
	int y, m, d;

	cal_civil(day, &y, &m, &d);
	if (months == 12 || m == 12)
		return cal_day(y + 1, 1, 1);
	return cal_day(y, m + 1, 1);
}

int
period_next(const struct period_step *s, const struct zone *z, int64_t to,
    struct period *p)
{
	int32_t length;

	if (s->kind == PERIOD_CLOCK && p->to > p->from &&
	    p->b < (length = day_length(z, p->from))) {
		p->a = p->b;
		p->b = p->a + s->n < length ? p->a + s->n : length;
		return 1;
	}
	if (p->to >= to)
		return 0;
	p->from = p->to;
	p->a = p->b = 0;
	switch (s->kind) {
	case PERIOD_CLOCK:
		p->b = s->n;
		p->to = p->from + 1;
		break;
	case PERIOD_DAY:
		p->to = p->from + 1;
		break;
	case PERIOD_MONTHS:
		p->to = next_month(p->from, s->n);
		break;
	case PERIOD_ALL:
		p->to = to;
		break;
	}
	if (p->to > to)
		p->to = to;
	return 1;
}

/* So many months earlier, at most the last day of the month. */
static int64_t
months_before(int64_t day, int months)
{
	int y, m, d;

	cal_civil(day, &y, &m, &d);
	m = 12 * y + m - 1 - months;
	y = m / 12;
	m = m % 12 + 1;
	while (!cal_valid(y, m, d))
		d--;
	return cal_day(y, m, d);
}

int
period_year_before(
    const struct period_step *s, const struct period *p, struct period *out)
{
	int y, m, d;

	*out = *p;
	if (s->kind == PERIOD_MONTHS || s->kind == PERIOD_ALL) {
		out->from = months_before(p->from, 12);
		out->to = months_before(p->to, 12);
		return out->from < out->to ? 0 : -1;
	}
	cal_civil(p->from, &y, &m, &d);
	if (!cal_valid(y - 1, m, d))
		return -1;
	out->from = cal_day(y - 1, m, d);
	out->to = out->from + 1;
	return 0;
}

/* The number of months from one day to another that are whole, else 0. */
static int
whole_months(int64_t from, int64_t to)
{
	int y, m, d, y2, m2, d2;

	cal_civil(from, &y, &m, &d);
	cal_civil(to, &y2, &m2, &d2);
	return d == 1 && d2 == 1 ? 12 * (y2 - y) + m2 - m : 0;
}

void
period_before(const struct period_step *s, const struct zone *z,
    const struct period *p, struct period *out)
{
	int months = s->kind == PERIOD_MONTHS ? s->n :
		     s->kind == PERIOD_ALL    ? whole_months(p->from, p->to) :
						0;

	*out = *p;
	if (months > 0) {
		out->from = months_before(p->from, months);
		out->to = months_before(p->to, months);
	} else if (s->kind == PERIOD_CLOCK && p->a > 0) {
		out->a = p->a - s->n;
		out->b = p->a;
	} else {
		out->from = p->from - (p->to - p->from);
		out->to = p->from;
	}
	if (s->kind == PERIOD_CLOCK && p->a == 0) {
		out->b = day_length(z, out->from);
		out->a = (out->b - 1) / s->n * s->n;
	}
}

int64_t
period_start(const struct period *p, const struct zone *z)
{
	return zone_midnight(z, p->from) + p->a;
}

int64_t
period_end(const struct period *p, const struct zone *z)
{
	return p->b > 0 ? zone_midnight(z, p->from) + p->b :
			  zone_midnight(z, p->to);
}
