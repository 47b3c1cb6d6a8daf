#include "quality.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "network.h"
#include "param.h"
#include "pointday.h"
#include "strmap.h"
#include "validate.h"
#include "xalloc.h"

enum { FRESH_S = 2 * 3600, DELIVERY_S = 24 * 3600, RECENT_DAYS = 28 };

static const char *const names[QUALITY_DIMENSIONS] = {"conformity",
    "completeness", "accuracy", "consistency", "timeliness", "accessibility",
    "overall"};

/* Fields that figures rest on, beside those that a row must have. */
static const struct {
	const char *table, *cols;
} needed[] = {{"zones", "level mains_km connections population"},
    {"points", "accuracy_pct interval_s"}, {"accounts", "zone_id class"},
    {"bills", "status"}, {"balance", "err_pct basis"}, {"events", "end effect"},
    {"pipes", "zone_id dn_mm length_m"}};

/* Names of rows of other tables. */
static const struct {
	const char *table, *col, *names;
} references[] = {{"zones", "parent_id", "zones"},
    {"edges", "zone_id", "zones"}, {"edges", "point_id", "points"},
    {"accounts", "zone_id", "zones"}, {"bills", "account_id", "accounts"},
    {"balance", "zone_id", "zones"}, {"events", "zone_id", "zones"},
    {"events", "point_id", "points"}, {"events", "pipe_id", "pipes"},
    {"pipes", "zone_id", "zones"}, {"params", "zone_id", "zones"}};

#define LENGTH(a) (sizeof(a) / sizeof *(a))

struct report {
	struct store *s;
	struct network *n;
	int64_t from, to; /* days; INT64_MIN: open */
	struct store_import *im;
	size_t nim;		   /* as of now, or --as-of */
	struct strmap ids[TABLES]; /* registered names, where referred to */
};

const char *
quality_name(enum quality_dimension d)
{
	return names[d];
}

double
quality_score(const struct quality *q, enum quality_dimension d)
{
	double sum = 0;
	int n = 0;

	if (d != QUALITY_OVERALL)
		return q->count[d].checked == 0 ?
			   NAN :
			   (double)q->count[d].passed /
			       (double)q->count[d].checked;
	for (int i = 0; i < QUALITY_OVERALL; i++) {
		if (q->count[i].checked == 0)
			continue;
		sum += quality_score(q, (enum quality_dimension)i);
		n++;
	}
	return n == 0 ? NAN : sum / n;
}

char *
quality_feed(const char *source)
{
	const char *base = strrchr(source, '/');
	char *out, *end;

	base = base ? base + 1 : source;
	out = end = xstrdup(base);
	for (const char *p = base; *p != '\0'; p++) {
		if (!isdigit((unsigned char)*p)) {
			*end++ = *p;
			continue;
		}
		/* "2026-03" is one run */
		if (end - out >= 2 && end[-2] == '*' && strchr("-._", end[-1]))
			end--;
		if (end == out || end[-1] != '*')
			*end++ = '*';
	}
	*end = '\0';
	return out;
}

static void
count(struct quality *q, enum quality_dimension d, const char *what,
    int64_t passed, int64_t checked)
{
	q->count[d].counted = what;
	q->count[d].passed += passed;
	q->count[d].checked += checked;
}

static int
has_period(const struct report *p)
{
	return p->from != INT64_MIN || p->to != INT64_MIN;
}

/* --- the ledger --- */

/* 1 if the import brought readings of the period. */
static int
in_period(const struct report *p, const struct store_import *im)
{
	const struct zone *z = store_zone(p->s);

	if (!has_period(p) || im->first == INT64_MIN)
		return !has_period(p);
	return (p->to == INT64_MIN || im->first < zone_midnight(z, p->to)) &&
	       (p->from == INT64_MIN || im->last >= zone_midnight(z, p->from));
}

/* 1 if it was made at most DELIVERY_S after its last reading, and not before.
 */
static int
in_time(const struct report *p, const struct store_import *im)
{
	struct cal_stamp stamp;
	int64_t at;

	return cal_parse_stamp(im->at, &stamp) == 0 &&
	       cal_instant(&stamp, store_zone(p->s), INT64_MIN, &at) == 0 &&
	       at >= im->last && at - im->last <= DELIVERY_S;
}

static void
count_import(
    const struct report *p, const struct store_import *im, struct quality *q)
{
	int readings = strcmp(im->table, "readings") == 0;

	if (readings && !in_period(p, im))
		return;
	count(
	    q, QUALITY_ACCESSIBILITY, "imports", store_counts(p->s, im->id), 1);
	if (!store_counts(p->s, im->id))
		return;
	count(q, QUALITY_CONFORMITY, "rows", im->rows - im->rejected, im->rows);
	if (!readings)
		return;
	count(q, QUALITY_CONSISTENCY, "readings", im->added + im->repeated,
	    im->added + im->repeated + im->changed);
	if (!has_period(p) && im->last != INT64_MIN)
		count(q, QUALITY_TIMELINESS, "imports", in_time(p, im), 1);
}

/* --- registries --- */

