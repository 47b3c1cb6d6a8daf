/*
 * A sum of numbers that does not depend on their order.
 *
 * Two whole numbers hold it, sum = hi 2^-20 + lo 2^-62 with lo from 0 up to,
 * not including, 2^42.  Every term is cut off at 2^-62 (2e-19) towards 0, and
 * nothing is rounded after that: whoever adds the same terms in another order,
 * or sums of them, gets the same bits.  Terms up to 1e10 (EXACTSUM_MOST), and
 * sums up to 8e12, of either sign.
 */
#ifndef WB_EXACTSUM_H
#define WB_EXACTSUM_H

#include <stdint.h>

static const double EXACTSUM_MOST = 1e10;

struct exactsum {
	int64_t hi, lo;
};

static inline struct exactsum
exactsum_of(double x)
{
	double whole = x * 0x1p20;
	int64_t hi = (int64_t)whole;

	/* The difference is exact. */
	return (struct exactsum){hi, (int64_t)((whole - (double)hi) * 0x1p42)};
}

static inline void
exactsum_add(struct exactsum *s, struct exactsum x)
{
	int64_t lo = s->lo + x.lo, carry = lo >> 42; /* rounds down */

	s->hi += x.hi + carry;
	s->lo = lo - carry * ((int64_t)1 << 42);
}

static inline double
exactsum_value(const struct exactsum *s)
{
	return (double)s->hi * 0x1p-20 + (double)s->lo * 0x1p-62;
}

#endif
