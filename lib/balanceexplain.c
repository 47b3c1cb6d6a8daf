#include "balanceexplain.h"

#include "explain.h"
#include "num.h"
#include "term.h"

static const char *
item_name(int i)
{
	return cjj_name((enum cjj_item)i);
}

static void
figure(FILE *fp, const char *name, const struct bound *v, const char *unit,
    const char *how)
{
	explain_bound(fp, name, v, unit, how, item_name, CJJ_ITEMS);
}

static void
explain_items(FILE *fp, const struct zonebalance *zb)
{
	for (int i = 0; i < CJJ_ITEMS; i++) {
		const char *name = cjj_name((enum cjj_item)i);
		const struct term *t = term_find(name);
		char how[160];

		snprintf(how, sizeof how, "%s%s%s",
		    zonebalance_basis(zb->basis[i]), *t->formula ? "; = " : "",
		    t->formula);
		figure(fp, name, &zb->out.m3[i], "m3", how);
	}
}

void
balanceexplain(FILE *fp, const char *zone_id, const struct zonebalance *zb)
{
	const struct cjj_out *c = &zb->out;
	char from[CAL_BUF], to[CAL_BUF], how[200], b[3][NUM_BUF];

	fprintf(fp, "zone %s, %s to %s (the day after the last)\n", zone_id,
	    cal_day_text(zb->from, from), cal_day_text(zb->to, to));
	explain_num(fp, "coverage of the meters", zb->coverage, "", "");
	explain_num(
	    fp, "billed share", zb->billed_share, "", "of the accounts' days");
	explain_items(fp, zb);
	figure(fp, "R_WL", &c->rwl_pct, "%", "= losses / supply");
	snprintf(how, sizeof how, "= 8 x %s m3 household-read / supply",
	    num_fixed(zb->in.household_read_m3, 2, b[0]));
	explain_num(fp, "R1", c->r1_pct, "%", how);
	snprintf(how, sizeof how,
	    "= 99 (%s km / supply in 10^4 m3 a year - 0.0693) = %s, -3..3",
	    num_fixed(zb->in.mains_km, 3, b[0]),
	    num_fixed(c->r2_raw_pct, 4, b[1]));
	explain_num(fp, "R2", c->r2_pct, "%", how);
	snprintf(how, sizeof how, "outlet pressure %s MPa",
	    num_fixed(zb->in.outlet_mpa, 4, b[0]));
	explain_num(fp, "R3", c->r3_pct, "%", how);
	snprintf(how, sizeof how, "frost depth %s m",
	    num_fixed(zb->in.frost_m, 2, b[0]));
	explain_num(fp, "R4", c->r4_pct, "%", how);
	explain_num(fp, "R_n", c->rn_pct, "%", "= R1 + R2 + R3 + R4");
	figure(fp, "R_BL", &c->rbl_pct, "%", "= R_WL - R_n");
	fprintf(fp, "  grade %s; target %s %%\n  flags: %s\n\n",
	    zonebalance_grade(zb), num_fixed(zb->target_pct, 2, b[2]),
	    zonebalance_words(zb));
}
