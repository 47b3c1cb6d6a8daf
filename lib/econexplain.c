/* The sums behind a row of loss-econ. */
#include <stdlib.h>

#include "econrun.h"
#include "explain.h"
#include "say.h"
#include "term.h"
#include "xalloc.h"

static void
explain_inputs(const struct econ_in *in, FILE *fp)
{
	explain_bound(
	    fp, "supply", &in->supply, "m³", "", econ_input_name, ECON_INPUTS);
	explain_bound(
	    fp, "sales", &in->sales, "m³", "", econ_input_name, ECON_INPUTS);
	explain_num(fp, "unbilled", in->unbilled.v, "m³", "authorised - sales");
	explain_num(fp, "nights", in->nights, "", "with all of the below");
	explain_bound(fp, "real loss", &in->real, "m³/d",
	    "mean of the nights' NNL * NDF", econ_input_name, ECON_INPUTS);
	explain_bound(fp, "background", &in->background, "m³/d",
	    "mean of UBL * NDF", econ_input_name, ECON_INPUTS);
	explain_bound(fp, "excess", &in->enf, "m³/h", "MNF - LNU - UBL",
	    econ_input_name, ECON_INPUTS);
	explain_bound(
	    fp, "ESPB", &in->espb, "", "", econ_input_name, ECON_INPUTS);
	explain_num(fp, "UARL", in->uarl_m3d, "m³/d", "");
	explain_num(fp, "mains", in->mains_km, "km", "zones");
	explain_num(fp, "connections", in->connections, "", "zones");
	explain_num(fp, "meters", in->meters, "", "zones");
	explain_num(fp, "cv_yuan_m3", in->cv, "yuan/m³", "params");
	explain_num(fp, "retail_yuan_m3", in->retail, "yuan/m³", "params");
	explain_num(fp, "survey_yuan_km", in->survey, "yuan/km", "params");
	explain_num(fp, "repair cost", in->repair, "yuan",
	    "repair_yuan, else the events' mean");
	explain_num(fp, "rise", in->rise, "m³/km/d/yr",
	    "rise_m3kmd_yr, else the slope of the nights");
	explain_num(fp, "rise, lower", in->rise_lo, "m³/km/d/yr", "");
	explain_num(fp, "rise, upper", in->rise_hi, "m³/km/d/yr", "");
}

static void
explain_figure(const struct econ_row *row, enum econ_fig f, FILE *fp)
{
	const struct term *t = term_find(econ_column(f));
	const struct econ_range *v = &row->e.fig[f];
	char *how = xasprintf("%s%s[%.4f .. %.4f]", tr(t->formula),
	    *t->formula ? "  " : "", v->lo, v->hi);

	explain_num(fp, t->id, v->v, t->unit, how);
	free(how);
}

void
econrun_explain(const struct econrun *r, FILE *fp)
{
	char buf[CAL_BUF], end[CAL_BUF];

	for (size_t i = 0; i < r->nrow; i++) {
		const struct econ_row *row = &r->row[i];

		fprintf(fp, tr("%sloss-econ %s %s to %s\n"), i ? "\n" : "",
		    econrun_zone(r, row), cal_day_text(row->period->from, buf),
		    cal_day_text(row->period->to, end));
		explain_inputs(&row->in, fp);
		for (int f = 0; f < ECON_ALL; f++)
			explain_figure(row, (enum econ_fig)f, fp);
	}
}
