#include "store_private.h"

#include <err.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lanes.h"
#include "xalloc.h"

int64_t
store_point_number(struct store *s, const char *point_id)
{
	sqlite3_stmt *st = s->number_select;
	int64_t n = 0;

	if (st == NULL &&
	    (st = s->number_select = store_prepare(
		 s, "SELECT n FROM point_key WHERE point_id = ?")) == NULL)
		return -1;
	sqlite3_bind_text(st, 1, point_id, -1, SQLITE_STATIC);
	if (sqlite3_step(st) == SQLITE_ROW)
		n = sqlite3_column_int64(st, 0);
	sqlite3_reset(st);
	if (n != 0 || s->current == 0)
		return n;
	if ((st = s->number_insert) == NULL &&
	    (st = s->number_insert = store_prepare(
		 s, "INSERT INTO point_key(point_id) VALUES(?)")) == NULL)
		return -1;
	sqlite3_bind_text(st, 1, point_id, -1, SQLITE_STATIC);
	if (sqlite3_step(st) == SQLITE_DONE)
		n = sqlite3_last_insert_rowid(s->db);
	sqlite3_reset(st);
	if (n <= 0 || n > STORE_POINT_MAX)
		return n <= 0 ? store_say(s) :
				(warnx("%s: too many points", s->path), -1);
	return n;
}

int
store_point_numbers(struct store *s,
    void (*f)(void *ctx, const char *point_id, int64_t n), void *ctx)
{
	sqlite3_stmt *st =
	    store_prepare(s, "SELECT point_id, n FROM point_key");
	int got;

	if (st == NULL)
		return -1;
	while ((got = sqlite3_step(st)) == SQLITE_ROW)
		f(ctx, (const char *)sqlite3_column_text(st, 0),
		    sqlite3_column_int64(st, 1));
	sqlite3_finalize(st);
	return got == SQLITE_DONE ? 0 : store_say(s);
}

static void
copy_text(char *to, size_t size, sqlite3_stmt *st, int col)
{
	const char *text = (const char *)sqlite3_column_text(st, col);

	snprintf(to, size, "%s", text ? text : "");
}

int
store_point(struct store *s, const char *point_id, struct store_point *out)
{
	/* A handful of rows at most: to sort them would cost more. */
	static const char sql[] = "SELECT import_id, quantity, unit,"
				  " coalesce(valid_from, ''), rowid"
				  " FROM main.points WHERE point_id = ?";
	char latest[CAL_BUF] = "";
	int64_t row = -1;

	if (s->point_select == NULL &&
	    (s->point_select = store_prepare(s, sql)) == NULL)
		return -1;
	*out = (struct store_point){0};
	sqlite3_bind_text(s->point_select, 1, point_id, -1, SQLITE_STATIC);
	while (sqlite3_step(s->point_select) == SQLITE_ROW) {
		sqlite3_stmt *st = s->point_select;
		const char *from = (const char *)sqlite3_column_text(st, 3);
		int later = strcmp(from ? from : "", latest);

		if (!store_visible(s, sqlite3_column_int64(st, 0)) ||
		    later < 0 ||
		    (later == 0 && sqlite3_column_int64(st, 4) < row))
			continue;
		copy_text(latest, sizeof latest, st, 3);
		row = sqlite3_column_int64(st, 4);
		copy_text(out->quantity, sizeof out->quantity, st, 1);
		copy_text(out->unit, sizeof out->unit, st, 2);
	}
	sqlite3_reset(s->point_select);
	if (row >= 0)
		out->n = store_point_number(s, point_id);
	return out->n < 0 ? -1 : 0;
}

int64_t
store_chunk_key(int64_t day, int64_t point, int64_t import)
{
	return (day - KEY_DAY_FIRST) << KEY_DAY_SHIFT |
	       point << KEY_POINT_SHIFT | import;
}

