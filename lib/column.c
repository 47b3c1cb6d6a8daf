#include "column.h"

#include "term.h"

void
column_num(struct csvout *out, const char *col, double v)
{
	csvout_num(out, v, term_find(col)->digits);
}

void
column_bounds(struct csvout *out, const char *col, const struct bound *v)
{
	column_num(out, col, bound_lo(v));
	column_num(out, col, bound_hi(v));
}

void
column_bounded(struct csvout *out, const char *col, const struct bound *v)
{
	column_num(out, col, v->v);
	column_bounds(out, col, v);
}
