#include "assetfit.h"

#include <gsl/gsl_blas.h>
#include <gsl/gsl_linalg.h>
#include <math.h>

static const double FEW_T = 0.5;

enum { SORTS = 3, STEPS = 100 };

struct fit {
	struct asset_cell *cell;
	size_t n, k; /* k: the constant and the effects */
	gsl_matrix *info;
	gsl_vector *b, *score, *x;
};

static double
log_rate(const struct fit *f, const struct asset_cell *c)
{
	double eta = gsl_vector_get(f->b, 0);

	for (int s = 0; s < SORTS; s++)
		eta += gsl_vector_get(f->b, 1 + c->effect[s]);
	return eta;
}

/* The terms of a cell: the constant, and its three effects. */
static size_t
term(const struct asset_cell *c, int i)
{
	return i == 0 ? 0 : 1 + c->effect[i - 1];
}

static void
add_cell(struct fit *f, const struct asset_cell *c)
{
	double mu = c->exposure * exp(log_rate(f, c));

	for (int i = 0; i <= SORTS; i++) {
		*gsl_vector_ptr(f->score, term(c, i)) += c->bursts - mu;
		for (int j = 0; j <= SORTS; j++)
			*gsl_matrix_ptr(f->info, term(c, i), term(c, j)) += mu;
	}
}

/* Newton's step, none longer than 2 so that it does not fly away; the longest
 * part of it.  Leaves the decomposed information. */
static double
step(struct fit *f, double t)
{
	double most = 0;

	gsl_matrix_set_zero(f->info);
	gsl_vector_set_zero(f->score);
	for (size_t i = 0; i < f->n; i++)
		if (f->cell[i].exposure > 0)
			add_cell(f, &f->cell[i]);
	for (size_t i = 1; i < f->k; i++) {
		*gsl_matrix_ptr(f->info, i, i) += 1 / (t * t);
		*gsl_vector_ptr(f->score, i) -=
		    gsl_vector_get(f->b, i) / (t * t);
	}
	gsl_linalg_cholesky_decomp1(f->info);
	gsl_linalg_cholesky_svx(f->info, f->score);
	for (size_t i = 0; i < f->k; i++)
		most = fmax(most, fabs(gsl_vector_get(f->score, i)));
	gsl_blas_daxpy(most > 2 ? 2 / most : 1, f->score, f->b);
	return most;
}

/* The marginal likelihood's logarithm, but for what does not depend on t. */
static double
solve(struct fit *f, double t)
{
	double l = 0;

	for (int i = 0; i < STEPS && step(f, t) > 1e-10; i++)
		;
	for (size_t i = 0; i < f->n; i++) {
		const struct asset_cell *c = &f->cell[i];
		double eta = log_rate(f, c);

		if (c->exposure > 0)
			l += c->bursts * eta - c->exposure * exp(eta);
	}
	for (size_t i = 1; i < f->k; i++)
		l -= pow(gsl_vector_get(f->b, i) / t, 2) / 2 + log(t);
	for (size_t i = 0; i < f->k; i++)
		l -= log(gsl_matrix_get(f->info, i, i));
	return l;
}

static double
find_t(struct fit *f)
{
	const double LEAST = 0.02, MOST = 3, STEP = 1.15;
	double best = -INFINITY, at = FEW_T;

	for (double t = LEAST; t < MOST; t *= STEP) {
		double l = solve(f, t) + log(t);

		if (l > best) {
			best = l;
			at = t;
		}
	}
	return at;
}

static void
put_rates(struct fit *f)
{
	for (size_t i = 0; i < f->n; i++) {
		struct asset_cell *c = &f->cell[i];
		double eta = log_rate(f, c), var;

		gsl_vector_set_zero(f->x);
		for (int k = 0; k <= SORTS; k++)
			gsl_vector_set(f->x, term(c, k), 1);
		/* x' (L L')^-1 x = |L^-1 x|^2 */
		gsl_blas_dtrsv(
		    CblasLower, CblasNoTrans, CblasNonUnit, f->info, f->x);
		gsl_blas_ddot(f->x, f->x, &var);
		c->rate = exp(eta);
		c->lo = exp(eta - 1.96 * sqrt(var));
		c->hi = exp(eta + 1.96 * sqrt(var));
	}
}

double
assetfit(struct asset_cell *cell, size_t n, size_t effects, int few)
{
	struct fit f = {.cell = cell, .n = n, .k = effects + 1};
	double bursts = 0, exposure = 0, t;

	for (size_t i = 0; i < n; i++) {
		cell[i].rate = cell[i].lo = cell[i].hi = NAN;
		bursts += cell[i].exposure > 0 ? cell[i].bursts : 0;
		exposure += cell[i].exposure;
	}
	if (!(bursts > 0))
		return NAN;
	f.info = gsl_matrix_alloc(f.k, f.k);
	f.b = gsl_vector_calloc(f.k);
	f.score = gsl_vector_alloc(f.k);
	f.x = gsl_vector_alloc(f.k);
	gsl_vector_set(f.b, 0, log(bursts / exposure));
	t = few ? FEW_T : find_t(&f);
	solve(&f, t);
	put_rates(&f);
	gsl_matrix_free(f.info);
	gsl_vector_free(f.b);
	gsl_vector_free(f.score);
	gsl_vector_free(f.x);
	return t;
}
