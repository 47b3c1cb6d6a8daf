/*
 * What customers' meters do not register (domain section 8.2).
 *
 * Error is relative to the true volume, e = (indicated - true)/true.  Of a
 * class, weighted by the shares of volume that pass in each band of flow,
 *
 *     e_w = sum(share_k e_k)
 *     under-registered = V/(1 + e_w) - V          V as indicated, m3
 *
 * (Thornton, Sturm, Kunkel, p. 208.)  Each band's error is an input of its own.
 */
#ifndef WB_METERLOSS_H
#define WB_METERLOSS_H

#include <stddef.h>

#include "bound.h"

enum { METER_BANDS = 5, METER_CLASSES = 4 };

struct meter_band {
	double share;	    /* of the class's volume, 0..1 */
	double error, half; /* as a share of the true volume; its 95 % error,
			     * NaN: not known */
};

struct meter_tests { /* of each class: household ... in table_all's order */
	struct meter_band band[METER_CLASSES][METER_BANDS];
	size_t n[METER_CLASSES]; /* 0: not tested */
};

/* Index of a class by its first letter, or -1. */
int meter_class(char letter);

/* Reads a file of tests: class,band,share_pct,error_pct,error_95_pct.  Shares
 * of a class make 100 (to 0.5).  0, or -1: has said why. */
int meter_tests_read(struct meter_tests *t, const char *path);

/* The weighted error of n bands; class 0..3 numbers the inputs.  Not known
 * without bands. */
struct bound meter_error(const struct meter_band *band, size_t n, int class_);

struct bound meter_under(double m3, struct bound error);

#endif
