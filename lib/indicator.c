#include "indicator.h"

#include <math.h>

static const double MILE_KM = 1.609344, PSI_M = 0.703070, GAL_L = 3.785411784;

struct bound
indicator_uarl_m3d(int us, double mains_km, double connections,
    double private_km, struct bound p_m)
{
	double lp = isnan(private_km) ? 0 : private_km, per_m;

	if (!(p_m.v > 0) || !(mains_km >= 0) || !(connections >= 0))
		return bound_none();
	if (us)
		per_m = (5.41 * mains_km / MILE_KM + 0.15 * connections +
			    7.5 * lp / MILE_KM) *
			GAL_L / PSI_M;
	else
		per_m = 18 * mains_km + 0.8 * connections + 25 * lp;
	return bound_scale(p_m, per_m / 1000);
}

/* Which of four bands v lies in, the first ending at `first`, the next ones
 * each twice as far. */
static char
band_of(double v, double first)
{
	if (isnan(v) || isnan(first))
		return 0;
	return v < first     ? 'A' :
	       v < 2 * first ? 'B' :
	       v < 4 * first ? 'C' :
			       'D';
}

char
indicator_band(double ili, int developed)
{
	return band_of(ili, developed ? 2 : 4);
}

/* The matrix is 25 or 50 L per 10 m, linear in the pressure. */
char
indicator_band_lcd(double lcd, double p_m, int developed)
{
	return p_m > 0 ? band_of(lcd, (developed ? 2.5 : 5) * p_m) : 0;
}

static struct bound
divided(struct bound a, double by)
{
	return by > 0 ? bound_scale(a, 1 / by) : bound_none();
}

static void
rates(const struct indicator_in *in, struct indicator_out *out)
{
	double per_day = in->connections * in->days / 1000;
	double p = in->azp_m.v;

	out->real_lcd = divided(in->real, per_day);
	out->real_lcdm =
	    p > 0 ? bound_div(out->real_lcd, in->azp_m) : bound_none();
	out->real_m3kmh = divided(in->real, in->mains_km * in->days * 24);
	out->apparent_lcd = divided(in->apparent, per_day).v;
	out->ali = in->metered_sales_m3 > 0 ?
		       in->apparent.v /
			   (in->ali_ref_pct / 100 * in->metered_sales_m3) :
		       NAN;
	out->per_km = in->connections < 20 * in->mains_km;
}

/* What the losses cost, as a share of what running the system costs. */
static double
cost_pct(const struct indicator_in *in)
{
	double year = in->operating_year * in->days / in->year_days;
	double real = in->real_at_retail ? in->retail_m3 : in->cv_m3;
	double unbilled = isnan(in->unbilled_m3) ? 0 : in->unbilled_m3;

	if (!(year > 0))
		return NAN;
	return 100 *
	       (in->apparent.v * in->retail_m3 + in->real.v * real +
		   unbilled * in->cv_m3) /
	       year;
}

static unsigned
doubts(const struct indicator_in *in)
{
	unsigned flags = 0;

	if (!(in->connections > 5000))
		flags |= IND_CONNECTIONS;
	if (!(in->connections > 20 * in->mains_km))
		flags |= IND_DENSITY;
	if (!(in->azp_m.v >= 25 && in->azp_m.v <= 100))
		flags |= IND_PRESSURE;
	return flags;
}

void
indicators(const struct indicator_in *in, struct indicator_out *out)
{
	double hours = isnan(in->hours_supply) ? 24 : in->hours_supply;
	struct bound uarl =
	    bound_scale(indicator_uarl_m3d(in->us, in->mains_km,
			    in->connections, in->private_km, in->azp_m),
		in->days * hours / 24);

	*out = (struct indicator_out){.ili = bound_none()};
	out->uarl_m3 = uarl.v;
	out->recoverable_m3 = in->real.v - uarl.v;
	rates(in, out);
	out->cost_pct = cost_pct(in);
	if (!(uarl.v > 0)) {
		out->uarl_m3 = NAN;
		out->flags |= IND_NO_UARL;
	} else {
		out->flags |= doubts(in);
		if (in->real.v >= 0)
			out->ili = bound_div(in->real, uarl);
	}
	if (in->real.v < 0)
		out->flags |= IND_NEGATIVE;
	if (out->ili.v < 1)
		out->flags |= IND_ILI_LOW;
	out->band = indicator_band(out->ili.v, in->developed);
	out->band_lcd = in->real.v >= 0 ?
			    indicator_band_lcd(out->real_lcd.v / (hours / 24),
				in->azp_m.v, in->developed) :
			    0;
}
