/*
 * One step of a point or a zone: mean, volume, bounds, coverage.
 *
 * From judged readings (pointday.h), as all figures:
 *
 *     coverage  measured steps of the point's interval over those of the step
 *     flow      mean = volume / hours; the volume with short gaps bridged, a
 *               totaliser's from its differences; over a day and longer the
 *               rest filled by time of day (supply.h), under a day by the
 *               step's mean
 *     others    the mean of what was measured, by time
 *
 * Below night_coverage there is neither mean nor volume.  95 % half-width of a
 * volume: the meter's accuracy_pct (else err_flow_pct) of it; of a zone its
 * meters in quadrature; and a fifth of what was filled in.
 */
#ifndef WB_STEPS_H
#define WB_STEPS_H

#include "period.h"
#include "pointday.h"
#include "supply.h"

enum step_flag {
	STEP_NO_METERS = 1 << 0, /* the zone has none */
	STEP_NO_DATA = 1 << 1,	 /* no readings */
	STEP_SHORT = 1 << 2,	 /* coverage below the limit */
	STEP_GAPS = 1 << 3,	 /* some are missing */
	STEP_NO_BASE = 1 << 4	 /* there is nothing to compare with */
};

struct step_value {
	double mean, min, max; /* m3/h, m, ...; NaN: not known */
	double m3, half;       /* of a flow or totaliser; half: of m3 */
	double coverage;
	unsigned flags; /* step_flag */
	unsigned found; /* validate_flag of readings left out */
};

struct steps { /* what is kept from step to step of one point or zone */
	struct store *s;
	const struct network *n;
	struct pointday point;
	struct zoneflow zone;
	struct gridday measured, filled; /* of the day at hand */
	int64_t day;
	size_t at;	 /* point or zone at hand */
	int have, found; /* 1: it has readings, meters */
};

void steps_init(struct steps *w, struct store *s, const struct network *n);
void steps_release(struct steps *w);

/* 0; -1: the store failed, has said why. */
int steps_point(struct steps *w, size_t point, const struct period *p,
    struct step_value *out);
int steps_zone(struct steps *w, size_t zone, const struct period *p,
    struct step_value *out);

/* A step that is not there. */
void steps_none(struct step_value *out, unsigned flags);

/* The words of a value's flags, blank between them; static. */
const char *steps_words(unsigned flags, unsigned found);

#endif
