#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "pointday.h"
#include "query.h"
#include "unit.h"
#include "validate.h"
#include "xalloc.h"
#include "zoneclock.h"

struct judged { /* a point as its days go by */
	struct pointday day;
	struct validate_past *past;
	struct clockshift clock;
	struct gridday g;
	int64_t last; /* instant of the last reading, INT64_MIN: none */
	uint16_t *flag;
	size_t flag_cap;
};

static void
put_judged(struct csvout *out, const struct pointday *d, const uint16_t *flag)
{
	struct store_point p;
	const struct unit *u;
	char buf[CAL_BUF], value[NUM_BUF], words[VALID_BUF];

	if (store_point(d->s, d->p->id, &p) < 0)
		return;
	u = unit_find(p.unit);
	for (size_t i = 0; i < d->nr; i++) {
		int quality = pointday_quality(&d->r[i], flag[i]);

		csvout_text(out, d->p->id);
		csvout_text(out, cal_instant_text(store_zone(d->s),
				     d->midnight + d->r[i].off, buf));
		csvout_number(
		    out, num_unscaled(d->r[i].v, u->num, u->den, value));
		if (quality == QUALITY_GOOD)
			csvout_text(out, "");
		else
			csvout_int(out, quality);
		csvout_text(out, validate_words(flag[i], words));
		csvout_row(out);
	}
}

/* Flags a day on which the clock is wrong, then remembers it. */
static int
judge_clock(struct judged *j, int64_t day)
{
	struct pointday *d = &j->day;
	double course[CLOCKSHIFT_HOURS];

	if (!network_flows(d->p))
		return 0;
	if (zoneclock_course(d, &j->g, course) < 0)
		return -1;
	if (clockshift_find(&j->clock, day, course) != 0)
		for (size_t i = 0; i < d->nr; i++)
			j->flag[i] |= VALID_CLOCK;
	clockshift_put(&j->clock, day, course);
	return 0;
}

/* The day's flags, and what later days need of it. */
static int
judge_day(struct judged *j, size_t point, int64_t day)
{
	struct pointday *d = &j->day;

	if (pointday_read(d, point, day) < 0)
		return -1;
	if (d->nr > j->flag_cap) {
		j->flag_cap = d->nr;
		j->flag = xrealloc(j->flag, j->flag_cap, sizeof *j->flag);
	}
	pointday_flags(d, j->last, j->flag);
	if (!d->totaliser)
		validate_past_day(j->past, day, d->r, d->nr, j->flag);
	if (judge_clock(j, day) < 0)
		return -1;
	if (d->nr > 0)
		j->last = d->midnight + d->r[d->nr - 1].off;
	return 0;
}

/* Outliers are seen against the four weeks before. */
static int
print_point(const struct query *q, size_t point, int64_t first, int64_t last)
{
	struct judged j = {.last = INT64_MIN};
	int got = 0;

	pointday_init(&j.day, q->s, q->choice.n);
	clockshift_init(&j.clock);
	j.past =
	    validate_past_new(network_interval(&q->choice.n->point[point]));
	for (int64_t d = first - VALID_PAST_DAYS; got == 0 && d <= last; d++) {
		got = judge_day(&j, point, d);
		if (got == 0 && d >= first)
			put_judged(q->out, &j.day, j.flag);
	}
	validate_past_free(j.past);
	pointday_release(&j.day);
	gridday_release(&j.g);
	free(j.flag);
	return got;
}

int
query_judged(const struct query *q)
{
	const struct network *n = q->choice.n;
	size_t *order = network_points_by_id(n);
	int64_t from, to;
	int got = 0;

	query_days(q, 1, &from, &to);
	query_heading(q, "wb-query readings --validated");
	for (size_t i = 0; got == 0 && i < n->npoint; i++)
		if (choice_point(&q->choice, n->point[order[i]].id))
			got = print_point(q, order[i], from, to - 1);
	free(order);
	return got;
}
