/*
 * Bursts and pressure: rates before and after, and a regression over zones and
 * months.
 */
#include <err.h>
#include <math.h>
#include <stdlib.h>

#include "burstrate.h"
#include "pe.h"
#include "rainflow.h"
#include "words.h"
#include "xalloc.h"
#include "zonebursts.h"
#include "zonepressure.h"

static const double YEAR = 365.25, MONTH = 30, MOST_MISSING = 0.5;

struct work {
	struct zonebursts bursts;
	struct zonepressure zp;
	struct burst_row *row;
	size_t nrow, cap;
	double max_sum; /* of the highest pressures of the rows */
};

/* What the pressure of a zone did to its pipes over some days. */
struct strain {
	double max;    /* mean of the highest AZP of each day, m */
	double cycles; /* of 30 days */
	size_t days;   /* with readings */
	double mains_km, connections;
};

static void
strain_day(const struct gridday *g, struct rainflow *f, struct strain *out)
{
	double most = -INFINITY;

	rainflow_add(f, g->v, g->n);
	for (size_t i = 0; i < g->n; i++)
		most = fmax(most, g->v[i]); /* of a NaN the other */
	if (isinf(most))
		return;
	out->max += most;
	out->days++;
}

static int
read_strain(struct pe *pe, struct work *k, size_t zone, int64_t from,
    int64_t to, struct strain *out)
{
	const struct network *n = pe->in->n;
	struct rainflow f;
	int got = 0;

	*out = (struct strain){.mains_km = NAN, .connections = NAN};
	rainflow_init(&f, network_num(n, "cycle_m", (long)zone, to - 1));
	for (int64_t day = from; got == 0 && day < to; day++) {
		const struct net_zone *z = network_zone(n, zone, day);

		if (z == NULL)
			continue;
		out->mains_km = z->mains_km;
		out->connections = z->connections;
		got = zonepressure_day(&k->zp, zone, day);
		if (got == 0)
			strain_day(&k->zp.azp, &f, out);
	}
	out->max /= (double)out->days; /* none: NaN */
	out->cycles = rainflow_cycles(&f) * MONTH / (double)out->days;
	rainflow_release(&f);
	return got;
}

/* --- before and after --- */

struct period {
	int64_t from, to;
	size_t bursts;
	double km100_yr, conn1000_yr; /* exposures */
	struct strain strain;
};

static int
read_period(struct pe *pe, struct work *k, size_t zone, struct period *p)
{
	double years = (double)(p->to - p->from) / YEAR;

	if (read_strain(pe, k, zone, p->from, p->to, &p->strain) < 0)
		return -1;
	p->bursts = zonebursts_count(&k->bursts, zone, p->from, p->to);
	p->km100_yr = p->strain.mains_km / 100 * years;
	p->conn1000_yr = p->strain.connections / 1000 * years;
	return 0;
}

/* All rates have the digits of this one. */
static void
put_rate(struct pe *pe, struct burst_rate r)
{
	column_num(pe->out, "km100_yr", r.rate);
	column_num(pe->out, "km100_yr", r.lo);
	column_num(pe->out, "km100_yr", r.hi);
}

static void
put_rates(struct pe *pe, const struct period *p, int known)
{
	column_num(pe->out, "bursts", known ? (double)p->bursts : NAN);
	put_rate(pe, burst_rate(p->bursts, known ? p->km100_yr : NAN));
	put_rate(pe, burst_rate(p->bursts, known ? p->conn1000_yr : NAN));
	column_num(pe->out, "day_max_m", known ? p->strain.max : NAN);
}

static void
put_bursts(struct pe *pe, size_t zone, const struct work *k,
    const struct period *now, const struct period *base)
{
	int compared = base->from != INT64_MIN;
	char flags[64] = "";
	struct burst_rate r = {NAN, NAN, NAN};

	pe_put_zone(pe, zone, now->from, now->to);
	put_rates(pe, now, 1);
	if (compared) {
		pe_put_day(pe, base->from);
		pe_put_day(pe, base->to);
		r = burst_ratio(
		    base->bursts, base->km100_yr, now->bursts, now->km100_yr);
	} else {
		csvout_text(pe->out, "");
		csvout_text(pe->out, "");
	}
	put_rates(pe, base, compared);
	column_num(pe->out, "ratio", r.rate);
	column_num(pe->out, "ratio", isfinite(r.hi) ? r.lo : NAN);
	column_num(pe->out, "ratio", isfinite(r.hi) ? r.hi : NAN);
	if (isnan(now->km100_yr))
		words_add(flags, sizeof flags, "no_mains");
	if (k->bursts.first > (compared ? base->from : now->from))
		words_add(flags, sizeof flags, "events_short");
	if (compared && r.lo <= 1 && r.hi >= 1)
		words_add(flags, sizeof flags, "not_enough_bursts");
	if (compared && isnan(r.rate))
		words_add(flags, sizeof flags, "not_enough_bursts");
	csvout_text(pe->out, flags);
	csvout_row(pe->out);
}

