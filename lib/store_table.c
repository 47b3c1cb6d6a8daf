#include "store_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "store_bill.h"
#include "xalloc.h"

/* In SQL the tables are main.NAME: where they are shown as they stand, views
 * have their names (store_view.c). */

/* --- schema --- */

static const char *
sql_type(const struct table_col *c)
{
	return c->type == TABLE_NUM  ? "REAL" :
	       c->type == TABLE_TIME ? "INTEGER" :
				       "TEXT";
}

/* The registry tables, from their description.  A key is never NULL, so that
 * equal keys compare equal. */
int
store_create_table(struct store *s, const struct table *t)
{
	sqlite3_str *sql = sqlite3_str_new(s->db);
	char *text;
	int keys = 0, got;

	sqlite3_str_appendf(
	    sql, "CREATE TABLE \"%w\"(import_id INTEGER NOT NULL", t->name);
	for (size_t i = 0; i < t->ncol; i++)
		sqlite3_str_appendf(sql, ", \"%w\" %s%s", t->col[i].name,
		    sql_type(&t->col[i]), t->col[i].key ? " NOT NULL" : "");
	sqlite3_str_appendf(
	    sql, "); CREATE INDEX \"%w_key\" ON \"%w\"(", t->name, t->name);
	for (size_t i = 0; i < t->ncol; i++)
		if (t->col[i].key)
			sqlite3_str_appendf(sql, "%s\"%w\"", keys++ ? ", " : "",
			    t->col[i].name);
	sqlite3_str_appendall(sql, ");");
	text = sqlite3_str_finish(sql);
	got = store_run(s, text);
	sqlite3_free(text);
	return got;
}

/* 1 if the table is shown as rows: all but the readings. */
static int
is_registry(const struct table *t)
{
	return strcmp(t->name, "readings") != 0;
}

int
store_is_rows(const struct table *t)
{
	return is_registry(t) && strcmp(t->name, "bills") != 0;
}

/* --- rows in --- */

/* All rows of the key, the latest first. */
static sqlite3_stmt *
row_select(struct store *s, const struct table *t)
{
	sqlite3_stmt **slot = &s->row_select[t - table_all];
	sqlite3_str *sql;
	char *text;
	int keys = 0;

	if (*slot != NULL)
		return *slot;
	sql = sqlite3_str_new(s->db);
	sqlite3_str_appendf(sql, "SELECT * FROM main.\"%w\" WHERE ", t->name);
	for (size_t i = 0; i < t->ncol; i++)
		if (t->col[i].key)
			sqlite3_str_appendf(sql, "%s\"%w\" = ?%d",
			    keys++ ? " AND " : "", t->col[i].name, (int)i + 1);
	sqlite3_str_appendall(sql, " ORDER BY rowid DESC");
	text = sqlite3_str_finish(sql);
	*slot = store_prepare(s, text);
	sqlite3_free(text);
	return *slot;
}

static sqlite3_stmt *
row_insert(struct store *s, const struct table *t)
{
	sqlite3_stmt **slot = &s->row_insert[t - table_all];
	sqlite3_str *sql;
	char *text;

	if (*slot != NULL)
		return *slot;
	sql = sqlite3_str_new(s->db);
	sqlite3_str_appendf(
	    sql, "INSERT INTO \"%w\" VALUES(?%d", t->name, (int)t->ncol + 1);
	for (size_t i = 0; i < t->ncol; i++)
		sqlite3_str_appendf(sql, ", ?%d", (int)i + 1);
	sqlite3_str_appendall(sql, ")");
	text = sqlite3_str_finish(sql);
	*slot = store_prepare(s, text);
	sqlite3_free(text);
	return *slot;
}

static void
bind_value(sqlite3_stmt *st, int at, const struct table_col *c, const char *v)
{
	double x;

	if (*v == '\0' && !c->key) {
		sqlite3_bind_null(st, at);
	} else if (c->type == TABLE_NUM && num_parse(v, &x) == 0) {
		sqlite3_bind_double(st, at, x);
	} else if (c->type == TABLE_TIME) {
		sqlite3_bind_int64(st, at, strtoll(v, NULL, 10));
	} else {
		sqlite3_bind_text(st, at, v, -1, SQLITE_TRANSIENT);
	}
}

/* 1 if the stored row at st (import_id first) has these values. */
static int
row_same(sqlite3_stmt *st, const struct table *t, const char *const *value)
{
	for (size_t i = 0; i < t->ncol; i++) {
		const char *old =
		    (const char *)sqlite3_column_text(st, (int)i + 1);
		double a;

		old = old ? old : "";
		if (strcmp(old, value[i]) == 0)
			continue;
		if (t->col[i].type != TABLE_NUM || *old == '\0' ||
		    num_parse(value[i], &a) < 0 ||
		    a != sqlite3_column_double(st, (int)i + 1))
			return 0;
	}
	return 1;
}

