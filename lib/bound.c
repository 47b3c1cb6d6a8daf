/*
 * A value with its 95 % bounds: first-order propagation, input by input.
 */
#include "bound.h"

#include <assert.h>
#include <math.h>

struct bound
bound_exact(double v)
{
	return (struct bound){.v = v};
}

struct bound
bound_none(void)
{
	return bound_exact(NAN);
}

struct bound
bound_input(double v, int input, double half)
{
	struct bound b = bound_exact(v);

	assert(input >= 0 && input < BOUND_INPUTS);
	b.e[input] = half;
	return b;
}

/* f(a, b) = v with the partial derivatives da and db: the chain rule, for
 * each input by itself, so that what a and b share keeps its sign. */
static struct bound
combine(double v, const struct bound *a, double da, const struct bound *b,
    double db)
{
	struct bound r;

	r.v = v;
	for (int i = 0; i < BOUND_INPUTS; i++)
		r.e[i] = da * a->e[i] + db * b->e[i];
	return r;
}

struct bound
bound_add(struct bound a, struct bound b)
{
	return combine(a.v + b.v, &a, 1, &b, 1);
}

struct bound
bound_sub(struct bound a, struct bound b)
{
	return combine(a.v - b.v, &a, 1, &b, -1);
}

struct bound
bound_mul(struct bound a, struct bound b)
{
	return combine(a.v * b.v, &a, b.v, &b, a.v);
}

struct bound
bound_scale(struct bound a, double k)
{
	a.v *= k;
	for (int i = 0; i < BOUND_INPUTS; i++)
		a.e[i] *= k;
	return a;
}

struct bound
bound_div(struct bound a, struct bound b)
{
	if (b.v == 0)
		return bound_none();
	return combine(a.v / b.v, &a, 1 / b.v, &b, -a.v / b.v / b.v);
}

struct bound
bound_pow(struct bound a, double n)
{
	struct bound none = bound_none();

	if (!(a.v > 0))
		return none;
	return combine(pow(a.v, n), &a, n * pow(a.v, n - 1), &none, 0);
}

static double
variance(const struct bound *b)
{
	double sum = 0;

	for (int i = 0; i < BOUND_INPUTS; i++)
		sum += b->e[i] * b->e[i];
	return sum;
}

double
bound_half(const struct bound *b)
{
	return isnan(b->v) ? NAN : sqrt(variance(b));
}

double
bound_lo(const struct bound *b)
{
	return b->v - bound_half(b);
}

double
bound_hi(const struct bound *b)
{
	return b->v + bound_half(b);
}

double
bound_share(const struct bound *b, int input)
{
	const double all = variance(b);

	assert(input >= 0 && input < BOUND_INPUTS);
	if (isnan(b->v) || !(all > 0))
		return 0;
	return b->e[input] * b->e[input] / all;
}