static int
burst_zone(struct pe *pe, size_t zone, void *ctx)
{
	struct period now = {.from = pe->from, .to = pe->to};
	struct period base = {.from = pe->p->base_from, .to = pe->p->base_to};

	if (read_period(pe, ctx, zone, &now) < 0)
		return 1;
	if (base.from != INT64_MIN && read_period(pe, ctx, zone, &base) < 0)
		return 1;
	put_bursts(pe, zone, ctx, &now, &base);
	return 0;
}

static int
begin(struct pe *pe, struct work *k)
{
	*k = (struct work){0};
	zonepressure_init(&k->zp, pe->in->s, pe->in->n);
	return zonebursts_read(&k->bursts, pe->in->s, pe->in->n) < 0;
}

static void
end(struct work *k)
{
	zonepressure_release(&k->zp);
	zonebursts_release(&k->bursts);
	free(k->row);
}

int
pe_bursts(struct pe *pe)
{
	struct work k;
	int got = begin(pe, &k);

	pe_table(pe, "pressure-eval --bursts");
	if (got == 0)
		got = pe_each_zone(pe, burst_zone, &k);
	end(&k);
	return got;
}

/* --- the regression --- */

/* Only zones without zones inside: their bursts are counted once. */
static int
has_inner(const struct network *n, size_t zone)
{
	for (size_t i = 0; i < n->nzone; i++)
		if (n->zone[i].parent == (long)zone)
			return 1;
	return 0;
}

static int
add_month(struct pe *pe, struct work *k, size_t zone, int64_t from, int64_t to)
{
	struct period p = {.from = from, .to = to};

	if (read_period(pe, k, zone, &p) < 0)
		return -1;
	if ((double)p.strain.days < MOST_MISSING * (double)(to - from) ||
	    !(p.km100_yr > 0))
		return 0;
	k->row = xgrow(k->row, k->nrow, &k->cap, sizeof *k->row);
	k->row[k->nrow++] = (struct burst_row){
	    p.bursts, p.km100_yr, {p.strain.max, p.strain.cycles}};
	k->max_sum += p.strain.max;
	return 0;
}

static int
model_zone(struct pe *pe, size_t zone, void *ctx)
{
	int64_t next;

	if (has_inner(pe->in->n, zone))
		return 0;
	for (int64_t d = pe->from; d < pe->to; d = next) {
		next = pe_period(PE_MONTH, d, pe->to);
		if (add_month(pe, ctx, zone, d, next) < 0)
			return 1;
	}
	return 0;
}

static const char *
state_word(const struct burst_model *m)
{
	switch (m->state) {
	case BURST_FEW:
		return "not_enough_bursts";
	case BURST_FLAT:
		return "not_told_apart";
	default:
		return "";
	}
}

/* per: what makes an estimate the per cent of bursts per per cent of
 * pressure. */
static void
put_term(struct pe *pe, const char *term, const struct burst_model *m, int i,
    double per)
{
	double b = m->b[i], half = m->half[i];

	csvout_text(pe->out, term);
	pe_put_day(pe, pe->from);
	pe_put_day(pe, pe->to);
	column_num(pe->out, "estimate", b);
	column_num(pe->out, "estimate", b - half);
	column_num(pe->out, "estimate", b + half);
	column_num(pe->out, "ratio", exp(b));
	column_num(pe->out, "ratio", exp(b - half));
	column_num(pe->out, "ratio", exp(b + half));
	column_num(pe->out, "bff", b * per);
	column_num(pe->out, "bff", (b - half) * per);
	column_num(pe->out, "bff", (b + half) * per);
	csvout_int(pe->out, (int64_t)m->rows);
	csvout_int(pe->out, (int64_t)m->bursts);
	column_num(pe->out, "dispersion", m->dispersion);
	csvout_text(pe->out, state_word(m));
	csvout_row(pe->out);
}

/* With bursts for one term only, the pressure alone. */
static void
put_model(struct pe *pe, const struct work *k)
{
	double mean = k->max_sum / (double)k->nrow;
	struct burst_model m, none;
	int both;

	burst_fit(k->row, k->nrow, 2, &m);
	none = m;
	both = m.state == BURST_FITTED;
	if (!both)
		burst_fit(k->row, k->nrow, 1, &m);
	put_term(pe, "max_m", &m, 1, mean);
	put_term(pe, "cycles", both ? &m : &none, 2, NAN);
	if (m.state == BURST_FEW && !pe->o->quiet)
		warnx("%zu bursts in %zu zone-months: not enough bursts to "
		      "tell, %d are needed",
		    m.bursts, m.rows, BURST_LEAST);
}

int
pe_model(struct pe *pe)
{
	struct work k;
	int got = begin(pe, &k);

	pe_table(pe, "pressure-eval --burst-model");
	if (got == 0)
		got = pe_each_zone(pe, model_zone, &k);
	if (got == 0)
		put_model(pe, &k);
	end(&k);
	return got;
}
