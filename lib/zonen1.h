/*
 * A zone's leakage exponent: which ways of finding it the data allow, and which
 * was taken.
 *
 *     given    the parameter n1 is set to a number
 *     step     fitted from the steps of a pressure test
 *     nights   fitted from nights between which the pressure changed
 *     ili      n1=auto: from ILI and the zone's rigid_pct
 *     default  1.15
 *
 * in this order; a fit is taken only if its 95 % half-width is at most err_n1,
 * which is that of the default; one outside 0.5 .. 2.5 is then the limit.
 *
 * Nights: NNL on AZNP.  The use of a night depends on the day of the week, so
 * each weekday's usual deviation, found from the nights within 2 % of the
 * median pressure, is taken out first (and its degrees of freedom with it); a
 * night whose weekday has none of these is left out.
 */
#ifndef WB_ZONEN1_H
#define WB_ZONEN1_H

#include "leakexp.h"
#include "zonenight.h"

enum zonen1_method {
	ZONEN1_GIVEN,
	ZONEN1_STEP,
	ZONEN1_NIGHTS,
	ZONEN1_ILI,
	ZONEN1_DEFAULT
};

enum zonen1_flag {	    /* why a better way was not taken */
	ZN1_FEW = 1 << 0,   /* too few nights or steps with leakage */
	ZN1_STILL = 1 << 1, /* the pressure hardly moved */
	ZN1_WIDE = 1 << 2,  /* the fit is less sure than the default */
	ZN1_RANGE = 1 << 3, /* the fit is outside 0.5 .. 2.5: the limit */
	ZN1_NO_ILI = 1 << 4 /* n1=auto, but ILI or rigid_pct is not known */
};

struct zonen1_step { /* a steady part of a test, instants */
	int64_t from, to;
};

struct zonen1 {
	double n1, half;
	enum zonen1_method method;
	double ili, rigid_pct, n1_ili; /* NaN: not known */
	struct leakexp fit;	       /* of steps where there are some */
	unsigned flags;
};

/* The zone (first row of its id) over days [from, to), or over the steps of a
 * test.  1: *out is filled; 0: the zone does not hold on any of the days; -1:
 * the store failed, has said why. */
int zonen1_find(struct zonenight_work *w, struct store *s,
    const struct network *n, size_t zone, int64_t from, int64_t to,
    const struct zonen1_step *step, size_t nstep, struct zonen1 *out);

const char *zonen1_method(enum zonen1_method m);

/* The words of the flags; static until the next call. */
const char *zonen1_words(unsigned flags);

#endif
