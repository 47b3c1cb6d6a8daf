#include "store_bill.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "store_private.h"
#include "xalloc.h"

enum { BATCH = 1 << 17 }; /* bills held against the others at one time */

/* The columns of the table that are no numbers. */
enum { COL_ID, COL_FROM, COL_TO, COL_STATUS = 6, COL_BILLING };

/* Those that are, in the order of billrow. */
static const int number_col[BILL_NUMBERS] = {3, 4, 5, 8};

struct held {		  /* a bill of the batch */
	struct billrow r; /* its id is in ids, at */
	size_t at;
	uint64_t line;
	uint32_t first; /* the first of the batch with this key */
	/* Of the first: */
	int32_t stands; /* the bill of the batch that stands, or -1: ... */
	int32_t found;	/* ... the one of the store, or -1 */
	int again;	/* 1: the store has the key, counting or not */
};

struct standing {	  /* a bill of the store */
	struct billrow r; /* but for its id */
	int64_t import;
};

struct store_batch {
	store_bill_told *told;
	void *ctx;
	struct held *row;
	size_t n, cap;
	char *ids;
	size_t nids, ids_cap;
	uint32_t *slot; /* by key: first + 1 */
	size_t nslot;
	struct standing *found;
	size_t nfound, found_cap;
	const char *id_lo, *id_hi; /* of the batch */
	uint32_t id_lo_len, id_hi_len;
	int32_t from_lo, from_hi;
	int64_t blocks; /* of this import */
	sqlite3_stmt *insert;
	struct chunk_bytes bytes;
};

/* --- taking --- */

void
store_bill_drop(struct store *s)
{
	struct store_batch *b = s->batch;

	if (b == NULL)
		return;
	sqlite3_finalize(b->insert);
	free(b->row);
	free(b->ids);
	free(b->slot);
	free(b->found);
	free(b->bytes.p);
	free(b);
	s->batch = NULL;
}

/* Which of the words s is; 0: it is empty. */
static int
word_number(const char *words, const char *s)
{
	size_t len = strlen(s);
	int n = 1;

	if (len == 0)
		return 0;
	for (const char *p = words; *p != '\0'; n++) {
		size_t k = strcspn(p, " ");

		if (k == len && strncmp(p, s, len) == 0)
			return n;
		p += k + (p[k] == ' ');
	}
	return -1;
}

/* 0; -1: it is no bill. */
static int
row_of(const char *const *value, struct billrow *r)
{
	const struct table_col *col = table_find("bills")->col;
	int status = word_number(col[COL_STATUS].words, value[COL_STATUS]);
	int billing = word_number(col[COL_BILLING].words, value[COL_BILLING]);
	int64_t from, to;

	if (cal_parse_day(value[COL_FROM], &from) < 0 ||
	    cal_parse_day(value[COL_TO], &to) < 0 || status < 0 || billing < 0)
		return -1;
	*r = (struct billrow){.id = value[COL_ID],
	    .id_len = (uint32_t)strlen(value[COL_ID]),
	    .from = (int32_t)from,
	    .to = (int32_t)to,
	    .status = (uint8_t)status,
	    .billing = (uint8_t)billing};
	for (int c = 0; c < BILL_NUMBERS; c++) {
		const char *s = value[number_col[c]];

		if (num_parse(s, &r->v[c]) < 0)
			r->v[c] = NAN;
		r->v[c] += 0.0; /* SQL knows no -0 */
	}
	return 0;
}

static void
hold(struct store_batch *b, const struct billrow *r, uint64_t line)
{
	while (b->nids + r->id_len > b->ids_cap) {
		b->ids_cap = b->ids_cap ? 2 * b->ids_cap : 4096;
		b->ids = xrealloc(b->ids, b->ids_cap, 1);
	}
	b->row = xgrow(b->row, b->n, &b->cap, sizeof *b->row);
	b->row[b->n++] = (struct held){
	    .r = *r, .at = b->nids, .line = line, .stands = -1, .found = -1};
	memcpy(b->ids + b->nids, r->id, r->id_len);
	b->nids += r->id_len;
}

int
store_bill_put(struct store *s, const char *const *value, uint64_t line,
    store_bill_told *told, void *ctx)
{
	struct billrow r;

	if (row_of(value, &r) < 0)
		return store_damaged(s, "a bill that comes in");
	if (s->batch == NULL)
		s->batch = xcalloc(1, sizeof *s->batch);
	s->batch->told = told;
	s->batch->ctx = ctx;
	hold(s->batch, &r, line);
	return s->batch->n < BATCH ? 0 : store_bill_flush(s);
}

/* --- the keys of a batch --- */

static int
id_order(const char *a, uint32_t na, const char *b, uint32_t nb)
{
	int got = memcmp(a, b, na < nb ? na : nb);

	return got != 0 ? got : (na > nb) - (na < nb);
}

