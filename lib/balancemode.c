#include "balancemode.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "balancetable.h"
#include "column.h"
#include "reconcile.h"
#include "words.h"
#include "xalloc.h"
#include "zonenight.h"

/* Calls row for each zone that the options admit and each period. */
static int
each(struct balance_run *r, struct csvout *out,
    int (*row)(struct balance_run *r, struct csvout *out, size_t zone,
	size_t period, void *ctx),
    void *ctx)
{
	int seen = 0, got = 0;

	for (size_t z = 0; got >= 0 && z < r->in.n->nzone; z++) {
		if (!input_wants(r->o->tool, &r->in, z, &seen) ||
		    balance_excluded(r->o, r->in.n->zone[z].id))
			continue;
		for (size_t p = 0; got >= 0 && p < r->o->periods.n; p++)
			if (r->o->periods.p[p].minus_a < 0)
				got = row(r, out, z, p, ctx);
	}
	return got < 0 ? -1 : 0;
}

static void
put_key(
    struct csvout *out, const struct balance_run *r, size_t zone, size_t period)
{
	const struct span *p = &r->o->periods.p[period];
	char buf[CAL_BUF];

	csvout_text(out, r->in.n->zone[zone].id);
	csvout_text(out, cal_day_text(p->from, buf));
	csvout_text(out, cal_day_text(p->to, buf));
}

static void
put_bounded(struct csvout *out, double v, double half)
{
	column_num(out, "volume_m3", v);
	column_num(out, "volume_m3", v - half);
	column_num(out, "volume_m3", v + half);
}

/* The zones directly inside; first rows, not excluded.  The caller frees. */
static size_t *
children_of(const struct balance_run *r, size_t zone, size_t *n, int *left_out)
{
	size_t *child = xcalloc(r->in.n->nzone, sizeof *child);

	*n = 0;
	*left_out = 0;
	for (size_t z = 0; z < r->in.n->nzone; z++) {
		if (!network_first(r->in.n, z) ||
		    r->in.n->zone[z].parent != (long)zone)
			continue;
		if (balance_excluded(r->o, r->in.n->zone[z].id))
			*left_out = 1;
		else
			child[(*n)++] = z;
	}
	return child;
}

/* --- parents and children --- */

struct family {
	size_t zone, period;
	struct zonebalance
	    *zb; /* the parent and those that hold of the others */
	size_t n;
	int left_out;
};

static int
family_load(struct balance_run *r, size_t zone, size_t period, struct family *f)
{
	size_t n, *child = children_of(r, zone, &n, &f->left_out);
	int got;

	f->zone = zone;
	f->period = period;
	f->n = 0;
	f->zb = xcalloc(n + 1, sizeof *f->zb);
	got = n ? zonebalance_zone(r->w, zone, period, &f->zb[0]) : 0;
	if (got > 0)
		f->n = 1;
	for (size_t i = 0; got > 0 && i < n; i++) {
		int held =
		    zonebalance_zone(r->w, child[i], period, &f->zb[f->n]);

		f->n += held > 0;
		got = held < 0 ? -1 : got;
	}
	free(child);
	return got;
}

static void
family_release(struct family *f)
{
	for (size_t i = 0; i < f->n; i++)
		zonebalance_release(&f->zb[i]);
	free(f->zb);
}

/* An item of all its members by a standard; 1: all known. */
static int
family_item(struct balance_run *r, const struct family *f, enum standard s,
    const char *item, struct bound *of)
{
	int known = 1;

	for (size_t i = 0; i < f->n; i++) {
		struct zonekpi k;

		zonekpi(r->w, &f->zb[i], s, &k);
		of[i] = balance_find(&k.b, item)->m3;
		known &= i == 0 || !isnan(of[i].v);
	}
	return known;
}

/* The bills of the parent are those of the children and some more: their error
 * is that of what is more; the meters by which ones they share. */
