#include "billingstore.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "rowscan.h"
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
static const char *const bill_cols[] = {
    "account_id", "from", "to", "volume_m3", "status", "billing", NULL};

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

static double
rows_num(const struct rows *r, int i)
{
	return r->scan ? store_scan_num(r->scan, i) :
			 store_rows_num(r->rows, r->at[i]);
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

static int
load_bills(
    struct billing *b, struct store *s, int in_order, struct rowscan_days *c)
{
	struct rows r;
	int got = rows_open(&r, s, "bills", bill_cols, in_order), fits = 1;
	uint32_t at = 0;

	while (fits && got > 0 && (got = rows_next(&r)) > 0) {
		const char *id = rows_text(&r, 0), *status = rows_text(&r, 4);
		struct bill x = {.from = day_of(c, rows_text(&r, 1), 0),
		    .to = day_of(c, rows_text(&r, 2), 0),
		    .m3 = rows_num(&r, 3),
		    .estimated = status[0] == 'e' || status[0] == 'n',
		    .unbilled = rows_text(&r, 5)[0] == 'u',
		    .any_order = in_order};
		uint32_t found = billing_find(b, id, strlen(id), at);

		if (found != BILLING_NOBODY)
			at = found;
		fits = billing_add(b, found, &x) != BILLING_ORDER;
	}
	rows_close(&r);
	return got < 0 ? -1 : fits;
}

int
billing_load(struct billing *b, struct store *s, int in_order)
{
	struct rowscan_days c = {{0}, {0}, {0}};
	int got = load_accounts(b, s, in_order, &c);

	return got > 0 ? load_bills(b, s, in_order, &c) : got;
}
