/*
 * Rules that look at many accounts together: outliers and big users.
 *
 * Outliers: Tukey's fences on the logarithm of the mean rate, as use is
 * skewed, within each class and meter size,
 *
 *     ln Q1 - k (ln Q3 - ln Q1),  ln Q3 + k (ln Q3 - ln Q1)
 *
 * of open accounts that use water.  Quartiles are linear between ranks.
 */
#ifndef WB_BILLGROUP_H
#define WB_BILLGROUP_H

#include "billfind.h"

struct bill_summary { /* of an account, the last 365 days */
	const struct ledger_account *a;
	double m3d;	  /* mean; NaN: no bills */
	double m3, days;  /* volume; days that bills cover */
	double cycle;	  /* usual days of a bill */
	int32_t from, to; /* those days */
};

/* k * IQR beyond the quartiles of n > 0 sorted values. */
void bill_fences(const double *v, size_t n, double k, double *lo, double *hi);

void bill_outliers(const struct bill_summary *s, size_t n,
    const struct billrules *r, struct bill_findings *out);
void bill_big_users(const struct bill_summary *s, size_t n,
    const struct billrules *r, struct bill_findings *out);

#endif
