/* The store in memory: what was known when, in whatever order it came. */
#include "store.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fill.h"
#include "param.h"
#include "rnd.h"
#include "tap.h"

enum { DAYS = 4, N = DAYS * 96, DAY0 = 20500 };

static int conflicts;

static void
on_conflict(void *ctx, const char *id, uint64_t line, const char *value)
{
	(void)ctx;
	(void)id;
	(void)line;
	(void)value;
	conflicts++;
}

static struct store *
new_store(void)
{
	struct store *s = store_open_rw(":memory:", "Europe/Rome");
	const struct table *t = table_find("points");
	const char *v[16] = {"p", "", "flow", "m3/h"};
	struct store_import im = {.source = (char *)"",
	    .sha256 = (char *)"",
	    .table = (char *)"",
	    .mapping = (char *)"",
	    .version = (char *)"",
	    .first = INT64_MIN,
	    .last = INT64_MIN};

	for (size_t i = 4; i < t->ncol; i++)
		v[i] = "";
	store_begin(s);
	ok(store_put_row(s, t, v) == STORE_ADDED, "a point is registered");
	store_commit(s, &im);
	return s;
}

/* One import of readings which[0..n): value v0 + index. */
static struct store_import
import(struct store *s, const int *which, int n, double v0)
{
	struct store_import im = {.source = (char *)"",
	    .sha256 = (char *)"",
	    .table = (char *)"readings",
	    .mapping = (char *)"",
	    .version = (char *)"",
	    .first = INT64_MIN,
	    .last = INT64_MIN};
	struct store_point p;
	struct fill *f;
	long h;

	im.id = store_begin(s);
	store_point(s, "p", &p);
	f = fill_new(s, &im, on_conflict, NULL);
	h = fill_point(f, "p", p.n, 1, 1);
	for (int i = 0; i < n; i++)
		fill_add(f, h,
		    zone_midnight(store_zone(s), DAY0) + which[i] * 900,
		    v0 + which[i], QUALITY_GOOD, (uint64_t)i);
	fill_flush(f);
	fill_free(f);
	store_commit(s, &im);
	return im;
}

/* All readings as the store answers: -1 where
 * there is none, -2 for a day that it refuses. */
static void
plain_answers(struct store *s, double out[N])
{
	struct store_point p;
	struct reading *r = NULL;
	size_t cap = 0;

	for (int i = 0; i < N; i++)
		out[i] = -1;
	store_point(s, "p", &p);
	for (int64_t d = DAY0; d < DAY0 + DAYS; d++) {
		int64_t from = zone_midnight(store_zone(s), d) -
			       zone_midnight(store_zone(s), DAY0);
		long n = store_day(s, p.n, d, &r, &cap);

		for (int i = 0; n < 0 && i < 96; i++)
			out[from / 900 + i] = -2;
		for (long i = 0; i < n; i++)
			out[(from + r[i].off) / 900] = r[i].v;
	}
	free(r);
}

/* The same, some days of them read ahead. */
static void
answers(struct store *s, double out[N])
{
	struct store_point p;

	store_point(s, "p", &p);
	store_ahead(s, &p.n, rnd(4) > 0, DAY0 + rnd(2), DAY0 + DAYS - rnd(2));
	plain_answers(s, out);
}

static void
shuffle(int *a, int n)
{
	for (int i = n - 1; i > 0; i--) {
		int k = (int)rnd((unsigned)i + 1), t = a[i];

		a[i] = a[k];
		a[k] = t;
	}
}

/* Any order of rows, split anywhere into imports: the same answers. */
static void
test_any_order(void)
{
	double want[N], got[N];
	int which[N], all = 1, at;

	for (int i = 0; i < N; i++)
		want[i] = which[i] = i;
	for (int round = 0; round < 20; round++) {
		struct store *s = new_store();

		shuffle(which, N);
		for (at = 0; at < N;) {
			int n = 1 + (int)rnd(200);

			n = n < N - at ? n : N - at;
			import(s, which + at, n, 0);
			at += n;
		}
		answers(s, got);
		all &= memcmp(want, got, sizeof want) == 0;
		store_close(s);
	}
	ok(all, "any order, split anywhere: the same answers");
}

static void
test_later_stands(void)
{
	struct store *s = new_store();
	int first[] = {0, 1, 2, 3}, second[] = {2, 3, 4};
	double v[N];
	struct store_import im;

	im = import(s, first, 4, 100);
	ok(im.added == 4 && im.repeated == 0, "four are new");
	im = import(s, second, 3, 200);
	ok(im.added == 1 && im.changed == 2, "one is new, two are changed");
	im = import(s, second, 3, 200);
	ok(im.repeated == 3 && im.added == 0, "told again");
	answers(s, v);
	ok(v[1] == 101 && v[2] == 202 && v[4] == 204, "the later stands");
	store_as_of(s, "2");
	answers(s, v);
	ok(v[2] == 102 && v[4] == -1, "as of the import before it did not");
	store_close(s);
}

