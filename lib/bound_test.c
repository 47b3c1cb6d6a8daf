/*
 * Bounds: the algebra, a published balance, and chance itself.
 */
#include <stdint.h>

#include "bound.h"
#include "tap.h"

enum { METER, ESTIMATE, THIRD };

static void
values(void)
{
	struct bound a = bound_input(10, METER, 3);
	struct bound b = bound_input(4, ESTIMATE, 4);
	struct bound r = bound_add(a, b);

	near(r.v, 14, 0, "10 + 4");
	near(bound_half(&r), 5, 1e-12, "3 and 4 in quadrature are 5");
	near(bound_lo(&r), 9, 1e-12, "lower bound");
	near(bound_hi(&r), 19, 1e-12, "upper bound");
	near(bound_share(&r, METER), 9.0 / 25, 1e-12, "share of the first");
	near(bound_share(&r, ESTIMATE), 16.0 / 25, 1e-12, "of the second");
	near(bound_share(&r, THIRD), 0, 0, "of one that is not in it");
	r = bound_sub(b, a);
	near(r.v, -6, 0, "4 - 10");
	near(bound_half(&r), 5, 1e-12, "a difference adds errors too");
	near(r.e[METER], -3, 0, "with its sign");
	r = bound_scale(a, -2);
	near(r.v, -20, 0, "scaled value");
	near(bound_half(&r), 6, 1e-12, "scaled error is not negative");
}

/* Relative errors 30 % and 40 % make 50 %. */
static void
products(void)
{
	struct bound a = bound_input(10, METER, 3);
	struct bound b = bound_input(5, ESTIMATE, 2);
	struct bound r = bound_mul(a, b);

	near(r.v, 50, 0, "product");
	near(bound_half(&r), 25, 1e-12, "relative errors in quadrature");
	r = bound_div(a, b);
	near(r.v, 2, 0, "quotient");
	near(bound_half(&r), 1, 1e-12, "relative errors in quadrature");
	r = bound_pow(bound_input(4, METER, 0.4), 1.5);
	near(r.v, 8, 1e-12, "4^1.5");
	near(bound_half(&r), 1.2, 1e-12, "1.5 times 10 % of 8");
	r = bound_pow(bound_input(4, METER, 0.4), -0.5);
	near(r.v, 0.5, 1e-12, "4^-0.5");
	near(r.e[METER], -0.025, 1e-12, "falls as the input rises");
	r = bound_pow(bound_input(4, METER, 0.4), 0);
	near(r.v, 1, 0, "4^0");
	near(bound_half(&r), 0, 0, "has no error");
}

/* One meter that enters twice is one meter. */
static void
shared(void)
{
	struct bound a = bound_input(7, METER, 2);
	struct bound b = bound_input(3, ESTIMATE, 1);
	struct bound r = bound_sub(a, a);

	near(bound_half(&r), 0, 0, "a - a has no width");
	r = bound_div(a, a);
	near(r.v, 1, 0, "a / a is 1");
	near(bound_half(&r), 0, 1e-15, "and has no width");
	r = bound_add(a, a);
	near(bound_half(&r), 4, 1e-12, "a + a is 2a");
	r = bound_mul(a, a);
	near(bound_half(&r), 28, 1e-12, "a * a is a^2: 2 * 7 * 2");
	r = bound_sub(bound_add(a, b), b);
	near(r.v, 7, 1e-12, "(a + b) - b is a");
	near(bound_half(&r), 2, 1e-12, "with the width of a");
	r = bound_div(bound_mul(a, b), b);
	near(bound_half(&r), 2, 1e-12, "(a * b) / b too");
}

static void
unknown(void)
{
	struct bound a = bound_input(7, METER, 2);
	struct bound none = bound_none();
	struct bound r = bound_add(a, none);

	near(r.v, NAN, 0, "known + not known");
	near(bound_half(&r), NAN, 0, "no half-width");
	near(bound_lo(&r), NAN, 0, "no lower bound");
	near(bound_hi(&r), NAN, 0, "no upper bound");
	near(bound_share(&r, METER), 0, 0, "no share");
	near(bound_mul(bound_exact(0), none).v, NAN, 0, "0 * not known");
	near(bound_div(a, bound_exact(0)).v, NAN, 0, "a / 0");
	near(bound_div(a, none).v, NAN, 0, "a / not known");
	near(bound_pow(bound_exact(0), 2).v, NAN, 0, "0^2 has no derivative");
	near(bound_pow(bound_exact(-4), 0.5).v, NAN, 0, "(-4)^0.5");
	near(bound_pow(none, 0).v, NAN, 0, "not known ^ 0");
	near(bound_pow(a, NAN).v, NAN, 0, "a ^ not known");
	r = bound_exact(3);
	near(bound_half(&r), 0, 0, "an exact number has no width");
	near(bound_share(&r, METER), 0, 0, "and no share");
	r = bound_add(a, bound_input(1, ESTIMATE, NAN));
	near(r.v, 8, 0, "value known, error not: the value stays");
	near(bound_half(&r), NAN, 0, "the bounds are not known");
}

