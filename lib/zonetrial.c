#include "zonetrial.h"

#include <math.h>

#include "zoneflow.h"
#include "zonepressure.h"

enum tightness
tightness_judge(const struct tightness_in *t)
{
	if (isnan(t->flow) || isnan(t->before) || isnan(t->third) ||
	    isnan(t->last))
		return TIGHT_UNKNOWN;
	if (fabs(t->flow) > t->tight_m3h)
		return TIGHT_NOT_CLOSED;
	if (t->last <= fmax(t->tight_m, t->before / 10))
		return TIGHT_TIGHT;
	return t->third - t->last < t->still_m ? TIGHT_FED : TIGHT_FALLING;
}

const char *
tightness_word(enum tightness t)
{
	static const char *const word[] = {
	    "unknown", "not_closed", "tight", "fed", "falling"};

	return word[t];
}

/* --- days --- */

struct mean {
	double n, sum, square, min, max;
};

static void
mean_add(struct mean *m, double v)
{
	if (isnan(v))
		return;
	m->min = m->n ? fmin(m->min, v) : v;
	m->max = m->n ? fmax(m->max, v) : v;
	m->n++;
	m->sum += v;
	m->square += v * v;
}

static double
mean_of(const struct mean *m)
{
	return m->n > 0 ? m->sum / m->n : NAN;
}

static double
sd_of(const struct mean *m)
{
	double var;

	if (m->n < 2)
		return NAN;
	var = (m->square - m->sum * m->sum / m->n) / (m->n - 1);
	return sqrt(var > 0 ? var : 0);
}

static int
read_days(struct zonenight_work *w, size_t zone, int64_t from, int64_t to,
    struct zonetrial *out)
{
	struct mean inflow = {0}, adf = {0}, mnf = {0}, azp = {0}, cover = {0};
	struct zonenight zn;

	for (int64_t day = from; day < to; day++) {
		int got = zonenight_day(w, zone, day, &zn);

		if (got < 0)
			return -1;
		if (got == 0)
			continue;
		out->days++;
		out->full += !isnan(zn.inflow_m3) && !isnan(zn.min.mnf) &&
			     !isnan(zn.in.azp_m);
		mean_add(&inflow, zn.inflow_m3);
		mean_add(&adf, zn.adf_m3h);
		mean_add(&mnf, zn.min.mnf);
		mean_add(&azp, zn.in.azp_m);
		mean_add(&cover, zn.coverage);
	}
	out->inflow = mean_of(&inflow);
	out->inflow_sd = sd_of(&inflow);
	out->adf = mean_of(&adf);
	out->mnf = mean_of(&mnf);
	out->mnf_sd = sd_of(&mnf);
	out->mnf_min = mnf.n ? mnf.min : NAN;
	out->mnf_max = mnf.n ? mnf.max : NAN;
	out->azp = mean_of(&azp);
	out->azp_min = azp.n ? azp.min : NAN;
	out->azp_max = azp.n ? azp.max : NAN;
	out->coverage = mean_of(&cover);
	return 0;
}

/* --- the test --- */

struct test {
	int64_t from, to;
	struct mean flow, before, third, last, all;
};

static void
look_at_flow(struct test *t, const struct gridday *g, int64_t midnight)
{
	for (size_t i = 0; i < g->n; i++) {
		int64_t at = midnight + (int64_t)i * g->step;

		if (at >= t->from && at + g->step <= t->to)
			mean_add(&t->flow, g->v[i]);
	}
}

static void
look_at_pressure(struct test *t, const struct gridday *g, int64_t midnight)
{
	int64_t length = t->to - t->from;
	int64_t half = t->from + length / 2, rest = t->from + length * 3 / 4;

	for (size_t i = 0; i < g->n; i++) {
		int64_t at = midnight + (int64_t)i * g->step;

		if (at >= t->from - 3600 && at + g->step <= t->from)
			mean_add(&t->before, g->v[i]);
		if (at < t->from || at + g->step > t->to)
			continue;
		mean_add(&t->all, g->v[i]);
		if (at >= rest)
			mean_add(&t->last, g->v[i]);
		else if (at >= half)
			mean_add(&t->third, g->v[i]);
	}
}

static int
read_test(struct store *s, const struct network *n, size_t zone, struct test *t)
{
	const struct zone *tz = store_zone(s);
	struct zonepressure zp;
	struct zoneflow f;
	int got = 0;

	zonepressure_init(&zp, s, n);
	zoneflow_init(&f, s, n);
	for (int64_t d = zone_day(tz, t->from - 3600);
	     got == 0 && d <= zone_day(tz, t->to - 1); d++) {
		int64_t midnight = zone_midnight(tz, d);
		enum zoneflow_got q = zoneflow_day(&f, zone, d,
		    network_num(n, "night_coverage", (long)zone, d));

		got =
		    q == ZONEFLOW_FAILED ? -1 : zonepressure_day(&zp, zone, d);
		if (got == 0 && q == ZONEFLOW_OK)
			look_at_flow(t, &f.flow, midnight);
		if (got == 0)
			look_at_pressure(t, &zp.azp, midnight);
	}
	zonepressure_release(&zp);
	zoneflow_release(&f);
	return got;
}

int
zonetrial_zone(struct zonenight_work *w, struct store *s,
    const struct network *n, size_t zone, int64_t from, int64_t to,
    int64_t test_from, int64_t test_to, struct zonetrial *out)
{
	struct test t = {.from = test_from, .to = test_to};

	*out = (struct zonetrial){0};
	if (read_days(w, zone, from, to, out) < 0)
		return -1;
	if (test_from != INT64_MIN && read_test(s, n, zone, &t) < 0)
		return -1;
	out->test.flow = mean_of(&t.flow);
	out->test.before = mean_of(&t.before);
	out->test.third = mean_of(&t.third);
	out->test.last = mean_of(&t.last);
	out->least = t.all.n ? t.all.min : NAN;
	out->test.tight_m = network_num(n, "tight_m", (long)zone, to - 1);
	out->test.tight_m3h = network_num(n, "tight_m3h", (long)zone, to - 1);
	out->test.still_m =
	    network_num(n, "err_pressure_m", (long)zone, to - 1);
	out->verdict = tightness_judge(&out->test);
	return out->days > 0;
}