static double
family_half(struct balance_run *r, const struct family *f,
    const struct bound *of, double parent_sign)
{
	const struct zonesupply **z = xcalloc(f->n, sizeof(void *));
	double *k = xcalloc(f->n, sizeof *k), half, sum = 0;
	int metered = 1, supplied = 0;

	for (size_t i = 0; i < f->n; i++) {
		z[i] = &f->zb[i].supply;
		k[i] = i == 0 ? parent_sign : -1;
		metered &= !isnan(z[i]->m3);
	}
	for (int e = 0; e < BOUND_INPUTS; e++) {
		double d = 0, q = 0;
		int own = e == CJJ_OWN_SUPPLY || e == CJJ_IMPORTED;

		for (size_t i = 0; i < f->n; i++) {
			d += k[i] * of[i].e[e];
			q += pow(k[i] * of[i].e[e], 2);
		}
		supplied |= own && q > 0;
		if (!(own && metered))
			sum += own ? q : d * d;
	}
	half = zonesupply_joint_half(z, k, f->n, r->in.n->npoint);
	if (metered && supplied)
		sum += half * half;
	free(z);
	free(k);
	return sqrt(sum);
}

static void
put_family(struct balance_run *r, struct csvout *out, const struct family *f,
    enum standard s, const char *item)
{
	struct bound *of = xcalloc(f->n, sizeof *of);
	int known = family_item(r, f, s, item, of);
	double sum = 0, half = bound_half(&of[0]);

	for (size_t i = 1; i < f->n; i++)
		sum += of[i].v;
	if (!known || f->n < 2)
		sum = NAN;
	put_key(out, r, f->zone, f->period);
	csvout_text(out, standard_name(s));
	csvout_text(out, item);
	put_bounded(out, of[0].v, half);
	csvout_int(out, (int64_t)f->n - 1);
	put_bounded(out, sum, family_half(r, f, of, 0));
	put_bounded(out, of[0].v - sum, family_half(r, f, of, 1));
	column_num(out, "share_pct",
	    of[0].v != 0 ? 100 * (of[0].v - sum) / of[0].v : NAN);
	csvout_text(out, !known	     ? "child_missing" :
			 f->left_out ? "left_out" :
				       "");
	csvout_text(out, r->o->periods.p[f->period].name);
	csvout_row(out);
	free(of);
}

static int
tree_row(struct balance_run *r, struct csvout *out, size_t zone, size_t period,
    void *ctx)
{
	static const char *const item[] = {"supply", "authorised", "losses"};
	struct family f = {.n = 0};
	int got = family_load(r, zone, period, &f);

	(void)ctx;
	for (size_t s = 0; got > 0 && s < r->o->nstandard; s++)
		for (int i = 0; i < 3; i++)
			put_family(r, out, &f, r->o->standard[s], item[i]);
	family_release(&f);
	return got;
}

int
balancemode_tree(struct balance_run *r, struct csvout *out)
{
	return each(r, out, tree_row, NULL);
}

/* --- master and sub-meters --- */

struct sub {
	const char *of; /* "accounts", "zones" */
	double master, master_half, sub, sub_half, diff_half;
	double days, due; /* compared; of the period */
	double meters;
	const char *flag;
};

static void
put_sub(struct csvout *out, const struct balance_run *r, size_t zone,
    size_t period, const struct sub *s)
{
	double diff = s->master - s->sub;

	put_key(out, r, zone, period);
	csvout_text(out, s->of);
	put_bounded(out, s->master, s->master_half);
	put_bounded(out, s->sub, s->sub_half);
	put_bounded(out, diff, s->diff_half);
	column_num(
	    out, "share_pct", s->master != 0 ? 100 * diff / s->master : NAN);
	column_num(
	    out, "share_pct", s->master != 0 ? 100 * s->sub / s->master : NAN);
	csvout_num(out, s->days, 0);
	csvout_num(out, s->due, 0);
	csvout_num(out, s->meters, 0);
	csvout_text(out, s->flag);
	csvout_text(out, r->o->periods.p[period].name);
	csvout_row(out);
}

/* The customers' meters: what was billed by meter, to whomever. */
static void
sub_accounts(struct balance_run *r, const struct zonebalance *zb, size_t period,
    struct csvout *out)
{
	const struct bound *bm = &zb->leaf[CJJ_BILLED_METERED];
	const struct bound *um = &zb->leaf[CJJ_UNBILLED_METERED];
	struct bound sub = isnan(um->v) ? *bm : bound_add(*bm, *um);
	const struct bound *qs = &zb->leaf[CJJ_OWN_SUPPLY];
	struct sub s = {.of = "accounts",
	    .master = qs->v,
	    .master_half = bound_half(qs),
	    .sub = sub.v,
	    .sub_half = bound_half(&sub),
	    .days = zb->days,
	    .due = (double)(zb->to - zb->from),
	    .meters = zb->due_days / zb->days,
	    .flag = ""};