static int
is_needed(const struct table *t, const struct table_col *c)
{
	if (c->required || c->type == TABLE_ID)
		return 1;
	for (size_t i = 0; i < LENGTH(needed); i++)
		if (strcmp(needed[i].table, t->name) == 0)
			return table_is_word(needed[i].cols, c->name);
	return 0;
}

/* 1 the name is registered, 0 it is not, -1 the column names nothing. */
static int
resolves(const struct report *p, const struct table *t, const char *col,
    const char *value)
{
	for (size_t i = 0; i < LENGTH(references); i++) {
		const struct table *to = table_find(references[i].names);

		if (strcmp(references[i].table, t->name) == 0 &&
		    strcmp(references[i].col, col) == 0)
			return strmap_get(&p->ids[to - table_all], value) >= 0;
	}
	return -1;
}

static void
count_field(const struct report *p, const struct table *t,
    const struct table_col *c, const char *value, struct quality *q)
{
	int registered;

	if (is_needed(t, c))
		count(q, QUALITY_COMPLETENESS, "fields", *value != '\0', 1);
	if (*value == '\0')
		return;
	if (c->type == TABLE_NUM || c->type == TABLE_WORD)
		count(q, QUALITY_ACCURACY, "fields",
		    table_wrong(c, value) == NULL, 1);
	if ((registered = resolves(p, t, c->name, value)) >= 0)
		count(q, QUALITY_CONSISTENCY, "names", registered, 1);
}

/* A value of `params` has the range of its parameter. */
static void
count_parameter(const struct store_rows *r, struct quality *q)
{
	const struct param *known = param_find(store_rows_text(r, 0));
	int value = table_col(q->table, "value");

	count(q, QUALITY_ACCURACY, "fields",
	    known && param_wrong(known, store_rows_text(r, value)) == NULL, 1);
}

static int
count_rows(const struct report *p, struct quality *q)
{
	const struct table *t = q->table;
	struct store_rows *r = store_rows_open(p->s, t);
	int got;

	if (r == NULL)
		return -1;
	while ((got = store_rows_next(r)) > 0) {
		for (size_t i = 0; i < t->ncol; i++)
			count_field(
			    p, t, &t->col[i], store_rows_text(r, (int)i), q);
		if (strcmp(t->name, "params") == 0)
			count_parameter(r, q);
	}
	store_rows_close(r);
	return got;
}

static int
load_ids(struct report *p, const char *table)
{
	const struct table *t = table_find(table);
	struct store_rows *r = store_rows_open(p->s, t);
	int got;

	if (r == NULL)
		return -1;
	while ((got = store_rows_next(r)) > 0)
		strmap_put(&p->ids[t - table_all], store_rows_text(r, 0), 1);
	store_rows_close(r);
	return got;
}

/* --- readings --- */

struct tally {			     /* of one point */
	int64_t origin, first, last; /* instants; INT64_MIN: none */
	int64_t slot;		     /* the last interval that had a reading */
	int64_t there, readings, good;
	int recent; /* 1: it reported in the period or shortly before */
};

static void
tally_reading(struct tally *y, int64_t t, int32_t interval, unsigned flag)
{
	int64_t slot;

	if (y->first == INT64_MIN)
		y->first = t;
	if (y->origin == INT64_MIN)
		y->origin = t;
	y->last = t;
	/* Intervals by the nearest, so that a stamp may be early or late. */
	slot = (t - y->origin + interval / 2) / interval;
	y->there += y->readings == 0 || slot != y->slot;
	y->slot = slot;
	y->readings++;
	y->good += (flag & (VALID_LEFT_OUT | VALID_QUALITY)) == 0;
}

/* The days to be looked at: those of the period and the recent ones before, in
 * which the store has any. */
static int
days(const struct report *p, int64_t *first, int64_t *last)
{
	if (store_span(p->s, first, last) < 0)
		return -1;
	if (p->from != INT64_MIN && p->from - RECENT_DAYS > *first)
		*first = p->from - RECENT_DAYS;
	if (p->to != INT64_MIN && p->to <= *last)
		*last = p->to - 1;
	return 0;
}

static int
tally_point(
    const struct report *p, struct pointday *d, size_t point, struct tally *y)
{
	int64_t first, last;
	uint16_t *flag = NULL;
	size_t cap = 0;
	long got = 0;

	if (days(p, &first, &last) < 0)
		return 0;
	for (int64_t day = first; got >= 0 && day <= last; day++) {
		if ((got = pointday_read(d, point, day)) < 0 || d->nr == 0)
			continue;
		y->recent = 1;
		if (p->from != INT64_MIN && day < p->from)
			continue;
		if (d->nr > cap) {
			cap = 2 * d->nr;
			flag = xrealloc(flag, cap, sizeof *flag);
		}
		pointday_flags(d, y->last, flag);
		for (size_t i = 0; i < d->nr; i++)
			tally_reading(
			    y, d->midnight + d->r[i].off, d->interval, flag[i]);
	}
	free(flag);
	return got < 0 ? -1 : 0;
}

/* The intervals that should have a reading: those of a period that is closed,
 * else from the first reading to the last. */
