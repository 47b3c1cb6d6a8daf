#include "billingstore.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "billqueue.h"
#include "rowscan.h"
#include "store_bill.h"
#include "store_scan.h"
#include "xalloc.h"

/* --- zones --- */

void
billing_zones(struct billing *b, const struct network *n)
{
	int64_t from = INT64_MAX, to = INT64_MIN;

	for (size_t i = 0; i < n->nzone; i++) {
		const struct net_zone *z = &n->zone[i];

		if (network_first(n, i)) {
			from = INT64_MAX;
			to = INT64_MIN;
		}
		from = z->from < from ? z->from : from;
		to = z->to > to ? z->to : to;
		if ((i + 1 == n->nzone || network_first(n, i + 1)) &&
		    (from != INT64_MIN || to != INT64_MAX))
			billing_zone_span(b, z->id, from, to);
	}
}

/* Fills the days that are not known with the mean; 0: none is known. */
static int
fill_with_mean(double *m3, size_t n)
{
	double sum = 0;
	size_t known = 0;

	for (size_t i = 0; i < n; i++) {
		if (isnan(m3[i]))
			continue;
		sum += m3[i];
		known++;
	}
	for (size_t i = 0; known > 0 && i < n; i++)
		if (isnan(m3[i]))
			m3[i] = sum / (double)known;
	return known > 0;
}

int
billing_profiles(struct billing *b, const struct network *n,
    const struct spans *ps, struct zonesupply_work *w)
{
	enum { AROUND = 123 };
	int64_t from = INT64_MAX, to = INT64_MIN;
	double *m3;
	int got = 0;

	for (size_t i = 0; i < ps->n; i++) {
		from = ps->p[i].from < from ? ps->p[i].from : from;
		to = ps->p[i].to > to ? ps->p[i].to : to;
	}
	from -= AROUND;
	to += AROUND;
	m3 = xcalloc((size_t)(to - from), sizeof *m3);
	for (size_t i = 0; got == 0 && i < n->nzone; i++) {
		int known = 0;

		if (!network_first(n, i))
			continue;
		for (long z = (long)i; got == 0 && !known && z >= 0;
		     z = n->zone[z].parent) {
			got = zonesupply_days(w, (size_t)z, from, to, m3);
			known = fill_with_mean(m3, (size_t)(to - from));
		}
		if (known)
			billing_profile(
			    b, n->zone[i].id, from, m3, (size_t)(to - from));
	}
	free(m3);
	return got;
}

/* --- rows --- */

static const char *const account_cols[] = {
    "account_id", "zone_id", "class", "status", "valid_from", "valid_to", NULL};

/* A row, whether it is scanned or asked for by key. */
struct rows {
	struct store_scan *scan;
	struct store_rows *rows;
	int at[STORE_SCAN_COLUMNS]; /* columns of the table */
};

static int
rows_open(struct rows *r, struct store *s, const char *table,
    const char *const *col, int in_order)
{
	const struct table *t = table_find(table);

	*r = (struct rows){0};
	for (int i = 0; col[i] != NULL; i++)
		r->at[i] = table_col(t, col[i]);
	if (in_order)
		r->rows = store_rows_open(s, t);
	else
		r->scan = store_scan_open(s, t, col);
	return r->rows || r->scan ? 1 : -1;
}

static int
rows_next(struct rows *r)
{
	return r->scan ? store_scan_next(r->scan) : store_rows_next(r->rows);
}

static const char *
rows_text(const struct rows *r, int i)
{
	return r->scan ? store_scan_text(r->scan, i) :
			 store_rows_text(r->rows, r->at[i]);
}

static void
rows_close(struct rows *r)
{
	store_scan_close(r->scan);
	store_rows_close(r->rows);
}

static int32_t
day_of(struct rowscan_days *c, const char *s, int32_t none)
{
	int32_t day;

	return rowscan_day(c, s, s + strlen(s), &day) ? day : none;
}

static int
load_accounts(
    struct billing *b, struct store *s, int in_order, struct rowscan_days *c)
{
	struct rows r;
	int got = rows_open(&r, s, "accounts", account_cols, in_order);
	int fits = 1;

	while (fits && got > 0 && (got = rows_next(&r)) > 0) {
		const char *id = rows_text(&r, 0);
		struct bill_account a = {.id = id,
		    .len = strlen(id),
		    .zone = rows_text(&r, 1),
		    .class = rows_text(&r, 2)[0],
		    .closed = rows_text(&r, 3)[0] == 'c',
		    .from = day_of(c, rows_text(&r, 4), INT32_MIN),
		    .to = day_of(c, rows_text(&r, 5), INT32_MAX)};

		fits = billing_account(b, &a) == 0;
	}
	rows_close(&r);
	return got < 0 ? -1 : fits;
}

/* As they came. */
static int
scan_bills(struct billing *b, struct store *s)
{
	struct store_bills *bills = store_bills_open(s);
	int got = bills ? 1 : -1, fits = 1;
	struct billqueue q;
	const struct billids *ids = billing_ids(b);
	struct billrow r;
	uint32_t at = 0;

	billqueue_open(&q, b);
	while (fits && got > 0 && (got = store_bills_next(bills, &r)) > 0) {
		struct bill *x = billqueue_room(&q);

		x->m3 = r.v[BILL_VOLUME];
		x->from = r.from;
		x->to = r.to;
		x->account = billids_beside(ids, r.id, r.id_len, at);
		at = x->account != BILLIDS_NONE ? x->account : at;
		x->estimated = r.status == STORE_BILL_ESTIMATED ||
			       r.status == STORE_BILL_NO_ACCESS;
		x->unbilled = r.billing == STORE_BILL_UNBILLED;
		x->any_order = 0;
		fits = billqueue_put(&q) == 0;
	}
	store_bills_close(bills);
	fits = billqueue_close(&q) == 0 && fits;
	return got < 0 ? -1 : fits;
}

/* As they stand, by account and days. */
static int
bills_in_order(struct billing *b, struct store *s, struct rowscan_days *c)
{
	enum { ID, FROM, TO, M3, STATUS = 6, BILLING };
	struct store_rows *rows = store_rows_open(s, table_find("bills"));
	int got = rows ? 1 : -1;
	uint32_t at = 0;

	while (got > 0 && (got = store_rows_next(rows)) > 0) {
		const char *id = store_rows_text(rows, ID);
		const char *status = store_rows_text(rows, STATUS);
		const struct bill x = {.m3 = store_rows_num(rows, M3),
		    .from = day_of(c, store_rows_text(rows, FROM), 0),
		    .to = day_of(c, store_rows_text(rows, TO), 0),
		    .account = billids_near(billing_ids(b), id, strlen(id), at),
		    .estimated = status[0] == 'e' || status[0] == 'n',
		    .unbilled = store_rows_text(rows, BILLING)[0] == 'u',
		    .any_order = 1};

		billing_add(b, &x);
		at = x.account != BILLIDS_NONE ? x.account : at;
	}
	store_rows_close(rows);
	return got < 0 ? -1 : 1;
}

int
billing_load(struct billing *b, struct store *s, int in_order)
{
	struct rowscan_days c = {{0}, {0}, {0}};
	int got = load_accounts(b, s, in_order, &c);

	if (got <= 0)
		return got;
	return in_order ? bills_in_order(b, s, &c) : scan_bills(b, s);
}