static int
same_key(const struct billrow *a, const struct billrow *b)
{
	return a->from == b->from && a->to == b->to && a->id_len == b->id_len &&
	       memcmp(a->id, b->id, a->id_len) == 0;
}

static int
same_row(const struct billrow *a, const struct billrow *b)
{
	if (a->status != b->status || a->billing != b->billing)
		return 0;
	for (int c = 0; c < BILL_NUMBERS; c++)
		if (a->v[c] < b->v[c] || a->v[c] > b->v[c] ||
		    isnan(a->v[c]) != isnan(b->v[c]))
			return 0;
	return 1;
}

static uint64_t
mix(uint64_t h)
{
	h *= 0x9E3779B97F4A7C15u;
	return h ^ h >> 32;
}

static uint64_t
hash_key(const struct billrow *r)
{
	uint64_t h = (uint64_t)(uint32_t)r->from << 32 | (uint32_t)r->to, w;
	uint32_t i = 0;

	for (; r->id_len - i >= 8; i += 8) {
		memcpy(&w, r->id + i, 8);
		h = mix(h ^ w);
	}
	w = 0;
	memcpy(&w, r->id + i, r->id_len - i);
	return mix(mix(h ^ w) + r->id_len);
}

/* The slot of a key: empty, or that of the first bill with it. */
static uint32_t *
find_slot(const struct store_batch *b, const struct billrow *r)
{
	size_t i = hash_key(r) & (b->nslot - 1);

	while (b->slot[i] != 0 && !same_key(&b->row[b->slot[i] - 1].r, r))
		i = (i + 1) & (b->nslot - 1);
	return &b->slot[i];
}

/* Least and greatest id and first day. */
static void
widen(struct store_batch *b, const struct billrow *r)
{
	if (b->id_lo == NULL ||
	    id_order(r->id, r->id_len, b->id_lo, b->id_lo_len) < 0) {
		b->id_lo = r->id;
		b->id_lo_len = r->id_len;
	}
	if (b->id_hi == NULL ||
	    id_order(r->id, r->id_len, b->id_hi, b->id_hi_len) > 0) {
		b->id_hi = r->id;
		b->id_hi_len = r->id_len;
	}
	b->from_lo = r->from < b->from_lo ? r->from : b->from_lo;
	b->from_hi = r->from > b->from_hi ? r->from : b->from_hi;
}

static void
no_bounds(struct store_batch *b)
{
	b->id_lo = b->id_hi = NULL;
	b->from_lo = INT32_MAX;
	b->from_hi = INT32_MIN;
}

static void
note_keys(struct store_batch *b)
{
	for (b->nslot = 64; b->nslot < 2 * b->n; b->nslot *= 2)
		;
	free(b->slot);
	b->slot = xcalloc(b->nslot, sizeof *b->slot);
	no_bounds(b);
	for (size_t i = 0; i < b->n; i++) {
		struct held *h = &b->row[i];
		uint32_t *slot;

		h->r.id = b->ids + h->at; /* they do not move any more */
		slot = find_slot(b, &h->r);
		if (*slot == 0)
			*slot = (uint32_t)i + 1;
		h->first = *slot - 1;
		widen(b, &h->r);
	}
}

/* --- what is there --- */

/* A bill of the store: what of the batch has its key, and does it stand? */
static void
hold_against(struct store *s, const struct billrow *r, int64_t import)
{
	struct store_batch *b = s->batch;
	struct held *h;
	uint32_t at;

	if (r->from < b->from_lo || r->from > b->from_hi ||
	    (at = *find_slot(b, r)) == 0)
		return;
	h = &b->row[at - 1];
	h->again = 1;
	if (!store_visible(s, import))
		return;
	if (h->found < 0) {
		b->found =
		    xgrow(b->found, b->nfound, &b->found_cap, sizeof *b->found);
		h->found = (int32_t)b->nfound++;
	}
	b->found[h->found] = (struct standing){*r, import};
}

static int
search_block(struct store *s, sqlite3_stmt *st)
{
	int64_t import = sqlite3_column_int64(st, 0) >> STORE_BLOCK_SHIFT;
	const void *data = sqlite3_column_blob(st, 1);
	struct billblock b;
	struct billrow r;
	int got;

	if (billblock_open(&b, data, (size_t)sqlite3_column_bytes(st, 1)) < 0)
		return store_damaged(s, "a block of bills");
	while ((got = billblock_next(&b, &r)) > 0)
		hold_against(s, &r, import);
	return got < 0 ? store_damaged(s, "a block of bills") : 0;
}