	s.diff_half = hypot(s.master_half, s.sub_half);
	if (isnan(sub.v))
		s.flag = zb->flags & ZB_BILLING_SHORT ? "billing_short" :
							"no_billed";
	else if (isnan(qs->v))
		s.flag = "no_supply";
	else if (zb->flags & ZB_PROVISIONAL)
		s.flag = "provisional";
	put_sub(out, r, zb->zone, period, &s);
}

/* Of the days that are known: a meter errs on all of them alike. */
static int
half_of_days(struct zonesupply_work *w, size_t zone, int64_t from, int64_t to,
    double *share)
{
	struct zonesupply z = {0};
	double m3 = 0, half = 0;

	for (int64_t d = from; d < to; d++) {
		if (zonesupply_get(w, zone, d, d + 1, &z) < 0)
			return -1;
		m3 += isnan(z.m3) ? 0 : z.m3;
		half += isnan(z.m3) ? 0 : z.half;
	}
	zonesupply_release(&z);
	*share = m3 != 0 ? fabs(half / m3) : 0;
	return 0;
}

/* The share of a zone's metered volume that its meters may err, 95 %. */
static int
relative_half(
    struct balance_run *r, size_t zone, int64_t from, int64_t to, double *share)
{
	struct zonesupply_work *w = zonebalance_supply(r->w);
	struct zonesupply z = {0};
	int known;

	if (zonesupply_get(w, zone, from, to, &z) < 0)
		return -1;
	known = !isnan(z.m3);
	*share = z.m3 != 0 ? fabs(z.half / z.m3) : 0;
	zonesupply_release(&z);
	return known ? 0 : half_of_days(w, zone, from, to, share);
}

/* Days on which the zone and all those inside it are known. */
static int
sub_zones(struct balance_run *r, const struct zonebalance *zb, size_t period,
    struct csvout *out)
{
	struct zonesupply_work *w = zonebalance_supply(r->w);
	int left_out, got;
	size_t n, *child = children_of(r, zb->zone, &n, &left_out);
	size_t days = (size_t)(zb->to - zb->from);
	double *m = xcalloc(days, sizeof *m), *sum = xcalloc(days, sizeof *sum);
	double *c = xcalloc(days, sizeof *c), pct = 0, var = 0;
	struct sub s = {.of = "zones",
	    .due = (double)days,
	    .meters = (double)n,
	    .flag = left_out ? "left_out" : ""};

	got = n ? zonesupply_days(w, zb->zone, zb->from, zb->to, m) : 1;
	for (size_t i = 0; got == 0 && i < n; i++) {
		double all = 0;

		got = zonesupply_days(w, child[i], zb->from, zb->to, c);
		if (got == 0 &&
		    relative_half(r, child[i], zb->from, zb->to, &pct) < 0)
			got = -1;
		for (size_t d = 0; d < days; d++) {
			sum[d] += c[d];
			all += isnan(c[d]) ? 0 : c[d];
		}
		var += pow(all * pct, 2);
	}
	for (size_t d = 0; got == 0 && d < days; d++) {
		if (isnan(m[d]) || isnan(sum[d]))
			continue;
		s.days++;
		s.master += m[d];
		s.sub += sum[d];
	}
	if (got == 0 && relative_half(r, zb->zone, zb->from, zb->to, &pct) < 0)
		got = -1;
	s.master_half = fabs(s.master) * pct;
	s.sub_half = sqrt(var);
	s.diff_half = hypot(s.master_half, s.sub_half);
	if (s.days == 0) {
		s.master = s.sub = NAN;
		s.flag = "no_data";
	}
	if (got == 0)
		put_sub(out, r, zb->zone, period, &s);
	free(child);
	free(m);
	free(sum);
	free(c);
	return got < 0 ? -1 : 0;
}

static int
total_sub_row(struct balance_run *r, struct csvout *out, size_t zone,
    size_t period, void *ctx)
{
	const struct span *p = &r->o->periods.p[period];
	const struct net_zone *z = network_zone(r->in.n, zone, p->to - 1);
	struct zonebalance zb;
	int got;

	(void)ctx;
	if (z == NULL)
		z = &r->in.n->zone[zone];
	if (strcmp(z->method, "total_sub") != 0 &&
	    strcmp(z->method, "both") != 0)
		return 0;
	if ((got = zonebalance_zone(r->w, zone, period, &zb)) <= 0)
		return got;
	if (!isnan(zb.billed_share))
		sub_accounts(r, &zb, period, out);
	got = sub_zones(r, &zb, period, out);
	zonebalance_release(&zb);
	return got;
}