static void
test_same_import(void)
{
	struct store *s = new_store();
	int twice[] = {5, 6, 5, 300, 301, 380, 6, 5};
	struct store_import im;

	conflicts = 0;
	im = import(s, twice, 8, 0);
	ok(im.added == 5 && im.repeated == 3 && conflicts == 0,
	    "the same reading again in one import is a repetition");
	store_close(s);
}

static void
test_registry(void)
{
	struct store *s = store_open_rw(":memory:", "UTC");
	const struct table *t = table_find("params");
	const char *a[] = {"n1", "", "1.0", "", ""};
	const char *b[] = {"n1", "", "1.2", "", ""};
	struct store_import im = {.source = (char *)"",
	    .sha256 = (char *)"",
	    .table = (char *)"params",
	    .mapping = (char *)"",
	    .version = (char *)"",
	    .first = INT64_MIN,
	    .last = INT64_MIN};
	struct store_rows *r;

	store_begin(s);
	ok(store_put_row(s, t, a) == STORE_ADDED, "a row is new");
	ok(store_put_row(s, t, a) == STORE_REPEATED, "a row again");
	ok(store_put_row(s, t, b) == STORE_CONFLICT,
	    "a row that contradicts its own import");
	store_commit(s, &im);
	store_begin(s);
	ok(store_put_row(s, t, b) == STORE_CHANGED, "a later import changes");
	store_commit(s, &im);
	r = store_rows_open(s, t);
	ok(store_rows_next(r) == 1 && !strcmp(store_rows_text(r, 2), "1.2") &&
		store_rows_next(r) == 0,
	    "the later row stands, and alone");
	store_rows_close(r);
	store_begin(s);
	store_put_row(s, t, a);
	store_rollback(s);
	r = store_rows_open(s, t);
	ok(store_rows_next(r) == 1 && !strcmp(store_rows_text(r, 2), "1.2"),
	    "an import rolled back leaves nothing");
	store_rows_close(r);
	store_close(s);
}

enum { EVENTS = 14 };

/* A store of imports and retractions as they fall; before[i]: its answers as
 * of i, i <= EVENTS. */
static struct store *
random_history(double before[EVENTS + 1][N])
{
	struct store *s = new_store();
	int which[N], id = 1;
	char text[24];

	for (int i = 0; i < N; i++)
		which[i] = i;
	while (id < EVENTS) {
		shuffle(which, N);
		if (id > 4 && rnd(4) == 0)
			id += store_retract(s, 2 + rnd(3) + rnd(2), "") > 0;
		else
			id = (int)import(s, which, 1 + (int)rnd(200), id * 1000)
				 .id;
	}
	for (int i = 0; i <= EVENTS; i++) {
		snprintf(text, sizeof text, "%d", i);
		store_as_of(s, text);
		answers(s, before[i]);
	}
	store_as_of(s, "99");
	return s;
}

/* Of the answers as of i: those of days that were merged are as before or,
 * earlier than `since`, refused; all others are as before. */
static int
as_before(struct store *s, const struct store_compaction *c, int merged,
    double before[EVENTS + 1][N])
{
	double got[N];
	char text[24];
	int all = 1, refused = 0;

	for (int i = 0; i <= EVENTS; i++) {
		snprintf(text, sizeof text, "%d", i);
		store_as_of(s, text);
		answers(s, got);
		for (int k = 0; k < N; k++) {
			if (got[k] == -2)
				refused++;
			if (got[k] == -2 ? i >= c->since || k >= merged :
					   got[k] != before[i][k])
				all = 0;
		}
	}
	store_as_of(s, "99");
	return all && refused > 0;
}