/* Both lists are in order of time; what b has replaces what a has. */
static size_t
merge(struct reading **a, size_t na, size_t *cap, const struct reading *b,
    size_t nb)
{
	struct reading *out;
	size_t i = 0, k = 0, n = 0;

	if (na == 0 || (*a)[na - 1].off < b[0].off) {
		if (na + nb > *cap) {
			*cap = na + nb + 288;
			*a = xrealloc(*a, *cap, sizeof **a);
		}
		memcpy(*a + na, b, nb * sizeof *b);
		return na + nb;
	}
	*cap = na + nb;
	out = xmalloc(*cap * sizeof *out);
	while (i < na || k < nb) {
		if (k == nb || (i < na && (*a)[i].off < b[k].off)) {
			out[n++] = (*a)[i++];
		} else {
			i += i < na && (*a)[i].off == b[k].off;
			out[n++] = b[k++];
		}
	}
	free(*a);
	*a = out;
	return n;
}

/* 1 if what is asked lies before the imports that were merged into a chunk of
 * the day; has said so. */
static int
too_early(const struct store *s, int64_t day, int64_t since)
{
	int64_t as_of = s->as_of < s->nvisible ? s->as_of : s->nvisible - 1;
	char buf[CAL_BUF];

	if (as_of >= since)
		return 0;
	warnx("%s: what was known of %s as of import %" PRId64
	      " was merged into what import %" PRId64
	      " left: ask as of %" PRId64 " or later",
	    s->path, cal_day_text(day, buf), as_of, since, since);
	return 1;
}

/* --- one lock for many reads --- */

enum { HOLD_MS = 20 }; /* so long an importer may have to wait */

static int64_t
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void
store_hurry(struct store *s, int on)
{
	s->hurry = on;
	if (!on)
		store_rest(s);
}

void
store_rest(struct store *s)
{
	if (!s->held)
		return;
	s->held = 0;
	store_run(s, "COMMIT");
}

static int
hold(struct store *s)
{
	if (!s->hurry || s->guest)
		return 0;
	if (s->held && now_ms() - s->held_at > HOLD_MS)
		store_rest(s);
	if (s->held || !sqlite3_get_autocommit(s->db))
		return 0;
	s->held_at = now_ms();
	s->held = 1;
	return store_run(s, "BEGIN");
}

/* --- chunks --- */

sqlite3_stmt *
store_seek(struct store *s, int64_t first, int64_t last)
{
	if (hold(s) < 0)
		return NULL;
	if (s->day_select == NULL &&
	    (s->day_select = store_prepare(s,
		 "SELECT k, data, since FROM chunk WHERE k BETWEEN ? AND ?")) ==
		NULL)
		return NULL;
	sqlite3_bind_int64(s->day_select, 1, first);
	sqlite3_bind_int64(s->day_select, 2, last);
	return s->day_select;
}

/* The chunks of a point and day from some imports: of those read ahead, else
 * by a statement. */
struct chunks {
	int64_t day, last; /* key */
	const struct ahead_chunk *next, *end;
	sqlite3_stmt *st; /* NULL: read ahead */
};

/* Begins with the import lo; hi is the last. */
static int
seek_day(struct store *s, int64_t point, int64_t day, int64_t lo, int64_t hi,
    struct chunks *c)
{
	int64_t first = store_chunk_key(day, point, lo);

	*c = (struct chunks){
	    .day = day, .last = store_chunk_key(day, point, hi)};
	if (ahead_find(s->ahead, point, day, first, &c->next, &c->end))
		return 0;
	/* Those that wait are of the present import. */
	if (s->later != NULL && hi >= s->current && later_write(s) < 0)
		return -1;
	c->st = store_seek(s, first, c->last);
	return c->st == NULL ? -1 : 0;
}