int
balancemode_total_sub(struct balance_run *r, struct csvout *out)
{
	return each(r, out, total_sub_row, NULL);
}

/* --- night flow --- */

/* Real loss by night flow over the days of the period; *nights of them known.
 * Its inputs: the flow meters, which are those of the supply, pressure, and all
 * that is assumed.  -1: the store failed. */
static int
night_loss(struct balance_run *r, struct zonenight_work *w,
    const struct zonebalance *zb, struct bound *out, double *nights)
{
	const char *id = r->in.n->zone[zb->zone].id;
	const struct daily *d = dailyflow_zone(&r->days, id);
	struct bound sum = bound_exact(0);
	double n = 0;

	for (int64_t day = zb->from; day < zb->to; day++) {
		struct zonenight zn;
		struct bound loss = bound_none();
		int got = 1;

		if (d != NULL && d->real != NULL)
			loss = bound_input(daily_at(d, d->real, day),
			    IWA_IN_NIGHT, daily_at(d, d->real_half, day));
		else if ((got = zonenight_day(w, zb->zone, day, &zn)) > 0) {
			const struct bound *q = &zn.loss.real_loss;

			loss = bound_exact(q->v);
			loss.e[CJJ_OWN_SUPPLY] = q->e[NIGHT_FLOW];
			loss.e[IWA_IN_PRESSURE] = q->e[NIGHT_PRESSURE];
			loss.e[IWA_IN_NIGHT] =
			    hypot(q->e[NIGHT_LNU], q->e[NIGHT_N1]);
		}
		if (got < 0)
			return -1;
		if (isnan(loss.v) || isnan(bound_half(&loss)))
			continue;
		sum = bound_add(sum, loss);
		n++;
	}
	*nights = n;
	*out = n > 0 ? bound_scale(sum, zb->days / n) : bound_none();
	return 0;
}

/* Real losses as the balance has them. */
static struct bound
top_down(const struct zonekpi *k)
{
	const struct bound *metering;

	if (k->standard != STANDARD_CJJ92)
		return k->real;
	metering = &balance_find(&k->b, "metering_losses")->m3;
	return isnan(metering->v) ? k->losses : bound_sub(k->losses, *metering);
}

static const char *
night_flag(const struct bound *top, const struct bound *bottom,
    const struct zonekpi *k, int few)
{
	if (isnan(bottom->v))
		return "no_night_loss";
	if (isnan(top->v))
		return k->iwa_flags & IWA_NO_CMI && !isnan(k->losses.v) ?
			   "no_cmi" :
			   "no_losses";
	return few ? "few_nights" : "";
}

static void
put_bottom_up(struct balance_run *r, struct csvout *out, size_t period,
    const struct zonebalance *zb, const struct zonekpi *k,
    const struct bound *bottom, double nights)
{
	struct bound top = top_down(k), diff = bound_sub(top, *bottom);
	double half = bound_half(&diff);

	put_key(out, r, zb->zone, period);
	csvout_text(out, standard_name(k->standard));
	put_bounded(out, top.v, bound_half(&top));
	put_bounded(out, bottom->v, bound_half(bottom));
	csvout_num(out, nights, 0);
	csvout_num(out, zb->days, 0);
	put_bounded(out, diff.v, half);
	csvout_text(out, isnan(diff.v) || isnan(half) ? "" :
			 fabs(diff.v) <= half	      ? "yes" :
							"no");
	csvout_text(
	    out, night_flag(&top, bottom, k, nightloss_few(nights, zb->days)));
	csvout_text(out, r->o->periods.p[period].name);
	csvout_row(out);
}

