/* Feeds and points: late, silent, new, at another interval, with gaps. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ops.h"
#include "quality.h"
#include "xalloc.h"

static const char section[] = "feeds";

/* --- per source --- */

struct feed {
	char *name;
	int64_t last;	 /* instant of its last reading */
	int64_t came;	 /* when it came last; INT64_MIN: not yet */
	double *between; /* seconds between deliveries */
	size_t n, cap;
};

/* The feed of that name, made if need be; the name is taken. */
static struct feed *
feed_put(struct feed **list, size_t *n, size_t *cap, char *name)
{
	for (size_t i = 0; i < *n; i++) {
		if (strcmp((*list)[i].name, name) == 0) {
			free(name);
			return &(*list)[i];
		}
	}
	*list = xgrow(*list, *n, cap, sizeof **list);
	(*list)[*n] =
	    (struct feed){.name = name, .last = INT64_MIN, .came = INT64_MIN};
	return &(*list)[(*n)++];
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(
	    ((const struct feed *)a)->name, ((const struct feed *)b)->name);
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* What came within a minute is one delivery: files of several days or months.
 */
enum { DELIVERY_S = 60, DELIVERIES_LEAST = 4 };

static void
deliver(struct feed *f, int64_t at)
{
	if (f->came != INT64_MIN && at - f->came <= DELIVERY_S)
		return;
	if (f->came != INT64_MIN) {
		f->between =
		    xgrow(f->between, f->n, &f->cap, sizeof *f->between);
		f->between[f->n++] = (double)(at - f->came);
	}
	f->came = at;
}

/* How long ago it came, over the usual time between deliveries. */
static void
delivery_line(struct ops *o, struct feed *f)
{
	struct ops_line *l;
	double usual;

	if (f->n < DELIVERIES_LEAST)
		return; /* nothing is usual yet */
	qsort(f->between, f->n, sizeof *f->between, by_value);
	usual = f->between[f->n / 2];
	l = ops_add(o, section, "feed_delivery", f->name,
	    fmax(0, (double)(o->end - f->came)) / usual, "",
	    ops_limit(o, "ops_delivery"), ops_limit(o, "ops_delivery_red"));
	ops_detail(o, l,
	    "times the usual %.1f h between deliveries since the last one",
	    "倍于通常的交付间隔 %.1f 小时（距最近一次交付）", usual / 3600);
}

static void
feed_lines(struct ops *o, struct feed *f)
{
	double age = (double)(o->end - f->last) / 3600;
	struct ops_line *l =
	    ops_add(o, section, "feed_age", f->name, age > 0 ? age : 0, "h",
		ops_limit(o, "ops_late_h"), ops_limit(o, "ops_silent_h"));

	ops_detail(o, l, "since the last reading that it brought",
	    "距该来源最后一条读数");
	delivery_line(o, f);
	free(f->between);
	free(f->name);
}

/* By the ledger of imports: those with readings that had come by then. */
static void
feeds_by_source(struct ops *o)
{
	struct store_import *im;
	struct feed *list = NULL;
	size_t n_im = store_imports(o->s, &im), n = 0, cap = 0;

	for (size_t i = 0; i < n_im; i++) {
		struct cal_stamp at;
		struct feed *f;
		int64_t t;

		if (im[i].last == INT64_MIN || !store_counts(o->s, im[i].id) ||
		    im[i].first >= o->end)
			continue;
		f = feed_put(&list, &n, &cap, quality_feed(im[i].source));
		f->last = im[i].last > f->last ? im[i].last : f->last;
		if (cal_parse_stamp(im[i].at, &at) == 0 &&
		    cal_instant(&at, store_zone(o->s), INT64_MIN, &t) == 0 &&
		    t < o->end)
			deliver(f, t);
	}
	store_imports_free(im, n_im);
	if (n > 0)
		qsort(list, n, sizeof *list, by_name);
	for (size_t i = 0; i < n; i++)
		feed_lines(o, &list[i]);
	free(list);
}

/* --- per point --- */

struct watch { /* of one point */
	const char *id;
	int64_t first, last;   /* instants; INT64_MIN: it has no reading */
	double interval_s;     /* the median of the days looked at; NaN */
	double registered_s;   /* NaN */
	double missing, gap_h; /* per cent of the readings; longest gap */
};

/* All times of the days from..to of a point, in order; -1: has said why. */
static long
times_of(struct ops *o, int64_t point, int64_t **out)
{
	struct reading *r = NULL;
	size_t cap = 0, room = 0, n = 0;
	long got = 0;

	*out = NULL;
	for (int64_t d = o->from; d < o->to && got >= 0; d++) {
		int64_t midnight = zone_midnight(store_zone(o->s), d);

		got = store_day(o->s, point, d, &r, &cap);
		for (long i = 0; i < got; i++) {
			*out = xgrow(*out, n, &room, sizeof **out);
			(*out)[n++] = midnight + r[i].off;
		}
	}
	free(r);
	return got < 0 ? -1 : (long)n;
}

/* The first (step 1) or last (step -1) reading from a day on; 0, or -1. */
static int
find_end(struct ops *o, int64_t point, int64_t day, int64_t end, int step,
    int64_t *t)
{
	struct reading *r = NULL;
	size_t cap = 0;
	long n = 0;

	*t = INT64_MIN;
	for (; n == 0 && day != end; day += step)
		n = store_day(o->s, point, day, &r, &cap);
	if (n > 0)
		*t = zone_midnight(store_zone(o->s), day - step) +
		     r[step > 0 ? 0 : n - 1].off;
	free(r);
	return n < 0 ? -1 : 0;
}

static double
median_step(const int64_t *t, long n)
{
	double *step, median;

	if (n < 2)
		return NAN;
	step = xmalloc((size_t)(n - 1) * sizeof *step);
	for (long i = 1; i < n; i++)
		step[i - 1] = (double)(t[i] - t[i - 1]);
	qsort(step, (size_t)(n - 1), sizeof *step, by_value);
	median = step[(n - 1) / 2];
	free(step);
	return median;
}

/* Missing readings and the longest gap of the days, from the first reading of
 * the point on if that is later; both ends count. */
static void
find_gaps(struct watch *w, const struct ops *o, const int64_t *t, long n)
{
	int64_t from = w->first > o->begin ? w->first : o->begin, gap = 0;
	double step = isnan(w->registered_s) ? w->interval_s : w->registered_s;
	double wanted;

	for (long i = 0; i <= n; i++) {
		int64_t a = i == 0 ? from : t[i - 1] + (int64_t)step;
		int64_t b = i == n ? o->end : t[i];

		gap = b - a > gap ? b - a : gap;
	}
	wanted = floor((double)(o->end - from) / step + 0.5);
	w->gap_h = (double)gap / 3600;
	w->missing = wanted > 0 ? fmax(0, 100 * (1 - (double)n / wanted)) : NAN;
}

static int
look_at(struct ops *o, const struct store_listed *p, double registered_s,
    struct watch *w)
{
	int64_t first = 0, last = -1, *t;
	long n = times_of(o, p->p.n, &t);

	*w = (struct watch){.id = p->id,
	    .interval_s = median_step(t, n),
	    .registered_s = registered_s,
	    .missing = NAN,
	    .gap_h = NAN};
	store_span(o->s, &first, &last);
	if (n < 0 ||
	    find_end(o, p->p.n, first, o->to < first ? first : o->to, 1,
		&w->first) < 0 ||
	    find_end(o, p->p.n, o->day, first - 1 < o->day ? first - 1 : o->day,
		-1, &w->last) < 0) {
		free(t);
		return -1;
	}
	if (n > 0 && (!isnan(w->registered_s) || !isnan(w->interval_s)))
		find_gaps(w, o, t, n);
	else if (w->last != INT64_MIN) {
		w->missing = 100;
		w->gap_h = (double)(o->end - w->last) / 3600;
	}
	free(t);
	return 0;
}

/* --- lines --- */

enum { AGE, NEW, NEVER, INTERVAL, MISSING, CHECKS };

struct tally {
	int points, bad[CHECKS];
	enum ops_light worst[CHECKS];
};

/* A line of one point, listed if it is not green; and counted. */
static void
point_line(struct ops *o, struct tally *y, int kind, const char *check,
    const struct watch *w, double v, const char *unit, double amber, double red,
    const char *en, const char *zh, double more)
{
	/* What is new is so below its limit, and never red. */
	enum ops_light light = kind != NEW ?
				   ops_judge(v, OPS_MORE, amber, red) :
			       v <= amber ? OPS_AMBER :
					    OPS_GREEN;
	struct ops_line *l;

	y->bad[kind] += light != OPS_GREEN;
	if (light > y->worst[kind])
		y->worst[kind] = light;
	if (light == OPS_GREEN && !o->all)
		return;
	l = ops_add(o, section, check, w->id, v, unit, amber, red);
	l->light = light;
	ops_detail(o, l, en, zh, more);
}

static void
point_lines(struct ops *o, struct tally *y, const struct watch *w)
{
	double age = (double)(o->end - w->last) / 3600;
	double days = (double)(o->end - w->first) / CAL_DAY_S;

	y->points++;
	if (w->last == INT64_MIN) {
		y->bad[NEVER]++;
		y->worst[NEVER] = OPS_AMBER;
		ops_detail(o,
		    ops_add(o, section, "never_seen", w->id, NAN, "", NAN, NAN),
		    "registered, and no reading has ever come",
		    "已登记，但从未收到读数");
		return;
	}
	point_line(o, y, AGE, "age", w, age, "h", ops_limit(o, "ops_late_h"),
	    ops_limit(o, "ops_silent_h"), "since its last reading",
	    "距最后一条读数", 0);
	point_line(o, y, NEW, "first_seen", w, days, "d",
	    ops_limit(o, "ops_new_days"), NAN, "days since its first reading",
	    "距首条读数的天数", 0);
	if (!isnan(w->registered_s) && !isnan(w->interval_s))
		point_line(o, y, INTERVAL, "interval", w,
		    100 * fabs(w->interval_s / w->registered_s - 1), "%",
		    ops_limit(o, "ops_interval_pct"),
		    ops_limit(o, "ops_interval_red_pct"),
		    "its usual interval is %g s", "实际采样间隔 %g 秒",
		    w->interval_s);
	point_line(o, y, MISSING, "missing", w, w->missing, "%",
	    100 - ops_limit(o, "ops_complete_pct"),
	    100 - ops_limit(o, "ops_complete_red_pct"),
	    "of the readings of these days; longest gap %.1f h",
	    "所查各日缺失读数的比例；最长中断 %.1f 小时", w->gap_h);
}

static void
summary(struct ops *o, const struct tally *y)
{
	static const struct {
		const char *check, *en, *zh;
	} text[CHECKS] = {
	    {"points_late", "of %d points are later than they may be",
		"个测点数据迟到（共 %d 个）"},
	    {"points_new", "of %d points came for the first time",
		"个测点首次出现（共 %d 个）"},
	    {"points_never", "of %d points never had a reading",
		"个测点从无读数（共 %d 个）"},
	    {"points_interval", "of %d points come at another interval",
		"个测点采样间隔不符（共 %d 个）"},
	    {"points_gaps", "of %d points lack too many readings",
		"个测点缺失读数过多（共 %d 个）"}};

	for (int k = 0; k < CHECKS; k++) {
		struct ops_line *l = ops_add(
		    o, section, text[k].check, "", y->bad[k], "", NAN, NAN);

		l->light = y->worst[k];
		ops_detail(o, l, text[k].en, text[k].zh, y->points);
	}
}

/* By id: the interval that the registry's last row names; the point is left
 * out where it ended before the day. */
static int
registered(struct ops *o, struct strmap *of, double **interval)
{
	const struct table *t = table_find("points");
	struct store_rows *r = store_rows_open(o->s, t);
	int to = table_col(t, "valid_to"), step = table_col(t, "interval_s");
	size_t n = 0, cap = 0;
	int got = -1;

	while (r != NULL && (got = store_rows_next(r)) > 0) {
		if (store_rows_day(r, to, INT64_MAX) <= o->day)
			continue;
		*interval = xgrow(*interval, n, &cap, sizeof **interval);
		(*interval)[n] = store_rows_num(r, step);
		strmap_put(of, store_rows_text(r, 0), (long)n++);
	}
	store_rows_close(r);
	return got;
}

int
ops_feeds(struct ops *o)
{
	struct strmap of = STRMAP_INIT;
	struct store_listed *p = NULL;
	struct tally y = {0};
	double *interval = NULL;
	size_t n = 0;
	int got = registered(o, &of, &interval);

	feeds_by_source(o);
	if (got == 0)
		got = store_points(o->s, &p, &n);
	for (size_t i = 0; got == 0 && i < n; i++) {
		long k = strmap_get(&of, p[i].id);
		struct watch w;

		if (k < 0 || interval == NULL)
			continue;
		if ((got = look_at(o, &p[i], interval[k], &w)) == 0)
			point_lines(o, &y, &w);
	}
	if (got == 0)
		summary(o, &y);
	store_points_free(p, n);
	strmap_release(&of);
	free(interval);
	return got;
}