/* The next of them; 1, 0: no more, -1: failed, has said why. */
static int
step_chunk(struct store *s, struct chunks *c, struct ahead_chunk *out,
    const uint8_t **bytes)
{
	int got;

	if (c->st == NULL) {
		if (c->next == c->end || c->next->key > c->last)
			return 0;
		*out = *c->next++;
		*bytes = ahead_bytes(s->ahead, out);
		return 1;
	}
	if ((got = sqlite3_step(c->st)) != SQLITE_ROW) {
		sqlite3_reset(c->st);
		return got == SQLITE_DONE ? 0 : store_say(s);
	}
	ahead_row(c->st, out);
	*bytes = sqlite3_column_blob(c->st, 1);
	return 1;
}

static long
give_up(const struct chunks *c)
{
	if (c->st != NULL)
		sqlite3_reset(c->st);
	return -1;
}

/* The next of them that counts, into s->one: its number of readings; 0: no
 * more; -1: failed, has said why. */
static long
next_chunk(struct store *s, struct chunks *c, int64_t *import)
{
	const uint8_t *bytes = NULL;
	struct ahead_chunk at = {0};
	long k = 0;
	int got;

	while ((got = step_chunk(s, c, &at, &bytes)) > 0) {
		*import = at.key & STORE_IMPORT_MAX;
		if (at.since >= 0 && too_early(s, c->day, at.since))
			return give_up(c);
		/* Without bytes: all that was here had been taken back. */
		if (!store_visible(s, *import) || at.n == 0)
			continue;
		s->decoded++;
		k = chunk_decode(bytes, at.n, &s->one, &s->one_cap);
		if (k > 0)
			return k;
		warnx("%s: a chunk of import %" PRId64 " is damaged", s->path,
		    *import);
		return give_up(c);
	}
	return got;
}

/* The readings of a day from the imports of lo..hi that count. */
static long
read_day(struct store *s, int64_t point, int64_t day, int64_t lo, int64_t hi,
    struct reading **out, size_t *cap)
{
	struct chunks c;
	int64_t import;
	size_t n = 0;
	long k;

	if (seek_day(s, point, day, lo, hi, &c) < 0)
		return -1;
	while ((k = next_chunk(s, &c, &import)) > 0)
		n = merge(out, n, cap, s->one, (size_t)k);
	return k < 0 ? -1 : (long)n;
}

long
store_day(struct store *s, int64_t point, int64_t day, struct reading **out,
    size_t *cap)
{
	return read_day(s, point, day, 0, STORE_IMPORT_MAX, out, cap);
}

int32_t
store_day_step(struct store *s, int64_t point, int64_t day)
{
	const uint8_t *bytes = NULL;
	struct ahead_chunk at = {0};
	struct chunks c;
	int32_t step = 0;
	int n = 0, got;

	if (seek_day(s, point, day, 0, STORE_IMPORT_MAX, &c) < 0)
		return -1;
	while ((got = step_chunk(s, &c, &at, &bytes)) > 0)
		if (store_visible(s, at.key & STORE_IMPORT_MAX) && at.n > 0) {
			step = chunk_step(bytes, at.n);
			n++;
		}
	return got < 0 ? -1 : n == 1 ? step : 0;
}

int
store_day_imports(struct store *s, int64_t point, int64_t day,
    const struct reading *r, size_t n, int64_t *import)
{
	struct chunks at;
	int64_t id;
	long k;

	if (seek_day(s, point, day, 0, STORE_IMPORT_MAX, &at) < 0)
		return -1;
	/* In order of import: the last one that has the instant stands. */
	while ((k = next_chunk(s, &at, &id)) > 0) {
		size_t i = 0;

		for (long c = 0; c < k; c++) {
			while (i < n && r[i].off < s->one[c].off)
				i++;
			if (i < n && r[i].off == s->one[c].off)
				import[i] = id;
		}
	}
	return k < 0 ? -1 : 0;
}

/* What is told of a chunk's good readings: two at a time while both are good.
 */
