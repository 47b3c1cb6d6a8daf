#include "zonebalance.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "assume.h"
#include "policy.h"
#include "xalloc.h"
#include "zoneoutlet.h"
#include "zonepressure.h"

/* Needed share of the accounts' days, and what is more than all of them. */
static const double BILLED_LEAST = 0.9, BILLED_MOST = 1.01;

/* Needed share of the days with pressure. */
static const double AZP_LEAST = 0.9;

static const char *const leaf_names[LEAVES - CJJ_ITEMS] = {"household_read",
    "unauthorised", "customer_meter_loss", "data_handling", "apparent_losses"};

struct given { /* rows of `balance` for a zone and period */
	double m3[LEAVES], e2[LEAVES]; /* square of the half-width */
	double days[LEAVES];	       /* of the period, of all rows */
	enum basis basis[LEAVES];
};

struct zonebalance_work {
	struct zonebalance_source src;
	const struct network *n;
	struct zonesupply_work *supply;
	struct zonepressure pressure;
	struct zoneoutlet outlet;
	struct leaks leaks;
	struct given *given; /* by zone and period: where there is any */
	uint32_t *given_at;  /* index + 1 in given; 0 none */
	size_t ngiven, given_cap;
	size_t stray; /* rows of `balance` of zones that are none */
	char *stray_id;
};

const struct network *
zonebalance_network(const struct zonebalance_work *w)
{
	return w->n;
}

struct zonesupply_work *
zonebalance_supply(struct zonebalance_work *w)
{
	return w->supply;
}

/* --- rows of `balance` --- */

static int
leaf_find(const char *name)
{
	for (int i = 0; i < CJJ_ITEMS; i++)
		if (strcmp(cjj_name((enum cjj_item)i), name) == 0)
			return i;
	for (int i = CJJ_ITEMS; i < LEAVES; i++)
		if (strcmp(leaf_names[i - CJJ_ITEMS], name) == 0)
			return i;
	return -1;
}

static enum basis
basis_of(const char *word)
{
	for (int b = BASIS_METERED; b <= BASIS_DEFAULT; b++)
		if (strcmp(basis_name((enum basis)b), word) == 0)
			return (enum basis)b;
	return BASIS_ESTIMATED;
}

static double
overlap(int64_t a, int64_t b, int64_t from, int64_t to)
{
	int64_t lo = a > from ? a : from, hi = b < to ? b : to;

	return hi > lo ? (double)(hi - lo) : 0;
}

static struct given *
given_of(struct zonebalance_work *w, size_t zone, size_t period, int make)
{
	uint32_t *at = &w->given_at[zone * w->src.periods->n + period];
	struct given *g;

	if (*at != 0)
		return &w->given[*at - 1];
	if (!make)
		return NULL;
	w->given = xgrow(w->given, w->ngiven, &w->given_cap, sizeof *w->given);
	g = &w->given[w->ngiven++];
	*g = (struct given){.m3[0] = NAN};
	for (int i = 0; i < LEAVES; i++)
		g->m3[i] = NAN;
	*at = (uint32_t)w->ngiven;
	return g;
}

struct given_row {
	int64_t from, to;
	double m3, pct;
	int leaf;
	enum basis basis;
};

static void
put_given_row(
    struct zonebalance_work *w, size_t zone, const struct given_row *r)
{
	for (size_t i = 0; i < w->src.periods->n; i++) {
		const struct span *p = &w->src.periods->p[i];
		double days = overlap(r->from, r->to, p->from, p->to);
		double m3 = r->m3 * days / (double)(r->to - r->from);
		struct given *g;

		if (days == 0 || p->minus_a >= 0)
			continue;
		g = given_of(w, zone, i, 1);
		g->m3[r->leaf] =
		    (isnan(g->m3[r->leaf]) ? 0 : g->m3[r->leaf]) + m3;
		g->days[r->leaf] += days;
		if (!isnan(r->pct))
			g->e2[r->leaf] += pow(m3 * r->pct / 100, 2);
		g->basis[r->leaf] = r->basis;
	}
}

