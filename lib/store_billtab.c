/*
 * The virtual table  bills: every row that ever came in, with its import_id and
 * in the order in which they came, as the other tables lie in the store.
 *
 * Conditions on account_id and "from" pass over the blocks that cannot have
 * such rows; SQLite tests each row again.
 */
#include "store_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "store_bill.h"
#include "xalloc.h"

enum { ROW_SHIFT = 11 }; /* of k, for the rowid */

enum column {
	COL_IMPORT,
	COL_ACCOUNT,
	COL_FROM,
	COL_TO,
	COL_VOLUME,
	COL_INDEX_FROM,
	COL_INDEX_TO,
	COL_STATUS,
	COL_BILLING,
	COL_AMOUNT
};

struct cursor {
	sqlite3_vtab_cursor base;
	sqlite3_stmt *st;
	struct billblock b;
	struct billrow r;
	int64_t k, i; /* the block at hand; the row in it */
	int done;
};

/* --- planning --- */

/* Parameters of the search for blocks, in kinds[] and in the statement. */
enum { ACCOUNT = 'i', SINCE = 'a', UNTIL = 'b', ON = 'f' };

static char
kind_of(const struct sqlite3_index_constraint *c)
{
	if (c->iColumn == COL_ACCOUNT)
		return c->op == SQLITE_INDEX_CONSTRAINT_EQ ? ACCOUNT : 0;
	if (c->iColumn != COL_FROM)
		return 0;
	switch (c->op) {
	case SQLITE_INDEX_CONSTRAINT_EQ:
		return ON;
	case SQLITE_INDEX_CONSTRAINT_GE:
	case SQLITE_INDEX_CONSTRAINT_GT:
		return SINCE;
	case SQLITE_INDEX_CONSTRAINT_LE:
	case SQLITE_INDEX_CONSTRAINT_LT:
		return UNTIL;
	}
	return 0;
}

/* Guessed: what matters is that every condition makes a plan cheaper. */
static int
best_index(sqlite3_vtab *base, sqlite3_index_info *info)
{
	const char *kinds = store_module_plan(info, kind_of);
	double rows = 1e6;

	(void)base;
	if (kinds == NULL)
		return SQLITE_NOMEM;
	for (; *kinds != '\0'; kinds++)
		rows /= *kinds == ACCOUNT ? 100 : *kinds == ON ? 20 : 2;
	info->estimatedRows = (sqlite3_int64)rows;
	info->estimatedCost = rows;
	return SQLITE_OK;
}

/* --- going through --- */

static int
damaged(const struct cursor *c)
{
	return store_module_fail(c->base.pVtab, "a block of bills is damaged");
}

/* The first row of the next block. */
static int
next_block(struct cursor *c)
{
	int got = sqlite3_step(c->st);

	c->done = got != SQLITE_ROW;
	if (c->done)
		return got == SQLITE_DONE ? SQLITE_OK :
					    store_module_fail(c->base.pVtab,
						"the bills could not be read");
	c->k = sqlite3_column_int64(c->st, 0);
	c->i = 0;
	if (billblock_open(&c->b, sqlite3_column_blob(c->st, 1),
		(size_t)sqlite3_column_bytes(c->st, 1)) < 0 ||
	    billblock_next(&c->b, &c->r) <= 0)
		return damaged(c);
	return SQLITE_OK;
}

static int
next(sqlite3_vtab_cursor *base)
{
	struct cursor *c = (struct cursor *)base;
	int got = billblock_next(&c->b, &c->r);

	c->i++;
	if (got < 0)
		return damaged(c);
	return got > 0 ? SQLITE_OK : next_block(c);
}

static int
done(sqlite3_vtab_cursor *base)
{
	return ((struct cursor *)base)->done;
}

/* What is no text, or no day, narrows nothing. */
static void
narrow(struct cursor *c, char kind, sqlite3_value *v)
{
	int64_t day;

	if (sqlite3_value_type(v) != SQLITE_TEXT)
		return;
	if (kind == ACCOUNT) {
		sqlite3_bind_value(c->st, 1, v);
		return;
	}
	if (cal_parse_day((const char *)sqlite3_value_text(v), &day) < 0)
		return;
	if (kind == SINCE || kind == ON)
		sqlite3_bind_int64(c->st, 2, day);
	if (kind == UNTIL || kind == ON)
		sqlite3_bind_int64(c->st, 3, day);
}