static void
set_totals(struct chunk_row *c, const struct reading *r, size_t n)
{
	lanes sum = {0, 0}, min = lanes_all(INFINITY), max = -min;

	c->n = n;
	c->valid = 0;
	c->sum = 0;
	c->min = INFINITY;
	c->max = -INFINITY;
	for (size_t i = 0; i < n;) {
		if (i + LANES <= n && reading_good(&r[i]) &&
		    reading_good(&r[i + 1])) {
			const lanes v = {r[i].v, r[i + 1].v};

			sum += v;
			min = lanes_min(v, min);
			max = lanes_max(v, max);
			c->valid += LANES;
			i += LANES;
			continue;
		}
		if (reading_good(&r[i])) {
			c->sum += r[i].v;
			c->min = r[i].v < c->min ? r[i].v : c->min;
			c->max = r[i].v > c->max ? r[i].v : c->max;
			c->valid++;
		}
		i++;
	}
	for (int k = 0; k < LANES; k++) {
		c->sum += sum[k];
		c->min = min[k] < c->min ? min[k] : c->min;
		c->max = max[k] > c->max ? max[k] : c->max;
	}
}

/* The row of a chunk; its bytes are in s->bytes. */
static struct chunk_row
chunk_of(struct store *s, int64_t key, const struct reading *r, size_t n,
    double num, double den)
{
	struct chunk_row c = {.key = key};

	set_totals(&c, r, n);
	chunk_encode(r, n, num, den, &s->bytes);
	c.bytes = s->bytes.p;
	c.nbytes = s->bytes.n;
	return c;
}

int
store_write_row(struct store *s, sqlite3_stmt *st, const struct chunk_row *c)
{
	int got;

	sqlite3_bind_int64(st, 1, c->key);
	sqlite3_bind_int64(st, 2, (int64_t)c->n);
	sqlite3_bind_int64(st, 3, c->valid);
	for (int i = 4; i <= 6; i++)
		sqlite3_bind_null(st, i);
	if (c->valid > 0) {
		sqlite3_bind_double(st, 4, c->sum);
		sqlite3_bind_double(st, 5, c->min);
		sqlite3_bind_double(st, 6, c->max);
	}
	sqlite3_bind_blob(st, 7, c->bytes, (int)c->nbytes, SQLITE_STATIC);
	got = sqlite3_step(st);
	sqlite3_reset(st);
	return got == SQLITE_DONE ? 0 : store_say(s);
}

int
store_write_chunk(struct store *s, sqlite3_stmt *st, int64_t key,
    const struct reading *r, size_t n, double num, double den)
{
	struct chunk_row c = chunk_of(s, key, r, n, num, den);

	return store_write_row(s, st, &c);
}

static int
same_reading(const struct reading *a, const struct reading *b)
{
	return a->v == b->v && a->quality == b->quality;
}

/* What the new readings are to those of earlier imports. */
static int
count_against(struct store *s, int64_t point, int64_t day,
    const struct reading *r, size_t n, struct store_import *im)
{
	long nold = 0;
	size_t k = 0;

	/* Nothing lies behind the last day. */
	if (day <= s->last_day)
		nold = read_day(
		    s, point, day, 0, s->current - 1, &s->old, &s->old_cap);
	if (nold < 0)
		return -1;
	if (nold == 0)
		im->added += (int64_t)n;
	for (size_t i = 0; i < n && nold > 0; i++) {
		while (k < (size_t)nold && s->old[k].off < r[i].off)
			k++;
		if (k == (size_t)nold || s->old[k].off != r[i].off)
			im->added++;
		else if (same_reading(&s->old[k], &r[i]))
			im->repeated++;
		else
			im->changed++;
	}
	return 0;
}

/* Leaves out of r what this import has already; -> the number left, in *left
 * (to be freed). */
