#include "dncost.h"

#include <math.h>
#include <stdlib.h>

#include "csvin.h"
#include "say.h"
#include "xalloc.h"

static int
by_dn(const void *a, const void *b)
{
	const struct dncost *x = a, *y = b;

	return x->dn_mm < y->dn_mm ? -1 : x->dn_mm > y->dn_mm;
}

static int
read_rows(struct dncosts *c, struct csvin *in)
{
	int dn = csvin_col(in, "dn_mm"), yuan = csvin_col(in, "yuan");
	enum csvin_got got;

	if (dn < 0 || yuan < 0)
		return csvin_warn(in, "costs need the columns dn_mm, yuan");
	while ((got = csvin_next(in)) == CSVIN_ROW) {
		struct dncost r;

		if (csvin_num(in, dn, &r.dn_mm) < 0 ||
		    csvin_num(in, yuan, &r.yuan) < 0)
			return -1;
		if (!(r.dn_mm > 0) || !(r.yuan >= 0))
			return csvin_warn(in,
			    "a diameter above 0 and a cost of 0 or more are "
			    "needed");
		c->row = xgrow(c->row, c->n, &c->cap, sizeof *c->row);
		c->row[c->n++] = r;
	}
	if (got == CSVIN_BAD)
		return csvin_warn(in, "%s", tr(csvin_reason(in)));
	if (got == CSVIN_END && c->n == 0)
		return csvin_warn(in, "no costs");
	return got == CSVIN_END ? 0 : -1;
}

int
dncosts_read(struct dncosts *c, const char *path)
{
	const struct csvin_opts plain = {.foreign = 1};
	struct csvin *in = csvin_open(path, &plain);
	int got = -1;

	if (in != NULL && csvin_table(in) == CSVIN_ROW)
		got = read_rows(c, in);
	csvin_free(in);
	if (got == 0)
		qsort(c->row, c->n, sizeof *c->row, by_dn);
	return got;
}

void
dncosts_release(struct dncosts *c)
{
	free(c->row);
	*c = (struct dncosts){0};
}

double
dncost_of(const struct dncosts *c, double dn_mm)
{
	size_t i = 0;

	if (isnan(dn_mm))
		return NAN;
	while (i + 1 < c->n && dn_mm > c->row[i].dn_mm)
		i++;
	return c->row[i].yuan;
}
