/*
 * The trial of a new zone.
 */
#include "pe.h"
#include "zonetrial.h"

enum { WEEK = 7 };

static void
put_instant(struct pe *pe, int64_t t)
{
	char buf[CAL_BUF];

	csvout_text(pe->out,
	    t == INT64_MIN ? "" :
			     cal_instant_text(store_zone(pe->in->s), t, buf));
}

static int
trial_row(struct pe *pe, size_t zone, void *ctx)
{
	struct csvout *out = pe->out;
	struct zonetrial t;
	int got = zonetrial_zone(ctx, pe->in->s, pe->in->n, zone, pe->from,
	    pe->to, pe->p->test_from, pe->p->test_to, &t);

	if (got <= 0)
		return got < 0;
	pe_put_zone(pe, zone, pe->from, pe->to);
	csvout_int(out, (int64_t)t.days);
	csvout_int(out, (int64_t)t.full);
	column_num(out, "inflow_m3d", t.inflow);
	column_num(out, "inflow_sd_m3d", t.inflow_sd);
	column_num(out, "mnf_m3h", t.mnf);
	column_num(out, "mnf_sd_m3h", t.mnf_sd);
	column_num(out, "mnf_least_m3h", t.mnf_min);
	column_num(out, "mnf_most_m3h", t.mnf_max);
	column_num(out, "mnf_adf", t.mnf / t.adf);
	column_num(out, "azp_m", t.azp);
	column_num(out, "azp_least_m", t.azp_min);
	column_num(out, "azp_most_m", t.azp_max);
	column_num(out, "coverage", t.coverage);
	put_instant(pe, pe->p->test_from);
	put_instant(pe, pe->p->test_to);
	column_num(out, "test_flow_m3h", t.test.flow);
	column_num(out, "test_before_m", t.test.before);
	column_num(out, "test_end_m", t.test.last);
	column_num(out, "test_least_m", t.least);
	csvout_text(out,
	    pe->p->test_from == INT64_MIN ? "" : tightness_word(t.verdict));
	csvout_text(out, t.full < WEEK ? "week_short" : "");
	csvout_row(out);
	pe->found |= t.verdict == TIGHT_FED || t.verdict == TIGHT_NOT_CLOSED;
	return 0;
}

int
pe_trial(struct pe *pe)
{
	struct zonenight_work *w = zonenight_new(pe->in->s, pe->in->n);
	int got;

	pe_table(pe, "pressure-eval --trial");
	got = pe_each_zone(pe, trial_row, w);
	zonenight_free(w);
	return got;
}
