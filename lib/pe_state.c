/*
 * What the pressure is: points, zones, two periods, the order of zones.
 */
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "readers.h"
#include "pe.h"
#include "presspoint.h"
#include "words.h"
#include "xalloc.h"
#include "zonepressure.h"

static int
is_pressure(const struct network *n, size_t point)
{
	return strcmp(n->point[point].quantity, "pressure") == 0;
}

static void
put_at(struct pe *pe, int64_t at, size_t valid)
{
	char buf[CAL_BUF];

	csvout_text(pe->out,
	    valid ? cal_instant_text(store_zone(pe->in->s), at, buf) : "");
}

static double
coverage(const struct press_stat *s)
{
	return s->expected ? (double)s->valid / (double)s->expected : NAN;
}

/* Counts of a point without readings are not known. */
static double
count_of(const struct press_stat *s, double count)
{
	return s->valid ? count : NAN;
}

static void
put_key(struct pe *pe, const struct presspoint *p)
{
	const struct network *n = pe->in->n;

	csvout_text(pe->out, p->e ? n->zone[p->e->zone].id : "");
	csvout_text(pe->out, n->point[p->point].id);
	csvout_text(pe->out, presspoint_role(p->e));
}

static void
put_point(struct pe *pe, const struct presspoint *p, int64_t from, int64_t to)
{
	const struct press_stat *s = &p->s;
	struct csvout *out = pe->out;

	put_key(pe, p);
	pe_put_day(pe, from);
	pe_put_day(pe, to);
	column_num(out, "mean_m", s->mean);
	column_num(out, "min_m", s->min);
	put_at(pe, s->min_at, s->valid);
	column_num(out, "max_m", s->max);
	put_at(pe, s->max_at, s->valid);
	column_num(out, "p05_m", s->p05);
	column_num(out, "p95_m", s->p95);
	column_num(out, "sd_m", s->sd);
	column_num(out, "night_m", s->night);
	column_num(out, "required_m", p->required);
	column_num(out, "qualified_pct", s->qualified_pct);
	column_num(out, "below_h", s->below_h);
	column_num(out, "worst_m", s->worst);
	column_num(out, "surplus_m", s->surplus);
	column_num(out, "steps", count_of(s, (double)s->steps));
	column_num(out, "coverage", coverage(s));
	csvout_text(out, presspoint_words(p));
	column_num(out, "range_m", s->range);
	column_num(out, "night_day_m", s->night - s->peak);
	column_num(out, "stable_pct", s->stable_pct);
	column_num(out, "step_mmin", s->step_mmin);
	column_num(out, "cycles", s->cycles);
	column_num(out, "negative_h", s->negative_h);
	column_num(out, "cv", s->mean != 0 ? s->sd / s->mean : NAN);
	csvout_row(out);
	pe_judge(
	    pe, p->e ? (long)p->e->zone : -1, s->qualified_pct, s->negative_h);
}

/* --- every point --- */

struct place { /* a point in a zone, or of none */
	size_t point;
	const struct net_edge *e;
};

struct places {
	struct place *at;
	size_t n, cap;
	int seen; /* points of no zone, for the shards */
};

static void
add_place(struct places *p, size_t point, const struct net_edge *e)
{
	p->at = xgrow(p->at, p->n, &p->cap, sizeof *p->at);
	p->at[p->n++] = (struct place){point, e};
}

static int
add_zone(struct pe *pe, size_t zone, void *ctx)
{
	const struct network *n = pe->in->n;

	for (size_t i = n->edge_at[zone]; i < n->edge_at[zone + 1]; i++)
		if (*presspoint_role(&n->edge[i]) != '\0')
			add_place(ctx, n->edge[i].point, &n->edge[i]);
	return 0;
}

/* Points of no zone come first, as nothing stands before any id. */
static void
find_places(struct pe *pe, struct places *p)
{
	const struct network *n = pe->in->n;
	char *has = xcalloc(n->npoint + 1, 1);

	for (size_t i = 0; i < n->nedge; i++)
		has[n->edge[i].point] = 1;
	for (size_t i = 0; i < n->npoint; i++)
		if (!has[i] && is_pressure(n, i) && pe->o->nzone == 0 &&
		    pe->o->level < 0 &&
		    p->seen++ % pe->o->shards == pe->o->shard - 1)
			add_place(p, i, NULL);
	free(has);
	pe_each_zone(pe, add_zone, p);
}

/* Points go to the threads by so many. */
enum { BATCH = 32 };

struct point_row {
	int64_t from, to;
	struct presspoint p;
};

