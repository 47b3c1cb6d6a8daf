/*
 * Flow points of a water meter (ISO 4064-1, GB/T 778.1; domain section 8.1).
 *
 *     Q1 = Q3/R   Q2 = 1.6 Q1   Q4 = 1.25 Q3        m3/h
 *
 * Maximum permissible errors of class 2: 5 % from Q1 to Q2, 2 % from there to
 * Q4.  Where the registry has no Q3 the guide value of the meter's size stands
 * for it, of a rotary vane meter (R 80) up to DN 150, of a horizontal Woltmann
 * meter (R 125) above.
 */
#ifndef WB_METERPOINT_H
#define WB_METERPOINT_H

struct meterpoint {
	double q1, q2, q3, q4; /* m3/h; NaN: not known */
	int guide;	       /* 1: Q3 is a guide value */
};

/* q3 m3/h, ratio R, dn mm; NaN: not known.  A ratio that is not known is that
 * of the guide. */
struct meterpoint meterpoint_of(double q3, double ratio, double dn);

#endif
