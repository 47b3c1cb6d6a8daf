/*
 * What is done to a store as a whole: merging chunks, giving room back, a newer
 * schema.
 */
#include "store_private.h"

#include <err.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "unit.h"
#include "xalloc.h"

struct key {
	int64_t k;
	int64_t since; /* 0: never merged */
	int empty;     /* 1: stands for what was taken back */
};

struct compact {
	struct store *s;
	struct store_import *im; /* the ledger, import i at [i - 1] */
	size_t nim;
	char *merged; /* by import number; 1: was merged */
	struct key *key;
	size_t nkey, cap; /* of the day at hand */
	sqlite3_stmt *keys, *drop, *write, *since, *point;
	struct reading *r;
	size_t r_cap;
	struct store_compaction *out;
};

static int
step_done(struct compact *c, sqlite3_stmt *st)
{
	int got = sqlite3_step(st);

	sqlite3_reset(st);
	return got == SQLITE_DONE ? 0 : store_say(c->s);
}

static int64_t
import_of(const struct key *k)
{
	return k->k & STORE_IMPORT_MAX;
}

static int
counts(const struct compact *c, const struct key *k)
{
	return !k->empty && store_visible(c->s, import_of(k));
}

/* From which import on the merged chunk answers: that of the newest that was
 * merged, or by which something in it was taken back. */
static int64_t
answers_since(const struct compact *c, const struct key *k, size_t n)
{
	int64_t since = 0;

	for (size_t i = 0; i < n; i++) {
		int64_t id = import_of(&k[i]), by;

		by = (size_t)id <= c->nim ? c->im[id - 1].retracted_by : 0;
		since = id > since ? id : since;
		since = by > since ? by : since;
		since = k[i].since > since ? k[i].since : since;
	}
	return since;
}

/* The factor that makes the shortest chunk of n readings: that of one of the
 * units in which the quantity of the point comes. */
static const struct unit *
shortest(struct compact *c, int64_t point, size_t n)
{
	const struct unit *best = unit_at(0), *u;
	struct store_point p = {0};
	size_t least = SIZE_MAX;

	sqlite3_bind_int64(c->point, 1, point);
	if (sqlite3_step(c->point) == SQLITE_ROW)
		store_point(
		    c->s, (const char *)sqlite3_column_text(c->point, 0), &p);
	sqlite3_reset(c->point);
	for (size_t i = 0; (u = unit_at(i)) != NULL; i++) {
		if (i > 0 && !unit_fits(u, p.quantity))
			continue;
		chunk_encode(c->r, n, u->num, u->den, &c->s->bytes);
		if (c->s->bytes.n < least) {
			least = c->s->bytes.n;
			best = u;
		}
	}
	return best;
}

/* The row of that key holds what stands of its point and day, or, where
 * nothing does, no bytes. */
static int
write_merged(struct compact *c, int64_t key)
{
	int64_t day = (key >> KEY_DAY_SHIFT) + KEY_DAY_FIRST;
	int64_t point = key >> KEY_POINT_SHIFT & STORE_POINT_MAX;
	long n = store_day(c->s, point, day, &c->r, &c->r_cap);
	const struct unit *u;

	if (n < 0)
		return -1;
	if (n > 0) {
		u = shortest(c, point, (size_t)n);
		return store_write_chunk(
		    c->s, c->write, key, c->r, (size_t)n, u->num, u->den);
	}
	sqlite3_bind_int64(c->write, 1, key);
	sqlite3_bind_int64(c->write, 2, 0);
	sqlite3_bind_int64(c->write, 3, 0);
	for (int i = 4; i <= 6; i++)
		sqlite3_bind_null(c->write, i);
	sqlite3_bind_zeroblob(c->write, 7, 0);
	return step_done(c, c->write);
}

/* The keys of one point and day, in order of import. */
static int
merge_keys(struct compact *c, const struct key *k, size_t n)
{
	const struct key *keep = &k[n - 1];
	int64_t since = answers_since(c, k, n);

	if (n == 1 && (k->empty || counts(c, k)))
		return 0;
	for (size_t i = 0; i < n; i++)
		if (counts(c, &k[i]))
			keep = &k[i];
	if (write_merged(c, keep->k) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (counts(c, &k[i]))
			c->merged[import_of(&k[i])] = 1;
		if (&k[i] == keep)
			continue;
		sqlite3_bind_int64(c->drop, 1, k[i].k);
		if (step_done(c, c->drop) < 0)
			return -1;
	}
	sqlite3_bind_int64(c->since, 1, keep->k);
	sqlite3_bind_int64(c->since, 2, since);
	c->out->chunks += (int64_t)n;
	c->out->left++;
	c->out->since = since > c->out->since ? since : c->out->since;
	return step_done(c, c->since);
}

