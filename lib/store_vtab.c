/*
 * The virtual table  reading(point_id, time, value, quality, import_id)
 *
 * shows the readings as they stand, as wb-query(1) prints them: time is text
 * with the offset that was in force, value is in the unit of the point.
 * Hidden columns: epoch, the instant in seconds since 1970 UTC; chunks, how
 * many chunks were read so far for this scan.
 *
 * Conditions on point_id, time and epoch are turned into points and days, so
 * that no other chunk is touched; SQLite tests each row again, so that a
 * condition means what it means anywhere else in SQL.
 */
#include "store_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "unit.h"
#include "xalloc.h"

enum column {
	COL_POINT,
	COL_TIME,
	COL_VALUE,
	COL_QUALITY,
	COL_IMPORT,
	COL_EPOCH,
	COL_CHUNKS
};

struct cursor {
	sqlite3_vtab_cursor base;
	struct store_listed *point; /* those asked for */
	size_t npoint, at;
	int64_t first, last, day; /* days: asked for; at hand */
	int64_t midnight;
	struct reading *r; /* of the point and day at hand */
	size_t cap, n, i;
	int64_t *import; /* where they are from, if that is asked for */
	size_t import_cap;
	int want_import;
	struct cal_text text;
	sqlite3_stmt *hold; /* keeps the lock for as long as the scan */
	int64_t decoded;    /* by the store, before this scan */
	int64_t rowid;
};

/* --- planning --- */

/* What a condition can narrow; the letters go to filter(), one an argument:
 * p point; for time (small) and epoch (large): a from there on, b before,
 * c up to and with, e just there, l like a pattern. */
static char
kind_of(const struct sqlite3_index_constraint *c)
{
	static const struct {
		int op;
		char time, epoch;
	} kinds[] = {{SQLITE_INDEX_CONSTRAINT_GE, 'a', 'A'},
	    {SQLITE_INDEX_CONSTRAINT_GT, 'a', 'A'},
	    {SQLITE_INDEX_CONSTRAINT_LT, 'b', 'B'},
	    {SQLITE_INDEX_CONSTRAINT_LE, 'c', 'C'},
	    {SQLITE_INDEX_CONSTRAINT_EQ, 'e', 'E'},
	    {SQLITE_INDEX_CONSTRAINT_LIKE, 'l', 0},
	    {SQLITE_INDEX_CONSTRAINT_GLOB, 'l', 0}};

	if (c->iColumn == COL_POINT)
		return c->op == SQLITE_INDEX_CONSTRAINT_EQ ? 'p' : 0;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (kinds[i].op == c->op)
			return c->iColumn == COL_TIME  ? kinds[i].time :
			       c->iColumn == COL_EPOCH ? kinds[i].epoch :
							 0;
	return 0;
}

/* Days and points are guessed: what matters is that every condition that
 * narrows makes a plan cheaper. */
static void
estimate(sqlite3_index_info *info, const char *kinds)
{
	double days = 365, points = 1000;

	if (strchr(kinds, 'p') != NULL)
		points = 1;
	if (strpbrk(kinds, "eElL") != NULL)
		days = 1;
	else if (strpbrk(kinds, "aA") && strpbrk(kinds, "bcBC"))
		days = 10;
	else if (*kinds != '\0' && strcmp(kinds, "p") != 0)
		days = 100;
	info->estimatedRows = (sqlite3_int64)(days * points * 288);
	info->estimatedCost = days * points * 300;
}

/* One point's readings come in order of time. */
static void
claim_order(sqlite3_index_info *info, const char *kinds)
{
	if (info->nOrderBy == 1 && info->aOrderBy[0].iColumn == COL_EPOCH &&
	    !info->aOrderBy[0].desc && strchr(kinds, 'p') != NULL)
		info->orderByConsumed = 1;
}

static int
best_index(sqlite3_vtab *base, sqlite3_index_info *info)
{
	const char *kinds = store_module_plan(info, kind_of);

	(void)base;
	if (kinds == NULL)
		return SQLITE_NOMEM;
	info->idxNum = info->colUsed & (sqlite3_uint64)1 << COL_IMPORT ? 1 : 0;
	estimate(info, kinds);
	claim_order(info, kinds);
	return SQLITE_OK;
}

/* --- what a condition says about days --- */

/* The days whose text begins as s does: -1 if that cannot be said. */
static int
days_of(const char *s, size_t n, int64_t *from, int64_t *to)
{
	char head[11];

	n = n >= 10 ? 10 : n >= 7 ? 7 : n >= 4 ? 4 : 0;
	memcpy(head, s, n);
	head[n] = '\0';
	*to = 0;
	switch (n) {
	case 10:
		if (cal_parse_day(head, from) < 0)
			return -1;
		*to = *from + 1;
		return 0;
	case 7:
		return cal_parse_month(head, from, to);
	case 4:
		return cal_parse_year(head, from, to);
	}
	return -1;
}

