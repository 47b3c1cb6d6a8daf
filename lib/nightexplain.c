#include "nightexplain.h"

#include <math.h>
#include <string.h>

#include "explain.h"
#include "nightsource.h"
#include "num.h"
#include "say.h"

const char *
nightexplain_input(int i)
{
	static const char *const name[NIGHT_INPUTS] = {"flow meters",
	    "legitimate night use", "background at 50 m", "pressure",
	    "leakage exponent", "UARL"};

	return name[i];
}

static void
figure(FILE *fp, const char *name, const struct bound *v, const char *unit,
    const char *how)
{
	explain_bound(fp, name, v, unit, how, nightexplain_input, NIGHT_INPUTS);
}

static void
add_weekday(char *how, size_t size, const struct night_use *u)
{
	size_t n = strlen(how);
	char b[NUM_BUF];

	if (u->weekday_pct != 100)
		snprintf(how + n, size - n, tr(" x %s %% (weekday)"),
		    num_fixed(u->weekday_pct, 3, b));
}

static void
explain_use(FILE *fp, const struct zonenight *zn)
{
	const struct night_use *u = &zn->use;
	char b[5][NUM_BUF], how[200];

	if (!isnan(u->population))
		snprintf(how, sizeof how,
		    tr("= %s persons x %s %% x %s L/h / 1000"),
		    num_fixed(u->population, 0, b[0]),
		    num_fixed(u->active_pct, 3, b[1]),
		    num_fixed(u->l_use, 3, b[2]));
	else
		snprintf(how, sizeof how, tr("= %s properties x %s L/h / 1000"),
		    num_fixed(u->properties, 0, b[0]),
		    num_fixed(u->l_property, 3, b[1]));
	add_weekday(how, sizeof how, u);
	explain_num(fp, "residential use", zn->lnu.residential, "m3/h", how);
	if (!isnan(u->nonhousehold_m3h))
		snprintf(how, sizeof how, "= lnu_nonhousehold_m3h");
	else
		snprintf(how, sizeof how,
		    tr("= accounts of groups a..e: %s %s %s %s %s"),
		    num_fixed(u->group_n[0], 0, b[0]),
		    num_fixed(u->group_n[1], 0, b[1]),
		    num_fixed(u->group_n[2], 0, b[2]),
		    num_fixed(u->group_n[3], 0, b[3]),
		    num_fixed(u->group_n[4], 0, b[4]));
	add_weekday(how, sizeof how, u);
	explain_num(fp, "non-household use", zn->lnu.nonhousehold, "m3/h", how);
	explain_num(fp, "exceptional use", zn->lnu.exceptional, "m3/h",
	    "measured, or lnu_exceptional_m3h");
}

static void
explain_background(FILE *fp, const struct zonenight *zn)
{
	const struct night_ubl *u = &zn->ubl;
	char b[9][NUM_BUF], how[300];

	snprintf(how, sizeof how,
	    tr("= (%s x %s km + %s x %s conn + %s x %s km + %s x %s prop)/1000 "
	       "x ICF %s"),
	    num_fixed(u->main_lkmh, 3, b[0]), num_fixed(u->mains_km, 3, b[1]),
	    num_fixed(u->conn_lh, 3, b[2]), num_fixed(u->connections, 0, b[3]),
	    num_fixed(u->private_lkmh, 3, b[4]),
	    num_fixed(u->private_km, 3, b[5]), num_fixed(u->prop_lh, 3, b[6]),
	    num_fixed(u->properties, 0, b[7]), num_fixed(u->icf, 3, b[8]));
	explain_num(fp, "background at 50 m", zn->in.ubl50_m3h, "m3/h", how);
}