static void
note_stray(struct zonebalance_work *w, const char *id)
{
	if (w->stray++ == 0)
		w->stray_id = xstrdup(id);
}

size_t
zonebalance_stray(const struct zonebalance_work *w, const char **id)
{
	*id = w->stray_id;
	return w->stray;
}

static int
load_given(struct zonebalance_work *w)
{
	const struct table *t = table_find("balance");
	struct store_rows *r = store_rows_open(w->src.s, t);
	int zone = table_col(t, "zone_id"), item = table_col(t, "item");
	int from = table_col(t, "from"), to = table_col(t, "to");
	int volume = table_col(t, "volume_m3"), err = table_col(t, "err_pct");
	int basis = table_col(t, "basis"), got = r ? 1 : -1;

	while (got > 0 && (got = store_rows_next(r)) > 0) {
		long z = strmap_get(&w->n->zone_of, store_rows_text(r, zone));
		struct given_row g = {.from = store_rows_day(r, from, 0),
		    .to = store_rows_day(r, to, 0),
		    .m3 = store_rows_num(r, volume),
		    .pct = store_rows_num(r, err),
		    .leaf = leaf_find(store_rows_text(r, item)),
		    .basis = basis_of(store_rows_text(r, basis))};

		if (z < 0)
			note_stray(w, store_rows_text(r, zone));
		else if (g.leaf >= 0)
			put_given_row(w, (size_t)z, &g);
	}
	store_rows_close(r);
	return got;
}

