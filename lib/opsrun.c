/* Jobs: failed, cut off, missed, slower than usual. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ops.h"
#include "store_run.h"
#include "xalloc.h"

static const char section[] = "runs";

/* Below this, in seconds, nothing is slow. */
static const double SLOW_S = 10;

/* Of how many earlier runs the median is the usual, at most and at least. */
enum { USUAL_MOST = 30, USUAL_LEAST = 5 };

struct jobs {
	struct store_run *run;
	size_t n;
};

/* 1 if the run is a job as a whole, or a command by hand, and of that name. */
static int
is_job(const struct store_run *r, const char *job)
{
	return r->parent == 0 && strcmp(r->job, job) == 0;
}

static int
in_window(const struct ops *o, const struct store_run *r)
{
	return r->started >= o->begin && r->started < o->end;
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The last duration of a job that went well, and the median of those before;
 * NaN where there are too few. */
static void
durations(const struct ops *o, const struct jobs *j, const char *job,
    double *last, double *usual)
{
	double before[USUAL_MOST];
	size_t n = 0;

	*last = *usual = NAN;
	for (size_t i = j->n; i-- > 0 && n < USUAL_MOST;) {
		const struct store_run *r = &j->run[i];

		if (!is_job(r, job) || r->status != 0 || r->started >= o->end)
			continue;
		if (isnan(*last))
			*last = r->seconds;
		else
			before[n++] = r->seconds;
	}
	if (n < USUAL_LEAST)
		return;
	qsort(before, n, sizeof *before, by_value);
	*usual = before[n / 2];
}

static void
speed(struct ops *o, const struct jobs *j, const char *job)
{
	double last, usual, ratio = NAN;
	struct ops_line *l;

	durations(o, j, job, &last, &usual);
	if (isnan(last))
		return; /* it never went well: told elsewhere */
	if (!isnan(usual))
		ratio = usual > 0 ? last / usual : 1;
	l = ops_add(o, section, "slow", job, ratio, "",
	    ops_limit(o, "ops_slow"), ops_limit(o, "ops_slow_red"));
	if (isnan(ratio) || last - usual < SLOW_S)
		l->light = OPS_GREEN;
	if (isnan(ratio))
		ops_detail(o, l, "took %.1f s; too few runs to compare",
		    "用时 %.1f 秒；可比次数不足", last);
	else
		ops_detail(o, l, "took %.1f s, usually %.1f s",
		    "用时 %.1f 秒，通常 %.1f 秒", last, usual);
}

/* Runs of the window that failed, or have no end. */
static void
failures(struct ops *o, const struct jobs *j, const char *job)
{
	const char *failed_at = "", *cut_at = "";
	int failed = 0, cut = 0, all = 0;
	struct ops_line *l;

	for (size_t i = 0; i < j->n; i++) {
		const struct store_run *r = &j->run[i];

		if (!is_job(r, job) || !in_window(o, r) || r->id == o->self)
			continue;
		all++;
		if (r->status == RUN_UNKNOWN) {
			cut++;
			cut_at = r->period;
		} else if (r->status != 0) {
			failed++;
			failed_at = r->period;
		}
	}
	l = ops_add(o, section, "failed", job, failed, "",
	    ops_limit(o, "ops_failed"), ops_limit(o, "ops_failed_red"));
	if (failed > 0)
		ops_detail(o, l, "of %d runs; the last of %s",
		    "（共 %d 次运行）失败；最近一次为 %s", all, failed_at);
	else
		ops_detail(o, l, "of %d runs", "（共 %d 次运行）失败", all);
	l = ops_add(o, section, "cut_off", job, cut, "",
	    ops_limit(o, "ops_failed"), ops_limit(o, "ops_failed_red"));
	if (cut > 0)
		ops_detail(o, l, "of %d runs have no end; the last of %s",
		    "（共 %d 次运行）未正常结束；最近一次为 %s", all, cut_at);
	else
		ops_detail(o, l, "of %d runs have no end",
		    "（共 %d 次运行）未正常结束", all);
}

/* 1 if the job went well for a period. */
static int
done(const struct jobs *j, const char *job, const char *period)
{
	for (size_t i = 0; i < j->n; i++)
		if (is_job(&j->run[i], job) && j->run[i].status == 0 &&
		    strcmp(j->run[i].period, period) == 0)
			return 1;
	return 0;
}

/* The first period, by name, that a job ever went well for; NULL: none. */
static const char *
first_done(const struct jobs *j, const char *job)
{
	const char *first = NULL;

	for (size_t i = 0; i < j->n; i++)
		if (is_job(&j->run[i], job) && j->run[i].status == 0 &&
		    (first == NULL || strcmp(j->run[i].period, first) < 0))
			first = j->run[i].period;
	return first;
}

static void
missed_line(struct ops *o, const char *job, int missed, const char *last)
{
	struct ops_line *l = ops_add(o, section, "not_run", job, missed, "",
	    ops_limit(o, "ops_missed"), ops_limit(o, "ops_missed_red"));

	if (missed > 0)
		ops_detail(o, l, "periods without a report; the last is %s",
		    "个周期没有报告；最近为 %s", last);
	else
		ops_detail(o, l, "periods without a report", "个周期没有报告");
}

/* Days of the window since the first ever, without a daily run. */
static void
missed_days(struct ops *o, const struct jobs *j)
{
	const char *first = first_done(j, "daily");
	char day[CAL_BUF], last[CAL_BUF] = "";
	int missed = 0;

	if (first == NULL)
		return;
	for (int64_t d = o->from; d < o->to; d++) {
		cal_day_text(d, day);
		if (strcmp(day, first) < 0 || done(j, "daily", day))
			continue;
		missed++;
		strcpy(last, day);
	}
	missed_line(o, "daily", missed, last);
}

/* The month before this one, which is due on its tenth day. */
static void
missed_month(struct ops *o, const struct jobs *j)
{
	enum { DUE_DAY = 10 };
	const char *first = first_done(j, "monthly");
	char month[CAL_BUF];
	int y, m, d;

	if (first == NULL)
		return;
	cal_civil(o->day, &y, &m, &d);
	cal_civil(cal_day(y, m, 1) - 1, &y, &m, &(int){0});
	snprintf(month, sizeof month, "%04d-%02d", y, m);
	missed_line(o, "monthly",
	    d >= DUE_DAY && strcmp(month, first) >= 0 &&
		!done(j, "monthly", month),
	    month);
}

/* The year before this one, which is due when January is over. */
static void
missed_year(struct ops *o, const struct jobs *j)
{
	const char *first = first_done(j, "annual");
	char year[CAL_BUF];
	int y, m, d;

	if (first == NULL)
		return;
	cal_civil(o->day, &y, &m, &d);
	snprintf(year, sizeof year, "%04d", y - 1);
	missed_line(o, "annual",
	    m > 1 && strcmp(year, first) >= 0 && !done(j, "annual", year),
	    year);
}

/* 1 if an earlier run is of the same job. */
static int
seen(const struct jobs *j, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (is_job(&j->run[k], j->run[i].job))
			return 1;
	return 0;
}

int
ops_runs(struct ops *o)
{
	struct jobs j;

	if (store_runs(o->s, &j.run, &j.n) < 0)
		return -1;
	for (size_t i = 0; i < j.n; i++) {
		const char *job = j.run[i].job;

		if (j.run[i].parent != 0 || *job == '\0' || seen(&j, i))
			continue;
		failures(o, &j, job);
		speed(o, &j, job);
	}
	missed_days(o, &j);
	missed_month(o, &j);
	missed_year(o, &j);
	store_runs_free(j.run, j.n);
	return 0;
}
