/*
 * Findings: what the rules say of accounts, meters and bills.
 *
 *   observed, expected  what the rule compares, in the unit that its reason
 *                       names
 *   m3                  the volume at stake in its days: what was not
 *                       registered, not billed, or is in doubt; NaN: nobody
 *                       can say
 */
#ifndef WB_BILLFIND_H
#define WB_BILLFIND_H

#include "billdata.h"
#include "billrule.h"

struct bill_finding {
	const struct ledger_account *account; /* NULL: there is none */
	const char *meter;		      /* "" none */
	const char *zone;
	enum bill_rule rule;
	int variant; /* of the words */
	enum bill_severity severity;
	int32_t from, to;
	double observed, expected, m3;
	double n, x; /* further figures of the reason */
};

struct bill_findings {
	struct bill_finding *f;
	size_t n, cap;
};

/* Adds an empty finding of a rule; the caller fills it in. */
struct bill_finding *bill_find(struct bill_findings *all, enum bill_rule rule);

/* By volume, the largest first, those without last; then account, meter, rule,
 * day. */
void bill_findings_sort(struct bill_findings *all);

/* The reason in words, to be freed. */
char *bill_reason(const struct bill_finding *f, int zh);

#endif