/* All keys of a day. */
static int
load_keys(struct compact *c, int64_t day)
{
	int got;

	c->nkey = 0;
	sqlite3_bind_int64(c->keys, 1, store_chunk_key(day, 0, 0));
	sqlite3_bind_int64(c->keys, 2, store_chunk_key(day + 1, 0, 0));
	while ((got = sqlite3_step(c->keys)) == SQLITE_ROW) {
		c->key = xgrow(c->key, c->nkey, &c->cap, sizeof *c->key);
		c->key[c->nkey++] =
		    (struct key){sqlite3_column_int64(c->keys, 0),
			sqlite3_column_int64(c->keys, 1),
			sqlite3_column_int(c->keys, 2)};
	}
	sqlite3_reset(c->keys);
	return got == SQLITE_DONE ? 0 : store_say(c->s);
}

static int
merge_day(struct compact *c, int64_t day)
{
	size_t n;

	if (load_keys(c, day) < 0)
		return -1;
	for (size_t i = 0; i < c->nkey; i += n) {
		for (n = 1;
		     i + n < c->nkey && c->key[i + n].k >> KEY_POINT_SHIFT ==
					    c->key[i].k >> KEY_POINT_SHIFT;)
			n++;
		if (merge_keys(c, &c->key[i], n) < 0)
			return -1;
	}
	return 0;
}

static int
prepare(struct compact *c)
{
	c->keys =
	    store_prepare(c->s, "SELECT k, coalesce(since, 0), n = 0 FROM chunk"
				" WHERE k >= ? AND k < ? ORDER BY k");
	c->drop = store_prepare(c->s, "DELETE FROM chunk WHERE k = ?");
	c->write = store_prepare(c->s,
	    "UPDATE chunk SET n = ?2, valid = ?3, vsum = ?4, vmin = ?5,"
	    " vmax = ?6, data = ?7 WHERE k = ?1");
	c->since =
	    store_prepare(c->s, "UPDATE chunk SET since = ?2 WHERE k = ?1");
	c->point =
	    store_prepare(c->s, "SELECT point_id FROM point_key WHERE n = ?");
	return c->keys && c->drop && c->write && c->since && c->point ? 0 : -1;
}

static void
release(struct compact *c)
{
	sqlite3_finalize(c->keys);
	sqlite3_finalize(c->drop);
	sqlite3_finalize(c->write);
	sqlite3_finalize(c->since);
	sqlite3_finalize(c->point);
	store_imports_free(c->im, c->nim);
	free(c->merged);
	free(c->key);
	free(c->r);
}

static int
mark_merged(struct compact *c)
{
	sqlite3_stmt *st =
	    store_prepare(c->s, "UPDATE import SET merged_by = ? WHERE id = ?"
				" AND merged_by IS NULL");
	int got = st ? 0 : -1;

	for (size_t id = 1; got == 0 && id <= c->nim; id++) {
		if (!c->merged[id])
			continue;
		sqlite3_bind_int64(st, 1, c->out->id);
		sqlite3_bind_int64(st, 2, (int64_t)id);
		got = step_done(c, st);
	}
	sqlite3_finalize(st);
	return got;
}

static int
merge_days(struct compact *c, int64_t from, int64_t to)
{
	int64_t first, last;

	c->nim = store_imports(c->s, &c->im);
	c->merged = xcalloc(c->nim + 1, 1);
	if (prepare(c) < 0)
		return -1;
	if (store_span(c->s, &first, &last) < 0)
		return 0;
	first = from > first ? from : first;
	last = to <= last ? to - 1 : last;
	for (int64_t day = first; day <= last; day++)
		if (merge_day(c, day) < 0)
			return -1;
	return mark_merged(c);
}

/* "days from 2026-01-01 to 2026-02-01", half-open. */
static char *
period_text(int64_t from, int64_t to)
{
	char a[CAL_BUF], b[CAL_BUF];

	cal_day_text(to, b);
	return from == INT64_MIN ?
		   xasprintf("days before %s", b) :
		   xasprintf("days from %s to %s", cal_day_text(from, a), b);
}

int
store_compact(struct store *s, int64_t from, int64_t to, int dry_run,
    const char *version, struct store_compaction *out)
{
	struct compact c = {.s = s, .out = out};
	char *source;
	int got;

	*out = (struct store_compaction){0};
	if ((out->id = store_begin(s)) < 0)
		return -1;
	got = merge_days(&c, from, to);
	release(&c);
	if (got < 0 || dry_run || out->chunks == 0) {
		store_rollback(s);
		out->id = got == 0 && out->chunks == 0 ? 0 : out->id;
		return got;
	}
	source = period_text(from, to);
	got = store_commit_event(s, STORE_COMPACTION, source, version);
	free(source);
	return got;
}

static int64_t
bytes(const struct store *s)
{
	struct stat st;

	return stat(s->path, &st) < 0 ? 0 : (int64_t)st.st_size;
}

int
store_shrink(struct store *s, int64_t *saved)
{
	int64_t before = bytes(s);
	int got = store_run(s, "VACUUM");

	*saved = before - bytes(s);
	return got;
}