static void
at_least(struct cursor *c, int64_t day)
{
	c->first = day > c->first ? day : c->first;
}

static void
at_most(struct cursor *c, int64_t day)
{
	c->last = day < c->last ? day : c->last;
}

static void
narrow_text(struct cursor *c, char kind, const char *s)
{
	size_t n = kind == 'l' ? strcspn(s, "%_*?[") : strlen(s);
	int64_t from, to;

	/* A part of a day, month or year says less than the text. */
	if (days_of(s, n, &from, &to) < 0)
		return;
	if (strchr("ael", kind) != NULL)
		at_least(c, from);
	if (strchr("el", kind) != NULL)
		at_most(c, to - 1);
	/* Every time is longer than a day's text, so behind it. */
	if (strchr("bc", kind) != NULL)
		at_most(c, n == 10 || n == 7 || n == 4 ? from - 1 : to - 1);
}

static void
narrow_epoch(struct cursor *c, const struct zone *z, char kind, double t)
{
	int64_t day;

	/* What a time zone can say. */
	if (!(t > -5e9 && t < 5e9))
		return;
	if (strchr("AE", kind) != NULL)
		at_least(c, zone_day(z, (int64_t)floor(t)));
	day = zone_day(z, (int64_t)(kind == 'B' ? ceil(t) - 1 : floor(t)));
	if (strchr("BCE", kind) != NULL)
		at_most(c, day);
}

static void
narrow(struct cursor *c, const struct zone *z, char kind, sqlite3_value *v)
{
	int type = sqlite3_value_numeric_type(v);

	if (strchr("ABCE", kind) == NULL)
		narrow_text(c, kind, (const char *)sqlite3_value_text(v));
	else if (type == SQLITE_INTEGER || type == SQLITE_FLOAT)
		narrow_epoch(c, z, kind, sqlite3_value_double(v));
}

/* --- going through --- */

static struct store *
store_of(const struct cursor *c)
{
	return store_module_store(c->base.pVtab);
}

static int
fail(sqlite3_vtab *v)
{
	return store_module_fail(v, "the store could not be read");
}

static int
done(sqlite3_vtab_cursor *base)
{
	const struct cursor *c = (struct cursor *)base;

	return c->day > c->last;
}

static int
read_imports(struct cursor *c)
{
	if (c->n > c->import_cap) {
		c->import_cap = c->cap;
		c->import =
		    xrealloc(c->import, c->import_cap, sizeof *c->import);
	}
	return store_day_imports(
	    store_of(c), c->point[c->at].p.n, c->day, c->r, c->n, c->import);
}

/* Reads the point and day at hand, or the next that has readings. */
static int
load(struct cursor *c)
{
	c->i = c->n = 0;
	for (; c->day <= c->last; c->day++, c->at = 0) {
		for (; c->at < c->npoint; c->at++) {
			long n = store_day(store_of(c), c->point[c->at].p.n,
			    c->day, &c->r, &c->cap);

			if (n < 0)
				return fail(c->base.pVtab);
			if ((c->n = (size_t)n) == 0)
				continue;
			c->midnight =
			    zone_midnight(store_zone(store_of(c)), c->day);
			if (c->want_import && read_imports(c) < 0)
				return fail(c->base.pVtab);
			return SQLITE_OK;
		}
	}
	return SQLITE_OK;
}

static int
next(sqlite3_vtab_cursor *base)
{
	struct cursor *c = (struct cursor *)base;

	c->rowid++;
	if (++c->i < c->n)
		return SQLITE_OK;
	c->at++;
	return load(c);
}

/* The point of a condition, or all. */
static int
choose_points(struct cursor *c, const char *id)
{
	struct store *s = store_of(c);

	store_points_free(c->point, c->npoint);
	c->point = NULL;
	c->npoint = 0;
	if (id == NULL)
		return store_points(s, &c->point, &c->npoint);
	c->point = xcalloc(1, sizeof *c->point);
	if (store_point(s, id, &c->point->p) < 0)
		return -1;
	c->point->id = xstrdup(id);
	c->npoint = 1;
	if (c->point->p.n == 0) /* no such point */
		c->last = c->first - 1;
	return 0;
}