static size_t
without_own(const struct reading *r, size_t n, const struct reading *own,
    size_t nown, struct reading **left, struct store_import *im,
    void (*conflict)(void *, size_t), void *ctx)
{
	size_t k = 0, m = 0;

	*left = xmalloc(n * sizeof **left);
	for (size_t i = 0; i < n; i++) {
		while (k < nown && own[k].off < r[i].off)
			k++;
		if (k == nown || own[k].off != r[i].off)
			(*left)[m++] = r[i];
		else if (same_reading(&own[k], &r[i]))
			im->repeated++;
		else
			conflict(ctx, i);
	}
	return m;
}

static int
prepare_writes(struct store *s)
{
	if (s->day_insert == NULL)
		s->day_insert = store_prepare(s,
		    "INSERT INTO chunk(k, n, valid, vsum, vmin, vmax, data)"
		    " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)");
	if (s->day_update == NULL)
		s->day_update = store_prepare(s,
		    "UPDATE chunk SET n = ?2, valid = ?3, vsum = ?4,"
		    " vmin = ?5, vmax = ?6, data = ?7 WHERE k = ?1");
	return s->day_insert && s->day_update ? 0 : -1;
}

/* The day has readings of this import already: its chunk is made anew. */
static int
rewrite_day(struct store *s, int64_t point, int64_t day,
    const struct reading *r, size_t n, double num, double den,
    struct store_import *im, void (*conflict)(void *ctx, size_t i), void *ctx,
    struct reading **own, size_t nown, size_t *own_cap)
{
	int64_t key = store_chunk_key(day, point, s->current);
	struct reading *left;
	int got = 0;

	n = without_own(r, n, *own, nown, &left, im, conflict, ctx);
	if (n > 0) {
		got = count_against(s, point, day, left, n, im);
		n = merge(own, nown, own_cap, left, n);
		if (got == 0)
			got = store_write_chunk(
			    s, s->day_update, key, *own, n, num, den);
	}
	free(left);
	return got;
}

int
store_put_day(struct store *s, int64_t point, int64_t day,
    const struct reading *r, size_t n, int first, double num, double den,
    struct store_import *im, void (*conflict)(void *ctx, size_t i), void *ctx)
{
	int64_t key = store_chunk_key(day, point, s->current);
	struct reading *own = NULL;
	struct chunk_row c;
	size_t own_cap = 0;
	long nown = 0;
	int got;

	if (prepare_writes(s) < 0)
		return -1;
	if (!first)
		nown = read_day(
		    s, point, day, s->current, s->current, &own, &own_cap);
	if (nown > 0)
		got = rewrite_day(s, point, day, r, n, num, den, im, conflict,
		    ctx, &own, (size_t)nown, &own_cap);
	else if (nown < 0 || count_against(s, point, day, r, n, im) < 0)
		got = -1;
	else {
		c = chunk_of(s, key, r, n, num, den);
		got = later_put(s, &c);
	}
	free(own);
	return got;
}

int
store_span(struct store *s, int64_t *first, int64_t *last)
{
	sqlite3_stmt *st = store_prepare(s,
	    /* both in one would scan the table */
	    "SELECT (SELECT min(k) FROM chunk), (SELECT max(k) FROM chunk)");
	int got = -1;

	if (st == NULL)
		return -1;
	if (sqlite3_step(st) != SQLITE_ROW)
		store_say(s);
	else if (sqlite3_column_int64(st, 0) < 0 ||
		 sqlite3_column_int64(st, 1) < 0)
		store_damaged(s, "its index of readings");
	else if (sqlite3_column_type(st, 0) != SQLITE_NULL) {
		*first = (sqlite3_column_int64(st, 0) >> KEY_DAY_SHIFT) +
			 KEY_DAY_FIRST;
		*last = (sqlite3_column_int64(st, 1) >> KEY_DAY_SHIFT) +
			KEY_DAY_FIRST;
		got = 0;
	}
	sqlite3_finalize(st);
	return got;
}