static double
pct(const struct bound *b)
{
	return 100 * bound_half(b) / b->v;
}

/* Thornton, Sturm, Kunkel, Water Loss Control, 2nd ed., table 7.5, million
 * gallons a year.  Its printed 2.6 % and 1.1 % are rounded; its variances
 * imply 2.55 % and 1.12528 %, and those the printed 11.2 %. */
static void
published_balance(void)
{
	static const double source[] = {
	    7512.80, 10519.84, 6580.71, 4411.61, 7.60};
	struct bound billed =
	    bound_input(24778.64, 5, 24778.64 * 1.12528 / 100);
	struct bound input = bound_exact(0), nrw;
	double sd;

	for (int i = 0; i < 5; i++)
		input = bound_add(
		    input, bound_input(source[i], i, source[i] * 2.55 / 100));
	nrw = bound_sub(input, billed);
	near(input.v, 29032.56, 0.005, "system input");
	near(pct(&input), 1.332, 0.005, "its 95 % limit");
	near(nrw.v, 4253.92, 0.005, "non-revenue water");
	near(pct(&nrw), 11.206, 0.005, "its 95 % limit");
	sd = bound_half(&nrw) / 1.96;
	near(sd * sd, 59148.0, 30, "its variance");
}

static uint64_t
next(uint64_t *s)
{
	*s ^= *s << 13;
	*s ^= *s >> 7;
	*s ^= *s << 17;
	return *s;
}

/* In (0, 1). */
static double
uniform(uint64_t *s)
{
	return ((double)(next(s) >> 11) + 0.5) / 9007199254740992.0;
}

static double
normal(uint64_t *s)
{
	double r = sqrt(-2 * log(uniform(s)));

	return r * cos(6.283185307179586 * uniform(s));
}

/* (a*b - c)/b^1.5: b enters three times. */
static double
formula(double a, double b, double c)
{
	return (a * b - c) / pow(b, 1.5);
}

static struct bound
bound_formula(struct bound a, struct bound b, struct bound c)
{
	return bound_div(bound_sub(bound_mul(a, b), c), bound_pow(b, 1.5));
}

/* Small errors, so that the first order is the whole. */
static void
monte_carlo(void)
{
	enum { DRAWS = 200000 };
	const double v[] = {20, 4, 30}, half[] = {0.4, 0.08, 0.9};
	uint64_t seed = 20190201;
	double sum = 0, sum2 = 0, sd;
	struct bound b = bound_formula(bound_input(v[0], 0, half[0]),
	    bound_input(v[1], 1, half[1]), bound_input(v[2], 2, half[2]));

	for (int i = 0; i < DRAWS; i++) {
		double x[3], f;

		for (int k = 0; k < 3; k++)
			x[k] = v[k] + half[k] / 1.96 * normal(&seed);
		f = formula(x[0], x[1], x[2]) - b.v;
		sum += f;
		sum2 += f * f;
	}
	sd = sqrt(sum2 / DRAWS - sum * sum / DRAWS / DRAWS);
	near(b.v, 50.0 / 8, 1e-12, "(20 * 4 - 30)/4^1.5");
	near(1.96 * sd / bound_half(&b), 1, 0.02, "quadrature is chance");
}

static void
algebra(void)
{
	uint64_t seed = 95;
	double off = 0;

	for (int i = 0; i < 1000; i++) {
		struct bound a = bound_input(
		    100 * uniform(&seed) - 50, METER, uniform(&seed));
		struct bound b =
		    bound_input(1 + uniform(&seed), ESTIMATE, uniform(&seed));
		struct bound same = bound_sub(bound_add(a, b), b);
		struct bound zero = bound_sub(bound_mul(a, b), bound_mul(b, a));
		struct bound one =
		    bound_sub(bound_div(a, b), bound_mul(a, bound_pow(b, -1)));

		off = fmax(off, fabs(bound_half(&same) - bound_half(&a)));
		off = fmax(off, bound_half(&zero));
		off = fmax(off, bound_half(&one));
		off = fmax(off, fabs(one.v));
		off = fmax(off, fabs(bound_share(&zero, METER)) > 1);
	}
	near(off, 0, 1e-12, "a + b - b, ab - ba, a/b - a b^-1");
}

int
main(void)
{
	values();
	products();
	shared();
	unknown();
	published_balance();
	monte_carlo();
	algebra();
	return tap_done();
}
