/*
 * A value with its 95 % bounds.
 *
 * Every figure of this toolkit is computed from inputs that are uncertain: a
 * flow meter, an estimate of night use, an assumed exponent.  A `struct bound`
 * carries, beside the value, how far each input moves it when that input goes
 * to its own 95 % limit:
 *
 *     e[i] = dV/dx_i * u_i        (signed; first order)
 *
 * so an input that enters twice is counted once, as the one meter that it is:
 * the parts of one input add with their signs, different inputs in quadrature,
 *
 *     half = sqrt(sum_i e[i]^2)   lo = v - half, hi = v + half
 *
 * (95 % limits by quadrature: Thornton, Sturm, Kunkel, Water Loss Control,
 * 2nd ed., p. 110.)  Volumes, flows, rates: whatever the
 * unit, e has the unit of v.  A value that is not known is NaN, and so is all
 * that is computed from it.
 */
#ifndef WB_BOUND_H
#define WB_BOUND_H

/* How many inputs one computation can tell apart; each computation numbers
 * its own with an enum that begins at 0. */
enum { BOUND_INPUTS = 32 };

struct bound {
	double v;
	double e[BOUND_INPUTS];
};

/* A number without error, and "not known". */
struct bound bound_exact(double v);
struct bound bound_none(void);

/* An input: `half` is its 95 % half-width, >= 0, in the unit of v.  With a half
 * of NaN the value is known and its bounds are not, here and in all results. */
struct bound bound_input(double v, int input, double half);

struct bound bound_add(struct bound a, struct bound b);
struct bound bound_sub(struct bound a, struct bound b);
struct bound bound_mul(struct bound a, struct bound b);
struct bound bound_scale(struct bound a, double k);

/* a/b; not known where b is 0. */
struct bound bound_div(struct bound a, struct bound b);

/* a^n for an exponent without error; not known unless a > 0. */
struct bound bound_pow(struct bound a, double n);

/* The half-width, the two bounds; NaN where value or error is not known. */
double bound_half(const struct bound *b);
double bound_lo(const struct bound *b);
double bound_hi(const struct bound *b);

/* The share of the variance that one input causes, 0..1; 0 if there is none
 * or it is not known. */
double bound_share(const struct bound *b, int input);

#endif
