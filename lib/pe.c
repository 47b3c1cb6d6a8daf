#include "pe.h"

#include <stdio.h>
#include <string.h>

#include "term.h"

void
pe_table(struct pe *pe, const char *name)
{
	const struct term_table *t = term_table(name);

	csvout_table(pe->out, t->col, t->ncol);
}

int
pe_each_zone(struct pe *pe, pe_zone fn, void *ctx)
{
	const struct network *n = pe->in->n;
	int seen = 0, got = 0;

	for (size_t z = 0; got == 0 && z < n->nzone; z++) {
		if (!input_wants(pe->o, pe->in, z, &seen))
			continue;
		if (pe->o->explain != NULL &&
		    strcmp(n->zone[z].id, pe->o->explain) != 0)
			continue;
		got = fn(pe, z, ctx);
	}
	return got;
}

int64_t
pe_period(enum pe_by by, int64_t from, int64_t to)
{
	int64_t end = to;
	int y, m, d;

	cal_civil(from, &y, &m, &d);
	if (by == PE_DAY)
		end = from + 1;
	else if (by == PE_MONTH)
		end = m == 12 ? cal_day(y + 1, 1, 1) : cal_day(y, m + 1, 1);
	else if (by == PE_QUARTER)
		end = m > 9 ? cal_day(y + 1, 1, 1) :
			      cal_day(y, (m - 1) / 3 * 3 + 4, 1);
	else if (by == PE_YEAR)
		end = cal_day(y + 1, 1, 1);
	return end < to ? end : to;
}

void
pe_judge(struct pe *pe, long zone, double qualified_pct, double negative_h)
{
	double least =
	    network_num(pe->in->n, "qualified_min_pct", zone, pe->to - 1);

	pe->found |= qualified_pct < least || negative_h > 0;
}

void
pe_put_day(struct pe *pe, int64_t day)
{
	char buf[CAL_BUF];

	csvout_text(pe->out, cal_day_text(day, buf));
}

void
pe_put_zone(struct pe *pe, size_t zone, int64_t from, int64_t to)
{
	csvout_text(pe->out, pe->in->n->zone[zone].id);
	pe_put_day(pe, from);
	pe_put_day(pe, to);
}