struct rows { /* of one batch */
	struct point_row *row;
	size_t n, cap;
};

struct worker { /* what one thread has for itself */
	struct store *s;
	struct presspoint_work *w;
};

struct points {
	struct pe *pe;
	struct places places;
	struct worker *worker;
	struct rows *slot;
};

static int
read_place(struct points *r, struct worker *w, size_t i, struct rows *out)
{
	const struct pe *pe = r->pe;
	const struct place *at = &r->places.at[i];
	int64_t end;
	int got = 0;

	for (int64_t d = pe->from; got >= 0 && d < pe->to; d = end) {
		struct point_row *row;

		end = pe_period(pe->p->by, d, pe->to);
		out->row = xgrow(out->row, out->n, &out->cap, sizeof *out->row);
		row = &out->row[out->n];
		row->from = d;
		row->to = end;
		got = presspoint_read(w->w, at->point, at->e, d, end, &row->p);
		out->n += got > 0;
	}
	return got < 0 ? -1 : 0;
}

static int
read_ahead(const struct points *r, struct worker *w, size_t batch)
{
	int64_t number[BATCH];
	size_t n = 0;

	for (size_t p = batch * BATCH; n < BATCH && p < r->places.n; p++)
		number[n++] = r->pe->in->n->point[r->places.at[p].point].n;
	return store_ahead(w->s, number, n, r->pe->from, r->pe->to);
}

static int
read_batch(void *ctx, int k, size_t i, size_t s)
{
	struct points *r = ctx;
	struct rows *out = &r->slot[s];
	int got = read_ahead(r, &r->worker[k], i);

	out->n = 0;
	for (size_t p = i * BATCH;
	     got == 0 && p < (i + 1) * BATCH && p < r->places.n; p++)
		got = read_place(r, &r->worker[k], p, out);
	return got;
}

static void
take_batch(void *ctx, size_t i, size_t s)
{
	struct points *r = ctx;
	const struct rows *rows = &r->slot[s];

	(void)i;
	for (size_t k = 0; k < rows->n; k++)
		put_point(
		    r->pe, &rows->row[k].p, rows->row[k].from, rows->row[k].to);
}

static int
start_worker(void *ctx, int k, struct store *s)
{
	struct points *r = ctx;

	r->worker[k] = (struct worker){s, presspoint_new(s, r->pe->in->n)};
	return 0;
}

static void
stop_worker(void *ctx, int k)
{
	struct points *r = ctx;

	presspoint_free(r->worker[k].w);
}

int
pe_points(struct pe *pe)
{
	struct points r = {.pe = pe};
	struct readers all = {
	    .p = {.ctx = &r, .work = read_batch, .take = take_batch},
	    .start = start_worker,
	    .stop = stop_worker};
	size_t slots;
	int got;

	find_places(pe, &r.places);
	pe_table(pe, "pressure-eval");
	all.p.n = (r.places.n + BATCH - 1) / BATCH;
	all.p.jobs = parallel_jobs(
	    pe->o->jobs, r.places.n * (size_t)(pe->to - pe->from));
	slots = parallel_slots(all.p.jobs);
	r.worker = xcalloc((size_t)all.p.jobs, sizeof *r.worker);
	r.slot = xcalloc(slots, sizeof *r.slot);
	got = readers_run(&all, pe->o, pe->in);
	for (size_t i = 0; i < slots; i++)
		free(r.slot[i].row);
	free(r.worker);
	free(r.slot);
	free(r.places.at);
	return got < 0;
}

/* --- two periods --- */

/* 95 % half-width of the difference of two means of days (Welch). */
static double
change_half(const struct press_stat *a, const struct press_stat *b)
{
	double va, vb, nu;

	if (a->days < 2 || b->days < 2)
		return NAN;
	va = a->day_sd * a->day_sd / (double)a->days;
	vb = b->day_sd * b->day_sd / (double)b->days;
	if (va + vb <= 0)
		return 0;
	nu = pow(va + vb, 2) / (va * va / (double)(a->days - 1) +
				   vb * vb / (double)(b->days - 1));
	return gsl_cdf_tdist_Pinv(0.975, nu) * sqrt(va + vb);
}

static void
put_both(struct pe *pe, const char *col, double now, double base)
{
	column_num(pe->out, col, now);
	column_num(pe->out, col, base);
}

static void
put_compared(
    struct pe *pe, const struct presspoint *p, const struct presspoint *base)
{
	const struct press_stat *a = &p->s, *b = &base->s;
	double change = a->day_mean - b->day_mean, half = change_half(a, b);

