#include "zonebalance.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nightloss.h"
#include "supply.h"
#include "xalloc.h"
#include "zoneflow.h"
#include "zonepressure.h"

/* Needed share of the accounts' days. */
static const double BILLED_LEAST = 0.9;

enum { HOUSEHOLD_READ = CJJ_ITEMS, GIVEN }; /* `balance` has one more */

struct given {			     /* rows of `balance` for a zone */
	double m3[GIVEN], e2[GIVEN]; /* volume, square of its half-width */
	enum zonebalance_basis basis[GIVEN];
};

struct billed { /* of a zone and those inside it, within the period */
	double metered, unbilled, household, nonhousehold, estimated;
	double days, due_days; /* of accounts */
	int any;
};

struct account {
	size_t zone;
	char class; /* its first letter, or 0 */
	double due; /* days that the account holds in the period */
};

struct zonebalance_work {
	struct store *s;
	const struct network *n;
	int64_t from, to;
	struct zoneflow flow;
	struct zonepressure pressure;
	struct given *given; /* by zone */
	struct billed *billed;
	struct account *account;
	size_t naccount, account_cap;
	struct strmap account_of;
};

/* --- bills --- */

static double
overlap(int64_t a, int64_t b, int64_t from, int64_t to)
{
	int64_t lo = a > from ? a : from, hi = b < to ? b : to;

	return hi > lo ? (double)(hi - lo) : 0;
}

static int
load_accounts(struct zonebalance_work *w)
{
	const struct table *t = table_find("accounts");
	struct store_rows *r = store_rows_open(w->s, t);
	int id = table_col(t, "account_id"), zone = table_col(t, "zone_id");
	int class = table_col(t, "class"), status = table_col(t, "status");
	int from = table_col(t, "valid_from"), to = table_col(t, "valid_to");
	int got = r ? 1 : -1;

	while (got > 0 && (got = store_rows_next(r)) > 0) {
		long z = strmap_get(&w->n->zone_of, store_rows_text(r, zone));
		struct account a = {.class = store_rows_text(r, class)[0]};

		if (z < 0)
			continue;
		a.zone = (size_t)z;
		if (strcmp(store_rows_text(r, status), "closed") != 0)
			a.due = overlap(store_rows_day(r, from, INT64_MIN / 2),
			    store_rows_day(r, to, INT64_MAX / 2), w->from,
			    w->to);
		for (; z >= 0; z = w->n->zone[z].parent)
			w->billed[z].due_days += a.due;
		w->account = xgrow(w->account, w->naccount, &w->account_cap,
		    sizeof *w->account);
		strmap_put(
		    &w->account_of, store_rows_text(r, id), (long)w->naccount);
		w->account[w->naccount++] = a;
	}
	store_rows_close(r);
	return got;
}

static void
add_bill(struct billed *b, const struct account *a, double m3, double days,
    int unbilled, int estimated)
{
	b->any = 1;
	b->days += days;
	if (unbilled) {
		b->unbilled += m3;
		return;
	}
	b->metered += m3;
	if (a->class == 'h')
		b->household += m3;
	else
		b->nonhousehold += m3;
	if (estimated)
		b->estimated += m3;
}

static int
load_bills(struct zonebalance_work *w)
{
	const struct table *t = table_find("bills");
	struct store_rows *r = store_rows_open(w->s, t);
	int id = table_col(t, "account_id"), volume = table_col(t, "volume_m3");
	int from = table_col(t, "from"), to = table_col(t, "to");
	int status = table_col(t, "status"), billing = table_col(t, "billing");
	int got = r ? 1 : -1;

	while (got > 0 && (got = store_rows_next(r)) > 0) {
		int64_t a = store_rows_day(r, from, 0);
		int64_t b = store_rows_day(r, to, 0);
		double days = overlap(a, b, w->from, w->to), m3;
		const char *how = store_rows_text(r, status);
		const struct account *acc;
		long k;
		int unbilled;

		if (days == 0)
			continue;
		k = strmap_get(&w->account_of, store_rows_text(r, id));
		if (k < 0)
			continue;
		acc = &w->account[k];
		m3 = store_rows_num(r, volume) * days / (double)(b - a);
		unbilled = acc->class == 'u' ||
			   strcmp(store_rows_text(r, billing), "unbilled") == 0;
		for (long z = (long)acc->zone; z >= 0; z = w->n->zone[z].parent)
			add_bill(&w->billed[z], acc, m3, days, unbilled,
			    how[0] == 'e' || how[0] == 'n');
	}
	store_rows_close(r);
	return got;
}

