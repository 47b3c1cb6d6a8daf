#include "econplan.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { YEAR = 365 };

const char *
econ_option_name(enum econ_option o)
{
	static const char *const name[] = {
	    "detection", "pressure", "renewal", "meters", "reading"};

	return name[o];
}

/* --- options --- */

static const struct econ_range unknown = {NAN, NAN, NAN};

static struct econ_range
range_of(const struct bound *b)
{
	struct econ_range r = {b->v, bound_lo(b), bound_hi(b)};

	r.v = r.v < 0 ? 0 : r.v;
	r.lo = r.lo < 0 ? 0 : r.lo;
	r.hi = r.hi < 0 ? 0 : r.hi;
	return r;
}

static double
months(double cost, double benefit)
{
	return benefit > 0 ? 12 * cost / benefit : NAN;
}

/* From what is saved, its value by m3 and the cost. */
static void
choose(
    struct econ_choice *o, struct econ_range saved, double yuan_m3, double cost)
{
	const double k = YEAR * yuan_m3;

	*o = (struct econ_choice){.saved = saved,
	    .benefit = {saved.v * k, saved.lo * k, saved.hi * k},
	    .cost = {cost, cost, cost},
	    .source = "computed"};
	o->payback = (struct econ_range){months(cost, o->benefit.v),
	    months(cost, o->benefit.hi), months(cost, o->benefit.lo)};
	o->flag = isnan(saved.v)      ? "no_loss" :
		  isnan(yuan_m3)      ? "no_price" :
		  !(o->benefit.v > 0) ? "no_gain" :
		  isnan(cost)	      ? "no_cost" :
					"";
}

/* The table that an option rests on. */
static void
note(struct econ_choice *o, const char *source, int other_period)
{
	if (strcmp(o->source, "computed") == 0)
		o->source[0] = '\0';
	snprintf(o->source + strlen(o->source),
	    sizeof o->source - strlen(o->source), "%s%s",
	    o->source[0] ? ", " : "", source);
	o->other_period |= other_period;
}

static void
detection(const struct econ *e, struct econ_choice *o, double cv)
{
	choose(o, range_of(&e->recoverable), cv, e->fig[ECON_COST].v);
	o->cost = e->fig[ECON_COST];
	o->benefit = e->fig[ECON_BENEFIT];
	o->payback = e->fig[ECON_PAYBACK];
}

double
econ_pressure(const struct econ_in *in)
{
	double lp = isnan(in->private_km) ? 0 : in->private_km;

	return 1000 * in->uarl_m3d /
	       (18 * in->mains_km + 0.8 * in->connections + 25 * lp);
}

static void
lowering(
    const struct econ_in *in, const struct econ_costs *c, struct econ_choice *o)
{
	double p = econ_pressure(in), f = (p - c->lower_m) / p,
	       k = pow(f, c->n1);
	struct bound saved;

	if (isnan(c->lower_m) || !(f > 0)) {
		choose(o, unknown, in->cv, c->prv);
		o->flag = isnan(c->lower_m) ? "no_scenario" : "too_low";
		if (isnan(p))
			o->flag = "no_pressure";
		return;
	}
	saved = bound_scale(in->real, 1 - k);
	saved.e[NIGHT_N1] -= in->real.v * k * log(f) * c->err_n1;
	choose(o, range_of(&saved), in->cv, c->prv);
}

static void
renewal(
    const struct econ_in *in, const struct econ_costs *c, struct econ_choice *o)
{
	double icf = isnan(c->icf) ? 1 : c->icf;
	struct bound saved =
	    bound_sub(in->real, bound_scale(in->background, 1 / icf));

	choose(o, range_of(&saved), in->cv, c->renewal_km * in->mains_km);
}

/* What the meters do not register, m3/d: sales * p/(1 - p). */
static struct bound
unregistered(const struct econ_in *in, const struct econ_costs *c)
{
	double p = c->cmi_pct / 100, sales = in->sales.v / in->days;
	struct bound b = bound_scale(in->sales, p / (1 - p) / in->days);

	b.e[ECON_CMI] =
	    sales / ((1 - p) * (1 - p)) * fabs(p) * c->err_cmi_pct / 100;
	return b;
}

static void
meters(const struct econ_in *in, const struct econ_costs *c,
    const struct econ_told *t, struct econ_choice *o)
{
	struct bound under = unregistered(in, c);
	double each = isnan(c->meter) ? t->meter_yuan : c->meter;
	const struct econ_range *told = &t->part[TOLD_METERS].m3d;

	if (!isnan(told->v)) {
		choose(o, *told, in->retail, each * in->meters);
		note(o, t->part[TOLD_METERS].source,
		    t->part[TOLD_METERS].other_period);
		return;
	}
	choose(o, range_of(&under), in->retail, each * in->meters);
	if (isnan(c->cmi_pct))
		o->flag = "no_cmi";
}

/* What is left of the apparent loss above 5 % of sales. */
static struct econ_range
rest(const struct econ_in *in, const struct econ_costs *c,
    const struct econ_told *t)
{
	struct bound loss =
	    bound_sub(bound_sub(in->supply, in->sales), in->unbilled);
	struct bound over =
	    bound_sub(bound_scale(loss, 1 / in->days), in->real);
	const struct econ_range *told = &t->part[TOLD_METERS].m3d;

	over = bound_sub(
	    over, bound_scale(in->sales, in->ali_ref_pct / 100 / in->days));
	if (!isnan(told->v))
		over = bound_sub(over, bound_input(told->v, ECON_UNBILLED,
					   (told->hi - told->lo) / 2));
	else if (!isnan(c->cmi_pct))
		over = bound_sub(over, unregistered(in, c));
	return range_of(&over);
}

