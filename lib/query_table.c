#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "query.h"
#include "store_sql.h"
#include "unit.h"
#include "xalloc.h"

/* --- registries --- */

static void
heading(struct csvout *out, const struct table *t)
{
	static const char *col[32];

	for (size_t i = 0; i < t->ncol; i++)
		col[i] = t->col[i].name;
	csvout_table(out, col, t->ncol);
}

static void
put_value(struct csvout *out, const struct store_rows *r, int c,
    const struct table_col *col, const struct zone *z)
{
	char buf[CAL_BUF];
	int64_t t;

	switch (col->type) {
	case TABLE_NUM:
		csvout_exact(out, store_rows_num(r, c));
		break;
	case TABLE_TIME:
		t = store_rows_time(r, c, INT64_MIN);
		csvout_text(
		    out, t == INT64_MIN ? "" : cal_instant_text(z, t, buf));
		break;
	default:
		csvout_text(out, store_rows_text(r, c));
	}
}

/* 1 if the row holds on the day of --on. */
static int
holds(const struct query *q, const struct table *t, const struct store_rows *r)
{
	int from = table_col(t, "valid_from"), to = table_col(t, "valid_to");

	if (q->on == TOOL_NO_DAY)
		return 1;
	return store_rows_day(r, from, INT64_MIN) <= q->on &&
	       (to < 0 || store_rows_day(r, to, INT64_MAX) > q->on);
}

/* A parameter has no end: its next value replaces it.  Which of the rows that
 * hold are the last of their name and zone, by number of the row. */
static int
last_values(const struct query *q, const struct table *t, struct strmap *last)
{
	struct store_rows *r = store_rows_open(q->s, t);
	int got = r ? 1 : -1;
	long n = 0;

	while (got > 0 && (got = store_rows_next(r)) > 0) {
		char *key = xasprintf(
		    "%s %s", store_rows_text(r, 0), store_rows_text(r, 1));

		if (holds(q, t, r))
			strmap_put(last, key, n);
		free(key);
		n++;
	}
	store_rows_close(r);
	return got;
}

static int
is_last(const struct strmap *last, const struct store_rows *r, long n)
{
	char *key =
	    xasprintf("%s %s", store_rows_text(r, 0), store_rows_text(r, 1));
	int is = strmap_get(last, key) == n;

	free(key);
	return is;
}

int
query_table(const struct query *q, const struct table *t)
{
	const struct zone *z = store_zone(q->s);
	struct strmap last = STRMAP_INIT;
	struct store_rows *r;
	int params = q->on != TOOL_NO_DAY && table_col(t, "valid_to") < 0;
	int got = params ? last_values(q, t, &last) : 0;
	long n = 0;

	heading(q->out, t);
	if (got < 0 || (r = store_rows_open(q->s, t)) == NULL) {
		strmap_release(&last);
		return -1;
	}
	for (; (got = store_rows_next(r)) > 0; n++) {
		if (!holds(q, t, r) || (params && !is_last(&last, r, n)) ||
		    !choice_row(&q->choice, t, r, z))
			continue;
		for (size_t i = 0; i < t->ncol; i++)
			put_value(q->out, r, (int)i, &t->col[i], z);
		csvout_row(q->out);
	}
	store_rows_close(r);
	strmap_release(&last);
	return got;
}

/* --- readings --- */

/* What lives from day to day: the readings, and the text of their times. */
struct day {
	struct reading *r;
	size_t cap;
	struct cal_text text;
};

static int
print_day(const struct query *q, const struct store_listed *p, int64_t day,
    struct day *d)
{
	long n = store_day(q->s, p->p.n, day, &d->r, &d->cap);
	int64_t midnight = zone_midnight(d->text.z, day);
	const struct unit *u = unit_find(p->p.unit);
	char value[NUM_BUF];

	for (long i = 0; i < n; i++) {
		csvout_text(q->out, p->id);
		csvout_text(q->out, cal_text(&d->text, midnight + d->r[i].off));
		csvout_number(
		    q->out, num_unscaled(d->r[i].v, u->num, u->den, value));
		if (d->r[i].quality == QUALITY_GOOD)
			csvout_text(q->out, "");
		else
			csvout_int(q->out, d->r[i].quality);
		csvout_row(q->out);
	}
	return n < 0 ? -1 : 0;
}

int
query_readings(const struct query *q)
{
	struct day d = {.text = {.z = store_zone(q->s)}};
	int64_t from, to;
	struct store_listed *p;
	size_t n;
	int got = store_points(q->s, &p, &n);

	heading(q->out, table_find("readings"));
	query_days(q, 1, &from, &to);
	for (size_t i = 0; got == 0 && i < n; i++) {
		if (!choice_point(&q->choice, p[i].id))
			continue;
		for (int64_t day = from; got == 0 && day < to; day++)
			got = print_day(q, &p[i], day, &d);
	}
	store_points_free(p, n);
	free(d.r);
	return got;
}

/* --- SQL --- */

static void
put_sql_value(struct csvout *out, struct store_sql *q, int col)
{
	switch (store_sql_type(q, col)) {
	case STORE_SQL_NULL:
		csvout_number(out, "");
		break;
	case STORE_SQL_INT:
		csvout_int(out, store_sql_int(q, col));
		break;
	case STORE_SQL_NUM:
		csvout_exact(out, store_sql_num(q, col));
		break;
	case STORE_SQL_TEXT:
		csvout_text(out, store_sql_text(q, col));
		break;
	}
}

int
query_sql(const struct query *q, const char *sql)
{
	struct store_sql *st = store_sql_open(q->s, sql);
	int n = st ? store_sql_ncol(st) : 0, got = st ? 0 : -1;
	const char **name = xcalloc((size_t)n + 1, sizeof *name);

	for (int i = 0; i < n; i++)
		name[i] = store_sql_name(st, i);
	if (st != NULL)
		csvout_table(q->out, name, (size_t)n);
	while (got >= 0 && (got = store_sql_next(st)) > 0) {
		for (int i = 0; i < n; i++)
			put_sql_value(q->out, st, i);
		csvout_row(q->out);
	}
	store_sql_close(st);
	free(name);
	return got;
}
