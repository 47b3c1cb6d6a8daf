#include "whatif.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_roots.h>
#include <math.h>
#include <stdlib.h>

#include "linefit.h"
#include "xalloc.h"

static const double EXPONENT = 1.852, Z95 = 1.959963984540054;

/* Standard errors; a root is sought among finite values. */
static const double FAR = 1e6;

enum { HOURS = 24 };

/* How far the inputs are moved, in units of their 95 % half-widths. */
struct move {
	double by[WHATIF_INPUTS];
};

static double
loss_term(double q)
{
	return q < 0 ? -pow(-q, EXPONENT) : pow(q, EXPONENT);
}

void
whatif_headloss(const double *inlet, const double *p, const double *q, size_t n,
    double *b, double *se_b, double *r2)
{
	double *x = xmalloc(2 * (n + 1) * sizeof *x), *y = x + n + 1;
	struct linefit f;
	size_t m = 0;

	for (size_t i = 0; i < n; i++) {
		double loss = (inlet != NULL ? inlet[i] : 0) - p[i];

		if (isnan(loss) || isnan(q[i]))
			continue;
		x[m] = loss_term(q[i]);
		y[m++] = loss;
	}
	linefit_least(x, y, m, &f);
	free(x);
	*b = f.b > 0 ? f.b : 0;
	*se_b = isnan(f.se_b) ? 0 : f.se_b;
	if (r2 != NULL)
		*r2 = f.b > 0 ? f.r2 : NAN;
}

/* --- one step --- */

struct state {
	double q, leak, use, azp, dp;
	double q0, leak0, use0, azp0;
};

/* Weighted mean of the changes at the inlets. */
static double
inlet_change(const struct whatif_in *in, size_t i, double q, double valve)
{
	double sum = 0, weights = 0, dp;

	if (in->ninlet == 0) {
		dp = profile_change(in->profile, in->clock[i], q, NAN);
	} else {
		for (size_t k = 0; k < in->ninlet; k++) {
			sum += in->weight[k] * profile_change(in->profile,
						   in->clock[i], q,
						   in->inlet[k][i]);
			weights += in->weight[k];
		}
		dp = sum / weights;
	}
	return dp < 0 ? dp + valve : dp;
}

static double
ratio(double p1, double p0, double n)
{
	return p1 <= 0 ? 0 : pow(p1 / p0, n); /* NaN stays NaN */
}

/* Flow and pressure of the step in agreement: the head loss is small against
 * the pressure, so that plain substitution converges. */
static void
settle(
    const struct whatif_in *in, size_t i, const struct move *m, struct state *s)
{
	const double n1 = in->n1 + m->by[WHATIF_N1] * in->err_n1;
	const double b =
	    in->azp.b + m->by[WHATIF_HEADLOSS] * Z95 * in->azp.se_b;
	const double share = in->use_share + m->by[WHATIF_USE] * in->err_share;
	const double valve = m->by[WHATIF_VALVE] * in->err_valve_m;

	s->q = s->q0;
	for (int turn = 0; turn < 100; turn++) {
		double old = s->q;

		s->dp = inlet_change(in, i, s->q, valve);
		s->azp =
		    s->azp0 + s->dp + b * (loss_term(s->q0) - loss_term(s->q));
		s->leak = s->leak0 * ratio(s->azp, s->azp0, n1);
		s->use = s->use0 *
			 (1 - share + share * ratio(s->azp, s->azp0, in->n3));
		s->q = s->leak + s->use;
		if (!(fabs(s->q - old) > 1e-10 * (1 + fabs(s->q))))
			break;
	}
}

/* 0: the step does not count. */
static int
run_step(
    const struct whatif_in *in, size_t i, const struct move *m, struct state *s)
{
	const double offset = m->by[WHATIF_PRESSURE] * in->err_pressure_m;
	const double n1 = in->n1 + m->by[WHATIF_N1] * in->err_n1;
	const double nnl = in->nnl[i] + m->by[WHATIF_FLOW] * in->nnl_flow[i] +
			   m->by[WHATIF_LNU] * in->nnl_lnu[i];

	s->azp0 = in->azp.p[i] + offset;
	s->q0 = in->q[i];
	s->leak0 = nnl * ratio(s->azp0, in->aznp[i] + offset, n1);
	s->use0 = s->q0 - s->leak0;
	if (!(s->azp0 > 0 && in->aznp[i] + offset > 0) || isnan(s->use0))
		return 0;
	settle(in, i, m, s);
	return !isnan(s->q);
}

