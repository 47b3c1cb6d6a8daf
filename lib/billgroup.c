#include "billgroup.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

static double
quantile(const double *v, size_t n, double q)
{
	double at = q * (double)(n - 1);
	size_t i = (size_t)at;

	return i + 1 < n ? v[i] + (at - (double)i) * (v[i + 1] - v[i]) : v[i];
}

void
bill_fences(const double *v, size_t n, double k, double *lo, double *hi)
{
	double q1 = quantile(v, n, 0.25), q3 = quantile(v, n, 0.75);

	*lo = q1 - k * (q3 - q1);
	*hi = q3 + k * (q3 - q1);
}

static struct bill_finding *
find(struct bill_findings *out, enum bill_rule rule,
    const struct bill_summary *s)
{
	struct bill_finding *f = bill_find(out, rule);

	f->account = s->a;
	f->meter = s->a->meter_id;
	f->from = s->from;
	f->to = s->to;
	f->observed = s->m3d;
	return f;
}

/* --- outliers --- */

static int
by_peers(const void *a, const void *b)
{
	const struct bill_summary *x = *(const struct bill_summary *const *)a;
	const struct bill_summary *y = *(const struct bill_summary *const *)b;

	if (x->a->class != y->a->class)
		return x->a->class < y->a->class ? -1 : 1;
	if (x->a->dn != y->a->dn)
		return x->a->dn < y->a->dn ? -1 : 1;
	if (x->m3d != y->m3d)
		return x->m3d < y->m3d ? -1 : 1;
	return strcmp(x->a->id, y->a->id);
}

static void
group(const struct bill_summary *const *s, size_t n, double k,
    struct bill_findings *out)
{
	double *v = xmalloc(n * sizeof *v), lo, hi;

	for (size_t i = 0; i < n; i++)
		v[i] = log(s[i]->m3d);
	bill_fences(v, n, k, &lo, &hi);
	for (size_t i = 0; i < n; i++) {
		struct bill_finding *f;

		if (v[i] >= lo && v[i] <= hi)
			continue;
		f = find(out, RULE_OUTLIER, s[i]);
		f->variant = v[i] < lo;
		f->expected = exp(v[i] < lo ? lo : hi);
		f->n = (double)n;
		f->m3 = fabs(s[i]->m3d - f->expected) * s[i]->days;
	}
	free(v);
}

static int
same_peers(const struct bill_summary *a, const struct bill_summary *b)
{
	return a->a->class == b->a->class && a->a->dn == b->a->dn;
}

void
bill_outliers(const struct bill_summary *s, size_t n, const struct billrules *r,
    struct bill_findings *out)
{
	const double *v = r->v[RULE_OUTLIER];
	const struct bill_summary **p = xmalloc((n + 1) * sizeof *p);
	size_t np = 0, end;

	for (size_t i = 0; i < n; i++)
		if (s[i].a->class != 0 && s[i].a->dn > 0 && s[i].m3d > 0 &&
		    s[i].a->closed == LEDGER_NEVER &&
		    s[i].days >= v[OUTLIER_DAYS])
			p[np++] = &s[i];
	qsort(p, np, sizeof *p, by_peers);
	for (size_t i = 0; i < np; i = end) {
		for (end = i + 1; end < np && same_peers(p[i], p[end]); end++)
			;
		if ((double)(end - i) >= v[OUTLIER_ACCOUNTS])
			group(&p[i], end - i, v[OUTLIER_IQR], out);
	}
	free(p);
}

/* --- big users --- */

static int
by_use(const void *a, const void *b)
{
	const struct bill_summary *x = *(const struct bill_summary *const *)a;
	const struct bill_summary *y = *(const struct bill_summary *const *)b;

	if (x->m3 != y->m3)
		return x->m3 > y->m3 ? -1 : 1;
	return strcmp(x->a->id, y->a->id);
}

void
bill_big_users(const struct bill_summary *s, size_t n,
    const struct billrules *r, struct bill_findings *out)
{
	const double *v = r->v[RULE_BIG_USER];
	const struct bill_summary **p = xmalloc((n + 1) * sizeof *p);
	double all = 0, sum = 0;
	size_t np = 0;

	for (size_t i = 0; i < n; i++)
		if (s[i].m3 > 0) {
			p[np++] = &s[i];
			all += s[i].m3;
		}
	qsort(p, np, sizeof *p, by_use);
	for (size_t i = 0; i < np; i++) {
		struct bill_finding *f;

		if (p[i]->m3d >= v[BIG_M3D] || (double)i < v[BIG_TOP] ||
		    sum < v[BIG_SHARE] / 100 * all) {
			f = find(out, RULE_BIG_USER, p[i]);
			f->n = (double)(i + 1);
			f->x = 100 * p[i]->m3 / all;
			f->m3 = p[i]->m3 * v[BIG_LOSS] / 100;
		}
		sum += p[i]->m3;
	}
	free(p);
}
