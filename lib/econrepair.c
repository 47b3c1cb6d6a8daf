#include "econrepair.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

struct sample {
	size_t n;
	double sum, squares; /* about the first value */
	double first;
};

static void
add(struct sample *s, double v)
{
	if (s->n++ == 0)
		s->first = v;
	v -= s->first;
	s->sum += v;
	s->squares += v * v;
}

static double
mean(const struct sample *s)
{
	return s->n ? s->first + s->sum / (double)s->n : NAN;
}

/* Sum of squares about the mean. */
static double
scatter(const struct sample *s)
{
	double d = s->squares - s->sum * s->sum / (double)s->n;

	return d > 0 ? d : 0;
}

static struct econ_range
difference(const struct sample *a, const struct sample *b, double err)
{
	double d, s2, half, na = (double)a->n, nb = (double)b->n;

	if (a->n < REPAIR_LEAST || b->n < REPAIR_LEAST)
		return (struct econ_range){NAN, NAN, NAN};
	d = mean(a) - mean(b);
	s2 = (scatter(a) + scatter(b)) / (na + nb - 2);
	half = gsl_cdf_tdist_Pinv(0.975, na + nb - 2) * sqrt(s2 / na + s2 / nb);
	half = hypot(half, d * err);
	return (struct econ_range){d, d - half, d + half};
}

void
repair_measure(const int64_t *day, const double *mnf, size_t n, int64_t began,
    int64_t mended, double err, struct repair *out)
{
	struct sample before = {0}, after = {0}, last = {0};
	int64_t end = mended;

	for (size_t i = n; i-- > 0 && before.n < REPAIR_NIGHTS;)
		if (day[i] < mended && day[i] > began && !isnan(mnf[i]))
			add(&before, mnf[i]);
	for (size_t i = 0; i < n && after.n < REPAIR_NIGHTS; i++) {
		if (day[i] > mended && !isnan(mnf[i])) {
			add(&after, mnf[i]);
			end = day[i];
		}
	}
	for (size_t i = n; i-- > 0 && last.n < REPAIR_NIGHTS;)
		if (day[i] > end && !isnan(mnf[i]))
			add(&last, mnf[i]);
	*out = (struct repair){.n_before = before.n,
	    .n_after = after.n,
	    .before = mean(&before),
	    .after = mean(&after),
	    .step = difference(&before, &after, err),
	    .regrowth = difference(&last, &after, err)};
}