/* --- rows of `balance` --- */

/* Their items by name: those of the standard, and household_read. */
static int
given_item(const char *name)
{
	if (strcmp(name, "household_read") == 0)
		return HOUSEHOLD_READ;
	for (int i = 0; i < CJJ_ITEMS; i++)
		if (strcmp(cjj_name((enum cjj_item)i), name) == 0)
			return i;
	return -1; /* of another standard */
}

static enum zonebalance_basis
basis_of(const char *word)
{
	for (int b = ZB_METERED; b <= ZB_DEFAULT; b++)
		if (strcmp(zonebalance_basis((enum zonebalance_basis)b),
			word) == 0)
			return (enum zonebalance_basis)b;
	return ZB_ESTIMATED_BASIS;
}

static int
load_given(struct zonebalance_work *w)
{
	const struct table *t = table_find("balance");
	struct store_rows *r = store_rows_open(w->s, t);
	int zone = table_col(t, "zone_id"), item = table_col(t, "item");
	int from = table_col(t, "from"), to = table_col(t, "to");
	int volume = table_col(t, "volume_m3"), err = table_col(t, "err_pct");
	int basis = table_col(t, "basis"), got = r ? 1 : -1;

	while (got > 0 && (got = store_rows_next(r)) > 0) {
		long z = strmap_get(&w->n->zone_of, store_rows_text(r, zone));
		int i = given_item(store_rows_text(r, item));
		int64_t a = store_rows_day(r, from, 0);
		int64_t b = store_rows_day(r, to, 0);
		double days = overlap(a, b, w->from, w->to);
		double m3 = store_rows_num(r, volume) * days / (double)(b - a);
		double pct = store_rows_num(r, err);
		struct given *g;

		if (z < 0 || i < 0 || days == 0)
			continue;
		g = &w->given[z];
		g->m3[i] = (isnan(g->m3[i]) ? 0 : g->m3[i]) + m3;
		if (!isnan(pct))
			g->e2[i] += pow(m3 * pct / 100, 2);
		g->basis[i] = basis_of(store_rows_text(r, basis));
	}
	store_rows_close(r);
	return got;
}

struct zonebalance_work *
zonebalance_new(
    struct store *s, const struct network *n, int64_t from, int64_t to)
{
	struct zonebalance_work *w = xcalloc(1, sizeof *w);

	w->s = s;
	w->n = n;
	w->from = from;
	w->to = to;
	zoneflow_init(&w->flow, s, n);
	zonepressure_init(&w->pressure, s, n);
	w->given = xcalloc(n->nzone, sizeof *w->given);
	w->billed = xcalloc(n->nzone, sizeof *w->billed);
	for (size_t z = 0; z < n->nzone; z++)
		for (int i = 0; i < GIVEN; i++)
			w->given[z].m3[i] = NAN;
	if (load_accounts(w) < 0 || load_bills(w) < 0 || load_given(w) < 0) {
		zonebalance_free(w);
		return NULL;
	}
	return w;
}

void
zonebalance_free(struct zonebalance_work *w)
{
	if (w == NULL)
		return;
	zoneflow_release(&w->flow);
	zonepressure_release(&w->pressure);
	strmap_release(&w->account_of);
	free(w->account);
	free(w->given);
	free(w->billed);
	free(w);
}

/* --- supply --- */

/* Metered inflow of the period, m3.  -1: the store failed. */
static int
metered_supply(struct zonebalance_work *w, size_t zone, struct zonebalance *out,
    double *m3, double *half)
{
	struct supply q;

	if (supply_zone(&w->flow, zone, w->from, w->to, &q) < 0)
		return -1;
	out->coverage = q.coverage;
	*m3 = q.m3;
	*half = q.half;
	if (!q.meters)
		out->flags |= ZB_NO_METERS;
	if (!isnan(q.filled_m3) && q.coverage < 1)
		out->flags |= ZB_SUPPLY_GAPS;
	return 0;
}

/* --- the balance --- */