/* --- the requirement --- */

static double
point_pressure(const struct whatif_point *pt, size_t i, const struct state *s)
{
	return pt->p[i] + s->dp + pt->b * (loss_term(s->q0) - loss_term(s->q));
}

/* Standard errors that a point is above its requirement. */
static double
margin(const struct whatif_in *in, const struct whatif_point *pt, size_t i,
    const struct state *s)
{
	double sensor = in->err_pressure_m / Z95;
	double valve = s->dp < 0 ? in->err_valve_m / Z95 : 0;
	double fit = pt->se_b * (loss_term(s->q0) - loss_term(s->q));
	double sigma = sqrt(sensor * sensor + valve * valve + fit * fit);
	double above = point_pressure(pt, i, s) - pt->required;

	if (isnan(above) || sigma > 0)
		return above / sigma;
	return above >= 0 ? INFINITY : -INFINITY;
}

static void
look_at_points(const struct whatif_in *in, size_t i, const struct state *s,
    double *least, struct whatif_result *out)
{
	for (size_t k = 0; k < in->npoint; k++) {
		const struct whatif_point *pt = &in->point[k];
		double z = isnan(pt->required) ? NAN : margin(in, pt, i, s);

		if (isnan(z) || (out->worst < in->npoint && z >= *least))
			continue;
		*least = z;
		out->worst = k;
		out->worst_step = i;
		out->worst_p0 = pt->p[i];
		out->worst_p1 = point_pressure(pt, i, s);
		out->prob = gsl_cdf_ugaussian_P(z);
	}
}

/* --- a run --- */

static void
add_step(struct whatif_result *out, const struct state *s)
{
	out->steps++;
	out->q0 += s->q0;
	out->q1 += s->q;
	out->leak0 += s->leak0;
	out->leak1 += s->leak;
	out->use0 += s->use0;
	out->use1 += s->use;
	out->azp0 += s->azp0;
	out->azp1 += s->azp;
	out->max0 = fmax(out->max0, s->azp0);
	out->max1 = fmax(out->max1, s->azp);
	out->inlet_dp += s->dp;
	out->lift -= s->dp * s->q;
}

static void
put_trace(const struct whatif_trace *t, size_t i, const struct state *s)
{
	t->q[i] = s ? s->q : NAN;
	t->leak0[i] = s ? s->leak0 : NAN;
	t->leak[i] = s ? s->leak : NAN;
	t->azp[i] = s ? s->azp : NAN;
	t->dp[i] = s ? s->dp : NAN;
}

static void
run_moved(const struct whatif_in *in, const struct move *m,
    struct whatif_result *out, const struct whatif_trace *trace)
{
	double least = 0, n;
	struct state s;

	*out = (struct whatif_result){.max0 = -INFINITY,
	    .max1 = -INFINITY,
	    .worst = in->npoint,
	    .prob = NAN};
	for (size_t i = 0; i < in->n; i++) {
		int counts = run_step(in, i, m, &s);

		if (trace != NULL)
			put_trace(trace, i, counts ? &s : NULL);
		if (!counts)
			continue;
		add_step(out, &s);
		look_at_points(in, i, &s, &least, out);
	}
	n = (double)out->steps; /* 0: all NaN */
	out->q0 /= n;
	out->q1 /= n;
	out->leak0 /= n;
	out->leak1 /= n;
	out->use0 /= n;
	out->use1 /= n;
	out->azp0 /= n;
	out->azp1 /= n;
	out->inlet_dp /= n;
	out->lift /= n;
}

void
whatif_run(const struct whatif_in *in, struct whatif_result *out,
    const struct whatif_trace *trace)
{
	static const struct move none = {{0}};

	run_moved(in, &none, out, trace);
}

double
whatif_pressure(const struct whatif_in *in, const struct whatif_point *pt,
    const struct whatif_trace *t, size_t i)
{
	struct state s = {.q = t->q[i], .q0 = in->q[i], .dp = t->dp[i]};

	return point_pressure(pt, i, &s);
}

double
whatif_prob(const struct whatif_in *in, const struct whatif_point *pt,
    const struct whatif_trace *t, size_t i)
{
	struct state s = {.q = t->q[i], .q0 = in->q[i], .dp = t->dp[i]};
	double z = margin(in, pt, i, &s);

	return isnan(z) ? NAN : gsl_cdf_ugaussian_P(z);
}