enum store_put
store_put_row(struct store *s, const struct table *t, const char *const *value)
{
	enum store_put what = STORE_ADDED;
	sqlite3_stmt *st, *in;
	int got;

	if (!store_is_rows(t))
		return store_bill_put(s, value, 0, NULL, NULL) < 0 ?
			   STORE_FAILED :
			   STORE_LATER;
	st = row_select(s, t);
	in = row_insert(s, t);
	if (st == NULL || in == NULL)
		return STORE_FAILED;
	for (size_t i = 0; i < t->ncol; i++) {
		if (t->col[i].key)
			bind_value(st, (int)i + 1, &t->col[i], value[i]);
		bind_value(in, (int)i + 1, &t->col[i], value[i]);
	}
	sqlite3_bind_int64(in, (int)t->ncol + 1, s->current);
	while ((got = sqlite3_step(st)) == SQLITE_ROW) {
		int64_t id = sqlite3_column_int64(st, 0);

		if (!store_visible(s, id))
			continue;
		what = row_same(st, t, value) ? STORE_REPEATED :
		       id == s->current	      ? STORE_CONFLICT :
						STORE_CHANGED;
		break;
	}
	if (got != SQLITE_ROW && got != SQLITE_DONE)
		return (enum store_put)store_say(s);
	sqlite3_reset(st);
	if (what == STORE_CONFLICT)
		return what;
	got = sqlite3_step(in);
	sqlite3_reset(in);
	return got == SQLITE_DONE ? what : (enum store_put)store_say(s);
}

int
store_has(struct store *s, const struct table *t, const char *key)
{
	char *sql = sqlite3_mprintf("SELECT import_id FROM main.\"%w\""
				    " WHERE \"%w\" = ?",
	    t->name, t->col[0].name);
	sqlite3_stmt *st = store_prepare(s, sql);
	int has = 0;

	sqlite3_free(sql);
	if (st == NULL)
		return 0;
	sqlite3_bind_text(st, 1, key, -1, SQLITE_STATIC);
	while (!has && sqlite3_step(st) == SQLITE_ROW)
		has = store_visible(s, sqlite3_column_int64(st, 0));
	sqlite3_finalize(st);
	return has;
}

/* --- rows out --- */

struct cell {	  /* of the row that stands, copied */
	int type; /* SQLITE_... */
	double num;
	int64_t whole;
	char *text; /* of a number when asked for */
	size_t cap;
};

struct store_rows {
	struct store *s;
	const struct table *t;
	sqlite3_stmt *st;
	struct cell *row;
	int64_t import; /* that the row is from */
	int pending;	/* st is on a row that was not looked at */
	int done;
};

struct store_rows *
store_rows_open(struct store *s, const struct table *t)
{
	struct store_rows *r = xcalloc(1, sizeof *r);
	sqlite3_str *sql = sqlite3_str_new(s->db);
	char *text;
	int keys = 0;

	r->s = s;
	r->t = t;
	r->row = xcalloc(t->ncol, sizeof *r->row);
	sqlite3_str_appendf(
	    sql, "SELECT * FROM main.\"%w\" ORDER BY ", t->name);
	for (size_t i = 0; i < t->ncol; i++)
		if (t->col[i].key)
			sqlite3_str_appendf(sql, "%s\"%w\"", keys++ ? ", " : "",
			    t->col[i].name);
	sqlite3_str_appendall(sql, ", rowid");
	text = sqlite3_str_finish(sql);
	r->st = store_prepare(s, text);
	sqlite3_free(text);
	if (r->st == NULL) {
		store_rows_close(r);
		return NULL;
	}
	return r;
}

static void
set_text(struct cell *c, const char *text, size_t n)
{
	if (n + 1 > c->cap) {
		c->cap = n + 32;
		c->text = xrealloc(c->text, c->cap, 1);
	}
	memcpy(c->text, text, n);
	c->text[n] = '\0';
}

static void
take_cell(struct cell *c, sqlite3_stmt *st, int col)
{
	c->type = sqlite3_column_type(st, col);
	switch (c->type) {
	case SQLITE_INTEGER:
		c->whole = sqlite3_column_int64(st, col);
		c->num = (double)c->whole;
		break;
	case SQLITE_FLOAT:
		c->num = sqlite3_column_double(st, col);
		break;
	case SQLITE_NULL:
		set_text(c, "", 0);
		break;
	default:
		set_text(c, (const char *)sqlite3_column_text(st, col),
		    (size_t)sqlite3_column_bytes(st, col));
	}
}

