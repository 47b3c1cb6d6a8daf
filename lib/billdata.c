#include "billdata.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "rowscan.h"
#include "store_bill.h"
#include "store_scan.h"
#include "xalloc.h"

enum {
	ACC_ID,
	ACC_ZONE,
	ACC_CLASS,
	ACC_METER,
	ACC_DN,
	ACC_Q3,
	ACC_RATIO,
	ACC_DIGITS,
	ACC_MULTIPLIER,
	ACC_INSTALLED,
	ACC_ROUTE,
	ACC_STATUS,
	ACC_FROM,
	ACC_TO
};
static const char *const account_cols[] = {"account_id", "zone_id", "class",
    "meter_id", "dn_mm", "q3_m3h", "ratio_r", "digits", "multiplier",
    "installed", "route", "status", "valid_from", "valid_to", NULL};

static uint32_t
text_of(struct ledger *l, const char *s)
{
	long i = strmap_get(&l->text_of, s);

	if (i >= 0)
		return (uint32_t)i;
	l->text = xgrow(l->text, l->ntext, &l->text_cap, sizeof *l->text);
	l->text[l->ntext] = xstrdup(s);
	strmap_put(&l->text_of, s, (long)l->ntext);
	return (uint32_t)l->ntext++;
}

static struct ledger_account *
add_account(struct ledger *l, const char *id)
{
	struct ledger_account *a;

	l->account =
	    xgrow(l->account, l->naccount, &l->account_cap, sizeof *l->account);
	a = &l->account[l->naccount];
	*a = (struct ledger_account){.id = textpool_add(&l->ids, id),
	    .meter_id = "",
	    .dn = NAN,
	    .q3 = NAN,
	    .ratio = NAN,
	    .digits = NAN,
	    .multiplier = NAN,
	    .installed = LEDGER_NEVER,
	    .row_from = LEDGER_NEVER,
	    .closed = LEDGER_NEVER};
	strmap_put(&l->account_of, id, (long)l->naccount++);
	return a;
}

/* --- accounts --- */

static void
set_closed(
    struct ledger_account *a, const char *status, int32_t from, int32_t to)
{
	if (status[0] != 'c') {
		a->closed = to;
		return;
	}
	if (to != LEDGER_NEVER)
		a->closed = to;
	else
		a->closed = from != LEDGER_ALWAYS ? from : LEDGER_NEVER;
	a->closed_some_day = a->closed == LEDGER_NEVER;
}

static void
set_account(struct ledger *l, struct ledger_account *a,
    const struct store_scan *r, struct rowscan_days *c)
{
	a->meter_id = textpool_add(&l->ids, store_scan_text(r, ACC_METER));
	a->zone = text_of(l, store_scan_text(r, ACC_ZONE));
	a->route = text_of(l, store_scan_text(r, ACC_ROUTE));
	a->class = store_scan_text(r, ACC_CLASS)[0];
	a->dn = store_scan_num(r, ACC_DN);
	a->q3 = store_scan_num(r, ACC_Q3);
	a->ratio = store_scan_num(r, ACC_RATIO);
	a->digits = store_scan_num(r, ACC_DIGITS);
	a->multiplier = store_scan_num(r, ACC_MULTIPLIER);
	a->installed =
	    rowscan_day_or(c, store_scan_text(r, ACC_INSTALLED), LEDGER_NEVER);
	a->closed_some_day = 0;
	set_closed(a, store_scan_text(r, ACC_STATUS), a->row_from,
	    rowscan_day_or(c, store_scan_text(r, ACC_TO), LEDGER_NEVER));
}

static int
load_accounts(struct ledger *l, struct store *s, struct rowscan_days *c)
{
	struct store_scan *r =
	    store_scan_open(s, table_find("accounts"), account_cols);
	int got = r ? 1 : -1;

	while (got > 0 && (got = store_scan_next(r)) > 0) {
		const char *id = store_scan_text(r, ACC_ID);
		int32_t from = rowscan_day_or(
		    c, store_scan_text(r, ACC_FROM), LEDGER_ALWAYS);
		long k = strmap_get(&l->account_of, id);
		struct ledger_account *a =
		    k < 0 ? add_account(l, id) : &l->account[k];

		if (k >= 0 && from < a->row_from)
			continue;
		a->row_from = from;
		set_account(l, a, r, c);
	}
	store_scan_close(r);
	return got;
}

