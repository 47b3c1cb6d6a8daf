#include "billaudit.h"

#include <math.h>
#include <stdlib.h>

#include "billmeter.h"
#include "billscan.h"
#include "xalloc.h"

struct billaudit *
billaudit_new(
    struct store *s, const struct network *n, const struct billrules *r)
{
	struct billaudit *b = xcalloc(1, sizeof *b);

	b->s = s;
	b->n = n;
	b->r = r;
	if ((b->l = ledger_load(s)) == NULL) {
		free(b);
		return NULL;
	}
	b->zone = xcalloc(b->l->ntext, sizeof *b->zone);
	for (size_t i = 0; i < b->l->ntext; i++)
		b->zone[i] = strmap_get(&n->zone_of, b->l->text[i]);
	b->bill = xcalloc(b->l->most + 1, sizeof *b->bill);
	b->use = xcalloc(b->l->most + 1, sizeof *b->use);
	b->scratch = xcalloc(b->l->most + 1, sizeof *b->scratch);
	return b;
}

void
billaudit_free(struct billaudit *b)
{
	if (b == NULL)
		return;
	ledger_free(b->l);
	free(b->zone);
	free(b->bill);
	free(b->use);
	free(b->scratch);
	free(b->found.f);
	free(b);
}

long
billaudit_zone(const struct billaudit *b, const struct ledger_account *a)
{
	return b->zone[a->zone];
}

/* --- findings --- */

static void
view_of(
    struct billaudit *b, const struct ledger_account *a, struct bill_view *v)
{
	*v = (struct bill_view){.a = a,
	    .b = b->bill,
	    .u = b->use,
	    .first = b->l->first,
	    .end = b->l->end,
	    .zone_known = billaudit_zone(b, a) >= 0};
	v->n = ledger_bills(b->l, a, b->bill);
	v->nu = bill_uses(b->bill, v->n, b->use);
	bill_view_figures(v, b->scratch);
}

/* The finding's zone, by its account. */
static void
name_zones(struct billaudit *b)
{
	for (size_t i = 0; i < b->found.n; i++)
		if (b->found.f[i].account != NULL)
			b->found.f[i].zone =
			    b->l->text[b->found.f[i].account->zone];
}

int
billaudit_find(struct billaudit *b, int64_t from, int64_t to)
{
	const struct ledger *l = b->l;
	struct bill_summary *sum = xcalloc(l->naccount + 1, sizeof *sum);
	int got;

	for (size_t i = 0; l->nbill > 0 && i < l->naccount; i++) {
		struct bill_view v;

		view_of(b, &l->account[i], &v);
		bill_scan(&v, b->r, b->scratch, &b->found);
		sum[i] = (struct bill_summary){&l->account[i], v.mean_m3d,
		    v.year_m3, v.year_days, v.cycle, l->end - 365, l->end};
	}
	if (l->nbill > 0 && b->r->on[RULE_OUTLIER])
		bill_outliers(sum, l->naccount, b->r, &b->found);
	if (l->nbill > 0 && b->r->on[RULE_BIG_USER])
		bill_big_users(sum, l->naccount, b->r, &b->found);
	got = bill_meters(l, b->s, b->n, from, to, b->r, &b->found);
	name_zones(b);
	bill_findings_sort(&b->found);
	free(sum);
	return got;
}

/* --- structure --- */

double
billaudit_volume(struct billaudit *b, const struct ledger_account *a,
    int32_t from, int32_t to, double *days)
{
	size_t n = ledger_bills(b->l, a, b->bill);
	size_t nu = bill_uses(b->bill, n, b->use);
	double m3 = 0;

	*days = 0;
	for (size_t i = 0; i < nu; i++) {
		const struct bill_use *u = &b->use[i];
		int32_t lo = u->from > from ? u->from : from;
		int32_t hi = u->to < to ? u->to : to;

		if (lo >= hi)
			continue;
		*days += hi - lo;
		m3 += u->m3 * (hi - lo) / (u->to - u->from);
	}
	return m3;
}

static int
down(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x < y) - (x > y);
}

/* Of n values that fall. */
static double
quantile(const double *v, size_t n, double q)
{
	double at = (1 - q) * (double)(n - 1);
	size_t i = (size_t)at;

	if (n == 0)
		return NAN;
	return i + 1 < n ? v[i] + (at - (double)i) * (v[i + 1] - v[i]) : v[i];
}

void
bill_share_of(double *m3, double *m3d, size_t n, struct bill_share *out)
{
	size_t tenth = (n + 9) / 10;
	double largest = 0, rates = 0;

	if (n > 0) {
		qsort(m3, n, sizeof *m3, down);
		qsort(m3d, n, sizeof *m3d, down);
	}
	out->billed = (double)n;
	out->m3 = 0;
	for (size_t i = 0; i < n; i++) {
		out->m3 += m3[i];
		rates += m3d[i];
		if (i < tenth)
			largest += m3[i];
	}
	out->mean = n ? rates / (double)n : NAN;
	out->p10 = quantile(m3d, n, 0.1);
	out->median = quantile(m3d, n, 0.5);
	out->p90 = quantile(m3d, n, 0.9);
	out->tenth_pct = out->m3 > 0 ? 100 * largest / out->m3 : NAN;
	out->first_pct = out->m3 > 0 ? 100 * m3[0] / out->m3 : NAN;
}