static void
put_item(struct zonebalance *out, enum cjj_item item, double m3, double half,
    enum zonebalance_basis basis)
{
	out->in.m3[item] = m3;
	out->in.err_pct[item] =
	    m3 != 0 && !isnan(m3) ? 100 * half / fabs(m3) : 0;
	out->basis[item] = isnan(m3) ? ZB_NONE : basis;
}

/* Rows that were given stand above what was derived. */
static void
put_given(struct zonebalance *out, const struct given *g)
{
	for (int i = 0; i < CJJ_ITEMS; i++)
		if (!isnan(g->m3[i]))
			put_item(out, (enum cjj_item)i, g->m3[i],
			    sqrt(g->e2[i]), g->basis[i]);
}

static void
put_bills(struct zonebalance_work *w, size_t zone, struct zonebalance *out)
{
	const struct billed *b = &w->billed[zone];
	double pct = network_num(w->n, "err_bill_pct", (long)zone, w->from);
	enum zonebalance_basis basis = ZB_METERED;

	out->billed_share = b->due_days > 0 ? b->days / b->due_days : NAN;
	out->metered_sales_m3 = b->any ? b->metered : NAN;
	if (!b->any)
		return;
	out->estimated_share = b->metered > 0 ? b->estimated / b->metered : 0;
	if (b->estimated > 0)
		out->flags |= ZB_ESTIMATED;
	if (out->estimated_share > 0.5)
		basis = ZB_ESTIMATED_BASIS;
	put_item(
	    out, CJJ_BILLED_METERED, b->metered, b->metered * pct / 100, basis);
	put_item(out, CJJ_UNBILLED_METERED, b->unbilled,
	    b->unbilled * pct / 100, ZB_METERED);
}

/* With too little billed, authorised use is not known. */
static void
judge_billing(struct zonebalance *out)
{
	if (isnan(out->billed_share))
		return;
	if (out->billed_share < 1 - 1e-6)
		out->flags |= ZB_PROVISIONAL;
	if (out->billed_share < BILLED_LEAST) {
		out->flags |= ZB_BILLING_SHORT;
		put_item(out, CJJ_BILLED_METERED, NAN, 0, ZB_NONE);
		put_item(out, CJJ_UNBILLED_METERED, NAN, 0, ZB_NONE);
		out->metered_sales_m3 = NAN;
	}
}

/* Master/sub difference and meter error from sampled percentages. */
static void
put_meter_losses(
    struct zonebalance_work *w, size_t zone, struct zonebalance *out)
{
	double gap =
	    network_num(w->n, "household_gap_pct", (long)zone, w->from);
	double err =
	    network_num(w->n, "nonhousehold_err_pct", (long)zone, w->from);
	const struct billed *b = &w->billed[zone];

	if (!isnan(gap) && !isnan(out->in.household_read_m3))
		put_item(out, CJJ_HOUSEHOLD_METER,
		    cjj_meter_loss(out->in.household_read_m3, gap / 100), 0,
		    ZB_SAMPLED);
	if (!isnan(err) && !isnan(out->in.m3[CJJ_BILLED_METERED]))
		put_item(out, CJJ_NONHOUSEHOLD_METER,
		    cjj_meter_loss(b->nonhousehold, err / 100), 0, ZB_SAMPLED);
}

static void
put_household_read(
    struct zonebalance_work *w, size_t zone, struct zonebalance *out)
{
	double given = w->given[zone].m3[HOUSEHOLD_READ];

	out->in.household_read_m3 = given;
	if (isnan(given) && !isnan(out->in.m3[CJJ_BILLED_METERED])) {
		out->in.household_read_m3 = w->billed[zone].household;
		out->flags |= ZB_R1_FROM_BILLS;
	}
}

/* A number of the zone itself, or of the nearest zone around it. */
static double
inherited(const struct network *n, size_t zone, int64_t day, size_t offset)
{
	for (long z = (long)zone; z >= 0; z = n->zone[z].parent) {
		const struct net_zone *row = network_zone(n, (size_t)z, day);
		double v;

		if (row == NULL)
			continue;
		memcpy(&v, (const char *)row + offset, sizeof v);
		if (!isnan(v))
			return v;
	}
	return NAN;
}

/* Mean of the days' means. */
struct mean {
	double sum;
	int n;
};

static void
mean_add(struct mean *m, double v)
{
	if (isnan(v))
		return;
	m->sum += v;
	m->n++;
}

static double
mean_of(const struct mean *m)
{
	return m->n ? m->sum / m->n : NAN;
}

