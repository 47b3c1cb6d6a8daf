/*
 * The pressure of zones: their points together, and the AZP of each step.
 */
#include "pe_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "words.h"
#include "zonepressure.h"

static void
add_point(struct pe_zone_state *z, const struct presspoint *p, double cover)
{
	const struct press_stat *s = &p->s;

	z->expected += s->expected;
	if (p->e->role == EDGE_CRITICAL && !isnan(p->required) &&
	    (double)s->valid < cover * (double)s->expected)
		z->critical_gaps = 1;
	if (s->valid == 0)
		return;
	z->points++;
	z->valid += s->valid;
	z->steps += (double)s->steps;
	z->cycles += s->cycles;
	z->negative_h += s->negative_h;
	if (!isnan(s->range)) {
		z->range_sum += s->range;
		z->ranges++;
	}
	if (!isnan(s->night - s->peak)) {
		z->night_day_sum += s->night - s->peak;
		z->night_days++;
	}
	if (isnan(p->required))
		return;
	z->readings += (double)s->valid;
	z->qualified += s->qualified;
	z->rate_sum += s->qualified_pct;
	z->rates++;
	z->below_h += s->below_h;
	if (!isnan(s->worst))
		z->worst =
		    isnan(z->worst) ? s->worst : fmin(z->worst, s->worst);
	if (p->e->role == EDGE_CRITICAL &&
	    (z->critical == NULL || s->surplus < z->surplus)) {
		z->critical = p->e;
		z->surplus = s->surplus;
		z->spare = s->min - p->required;
	}
}

/* 1 if another edge of the zone stands for the point: a critical one before
 * others, else the first. */
static int
twice(const struct network *n, size_t i)
{
	const struct net_edge *e = &n->edge[i];

	for (size_t k = n->edge_at[e->zone]; k < n->edge_at[e->zone + 1]; k++) {
		const struct net_edge *f = &n->edge[k];
		int more =
		    (f->role == EDGE_CRITICAL) - (e->role == EDGE_CRITICAL);

		if (k != i && f->point == e->point && f->from < e->to &&
		    e->from < f->to && *presspoint_role(f) != '\0' &&
		    (more > 0 || (more == 0 && k < i)))
			return 1;
	}
	return 0;
}

int
pe_zone_read(struct pe *pe, struct presspoint_work *w, size_t zone,
    int64_t from, int64_t to, struct pe_zone_state *z)
{
	const struct network *n = pe->in->n;
	struct presspoint p;
	double cover = network_num(n, "night_coverage", (long)zone, to - 1);

	*z = (struct pe_zone_state){.worst = NAN, .surplus = NAN, .spare = NAN};
	for (size_t i = n->edge_at[zone]; i < n->edge_at[zone + 1]; i++) {
		int got;

		if (twice(n, i) || *presspoint_role(&n->edge[i]) == '\0')
			continue;
		got = presspoint_read(
		    w, n->edge[i].point, &n->edge[i], from, to, &p);
		if (got < 0)
			return -1;
		if (got == 0)
			continue;
		add_point(z, &p, cover);
		if (strstr(z->events, p.events) == NULL)
			words_add(z->events, sizeof z->events, p.events);
	}
	if (z->critical_gaps) {
		z->critical = NULL;
		z->surplus = z->spare = NAN;
	}
	return 0;
}

struct azp {
	double sum, min, max;
	size_t n;
};

/* Mean, least and greatest AZP of the days. */
static int
read_azp(struct pe *pe, struct zonepressure *zp, size_t zone, int64_t from,
    int64_t to, struct azp *a)
{
	*a = (struct azp){0, INFINITY, -INFINITY, 0};
	for (int64_t day = from; day < to; day++) {
		if (network_zone(pe->in->n, zone, day) == NULL)
			continue;
		if (zonepressure_day(zp, zone, day) < 0)
			return -1;
		for (size_t i = 0; i < zp->azp.n; i++) {
			double v = zp->azp.v[i];

			if (isnan(v))
				continue;
			a->sum += v;
			a->min = fmin(a->min, v);
			a->max = fmax(a->max, v);
			a->n++;
		}
	}
	if (a->n == 0)
		a->min = a->max = NAN;
	return 0;
}

void
pe_critical_words(const struct pe_zone_state *z, char *flags, size_t size)
{
	if (z->critical_gaps)
		words_add(flags, size, "critical_gaps");
	else if (z->critical == NULL)
		words_add(flags, size, "no_critical");
}

double
pe_share(double part, double of)
{
	return of > 0 ? part / of : NAN;
}