	put_key(pe, p);
	pe_put_day(pe, pe->from);
	pe_put_day(pe, pe->to);
	pe_put_day(pe, pe->p->base_from);
	pe_put_day(pe, pe->p->base_to);
	put_both(pe, "mean_m", a->mean, b->mean);
	column_num(pe->out, "change_m", change);
	column_num(pe->out, "change_lo", change - half);
	column_num(pe->out, "change_hi", change + half);
	put_both(pe, "min_m", a->min, b->min);
	put_both(pe, "max_m", a->max, b->max);
	put_both(pe, "night_m", a->night, b->night);
	put_both(pe, "sd_m", a->sd, b->sd);
	put_both(pe, "qualified_pct", a->qualified_pct, b->qualified_pct);
	put_both(pe, "surplus_m", a->surplus, b->surplus);
	put_both(pe, "steps", count_of(a, (double)a->steps),
	    count_of(b, (double)b->steps));
	put_both(pe, "cycles", a->cycles, b->cycles);
	put_both(pe, "coverage", coverage(a), coverage(b));
	csvout_text(pe->out, presspoint_words(p));
	csvout_row(pe->out);
}

int
pe_compare(struct pe *pe)
{
	struct presspoint_work *w = presspoint_new(pe->in->s, pe->in->n);
	struct places places = {0};
	struct presspoint p, base;
	int got = 0;

	find_places(pe, &places);
	pe_table(pe, "pressure-eval --compare");
	for (size_t i = 0; got >= 0 && i < places.n; i++) {
		const struct place *at = &places.at[i];

		got =
		    presspoint_read(w, at->point, at->e, pe->from, pe->to, &p);
		if (got > 0)
			got = presspoint_read(w, at->point, at->e,
			    pe->p->base_from, pe->p->base_to, &base);
		if (got > 0)
			put_compared(pe, &p, &base);
	}
	free(places.at);
	presspoint_free(w);
	return got < 0;
}

/* --- zones --- */

struct zone_state {
	size_t points; /* with readings */
	double readings, qualified, rate_sum;
	size_t rates;
	double below_h, worst, negative_h, steps, cycles;
	double range_sum, night_day_sum;
	size_t ranges, night_days;
	size_t valid, expected;
	const struct net_edge *critical; /* with the least surplus */
	double surplus, spare;		 /* its mean and its least */
	char events[128];
};

