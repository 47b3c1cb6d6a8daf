/*
 * Totalisers: from readings of a counter to flow.
 *
 * Between two readings N0 at t0 and N1 at t1 the mean flow is
 *
 *     q = dV / (t1 - t0),   dV = N1 - N0                      m3/h
 *
 * a span in which only the mean is known.  Then, in this order:
 *
 *     a reading that goes back and is made up for by the next one (or jumps
 *     ahead and is taken back) is a spike and left out;
 *     dV < 0 and N0 > 0.9 M: the counter rolled over, dV += M, where M is
 *     10^digits counts; where max is not known only if N1 < 0.1 M, or a counter
 *     set back a little would have gone round;
 *     dV < 0 otherwise: it was reset; dV is what it shows since, N1, if a flow
 *     of N1 over the time is plausible, which only max can tell; else the span
 *     is not known;
 *     an event of the point (a meter changed, or out of order) between the two:
 *     not known;
 *     dV > 1.1 max (t1 - t0): not known (range).  max: greatest flow, Q4.
 *
 * Readings that the source did not call good are passed over.  A reverse
 * totaliser counts what leaves: its edge is an outflow, or has a negative
 * weight.  (Domain section 9.)
 */
#ifndef WB_TOTALISER_H
#define WB_TOTALISER_H

#include <stddef.h>
#include <stdint.h>

#include "chunk.h"
#include "gridday.h"

struct totaliser {
	double modulus; /* M, m3; NaN: digits not known */
	double max;	/* m3/h; NaN: not known */
};

/* A time from which the counter is another one: seconds as in the readings'
 * off, half-open. */
struct totaliser_cut {
	int64_t from, to;
};

/* n readings in order of time, off in seconds from any origin; spans of known
 * flow, at most n - 1, in order, into out.  flag[i], if flag is not NULL, gets
 * the validate_flag of reading i or of the difference that it ends.  The number
 * of spans. */
size_t totaliser_spans(const struct totaliser *t, const struct reading *r,
    size_t n, const struct totaliser_cut *cut, size_t ncut,
    struct gridday_span *out, uint16_t *flag);

#endif
