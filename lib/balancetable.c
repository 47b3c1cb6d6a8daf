#include "balancetable.h"

#include <math.h>

/* The dictionary gives every figure of these tables four decimals (checked by
 * balance_test); to look each one up costs more than the balance. */
enum { DIGITS = 4 };

static void
num(struct csvout *out, double v)
{
	csvout_num(out, v, DIGITS);
}

static void
bounded(struct csvout *out, const struct bound *v)
{
	double half = bound_half(v);

	num(out, v->v);
	num(out, v->v - half);
	num(out, v->v + half);
}

void
balancetable_key(struct csvout *out, const char *id, int64_t from, int64_t to,
    enum standard s)
{
	char buf[CAL_BUF];

	csvout_text(out, id);
	csvout_text(out, cal_day_text(from, buf));
	csvout_text(out, cal_day_text(to, buf));
	csvout_text(out, standard_name(s));
}

/* --- items --- */

static void
put_item(struct csvout *out, const struct balance_opts *o,
    const struct zonekpi *k, size_t i, const double *printed,
    const char *period)
{
	const struct balance_item *item = &k->b.item[i];

	csvout_text(out, item->name);
	csvout_text(out, item->parent < 0 ? "" : k->b.item[item->parent].name);
	num(out, printed[i]);
	num(out, bound_lo(&item->m3));
	num(out, bound_hi(&item->m3));
	num(out, k->supply.v != 0 ? 100 * item->m3.v / k->supply.v : NAN);
	csvout_text(out, basis_name(item->basis));
	csvout_text(out, item->flag);
	csvout_text(out, period);
	csvout_text(out, standard_note(k->standard, item->name, o->tool->lang));
	csvout_row(out);
}

/* An item that the standard's table does not have where there is none. */
static int
is_extra(const struct balance *b, size_t i)
{
	return isnan(b->item[i].m3.v) &&
	       (b->standard == STANDARD_CJJ92 ?
		       i == CJJ_EXPORTED :
		       i == IWA_EXPORTED || i == IWA_EXPORTED_OFF);
}

void
balancetable_items(struct csvout *out, const struct balance_opts *o,
    const char *id, const struct balance_rows *rows)
{
	for (size_t p = 0; p < o->periods.n; p++) {
		const struct zonebalance *zb = &rows[p].zb;

		for (size_t s = 0; rows[p].held && s < o->nstandard; s++) {
			const struct zonekpi *k = &rows[p].k[s];
			double printed[BALANCE_ITEMS];

			balance_round(&k->b, 1, DIGITS, printed);
			for (size_t i = 0; i < k->b.n; i++) {
				if (is_extra(&k->b, i))
					continue;
				balancetable_key(
				    out, id, zb->from, zb->to, k->standard);
				put_item(out, o, k, i, printed,
				    o->periods.p[p].name);
			}
		}
	}
}

/* --- one row a period --- */

static void
put_rates(struct csvout *out, const struct zonekpi *k)
{
	bounded(out, &k->rwl_pct);
	num(out, k->cjj.r1_pct);
	num(out, k->cjj.r2_pct);
	num(out, k->cjj.r3_pct);
	num(out, k->cjj.r4_pct);
	num(out, k->cjj.rn_pct);
	bounded(out, &k->cjj.rbl_pct);
	csvout_text(out, zonekpi_grade(k));
}

static void
put_letter(struct csvout *out, char c)
{
	csvout_text(out, c ? (char[]){c, '\0'} : "");
}

static void
put_indicators(struct csvout *out, const struct zonekpi *k)
{
	bounded(out, &k->real);
	num(out, k->apparent_m3);
	num(out, k->rrl_pct);
	num(out, k->ind.uarl_m3);
	bounded(out, &k->ind.ili);
	num(out, k->ind.ali);
	num(out, k->ind.real_lcd.v);
	num(out, k->ind.real_m3kmh.v);
	num(out, k->ind.real_lcdm.v);
	put_letter(out, k->ind.band);
}

static void
put_quality(struct csvout *out, const struct balance_opts *o,
    const struct zonebalance *zb, const struct zonekpi *k, const char *period)
{
	char verdict[300];

	if (k->standard == STANDARD_CJJ92)
		csvout_int(out, o->edition);
	else
		csvout_text(out, "");
	csvout_text(out, period);
	csvout_text(out, zonekpi_state(zb));
	num(out, zb->policy_pct);
	bounded(out, &k->forecast);
	num(out, zb->estimated_share);
	num(out, zb->prorated_share);
	num(out, k->ind.apparent_lcd);
	num(out, k->ind.cost_pct);
	num(out, k->ind.recoverable_m3);
	csvout_text(out, isnan(k->ind.uarl_m3) ? "" :
			 k->us		       ? "us 5.41/0.15/7.5" :
						 "metric 18/0.8/25");
	put_letter(out, k->ind.band_lcd);
	csvout_text(out, isnan(k->ind.real_lcd.v) ? "" :
			 k->ind.per_km		  ? "km" :
						    "connection");
	num(out, k->loss_lcd);
	num(out, k->loss_m3kmd);
	zonekpi_verdict(k, o->edition, o->tool->lang, verdict, sizeof verdict);
	csvout_text(out, verdict);
}

/* A volume as the table of items prints it, so that both close. */
static void
put_printed(struct csvout *out, const struct zonekpi *k, const double *printed,
    const char *item, int bounds)
{
	const struct balance_item *i = balance_find(&k->b, item);

	num(out, printed[i - k->b.item]);
	if (!bounds)
		return;
	num(out, bound_lo(&i->m3));
	num(out, bound_hi(&i->m3));
}

static void
put_kpi(struct csvout *out, const struct balance_opts *o, const char *id,
    const struct zonebalance *zb, const struct zonekpi *k, const char *period,
    int difference)
{
	double printed[BALANCE_ITEMS];
	char words[ZONEKPI_WORDS];

	balancetable_key(out, id, zb->from, zb->to, k->standard);
	balance_round(&k->b, 1, DIGITS, printed);
	put_printed(out, k, printed, "supply", 1);
	put_printed(out, k, printed, "authorised", 0);
	put_printed(out, k, printed, "losses", 1);
	put_rates(out, k);
	num(out, k->nrw_m3.v);
	num(out, k->nrw_pct.v);
	put_indicators(out, k);
	num(out, k->target_pct);
	csvout_text(out, zonekpi_target_met(k));
	num(out, zb->billed_share);
	num(out, zb->coverage);
	csvout_text(
	    out, difference ? "difference" : zonekpi_words(zb, k, words));
	put_quality(out, o, zb, k, period);
	csvout_row(out);
}

void
balancetable_kpi(struct csvout *out, const struct balance_opts *o,
    const char *id, const struct balance_rows *rows)
{
	for (size_t p = 0; p < o->periods.n; p++)
		for (size_t s = 0; rows[p].held && s < o->nstandard; s++)
			put_kpi(out, o, id, &rows[p].zb, &rows[p].k[s],
			    o->periods.p[p].name, o->periods.p[p].minus_a >= 0);
}
