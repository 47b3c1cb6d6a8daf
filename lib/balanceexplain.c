#include "balanceexplain.h"

#include <math.h>

#include "explain.h"
#include "num.h"
#include "say.h"
#include "term.h"

/* Of what is printed here. */
enum { DIGITS = 4, UNIT = 10000 };

const char *
balanceexplain_input(int i)
{
	switch (i) {
	case IWA_IN_UC:
		return "unauthorised";
	case IWA_IN_CMI:
		return "customer_meter_loss";
	case IWA_IN_SDHE:
		return "data_handling";
	case IWA_IN_APPARENT:
		return "apparent_losses";
	case IWA_IN_PRESSURE:
		return "pressure";
	case IWA_IN_HOUSEHOLD_READ:
		return "household_read";
	case IWA_IN_FORECAST:
		return "use still to be billed";
	case IWA_IN_NIGHT:
		return "night flow";
	default:
		return cjj_name((enum cjj_item)i);
	}
}

static void
figure(FILE *fp, const char *name, const struct bound *v, const char *unit,
    const char *how)
{
	explain_bound(fp, name, v, unit, how, balanceexplain_input, IWA_INPUTS);
}

/* Volumes as the tables print them, so that sums are those of what is printed.
 */
static void
explain_items(FILE *fp, const struct zonekpi *k, const char *lang)
{
	double printed[BALANCE_ITEMS];

	balance_round(&k->b, 1, DIGITS, printed);
	for (size_t i = 0; i < k->b.n; i++) {
		const struct balance_item *item = &k->b.item[i];
		const char *note = standard_note(k->standard, item->name, lang);
		const struct term *t = term_find(item->name);
		char how[300];

		if (*note == '\0')
			note = tr(t->formula);
		snprintf(how, sizeof how, "%s%s%s", tr(basis_name(item->basis)),
		    *note ? tr("; = ") : "", note);
		explain_num(fp, item->name, printed[i], "m3", how);
		explain_limits(fp, &item->m3, balanceexplain_input, IWA_INPUTS);
	}
}

/* A number, or - where it is not known. */
static const char *
shown(double v, int digits, char *buf)
{
	return isnan(v) ? "-" : num_fixed(v, digits, buf);
}

/* `how`, and a remark where the rates as printed do not give the sum as
 * printed.
 */
static const char *
sum_note(
    const char *how, double sum, const double *part, size_t n, char buf[100])
{
	double rest = num_round(sum, DIGITS);

	for (size_t i = 0; i < n; i++)
		rest -= num_round(part[i], DIGITS);
	snprintf(buf, 100, "%s%s", tr(how),
	    isnan(rest) || rest == 0 ? "" : tr(", before rounding"));
	return buf;
}

static void
explain_rates(FILE *fp, const struct zonebalance *zb, const struct zonekpi *k)
{
	const struct cjj_out *c = &k->cjj;
	const double parts[] = {c->r1_pct, c->r2_pct, c->r3_pct, c->r4_pct};
	const double rbl[] = {c->rwl_pct.v, -c->rn_pct};
	const char *grade = *zonekpi_grade(k) ? zonekpi_grade(k) : "-";
	char how[200], b[2][NUM_BUF];

	snprintf(how, sizeof how, tr("= 8 x %s m3 household-read / supply"),
	    shown(k->household_read_m3, 2, b[0]));
	explain_num(fp, "R1", c->r1_pct, "%", how);
	snprintf(how, sizeof how,
	    tr("= 99 (%s km / supply in 10^4 m3 a year - 0.0693) = %s, -3..3"),
	    shown(zb->mains_km, 3, b[0]), shown(c->r2_raw_pct, 4, b[1]));
	explain_num(fp, "R2", c->r2_pct, "%", how);
	snprintf(how, sizeof how, tr("outlet pressure %s MPa%s"),
	    shown(zb->outlet_mpa, 4, b[0]),
	    zb->flags & ZB_R3_BY_WEIGHT ? tr(", by weight") : "");
	explain_num(fp, "R3", c->r3_pct, "%", how);
	snprintf(how, sizeof how, tr("frost depth %s m"),
	    shown(zb->frost_m, 2, b[0]));
	explain_num(fp, "R4", c->r4_pct, "%", how);
	explain_num(fp, "R_n", c->rn_pct, "%",
	    sum_note("= R1 + R2 + R3 + R4", c->rn_pct, parts, 4, how));
	figure(fp, "R_BL", &c->rbl_pct, "%",
	    sum_note("= R_WL - R_n", c->rbl_pct.v, rbl, 2, how));
	explain_num(
	    fp, "limit of grade 1", c->limit1_pct, "%", "2016: 10 % + R_n");
	explain_num(
	    fp, "limit of grade 2", c->limit2_pct, "%", "2016: 12 % + R_n");
	fprintf(fp, tr("  grade %s; target %s %%\n"), grade,
	    shown(k->target_pct, 2, b[0]));
}

