#include "econreplay.h"

#include <math.h>
#include <string.h>

#include "zonewhatif.h"

static struct econ_range
range_of(const struct bound *b)
{
	return (struct econ_range){b->v, bound_lo(b), bound_hi(b)};
}

static struct econ_choice
choice_of(const struct zonewhatif *z)
{
	struct econ_choice o = {.flag = "refused",
	    .saved = {NAN, NAN, NAN},
	    .benefit = {NAN, NAN, NAN},
	    .payback = {NAN, NAN, NAN},
	    .cost = {z->cost, z->cost, z->cost}};

	strcpy(o.source, "replay");
	if (z->verdict == ZW_REFUSED)
		return o;
	o.saved = range_of(&z->saved);
	o.benefit = range_of(&z->money);
	o.payback =
	    (struct econ_range){z->payback.v, z->payback.lo, z->payback.hi};
	o.flag = isnan(o.benefit.v) ? "no_price" :
		 o.benefit.v <= 0   ? "no_gain" :
		 isnan(z->cost)	    ? "no_cost" :
				      "";
	return o;
}

int
econreplay(
    const struct econrun *r, struct zonenight_work *w, struct econ_row *row)
{
	const struct econdata *d = &r->d;
	const struct profile lower = {.kind = PROFILE_INLET,
	    .relative = 1,
	    .n = 1,
	    .slot = {{0, -r->p->lower_m}}};
	long zone = d->zone[row->zone].net;
	struct zonewhatif z;
	int got;

	if (row->told.whole[OPTION_PRESSURE].source[0] != '\0')
		return 0;
	row->told.not_judged = 1;
	if (zone < 0)
		return 0;
	got = zonewhatif_zone(w, d->run.in.s, d->run.in.n, &d->bursts,
	    (size_t)zone, row->period->from, row->period->to, &lower, 0, &z);
	if (got <= 0)
		return got;
	if (z.verdict != ZW_UNKNOWN) {
		row->told.whole[OPTION_PRESSURE] = choice_of(&z);
		row->told.not_judged = 0;
	}
	zonewhatif_release(&z);
	return 0;
}
