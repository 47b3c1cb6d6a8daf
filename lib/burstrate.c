#include "burstrate.h"

#include <gsl/gsl_blas.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <string.h>

struct burst_rate
burst_rate(size_t count, double exposure)
{
	double n = (double)count;
	struct burst_rate r = {NAN, NAN, NAN};

	if (!(exposure > 0))
		return r;
	r.rate = n / exposure;
	r.lo = count ? gsl_cdf_gamma_Pinv(0.025, n, 1) / exposure : 0;
	r.hi = gsl_cdf_gamma_Pinv(0.975, n + 1, 1) / exposure;
	return r;
}

/* The share p of the bursts that fall after gives the ratio p/(1 - p) over that
 * of the exposures. */
struct burst_rate
burst_ratio(
    size_t before, double before_exposure, size_t after, double after_exposure)
{
	struct burst_rate r = {NAN, NAN, NAN};
	double a = (double)after, b = (double)before, lo, hi, k;

	if (!(before_exposure > 0 && after_exposure > 0) || before == 0)
		return r;
	k = before_exposure / after_exposure;
	lo = after ? gsl_cdf_beta_Pinv(0.025, a, b + 1) : 0;
	hi = gsl_cdf_beta_Pinv(0.975, a + 1, b);
	r.rate = a / b * k;
	r.lo = lo / (1 - lo) * k;
	r.hi = hi / (1 - hi) * k;
	return r;
}

/* --- regression --- */

struct glm {
	const struct burst_row *row;
	size_t n, k; /* k: terms with the constant */
	double centre[BURST_TERMS], scale[BURST_TERMS];
	gsl_matrix *info; /* X' W X */
	gsl_vector *score, *b;
};

/* The terms as the fit sees them: about their mean, in units of their sd. */
static double
term(const struct glm *g, size_t i, size_t k)
{
	if (k == 0)
		return 1;
	return (g->row[i].x[k - 1] - g->centre[k]) / g->scale[k];
}

/* -1: a term does not vary. */
static int
standardise(struct glm *g)
{
	for (size_t k = 1; k < g->k; k++) {
		double sum = 0, square = 0;

		for (size_t i = 0; i < g->n; i++)
			sum += g->row[i].x[k - 1];
		g->centre[k] = sum / (double)g->n;
		for (size_t i = 0; i < g->n; i++)
			square += pow(g->row[i].x[k - 1] - g->centre[k], 2);
		g->scale[k] = sqrt(square / (double)g->n);
		if (!(g->scale[k] > 1e-9 * (1 + fabs(g->centre[k]))))
			return -1;
	}
	return 0;
}

static double
expected(const struct glm *g, size_t i)
{
	double eta = log(g->row[i].exposure);

	for (size_t k = 0; k < g->k; k++)
		eta += gsl_vector_get(g->b, k) * term(g, i, k);
	return exp(eta > 700 ? 700 : eta);
}

static void
add_row(struct glm *g, size_t i)
{
	double mu = expected(g, i), rest = (double)g->row[i].count - mu;

	for (size_t k = 0; k < g->k; k++) {
		double x = term(g, i, k);

		*gsl_vector_ptr(g->score, k) += x * rest;
		for (size_t m = 0; m < g->k; m++)
			*gsl_matrix_ptr(g->info, k, m) +=
			    mu * x * term(g, i, m);
	}
}

/* One step of Newton's; the largest change, or NaN: the terms cannot be told
 * apart.  Leaves the decomposed information in g->info. */
static double
step(struct glm *g)
{
	double worst = 0, least = INFINITY, most = 0;

	gsl_matrix_set_zero(g->info);
	gsl_vector_set_zero(g->score);
	for (size_t i = 0; i < g->n; i++)
		add_row(g, i);
	if (gsl_linalg_cholesky_decomp1(g->info) != 0)
		return NAN;
	for (size_t k = 0; k < g->k; k++) {
		least = fmin(least, gsl_matrix_get(g->info, k, k));
		most = fmax(most, gsl_matrix_get(g->info, k, k));
	}
	if (!(least > 1e-6 * most))
		return NAN;
	gsl_linalg_cholesky_svx(g->info, g->score);
	for (size_t k = 0; k < g->k; k++) {
		double d = gsl_vector_get(g->score, k);

		*gsl_vector_ptr(g->b, k) += d;
		worst = fmax(worst, fabs(d));
	}
	return worst;
}

static double
dispersion(const struct glm *g)
{
	double sum = 0;

	for (size_t i = 0; i < g->n; i++) {
		double mu = expected(g, i);

		sum += pow((double)g->row[i].count - mu, 2) / mu;
	}
	return sum / (double)(g->n - g->k);
}

/* Back from standardised terms to those that were given. */
static void
put_model(struct glm *g, struct burst_model *out)
{
	double t, phi = dispersion(g);

	gsl_linalg_cholesky_invert(g->info);
	out->dispersion = phi;
	phi = phi > 1 ? phi : 1;
	t = gsl_cdf_tdist_Pinv(0.975, (double)(g->n - g->k));
	g->scale[0] = 1;
	out->b[0] = gsl_vector_get(g->b, 0);
	for (size_t k = 0; k < g->k; k++) {
		double var = gsl_matrix_get(g->info, k, k) * phi;

		if (k > 0) {
			out->b[k] = gsl_vector_get(g->b, k) / g->scale[k];
			out->b[0] -= out->b[k] * g->centre[k];
		}
		out->se[k] = sqrt(var) / g->scale[k];
		out->half[k] = t * out->se[k];
	}
	out->se[0] = out->half[0] = NAN; /* of no use far from the data */
}

static void
solve(struct glm *g, struct burst_model *out)
{
	double exposure = 0, change = 1;

	for (size_t i = 0; i < g->n; i++)
		exposure += g->row[i].exposure;
	gsl_vector_set_zero(g->b);
	gsl_vector_set(g->b, 0, log((double)out->bursts / exposure));
	for (int i = 0; i < 100 && change > 1e-12; i++)
		change = step(g);
	if (!(change < 1e-8)) {
		out->state = BURST_FLAT;
		return;
	}
	put_model(g, out);
}

void
burst_fit(
    const struct burst_row *row, size_t n, int terms, struct burst_model *out)
{
	struct glm g = {.row = row, .n = n, .k = (size_t)terms + 1};
	gsl_error_handler_t *old;

	*out = (struct burst_model){.rows = n, .dispersion = NAN};
	for (int k = 0; k < BURST_TERMS; k++)
		out->b[k] = out->se[k] = out->half[k] = NAN;
	for (size_t i = 0; i < n; i++)
		out->bursts += row[i].count;
	if (n < g.k + 2 || out->bursts < (size_t)(BURST_LEAST * terms) ||
	    out->bursts == 0) {
		out->state = BURST_FEW;
		return;
	}
	if (standardise(&g) < 0) {
		out->state = BURST_FLAT;
		return;
	}
	g.info = gsl_matrix_alloc(g.k, g.k);
	g.score = gsl_vector_alloc(g.k);
	g.b = gsl_vector_alloc(g.k);
	old = gsl_set_error_handler_off();
	solve(&g, out);
	gsl_set_error_handler(old);
	gsl_matrix_free(g.info);
	gsl_vector_free(g.score);
	gsl_vector_free(g.b);
}