static int
filter(sqlite3_vtab_cursor *base, int want_import, const char *kinds, int argc,
    sqlite3_value **argv)
{
	struct cursor *c = (struct cursor *)base;
	struct store *s = store_of(c);
	const char *point = NULL;

	c->want_import = want_import;
	c->decoded = s->decoded;
	c->rowid = 0;
	c->first = 0;
	c->last = -1;
	store_span(s, &c->first, &c->last);
	for (int i = 0; i < argc; i++) {
		if (sqlite3_value_type(argv[i]) == SQLITE_NULL)
			c->last = c->first - 1; /* nothing equals NULL */
		else if (kinds[i] == 'p')
			point = (const char *)sqlite3_value_text(argv[i]);
		else
			narrow(c, store_zone(s), kinds[i], argv[i]);
	}
	c->day = c->first;
	c->at = 0;
	if (c->day <= c->last && choose_points(c, point) < 0)
		return fail(base->pVtab);
	return load(c);
}

/* --- columns --- */

/* As wb-query prints it: in the point's unit, the shortest digits. */
static double
in_unit(const struct store_point *p, double v)
{
	const struct unit *u = unit_find(p->unit);
	char buf[NUM_BUF];

	if (u->num != u->den)
		num_parse(num_unscaled(v, u->num, u->den, buf), &v);
	return v;
}

static int
column(sqlite3_vtab_cursor *base, sqlite3_context *out, int col)
{
	struct cursor *c = (struct cursor *)base;
	const struct reading *r = &c->r[c->i];
	int64_t t = c->midnight + r->off;

	switch ((enum column)col) {
	case COL_POINT:
		sqlite3_result_text(
		    out, c->point[c->at].id, -1, SQLITE_TRANSIENT);
		break;
	case COL_TIME:
		sqlite3_result_text(
		    out, cal_text(&c->text, t), -1, SQLITE_TRANSIENT);
		break;
	case COL_VALUE:
		sqlite3_result_double(out, in_unit(&c->point[c->at].p, r->v));
		break;
	case COL_QUALITY:
		sqlite3_result_int(out, r->quality);
		break;
	case COL_IMPORT:
		if (c->want_import)
			sqlite3_result_int64(out, c->import[c->i]);
		break;
	case COL_EPOCH:
		sqlite3_result_int64(out, t);
		break;
	case COL_CHUNKS:
		sqlite3_result_int64(out, store_of(c)->decoded - c->decoded);
		break;
	}
	return SQLITE_OK;
}

static int
rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *out)
{
	*out = ((struct cursor *)base)->rowid;
	return SQLITE_OK;
}

/* --- coming and going --- */

static int
close_cursor(sqlite3_vtab_cursor *base)
{
	struct cursor *c = (struct cursor *)base;

	sqlite3_finalize(c->hold);
	store_points_free(c->point, c->npoint);
	free(c->r);
	free(c->import);
	free(c);
	return SQLITE_OK;
}

static int
open_cursor(sqlite3_vtab *base, sqlite3_vtab_cursor **out)
{
	struct store *s = store_module_store(base);
	struct cursor *c = xcalloc(1, sizeof *c);

	c->text.z = store_zone(s);
	c->hold = store_prepare(s, "SELECT 1 FROM main.meta");
	/* Imports may have come in since the last statement. */
	if (c->hold == NULL || sqlite3_step(c->hold) != SQLITE_ROW ||
	    store_refresh(s) < 0) {
		close_cursor(&c->base);
		return fail(base);
	}
	*out = &c->base;
	return SQLITE_OK;
}

static int
connect_(sqlite3 *db, void *store, int argc, const char *const *argv,
    sqlite3_vtab **out, char **err)
{
	(void)argc;
	(void)argv;
	(void)err;
	return store_module_connect(db, store,
	    "CREATE TABLE reading(point_id TEXT, time TEXT, value REAL,"
	    " quality INTEGER, import_id INTEGER, epoch INTEGER HIDDEN,"
	    " chunks INTEGER HIDDEN)",
	    out);
}

/* A connection does not close with statements left. */
static int
disconnect_(sqlite3_vtab *base)
{
	store_idle(store_module_store(base));
	return store_module_disconnect(base);
}

static void
drop_guest(void *store)
{
	store_close(store);
}

int
store_add_vtab(struct store *s)
{
	static const sqlite3_module module = {.xConnect = connect_,
	    .xBestIndex = best_index,
	    .xDisconnect = disconnect_,
	    .xOpen = open_cursor,
	    .xClose = close_cursor,
	    .xFilter = filter,
	    .xNext = next,
	    .xEof = done,
	    .xColumn = column,
	    .xRowid = rowid};

	return store_module_add(
	    s, "reading", &module, s->guest ? drop_guest : NULL);
}