/* --- bills --- */

/* Bills come account by account, or cycle by cycle in the accounts' order. */
static size_t
find_account(struct ledger *l, const struct billrow *r, size_t guess)
{
	char *id;
	long k;

	for (size_t i = guess; i < guess + 2 && i < l->naccount; i++)
		if (strncmp(l->account[i].id, r->id, r->id_len) == 0 &&
		    l->account[i].id[r->id_len] == '\0')
			return i;
	id = xstrndup(r->id, r->id_len);
	if ((k = strmap_get(&l->account_of, id)) < 0)
		k = add_account(l, id) - l->account;
	free(id);
	return (size_t)k;
}

static uint8_t
status_of(const struct billrow *r)
{
	switch (r->status) {
	case STORE_BILL_ESTIMATED:
		return BILL_ESTIMATED;
	case STORE_BILL_NO_ACCESS:
		return BILL_NO_ACCESS;
	case STORE_BILL_REPLACED:
		return BILL_REPLACED;
	default:
		return BILL_ACTUAL;
	}
}

static void
add_bill(
    struct ledger *l, struct ledger_account *a, const struct ledger_bill *b)
{
	billpack_add(&l->bills, &a->bills, b);
	l->nbill++;
	if (a->bills.n > l->most)
		l->most = a->bills.n;
	if (b->from < l->first)
		l->first = b->from;
	if (b->to > l->end)
		l->end = b->to;
}

static int
load_bills(struct ledger *l, struct store *s)
{
	struct store_bills *bills = store_bills_open(s);
	int got = bills ? 1 : -1;
	struct billrow r;
	size_t at = 0;

	while (got > 0 && (got = store_bills_next(bills, &r)) > 0) {
		const struct ledger_bill b = {.from = r.from,
		    .to = r.to,
		    .m3 = r.v[BILL_VOLUME],
		    .index_from = r.v[BILL_INDEX_FROM],
		    .index_to = r.v[BILL_INDEX_TO],
		    .status = status_of(&r),
		    .unbilled = r.billing == STORE_BILL_UNBILLED};

		if (b.from >= b.to)
			continue;
		at = find_account(l, &r, at);
		add_bill(l, &l->account[at], &b);
	}
	store_bills_close(bills);
	return got;
}

struct ledger *
ledger_load(struct store *s)
{
	struct ledger *l = xcalloc(1, sizeof *l);
	struct rowscan_days c = {{0}, {0}, {0}};

	l->first = INT32_MAX;
	l->end = INT32_MIN;
	text_of(l, "");
	if (load_accounts(l, s, &c) < 0 || load_bills(l, s) < 0) {
		ledger_free(l);
		return NULL;
	}
	return l;
}

void
ledger_free(struct ledger *l)
{
	if (l == NULL)
		return;
	for (size_t i = 0; i < l->ntext; i++)
		free(l->text[i]);
	strmap_release(&l->text_of);
	strmap_release(&l->account_of);
	free(l->text);
	free(l->account);
	billpack_release(&l->bills);
	textpool_release(&l->ids);
	free(l);
}

/* --- by account --- */

static int
before(const struct ledger_bill *a, const struct ledger_bill *b)
{
	return a->from != b->from ? a->from < b->from : a->to < b->to;
}

size_t
ledger_bills(const struct ledger *l, const struct ledger_account *a,
    struct ledger_bill *out)
{
	struct billpack_reader r = billpack_read(&l->bills, &a->bills);
	size_t n = 0;

	for (uint32_t i = 0; i < a->bills.n; i++) {
		struct ledger_bill b = billpack_next(&r);
		size_t k = n;

		while (k > 0 && before(&b, &out[k - 1]))
			k--;
		if (k > 0 && !before(&out[k - 1], &b)) {
			out[k - 1] = b; /* the later one stands */
			continue;
		}
		memmove(&out[k + 1], &out[k], (n - k) * sizeof *out);
		out[k] = b;
		n++;
	}
	return n;
}

const char *
ledger_class(char class)
{
	switch (class) {
	case 'h':
		return "household";
	case 'n':
		return "nonhousehold";
	case 'p':
		return "public";
	case 'u':
		return "unbilled";
	default:
		return "";
	}
}
