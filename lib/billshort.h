/*
 * Short rows of bills, in a hurry: account, two days and a volume, in this
 * order, and nothing else; most are so.
 */
#ifndef WB_BILLSHORT_H
#define WB_BILLSHORT_H

#include <math.h>

#include "billing.h"
#include "exactsum.h"
#include "rowscan.h"

struct billshort {
	const struct billids *ids;
	struct rowscan_days days;
	uint32_t account; /* of the bill before */
};

/* The account at p, which may be none, and where its id ends; NULL: it is not
 * plain. */
static inline const char *
billshort_account(
    struct billshort *s, const char *p, const char *end, uint32_t *account)
{
	const char *e;

	if (end - p > BILLIDS_MAX + 8 &&
	    (*account = billids_next(s->ids, p, s->account)) != BILLIDS_NONE) {
		s->account = *account;
		return p + s->ids->id[*account].len;
	}
	e = rowscan_text(p, end);
	if (e == NULL || e == p)
		return NULL;
	*account = billids_near(s->ids, p, (size_t)(e - p), s->account);
	if (*account != BILLIDS_NONE)
		s->account = *account;
	return e;
}

/* The row at p; where the next begins, NULL: it is not plain, or no bill. */
static inline const char *
billshort_row(
    struct billshort *s, const char *p, const char *end, struct bill *x)
{
	p = billshort_account(s, p, end, &x->account);
	if (p == NULL || end - p < 25 || *p != ',' ||
	    rowscan_day(&s->days, p + 1, end, &x->from) == NULL ||
	    p[11] != ',' ||
	    rowscan_day(&s->days, p + 12, end, &x->to) == NULL ||
	    p[22] != ',' || x->from >= x->to)
		return NULL;
	p += 23;
	if ((p = rowscan_number(p, end, &x->m3)) == NULL || p == end ||
	    *p != '\n' || !(fabs(x->m3) <= EXACTSUM_MOST))
		return NULL;
	x->estimated = x->unbilled = x->any_order = 0;
	return p + 1;
}

#endif
