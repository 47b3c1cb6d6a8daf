#include "billfind.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "xalloc.h"

struct bill_finding *
bill_find(struct bill_findings *all, enum bill_rule rule)
{
	struct bill_finding *f;

	all->f = xgrow(all->f, all->n, &all->cap, sizeof *all->f);
	f = &all->f[all->n++];
	*f = (struct bill_finding){.meter = "",
	    .zone = "",
	    .rule = rule,
	    .severity = billrule_severity(rule),
	    .observed = NAN,
	    .expected = NAN,
	    .m3 = NAN,
	    .n = NAN,
	    .x = NAN};
	return f;
}

static int
by_volume(const void *a, const void *b)
{
	const struct bill_finding *x = a, *y = b;
	double p = isnan(x->m3) ? -1 : x->m3, q = isnan(y->m3) ? -1 : y->m3;
	int got;

	if (p != q)
		return p > q ? -1 : 1;
	got = strcmp(
	    x->account ? x->account->id : "", y->account ? y->account->id : "");
	if (got == 0)
		got = strcmp(x->meter, y->meter);
	if (got == 0)
		got = (x->rule > y->rule) - (x->rule < y->rule);
	return got ? got : (x->from > y->from) - (x->from < y->from);
}

void
bill_findings_sort(struct bill_findings *all)
{
	if (all->n > 0)
		qsort(all->f, all->n, sizeof *all->f, by_volume);
}

static const char *
figure(const struct bill_finding *f, char which, char *buf)
{
	double v = which == 'o' ? f->observed :
		   which == 'e' ? f->expected :
		   which == 'v' ? f->m3 :
		   which == 'n' ? f->n :
				  f->x;
	int digits = fabs(v) < 1 ? 3 : fabs(v) < 100 ? 2 : 1;

	if (which == 'm')
		return f->meter;
	return isnan(v) ? "?" : num_fixed(v, digits, buf);
}

char *
bill_reason(const struct bill_finding *f, int zh)
{
	const char *w = billrule_words(f->rule, f->variant, zh);
	size_t room = strlen(w) + 6 * (NUM_BUF + strlen(f->meter)) + 1;
	char *out = xmalloc(room), *p = out, buf[NUM_BUF];

	for (; *w != '\0'; w++) {
		if (*w == '{') {
			p = stpcpy(p, figure(f, w[1], buf));
			w += 2;
		} else {
			*p++ = *w;
		}
	}
	*p = '\0';
	return out;
}
