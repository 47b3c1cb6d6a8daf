/* Data quality, alarms that nobody has taken charge of, imports. */
#include <err.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ops.h"
#include "quality.h"
#include "store_alarm.h"
#include "store_run.h"
#include "xalloc.h"

/* --- data quality --- */

static void
quality_line(struct ops *o, const struct quality *q, enum quality_dimension d)
{
	double score = quality_score(q, d);

	if (isnan(score))
		return;
	ops_detail(o,
	    ops_add_least(o, "data_quality", quality_name(d),
		*q->feed == '\0' ? q->table->name : q->feed, score, "",
		ops_limit(o, "ops_score"), ops_limit(o, "ops_score_red")),
	    *q->feed == '\0' ? "of 1, by GB/T 36344" :
			       "of 1, by GB/T 36344; of the feed",
	    *q->feed == '\0' ? "满分 1，按 GB/T 36344" :
			       "满分 1，按 GB/T 36344；来源");
}

/* Of readings, and of each of their feeds, all dimensions; of other tables the
 * mean of them. */
int
ops_quality(struct ops *o)
{
	struct quality *q = NULL;
	size_t n = 0;

	if (quality_report(o->s, o->from, o->to, &q, &n) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		int readings = strcmp(q[i].table->name, "readings") == 0;

		for (int d = 0; d < QUALITY_DIMENSIONS; d++)
			if (readings ||
			    (d == QUALITY_OVERALL && *q[i].feed == '\0'))
				quality_line(
				    o, &q[i], (enum quality_dimension)d);
	}
	quality_free(q, n);
	return 0;
}

/* --- alarms --- */

enum { SEVERITIES = 4 };

/* 1 if somebody took charge of it. */
static int
taken(const struct store_act *act, size_t n, const char *id)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(act[i].alarm_id, id) == 0 &&
		    strcmp(act[i].act, "acknowledged") == 0)
			return 1;
	return 0;
}

static int
is_open(const struct alarm *a)
{
	return a->state == ALARM_OPEN || a->state == ALARM_GROWN;
}

/* Who is to be told: 1 past the time, 2 past twice, 3 past four times of it. */
static int
escalation(double hours, double limit)
{
	return (hours >= limit) + (hours >= 2 * limit) + (hours >= 4 * limit);
}

static double
time_for(const struct ops *o, int severity)
{
	char name[] = "ops_ack_1_h";

	name[8] = (char)('0' + severity);
	return ops_limit(o, name);
}

static void
overdue(struct ops *o, const struct alarm *a, double hours, double limit)
{
	struct ops_line *l = ops_add(o, "alarm_handling", "unacknowledged",
	    a->id, hours, "h", limit, 2 * limit);

	ops_detail(o, l,
	    "since it was found; severity %d, nobody has taken charge: "
	    "escalation %d",
	    "自发现以来；级别 %d，无人受理：升级至第 %d 层", alarm_severity(a),
	    escalation(hours, limit));
}

int
ops_alarms(struct ops *o)
{
	int open[SEVERITIES + 1] = {0}, late[SEVERITIES + 1] = {0};
	enum ops_light worst[SEVERITIES + 1] = {OPS_GREEN};
	struct alarms all = {0};
	struct store_act *act;
	size_t nact;

	if (store_acts(o->s, &act, &nact) < 0)
		return -1;
	if (store_ledger_load(o->s, &all) < 0) {
		store_acts_free(act, nact);
		return -1;
	}
	for (size_t i = 0; i < all.n; i++) {
		const struct alarm *a = &all.a[i];
		double hours = (double)(o->end - a->detected) / 3600;
		int k = alarm_severity(a);
		double limit = time_for(o, k);

		if (!is_open(a) || a->detected >= o->end)
			continue;
		open[k]++;
		if (hours < limit || taken(act, nact, a->id))
			continue;
		late[k]++;
		worst[k] = hours >= 2 * limit ? OPS_RED : OPS_AMBER;
		overdue(o, a, hours, limit);
	}
	for (int k = 1; k <= SEVERITIES; k++) {
		char subject[] = "severity_1";
		struct ops_line *l;

		subject[9] = (char)('0' + k);
		l = ops_add(o, "alarm_handling", "open_alarms", subject,
		    open[k], "", NAN, NAN);
		l->light = worst[k];
		ops_detail(o, l,
		    "open, %d of them longer than %g h and nobody in charge",
		    "未结束，其中 %d 条超过 %g 小时无人受理", late[k],
		    time_for(o, k));
	}
	alarms_release(&all);
	store_acts_free(act, nact);
	return 0;
}

/* --- imports --- */

int
ops_imports(struct ops *o)
{
	int64_t rows = 0, rejected = 0;
	int retracted = 0, imports = 0;
	struct store_import *im;
	struct ops_line *l;
	size_t n = store_imports(o->s, &im);

	for (size_t i = 0; i < n; i++) {
		struct cal_stamp at;
		int64_t t;

		if (cal_parse_stamp(im[i].at, &at) < 0 ||
		    cal_instant(&at, store_zone(o->s), INT64_MIN, &t) < 0 ||
		    t < o->begin || t >= o->end)
			continue;
		retracted += strcmp(im[i].table, STORE_RETRACTION) == 0;
		imports += *im[i].sha256 != '\0';
		rows += im[i].rows;
		rejected += im[i].rejected;
	}
	store_imports_free(im, n);
	l = ops_add(o, "imports", "retracted", "", retracted, "",
	    ops_limit(o, "ops_retracted"), ops_limit(o, "ops_retracted_red"));
	ops_detail(o, l, "imports taken back; %d came",
	    "次导入被撤回；共导入 %d 次", imports);
	l = ops_add(o, "imports", "refused_rows", "",
	    rows > 0 ? 100 * (double)rejected / (double)rows : 0, "%",
	    ops_limit(o, "ops_rejected_pct"),
	    ops_limit(o, "ops_rejected_red_pct"));
	ops_detail(o, l, "%lld of %lld rows", "拒收 %lld 行，共 %lld 行",
	    (long long)rejected, (long long)rows);
	return 0;
}
