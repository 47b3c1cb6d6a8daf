#include "zonen1.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "param.h"
#include "say.h"
#include "words.h"
#include "xalloc.h"
#include "zoneflow.h"
#include "zonepressure.h"

static const double LEAST = 0.5, MOST = 2.5, NEAR_MEDIAN = 0.02;

enum { WEEK = 7 };

struct night {
	double nnl, aznp, flow_half, lnu_half;
	int weekday, usual; /* usual: the pressure is near the median */
};

struct work {
	struct zonenight_work *w;
	struct store *s;
	const struct network *n;
	size_t zone;
	int64_t from, to;
	struct night *night;
	size_t nnight, cap;
	double ili_sum;
	size_t ili_n, days;
	double lnu_half, rigid_pct;
};

static double
param(const struct work *k, const char *name)
{
	return network_num(k->n, name, (long)k->zone, k->to - 1);
}

/* --- nights --- */

static void
add_night(struct work *k, const struct zonenight *zn)
{
	const struct night_loss *l = &zn->loss;

	if (isnan(l->nnl.v) || isnan(zn->in.aznp_m))
		return;
	k->night = xgrow(k->night, k->nnight, &k->cap, sizeof *k->night);
	k->night[k->nnight++] = (struct night){.nnl = l->nnl.v,
	    .aznp = zn->in.aznp_m,
	    .flow_half = fabs(l->nnl.e[NIGHT_FLOW]),
	    .lnu_half = fabs(l->nnl.e[NIGHT_LNU]),
	    .weekday = (int)(((zn->day % WEEK) + WEEK) % WEEK)};
}

static int
read_nights(struct work *k)
{
	struct zonenight zn;
	const struct net_zone *z;

	for (int64_t day = k->from; day < k->to; day++) {
		int got = zonenight_day(k->w, k->zone, day, &zn);

		if (got < 0)
			return -1;
		if (got == 0)
			continue;
		k->days++;
		z = network_zone(k->n, k->zone, day);
		k->rigid_pct = z->rigid_pct;
		if (!isnan(zn.loss.ili.v)) {
			k->ili_sum += zn.loss.ili.v;
			k->ili_n++;
		}
		add_night(k, &zn);
	}
	return 0;
}

