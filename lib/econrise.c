#include "econrise.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "trend.h"
#include "xalloc.h"

const char ECONRISE_TREND[] = "nightflow --trend";

enum { YEAR = 365 };

struct series {
	int64_t *day;
	double *v;
	size_t n, cap;
};

static void
add_value(void *ctx, const struct econ_night *night)
{
	struct series *s = ctx;

	if (s->n == s->cap) {
		s->cap = s->cap ? 2 * s->cap : 512;
		s->day = xrealloc(s->day, s->cap, sizeof *s->day);
		s->v = xrealloc(s->v, s->cap, sizeof *s->v);
	}
	s->day[s->n] = night->day;
	s->v[s->n++] = night->nnl_m3h;
}

static int
rise_of_trend(const struct econdata *d, const char *id, struct econ_in *in)
{
	const struct frame *f = frames_find(&d->tables, ECONRISE_TREND);

	for (size_t i = 0; f != NULL && i < f->nrow; i++) {
		if (strcmp(frame_text(f, i, "zone_id"), id) != 0)
			continue;
		in->rise = frame_num(f, i, "rise_m3kmd_yr");
		in->rise_lo = frame_num(f, i, "rise_lo");
		in->rise_hi = frame_num(f, i, "rise_hi");
		return 1;
	}
	return 0;
}

int
econrise_find(
    struct econdata *d, size_t zone, const struct span *p, struct econ_in *in)
{
	/* Sudden changes below are background (domain section 5.3). */
	static const double LEAST = 0.5;
	const struct econdata_zone *z = &d->zone[zone];
	struct series s = {0};
	struct trend t;
	double k = 24.0 * YEAR / in->mains_km;

	in->rise = econdata_param(d, zone, "rise_m3kmd_yr", p->to - 1);
	in->rise_lo = in->rise_hi = in->rise;
	if (!isnan(in->rise) || rise_of_trend(d, z->id, in))
		return 0;
	if (econdata_nights(d, zone, p->to - YEAR, p->to, add_value, &s) < 0)
		return -1;
	trend_find(s.day, s.v, s.n, LEAST, &t);
	if (t.n >= ECONRISE_NIGHTS) {
		in->rise = t.slope * k;
		in->rise_lo = t.slope_lo * k;
		in->rise_hi = t.slope_hi * k;
	}
	free(s.day);
	free(s.v);
	return 0;
}