static int64_t
expected(const struct report *p, const struct tally *y, int32_t interval)
{
	const struct zone *z = store_zone(p->s);

	if (p->from != INT64_MIN && p->to != INT64_MIN)
		return (zone_midnight(z, p->to) - zone_midnight(z, p->from)) /
		       interval;
	if (y->readings == 0)
		return 0;
	return (y->last - y->first + interval / 2) / interval + 1;
}

static int
count_point(
    const struct report *p, struct pointday *d, size_t point, struct quality *q)
{
	const struct zone *z = store_zone(p->s);
	int32_t interval = network_interval(&p->n->point[point]);
	struct tally y = {INT64_MIN, INT64_MIN, INT64_MIN, 0, 0, 0, 0, 0};
	int64_t want;

	if (p->from != INT64_MIN)
		y.origin = zone_midnight(z, p->from);
	if (tally_point(p, d, point, &y) < 0)
		return -1;
	if (!y.recent)
		return 0;
	want = expected(p, &y, interval);
	count(q, QUALITY_COMPLETENESS, "intervals",
	    y.there < want ? y.there : want, want);
	count(q, QUALITY_ACCURACY, "readings", y.good, y.readings);
	if (p->to != INT64_MIN)
		count(q, QUALITY_TIMELINESS, "points",
		    y.last != INT64_MIN &&
			y.last >= zone_midnight(z, p->to) - FRESH_S,
		    1);
	return 0;
}

static int
count_readings(const struct report *p, struct quality *q)
{
	struct pointday d;
	int got = 0;

	pointday_init(&d, p->s, p->n);
	for (size_t i = 0; got == 0 && i < p->n->npoint; i++)
		got = count_point(p, &d, i, q);
	pointday_release(&d);
	return got;
}

/* --- tables and feeds --- */

static int
is_of(const struct store_import *im, const struct quality *q)
{
	char *feed;
	int same;

	if (strcmp(im->table, q->table->name) != 0)
		return 0;
	feed = quality_feed(im->source);
	same = *q->feed == '\0' || strcmp(feed, q->feed) == 0;
	free(feed);
	return same;
}

/* Judges one table or feed by its own imports alone. */
static int
judge(const struct report *p, struct quality *q)
{
	char *only = xcalloc(p->nim + 1, 1);
	int got;

	for (size_t i = 0; i < p->nim; i++) {
		if (!is_of(&p->im[i], q))
			continue;
		only[p->im[i].id] = 1;
		count_import(p, &p->im[i], q);
	}
	store_only(p->s, only, p->nim + 1);
	got = strcmp(q->table->name, "readings") == 0 ? count_readings(p, q) :
							count_rows(p, q);
	free(only);
	return store_only(p->s, NULL, 0) < 0 ? -1 : got;
}

static int
by_table(const void *a, const void *b)
{
	const struct quality *x = a, *y = b;

	if (x->table != y->table)
		return x->table < y->table ? -1 : 1;
	return strcmp(x->feed, y->feed);
}

/* One for each table and feed of the ledger. */
static size_t
scopes(const struct report *p, struct quality **out)
{
	size_t n = 0, cap = 0, k = 0;

	*out = NULL;
	for (size_t i = 0; i < 2 * p->nim; i++) {
		const struct store_import *im = &p->im[i / 2];
		const struct table *t = table_find(im->table);

		if (t == NULL)
			continue;
		*out = xgrow(*out, n, &cap, sizeof **out);
		(*out)[n++] = (struct quality){.table = t,
		    .feed = i % 2 ? quality_feed(im->source) : xstrdup("")};
	}
	if (n > 0)
		qsort(*out, n, sizeof **out, by_table);
	for (size_t i = 0; i < n; i++) {
		if (k > 0 && by_table(&(*out)[k - 1], &(*out)[i]) == 0)
			free((*out)[i].feed);
		else
			(*out)[k++] = (*out)[i];
	}
	return k;
}

/* What does not fit together is said, and counted all the same. */
static int
load_network(struct report *p)
{
	p->n = network_load(p->s);
	if (p->n == NULL)
		p->n = network_points(p->s);
	return p->n ? 0 : -1;
}

int
quality_report(
    struct store *s, int64_t from, int64_t to, struct quality **out, size_t *n)
{
	struct report p = {.s = s, .from = from, .to = to};
	size_t all = 0;
	int got = -1;

	*out = NULL;
	*n = 0;
	if (load_ids(&p, "zones") == 0 && load_ids(&p, "points") == 0 &&
	    load_ids(&p, "accounts") == 0 && load_network(&p) == 0) {
		got = 0;
		all = store_imports(s, &p.im);
		while (p.nim < all && p.im[p.nim].id <= store_as_of_import(s))
			p.nim++;
		*n = scopes(&p, out);
	}
	for (size_t i = 0; got == 0 && i < *n; i++)
		got = judge(&p, &(*out)[i]);
	network_free(p.n);
	store_imports_free(p.im, all);
	for (int i = 0; i < TABLES; i++)
		strmap_release(&p.ids[i]);
	return got;
}

void
quality_free(struct quality *q, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(q[i].feed);
	free(q);
}
