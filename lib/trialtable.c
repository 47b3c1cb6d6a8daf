#include "trialtable.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "alarmscore.h"
#include "column.h"
#include "xalloc.h"

/* What a row is of: one zone, or many. */
struct lot {
	const char *id;
	double mean, resolution; /* m3/h; NaN of many */
	double *hours;		 /* of one size */
	size_t trials;
};

static void
put_row(
    const struct trialtable *t, struct lot *l, double pct, struct csvout *out)
{
	double lo, hi, all, all_lo, all_hi, seen_lo, seen_hi;
	char buf[CAL_BUF];
	size_t found = 0;

	all = score_median(l->hours, l->trials, &all_lo, &all_hi);
	while (found < l->trials && isfinite(l->hours[found]))
		found++;
	score_share((int)found, (int)l->trials, &lo, &hi);
	csvout_text(out, l->id);
	csvout_text(out, cal_day_text(t->from, buf));
	csvout_text(out, cal_day_text(t->to, buf));
	csvout_int(out, t->within);
	column_num(out, "size_m3h", pct / 100 * l->mean);
	column_num(out, "size_pct", pct);
	csvout_int(out, (int64_t)l->trials);
	csvout_int(out, (int64_t)found);
	column_num(out, "found_share", (double)found / (double)l->trials);
	column_num(out, "found_lo", lo);
	column_num(out, "found_hi", hi);
	column_num(out, "ttd_median_h",
	    score_median(l->hours, found, &seen_lo, &seen_hi));
	column_num(out, "resolution_m3h", l->resolution);
	column_num(out, "resolution_pct", 100 * l->resolution / l->mean);
	column_num(out, "ttd_all_h", all);
	column_num(out, "ttd_all_lo", all_lo);
	column_num(out, "ttd_all_hi", all_hi);
	csvout_row(out);
}

/* Of each size, the trials of all zones as one lot. */
static void
put_all(const struct trialtable *t, struct csvout *out)
{
	struct lot l = {"all", NAN, NAN,
	    xmalloc((t->n->nzone + 1) * TRIAL_MOST * sizeof(double)), 0};

	for (int k = 0; k < TRIAL_SIZES; k++) {
		l.trials = 0;
		for (size_t z = 0; z < t->n->nzone; z++)
			for (int i = 0; t->wanted[z] && i < t->trial[z].trials;
			     i++)
				l.hours[l.trials++] = t->trial[z].hours[k][i];
		if (l.trials > 0)
			put_row(t, &l, trial_pct[k], out);
	}
	free(l.hours);
}

void
trialtable_put(const struct trialtable *t, struct csvout *out)
{
	put_all(t, out);
	for (size_t z = 0; z < t->n->nzone; z++) {
		const struct trial *one = &t->trial[z];
		double hours[TRIAL_MOST];
		struct lot l = {t->n->zone[z].id, one->mean, one->resolution,
		    hours, (size_t)one->trials};

		for (int k = 0;
		     t->wanted[z] && one->trials > 0 && k < TRIAL_SIZES; k++) {
			memcpy(hours, one->hours[k], sizeof hours);
			put_row(t, &l, trial_pct[k], out);
		}
	}
}