struct zonebalance_work *
zonebalance_new(const struct zonebalance_source *src)
{
	struct zonebalance_work *w = xcalloc(1, sizeof *w);

	w->src = *src;
	w->n = src->n;
	w->supply = zonesupply_new(src->s, src->n, src->days);
	zonepressure_init(&w->pressure, src->s, src->n);
	zoneoutlet_init(&w->outlet, src->s, &w->pressure);
	w->given_at =
	    xcalloc(src->n->nzone * src->periods->n + 1, sizeof *w->given_at);
	if (load_given(w) < 0 || leaks_load(&w->leaks, src->s, src->n) < 0) {
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
	zonesupply_free(w->supply);
	zonepressure_release(&w->pressure);
	zoneoutlet_release(&w->outlet);
	leaks_release(&w->leaks);
	free(w->given);
	free(w->given_at);
	free(w->stray_id);
	free(w);
}

/* --- leaves --- */

static void
put_leaf(struct zonebalance *zb, int leaf, struct bound m3, enum basis basis)
{
	zb->leaf[leaf] = m3;
	zb->basis[leaf] = isnan(m3.v) ? BASIS_NONE : basis;
}

/* Which input of the bounds a leaf is. */
static int
input_of(int leaf)
{
	switch (leaf) {
	case LEAF_HOUSEHOLD_READ:
		return IWA_IN_HOUSEHOLD_READ;
	case LEAF_UNAUTHORISED:
		return IWA_IN_UC;
	case LEAF_CUSTOMER_METER:
		return IWA_IN_CMI;
	case LEAF_DATA_HANDLING:
		return IWA_IN_SDHE;
	case LEAF_APPARENT:
		return IWA_IN_APPARENT;
	default:
		return leaf;
	}
}

/* A sampled share, %: its own input. */
static struct bound
sampled(struct zonebalance_work *w, size_t zone, int64_t day, const char *name,
    int input)
{
	double pct = network_num(w->n, name, (long)zone, day);
	double err = network_num(w->n, "err_sampled_pct", (long)zone, day);

	return isnan(pct) ? bound_none() :
			    bound_input(pct, input, fabs(pct) * err / 100);
}

static int
is_given(const struct given *g, int leaf)
{
	return g != NULL && !isnan(g->m3[leaf]);
}

/* What flows on every day, and so is not known from rows for some of them;
 * the other items are volumes of works, fires, bursts, contracts. */
static int
runs_daily(const struct given *g, int leaf)
{
	switch (leaf) {
	case CJJ_IMPORTED: /* beside own supply perhaps now and then */
		return !is_given(g, CJJ_OWN_SUPPLY);
	case CJJ_EXPORTED:
	case CJJ_BILLED_UNMETERED:
	case CJJ_UNBILLED_UNMETERED:
	case CJJ_REPORTED:
	case CJJ_UNREPORTED:
	case CJJ_TANK:
		return 0;
	default:
		return 1;
	}
}

/* Why the rows of an item cannot stand for the period; 0: they can. */
static unsigned
rows_unfit(const struct given *g, int leaf, const struct zonebalance *zb)
{
	if (!runs_daily(g, leaf))
		return 0;
	if (g->days[leaf] < zb->days)
		return ZB_ROWS_SHORT;
	return g->days[leaf] > (double)(zb->to - zb->from) ? ZB_ROWS_TWICE : 0;
}

static struct bound
given_m3(const struct given *g, int leaf, const struct zonebalance *zb)
{
	if (rows_unfit(g, leaf, zb))
		return bound_none();
	return bound_input(g->m3[leaf], input_of(leaf), sqrt(g->e2[leaf]));
}

/* Rows that were given stand above what was derived. */
static void
put_given(struct zonebalance *zb, const struct given *g)
{
	for (int i = 0; i < LEAVES; i++) {
		if (!is_given(g, i))
			continue;
		if (g->m3[i] < 0)
			zb->flags |= ZB_NEGATIVE_INPUT;
		zb->flags |= rows_unfit(g, i, zb);
		put_leaf(zb, i, given_m3(g, i, zb), g->basis[i]);
	}
}

/* Own supply by the meters, unless rows of `balance` say what it was. */
static int
put_supply(
    struct zonebalance_work *w, const struct given *g, struct zonebalance *zb)
{
	zb->supply.m3 = NAN;
	if (is_given(g, CJJ_OWN_SUPPLY) || is_given(g, CJJ_IMPORTED))
		return 0;
	if (zonesupply_get(w->supply, zb->zone, zb->from, zb->to, &zb->supply) <
	    0)
		return -1;
	zb->coverage = zb->supply.coverage;
	if (!zb->supply.meters)
		zb->flags |= ZB_NO_METERS;
	if (zb->coverage > 0 && zb->coverage < 1)
		zb->flags |= ZB_SUPPLY_GAPS;
	if (!isnan(zb->supply.m3))
		put_leaf(zb, CJJ_OWN_SUPPLY,
		    bound_input(zb->supply.m3, CJJ_OWN_SUPPLY, zb->supply.half),
		    BASIS_METERED);
	return 0;
}

static void
judge_billing(const struct billed *b, struct zonebalance *zb)
{
	double all = b->household + b->nonhousehold + b->unbilled;

	zb->billed_share = b->due_days > 0 ? b->days / b->due_days : NAN;
	zb->due_days = b->due_days;
	zb->forecast_m3 = b->forecast;
	zb->forecast_unbilled_m3 = b->forecast_unbilled;
	zb->bills_metered_m3 = b->household + b->nonhousehold;
	zb->bills_unbilled_m3 = b->unbilled;
	zb->estimated_share = all > 0 ? b->estimated / all : 0;
	zb->prorated_share = all > 0 ? b->prorated / all : 0;
	if (b->estimated != 0)
		zb->flags |= ZB_ESTIMATED;
	if (zb->billed_share < 1 - 1e-6)
		zb->flags |= ZB_PROVISIONAL;
	if (zb->billed_share < BILLED_LEAST)
		zb->flags |= ZB_BILLING_SHORT;
	if (zb->billed_share > BILLED_MOST)
		zb->flags |= ZB_BILLED_TWICE;
	if (b->lacking > 0)
		zb->flags |= ZB_NO_ACCOUNTS | ZB_PROVISIONAL;
	if (b->lacking > (1 - BILLED_LEAST) * zb->connections)
		zb->flags |= ZB_BILLING_SHORT;
	if (b->lacking > 0) /* nobody knows their use */
		zb->forecast_m3 = zb->forecast_unbilled_m3 = NAN;
}

/* With too little billed, authorised use is not known. */
static void
put_bills(struct zonebalance_work *w, size_t period, struct zonebalance *zb)
{
	const struct billed *b = billing_zone(w->src.billing, zb->zone, period);
	double pct =
	    network_num(w->n, "err_bill_pct", (long)zb->zone, zb->from);
	double metered = b->household + b->nonhousehold;
	enum basis basis;

	if (b->bills == 0 && b->due_days == 0)
		return;
	judge_billing(b, zb);
	if (b->bills == 0 || zb->flags & ZB_BILLING_SHORT)
		return;
	basis = zb->estimated_share > 0.5 ? BASIS_ESTIMATED : BASIS_METERED;
	put_leaf(zb, CJJ_BILLED_METERED,
	    bound_input(metered, CJJ_BILLED_METERED, fabs(metered) * pct / 100),
	    basis);
	put_leaf(zb, CJJ_UNBILLED_METERED,
	    bound_input(b->unbilled, CJJ_UNBILLED_METERED,
		fabs(b->unbilled) * pct / 100),
	    BASIS_METERED);
	put_leaf(zb, LEAF_HOUSEHOLD_READ,
	    bound_input(b->household, CJJ_BILLED_METERED,
		fabs(b->household) * pct / 100),
	    basis);
	zb->flags |= ZB_R1_FROM_BILLS;
}

/* Master/sub difference and meter error from sampled shares; that of
 * non-households needs to know what they were billed. */
static void
put_meter_losses(
    struct zonebalance_work *w, const struct given *g, struct zonebalance *zb)
{
	struct bound gap = sampled(w, zb->zone, zb->from, "household_gap_pct",
			 CJJ_HOUSEHOLD_METER),
		     err = sampled(w, zb->zone, zb->from,
			 "nonhousehold_err_pct", CJJ_NONHOUSEHOLD_METER);
	struct bound read = zb->leaf[LEAF_HOUSEHOLD_READ];
	struct bound billed = zb->leaf[CJJ_BILLED_METERED];
	double household = zb->flags & ZB_R1_FROM_BILLS ? read.v : NAN;

	if (is_given(g, LEAF_HOUSEHOLD_READ)) {
		read = given_m3(g, LEAF_HOUSEHOLD_READ, zb);
		zb->flags &= ~(unsigned)ZB_R1_FROM_BILLS;
	}
	put_leaf(zb, CJJ_HOUSEHOLD_METER, iwa_cmi(read, gap), BASIS_SAMPLED);
	if (billed.v > 0 && !isnan(household))
		put_leaf(zb, CJJ_NONHOUSEHOLD_METER,
		    iwa_cmi(bound_scale(billed, 1 - household / billed.v), err),
		    BASIS_SAMPLED);
}

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

/* --- pressures --- */

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

static int
has_role(const struct network *n, size_t zone, enum edge_role role)
{
	for (size_t i = n->edge_at[zone]; i < n->edge_at[zone + 1]; i++)
		if (n->edge[i].role == role)
			return 1;
	return 0;
}

static int
find_azp(struct zonebalance_work *w, struct zonebalance *zb)
{
	const long zone = (long)zb->zone;
	struct mean azp = {0};

	if (has_role(w->n, zb->zone, EDGE_AZP) ||
	    has_role(w->n, zb->zone, EDGE_INLET)) {
		for (int64_t d = zb->from; d < zb->to; d++) {
			if (zonepressure_day(&w->pressure, zb->zone, d) < 0)
				return -1;
			mean_add(&azp, gridday_mean(&w->pressure.azp, 0,
					   INT64_MAX, 0, NULL));
		}
	}
	if (azp.n > 0 && azp.n < AZP_LEAST * zb->days)
		zb->flags |= ZB_AZP_GAPS;
	zb->azp_m = bound_input(mean_of(&azp), IWA_IN_PRESSURE,
	    network_num(w->n, "err_pressure_m", zone, zb->from));
	if (isnan(zb->azp_m.v)) {
		zb->azp_m.v = network_num(w->n, "azp_m", zone, zb->from);
		if (!isnan(zb->azp_m.v))
			zb->flags |= ZB_AZP_PARAM;
	}
	return 0;
}

/* Of the plants' outlets that serve the zone or the nearest one around it. */
static int
find_outlet(struct zonebalance_work *w, struct zonebalance *zb)
{
	int by_volume = 1;

	zb->outlet_mpa =
	    network_num(w->n, "outlet_mpa", (long)zb->zone, zb->from);
	for (long z = (long)zb->zone; z >= 0 && isnan(zb->outlet_mpa);
	     z = w->n->zone[z].parent)
		if (has_role(w->n, (size_t)z, EDGE_PLANT_OUTLET) &&
		    zoneoutlet_mean(&w->outlet, (size_t)z, zb->from, zb->to,
			&zb->outlet_mpa, &by_volume) < 0)
			return -1;
	if (!by_volume && !isnan(zb->outlet_mpa))
		zb->flags |= ZB_R3_BY_WEIGHT;
	return 0;
}

/* --- leakage --- */

static void
put_leaks(struct zonebalance_work *w, struct zonebalance *zb)
{
	static const int leaf[LEAK_KINDS] = {CJJ_REPORTED, CJJ_UNREPORTED};
	struct leak_sum sum[LEAK_KINDS];

	zonebalance_leaks(w, zb, sum);
	for (int k = 0; k < LEAK_KINDS; k++) {
		double half =
		    fabs(sum[k].total_m3) / 100 *
		    network_num(w->n, "err_leak_pct", (long)zb->zone, zb->from);

		if (sum[k].events > 0)
			put_leaf(zb, leaf[k],
			    bound_input(sum[k].total_m3, leaf[k], half),
			    sum[k].assumed ? BASIS_DEFAULT : BASIS_ESTIMATED);
	}
}

void
zonebalance_leaks(struct zonebalance_work *w, const struct zonebalance *zb,
    struct leak_sum sum[LEAK_KINDS])
{
	const struct zone *tz = store_zone(w->src.s);
	const long z = (long)zb->zone;
	struct leak_in in = {.azp_m = zb->azp_m.v,
	    .c2 = network_num(w->n, "leak_c2", z, zb->from),
	    .burst_m3h = network_num(w->n, "burst_m3h", z, zb->from),
	    .leak_m3h = network_num(w->n, "leak_m3h", z, zb->from),
	    .n1 = network_num(w->n, "n1", z, zb->from)};

	if (isnan(in.n1)) /* auto needs what is being computed here */
		in.n1 = 1.15;
	leaks_sum(&w->leaks, w->n, zb->zone, zone_midnight(tz, zb->from),
	    zone_midnight(tz, zb->to), &in, sum);
}

static void
put_background(struct zonebalance_work *w, struct zonebalance *zb)
{
	struct bound qn =
	    sampled(w, zb->zone, zb->from, "background_m3kmh", CJJ_BACKGROUND);

	if (!isnan(qn.v) && !isnan(zb->mains_km))
		put_leaf(zb, CJJ_BACKGROUND,
		    bound_scale(
			qn, cjj_background_m3(1, zb->mains_km, zb->days * 24)),
		    BASIS_SAMPLED);
}

/* --- the zone --- */

static void
describe_zone(struct zonebalance_work *w, const struct net_zone *z, int64_t day,
    struct zonebalance *zb)
{
	const long zone = (long)zb->zone;
	int y, m, mday;

	/* 0 is a length that nobody entered */
	zb->mains_km = z->mains_km > 0 ? z->mains_km : NAN;
	zb->connections = z->connections;
	zb->private_km = z->private_km;
	zb->hours_supply = z->hours_supply;
	zb->frost_m =
	    inherited(w->n, zb->zone, day, offsetof(struct net_zone, frost_m));
	zb->target_pct = inherited(
	    w->n, zb->zone, day, offsetof(struct net_zone, target_pct));
	if (isnan(zb->target_pct))
		zb->target_pct = network_num(w->n, "target_pct", zone, day);
	cal_civil(day, &y, &m, &mday);
	zb->policy_pct = policy_target_pct(y);
	zb->own_err_pct = network_num(w->n, "bulk_err_own_pct", zone, day);
	zb->imported_err_pct =
	    network_num(w->n, "bulk_err_imported_pct", zone, day);
	zb->exported_err_pct =
	    network_num(w->n, "bulk_err_exported_pct", zone, day);
	zb->cmi_pct = sampled(w, zb->zone, day, "cmi_pct", IWA_IN_CMI);
}

/* The zone as it was at the end of the period, and how many days it held;
 * NULL: on none. */
static const struct net_zone *
last_row(const struct zonebalance_work *w, struct zonebalance *zb, int64_t *day)
{
	const struct net_zone *last = NULL, *z;

	for (int64_t d = zb->from; d < zb->to; d++) {
		if ((z = network_zone(w->n, zb->zone, d)) == NULL)
			continue;
		zb->days++;
		last = z;
		*day = d;
	}
	if (zb->days < (double)(zb->to - zb->from))
		zb->flags |= ZB_PART_OF_PERIOD;
	return last;
}

static void
start(struct zonebalance *zb, int64_t from, int64_t to, size_t zone)
{
	*zb = (struct zonebalance){.from = from,
	    .to = to,
	    .zone = zone,
	    .coverage = NAN,
	    .billed_share = NAN,
	    .forecast_m3 = NAN,
	    .forecast_unbilled_m3 = NAN,
	    .estimated_share = NAN,
	    .prorated_share = NAN,
	    .region_rbl_pct = NAN};
	for (int i = 0; i < LEAVES; i++)
		zb->leaf[i].v = NAN;
}

/* Use that would not have been, which the supply is already without, was
 * billed. */
static void
put_assumed(struct zonebalance_work *w, struct zonebalance *zb)
{
	const struct zone *tz = store_zone(w->src.s);
	double flow, leak;

	if (!zb->supply.assumed)
		return;
	zb->flags |= ZB_ASSUMED;
	assume_volume(w->src.n->assume, w->src.n, zb->zone,
	    zone_midnight(tz, zb->from), zone_midnight(tz, zb->to), &flow,
	    &leak);
	zb->leaf[CJJ_BILLED_METERED].v -= flow - leak;
}

int
zonebalance_zone(struct zonebalance_work *w, size_t zone, size_t period,
    struct zonebalance *zb)
{
	const struct span *p = &w->src.periods->p[period];
	const struct given *g = given_of(w, zone, period, 0);
	const struct net_zone *z;
	int64_t day = p->from;

	start(zb, p->from, p->to, zone);
	if ((z = last_row(w, zb, &day)) == NULL)
		return 0;
	describe_zone(w, z, day, zb);
	if (find_azp(w, zb) < 0 || find_outlet(w, zb) < 0 ||
	    put_supply(w, g, zb) < 0) {
		zonebalance_release(zb);
		return -1;
	}
	put_bills(w, period, zb);
	put_meter_losses(w, g, zb);
	put_leaks(w, zb);
	put_background(w, zb);
	put_given(zb, g);
	put_assumed(w, zb);
	if (is_given(g, CJJ_BILLED_METERED)) {
		zb->flags &= ~(unsigned)ZB_BILLING_SHORT;
		zb->forecast_m3 = zb->forecast_unbilled_m3 = NAN;
	}
	return 1;
}

void
zonebalance_release(struct zonebalance *zb)
{
	zonesupply_release(&zb->supply);
}