static int
by_value(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static double
median_pressure(const struct work *k)
{
	double *p = xmalloc((k->nnight + 1) * sizeof *p), m;

	for (size_t i = 0; i < k->nnight; i++)
		p[i] = k->night[i].aznp;
	qsort(p, k->nnight, sizeof *p, by_value);
	m = (p[(k->nnight - 1) / 2] + p[k->nnight / 2]) / 2;
	free(p);
	return m;
}

struct week {
	double sum[WEEK];
	size_t n[WEEK], nights, days; /* days: weekdays that have nights */
	double mean, sd;	      /* sd: within weekdays; NaN */
};

/* The usual nights by weekday. */
static void
look_at_week(struct work *k, struct week *w)
{
	double median = median_pressure(k), rest = 0;

	*w = (struct week){.sd = NAN};
	for (size_t i = 0; i < k->nnight; i++) {
		struct night *t = &k->night[i];

		t->usual = fabs(t->aznp - median) <= NEAR_MEDIAN * median;
		if (!t->usual)
			continue;
		w->sum[t->weekday] += t->nnl;
		w->days += w->n[t->weekday]++ == 0;
		w->mean += t->nnl;
		w->nights++;
	}
	w->mean /= (double)w->nights;
	for (size_t i = 0; i < k->nnight; i++) {
		const struct night *t = &k->night[i];
		double m = w->sum[t->weekday] / (double)w->n[t->weekday];

		if (t->usual)
			rest += (t->nnl - m) * (t->nnl - m);
	}
	if (w->nights > w->days)
		w->sd = sqrt(rest / (double)(w->nights - w->days));
}

static void
fit_nights(struct work *k, struct leakexp *out)
{
	struct leak_point *pt = xmalloc((k->nnight + 1) * sizeof *pt);
	double sensor = param(k, "err_pressure_m");
	struct leak_shared shared = {.p = sensor};
	struct week w = {.days = 1};
	size_t n = 0;

	if (k->nnight > 0)
		look_at_week(k, &w);
	for (size_t i = 0; i < k->nnight; i++) {
		const struct night *t = &k->night[i];
		double usual = w.sum[t->weekday] / (double)w.n[t->weekday];

		if (w.n[t->weekday] == 0)
			continue;
		pt[n++] = (struct leak_point){t->nnl - (usual - w.mean),
		    t->aznp, isnan(w.sd) ? t->flow_half / 1.96 : w.sd,
		    sensor / 1.96};
		shared.l = fmax(shared.l, t->lnu_half);
	}
	shared.spent = w.days - 1;
	leakexp_fit(pt, n, &shared, out);
	free(pt);
}

/* --- a pressure test --- */

static void
mean_add(
    const struct gridday *g, int64_t from, int64_t to, double *sum, size_t *n)
{
	for (size_t i = 0; i < g->n; i++) {
		int64_t t = (int64_t)i * g->step;

		if (t >= from && t + g->step <= to && !isnan(g->v[i])) {
			*sum += g->v[i];
			(*n)++;
		}
	}
}

/* Means of flow and pressure over a step; NaN where there are none. */
static int
read_step(struct work *k, const struct zonen1_step *st, struct zoneflow *f,
    struct zonepressure *p, struct leak_point *out)
{
	const struct zone *tz = store_zone(k->s);
	double flow = 0, pressure = 0, cover = param(k, "night_coverage");
	size_t nf = 0, np = 0;

	for (int64_t d = zone_day(tz, st->from); d <= zone_day(tz, st->to - 1);
	     d++) {
		int64_t midnight = zone_midnight(tz, d);
		enum zoneflow_got got = zoneflow_day(f, k->zone, d, cover);

		if (got == ZONEFLOW_FAILED ||
		    zonepressure_day(p, k->zone, d) < 0)
			return -1;
		if (got == ZONEFLOW_OK)
			mean_add(&f->flow, st->from - midnight,
			    st->to - midnight, &flow, &nf);
		mean_add(&p->azp, st->from - midnight, st->to - midnight,
		    &pressure, &np);
	}
	out->l = nf ? flow / (double)nf : NAN;
	out->p = np ? pressure / (double)np : NAN;
	return 0;
}

/* Legitimate use of the day of a step; the test's nights use no other. */
static int
step_use(struct work *k, const struct zonen1_step *st, double *use)
{
	struct zonenight zn;
	int64_t day = zone_day(store_zone(k->s), st->from);
	int got = zonenight_day(k->w, k->zone, day, &zn);

	*use = got > 0 ? zn.lnu.residential + zn.lnu.nonhousehold +
			     zn.lnu.exceptional :
			 NAN;
	k->lnu_half = *use * param(k, "err_lnu_pct") / 100;
	return got < 0 ? -1 : 0;
}

static int
fit_steps(struct work *k, const struct zonen1_step *step, size_t n,
    struct leakexp *out)
{
	struct leak_point *pt = xcalloc(n + 1, sizeof *pt);
	struct leak_shared shared = {.p = param(k, "err_pressure_m")};
	struct zoneflow f;
	struct zonepressure p;
	int got = 0;

	zoneflow_init(&f, k->s, k->n);
	zonepressure_init(&p, k->s, k->n);
	for (size_t i = 0; got == 0 && i < n; i++) {
		double use;

		if ((got = read_step(k, &step[i], &f, &p, &pt[i])) < 0 ||
		    (got = step_use(k, &step[i], &use)) < 0)
			break;
		pt[i].l -= use;
		shared.l = fmax(shared.l, k->lnu_half);
	}
	zoneflow_release(&f);
	zonepressure_release(&p);
	if (got == 0)
		leakexp_fit(pt, n, &shared, out);
	free(pt);
	return got;
}

/* --- the choice --- */

/* 1 if the fit can be taken; what is wrong with it is flagged. */
static int
fit_stands(const struct work *k, struct zonen1 *out)
{
	const struct leakexp *e = &out->fit;

	if (e->state == LEAKEXP_FEW)
		out->flags |= ZN1_FEW;
	else if (e->state == LEAKEXP_STILL)
		out->flags |= ZN1_STILL;
	else if (!(e->half <= param(k, "err_n1")))
		out->flags |= ZN1_WIDE;
	if (out->flags != 0)
		return 0;
	if (!(e->fit.b >= LEAST && e->fit.b <= MOST))
		out->flags |= ZN1_RANGE;
	return 1;
}

static void
choose(const struct work *k, int steps, struct zonen1 *out)
{
	const char *set = network_param(k->n, "n1", (long)k->zone, k->to - 1);
	int fitted = fit_stands(k, out);

	out->half = param(k, "err_n1");
	out->n1 = param(k, "n1");
	if (!isnan(out->n1) && set != param_find("n1")->value) {
		out->method = ZONEN1_GIVEN;
		return;
	}
	if (fitted) {
		out->method = steps ? ZONEN1_STEP : ZONEN1_NIGHTS;
		out->n1 = fmin(fmax(out->fit.fit.b, LEAST), MOST);
		out->half = out->fit.half;
		return;
	}
	if (isnan(out->n1) && !isnan(out->n1_ili)) {
		out->method = ZONEN1_ILI;
		out->n1 = out->n1_ili;
		return;
	}
	if (isnan(out->n1)) {
		out->flags |= ZN1_NO_ILI;
		num_parse(param_find("n1")->value, &out->n1);
	}
	out->method = ZONEN1_DEFAULT;
}

int
zonen1_find(struct zonenight_work *w, struct store *s, const struct network *n,
    size_t zone, int64_t from, int64_t to, const struct zonen1_step *step,
    size_t nstep, struct zonen1 *out)
{
	struct work k = {
	    .w = w, .s = s, .n = n, .zone = zone, .from = from, .to = to};
	int got = read_nights(&k);

	*out = (struct zonen1){0};
	k.rigid_pct = k.days ? k.rigid_pct : NAN;
	if (got == 0 && k.days > 0) {
		out->rigid_pct = k.rigid_pct;
		out->ili = k.ili_n ? k.ili_sum / (double)k.ili_n : NAN;
		out->n1_ili = leakexp_ili(out->ili, out->rigid_pct);
		if (nstep > 0)
			got = fit_steps(&k, step, nstep, &out->fit);
		else
			fit_nights(&k, &out->fit);
		if (got == 0)
			choose(&k, nstep > 0, out);
	}
	free(k.night);
	return got < 0 ? -1 : k.days > 0;
}

const char *
zonen1_method(enum zonen1_method m)
{
	static const char *const word[] = {
	    N_("given"), N_("step"), N_("nights"), N_("ili"), N_("default")};

	return word[m];
}

const char *
zonen1_words(unsigned flags)
{
	static const char *const word[] = {
	    "fit_few", "pressure_still", "fit_wide", "fit_range", "no_ili"};
	static char buf[100];

	buf[0] = '\0';
	words_flags(buf, sizeof buf, word, sizeof word / sizeof *word, flags);
	return buf;
}