/* Pressures of the period: at the average zone point, and of the plants'
 * outlets that serve the zone or one around it. */
static int
find_pressures(struct zonebalance_work *w, size_t zone, struct zonebalance *out)
{
	struct mean azp = {0}, outlet;
	double v = NAN;
	int64_t d;

	for (d = w->from; d < w->to; d++) {
		if (zonepressure_day(&w->pressure, zone, d) < 0)
			return -1;
		mean_add(&azp,
		    gridday_mean(&w->pressure.azp, 0, INT64_MAX, 0, NULL));
	}
	out->azp_m = mean_of(&azp);
	if (isnan(out->azp_m))
		out->azp_m = network_num(w->n, "azp_m", (long)zone, w->from);
	out->in.outlet_mpa =
	    network_num(w->n, "outlet_mpa", (long)zone, w->from);
	for (long z = (long)zone; z >= 0 && isnan(out->in.outlet_mpa);
	     z = w->n->zone[z].parent) {
		outlet = (struct mean){0};
		for (d = w->from; d < w->to; d++) {
			if (zonepressure_role(&w->pressure, (size_t)z, d,
				EDGE_PLANT_OUTLET, &v) < 0)
				return -1;
			mean_add(&outlet, v);
		}
		/* 1 m of water is 0.00980665 MPa. */
		out->in.outlet_mpa = mean_of(&outlet) * 0.00980665;
	}
	return 0;
}

static void
describe_zone(struct zonebalance_work *w, size_t zone, const struct net_zone *z,
    int64_t day, struct zonebalance *out)
{
	int y, m, mday;

	out->mains_km = z->mains_km;
	out->connections = z->connections;
	out->private_km = z->private_km;
	out->target_pct =
	    inherited(w->n, zone, day, offsetof(struct net_zone, target_pct));
	out->in.frost_m =
	    inherited(w->n, zone, day, offsetof(struct net_zone, frost_m));
	out->in.mains_km = z->mains_km;
	out->in.days = (double)(w->to - w->from);
	cal_civil(w->from, &y, &m, &mday);
	out->in.year_days = cal_year_days(y);
}

/* --- indicators --- */

/* UARL of the period, m3, in the coefficients that uarl_units asks for. */
static double
uarl(struct zonebalance_work *w, size_t zone, const struct zonebalance *out)
{
	const char *units =
	    network_param(w->n, "uarl_units", (long)zone, w->from);
	double lp = isnan(out->private_km) ? 0 : out->private_km, litres;

	if (strcmp(units, "us") == 0) {
		/* gal/day from miles and psi: 5.41, 0.15, 7.5 */
		const double mile = 1.609344, psi = 0.703070, gal = 3.785411784;

		litres = (5.41 * out->mains_km / mile +
			     0.15 * out->connections + 7.5 * lp / mile) *
			 out->azp_m / psi * gal;
	} else {
		litres = nightloss_uarl_ld(
		    out->mains_km, out->connections, lp, out->azp_m);
	}
	return litres * out->in.days / 1000;
}

static void
real_losses(struct zonebalance *out)
{
	const struct cjj_out *c = &out->out;

	out->real_m3 = out->real_half = NAN;
	if (isnan(c->m3[CJJ_REPORTED].v) || isnan(c->m3[CJJ_UNREPORTED].v) ||
	    isnan(c->m3[CJJ_BACKGROUND].v))
		return;
	out->real_m3 = c->m3[CJJ_REAL].v;
	out->real_half = bound_half(&c->m3[CJJ_REAL]);
}

static void
indicators(struct zonebalance_work *w, size_t zone, struct zonebalance *out)
{
	double ref = network_num(w->n, "ali_ref_pct", (long)zone, w->from);
	double days = out->in.days, loss = out->out.m3[CJJ_LOSSES].v;
	double half;

	real_losses(out);
	out->uarl_m3 = uarl(w, zone, out);
	out->apparent_m3 = loss - out->real_m3;
	out->ali = out->apparent_m3 / (ref / 100 * out->metered_sales_m3);
	out->real_lcd = out->real_m3 * 1000 / (out->connections * days);
	out->real_m3kmh = out->real_m3 / (out->mains_km * days * 24);
	out->real_lcdm = out->real_lcd / out->azp_m;
	out->ili = out->real_m3 >= 0 ? out->real_m3 / out->uarl_m3 : NAN;
	half = out->real_half / out->uarl_m3;
	out->ili_lo = out->ili - half;
	out->ili_hi = out->ili + half;
}