static int
filter(sqlite3_vtab_cursor *base, int num, const char *kinds, int argc,
    sqlite3_value **argv)
{
	struct cursor *c = (struct cursor *)base;

	(void)num;
	sqlite3_reset(c->st);
	sqlite3_clear_bindings(c->st);
	for (int i = 0; i < argc; i++)
		narrow(c, kinds[i], argv[i]);
	return next_block(c);
}

/* --- columns --- */

/* The word of a list that has this number; none: NULL. */
static void
give_word(sqlite3_context *out, const char *words, int number)
{
	if (number == 0)
		return;
	while (--number > 0)
		words += strcspn(words, " ") + 1;
	sqlite3_result_text(
	    out, words, (int)strcspn(words, " "), SQLITE_STATIC);
}

static void
give_day(sqlite3_context *out, int32_t day)
{
	char buf[CAL_BUF];

	sqlite3_result_text(out, cal_day_text(day, buf), -1, SQLITE_TRANSIENT);
}

static void
give_number(sqlite3_context *out, double v)
{
	if (!isnan(v))
		sqlite3_result_double(out, v);
}

static int
column(sqlite3_vtab_cursor *base, sqlite3_context *out, int col)
{
	const struct cursor *c = (struct cursor *)base;
	const struct billrow *r = &c->r;
	const struct table_col *t = table_find("bills")->col;

	switch ((enum column)col) {
	case COL_IMPORT:
		sqlite3_result_int64(out, c->k >> STORE_BLOCK_SHIFT);
		break;
	case COL_ACCOUNT:
		sqlite3_result_text(
		    out, r->id, (int)r->id_len, SQLITE_TRANSIENT);
		break;
	case COL_FROM:
		give_day(out, r->from);
		break;
	case COL_TO:
		give_day(out, r->to);
		break;
	case COL_VOLUME:
		give_number(out, r->v[BILL_VOLUME]);
		break;
	case COL_INDEX_FROM:
		give_number(out, r->v[BILL_INDEX_FROM]);
		break;
	case COL_INDEX_TO:
		give_number(out, r->v[BILL_INDEX_TO]);
		break;
	case COL_STATUS:
		give_word(out, t[COL_STATUS - 1].words, r->status);
		break;
	case COL_BILLING:
		give_word(out, t[COL_BILLING - 1].words, r->billing);
		break;
	case COL_AMOUNT:
		give_number(out, r->v[BILL_AMOUNT]);
		break;
	}
	return SQLITE_OK;
}

static int
rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *out)
{
	const struct cursor *c = (struct cursor *)base;

	*out = (int64_t)((uint64_t)c->k << ROW_SHIFT) + c->i;
	return SQLITE_OK;
}

/* --- coming and going --- */

static int
close_cursor(sqlite3_vtab_cursor *base)
{
	struct cursor *c = (struct cursor *)base;

	sqlite3_finalize(c->st);
	free(c);
	return SQLITE_OK;
}

static int
open_cursor(sqlite3_vtab *base, sqlite3_vtab_cursor **out)
{
	struct store *s = store_module_store(base);
	struct cursor *c = xcalloc(1, sizeof *c);

	c->st =
	    store_prepare(s, "SELECT k, data FROM main.bill_block WHERE"
			     " (?1 IS NULL OR ?1 BETWEEN id_lo AND id_hi) AND"
			     " (?2 IS NULL OR from_hi >= ?2) AND"
			     " (?3 IS NULL OR from_lo <= ?3) ORDER BY k");
	if (c->st == NULL) {
		free(c);
		return SQLITE_ERROR;
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
	    "CREATE TABLE bills(import_id INTEGER, account_id TEXT,"
	    " \"from\" TEXT, \"to\" TEXT, volume_m3 REAL, index_from REAL,"
	    " index_to REAL, status TEXT, billing TEXT, amount_yuan REAL)",
	    out);
}

int
store_add_bills(struct store *s)
{
	static const sqlite3_module module = {.xConnect = connect_,
	    .xBestIndex = best_index,
	    .xDisconnect = store_module_disconnect,
	    .xOpen = open_cursor,
	    .xClose = close_cursor,
	    .xFilter = filter,
	    .xNext = next,
	    .xEof = done,
	    .xColumn = column,
	    .xRowid = rowid};

	return store_module_add(s, "bills", &module, NULL);
}