static void
test_compact(void)
{
	enum { MERGED = 2 };
	static double before[EVENTS + 1][N];
	struct store_compaction c, again;
	int same = 1, counted = 1, idle = 1, kept = 1;

	for (int round = 0; round < 20; round++) {
		struct store *s = random_history(before);
		int one[] = {0, 100};
		double got[N];

		kept &= store_compact(s, DAY0, DAY0 + MERGED, 1, "", &c) == 0 &&
			c.id == EVENTS + 1;
		store_compact(s, INT64_MIN, DAY0 + MERGED, 0, "", &c);
		counted &=
		    c.id == EVENTS + 1 && c.left == MERGED && c.chunks > MERGED;
		same &= as_before(s, &c, MERGED * 96, before);
		idle &= store_compact(
			    s, INT64_MIN, DAY0 + MERGED, 0, "", &again) == 0 &&
			again.id == 0;
		import(s, one, 2, -500);
		answers(s, got);
		kept &= got[0] == -500 && got[100] == -400 &&
			got[1] == before[EVENTS][1];
		store_compact(s, INT64_MIN, DAY0 + DAYS, 0, "", &again);
		answers(s, got);
		kept &= got[0] == -500 && got[100] == -400 &&
			got[1] == before[EVENTS][1];
		store_close(s);
	}
	ok(same, "merged days answer as before, or refuse what is older");
	ok(counted, "each day of the point is one chunk");
	ok(idle, "nothing is merged twice");
	ok(kept, "a trial changes nothing; later imports stand above");
}

static void
test_compact_all_gone(void)
{
	struct store *s = new_store();
	int some[] = {1, 2, 3};
	struct store_compaction c;
	double v[N];

	import(s, some, 3, 0);
	store_retract(s, 2, "");
	store_compact(s, INT64_MIN, DAY0 + 1, 0, "", &c);
	ok(c.id == 4 && c.since == 3, "what was taken back is dropped");
	answers(s, v);
	ok(v[1] == -1, "nothing stands there");
	store_as_of(s, "2");
	answers(s, v);
	ok(v[1] == -2, "as of the time when it stood: refused, not empty");
	store_close(s);
}

static void
test_compact_retract(void)
{
	struct store *s = new_store();
	int first[] = {0, 1}, second[] = {1, 2}, other[] = {200};
	struct store_compaction c;

	import(s, first, 2, 0);
	import(s, second, 2, 10);
	import(s, other, 1, 20);
	store_compact(s, INT64_MIN, DAY0 + DAYS, 0, "", &c);
	ok(c.id == 5 && c.chunks == 2 && c.left == 1, "two of three merged");
	ok(store_retract(s, 2, "") < 0 && store_retract(s, 3, "") < 0,
	    "an import that was merged cannot be taken back");
	ok(store_retract(s, 5, "") < 0, "nor can the compaction");
	ok(store_retract(s, 4, "") == 6, "one that was not can");
	store_close(s);
}

/* What a thread reads again and again. */
struct reader {
	struct store *s;
	double want[N];
	int wrong;
};

static void *
read_often(void *arg)
{
	struct reader *r = arg;
	double got[N];

	for (int i = 0; i < 300; i++) {
		plain_answers(r->s, got);
		r->wrong += memcmp(got, r->want, sizeof got) != 0;
	}
	return NULL;
}

static void
test_siblings(void)
{
	enum { READERS = 4 };
	struct store *s = new_store();
	static struct reader r[READERS];
	struct store_rows *rows;
	pthread_t t[READERS];
	int all[N], wrong = 0;

	for (int i = 0; i < N; i++)
		all[i] = i;
	import(s, all, N, 5);
	for (int k = 0; k < READERS; k++) {
		r[k].s = store_sibling(s);
		plain_answers(s, r[k].want);
	}
	for (int k = 0; k < READERS; k++)
		pthread_create(&t[k], NULL, read_often, &r[k]);
	for (int k = 0; k < READERS; k++) {
		pthread_join(t[k], NULL);
		store_close(r[k].s);
		wrong += r[k].wrong;
	}
	ok(wrong == 0, "siblings read at the same time");
	rows = store_rows_open(s, table_find("bills"));
	ok(rows != NULL && store_rows_next(rows) == 0,
	    "... and leave the table of bills behind");
	store_rows_close(rows);
	store_close(s);
}

static void
test_params(void)
{
	int all = 1;

	for (const struct param *p = param_all; p->name != NULL; p++)
		all &= p->value == NULL || param_wrong(p, p->value) == NULL;
	ok(all, "every default is a value of its parameter");
	ok(param_wrong(param_find("n1"), "auto") == NULL &&
		param_wrong(param_find("n1"), "0.1") != NULL &&
		param_wrong(param_find("night_from"), "25:00") != NULL,
	    "words, ranges, clocks");
	ok(!strcmp(param_nearest("nigth_from").best, "night_from") &&
		param_nearest("colour").best == NULL,
	    "the nearest, if any is near");
}

int
main(void)
{
	rnd_seed = 11;
	/* Refusals come by the hundred; sanitizers write to descriptor 2. */
	stderr = fopen("/dev/null", "w");
	test_any_order();
	test_later_stands();
	test_same_import();
	test_registry();
	test_compact();
	test_compact_all_gone();
	test_compact_retract();
	test_siblings();
	test_params();
	fclose(stderr);
	return tap_done();
}