static void
put_zone(struct pe *pe, size_t zone, int64_t from, int64_t to,
    const struct pe_zone_state *z, const struct azp *a)
{
	const struct network *n = pe->in->n;
	struct csvout *out = pe->out;
	double some = z->points ? 1 : NAN, judged = z->rates ? 1 : NAN;
	char flags[200] = "";

	pe_put_zone(pe, zone, from, to);
	csvout_int(out, (int64_t)z->points);
	column_num(out, "azp_m", a->sum / (double)a->n);
	column_num(out, "azp_min_m", a->min);
	column_num(out, "azp_max_m", a->max);
	column_num(
	    out, "qualified_pct", 100 * pe_share(z->qualified, z->readings));
	column_num(
	    out, "qualified_mean_pct", pe_share(z->rate_sum, (double)z->rates));
	column_num(out, "below_h", z->below_h * judged);
	column_num(out, "worst_m", z->worst);
	csvout_text(out, z->critical ? n->point[z->critical->point].id : "");
	column_num(out, "surplus_m", z->surplus);
	column_num(out, "spare_m", z->spare);
	column_num(out, "night_day_m",
	    pe_share(z->night_day_sum, (double)z->night_days));
	column_num(out, "range_m", pe_share(z->range_sum, (double)z->ranges));
	column_num(out, "steps", z->steps * some);
	column_num(out, "cycles", z->cycles * some);
	column_num(out, "negative_h", z->negative_h * some);
	column_num(
	    out, "coverage", pe_share((double)z->valid, (double)z->expected));
	if (z->points == 0)
		words_add(flags, sizeof flags, "no_data");
	else if (z->valid < z->expected)
		words_add(flags, sizeof flags, "gaps");
	pe_critical_words(z, flags, sizeof flags);
	if (z->negative_h > 0)
		words_add(flags, sizeof flags, "negative_pressure");
	words_add(flags, sizeof flags, z->events);
	csvout_text(out, flags);
	csvout_row(out);
	pe_judge(pe, (long)zone, 100 * pe_share(z->qualified, z->readings),
	    z->negative_h);
}

struct zones_work {
	struct presspoint_work *w;
	struct zonepressure zp;
};

static int
zone_rows(struct pe *pe, size_t zone, void *ctx)
{
	struct zones_work *k = ctx;
	struct pe_zone_state z;
	struct azp a;
	int64_t end;

	for (int64_t d = pe->from; d < pe->to; d = end) {
		end = pe_period(pe->p->by, d, pe->to);
		if (network_zone(pe->in->n, zone, d) == NULL &&
		    network_zone(pe->in->n, zone, end - 1) == NULL)
			continue;
		if (pe_zone_read(pe, k->w, zone, d, end, &z) < 0 ||
		    read_azp(pe, &k->zp, zone, d, end, &a) < 0)
			return 1;
		put_zone(pe, zone, d, end, &z, &a);
	}
	return 0;
}

int
pe_zones(struct pe *pe)
{
	struct zones_work k = {.w = presspoint_new(pe->in->s, pe->in->n)};
	int got;

	zonepressure_init(&k.zp, pe->in->s, pe->in->n);
	pe_table(pe, "pressure-eval --zones");
	got = pe_each_zone(pe, zone_rows, &k);
	zonepressure_release(&k.zp);
	presspoint_free(k.w);
	return got;
}

static int
azp_rows(struct pe *pe, size_t zone, void *ctx)
{
	struct zonepressure *zp = ctx;
	const struct zone *tz = store_zone(pe->in->s);
	struct cal_text text = {.z = tz};

	for (int64_t day = pe->from; day < pe->to; day++) {
		int64_t midnight = zone_midnight(tz, day);

		if (network_zone(pe->in->n, zone, day) == NULL)
			continue;
		if (zonepressure_day(zp, zone, day) < 0)
			return 1;
		for (size_t i = 0; i < zp->azp.n; i++) {
			int64_t t = midnight + (int64_t)i * zp->azp.step;

			csvout_text(pe->out, pe->in->n->zone[zone].id);
			csvout_text(pe->out, cal_text(&text, t));
			column_num(pe->out, "azp_m", zp->azp.v[i]);
			csvout_row(pe->out);
		}
	}
	return 0;
}

int
pe_azp(struct pe *pe)
{
	struct zonepressure zp;
	int got;

	zonepressure_init(&zp, pe->in->s, pe->in->n);
	pe_table(pe, "pressure-eval --azp");
	got = pe_each_zone(pe, azp_rows, &zp);
	zonepressure_release(&zp);
	return got;
}
