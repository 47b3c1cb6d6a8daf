#include "explain.h"

#include <math.h>

#include "num.h"

void
explain_num(
    FILE *fp, const char *name, double v, const char *unit, const char *how)
{
	char b[NUM_BUF];

	fprintf(fp, "  %-26s %16s %-5s %s\n", name,
	    isnan(v) ? "-" : num_fixed(v, 4, b), unit, how);
}

void
explain_bound(FILE *fp, const char *name, const struct bound *v,
    const char *unit, const char *how, const char *(*input)(int i), int n)
{
	char lo[NUM_BUF], hi[NUM_BUF];

	explain_num(fp, name, v->v, unit, how);
	if (isnan(v->v) || bound_half(v) == 0)
		return;
	fprintf(fp, "    95 %%: %s .. %s", num_fixed(bound_lo(v), 4, lo),
	    num_fixed(bound_hi(v), 4, hi));
	for (int i = 0; i < n; i++)
		if (bound_share(v, i) >= 0.005)
			fprintf(fp, "; %s %.0f %%", input(i),
			    100 * bound_share(v, i));
	fputc('\n', fp);
}