static void
reading(const struct econ_in *in, const struct econ_costs *c,
    const struct econ_told *t, struct econ_choice *o)
{
	const struct econ_range *told = &t->part[TOLD_HANDLING].m3d;
	struct econ_range saved = isnan(told->v) ? rest(in, c, t) : *told;
	double most = t->unread * in->sales.v / in->days;

	if (!isnan(most)) { /* what was read cannot be read better */
		saved.v = saved.v > most ? most : saved.v;
		saved.lo = saved.lo > most ? most : saved.lo;
		saved.hi = saved.hi > most ? most : saved.hi;
	}
	choose(o, saved, in->retail, c->reading_yr);
	if (!isnan(told->v))
		note(o, t->part[TOLD_HANDLING].source,
		    t->part[TOLD_HANDLING].other_period);
	if (!isnan(most))
		note(o, "bill-scan --reading", t->unread_other_period);
}

void
econ_told_nothing(struct econ_told *t)
{
	*t = (struct econ_told){
	    .meter_yuan = NAN, .unread = NAN, .apparent_m3d = unknown};
	for (int i = 0; i < ECON_TOLD; i++)
		t->part[i].m3d = unknown;
}

void
econ_choices(const struct econ_in *in, const struct econ *e,
    const struct econ_costs *c, const struct econ_told *told,
    struct econ_choice out[ECON_OPTIONS])
{
	detection(e, &out[OPTION_DETECTION], in->cv);
	lowering(in, c, &out[OPTION_PRESSURE]);
	renewal(in, c, &out[OPTION_RENEWAL]);
	meters(in, c, told, &out[OPTION_METERS]);
	reading(in, c, told, &out[OPTION_READING]);
	for (int i = 0; i < ECON_OPTIONS; i++)
		if (told->whole[i].source[0] != '\0')
			out[i] = told->whole[i];
	if (told->not_judged && out[OPTION_PRESSURE].flag[0] == '\0')
		out[OPTION_PRESSURE].flag = "not_judged";
	for (int i = 0; i < ECON_OPTIONS; i++) {
		double mine = out[i].payback.v;

		out[i].rank = !isnan(mine);
		for (int k = 0; k < ECON_OPTIONS && !isnan(mine); k++)
			out[i].rank += out[k].payback.v < mine ||
				       (k < i && out[k].payback.v == mine);
	}
}

/* --- surveys --- */

static struct econ_range
plus(struct econ_range a, double v, double lo, double hi)
{
	struct econ_range r = {a.v + v, a.lo + lo, a.hi + hi};

	r.lo = r.lo < 0 ? 0 : r.lo;
	return r;
}

static struct econ_range
times(struct econ_range a, double k)
{
	return (struct econ_range){a.v * k, a.lo * k, a.hi * k};
}

size_t
econ_visits(const struct econ_in *in, const struct econ *e, size_t zone,
    struct econ_visit out[ECONPLAN_MONTHS])
{
	static const struct econ_range nothing = {0, 0, 0};
	struct econ_range now = range_of(&e->recoverable);
	double eif = e->fig[ECON_EIF].v, month = in->mains_km / 12;
	double survey = in->survey * in->mains_km;
	double repairs = (e->fig[ECON_COST].v - survey) / e->recoverable.v;
	size_t n = 0;

	if (isnan(now.v) || isnan(survey) || isnan(in->cv))
		return 0;
	if (isnan(eif) && !(e->fig[ECON_PAYBACK].v <= 12))
		return 0;
	for (int m = 0; m < ECONPLAN_MONTHS; m++) {
		if (isnan(eif) ? m == 0 : now.v >= in->rise * month * eif) {
			out[n] = (struct econ_visit){.zone = zone,
			    .month = m,
			    .number = (int)n + 1,
			    .found_m3d = now,
			    .cost =
				survey + (repairs > 0 ? repairs * now.v : 0),
			    .benefit = times(now, YEAR * in->cv),
			    .spent = NAN};
			n++;
			now = nothing;
		}
		if (!isnan(eif))
			now = plus(now, in->rise * month, in->rise_lo * month,
			    in->rise_hi * month);
	}
	return n;
}

static double
worth(const struct econ_visit *v)
{
	return v->cost > 0 ? v->benefit.v / v->cost : INFINITY;
}

static int
by_worth(const void *a, const void *b)
{
	const struct econ_visit *x = a, *y = b;

	if (worth(x) != worth(y))
		return worth(x) > worth(y) ? -1 : 1;
	if (x->zone != y->zone)
		return x->zone < y->zone ? -1 : 1;
	return x->number - y->number;
}

static int
by_time(const void *a, const void *b)
{
	const struct econ_visit *x = a, *y = b;

	return x->month != y->month ? x->month - y->month : by_worth(a, b);
}

/* 1: the zone's surveys before this one are funded. */
static int
has_turn(const struct econ_visit *v, size_t n, const struct econ_visit *x)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].zone == x->zone && v[i].number < x->number &&
		    !v[i].funded)
			return 0;
	return 1;
}

void
econ_fund(struct econ_visit *v, size_t n, double budget)
{
	double spent = 0;
	int more = 1;

	qsort(v, n, sizeof *v, by_worth);
	for (size_t i = 0; i < n; i++)
		v[i].funded = isnan(budget);
	while (more && !isnan(budget)) {
		more = 0;
		for (size_t i = 0; i < n && !more; i++) {
			if (v[i].funded || spent + v[i].cost > budget ||
			    !has_turn(v, n, &v[i]))
				continue;
			v[i].funded = more = 1;
			spent += v[i].cost;
		}
	}
	qsort(v, n, sizeof *v, by_time);
	spent = 0;
	for (size_t i = 0; i < n; i++) {
		if (!v[i].funded)
			continue;
		spent += v[i].cost;
		v[i].spent = spent;
	}
}
