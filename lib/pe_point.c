/*
 * The pressure of points, in one period or two.
 */
#include "pe.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "presspoint.h"
#include "readers.h"
#include "xalloc.h"

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