/* --- what meters miss --- */

static int
is_old(const struct billaudit *b, const struct ledger_account *a, int32_t day)
{
	const double *v = b->r->v[RULE_METER_OLD];
	double most = v[a->dn > v[OLD_DN] ? OLD_LARGE : OLD_SMALL];

	return (day - (double)a->installed) / 365.25 > most;
}

static void
add_sales(struct bill_sales *to, const struct ledger_account *a, double m3,
    double days, int open, int old)
{
	int c = meter_class(a->class);

	to->days += days;
	if (a->class != 'u')
		to->metered_m3 += m3;
	if (c < 0) {
		to->classless |= m3 != 0;
		return;
	}
	to->m3[c] += m3;
	to->meters[c] += open;
	to->old[c] += open && old;
}

struct bill_sales *
billaudit_sales(struct billaudit *b, int32_t from, int32_t to)
{
	struct bill_sales *out = xcalloc(b->n->nzone + 1, sizeof *out);

	for (size_t i = 0; i < b->l->naccount; i++) {
		const struct ledger_account *a = &b->l->account[i];
		int open = to <= a->closed && !a->closed_some_day;
		double days, m3;

		if (a->row_from == LEDGER_NEVER || *a->meter_id == '\0')
			continue;
		m3 = billaudit_volume(b, a, from, to, &days);
		add_sales(
		    &out[b->n->nzone], a, m3, days, open, is_old(b, a, to));
		for (long z = billaudit_zone(b, a); z >= 0;
		     z = b->n->zone[z].parent)
			add_sales(&out[z], a, m3, days, open, is_old(b, a, to));
	}
	return out;
}

/* --- reading --- */

static long
month_of(int64_t from, int64_t day)
{
	int y0, m0, d0, y, m, d;

	cal_civil(from, &y0, &m0, &d0);
	cal_civil(day, &y, &m, &d);
	return (long)(y - y0) * 12 + m - m0;
}

struct months {
	struct bill_reading *row; /* of a route */
	int64_t from;
	long n;
};

static struct bill_reading *
month_at(const struct months *q, int64_t day)
{
	long m = month_of(q->from, day);

	return m >= 0 && m < q->n ? &q->row[m] : NULL;
}

/* Readings that were due between two bills, or after the last. */
static void
add_missed(const struct months *q, int64_t from, int64_t to, double cycle)
{
	for (double at = (double)from + cycle; at + cycle / 2 < (double)to;
	     at += cycle) {
		struct bill_reading *r = month_at(q, (int64_t)at);

		if (r == NULL)
			continue;
		r->due++;
		r->missed++;
	}
}

/* The reading day closes the bill, so it is the day `to` itself. */
static void
add_reading(const struct months *q, const struct ledger_bill *b)
{
	struct bill_reading *r = month_at(q, b->to);

	if (r == NULL)
		return;
	r->due++;
	r->read += b->status == BILL_ACTUAL || b->status == BILL_REPLACED;
	r->estimated += b->status == BILL_ESTIMATED;
	r->no_access += b->status == BILL_NO_ACCESS;
	r->zero += b->status == BILL_ACTUAL && b->m3 == 0;
}

static void
read_account(
    struct billaudit *b, const struct ledger_account *a, const struct months *q)
{
	size_t n = ledger_bills(b->l, a, b->bill);
	int64_t end = b->l->end < a->closed ? b->l->end : a->closed;
	double cycle;

	for (long m = 0; m < q->n; m++) {
		int y, mon, d;

		cal_civil(q->from, &y, &mon, &d);
		mon += (int)m - 1;
		if (cal_day(y + mon / 12, mon % 12 + 1, 1) < end &&
		    !a->closed_some_day)
			q->row[m].active++;
	}
	if (n == 0)
		return;
	for (size_t i = 0; i < n; i++) {
		b->scratch[i] = b->bill[i].to - b->bill[i].from;
		add_reading(q, &b->bill[i]);
	}
	qsort(b->scratch, n, sizeof *b->scratch, down);
	cycle = quantile(b->scratch, n, 0.5);
	for (size_t i = 1; i < n; i++)
		add_missed(q, b->bill[i - 1].to, b->bill[i].from, cycle);
	if (!a->closed_some_day)
		add_missed(q, b->bill[n - 1].to, end, cycle);
}

struct bill_reading *
billaudit_reading(struct billaudit *b, int64_t from, int64_t to, size_t *months)
{
	struct bill_reading *out;

	*months = (size_t)month_of(from, to - 1) + 1;
	out = xcalloc(b->l->ntext * *months, sizeof *out);
	for (size_t i = 0; i < b->l->naccount; i++) {
		const struct ledger_account *a = &b->l->account[i];
		const struct months q = {
		    &out[a->route * *months], from, (long)*months};

		if (a->row_from != LEDGER_NEVER)
			read_account(b, a, &q);
	}
	return out;
}