static void
add_point(struct zone_state *z, const struct presspoint *p)
{
	const struct press_stat *s = &p->s;

	z->expected += s->expected;
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

/* 0, or -1: the store failed. */
static int
read_zone(struct pe *pe, struct presspoint_work *w, size_t zone, int64_t from,
    int64_t to, struct zone_state *z)
{
	const struct network *n = pe->in->n;
	struct presspoint p;

	*z = (struct zone_state){.worst = NAN, .surplus = NAN, .spare = NAN};
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
		add_point(z, &p);
		if (strstr(z->events, p.events) == NULL)
			words_add(z->events, sizeof z->events, p.events);
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

static double
share(double part, double of)
{
	return of > 0 ? part / of : NAN;
}

static void
put_zone(struct pe *pe, size_t zone, int64_t from, int64_t to,
    const struct zone_state *z, const struct azp *a)
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
	    out, "qualified_pct", 100 * share(z->qualified, z->readings));
	column_num(
	    out, "qualified_mean_pct", share(z->rate_sum, (double)z->rates));
	column_num(out, "below_h", z->below_h * judged);
	column_num(out, "worst_m", z->worst);
	csvout_text(out, z->critical ? n->point[z->critical->point].id : "");
	column_num(out, "surplus_m", z->surplus);
	column_num(out, "spare_m", z->spare);
	column_num(
	    out, "night_day_m", share(z->night_day_sum, (double)z->night_days));
	column_num(out, "range_m", share(z->range_sum, (double)z->ranges));
	column_num(out, "steps", z->steps * some);
	column_num(out, "cycles", z->cycles * some);
	column_num(out, "negative_h", z->negative_h * some);
	column_num(
	    out, "coverage", share((double)z->valid, (double)z->expected));
	if (z->points == 0)
		words_add(flags, sizeof flags, "no_data");
	else if (z->valid < z->expected)
		words_add(flags, sizeof flags, "gaps");
	if (z->critical == NULL)
		words_add(flags, sizeof flags, "no_critical");
	if (z->negative_h > 0)
		words_add(flags, sizeof flags, "negative_pressure");
	words_add(flags, sizeof flags, z->events);
	csvout_text(out, flags);
	csvout_row(out);
	pe_judge(pe, (long)zone, 100 * share(z->qualified, z->readings),
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
	struct zone_state z;
	struct azp a;
	int64_t end;

	for (int64_t d = pe->from; d < pe->to; d = end) {
		end = pe_period(pe->p->by, d, pe->to);
		if (network_zone(pe->in->n, zone, d) == NULL &&
		    network_zone(pe->in->n, zone, end - 1) == NULL)
			continue;
		if (read_zone(pe, k->w, zone, d, end, &z) < 0 ||
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

/* --- the order of zones --- */

struct screened {
	size_t zone;
	struct zone_state z;
	double loss, lo, hi, score;
};

struct screen {
	struct presspoint_work *w;
	struct zonenight_work *night;
	struct screened *row;
	size_t n, cap;
};

/* Mean daily real loss; the bounds of a mean whose days share their errors are
 * the means of the bounds. */
static int
read_loss(struct pe *pe, struct screen *k, struct screened *r)
{
	struct zonenight zn;
	double n = 0;

	r->loss = r->lo = r->hi = 0;
	for (int64_t d = pe->from; d < pe->to; d++) {
		int got = zonenight_day(k->night, r->zone, d, &zn);

		if (got < 0)
			return -1;
		if (got == 0 || isnan(zn.loss.real_loss.v))
			continue;
		n++;
		r->loss += zn.loss.real_loss.v;
		r->lo += bound_lo(&zn.loss.real_loss);
		r->hi += bound_hi(&zn.loss.real_loss);
	}
	r->loss /= n; /* none: NaN */
	r->lo /= n;
	r->hi /= n;
	r->score = r->z.surplus * r->loss;
	return 0;
}

static int
screen_zone(struct pe *pe, size_t zone, void *ctx)
{
	struct screen *k = ctx;
	struct screened *r;

	k->row = xgrow(k->row, k->n, &k->cap, sizeof *k->row);
	r = &k->row[k->n++];
	r->zone = zone;
	if (read_zone(pe, k->w, zone, pe->from, pe->to, &r->z) < 0 ||
	    read_loss(pe, k, r) < 0)
		return 1;
	return 0;
}

/* Best first; what is not known last; ties by id, which is the index. */
static int
by_score(const void *a, const void *b)
{
	const struct screened *x = a, *y = b;

	if (isnan(x->score) != isnan(y->score))
		return isnan(x->score) ? 1 : -1;
	if (x->score != y->score && !isnan(x->score))
		return x->score > y->score ? -1 : 1;
	return x->zone < y->zone ? -1 : x->zone > y->zone;
}

static void
put_screened(struct pe *pe, const struct screened *r, size_t rank)
{
	const struct network *n = pe->in->n;
	char flags[64] = "";

	column_num(pe->out, "rank", isnan(r->score) ? NAN : (double)rank);
	pe_put_zone(pe, r->zone, pe->from, pe->to);
	csvout_text(
	    pe->out, r->z.critical ? n->point[r->z.critical->point].id : "");
	column_num(pe->out, "surplus_m", r->z.surplus);
	column_num(pe->out, "spare_m", r->z.spare);
	column_num(pe->out, "night_day_m",
	    share(r->z.night_day_sum, (double)r->z.night_days));
	column_num(pe->out, "real_loss_m3d", r->loss);
	column_num(pe->out, "real_loss_lo", r->lo);
	column_num(pe->out, "real_loss_hi", r->hi);
	column_num(pe->out, "surplus_loss", r->score);
	if (r->z.critical == NULL)
		words_add(flags, sizeof flags, "no_critical");
	if (isnan(r->loss))
		words_add(flags, sizeof flags, "no_loss");
	else if (r->loss <= 0)
		words_add(flags, sizeof flags, "no_leakage");
	csvout_text(pe->out, flags);
	csvout_row(pe->out);
}

int
pe_screen(struct pe *pe)
{
	struct screen k = {.w = presspoint_new(pe->in->s, pe->in->n),
	    .night = zonenight_new(pe->in->s, pe->in->n)};
	int got = pe_each_zone(pe, screen_zone, &k);

	if (got == 0) {
		if (k.n > 1)
			qsort(k.row, k.n, sizeof *k.row, by_score);
		pe_table(pe, "pressure-eval --screen");
		for (size_t i = 0; i < k.n; i++)
			put_screened(pe, &k.row[i], i + 1);
	}
	free(k.row);
	zonenight_free(k.night);
	presspoint_free(k.w);
	return got;
}

/* --- the AZP itself --- */

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