/* The blocks that may have keys of the batch, the oldest first. */
static int
search(struct store *s)
{
	const struct store_batch *b = s->batch;
	sqlite3_stmt *st = store_prepare(s,
	    "SELECT k, data FROM bill_block WHERE id_lo <= ?1 AND id_hi >= ?2"
	    " AND from_lo <= ?3 AND from_hi >= ?4 ORDER BY k");
	int got, bad = 0;

	if (st == NULL)
		return -1;
	sqlite3_bind_text(st, 1, b->id_hi, (int)b->id_hi_len, SQLITE_STATIC);
	sqlite3_bind_text(st, 2, b->id_lo, (int)b->id_lo_len, SQLITE_STATIC);
	sqlite3_bind_int(st, 3, b->from_hi);
	sqlite3_bind_int(st, 4, b->from_lo);
	while (!bad && (got = sqlite3_step(st)) == SQLITE_ROW)
		bad = search_block(s, st) < 0;
	if (!bad && got != SQLITE_DONE)
		bad = store_say(s) < 0;
	sqlite3_finalize(st);
	return bad ? -1 : 0;
}

/* --- writing --- */

static int
write_block(struct store *s, const struct billrow *r, size_t n, int again)
{
	struct store_batch *b = s->batch;
	sqlite3_stmt *st = b->insert;
	int got;

	if (st == NULL)
		st = b->insert = store_prepare(
		    s, "INSERT INTO bill_block VALUES(?,?,?,?,?,?,?,?)");
	if (st == NULL)
		return -1;
	no_bounds(b);
	for (size_t i = 0; i < n; i++)
		widen(b, &r[i]);
	billblock_encode(r, n, &b->bytes);
	sqlite3_bind_int64(
	    st, 1, s->current << STORE_BLOCK_SHIFT | b->blocks++);
	sqlite3_bind_int64(st, 2, (int64_t)n);
	sqlite3_bind_int(st, 3, again);
	sqlite3_bind_text(st, 4, b->id_lo, (int)b->id_lo_len, SQLITE_STATIC);
	sqlite3_bind_text(st, 5, b->id_hi, (int)b->id_hi_len, SQLITE_STATIC);
	sqlite3_bind_int(st, 6, b->from_lo);
	sqlite3_bind_int(st, 7, b->from_hi);
	sqlite3_bind_blob(st, 8, b->bytes.p, (int)b->bytes.n, SQLITE_STATIC);
	got = sqlite3_step(st);
	sqlite3_reset(st);
	return got == SQLITE_DONE ? 0 : store_say(s);
}

/* What the bill does to those before it; from then on it stands, unless it
 * contradicts one of its own import. */
static enum store_put
judge(struct store *s, size_t i)
{
	struct store_batch *b = s->batch;
	const struct held *h = &b->row[i];
	struct held *first = &b->row[h->first];
	const struct standing *old =
	    first->found < 0 ? NULL : &b->found[first->found];
	const struct billrow *r = first->stands >= 0 ?
				      &b->row[first->stands].r :
				  old ? &old->r :
					NULL;
	int ours = first->stands >= 0 || (old && old->import == s->current);
	int same = r != NULL && same_row(r, &h->r);

	if (r != NULL && !same && ours)
		return STORE_CONFLICT;
	first->stands = (int32_t)i;
	return r == NULL ? STORE_ADDED : same ? STORE_REPEATED : STORE_CHANGED;
}

static void
tell(const struct store_batch *b, const struct held *h, enum store_put what)
{
	char *id;

	if (b->told == NULL)
		return;
	id = xstrndup(h->r.id, h->r.id_len);
	b->told(b->ctx, what, id, h->line);
	free(id);
}

/* Judges the bills in order, and writes those that are kept. */
static int
settle(struct store *s)
{
	struct store_batch *b = s->batch;
	struct billrow *kept = xcalloc(BILLBLOCK_ROWS, sizeof *kept);
	size_t n = 0;
	int got = 0, again = 0;

	for (size_t i = 0; got == 0 && i < b->n; i++) {
		const struct held *h = &b->row[i];
		enum store_put what = judge(s, i);

		tell(b, h, what);
		if (what == STORE_CONFLICT)
			continue;
		again |= what != STORE_ADDED || b->row[h->first].again;
		kept[n++] = h->r;
		if (n == BILLBLOCK_ROWS) {
			got = write_block(s, kept, n, again);
			n = 0;
			again = 0;
		}
	}
	if (got == 0 && n > 0)
		got = write_block(s, kept, n, again);
	free(kept);
	return got;
}

int
store_bill_flush(struct store *s)
{
	struct store_batch *b = s->batch;
	int got;

	if (b == NULL || b->n == 0)
		return 0;
	note_keys(b);
	got = search(s) < 0 ? -1 : settle(s);
	b->n = b->nids = b->nfound = 0;
	return got;
}

/* --- stores that have rows --- */