static void
explain_indicators(
    FILE *fp, const struct zonebalance *zb, const struct zonekpi *k)
{
	char how[200], b[5][NUM_BUF];

	figure(fp, "real losses", &k->real, "m3", "");
	snprintf(how, sizeof how,
	    tr("%s; %s km, %s connections, %s km private, %s m, %s days"),
	    k->us ? tr("US 5.41/0.15/7.5") : tr("metric 18/0.8/25"),
	    shown(zb->mains_km, 3, b[0]), shown(zb->connections, 0, b[1]),
	    shown(zb->private_km, 3, b[2]), shown(zb->azp_m.v, 2, b[3]),
	    shown(zb->days, 0, b[4]));
	explain_num(fp, "UARL", k->ind.uarl_m3, "m3", how);
	figure(fp, "ILI", &k->ind.ili, "", "= real losses / UARL");
	explain_num(fp, "ALI", k->ind.ali, "",
	    "= apparent losses / (ali_ref_pct of billed metered use)");
	figure(fp, "L/connection/day", &k->ind.real_lcd, "", "");
	figure(
	    fp, "forecast of losses", &k->forecast, "m3", "once all is billed");
	fprintf(fp, tr("  band by ILI %c, by L/connection/day %c\n"),
	    k->ind.band ? k->ind.band : '-',
	    k->ind.band_lcd ? k->ind.band_lcd : '-');
}

/* The zone's edge of a meter that counts on some day of the period. */
static const struct net_edge *
edge_of(const struct network *n, const struct zonebalance *zb, size_t point)
{
	for (size_t i = n->edge_at[zb->zone]; i < n->edge_at[zb->zone + 1];
	     i++) {
		const struct net_edge *e = &n->edge[i];

		if (e->point == point &&
		    (e->role == EDGE_INFLOW || e->role == EDGE_OUTFLOW) &&
		    e->from < zb->to && e->to > zb->from)
			return e;
	}
	return NULL;
}

/* A meter's volume as it was measured; in units of the last digit. */
static double
explain_meter(FILE *fp, const struct network *n, const struct zonebalance *zb,
    const struct zonesupply_meter *m)
{
	const struct net_edge *e = edge_of(n, zb, m->point);
	int out = e != NULL && e->role == EDGE_OUTFLOW;
	double units = num_round(m->measured, DIGITS);
	char name[200], how[200], b[2][NUM_BUF];

	snprintf(name, sizeof name, "  %s", n->point[m->point].id);
	snprintf(how, sizeof how, tr("%s x %s, +- %s %%"),
	    e == NULL ? "-" :
	    out	      ? tr("outflow") :
			tr("inflow"),
	    shown(e ? (out ? -e->weight : e->weight) : NAN, DIGITS, b[0]),
	    shown(m->pct, 2, b[1]));
	explain_num(fp, name, units / UNIT, "m3", how);
	return units;
}

/* From the meters to the supply: what was measured, what the gaps were taken
 * to be, and their sum, which add up as printed. */
static void
explain_supply(FILE *fp, const struct network *n, const struct zonebalance *zb)
{
	const struct zonesupply *z = &zb->supply;
	double left = num_round(z->m3, DIGITS);

	if (isnan(z->m3))
		return;
	fputs(tr("  own supply, from the meters:\n"), fp);
	for (size_t i = 0; i < z->nmeter; i++)
		left -= explain_meter(fp, n, zb, &z->meter[i]);
	if (z->nmeter == 0) {
		double units = num_round(z->m3 - z->filled, DIGITS);

		explain_num(fp, "  days known", units / UNIT, "m3",
		    "of the zone as a whole");
		left -= units;
	}
	explain_num(fp, "  gaps", left / UNIT, "m3",
	    "not measured: short ones bridged, others as usual then");
	if (z->filled != 0)
		explain_num(fp, "  of these as usual", z->filled, "m3",
		    "with a 95 % error of 20 %");
	explain_num(fp, "  sum", z->m3, "m3", "of the meters and the gaps");
}

static void
explain_one(FILE *fp, const struct balance_opts *o, const struct network *n,
    const struct zonebalance *zb, const struct zonekpi *k)
{
	char verdict[300], words[ZONEKPI_WORDS];

	fprintf(fp, tr("standard %s\n"), standard_name(k->standard));
	explain_num(fp, "coverage of the meters", zb->coverage, "", "");
	explain_supply(fp, n, zb);
	explain_num(
	    fp, "billed share", zb->billed_share, "", "of the accounts' days");
	explain_num(fp, "estimated share", zb->estimated_share, "",
	    "of the billed volume");
	explain_items(fp, k, o->tool->lang);
	figure(fp, "R_WL", &k->rwl_pct, "%", "= losses / supply");
	if (k->standard == STANDARD_CJJ92)
		explain_rates(fp, zb, k);
	explain_indicators(fp, zb, k);
	zonekpi_verdict(k, o->edition, o->tool->lang, verdict, sizeof verdict);
	if (*verdict != '\0')
		fprintf(fp, "  %s\n", verdict);
	explain_flags(fp, zonekpi_words(zb, k, words));
}

void
balanceexplain(FILE *fp, const struct balance_opts *o, const struct network *n,
    const char *zone_id, const struct balance_rows *rows)
{
	for (size_t p = 0; p < o->periods.n; p++) {
		char from[CAL_BUF], to[CAL_BUF];

		if (!rows[p].held || o->periods.p[p].minus_a >= 0)
			continue;
		fprintf(fp, tr("zone %s, %s to %s (the day after the last)\n"),
		    zone_id, cal_day_text(rows[p].zb.from, from),
		    cal_day_text(rows[p].zb.to, to));
		for (size_t s = 0; s < o->nstandard; s++)
			explain_one(fp, o, n, &rows[p].zb, &rows[p].k[s]);
	}
}