/* What was moved, item by item. */
static void
put_reconciled(struct balance_run *r, struct csvout *out, size_t period,
    const struct zonebalance *zb, const struct zonekpi *k, const char *item,
    const struct bound *before, const struct reconcile *how, int few)
{
	struct bound after = reconciled(how, before);
	double half = bound_half(before);
	char flags[32] = "";

	if (isnan(before->v))
		return;
	put_key(out, r, zb->zone, period);
	csvout_text(out, standard_name(k->standard));
	csvout_text(out, item);
	put_bounded(out, before->v, half);
	put_bounded(out, after.v, bound_half(&after));
	column_num(out, "volume_m3", after.v - before->v);
	column_num(out, "share_pct",
	    half > 0 ? 100 * (after.v - before->v) / half : NAN);
	if (fabs(after.v - before->v) > half * 1.000001 && half > 0)
		words_add(flags, sizeof flags, "beyond_bounds");
	if (few)
		words_add(flags, sizeof flags, "few_nights");
	csvout_text(out, flags);
	csvout_text(out, r->o->periods.p[period].name);
	csvout_row(out);
}

static void
put_all_reconciled(struct balance_run *r, struct csvout *out, size_t period,
    const struct zonebalance *zb, const struct zonekpi *k,
    const struct bound *bottom, double nights)
{
	struct bound top = top_down(k), gap = bound_sub(top, *bottom);
	int few = nightloss_few(nights, zb->days);
	struct reconcile how;

	if (reconcile(&gap, 1, &how) < 0)
		return;
	for (size_t i = 0; i < k->b.n; i++)
		put_reconciled(r, out, period, zb, k, k->b.item[i].name,
		    &k->b.item[i].m3, &how, few);
	put_reconciled(
	    r, out, period, zb, k, "night_real_loss", bottom, &how, few);
}

struct night_ctx {
	struct zonenight_work *w;
	int reconcile;
};

static int
night_row(struct balance_run *r, struct csvout *out, size_t zone, size_t period,
    void *ctx)
{
	struct night_ctx *c = ctx;
	struct zonebalance zb;
	struct bound bottom;
	double nights;
	int got = zonebalance_zone(r->w, zone, period, &zb);

	if (got <= 0)
		return got;
	got = night_loss(r, c->w, &zb, &bottom, &nights);
	for (size_t s = 0; got == 0 && s < r->o->nstandard; s++) {
		struct zonekpi k;

		zonekpi(r->w, &zb, r->o->standard[s], &k);
		if (c->reconcile)
			put_all_reconciled(
			    r, out, period, &zb, &k, &bottom, nights);
		else
			put_bottom_up(r, out, period, &zb, &k, &bottom, nights);
	}
	zonebalance_release(&zb);
	return got;
}

static int
by_night(struct balance_run *r, struct csvout *out, int adjust)
{
	struct night_ctx c = {zonenight_new(r->in.s, r->in.n), adjust};
	int got = each(r, out, night_row, &c);

	zonenight_free(c.w);
	return got;
}

int
balancemode_bottom_up(struct balance_run *r, struct csvout *out)
{
	return by_night(r, out, 0);
}

int
balancemode_reconcile(struct balance_run *r, struct csvout *out)
{
	return by_night(r, out, 1);
}

/* --- leaks --- */

static int
leak_row(struct balance_run *r, struct csvout *out, size_t zone, size_t period,
    void *ctx)
{
	static const char *const kind[LEAK_KINDS] = {"reported", "unreported"};
	struct leak_sum sum[LEAK_KINDS];
	struct zonebalance zb;
	double pct;
	int got = zonebalance_zone(r->w, zone, period, &zb);

	(void)ctx;
	if (got <= 0)
		return got;
	zonebalance_leaks(r->w, &zb, sum);
	pct = network_num(r->in.n, "err_leak_pct", (long)zone, zb.from);
	for (int k = 0; k < LEAK_KINDS; k++) {
		if (sum[k].events == 0)
			continue;
		put_key(out, r, zone, period);
		csvout_text(out, kind[k]);
		csvout_int(out, (int64_t)sum[k].events);
		csvout_int(out, sum[k].running);
		column_num(out, "volume_m3", sum[k].awareness_m3);
		column_num(out, "volume_m3", sum[k].location_m3);
		column_num(out, "volume_m3", sum[k].repair_m3);
		put_bounded(
		    out, sum[k].total_m3, fabs(sum[k].total_m3) * pct / 100);
		csvout_text(out, sum[k].assumed ? "assumed_flow" : "");
		csvout_text(out, r->o->periods.p[period].name);
		csvout_row(out);
	}
	zonebalance_release(&zb);
	return 0;
}

int
balancemode_leaks(struct balance_run *r, struct csvout *out)
{
	return each(r, out, leak_row, NULL);
}