static void
mark_computed(struct zonebalance *out)
{
	for (int i = 0; i < CJJ_ITEMS; i++)
		if (out->basis[i] == ZB_NONE && !isnan(out->out.m3[i].v))
			out->basis[i] = ZB_COMPUTED;
}

/* The zone as it was at the end of the period; NULL: it held on no day. */
static const struct net_zone *
last_row(const struct zonebalance_work *w, size_t zone, int64_t *day)
{
	const struct net_zone *z;

	for (*day = w->to - 1; *day >= w->from; --*day)
		if ((z = network_zone(w->n, zone, *day)) != NULL)
			return z;
	return NULL;
}

int
zonebalance_zone(
    struct zonebalance_work *w, size_t zone, struct zonebalance *out)
{
	const struct given *g = &w->given[zone];
	const struct net_zone *z;
	double m3, half;
	int64_t day;

	if ((z = last_row(w, zone, &day)) == NULL)
		return 0;
	*out =
	    (struct zonebalance){.from = w->from, .to = w->to, .coverage = NAN};
	for (int i = 0; i < CJJ_ITEMS; i++)
		out->in.m3[i] = NAN;
	describe_zone(w, zone, z, day, out);
	if (isnan(g->m3[CJJ_OWN_SUPPLY]) && isnan(g->m3[CJJ_IMPORTED])) {
		if (metered_supply(w, zone, out, &m3, &half) < 0)
			return -1;
		put_item(out, CJJ_OWN_SUPPLY, m3, half, ZB_METERED);
	}
	put_bills(w, zone, out);
	if (isnan(g->m3[CJJ_BILLED_METERED]))
		judge_billing(out);
	put_household_read(w, zone, out);
	put_meter_losses(w, zone, out);
	put_given(out, g);
	if (find_pressures(w, zone, out) < 0)
		return -1;
	cjj_balance(&out->in, &out->out);
	mark_computed(out);
	if (!isnan(g->m3[CJJ_BILLED_METERED]))
		out->metered_sales_m3 = g->m3[CJJ_BILLED_METERED];
	indicators(w, zone, out);
	return 1;
}

/* --- words --- */

static void
add_word(char *buf, size_t size, const char *word)
{
	size_t n = strlen(buf);

	snprintf(buf + n, size - n, "%s%s", n ? " " : "", word);
}

const char *
zonebalance_words(const struct zonebalance *zb)
{
	static const struct {
		unsigned bit;
		const char *word;
	} own[] = {{ZB_NO_METERS, "no_meters"}, {ZB_SUPPLY_GAPS, "supply_gaps"},
	    {ZB_BILLING_SHORT, "billing_short"},
	    {ZB_PROVISIONAL, "provisional"}, {ZB_ESTIMATED, "estimated_bills"},
	    {ZB_R1_FROM_BILLS, "r1_from_bills"}},
	  cjj[] = {{CJJ_NO_SUPPLY, "no_supply"}, {CJJ_NO_BILLED, "no_billed"},
	      {CJJ_NOT_EVALUATED, "not_evaluated"},
	      {CJJ_EXCEEDS, "exceeds_losses"},
	      {CJJ_NEGATIVE, "negative_losses"}, {CJJ_NO_R1, "no_r1"},
	      {CJJ_NO_R2, "no_r2"}, {CJJ_NO_R3, "no_r3"}, {CJJ_NO_R4, "no_r4"},
	      {CJJ_ANNUALISED, "annualised"}};
	static char buf[400];

	buf[0] = '\0';
	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (zb->flags & own[i].bit)
			add_word(buf, sizeof buf, own[i].word);
	for (size_t i = 0; i < sizeof cjj / sizeof *cjj; i++)
		if (zb->out.flags & cjj[i].bit)
			add_word(buf, sizeof buf, cjj[i].word);
	return buf;
}

const char *
zonebalance_basis(enum zonebalance_basis basis)
{
	static const char *const word[] = {
	    "", "metered", "estimated", "sampled", "default", "computed"};

	return word[basis];
}

const char *
zonebalance_grade(const struct zonebalance *zb)
{
	static const char *const word[] = {"", "1", "2", "fail"};

	return word[zb->out.grade];
}