/* Flows in the hour, before their weight; of a tank what it takes up. */
static void
explain_meters(FILE *fp, const struct network *n, const struct zonenight *zn)
{
	char name[64], how[100], weight[NUM_BUF], err[NUM_BUF];

	for (size_t i = 0; i < zn->nmeter && i < ZN_METERS; i++) {
		const struct zoneflow_part *m = &zn->meter[i];

		snprintf(name, sizeof name, "  %.58s", n->point[m->point].id);
		snprintf(how, sizeof how, tr("x %s, error %s %%"),
		    num_fixed(m->weight, 4, weight),
		    num_fixed(m->err_pct, 4, err));
		explain_num(fp, name, m->q, "m3/h", how);
	}
	if (zn->nmeter > ZN_METERS)
		fprintf(fp, tr("    and %zu more\n"), zn->nmeter - ZN_METERS);
}

static const char *
pressure_from(const struct zonenight *zn)
{
	if (zn->flags & ZN_AZP_PARAM)
		return "= azp_m";
	return zn->flags & ZN_AZP_SUB ?
		   "in that hour, of the zones inside by connections" :
		   "night pressure in that hour";
}

int
nightexplain(FILE *fp, struct store *s, const struct network *n, size_t zone,
    const struct zonenight *zn, const struct bound *line)
{
	const struct zone *tz = store_zone(s);
	const struct night_loss *l = &zn->loss;
	char day[CAL_BUF], at[CAL_BUF], b[NUM_BUF], how[100];

	fprintf(fp, tr("zone %s, %s\n"), n->zone[zone].id,
	    cal_day_text(zn->day, day));
	explain_num(
	    fp, "coverage", zn->coverage, "", "valid readings / expected");
	if (zn->flags & ZN_FILLED_LONG)
		snprintf(how, sizeof how, tr("%s m3 of it filled in, as usual"),
		    num_fixed(zn->long_m3, 1, b));
	explain_num(fp, "inflow of the day", zn->inflow_m3, "m3",
	    zn->flags & ZN_FILLED_LONG ? how : "");
	snprintf(how, sizeof how, tr("from %s"),
	    zn->at < 0 ? "-" : cal_instant_text(tz, zn->midnight + zn->at, at));
	figure(fp, "MNF", &l->mnf, "m3/h", how);
	explain_meters(fp, n, zn);
	explain_use(fp, zn);
	figure(fp, "LNU", &l->lnu, "m3/h", "= the three above");
	figure(fp, "NNL", &l->nnl, "m3/h", "= MNF - LNU");
	explain_num(fp, "AZNP", zn->in.aznp_m, "m", pressure_from(zn));
	explain_background(fp, zn);
	snprintf(how, sizeof how, tr("= background x (AZNP/50)^%s"),
	    num_fixed(zn->in.ubl_exp, 3, b));
	figure(fp, "UBL", &l->ubl, "m3/h", how);
	figure(fp, "ENF", &l->enf, "m3/h", "= MNF - LNU - UBL");
	figure(
	    fp, "ESPB", &l->espb, "", "= ENF / (espb_m3h (AZNP/50)^espb_exp)");
	snprintf(how, sizeof how, tr("= sum (P/AZNP)^N1 dt, N1 %s%s"),
	    num_fixed(zn->in.n1, 4, b),
	    l->ndf_assumed ? tr("; no pressure: 24 h") : "");
	figure(fp, "NDF", &l->ndf, "h/d", how);
	figure(fp, "real loss", &l->real_loss, "m3/d", "= NNL x NDF");
	if (line != NULL)
		figure(fp, "between nights", line, "m3/d",
		    "= ((1 - w) NNL + w NNL of the next night) x NDF");
	figure(fp, "background loss", &l->background, "m3/d",
	    "= UBL x NDF at the background's exponent");
	figure(fp, "recoverable", &l->recoverable, "m3/d",
	    "= real loss - background loss");
	figure(fp, "ILI", &l->ili, "",
	    "= real loss / ((18 Lm + 0.8 Nc + 25 Lp) P/1000)");
	figure(fp, "snapshot ILI", &l->snapshot_ili, "",
	    "= NNL / ((18 Lm + 0.8 Nc + 25 Lp) AZNP/24/1000)");
	if (nightsource(fp, s, n, zone, zn) < 0)
		return -1;
	explain_flags(fp, zonenight_words(zn));
	return 0;
}
