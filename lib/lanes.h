/*
 * Two doubles side by side, for loops over a day's values.
 *
 * GCC's and clang's vectors: SSE2 where that is, plain code elsewhere, the same
 * bits everywhere.  A comparison gives all bits or none: subtracted from masks
 * it counts.
 */
#ifndef WB_LANES_H
#define WB_LANES_H

#include <stdint.h>
#include <string.h>

enum { LANES = 2 };
typedef double lanes __attribute__((vector_size(LANES * sizeof(double))));
typedef int64_t masks __attribute__((vector_size(LANES * sizeof(int64_t))));
typedef uint64_t words __attribute__((vector_size(LANES * sizeof(uint64_t))));

static inline lanes
lanes_load(const double *v)
{
	lanes a;

	memcpy(&a, v, sizeof a);
	return a;
}

static inline lanes
lanes_all(double x)
{
	return (lanes){x, x};
}

/* a where it is less, or greater, else b: also where one is none. */
static inline lanes
lanes_min(lanes a, lanes b)
{
#ifdef __SSE2__
	return __builtin_ia32_minpd(a, b);
#else
	return (lanes){a[0] < b[0] ? a[0] : b[0], a[1] < b[1] ? a[1] : b[1]};
#endif
}

static inline lanes
lanes_max(lanes a, lanes b)
{
#ifdef __SSE2__
	return __builtin_ia32_maxpd(a, b);
#else
	return (lanes){a[0] > b[0] ? a[0] : b[0], a[1] > b[1] ? a[1] : b[1]};
#endif
}

static inline lanes
lanes_abs(lanes a)
{
	const masks sign = {INT64_MIN, INT64_MIN};

	return (lanes)((masks)a & ~sign);
}

/* Sums in two doubles: hi + lo keeps what an ordinary sum would round away
 * (Knuth's TwoSum). */
struct exact {
	double hi, lo;
};

static inline void
exact_add(struct exact *s, double x)
{
	const double t = s->hi + x, y = t - s->hi;

	s->lo += (s->hi - (t - y)) + (x - y);
	s->hi = t + s->lo;
	s->lo -= s->hi - t;
}

/* The same for many additions one behind the other: what hi lacks gathers in
 * lo, and nothing waits for it. */
static inline void
exact_gather(struct exact *s, double x)
{
	const double t = s->hi + x, y = t - s->hi;

	s->lo += (s->hi - (t - y)) + (x - y);
	s->hi = t;
}

struct lanes_exact {
	lanes hi, lo;
};

static inline void
lanes_exact_add(struct lanes_exact *s, lanes x)
{
	const lanes t = s->hi + x, y = t - s->hi;

	s->lo += (s->hi - (t - y)) + (x - y);
	s->hi = t;
}

static inline void
exact_add_lanes(struct exact *s, const struct lanes_exact *x)
{
	for (int k = 0; k < LANES; k++) {
		exact_add(s, x->hi[k]);
		exact_add(s, x->lo[k]);
	}
}

static inline size_t
masks_count(masks m)
{
	return (size_t)(m[0] + m[1]);
}

#endif