/* --- bounds --- */

struct figures {
	double leak, use, azp, max_pct, lift;
};

static struct figures
figures_of(const struct whatif_result *r)
{
	return (struct figures){r->leak0 - r->leak1, r->use0 - r->use1,
	    r->azp0 - r->azp1, 100 * (r->max0 - r->max1) / r->max0, r->lift};
}

void
whatif_bound(const struct whatif_in *in, struct whatif_bounds *out)
{
	struct whatif_result r;
	struct figures f;

	whatif_run(in, &r, NULL);
	f = figures_of(&r);
	out->leak = bound_exact(f.leak);
	out->use = bound_exact(f.use);
	out->azp = bound_exact(f.azp);
	out->max_pct = bound_exact(f.max_pct);
	out->lift = bound_exact(f.lift);
	for (int i = 0; i < WHATIF_BFF; i++) {
		struct move m = {{0}};
		struct figures up, down;

		m.by[i] = 1;
		run_moved(in, &m, &r, NULL);
		up = figures_of(&r);
		m.by[i] = -1;
		run_moved(in, &m, &r, NULL);
		down = figures_of(&r);
		out->leak.e[i] = (up.leak - down.leak) / 2;
		out->use.e[i] = (up.use - down.use) / 2;
		out->azp.e[i] = (up.azp - down.azp) / 2;
		out->max_pct.e[i] = (up.max_pct - down.max_pct) / 2;
		out->lift.e[i] = (up.lift - down.lift) / 2;
	}
}

/* --- search --- */

struct hour { /* the steps of one hour of the day, lowered by x */
	const struct whatif_in *in;
	int hour;
	double z; /* asked for */
	struct profile profile;
	double leak; /* of the last evaluation, summed */
	double least;
	int seen; /* 1: there was a step to judge by */
};

static void
lower_hour(struct hour *h, double cut)
{
	static const struct move none = {{0}};
	struct whatif_in in = *h->in;
	struct whatif_result out = {.worst = in.npoint};
	struct state s;

	h->profile = (struct profile){
	    PROFILE_INLET, .relative = 1, .n = 1, .slot = {{0, -cut}}};
	in.profile = &h->profile;
	h->leak = 0;
	h->least = INFINITY;
	for (size_t i = 0; i < in.n; i++) {
		if (in.clock[i] / 3600 % HOURS != h->hour ||
		    !run_step(&in, i, &none, &s))
			continue;
		h->leak += s.leak;
		look_at_points(&in, i, &s, &h->least, &out);
	}
	h->seen = out.worst < in.npoint;
}

static double
spare(double cut, void *ctx)
{
	struct hour *h = ctx;

	lower_hour(h, cut);
	return fmax(-FAR, fmin(FAR, h->least - h->z));
}

/* The greatest admissible cut of an hour, in whole tenths; -1: none is. */
static double
greatest_cut(struct hour *h, double most)
{
	gsl_function f = {.function = spare, .params = h};
	gsl_root_fsolver *s;
	double lo = 0, cut;

	if (!(spare(0, h) >= 0))
		return -1;
	if (!h->seen)
		return 0;
	if (spare(most, h) >= 0)
		return floor(most * 10) / 10;
	s = gsl_root_fsolver_alloc(gsl_root_fsolver_brent);
	/* The valve's error enters with the first millimetre: below that the
	 * margin jumps. */
	if (spare(1e-6, h) >= 0 &&
	    gsl_root_fsolver_set(s, &f, 1e-6, most) == GSL_SUCCESS) {
		for (int i = 0; i < 100; i++) {
			if (gsl_root_fsolver_iterate(s) != GSL_SUCCESS)
				break;
			lo = gsl_root_fsolver_x_lower(s);
			if (gsl_root_fsolver_x_upper(s) - lo < 1e-6)
				break;
		}
	}
	gsl_root_fsolver_free(s);
	cut = floor((lo + 2e-6) * 10) / 10;
	while (cut > 0 && spare(cut, h) < 0)
		cut -= 0.1;
	return cut > 0 ? floor(cut * 10 + 0.5) / 10 : 0;
}

/* What all hours leak under each hour's cut, and the best borders. */
struct plan {
	double cut[HOURS];
	double leak[HOURS][HOURS]; /* [hour][whose cut] */
};