static void
take_row(struct store_rows *r)
{
	r->import = sqlite3_column_int64(r->st, 0);
	for (size_t i = 0; i < r->t->ncol; i++)
		take_cell(&r->row[i], r->st, (int)i + 1);
}

static const char *
cell_text(struct cell *c)
{
	char buf[40];

	if (c->type == SQLITE_INTEGER)
		sqlite3_snprintf(sizeof buf, buf, "%lld", (long long)c->whole);
	else if (c->type == SQLITE_FLOAT)
		sqlite3_snprintf(sizeof buf, buf, "%!.15g", c->num);
	else
		return c->text;
	set_text(c, buf, strlen(buf));
	return c->text;
}

static int
same_key(const struct store_rows *r)
{
	for (size_t i = 0; i < r->t->ncol; i++) {
		const char *a, *b;

		if (!r->t->col[i].key)
			continue;
		a = cell_text(&r->row[i]);
		b = (const char *)sqlite3_column_text(r->st, (int)i + 1);
		if (strcmp(a, b ? b : "") != 0)
			return 0;
	}
	return 1;
}

/* The next row of an import that counts; 1, 0, -1. */
static int
step_visible(struct store_rows *r)
{
	int got;

	while ((got = sqlite3_step(r->st)) == SQLITE_ROW)
		if (store_visible(r->s, sqlite3_column_int64(r->st, 0)))
			return 1;
	r->done = 1;
	return got == SQLITE_DONE ? 0 : store_say(r->s);
}

/* Of the rows of one key, which come in order of import, the last stands. */
int
store_rows_next(struct store_rows *r)
{
	int got;

	if (r->done)
		return 0;
	if (!r->pending && (got = step_visible(r)) <= 0)
		return got;
	take_row(r);
	while ((got = step_visible(r)) > 0 && same_key(r))
		take_row(r);
	r->pending = got > 0;
	return got < 0 ? -1 : 1;
}

const char *
store_rows_text(const struct store_rows *r, int col)
{
	return cell_text(&r->row[col]);
}

double
store_rows_num(const struct store_rows *r, int col)
{
	const struct cell *c = &r->row[col];

	if (c->type == SQLITE_NULL)
		return NAN;
	return c->type == SQLITE_TEXT ? strtod(c->text, NULL) : c->num;
}

int64_t
store_rows_day(const struct store_rows *r, int col, int64_t none)
{
	int64_t day;

	return cal_parse_day(store_rows_text(r, col), &day) < 0 ? none : day;
}

int64_t
store_rows_time(const struct store_rows *r, int col, int64_t none)
{
	const struct cell *c = &r->row[col];

	if (c->type == SQLITE_NULL)
		return none;
	return c->type == SQLITE_INTEGER ? c->whole :
	       c->type == SQLITE_FLOAT	 ? (int64_t)c->num :
					   strtoll(c->text, NULL, 10);
}

int64_t
store_rows_import(const struct store_rows *r)
{
	return r->import;
}

void
store_rows_close(struct store_rows *r)
{
	if (r == NULL)
		return;
	for (size_t i = 0; i < r->t->ncol; i++)
		free(r->row[i].text);
	free(r->row);
	sqlite3_finalize(r->st);
	free(r);
}

/* --- a store's registries in another one --- */

static int
copy_table(struct store *s, struct store *from, const struct table *t,
    struct store_import *im)
{
	struct store_rows *r = store_rows_open(from, t);
	const char **value = xcalloc(t->ncol, sizeof *value);
	int got = r ? 1 : -1;

	while (got > 0 && (got = store_rows_next(r)) > 0) {
		for (size_t i = 0; i < t->ncol; i++)
			value[i] = store_rows_text(r, (int)i);
		if (store_put_row(s, t, value) == STORE_FAILED)
			got = -1;
		im->rows++;
		im->added++;
	}
	free(value);
	store_rows_close(r);
	return got;
}

int
store_copy_registry(struct store *s, struct store *from, int bills)
{
	struct store_import im = {.source = from->path,
	    .sha256 = (char *)"",
	    .table = (char *)"registry",
	    .mapping = (char *)"",
	    .version = (char *)"",
	    .first = INT64_MIN,
	    .last = INT64_MIN};

	if (store_begin(s) < 0)
		return -1;
	for (int i = 0; i < TABLES; i++) {
		if (!is_registry(&table_all[i]) ||
		    (!bills && strcmp(table_all[i].name, "bills") == 0))
			continue;
		if (copy_table(s, from, &table_all[i], &im) < 0) {
			store_rollback(s);
			return -1;
		}
	}
	return store_commit(s, &im);
}
