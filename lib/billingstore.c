#include "billingstore.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "billingscan.h"
#include "rowscan.h"
#include "xalloc.h"

/* --- zones --- */

void
billing_zones(struct billing *b, const struct network *n)
{
	int64_t from = INT64_MAX, to = INT64_MIN;

	for (size_t i = 0; i < n->nzone; i++) {
		const struct net_zone *z = &n->zone[i];
		const char *around =
		    z->parent >= 0 ? n->zone[z->parent].id : "";

		if (network_first(n, i)) {
			from = INT64_MAX;
			to = INT64_MIN;
		}
		from = z->from < from ? z->from : from;
		to = z->to > to ? z->to : to;
		if ((i + 1 == n->nzone || network_first(n, i + 1)) &&
		    (from != INT64_MIN || to != INT64_MAX))
			billing_zone_span(b, z->id, around, from, to);
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

/* --- rows by key --- */

static int
accounts_in_order(struct billing *b, struct store *s, struct rowscan_days *c)
{
	const struct table *t = table_find("accounts");
	const int zone = table_col(t, "zone_id"), class = table_col(t, "class"),
		  status = table_col(t, "status"),
		  from = table_col(t, "valid_from"),
		  to = table_col(t, "valid_to");
	struct store_rows *rows = store_rows_open(s, t);
	int got = rows ? 1 : -1, fits = 1;

	while (fits && got > 0 && (got = store_rows_next(rows)) > 0) {
		const char *id = store_rows_text(rows, 0);
		const struct bill_account a = {.id = id,
		    .len = strlen(id),
		    .zone = store_rows_text(rows, zone),
		    .class = store_rows_text(rows, class)[0],
		    .closed = store_rows_text(rows, status)[0] == 'c',
		    .from = rowscan_day_or(
			c, store_rows_text(rows, from), INT32_MIN),
		    .to = rowscan_day_or(
			c, store_rows_text(rows, to), INT32_MAX)};

		fits = billing_account(b, &a) == 0;
	}
	store_rows_close(rows);
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
		    .from = rowscan_day_or(c, store_rows_text(rows, FROM), 0),
		    .to = rowscan_day_or(c, store_rows_text(rows, TO), 0),
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
billing_load(struct billing *b, const struct tool_opts *o,
    const struct input *in, int in_order)
{
	struct rowscan_days c = {{0}, {0}, {0}};
	int got = in_order ? accounts_in_order(b, in->s, &c) :
			     billingscan_accounts(b, o, in);

	if (got <= 0)
		return got;
	return in_order ? bills_in_order(b, in->s, &c) :
			  billingscan_bills(b, o, in);
}