/* 0; -1: has said why. */
static int
hold_row(struct store *s, sqlite3_stmt *st)
{
	const char *value[9] = {0};
	struct billrow r;

	for (int c = 0; c < 9; c++) {
		value[c] = (const char *)sqlite3_column_text(st, c + 1);
		if (value[c] == NULL)
			value[c] = "";
	}
	if (row_of(value, &r) < 0)
		return store_damaged(s, "a row of bills");
	for (int c = 0; c < BILL_NUMBERS; c++)
		r.v[c] =
		    sqlite3_column_type(st, number_col[c] + 1) == SQLITE_NULL ?
			NAN :
			sqlite3_column_double(st, number_col[c] + 1);
	if (s->batch == NULL)
		s->batch = xcalloc(1, sizeof *s->batch);
	hold(s->batch, &r, 0);
	return s->batch->n < BATCH ? 0 : store_bill_flush(s);
}

/* Import after import, as they lie. */
static int
all_rows(struct store *s, sqlite3_stmt *st)
{
	int got, bad = 0;

	while (!bad && (got = sqlite3_step(st)) == SQLITE_ROW) {
		int64_t import = sqlite3_column_int64(st, 0);

		if (import != s->current) {
			bad = store_bill_flush(s) < 0;
			store_bill_drop(s);
		}
		s->current = import;
		bad = bad || hold_row(s, st) < 0;
	}
	if (!bad && got != SQLITE_DONE)
		bad = store_say(s) < 0;
	bad = bad || store_bill_flush(s) < 0;
	store_bill_drop(s);
	s->current = 0;
	return bad ? -1 : 0;
}

int
store_bill_migrate(struct store *s)
{
	sqlite3_stmt *st = store_prepare(s,
	    "SELECT import_id, account_id, \"from\", \"to\", volume_m3,"
	    " index_from, index_to, status, billing, amount_yuan"
	    " FROM main.bills ORDER BY rowid");
	int got;

	if (st == NULL)
		return -1;
	got = all_rows(s, st);
	sqlite3_finalize(st);
	return got < 0 ? -1 : store_run(s, "DROP TABLE bills");
}

/* --- out --- */

struct store_bills {
	struct store *s;
	sqlite3_stmt *st;
	struct billblock b;
	int open; /* b is at hand */
};

struct store_bills *
store_bills_open(struct store *s)
{
	return store_bills_between(s, INT64_MIN, INT64_MAX);
}

struct store_bills *
store_bills_between(struct store *s, int64_t first, int64_t last)
{
	struct store_bills *b = xcalloc(1, sizeof *b);

	b->s = s;
	b->st = store_prepare(s,
	    "SELECT k, data FROM bill_block WHERE k BETWEEN ? AND ?"
	    " ORDER BY k");
	if (b->st == NULL) {
		free(b);
		return NULL;
	}
	sqlite3_bind_int64(b->st, 1, first);
	sqlite3_bind_int64(b->st, 2, last);
	return b;
}

int
store_bill_blocks(struct store *s, int64_t **key, size_t *n)
{
	sqlite3_stmt *st =
	    store_prepare(s, "SELECT k FROM bill_block ORDER BY k");
	size_t cap = 0;
	int got;

	*key = NULL;
	*n = 0;
	if (st == NULL)
		return -1;
	while ((got = sqlite3_step(st)) == SQLITE_ROW) {
		int64_t k = sqlite3_column_int64(st, 0);

		if (!store_visible(s, k >> STORE_BLOCK_SHIFT))
			continue;
		*key = xgrow(*key, *n, &cap, sizeof **key);
		(*key)[(*n)++] = k;
	}
	sqlite3_finalize(st);
	return got == SQLITE_DONE ? 0 : store_say(s);
}

/* The next block that counts; 1, 0, -1. */
static int
next_block(struct store_bills *b)
{
	int got;

	while ((got = sqlite3_step(b->st)) == SQLITE_ROW) {
		const void *p;

		if (!store_visible(b->s,
			sqlite3_column_int64(b->st, 0) >> STORE_BLOCK_SHIFT))
			continue;
		p = sqlite3_column_blob(b->st, 1);
		b->open = billblock_open(&b->b, p,
			      (size_t)sqlite3_column_bytes(b->st, 1)) == 0;
		return b->open ? 1 : store_damaged(b->s, "a block of bills");
	}
	return got == SQLITE_DONE ? 0 : store_say(b->s);
}

int
store_bills_next(struct store_bills *b, struct billrow *r)
{
	int got;

	for (;;) {
		if (!b->open && (got = next_block(b)) <= 0)
			return got;
		if ((got = billblock_next(&b->b, r)) != 0)
			return got > 0 ?
				   1 :
				   store_damaged(b->s, "a block of bills");
		b->open = 0;
	}
}

void
store_bills_close(struct store_bills *b)
{
	if (b == NULL)
		return;
	sqlite3_finalize(b->st);
	free(b);
}
