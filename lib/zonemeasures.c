#include "zonemeasures.h"

#include <math.h>

#include "words.h"

enum { DAYS = 365 };

/* Means of the zone's days with a real loss. */
struct days {
	double n, espb, mains_km, icf;
	struct bound loss, background;
};

struct work {
	const struct network *n;
	const struct zonebursts *bursts;
	size_t zone;
	int64_t last;
	struct days d;
};

static double
param(const struct work *k, const char *name)
{
	return network_num(k->n, name, (long)k->zone, k->last);
}

/* The days of a zone share their errors, so that the parts of the bounds are
 * means too. */
static int
read_days(struct work *k, struct zonenight_work *w, int64_t from, int64_t to)
{
	struct days *d = &k->d;
	struct zonenight zn;

	*d = (struct days){.mains_km = NAN, .icf = 1};
	d->loss = d->background = bound_exact(0);
	for (int64_t day = from; day < to; day++) {
		int got = zonenight_day(w, k->zone, day, &zn);

		if (got < 0)
			return -1;
		if (got == 0)
			continue;
		d->mains_km = zn.ubl.mains_km;
		d->icf = zn.ubl.icf;
		if (isnan(zn.loss.recoverable.v))
			continue;
		d->n++;
		d->espb += zn.loss.espb.v;
		d->loss = bound_add(d->loss, zn.loss.real_loss);
		d->background = bound_add(d->background, zn.loss.background);
	}
	if (d->n == 0) {
		d->loss = d->background = bound_none();
		d->espb = NAN;
		return 0;
	}
	d->espb /= d->n;
	d->loss = bound_scale(d->loss, 1 / d->n);
	d->background = bound_scale(d->background, 1 / d->n);
	return 0;
}

/* What is lost above the least, if anything. */
static struct bound
above(struct bound loss, struct bound least)
{
	struct bound b = bound_sub(loss, least);

	return b.v < 0 ? bound_exact(0) : b;
}

static void
value(const struct work *k, struct zonemeasure *m)
{
	double repair = zonebursts_cost(k->bursts, k->zone, k->last);
	struct bound bursts = bound_scale(m->bursts, repair);

	m->benefit = bound_scale(m->saved, DAYS * param(k, "cv_yuan_m3"));
	if (isnan(m->benefit.v))
		words_add(m->flags, sizeof m->flags,
		    isnan(m->saved.v) ? "no_loss" : "no_cv");
	else if (isnan(bursts.v) && m->kind != ZM_DETECTION)
		words_add(m->flags, sizeof m->flags, "no_burst_value");
	else if (m->kind != ZM_DETECTION)
		m->benefit = bound_add(m->benefit, bursts);
}

static void
compare_cost(struct zonemeasure *m)
{
	m->return_ratio = m->benefit_cost = NAN;
	m->payback = (struct payback){NAN, NAN, NAN};
	if (isnan(m->cost))
		words_add(m->flags, sizeof m->flags, "no_cost");
	if (!(m->cost > 0) || isnan(m->benefit.v))
		return;
	m->return_ratio = (m->benefit.v - m->cost) / m->cost;
	m->benefit_cost = m->benefit.v / m->cost;
	m->payback = payback_of(m->cost, &m->benefit);
}

static void
pressure(struct zonemeasure *m, const struct zonewhatif *w)
{
	m->cost = w->cost;
	m->saved = w->saved;
	m->bursts = w->bursts;
	m->benefit = w->money;
	if (w->verdict != ZW_ADMISSIBLE)
		words_add(
		    m->flags, sizeof m->flags, zonewhatif_verdict(w->verdict));
	words_add(m->flags, sizeof m->flags, zonewhatif_words(w->flags));
}

static void
detection(struct work *k, struct zonemeasure *m)
{
	double repair = zonebursts_cost(k->bursts, k->zone, k->last);

	m->saved = above(k->d.loss, k->d.background);
	m->bursts = bound_none();
	m->cost = param(k, "survey_yuan_km") * k->d.mains_km;
	if (isnan(repair))
		words_add(m->flags, sizeof m->flags, "no_repair_cost");
	else
		m->cost += k->d.espb * repair;
	value(k, m);
}

static void
renewal(struct work *k, struct zonemeasure *m)
{
	double half, years;
	double yearly =
	    zonebursts_yearly(k->bursts, k->zone, k->last + 1, &half, &years);

	m->saved = above(k->d.loss, bound_scale(k->d.background, 1 / k->d.icf));
	m->bursts = bound_input(yearly, WHATIF_BURSTS, half);
	m->cost = param(k, "renewal_yuan_km") * k->d.mains_km;
	value(k, m);
}

static void
put_ranks(struct zonemeasures *out)
{
	for (int i = 0; i < ZONEMEASURES; i++) {
		double mine = out->measure[i].payback.v;

		out->rank[i] = !isnan(mine);
		for (int k = 0; k < ZONEMEASURES && !isnan(mine); k++) {
			double other = out->measure[k].payback.v;

			out->rank[i] +=
			    other < mine || (other == mine && k < i);
		}
	}
}

int
zonemeasures_zone(struct zonenight_work *w, const struct network *n,
    const struct zonebursts *bursts, size_t zone, int64_t from, int64_t to,
    const struct zonewhatif *whatif, struct zonemeasures *out)
{
	struct work k = {
	    .n = n, .bursts = bursts, .zone = zone, .last = to - 1};

	*out = (struct zonemeasures){0};
	if (read_days(&k, w, from, to) < 0)
		return -1;
	for (int i = 0; i < ZONEMEASURES; i++)
		out->measure[i].kind = (enum zonemeasure_kind)i;
	pressure(&out->measure[ZM_PRESSURE], whatif);
	detection(&k, &out->measure[ZM_DETECTION]);
	renewal(&k, &out->measure[ZM_RENEWAL]);
	for (int i = 0; i < ZONEMEASURES; i++)
		compare_cost(&out->measure[i]);
	put_ranks(out);
	return 0;
}

const char *
zonemeasure_name(enum zonemeasure_kind k)
{
	static const char *const name[] = {"pressure", "detection", "renewal"};

	return name[k];
}