/* Leakage of hours first .. first + length - 1 (round the clock) at the least
 * of their cuts, which goes to *cut. */
static double
slot_leak(const struct plan *p, int first, int length, double *cut)
{
	double sum = 0;
	int least = first;

	for (int k = 1; k < length; k++)
		if (p->cut[(first + k) % HOURS] < p->cut[least])
			least = (first + k) % HOURS;
	for (int k = 0; k < length; k++)
		sum += p->leak[(first + k) % HOURS][least];
	*cut = p->cut[least];
	return sum;
}

/* The best partition that begins a slot at `start`: border[k] are the lengths.
 * Returns its leakage. */
static double
best_from(const struct plan *p, int start, int slots, int length[HOURS])
{
	double best[HOURS + 1][HOURS + 1], cut;
	int from[HOURS + 1][HOURS + 1];

	for (int k = 0; k <= slots; k++)
		for (int h = 0; h <= HOURS; h++)
			best[k][h] = k == 0 && h == 0 ? 0 : INFINITY;
	for (int k = 1; k <= slots; k++) {
		for (int h = k; h <= HOURS; h++) {
			for (int b = k - 1; b < h; b++) {
				double leak = best[k - 1][b];

				if (isinf(leak))
					continue;
				leak += slot_leak(
				    p, (start + b) % HOURS, h - b, &cut);
				if (leak < best[k][h] - 1e-9) {
					best[k][h] = leak;
					from[k][h] = b;
				}
			}
		}
	}
	for (int k = slots, h = HOURS; k > 0; k--) {
		length[k - 1] = h - from[k][h];
		h = from[k][h];
	}
	return best[slots][HOURS];
}

/* Slots in order of the clock, equal neighbours joined. */
static void
put_plan(const struct plan *p, int start, int slots, const int *length,
    struct profile *out)
{
	double value[HOURS] = {0}, cut;
	int h = start;

	for (int k = 0; k < slots; k++) {
		slot_leak(p, h % HOURS, length[k], &cut);
		for (int i = 0; i < length[k]; i++)
			value[(h + i) % HOURS] = cut > 0 ? -cut : 0;
		h += length[k];
	}
	*out = (struct profile){.kind = PROFILE_TIME, .relative = 1};
	for (int i = 0; i < HOURS; i++)
		if (value[i] != value[(i + HOURS - 1) % HOURS])
			out->slot[out->n++] =
			    (struct profile_slot){i * 3600, value[i]};
	if (out->n == 0) {
		out->kind = PROFILE_INLET;
		out->slot[out->n++] = (struct profile_slot){0, value[0]};
	}
}

/* The cut of each hour; -1: one hour admits none, or there is no point to judge
 * by. */
static int
find_cuts(const struct whatif_in *in, double z, struct plan *p)
{
	double most = 0;
	int seen = 0;

	for (size_t i = 0; i < in->n; i++)
		if (in->azp.p[i] > most)
			most = in->azp.p[i];
	for (int h = 0; h < HOURS; h++) {
		struct hour hour = {.in = in, .hour = h, .z = z};

		p->cut[h] = greatest_cut(&hour, most);
		seen |= hour.seen;
		if (p->cut[h] < 0)
			return -1;
	}
	if (!seen)
		return -1;
	for (int h = 0; h < HOURS; h++) {
		for (int k = 0; k < HOURS; k++) {
			struct hour hour = {.in = in, .hour = h, .z = z};

			lower_hour(&hour, p->cut[k]);
			p->leak[h][k] = hour.leak;
		}
	}
	return 0;
}

int
whatif_search(
    const struct whatif_in *in, int slots, double prob, struct profile *out)
{
	int length[HOURS], best_length[HOURS], best_start = 0;
	double best = INFINITY;
	gsl_error_handler_t *old;
	struct plan p = {.cut = {0}};
	int got;

	old = gsl_set_error_handler_off();
	got = find_cuts(in, gsl_cdf_ugaussian_Pinv(prob), &p);
	gsl_set_error_handler(old);
	if (got < 0)
		return -1;
	for (int start = 0; start < HOURS; start++) {
		double leak = best_from(&p, start, slots, length);

		if (leak < best - 1e-9) {
			best = leak;
			best_start = start;
			for (int k = 0; k < slots; k++)
				best_length[k] = length[k];
		}
	}
	put_plan(&p, best_start, slots, best_length, out);
	return 0;
}
