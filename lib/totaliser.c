#include "totaliser.h"

#include <math.h>

#include "validate.h"

/* Room above the greatest flow for the totaliser's own steps. */
static const double ROOM = 1.1;
/* A counter rolls over from the last tenth of its range into the first. */
static const double ROLL_FROM = 0.9, ROLL_TO = 0.1;

static int
plausible(const struct totaliser *t, double dv, double hours)
{
	return dv >= 0 && !(dv > t->max * ROOM * hours);
}

/* Where max is known, it judges the advance instead of where that ends. */
static int
rolled_over(const struct totaliser *t, double n0, double n1)
{
	return n1 < n0 && n0 > ROLL_FROM * t->modulus &&
	       (!isnan(t->max) || n1 < ROLL_TO * t->modulus);
}

/* Volume between two readings, NaN where it is not known; *flag says why. */
static double
difference(const struct totaliser *t, double n0, double n1, double hours,
    unsigned *flag)
{
	double dv = n1 - n0;

	if (rolled_over(t, n0, n1)) {
		*flag |= VALID_ROLLOVER;
		dv += t->modulus;
	} else if (dv < 0) {
		*flag |= VALID_RESET;
		dv = isnan(t->max) ? NAN : n1;
	}
	if (!isnan(dv) && !plausible(t, dv, hours)) {
		*flag |= VALID_RANGE;
		dv = NAN;
	}
	return dv;
}

static int
was_changed(
    const struct totaliser_cut *cut, size_t ncut, int64_t from, int64_t to)
{
	for (size_t i = 0; i < ncut; i++)
		if (cut[i].from < to && cut[i].to > from)
			return 1;
	return 0;
}

/* 1 if b breaks the rise that a and c make without it. */
static int
breaks(double a, double b, double c)
{
	return a <= c && (b < a || b > c);
}

struct walk {
	const struct reading *r;
	size_t n;
	uint16_t *flag;
};

static size_t
next_good(const struct walk *w, size_t i)
{
	while (i < w->n && !reading_good(&w->r[i])) {
		if (w->flag != NULL)
			w->flag[i] = VALID_QUALITY;
		i++;
	}
	return i;
}

/* The next reading after a that is no spike. */
static size_t
next_sound(const struct walk *w, size_t a)
{
	size_t b = next_good(w, a + 1), c;

	while (b < w->n && (c = next_good(w, b + 1)) < w->n &&
	       breaks(w->r[a].v, w->r[b].v, w->r[c].v)) {
		if (w->flag != NULL)
			w->flag[b] = VALID_SPIKE;
		b = c;
	}
	return b;
}

size_t
totaliser_spans(const struct totaliser *t, const struct reading *r, size_t n,
    const struct totaliser_cut *cut, size_t ncut, struct gridday_span *out,
    uint16_t *flag)
{
	const struct walk w = {r, n, flag};
	size_t k = 0, a, b;

	for (size_t i = 0; flag != NULL && i < n; i++)
		flag[i] = 0;
	for (a = next_good(&w, 0); a < n; a = b) {
		double hours, dv;
		unsigned why = 0;

		if ((b = next_sound(&w, a)) >= n)
			break;
		hours = (r[b].off - r[a].off) / 3600.0;
		if (was_changed(cut, ncut, r[a].off, r[b].off)) {
			why = VALID_CHANGED;
			dv = NAN;
		} else {
			dv = difference(t, r[a].v, r[b].v, hours, &why);
		}
		if (flag != NULL)
			flag[b] |= (uint16_t)why;
		if (!isnan(dv))
			out[k++] = (struct gridday_span){
			    r[a].off, r[b].off, dv / hours};
	}
	return k;
}
