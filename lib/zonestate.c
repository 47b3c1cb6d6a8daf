#include "zonestate.h"

#include <math.h>
#include <stdlib.h>

static const double NIGHTS_NEEDED = 0.9, COVER_NEEDED = 0.9;
static const double LEFT_OUT_MOST = 0.1;

void
zonestate_add(
    struct zonestate *z, const struct zonenight *zn, const struct zonesub *sub)
{
	const unsigned bad = ZN_RANGE | ZN_NEGATIVE | ZN_FLATLINE | ZN_RESET |
			     ZN_MISMATCH | ZN_CLOCK;

	z->days++;
	z->nights += !isnan(zn->mnf_m3h);
	z->masked += (zn->flags & ZN_MASKED) != 0;
	z->clock += (zn->flags & ZN_CLOCK) && !(zn->flags & ZN_MASKED);
	z->left_out += (zn->flags & bad) != 0;
	z->no_meters += (zn->flags & ZN_NO_METERS) != 0;
	z->no_data += (zn->flags & ZN_NO_DATA) != 0;
	z->negative += bound_hi(&zn->loss.enf) < 0 || zn->mnf_m3h < 0;
	z->coverage += zn->coverage;
	if (sub == NULL || isnan(sub->day.diff.v))
		return;
	z->sub_days++;
	z->sub_more += zonesub_finding(sub) < 0;
}

size_t
zonestate_opposite(const struct trend *a, const struct trend *b)
{
	size_t n = 0;

	for (size_t i = 0; i < a->nstep; i++)
		for (size_t k = 0; k < b->nstep; k++) {
			const struct trend_step *x = &a->step[i];
			const struct trend_step *y = &b->step[k];

			n += llabs(x->day - y->day) <= 1 &&
			     x->size * y->size < 0 &&
			     fabs(x->size + y->size) <= hypot(x->half, y->half);
		}
	return n;
}

enum zonestate_word
zonestate_word(const struct zonestate *z)
{
	double days = (double)z->days, nights = (double)z->nights;
	double open = days - (double)(z->masked + z->clock);

	if (2 * z->masked > z->days)
		return ZS_PAUSED;
	if (z->no_meters > 0 || z->no_data == z->days)
		return ZS_LINKS_INCOMPLETE;
	if (nights < NIGHTS_NEEDED * open || z->coverage < COVER_NEEDED * days)
		return ZS_DATA_POOR;
	if ((double)z->left_out > LEFT_OUT_MOST * days ||
	    2 * z->negative > z->nights)
		return ZS_METER_SUSPECT;
	if (z->opposite > 0 || 2 * z->sub_more > z->sub_days)
		return ZS_BOUNDARY_SUSPECT;
	return ZS_OPERABLE;
}

const char *
zonestate_name(enum zonestate_word w)
{
	static const char *const name[] = {"paused", "links_incomplete",
	    "data_poor", "meter_suspect", "boundary_suspect", "operable"};

	return name[w];
}
