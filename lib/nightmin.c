/*
 * Minimum night flow of one day, in one pass over its readings.
 */
#include "nightmin.h"

#include <math.h>
#include <stdbool.h>

#include "lanes.h"

/* Windows whose means differ by less are equal: the last bits depend on the
 * order of addition, and `at` must not depend on the last bits. */
static const double TIE = 1e-12;

/* A running sum in two doubles.  Readings leave the window as they came, so
 * an ordinary sum would drift; hi + lo is exact as long as the largest and
 * the smallest reading of the day differ by less than about 1e10. */
struct sum {
	struct exact q;
	size_t n; /* readings in it */
};

static void
sum_push(struct sum *s, double q)
{
	if (isnan(q))
		return;
	exact_gather(&s->q, q);
	s->n++;
}

static void
sum_drop(struct sum *s, double q)
{
	if (isnan(q))
		return;
	exact_gather(&s->q, -q);
	s->n--;
}

static double
sum_mean(const struct sum *s)
{
	return s->n > 0 ? (s->q.hi + s->q.lo) / (double)s->n : NAN;
}

/* Quotients of whole seconds, b > 0; C rounds towards zero. */
static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

static int64_t
ceil_div(int64_t a, int64_t b)
{
	return -floor_div(-a, b);
}

static bool
covered(size_t valid, int64_t expected, double cover)
{
	return valid > 0 && (double)valid + 1e-9 >= cover * (double)expected;
}

/* The readings first <= i < end whose whole intervals lie in a window, and
 * which of them the day can have. */
struct span {
	int64_t first, end;
	int64_t expected;
};

static struct span
span_of(const struct night_grid *g, int64_t from, int64_t to)
{
	struct span s = {ceil_div(from, g->step), floor_div(to, g->step), 0};

	if (s.end < s.first)
		s.end = s.first;
	s.expected = s.end - s.first;
	if (s.first < 0)
		s.first = 0;
	if (s.end > (int64_t)g->n)
		s.end = (int64_t)g->n;
	return s;
}

/* Two sums side by side, and two of these, as each addition waits for the one
 * before. */
struct sums {
	struct lanes_exact sum;
	masks none; /* how many were NaN, counted below zero */
};

static inline void
sums_add(struct sums *s, const double *v)
{
	const lanes q = lanes_load(v);
	const masks known = q == q;

	s->none += ~known;
	lanes_exact_add(&s->sum, (lanes)((masks)q & known));
}

static void
sums_into(const struct sums *s, struct sum *sum)
{
	exact_add_lanes(&sum->q, &s->sum);
	sum->n -= (size_t) - (s->none[0] + s->none[1]);
}

static struct sum
sum_span(const struct night_grid *g, const struct span *s)
{
	struct sums a = {0}, b = {0};
	struct sum sum = {0};
	int64_t i = s->first;

	for (; i + 2 * LANES <= s->end; i += 2 * LANES) {
		sums_add(&a, &g->q[i]);
		sums_add(&b, &g->q[i + LANES]);
	}
	sum.n = (size_t)(i - s->first);
	sums_into(&a, &sum);
	sums_into(&b, &sum);
	for (; i < s->end; i++)
		sum_push(&sum, g->q[i]);
	return sum;
}

static double
fixed_mean(const struct night_grid *g, const struct night_window *w)
{
	const struct span s = span_of(g, w->fixed_from, w->fixed_to);
	const struct sum sum = sum_span(g, &s);

	return covered(sum.n, s.expected, w->cover) ? sum_mean(&sum) : NAN;
}

/* The window that ends with reading i begins at (i + 1)*step - width. */
static void
moving_minimum(const struct night_grid *g, const struct night_window *w,
    const struct span *night, struct night_min *out)
{
	const int64_t k = w->width / g->step;
	struct sum sum = {0};

	for (int64_t i = night->first; k > 0 && i < night->end; i++) {
		const int64_t start = (i + 1) * g->step - w->width;
		double mean;

		sum_push(&sum, g->q[i]);
		if (i - night->first >= k)
			sum_drop(&sum, g->q[i - k]);
		if (isnan(g->q[i]) || start < w->from || start < 0 ||
		    !covered(sum.n, k, w->cover))
			continue;
		mean = sum_mean(&sum);
		if (isnan(out->mnf) || mean < out->mnf - TIE * fabs(out->mnf)) {
			out->mnf = mean;
			out->at = (int32_t)start;
		}
	}
}

static void
lowest_reading(
    const struct night_grid *g, const struct span *night, struct night_min *out)
{
	for (int64_t i = night->first; i < night->end; i++)
		if (isnan(out->lowest) || g->q[i] < out->lowest) {
			out->lowest = g->q[i];
			out->lowest_at =
			    isnan(g->q[i]) ? -1 : (int32_t)(i * g->step);
		}
}

double
nightmin_p20(const double *mnf, size_t n)
{
	enum { ENOUGH = 4, NIGHTS = 7 };
	double v[NIGHTS], h;
	size_t k = 0, at;

	for (size_t i = 0; i < n; i++) {
		size_t j = k;

		if (isnan(mnf[i]))
			continue;
		for (; j > 0 && v[j - 1] > mnf[i]; j--)
			v[j] = v[j - 1];
		v[j] = mnf[i];
		k++;
	}
	if (k < ENOUGH)
		return NAN;
	h = (double)(k - 1) * 0.2;
	at = (size_t)h;
	return v[at] + (h - (double)at) * (v[at + 1] - v[at]);
}

void
nightmin_day(const struct night_grid *g, const struct night_window *w,
    struct night_min *out)
{
	const struct span day = {0, (int64_t)g->n, (int64_t)g->n};
	const struct sum all = sum_span(g, &day);
	struct span night;

	*out = (struct night_min){.mnf = NAN,
	    .at = -1,
	    .fixed = NAN,
	    .lowest = NAN,
	    .lowest_at = -1,
	    .valid = all.n,
	    .expected = g->n};
	out->mean = sum_mean(&all);
	if (g->step <= 0)
		return;

	night = span_of(g, w->from, w->to);
	out->night_expected = (size_t)night.expected;
	out->night_valid = sum_span(g, &night).n;
	out->fixed = fixed_mean(g, w);
	if (covered(out->night_valid, night.expected, w->night_cover)) {
		moving_minimum(g, w, &night, out);
		lowest_reading(g, &night, out);
	}
}
