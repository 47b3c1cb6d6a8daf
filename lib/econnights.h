/*
 * The nights of a zone, one after another: from a table that nightflow printed,
 * or computed from the store by the same functions.
 *
 * A table gives bounds without their causes; they are found again: MNF's bounds
 * are the meter's, LNU's those of legitimate use, what ENF has more is the
 * background's, and what the real loss has more is that of pressure and
 * exponent.
 */
#ifndef WB_ECONNIGHTS_H
#define WB_ECONNIGHTS_H

#include "frame.h"
#include "zonenight.h"

struct econ_night {
	int64_t day;
	double mnf_m3h, nnl_m3h, inflow_m3; /* NaN: not known */
	double ndf_h, ndf_half;		    /* and the 95 % half-width */
	struct night_loss loss; /* enf, real_loss, background, recoverable,
				 * espb, ili */
};

enum { ECONNIGHTS_COLS = 22 };

struct econnights {
	const struct frame *f; /* NULL: the store */
	int col[ECONNIGHTS_COLS];
	struct strmap first; /* row of the zone in f ... */
	long *next;	     /* ... and the next one of each; -1: none */
	struct zonenight_work *work;
	struct store *s;
};

/* f: the table nightflow, or NULL.  To be closed. */
void econnights_open(struct econnights *e, const struct frame *f,
    struct store *s, const struct network *n);
void econnights_close(struct econnights *e);

/* Hands over the nights of days [from, to) that are at hand; net: the zone's
 * first row in the network, -1 none.  0; -1: the store failed, has said why. */
int econnights_each(struct econnights *e, const char *zone, long net,
    int64_t from, int64_t to,
    void (*take)(void *ctx, const struct econ_night *night), void *ctx);

/* What remains of a half-width without a part of it; 0 if that is more. */
double econ_half_less(double half, double part);

#endif
