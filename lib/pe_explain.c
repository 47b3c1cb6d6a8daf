#include "pe_explain.h"

#include <math.h>

#include "explain.h"
#include "num.h"
#include "presspoint.h"
#include "say.h"

/* A number in a sentence; "-" where it is not known. */
static const char *
text(double v, int digits, char *buf)
{
	return isnan(v) ? "-" : num_fixed(v, digits, buf);
}

static const char *
input_name(int i)
{
	static const char *const name[WHATIF_INPUTS] = {"flow meters",
	    "legitimate night use", "leakage exponent", "pressure", "valve",
	    "head loss", "use that pressure drives", "bursts per pressure",
	    "bursts a year"};

	return name[i];
}

static void
figure(FILE *fp, const char *name, const struct bound *v, const char *unit,
    const char *how)
{
	explain_bound(fp, name, v, unit, how, input_name, WHATIF_INPUTS);
}

static void
explain_exponent(FILE *fp, const struct zonen1 *n1)
{
	const struct leakexp *e = &n1->fit;
	char b[4][NUM_BUF], how[200];

	snprintf(how, sizeof how, tr("%s, +-%s of 95 %%"),
	    explain_name(zonen1_method(n1->method)), text(n1->half, 3, b[0]));
	explain_num(fp, "N1", n1->n1, "", how);
	snprintf(how, sizeof how,
	    tr("= 1.5 - (1 - 0.65/ILI) p/100, ILI %s, p %s"),
	    text(n1->ili, 3, b[0]), text(n1->rigid_pct, 1, b[1]));
	explain_num(fp, "N1 from ILI", n1->n1_ili, "", how);
	snprintf(how, sizeof how,
	    tr("slope of ln L on ln P, %zu points at %s to %s m, R2 %s"),
	    e->fit.n, text(e->p_lo, 2, b[0]), text(e->p_hi, 2, b[1]),
	    text(e->fit.r2, 4, b[2]));
	explain_num(fp, "N1 fitted", e->fit.b, "", how);
	explain_num(fp, "its standard error", e->fit.se_b, "", "of the fit");
	explain_num(fp, "its 95 % half-width",
	    isfinite(e->half) ? e->half : NAN, "",
	    "with what the points share");
}

void
pe_explain_n1(FILE *fp, const char *zone_id, const struct zonen1 *n1)
{
	fprintf(fp, tr("zone %s\n"), zone_id);
	explain_exponent(fp, n1);
	explain_flags(fp, zonen1_words(n1->flags));
}

static void
explain_point(
    FILE *fp, const struct network *n, const struct zonewhatif_point *p)
{
	char b[6][NUM_BUF];

	fprintf(fp,
	    tr("  point %s (%s): mean %s -> %s m, least %s -> %s m, head loss "
	       "%s m at 100 m3/h (R2 %s)\n"),
	    n->point[p->e->point].id, explain_name(presspoint_role(p->e)),
	    text(p->mean0, 2, b[0]), text(p->mean1, 2, b[1]),
	    text(p->min0, 2, b[2]), text(p->min1, 2, b[3]),
	    text(p->b * pow(100, 1.852), 3, b[4]), text(p->r2, 3, b[5]));
}

static void
explain_requirement(FILE *fp, const struct network *n, const struct zone *tz,
    const struct zonewhatif *z)
{
	char at[CAL_BUF], how[200], b[NUM_BUF];

	if (z->worst == NULL)
		return;
	snprintf(how, sizeof how, tr("at %s, %s; %s m are required"),
	    n->point[z->worst->point].id, cal_instant_text(tz, z->worst_at, at),
	    text(z->required, 3, b));
	explain_num(fp, "nearest to requirement", z->run.worst_p1, "m", how);
	explain_num(fp, "probability", 100 * z->run.prob, "%",
	    "= Phi(surplus / error of sensor, valve and head loss)");
}

void
pe_explain_whatif(FILE *fp, const struct network *n, const char *zone_id,
    const struct zone *tz, const struct zonewhatif *z)
{
	char buf[PROFILE_TEXT];

	fprintf(fp, tr("zone %s, %s: %s\n"), zone_id,
	    profile_text(&z->profile, buf),
	    explain_name(zonewhatif_verdict(z->verdict)));
	explain_num(fp, "coverage", z->coverage, "",
	    "steps replayed / steps of the period");
	explain_exponent(fp, &z->n1);
	explain_requirement(fp, n, tz, z);
	for (size_t i = 0; i < z->npoint; i++)
		explain_point(fp, n, &z->point[i]);
	explain_num(fp, "AZP as it was", z->run.azp0, "m", "mean");
	figure(fp, "AZP falls by", &z->azp, "m", "mean");
	explain_num(fp, "leakage as it was", z->leak0, "m3/d",
	    "= mean of NNL (P/AZNP)^N1 x 24");
	figure(fp, "leakage saved", &z->saved, "m3/d",
	    "= mean of L (1 - (P'/P)^N1) x 24");
	figure(fp, "use saved", &z->use, "m3/d", "");
	figure(fp, "highest AZP falls by", &z->max_pct, "%", "");
	explain_num(fp, "bursts", z->bursts_yr, "/yr", "");
	figure(fp, "bursts saved", &z->bursts, "/yr",
	    "= bursts x bff x fall of the highest AZP");
	figure(fp, "energy saved", &z->energy, "kWh/d",
	    "= mean of Q' x fall at the inlet, over efficiency");
	figure(fp, "benefit", &z->money, "yuan",
	    "a year: leakage x cv + bursts x repair + energy");
	explain_num(fp, "cost", z->cost, "yuan", "= prv_yuan");
	explain_num(
	    fp, "payback", z->payback.v, "months", "= cost/(benefit/12)");
	explain_flags(fp, zonewhatif_words(z->flags));
}
