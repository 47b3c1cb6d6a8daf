#include "nightline.h"

/* The middle of the hour of the minimum, an instant. */
static double
middle(const struct zonenight *zn)
{
	return (double)(zn->midnight + zn->at) + zn->width / 2.0;
}

struct bound
nightline(const struct zonenight *night, const struct zonenight *next)
{
	const struct night_loss *a = &night->loss, *b = &next->loss;
	double day = night->in.day_h * 3600, apart, rest, w;

	if (night->at < 0 || next->at < 0)
		return bound_none();
	apart = middle(next) - middle(night);
	rest = (double)night->midnight + day - middle(night);
	w = rest * rest / (2 * apart * day);
	return bound_mul(
	    bound_add(bound_scale(a->nnl, 1 - w), bound_scale(b->nnl, w)),
	    a->ndf);
}
