#include "reconcile.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <math.h>

enum { GAPS = 8 };

/* w = (G G')^-1 r for the rows of G; -1: they do not tell it. */
static int
solve(const gsl_matrix *a, const gsl_vector *r, gsl_vector *w)
{
	gsl_matrix *l = gsl_matrix_alloc(a->size1, a->size2);
	int bad;

	if (l == NULL)
		return -1;
	gsl_matrix_memcpy(l, a);
	bad = gsl_linalg_cholesky_decomp1(l) != GSL_SUCCESS ||
	      gsl_linalg_cholesky_solve(l, r, w) != GSL_SUCCESS;
	gsl_matrix_free(l);
	return bad ? -1 : 0;
}

static void
products(const struct bound *gap, size_t n, gsl_matrix *a)
{
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < n; k++) {
			double sum = 0;

			for (int e = 0; e < BOUND_INPUTS; e++)
				sum += gap[i].e[e] * gap[k].e[e];
			gsl_matrix_set(a, i, k, sum);
		}
	}
}

/* u -= G' w */
static void
take_off(const struct bound *gap, size_t n, const gsl_vector *w, double *u)
{
	for (size_t k = 0; k < n; k++)
		for (int e = 0; e < BOUND_INPUTS; e++)
			u[e] -= gap[k].e[e] * gsl_vector_get(w, k);
}

static int
fill(const struct bound *gap, size_t n, const gsl_matrix *a, gsl_vector *r,
    gsl_vector *w, struct reconcile *out)
{
	for (size_t k = 0; k < n; k++)
		gsl_vector_set(r, k, gap[k].v);
	if (solve(a, r, w) < 0)
		return -1;
	take_off(gap, n, w, out->u);
	for (int i = 0; i < BOUND_INPUTS; i++) {
		for (size_t k = 0; k < n; k++)
			gsl_vector_set(r, k, gap[k].e[i]);
		if (solve(a, r, w) < 0)
			return -1;
		out->keep[i][i] += 1;
		take_off(gap, n, w, out->keep[i]);
	}
	return 0;
}

int
reconcile(const struct bound *gap, size_t n, struct reconcile *out)
{
	gsl_error_handler_t *old;
	gsl_matrix *a;
	gsl_vector *r, *w;
	int got = -1;

	*out = (struct reconcile){.u = {0}};
	if (n == 0 || n > GAPS)
		return -1;
	for (size_t k = 0; k < n; k++)
		if (isnan(gap[k].v) || isnan(bound_half(&gap[k])))
			return -1;
	old = gsl_set_error_handler_off();
	a = gsl_matrix_alloc(n, n);
	r = gsl_vector_alloc(n);
	w = gsl_vector_alloc(n);
	if (a != NULL && r != NULL && w != NULL) {
		products(gap, n, a);
		got = fill(gap, n, a, r, w, out);
	}
	gsl_matrix_free(a);
	gsl_vector_free(r);
	gsl_vector_free(w);
	gsl_set_error_handler(old);
	return got;
}

struct bound
reconciled(const struct reconcile *r, const struct bound *b)
{
	struct bound x = bound_exact(b->v);

	for (int i = 0; i < BOUND_INPUTS; i++) {
		x.v += b->e[i] * r->u[i];
		for (int k = 0; k < BOUND_INPUTS; k++)
			x.e[k] += b->e[i] * r->keep[i][k];
	}
	return x;
}
